"""famkg query: ask a named query, a file, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from famkg.cli.options import output_option, reading, setting, write_output

__all__ = ["command"]


@click.command("query")
@click.argument("name", required=False)
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="Fill a slot of the query; NAME= means any.")
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    default="table",
    help="table, csv, tsv, json, jsonl or markdown; json is SPARQL 1.1 JSON results. [default: table]",
)
@click.option(
    "--cite",
    is_flag=True,
    help="Say what each row of facts rests on, in a column sources: numbers of notes in table and markdown, the IRIs of the "
    "passages elsewhere.",
)
@click.option("--text", is_flag=True, help="Print the query's text with its slots filled, and ask nothing.")
@output_option
@reading
def command(
    *,
    name: str | None,
    settings: tuple[str, ...],
    form: str,
    cite: bool,
    text: bool,
    output: Path | None,
    seen: str | None,
    data: Path | None,
    store: str,
    timeout: float,
) -> None:
    """Ask NAME: a named query, a file (has / or ends in .rq), or - for standard input.

    Without NAME, list the named queries.

    With --cite, a row rests on the facts that its patterns find (of an aggregate, on all that was counted), and these on
    the passages that state them or the premises they follow from. Labels and what else stands in the register are not
    cited, nor is what is absent.

    Example: famkg query cast --seen s02e06 --cite
    """
    from famkg.knowledge import load
    from famkg.query.catalogue import Query, read_query
    from famkg.query.header import Header
    from famkg.query.result import FORMATS, Result
    from famkg.store.base import Solutions

    if form not in FORMATS:
        from famkg.errors import UnknownNameError

        raise UnknownNameError("format", form, FORMATS, hint="one of " + ", ".join(FORMATS))
    kg = load(data, seen=seen, store=store, timeout=timeout)
    if name is None:
        write_output(_listing(kg.catalogue.queries), output)
        return
    values = {key: value or None for key, value in map(setting, settings)}
    if name == "-":
        query = Query("standard input", "", Path("-"), sys.stdin.read(), Header("standard input"))
    elif "/" in name or name.endswith(".rq"):
        query = read_query(Path(name))
    else:
        query = kg.catalogue.query(name)
    if text:
        write_output(kg.text_of(query, values), output)
        return
    if cite:
        write_output(kg.ask(query, values, cite=True).to(form), output)
        return
    answer = kg.sparql(kg.text_of(query, values))
    if isinstance(answer, Solutions):
        write_output(Result.of(answer, kg.prefixes).to(form), output)
    elif isinstance(answer, bool):
        write_output(f"{str(answer).lower()}\n", output)
    else:
        write_output("".join(f"{triple} .\n" for triple in sorted(answer, key=str)), output)


def _listing(queries: object) -> str:
    from famkg.query.catalogue import Query

    assert isinstance(queries, dict)
    width = max((len(name) for name in queries), default=0)
    lines: list[str] = []
    topic = ""
    found: list[Query] = sorted(queries.values(), key=lambda query: (query.topic, query.name))
    for query in found:
        if query.topic != topic:
            topic = query.topic
            lines.append(f"{topic}")
        lines.append(f"  {query.name:<{width}}  {query.header.summary}")
    return "\n".join(lines) + "\n"
