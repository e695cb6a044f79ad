"""famkg export: a dataset in a format."""

from __future__ import annotations

from pathlib import Path

import click

from famkg.cli.options import output_option, reading, write_output

__all__ = ["command"]


@click.command("export")
@click.argument("form", metavar="FORMAT", required=False)
@click.option("--view", metavar="NAME", help="The view that graphml writes. [default: everything]")
@output_option
@reading
def command(
    *,
    form: str | None,
    view: str | None,
    output: Path | None,
    seen: str | None,
    data: Path | None,
    store: str,
    timeout: float,
) -> None:
    """Write the dataset in FORMAT: trig, nq, ttl, nt, jsonld, rdfxml or graphml.

    Quad formats hold everything, triple formats the facts, graphml a view. The same dataset gives the same bytes.
    Without FORMAT, list the formats.

    Example: famkg export jsonld -o facts.jsonld --seen s01e01
    """
    from famkg.errors import UnknownNameError
    from famkg.export import FORMATS, export

    if form is None:
        width = max(map(len, FORMATS))
        write_output("".join(f"{name:<{width}}  {known.summary}\n" for name, known in FORMATS.items()), output)
        return
    if form not in FORMATS:
        raise UnknownNameError("format", form, FORMATS, hint="one of " + ", ".join(FORMATS))
    from famkg.knowledge import load

    write_output(export(load(data, seen=seen, store=store, timeout=timeout), form, view=view), output)
