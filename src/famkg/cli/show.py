"""famkg show: what is known of one thing."""

from __future__ import annotations

from pathlib import Path

import click

from famkg.cli.options import output_option, reading, write_output

__all__ = ["command"]


@click.command("show")
@click.argument("name")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="[default: text]")
@output_option
@reading
def command(
    *, name: str, form: str, output: Path | None, seen: str | None, data: Path | None, store: str, timeout: float
) -> None:
    """Show what is known of NAME (a name, however spelt, or a CURIE such as kind:slug), with citations."""
    from famkg.knowledge import load

    entity = load(data, seen=seen, store=store, timeout=timeout).entity(name)
    if form == "json":
        import json
        from dataclasses import asdict

        write_output(json.dumps(asdict(entity), ensure_ascii=False, indent=1) + "\n", output)
    else:
        write_output(str(entity), output)
