"""famkg query: ask a named query, a file, or standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from famkg.cli.completion import complete_queries, offering
from famkg.cli.options import output_option, reading, setting, write_output
from famkg.errors import UsageError

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph
    from famkg.query.catalogue import Query

__all__ = ["command"]


@click.command("query")
@click.argument("name", required=False, shell_complete=complete_queries)
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="Fill a slot of the query; NAME= means any.")
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    default="table",
    shell_complete=offering("famkg.query.result:FORMATS"),
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

    A query that is no named one runs in a process of its own, for --timeout seconds at most.

    Example: famkg query cast --seen s02e06 --cite
    """
    from famkg.knowledge import load
    from famkg.query.result import FORMATS

    if form not in FORMATS:
        from famkg.errors import UnknownNameError

        raise UnknownNameError("format", form, FORMATS, hint="one of " + ", ".join(FORMATS))
    kg = load(data, seen=seen, store=store, timeout=timeout)
    if name is None:
        write_output(_listing(kg.catalogue.queries), output)
        return
    values = {key: value or None for key, value in map(setting, settings)}
    query = _unnamed(name)
    with _apart(kg, timeout) if query else nullcontext(kg) as asked:
        query = query or kg.catalogue.query(name)
        said = asked.text_of(query, values) if text else _answer(asked, query, values, form, cite=cite)
    write_output(said, output)


def _unnamed(name: str) -> Query | None:
    """The query in a file or on standard input, or None where the word names one of the catalogue."""
    from famkg.query.catalogue import Query, read_query
    from famkg.query.header import Header

    if name == "-":
        return Query("standard input", "", Path("-"), _read_stdin(), Header("standard input"))
    return read_query(Path(name)) if "/" in name or name.endswith(".rq") else None


def _read_stdin() -> str:
    try:
        text = sys.stdin.read()
        text.encode("utf-8")  # under some locales, bytes that are no text come as lone surrogates
    except UnicodeError:
        raise UsageError("standard input is no text in UTF-8") from None
    return text


@contextmanager
def _apart(kg: KnowledgeGraph, seconds: float) -> Iterator[KnowledgeGraph]:
    """The same graph asked in a process of its own: nobody knows what a query that is not ours does to its process."""
    from famkg.knowledge import KnowledgeGraph
    from famkg.store.embedded import EmbeddedStore

    if not isinstance(kg.store, EmbeddedStore):
        yield kg
        return
    from famkg.store.apart import ApartStore

    with ApartStore.of(kg.store, seconds=seconds) as store:
        yield KnowledgeGraph(store, kg.layers, seen=kg.seen)


def _answer(kg: KnowledgeGraph, query: Query, values: Mapping[str, str | None], form: str, *, cite: bool) -> str:
    from famkg.query.result import Result
    from famkg.store.base import Solutions

    if cite:
        return kg.ask(query, values, cite=True).to(form)
    answer = kg.sparql(kg.text_of(query, values))
    if isinstance(answer, Solutions):
        return Result.of(answer, kg.prefixes).to(form)
    if isinstance(answer, bool):
        return f"{str(answer).lower()}\n"
    return "".join(f"{triple} .\n" for triple in sorted(answer, key=str))


def _listing(queries: object) -> str:

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
