"""famkg view: a view drawn as an HTML page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from famkg.cli.options import output_option, quiet_option, reading, setting, write_output
from famkg.errors import UsageError

if TYPE_CHECKING:
    from famkg.query.catalogue import Query

__all__ = ["command"]

_AROUND = "around"
_MANY = 1_500


@click.command("view")
@click.argument("name", required=False)
@click.option("--around", metavar="THING", help="Draw what THING (a name or CURIE) is joined to, instead of a named view.")
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="Fill a slot of the view; NAME= means any.")
@click.option("--open", "opened", is_flag=True, help="Open the page in a browser.")
@output_option
@quiet_option
@reading
def command(
    *,
    name: str | None,
    around: str | None,
    settings: tuple[str, ...],
    opened: bool,
    output: Path | None,
    quiet: bool,
    seen: str | None,
    data: Path | None,
    store: str,
    timeout: float,
) -> None:
    """Draw NAME, a named view, as one HTML page that needs nothing else, by default NAME.html here; -o - prints it.

    Without NAME and --around, list the named views.

    Example: famkg view cast --seen s01e10 --open
    """
    from famkg.knowledge import load

    if name is not None and around is not None:
        raise UsageError("name a view or give --around, not both")
    kg = load(data, seen=seen, store=store, timeout=timeout)
    if name is None and around is None:
        write_output(_listing(kg.catalogue.views), output)
        return
    from famkg.views.page import draw

    values: dict[str, str | None] = {key: value or None for key, value in map(setting, settings)}
    title = None
    if around is not None:
        name, values["thing"] = _AROUND, around
        thing = kg.find(around)
        title = f"Around {kg.entity(thing.value).label}"
        output = output or Path(f"{_AROUND}-{kg.prefixes.shrink(thing.value).rpartition(':')[2]}.html")
    assert name is not None
    network = kg.network(name, **values)
    page = draw(network, title=title, seen=kg.seen)
    if output == Path("-"):
        write_output(page, None)
        return
    output = output or Path(f"{name}.html")
    write_output(page, output)
    if not quiet:
        click.echo(f"{output}: {len(network)} things, {network.number_of_edges()} connections", err=True)
        if len(network) > _MANY:
            click.echo(f"more than {_MANY} things make a crowded drawing; try --around, or a slot with --set", err=True)
    if opened:
        import webbrowser

        webbrowser.open(output.resolve().as_uri())


def _listing(views: Mapping[str, Query]) -> str:
    width = max(map(len, views), default=0)
    lines: list[str] = []
    for view in views.values():
        slots = "".join(f" [{parameter.name}]" for parameter in view.header.parameters)
        lines.append(f"{view.name:<{width}}  {view.header.summary}{slots}\n")
    return "".join(lines)
