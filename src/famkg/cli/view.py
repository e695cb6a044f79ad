"""famkg view: a view drawn as an HTML page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from famkg.cli.completion import complete_views
from famkg.cli.options import output_option, quiet_option, reading, setting, write_output
from famkg.errors import UsageError

if TYPE_CHECKING:
    from famkg.query.catalogue import Query

__all__ = ["command"]

_AROUND = "around"
_WHOLE = "everything"


@click.command("view")
@click.argument("name", required=False, shell_complete=complete_views)
@click.option("--around", metavar="THING", help="Draw what THING is joined to, and on demand what that is joined to.")
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
    from famkg.query.seen import progress_in_words
    from famkg.views.groups import MANY
    from famkg.views.page import draw, draw_explorer

    words = progress_in_words(kg)
    values: dict[str, str | None] = {key: value or None for key, value in map(setting, settings)}
    if around is not None:
        if values:
            raise UsageError("--around has no slots; --set is for a named view")
        curie = kg.prefixes.shrink(kg.find(around).value)
        title = f"Around {kg.entity(around).label}"
        output = output or Path(f"{_AROUND}-{curie.rpartition(':')[2]}.html")
        network = kg.network(_WHOLE)
        if curie in network:
            page = draw_explorer(network, around=curie, title=title, seen=words)
        else:  # nothing that it is joined to: it stands alone
            network = kg.network(_AROUND, thing=around)
            page = draw(network, title=title, seen=words)
    else:
        assert name is not None
        network = kg.network(name, **values)
        page = draw(network, seen=words)
    if output == Path("-"):
        write_output(page, None)
        return
    output = output or Path(f"{name}.html")
    write_output(page, output)
    if not quiet:
        click.echo(f"{output}: {len(network)} things, {network.number_of_edges()} connections", err=True)
        if around is None and len(network) > MANY:
            click.echo(f"more than {MANY} things are drawn by communities: open one to see what is in it", err=True)
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
