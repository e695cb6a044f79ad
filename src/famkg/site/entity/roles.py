"""Role nodes as a page tells them: castings, posts and the like as tables, others as the things that they join."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.site.entity.joined import BOUNDS, Joins
from famkg.site.entity.outline import COLUMNS, OUTSIDE, SPREAD
from famkg.site.entity.rows import Table, TableRow, Value, is_announced
from famkg.site.entity.wording import LATE, day_of, in_order, is_other, local, natural, span, word, words
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

    def joined(self, pairs: Iterable[tuple[NamedNode, NamedNode]]) -> tuple[Value, ...]:
        """Things that role nodes join this one to, each once with all its role nodes, in order of time and then of name."""
        found: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        for other, node in pairs:
            found[other].append(node)
        for nodes in found.values():
            nodes.sort(key=lambda node: (day_of(self.reading, node) or LATE, node.value))
        ordered = sorted(
            found, key=lambda o: (day_of(self.reading, found[o][0]) or LATE, natural(self.reading.labels[o]), o.value)
        )
        return tuple(self._times(other, found[other]) for other in ordered)

    def through(self, node: NamedNode, said: str, other: NamedNode | None = None) -> Value:
        """What a role node joins, with a few words for a link to its page."""
        citations = self._citations(node)
        return Value(
            text="" if other is None else self.reading.labels[other],
            thing=other,
            aside=said,
            notes=self.notes.numbers(citations),
            announced=is_announced(citations),
            node=node,
        )

    def _times(self, other: NamedNode, nodes: Sequence[NamedNode]) -> Value:
        """One thing with each of the role nodes that join it: that two are told says that there were two times."""
        untold = ["details"] if len(nodes) == 1 else ["one time", *["another time"] * (len(nodes) - 1)]
        told = [span(self.reading, node) or said for node, said in zip(nodes, untold, strict=True)]
        first, *more = (
            self.through(node, said, None if place else other)
            for place, (node, said) in enumerate(zip(nodes, told, strict=True))
        )
        return replace(first, also=tuple(more))

    def table(self, kind: NamedNode, nodes: Sequence[NamedNode], *, towards: NamedNode) -> Table:
        """Role nodes of a class that name the thing by one property; what few of them say shares a last column."""
        used = Counter(p for node in nodes for p in {t.predicate for t in self.reading.facts[node]} - _UNTOLD if p != towards)
        ordered = sorted(used, key=lambda p: (COLUMNS.index(p) if p in COLUMNS else len(COLUMNS), p.value))
        columns = [p for p in ordered if used[p] * 2 >= len(nodes)]
        seldom = [p for p in ordered if p not in columns]
        groups = self._alike(sorted(nodes, key=lambda node: (*self._order(node, columns), node.value)), columns)
        row = self._shared if len(groups) < len(nodes) else self._alone
        rows = [row(alike, columns, seldom) for alike in groups]
        named = [*(word(self.reading, column, kind) for column in columns), *(["besides"] if seldom else [])]
        return Table(tuple(named), tuple(rows))

    def _alike(self, nodes: Iterable[NamedNode], columns: Sequence[NamedNode]) -> list[list[NamedNode]]:
        """Role nodes that say the same but in one column, in the order of the first of each."""
        spread = _spread(columns)
        found: dict[object, list[NamedNode]] = defaultdict(list)
        for node in nodes:
            told = [(t.predicate, t.object) for t in self.reading.facts[node] if t.predicate not in (spread, TYPE, *OUTSIDE)]
            found[node if spread is None else (frozenset(told), self._event(node))].append(node)
        return list(found.values())

    def _shared(self, nodes: Sequence[NamedNode], columns: Sequence[NamedNode], seldom: Sequence[NamedNode]) -> TableRow:
        """Several role nodes as one row: the values in which they differ bear the notes, and lead to the pages of the nodes."""
        first = self._row(nodes[0], columns, seldom, is_noted=False)
        place = columns.index(_spread(columns))
        cell = tuple(value for node in nodes for value in self._spread_cell(node, columns[place]))
        return replace(first, node=None, cells=(*first.cells[:place], cell, *first.cells[place + 1 :]))

    def _spread_cell(self, node: NamedNode, column: NamedNode) -> Iterator[Value]:
        citations = self._citations(node)
        for thing in sorted(self.reading.objects(node, column), key=lambda value: in_order(self.reading, value)):
            is_part = self.reading.classes.get(thing) in (fam("Season"), fam("Episode"))
            text = code_of(self.reading, thing) if is_part else words(self.reading, thing)
            yield Value(text, thing, notes=self.notes.numbers(citations), announced=is_announced(citations), node=node)

    def _alone(self, nodes: Sequence[NamedNode], columns: Sequence[NamedNode], seldom: Sequence[NamedNode]) -> TableRow:
        return self._row(nodes[0], columns, seldom)

    def _row(
        self, node: NamedNode, columns: Sequence[NamedNode], seldom: Sequence[NamedNode], *, is_noted: bool = True
    ) -> TableRow:
        cells = [tuple(self._cell(node, column)) for column in columns]
        if seldom:
            cells.append(tuple(value for column in seldom for value in self._cell(node, column, with_word=True)))
        citations = self._citations(node) if is_noted else []
        event = self._event(node)
        dated = () if event is None else self._citations(event, _TIMES)
        return TableRow(
            node=node,
            title=self.joins.title(node),
            cells=tuple(cells),
            when=span(self.reading, node if event is None else event),
            notes=self.notes.numbers((*citations, *dated)),
            announced=is_noted and is_announced(citations),
        )

    def _cell(self, node: NamedNode, column: NamedNode, *, with_word: bool = False) -> Iterator[Value]:
        """The values of a property, the first with the property in words beside it where that is no column."""
        reading = self.reading
        beside = word(reading, column, reading.classes[node]) if with_word else ""
        told = [t.object for t in reading.facts[node] if t.predicate == column and not is_other(t.object)]
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
        day = day_of(reading, dated) or LATE
        works = natural(" ".join(local(work) for work in reading.objects(node, fam("work"))))
        billing = [local(each).partition("-")[2] for each in reading.objects(node, fam("billing"))]
        rank = min((_BILLING.index(each) for each in billing if each in _BILLING), default=len(_BILLING))
        said = [words(reading, t.object) for c in columns for t in reading.facts[node] if t.predicate == c]
        return (day, works, rank, natural(" ".join(said)))


def _spread(columns: Sequence[NamedNode]) -> NamedNode | None:
    return next((each for each in SPREAD if each in columns), None)
