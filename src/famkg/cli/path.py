"""famkg path: how two things are connected."""

from __future__ import annotations

from pathlib import Path

import click

from famkg.cli.completion import offering
from famkg.cli.options import output_option, reading, write_output

__all__ = ["command"]

_FORMATS = ("text", "json")


@click.command("path")
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.option("--most", metavar="N", type=click.IntRange(min=1), default=3, help="How many connections to tell. [default: 3]")
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    default="text",
    shell_complete=offering("famkg.cli.path:_FORMATS"),
    help="text or json. [default: text]",
)
@output_option
@reading
def command(
    *,
    start: str,
    end: str,
    most: int,
    form: str,
    output: Path | None,
    seen: str | None,
    data: Path | None,
    store: str,
    timeout: float,
) -> None:
    """Tell the shortest connections between A and B (names, however spelt, or CURIEs), with citations for every step.

    Between two things of one world, the search first keeps to the story. It never goes through a world or a franchise,
    and through a show or a season only for people and works that nothing else connects: what everything belongs to
    connects nothing. Of connections equally long, those come first whose things in between are joined to the fewest
    others.
    """
    from famkg.errors import UnknownNameError
    from famkg.knowledge import load

    if form not in _FORMATS:
        raise UnknownNameError("format", form, _FORMATS, hint="one of " + ", ".join(_FORMATS))
    connections = load(data, seen=seen, store=store, timeout=timeout).path(start, end, most=most)
    write_output(connections.to_json() if form == "json" else str(connections), output)
