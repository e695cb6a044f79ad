"""famkg export: a dataset in a format."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from famkg.cli.completion import complete_views, offering
from famkg.cli.options import output_option, reading, setting, write_output

__all__ = ["command"]


@click.command("export")
@click.argument("form", metavar="FORMAT", required=False, shell_complete=offering("famkg.export:FORMATS"))
@click.option(
    "--view", metavar="NAME", shell_complete=complete_views, help="The view that a network format writes. [default: everything]"
)
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="Fill a slot of the view; NAME= means any.")
@output_option
@reading
def command(
    *,
    form: str | None,
    view: str | None,
    settings: tuple[str, ...],
    output: Path | None,
    seen: str | None,
    data: Path | None,
    store: str,
    timeout: float,
) -> None:
    """Write the dataset in FORMAT, the same bytes for the same dataset.

    trig and nq hold everything; ttl, nt, jsonld and rdfxml the facts; csv and sqlite everything in tables; graphml, gexf,
    nodelink and svg a view as a network. Without FORMAT, list the formats.

    Example: famkg export sqlite -o famkg.db --seen s01e01
    """
    from famkg.errors import UnknownNameError, UsageError
    from famkg.export import FORMATS, export

    if form is None:
        width = max(map(len, FORMATS))
        write_output("".join(f"{name:<{width}}  {known.summary}\n" for name, known in FORMATS.items()), output)
        return
    if form not in FORMATS:
        raise UnknownNameError("format", form, FORMATS, hint="one of " + ", ".join(FORMATS))
    known = FORMATS[form]
    if known.binary and output is None and sys.stdout.isatty():
        raise UsageError(f"{form} is no text to show in a terminal; write it to a file with -o dataset.{known.extension}")
    from famkg.knowledge import load

    values = {name: value or None for name, value in map(setting, settings)}
    written = export(load(data, seen=seen, store=store, timeout=timeout), form, view=view, values=values)
    write_output(written, None if output == Path("-") else output)
