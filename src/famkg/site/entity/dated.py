"""What is dated about a thing, in order of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.site.entity.wording import EVENTS, day_of, span, word, words
from famkg.terms import DATE_PUBLISHED, fam

if TYPE_CHECKING:
    from famkg.site.entity.facts import Facts
    from famkg.site.entity.joined import Joins
    from famkg.site.reading import Reading

__all__ = ["Moment", "Year", "in_order"]

_OWN = (fam("when"), fam("from"), fam("until"), DATE_PUBLISHED)
_SEEN, _FIGURE = fam("appearsIn"), fam("Quantity")


@dataclass(frozen=True, slots=True)
class Moment:
    """Something dated: ``thing`` has the page to go to, ``words`` says when more closely than the year."""

    day: str
    words: str
    text: str
    thing: NamedNode | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """What falls into a year, by its earliest day."""

    year: str
    moments: tuple[Moment, ...]


def in_order(joins: Joins, facts: Facts) -> tuple[Year, ...]:
    """The dated facts of a thing by year: its own, those of its role nodes, and the events that name it.

    Figures and ages are left out: that one was counted is nothing that happened.
    """
    found = {(m.day, m.text, m.thing): m for m in (*_own(joins.reading, facts), *_others(joins, facts)) if m.day}
    ordered = sorted(found.values(), key=lambda m: (m.day, m.text, m.thing.value if m.thing else ""))
    return tuple(Year(year, tuple(moments)) for year, moments in groupby(ordered, key=lambda m: m.day[:4]))


def _own(reading: Reading, facts: Facts) -> Iterator[Moment]:
    for predicate in _OWN:
        for triple in facts.own.get(predicate, ()):
            text = words(reading, triple.object)
            value = getattr(triple.object, "value", "")
            day = value if predicate == DATE_PUBLISHED else _bound(reading, facts.thing, is_end=predicate == fam("until"))
            yield Moment(day, text, word(reading, predicate, facts.kind))


def _others(joins: Joins, facts: Facts) -> Iterator[Moment]:
    reading = joins.reading
    for (kind, _), nodes in facts.roles.items():
        for node in () if kind == _FIGURE else dict.fromkeys(nodes):
            event = next((e for e in reading.objects(node, fam("event")) if e != facts.thing), None)
            dated = node if day_of(reading, node) or event is None else event
            if day_of(reading, dated):
                yield Moment(
                    day_of(reading, dated),
                    span(reading, dated),
                    _role_text(reading, facts.thing, node) or joins.title(node),
                    event or node,
                )
    for thing in _events(facts):
        yield Moment(day_of(reading, thing), span(reading, thing), reading.labels[thing], thing)


def _events(facts: Facts) -> Iterable[NamedNode]:
    """The events that name the thing: for a work also those it tells."""
    for predicate, triples in facts.towards.items():
        if predicate == fam("inWorld") or (predicate == _SEEN and facts.kind != fam("Episode")):
            continue
        for triple in triples:
            subject = triple.subject
            # Who takes part does so by a role node, which is told of already.
            is_known = triple in facts.reading.inferred and predicate != _SEEN
            if isinstance(subject, NamedNode) and facts.reading.classes.get(subject) in EVENTS and not is_known:
                yield subject


def _role_text(reading: Reading, thing: NamedNode, node: NamedNode) -> str:
    """What a role node says of one of those it joins: the others, and in what capacity."""
    parts: list[str] = []
    for name in ("event", "agent", "character", "relatedTo", "role", "organization", "work", "kind"):
        parts += [reading.labels[value] for value in reading.objects(node, fam(name)) if value != thing]
    parts += [words(reading, t.object) for t in reading.facts[node] if t.predicate == fam("award")]
    return ", ".join(dict.fromkeys(parts))


def _bound(reading: Reading, thing: NamedNode, *, is_end: bool) -> str:
    """The day by which its beginning is placed, or its end."""
    return (reading.value(thing, fam("latest")) if is_end else "") or day_of(reading, thing)
