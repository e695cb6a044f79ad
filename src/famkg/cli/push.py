"""famkg push: load a dataset into a remote store."""

from __future__ import annotations

from pathlib import Path

import click

from famkg.cli.options import data_option, debug_option, quiet_option, seen_option

__all__ = ["command"]


@click.command("push")
@click.argument("url")
@click.option("--timeout", metavar="SECONDS", type=float, default=60.0, help="How long to wait for each request. [default: 60]")
@seen_option
@data_option
@quiet_option
@debug_option
def command(url: str, timeout: float, seen: str | None, data: Path | None, quiet: bool) -> None:
    """Load the dataset into the store behind URL, a SPARQL 1.1 Update endpoint.

    What an earlier push left in its graphs is replaced. Afterwards every reading command works with --store and the
    address of the store's query endpoint.

    Example: famkg push http://127.0.0.1:7878/update
    """
    from famkg.knowledge import load
    from famkg.store.remote import push

    kg = load(data, seen=seen)
    sent = push(kg.quads(), url, timeout=timeout)
    if not quiet:
        click.echo(f"{sent} triples loaded into {url}", err=True)
