"""famkg compare: the two worlds side by side."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from famkg.cli.completion import offering
from famkg.cli.options import output_option, reading, write_output

__all__ = ["command"]

_FORMATS = ("table", "json", "html")


@click.command("compare")
@click.option("--at", metavar="DATE", help="The state at a year, month or day: 1983, 1983-05 or 1983-05-12.")
@click.option("--field", metavar="NAME", help="Only divergence points of this field of life, such as space.")
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    default="table",
    shell_complete=offering("famkg.cli.compare:_FORMATS"),
    help="table, json, or html: a page with a timeline. [default: table]",
)
@output_option
@reading
def command(
    *,
    at: str | None,
    field: str | None,
    form: str,
    output: Path | None,
    seen: str | None,
    data: Path | None,
    store: str,
    timeout: float,
) -> None:
    """Lay the told world and real history side by side, sorted by date, divergences joined.

    What is known not to have happened on a side and what is merely not mentioned are told apart.

    Example: famkg compare --at 1983 --field space --seen s02e06
    """
    from famkg.errors import UnknownNameError
    from famkg.knowledge import load

    if form not in _FORMATS:
        raise UnknownNameError("format", form, _FORMATS, hint="one of " + ", ".join(_FORMATS))
    kg = load(data, seen=seen, store=store, timeout=timeout)
    comparison = kg.compare(at=at, field=field)
    if form == "html":
        from famkg.query.seen import progress_in_words
        from famkg.views.timeline import draw_timeline

        write_output(draw_timeline(comparison, seen=progress_in_words(kg)), output)
    else:
        write_output(comparison.to(form, width=_width(output)), output)


def _width(output: Path | None) -> int:
    """The width of the terminal, between 60 and 160; 100 where the text goes elsewhere, so that it is always the same."""
    if output is not None or not sys.stdout.isatty():
        return 100
    return max(60, min(160, shutil.get_terminal_size().columns))
