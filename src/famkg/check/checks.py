"""The rules that are queries: every file of ``queries/checks/``, whose every row is a fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.check.findings import Fault, Find, Reach, Rule
from famkg.claims.locate import Place
from famkg.errors import DataError, UsageError
from famkg.query.header import read_header
from famkg.store.base import Solutions

if TYPE_CHECKING:
    from famkg.check.context import Context, QueryFile

__all__ = ["query_rules"]


def query_rules(context: Context) -> tuple[Rule, ...]:
    """A rule for each readable query of ``queries/checks/``: its name, summary and description are the query's.

    A row's first thing says where the fault stands.
    """
    return tuple(
        Rule(query.path.stem, _paragraph(query), _asking(query), Reach.COMPILED)
        for query in context.queries
        if query.topic == "checks" and not query.fault
    )


def _paragraph(query: QueryFile) -> str:
    try:
        header = read_header(query.text, query.path)
    except DataError:
        return query.path.stem
    return f"{header.summary.rstrip('.')}. {header.description}".strip()


def _asking(query: QueryFile) -> Find:
    summary = _paragraph(query).split(". ")[0].rstrip(".")

    def find(context: Context) -> Iterator[Fault]:
        try:
            answer = context.store.query(query.text)
        except UsageError:  # query-runs reports it
            return
        if not isinstance(answer, Solutions):
            return
        for row in answer.rows:
            things = [term for term in row if isinstance(term, NamedNode)]
            place = context.at_node(things[0]) if things else Place(query.path, 1)
            bound = zip(answer.variables, row, strict=True)
            shown = ", ".join(f"{name} {context.curie(term)}" for name, term in bound if term is not None)
            yield Fault(place, f"{summary}: {shown}", things[0] if things else None)

    return find
