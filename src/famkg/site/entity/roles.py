"""Role nodes as a page tells them: castings, posts and the like as tables, relationships as kinship in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.site.entity.joined import BOUNDS, Joins
from famkg.site.entity.outline import COLUMNS, OUTSIDE
from famkg.site.entity.rows import Group, Row, Table, TableRow, Value, is_announced
from famkg.site.entity.wording import LATE, in_order, local, natural, span, word, words
from famkg.site.marks import Notes, code_of
from famkg.terms import TYPE, fam

if TYPE_CHECKING:
    from famkg.query.evidence import Citation

__all__ = ["Roles"]

_TIMES = (fam("when"), fam("from"), fam("until"))
_UNTOLD = frozenset({TYPE, fam("inWorld"), *_TIMES, *BOUNDS, *OUTSIDE})
_BILLING = ("main", "recurring", "supporting", "guest")


class Roles:
    """The role nodes of one thing; asking for them in the page's order numbers its notes so."""

    def __init__(self, joins: Joins, thing: NamedNode, notes: Notes) -> None:
        self.joins = joins
        self.reading = joins.reading
        self.thing = thing
        self.notes = notes

    def kinships(self, nodes: Iterable[NamedNode], *, is_bearer: bool) -> Iterator[Row]:
        """Relationships by their kind: of whom the thing is one, and who is one of it."""
        labels = self.reading.labels
        found: dict[str, list[tuple[NamedNode, NamedNode]]] = defaultdict(list)
        for node in nodes:
            for role in self.reading.objects(node, fam("role")):
                for other in self.reading.objects(node, fam("relatedTo" if is_bearer else "agent")):
                    found[labels[role] + (" of" if is_bearer else "")].append((other, node))
        for label, pairs in sorted(found.items()):
            pairs.sort(key=lambda pair: (natural(labels[pair[0]]), pair[1].value))
            yield Row(label, (Group(tuple(self._kin(other, node) for other, node in pairs)),))

    def _kin(self, other: NamedNode, node: NamedNode) -> Value:
        citations = self._citations(node)
        return Value(
            text=self.reading.labels[other],
            thing=other,
            aside=span(self.reading, node) or "more",
            notes=self.notes.numbers(citations),
            announced=is_announced(citations),
            node=node,
        )

    def table(self, kind: NamedNode, nodes: Sequence[NamedNode], *, towards: NamedNode) -> Table:
        """Role nodes of a class that name the thing by one property; what few of them say shares a last column."""
        used = Counter(p for node in nodes for p in {t.predicate for t in self.reading.facts[node]} - _UNTOLD if p != towards)
        ordered = sorted(used, key=lambda p: (COLUMNS.index(p) if p in COLUMNS else len(COLUMNS), p.value))
        columns = [p for p in ordered if used[p] * 2 >= len(nodes)]
        seldom = [p for p in ordered if p not in columns]
        rows = [
            self._row(node, columns, seldom)
            for node in sorted(nodes, key=lambda node: (*self._order(node, columns), node.value))
        ]
        named = [*(word(self.reading, column, kind) for column in columns), *(["besides"] if seldom else [])]
        return Table(tuple(named), tuple(rows))

    def _row(self, node: NamedNode, columns: Sequence[NamedNode], seldom: Sequence[NamedNode]) -> TableRow:
        cells = [tuple(self._cell(node, column)) for column in columns]
        if seldom:
            cells.append(tuple(value for column in seldom for value in self._cell(node, column, with_word=True)))
        citations = self._citations(node)
        event = self._event(node)
        dated = () if event is None else self._citations(event, _TIMES)
        return TableRow(
            node=node,
            title=self.joins.title(node),
            cells=tuple(cells),
            when=span(self.reading, node if event is None else event),
            notes=self.notes.numbers((*citations, *dated)),
            announced=is_announced(citations),
        )

    def _cell(self, node: NamedNode, column: NamedNode, *, with_word: bool = False) -> Iterator[Value]:
        """The values of a property, the first with the property in words beside it where that is no column."""
        reading = self.reading
        beside = word(reading, column, reading.classes[node]) if with_word else ""
        told = [t.object for t in reading.facts[node] if t.predicate == column]
        for value in sorted(told, key=lambda value: in_order(reading, value)):
            thing = value if isinstance(value, NamedNode) else None
            is_episode = thing is not None and reading.classes.get(thing) == fam("Episode")
            text = code_of(reading, thing) if thing is not None and is_episode else words(reading, value)
            yield Value(text, thing, aside=beside)
            beside = ""

    def _citations(self, node: NamedNode, predicates: Sequence[NamedNode] = ()) -> list[Citation]:
        told = (t for t in self.reading.facts[node] if t not in self.reading.inferred and t.predicate not in BOUNDS)
        return [c for t in told if not predicates or t.predicate in predicates for c in self.joins.cited(t)]

    def _event(self, node: NamedNode) -> NamedNode | None:
        """The event whose time is that of a role node without one."""
        if any(t.predicate in _TIMES for t in self.reading.facts[node]):
            return None
        return next((event for event in self.reading.objects(node, fam("event")) if event != self.thing), None)

    def _order(self, node: NamedNode, columns: Sequence[NamedNode]) -> tuple[object, ...]:
        """By time, then by season, then by billing, then by what the columns say."""
        reading = self.reading
        event = self._event(node)
        dated = node if event is None else event
        day = reading.value(dated, fam("earliest")) or reading.value(dated, fam("latest")) or LATE
        works = natural(" ".join(local(work) for work in reading.objects(node, fam("work"))))
        billing = [local(each).partition("-")[2] for each in reading.objects(node, fam("billing"))]
        rank = min((_BILLING.index(each) for each in billing if each in _BILLING), default=len(_BILLING))
        said = [words(reading, t.object) for c in columns for t in reading.facts[node] if t.predicate == c]
        return (day, works, rank, natural(" ".join(said)))
