"""Rows of two histories from a compiled dataset: divergences joined, counterparts joined, the rest on its own.

The worlds are found, not named: a told world is one that a show is set in, and it is compared with the worlds that its
divergence points join it to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.compare.facts import Facts, concept
from famkg.compare.model import Comparison, Field, Row
from famkg.compare.moments import day_of
from famkg.compare.rows import RowReader
from famkg.errors import UnknownNameError
from famkg.query.names import fold

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph

__all__ = ["compare"]

_BEGUN = ("current", "past", "perhaps")


def compare(kg: KnowledgeGraph, *, at: str | None = None, field: str | None = None) -> Comparison:
    """Both histories side by side.

    ``at`` (a year, month or day) keeps what had happened by then and adds posts and lives; ``field`` (a name or CURIE)
    keeps the divergence points of one field. Raises UsageError for a wrong date, UnknownNameError for an unknown field.
    """
    day = day_of(at) if at else None
    facts = Facts(kg)
    fields = _fields(facts)
    wanted = _field(fields, field) if field else None
    reader = RowReader(facts, fields, day)
    rows = reader.rows()
    left_out = 0
    if wanted:
        rows = [row for row in rows if wanted in row.fields]
    if day:
        before = len(rows)
        rows = [row for row in rows if row.kind == "divergence" or row.first.is_dated]
        left_out = before - len(rows)
        rows = [row for row in rows if _is_of_then(row)]
    used = {each for row in rows for each in row.fields}
    comparison = Comparison(
        told=tuple(facts.labels[world] for world in reader.told),
        real=tuple(facts.labels[world] for world in reader.real),
        rows=tuple(sorted(rows, key=_order)),
        fields=tuple(sorted(used, key=lambda each: each.rank)),
        seen=kg.seen,
        at=at or "",
        field=wanted.label if wanted else "",
    )
    if day is None:
        return comparison
    from famkg.compare.state import lives_at, posts_at

    posts = posts_at(facts, day)
    return replace(
        comparison,
        left_out=left_out,
        told_posts=tuple(post for world in reader.told for post in posts.get(world, ())),
        real_posts=tuple(post for world in reader.real for post in posts.get(world, ())),
        lives=tuple(lives_at(facts, day, set(reader.told), set(reader.real))),
    )


def _fields(facts: Facts) -> dict[NamedNode, Field]:
    found = facts.scheme(concept("field"))
    return {node: Field(facts.curie(node), label, rank) for rank, (node, label) in enumerate(found)}


def _field(fields: Mapping[NamedNode, Field], name: str) -> Field:
    for each in fields.values():
        if name == each.curie or fold(name) == fold(each.label):
            return each
    labels = [each.label for each in fields.values()]
    hint = "one of " + ", ".join(labels) if labels else "no divergence point that is known here names a field"
    raise UnknownNameError("field", name, labels, hint=hint)


def _is_of_then(row: Row) -> bool:
    """Whether something of the row had begun by the date asked for, or nothing tells when any of it did."""
    standings = {event.standing for event in row.events}
    return bool(standings & set(_BEGUN)) or standings <= {"undated"}


def _order(row: Row) -> tuple[bool, str, str, str, str]:
    moment = row.first
    return (not moment.is_dated, str(moment.first), str(moment.last), row.label, row.iri)
