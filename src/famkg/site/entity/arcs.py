"""The neighbourhood of a thing as an arc diagram: what it is joined to stands in a column, lines between run beside it.

Names stand below one another, so none can cover another, whatever their length and on whatever screen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from famkg.site.entity.joined import Joins
from famkg.site.entity.outline import INVERSE
from famkg.site.entity.wording import word
from famkg.terms import fam
from famkg.views.palette import MARKS, looks

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["Arc", "Arcs", "Station", "draw_arcs"]

_MOST = 12
_ROW = 38
_TOP = 20
_COLUMN = 112
_WIDTH = 344
_REACH = 104
_SELF, _NAME, _HOW = 25, 29, 34
_WORKS = tuple(map(fam, ("Franchise", "Show", "Season", "Episode")))
_STRENGTH: Mapping[NamedNode, float] = {
    **dict.fromkeys(map(fam, ("Relationship", "counterpart", "fictionalSide", "realSide", "followsFrom", "ledTo")), 3.0),
    fam("Casting"): 2.0,
    fam("appearsIn"): 0.3,
}
"""How much a tie joins, by its property or the class of its role node; any other counts one."""


@dataclass(frozen=True, slots=True)
class Station:
    """A thing in the column: ``name`` and ``how`` it is joined are cut to fit, ``mark`` draws its kind."""

    thing: NamedNode
    name: str
    how: str
    y: int
    mark: str


@dataclass(frozen=True, slots=True)
class Arc:
    """A line between two of them as the data of an SVG path; ``thing`` is the neighbour where it comes from the middle."""

    path: str
    thing: NamedNode | None = None


@dataclass(frozen=True, slots=True)
class Arcs:
    """The drawing: the thing itself first; ``left`` is how many neighbours it does not show."""

    stations: tuple[Station, ...]
    arcs: tuple[Arc, ...]
    left: int
    x: int = _COLUMN
    width: int = _WIDTH

    @property
    def height(self) -> int:
        """The height of the drawing."""
        return self.stations[-1].y + _TOP


def draw_arcs(joins: Joins, thing: NamedNode) -> Arcs | None:
    """The drawing of a thing's closest neighbours, None where it has none.

    Closest is what many and strong ties join it to, and what is joined to the same things.
    """
    around = joins.ties.get(thing, {})
    if not around:
        return None
    labels = joins.reading.labels
    close = {other: _closeness(joins, thing, other) for other in around}
    ranked = sorted(around, key=lambda other: (-close[other], labels[other], other.value))
    shown = _ordered(joins, ranked[:_MOST])
    stations = [Station(thing, _cut(labels[thing], _SELF), "", _TOP, _mark(joins.reading, thing))]
    for place, other in enumerate(shown, 1):
        how = _cut(", ".join(_ways(joins.reading, thing, other, ties=around[other])), _HOW)
        name, mark = _cut(labels[other], _NAME), _mark(joins.reading, other)
        stations.append(Station(other, name, how, _TOP + place * _ROW, mark))
    rows = {station.thing: station.y for station in stations}
    last = stations[-1].y - _TOP
    between = [
        Arc(_arc(rows[one], rows[other], last))
        for place, one in enumerate(shown)
        for other in shown[place + 1 :]
        if other in joins.ties.get(one, {})
    ]
    own = [Arc(_arc(_TOP, rows[other], last), other) for other in shown]
    return Arcs(tuple(stations), (*between, *own), len(ranked) - len(shown))


def _closeness(joins: Joins, thing: NamedNode, other: NamedNode) -> float:
    reading = joins.reading
    is_work = reading.classes.get(other) in _WORKS
    total = 0.0
    for tie in joins.ties[thing][other]:
        kind = tie.predicate if isinstance(tie, Triple) else reading.classes[tie]
        total += _STRENGTH.get(kind, 1.0) * (0.4 if is_work and isinstance(tie, NamedNode) else 1.0)
    shared = 0 if is_work else len(joins.ties[thing].keys() & joins.ties[other].keys())
    return total + 0.2 * min(shared, 10)


def _ordered(joins: Joins, things: Sequence[NamedNode]) -> list[NamedNode]:
    """The closest first, each followed by those that are joined to it, so that lines are short."""
    left = list(things)
    order: list[NamedNode] = []
    while left:
        last = order[-1] if order else None
        chosen = next((thing for thing in left if last is not None and thing in joins.ties.get(last, {})), left[0])
        left.remove(chosen)
        order.append(chosen)
    return order


def _arc(start: int, end: int, longest: int) -> str:
    reach = 20 + (_REACH - 20) * abs(end - start) / max(longest, 1)
    x = round(_COLUMN - reach * 4 / 3)
    return f"M{_COLUMN} {start}C{x} {start} {x} {end} {_COLUMN} {end}"


def _ways(reading: Reading, thing: NamedNode, other: NamedNode, *, ties: Iterable[Triple | NamedNode]) -> list[str]:
    """How two things are joined, each way once."""
    found: dict[str, None] = {}
    for tie in ties:
        if isinstance(tie, NamedNode):
            found[_through(reading, other, tie)] = None
        else:
            name = word(reading, tie.predicate)
            found[name if tie.subject == thing else INVERSE.get(tie.predicate, f"{name} of it")] = None
    return list(found)


def _through(reading: Reading, other: NamedNode, role: NamedNode) -> str:
    """In what capacity a role node joins; where it names none, as what it names the other thing."""
    for capacity in (*reading.objects(role, fam("role")), *reading.objects(role, fam("kind"))):
        return reading.labels[capacity]
    by = next(t.predicate for t in reading.facts[role] if t.object == other)
    return word(reading, by, reading.classes[role])


def _mark(reading: Reading, thing: NamedNode) -> str:
    """The shape of a thing's kind, as the data of a path in a box of 20."""
    kind = reading.labels[reading.classes[thing]]
    return MARKS[looks([kind])[kind].shape]


def _cut(text: str, most: int) -> str:
    """The text, cut with an ellipsis where it would be wider than so many letters."""
    width = 0
    for place, letter in enumerate(text):
        width += 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if width > most:
            return text[: place - 1].rstrip(" ,;") + "…"
    return text
