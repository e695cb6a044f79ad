"""famkg rank: which things of a view are central, its communities and the bridges between them."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from famkg.cli.completion import complete_views, offering
from famkg.cli.options import output_option, reading, setting, write_output

if TYPE_CHECKING:
    from famkg.network.ranking import Measure, Ranking

__all__ = ["command"]

_FORMATS = ("table", "csv", "json")
_MOST = 15


@click.command("rank")
@click.option(
    "--view",
    "name",
    metavar="NAME",
    default="story",
    shell_complete=complete_views,
    help="The view to measure; famkg view lists them. [default: story]",
)
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="Fill a slot of the view; NAME= means any.")
@click.option(
    "--by",
    metavar="MEASURE",
    default="degree",
    shell_complete=offering("famkg.network.ranking:MEASURES"),
    help="degree, betweenness, closeness or eigenvector. [default: degree]",
)
@click.option("--kind", metavar="KIND", help="List only things of this kind, such as character or organization.")
@click.option("--communities", is_flag=True, help="Tell the communities instead, and the bridges between them.")
@click.option(
    "--most", metavar="N", type=click.IntRange(min=1), help=f"How many of each list. [default: {_MOST} in a table, else all]"
)
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    default="table",
    shell_complete=offering("famkg.cli.rank:_FORMATS"),
    help="table, csv or json. [default: table]",
)
@output_option
@reading
def command(
    *,
    name: str,
    settings: tuple[str, ...],
    by: str,
    kind: str | None,
    communities: bool,
    most: int | None,
    form: str,
    output: Path | None,
    seen: str | None,
    data: Path | None,
    store: str,
    timeout: float,
) -> None:
    """Rank the things of a view by how central they are; the answer says what the measure means.

    Example: famkg rank --kind character --by betweenness --seen s01e10
    """
    from famkg.errors import UnknownNameError
    from famkg.knowledge import load

    if form not in _FORMATS:
        raise UnknownNameError("format", form, _FORMATS, hint="one of " + ", ".join(_FORMATS))
    kg = load(data, seen=seen, store=store, timeout=timeout)
    values = {key: value or None for key, value in map(setting, settings)}
    ranking = kg.rank(name, by=by, kind=kind, communities=communities, **values)
    if form == "table":
        text = "\n".join(_lines(ranking, most or _MOST, _width(output))) + "\n"
    elif form == "json":
        text = ranking.first(most).to_json()
    else:
        text = (ranking.first(most).membership() if communities else ranking.first(most).result()).to("csv")
    write_output(text, output)


def _lines(ranking: Ranking, most: int, width: int) -> Iterator[str]:
    """The first ``most`` of each list, as text for people."""
    yield f"{ranking.summary} ({ranking.view}): {ranking.size} things, {ranking.joined} pairs of them joined"
    yield _told(ranking.measure)
    if ranking.modularity is not None:
        yield from _communities(ranking, most, width)
        return
    yield ""
    yield from ranking.first(most).result().to("table").splitlines()[:-1]
    yield from _rest(len(ranking.things) - most)


def _communities(ranking: Ranking, most: int, width: int) -> Iterator[str]:
    from famkg.network.ranking import BRIDGES, COMMUNITIES, CROSSINGS

    yield f"{_told(COMMUNITIES)}; modularity {ranking.modularity}"
    yield ""
    listed = [group for group in ranking.communities if group.members]
    for group in listed[:most]:
        named = [f"{member.thing.label} {member.value:g}" for member in group.members[:most]]
        named += _rest(len(group.members) - most)
        yield from _item(f"{group.number:>4}. ", f"{group.size} things: {'; '.join(named)}", width)
    yield from _rest(len(listed) - most) if listed else ["none"]
    yield from ("", _told(BRIDGES))
    for bridge in ranking.bridges[:most]:
        joins = ", ".join(map(str, bridge.joins))
        text = f"{bridge.thing.label} ({bridge.thing.kind}), of community {bridge.community}, joined to {joins}"
        yield from _item(f"  {bridge.betweenness:.4f}  ", text, width)
    yield from _rest(len(ranking.bridges) - most) if ranking.bridges else ["none"]
    yield from ("", _told(CROSSINGS))
    for crossing in ranking.crossings[:most]:
        told = "; ".join(text for text, _ in crossing.hop.lines())
        between = "communities {} and {}".format(*crossing.communities)
        yield from _item(f"  {crossing.betweenness:.4f}  ", f"{told} ({between})", width)
    yield from _rest(len(ranking.crossings) - most) if ranking.crossings else ["none"]


def _told(measure: Measure) -> str:
    return f"{measure.name.capitalize()}: {measure.definition} ({measure.function})"


def _item(start: str, text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=start, subsequent_indent=" " * len(start))


def _rest(left: int) -> list[str]:
    return [f"and {left} more"] if left > 0 else []


def _width(output: Path | None) -> int:
    """The width of the terminal, between 60 and 160; 100 where the text goes elsewhere, so that it is always the same."""
    if output is not None or not sys.stdout.isatty():
        return 100
    return max(60, min(160, shutil.get_terminal_size().columns))
