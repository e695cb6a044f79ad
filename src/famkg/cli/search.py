"""famkg search: find things by name."""

from __future__ import annotations

from pathlib import Path

import click

from famkg.cli.options import output_option, reading, write_output

__all__ = ["command"]


@click.command("search")
@click.argument("name")
@output_option
@reading
def command(*, name: str, output: Path | None, seen: str | None, data: Path | None, store: str, timeout: float) -> None:
    """Find what is called NAME, exactly or nearly: one thing a line, name and CURIE."""
    from famkg.knowledge import load

    kg = load(data, seen=seen, store=store, timeout=timeout)
    found = kg.names.search(name)
    write_output("".join(f"{shown}\t{kg.prefixes.shrink(thing.value)}\n" for shown, thing in found), output)
