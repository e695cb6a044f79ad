"""The lines of a drawing: what each is called from either end, who says so, and bent where another would cover it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx

from famkg.views.boxes import Point
from famkg.views.layout import Layout
from famkg.views.text import plain

__all__ = ["Line", "Numbers", "lines_of"]

_BENDS = (0.0, 0.18, -0.18, 0.34, -0.34, 0.5, -0.5)
_PREPOSITIONS = frozenset(("about", "after", "as", "at", "by", "for", "from", "in", "into", "of", "on", "to", "with", "within"))


@dataclass(frozen=True, slots=True)
class Line:
    """An edge: ``back`` names it from its end; ``sources`` count into the drawing's, ``bend`` keeps parallel lines apart."""

    id: str
    start: str
    end: str
    name: str
    back: str
    sources: tuple[int, ...]
    facts: tuple[tuple[str, str], ...]
    inferred: bool
    arrow: bool
    bend: float


class Numbers:
    """Citations and their numbers, in the order in which they are first met."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def of(self, texts: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these citations, each once."""
        return tuple(dict.fromkeys(self.known.setdefault(plain(text), len(self.known)) for text in texts))


def lines_of(
    network: networkx.MultiDiGraph[str], layouts: Iterable[tuple[Layout, Layout]], numbers: Numbers
) -> tuple[Line, ...]:
    """The lines of a network placed so, in order."""
    crowds: dict[str, list[_Crowd]] = {}
    for both in layouts:
        crowded = [_Crowd(layout.places) for layout in both]
        crowds.update((node, crowded) for node in both[0].places)
    drawn: defaultdict[frozenset[str], int] = defaultdict(int)
    lines: list[Line] = []
    for start, end, _, data in sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        pair = frozenset((start, end))
        first = 1 if any(crowd.crosses(start, end) for crowd in crowds.get(start, ())) else 0
        bend = _BENDS[(drawn[pair] + first) % len(_BENDS)] * (1 if start <= end else -1)
        drawn[pair] += 1
        lines.append(
            Line(
                id=f"line-{len(lines)}",
                start=start,
                end=end,
                name=plain(data["label"]),
                back=_back(data, network.graph.get("inverses", {})),
                sources=numbers.of(data["sources"]),
                facts=tuple((plain(label), plain(value)) for label, value in data.get("facts", ())),
                inferred=bool(data.get("inferred")),
                arrow=not data.get("symmetric"),
                bend=bend,
            )
        )
    return tuple(lines)


def _back(data: Mapping[str, object], inverses: Mapping[str, str]) -> str:
    """What a line is called where one stands at its end: by the property that says it from there, where there is one.

    A role is told of whoever holds it: so it is from there too. Of other properties, a noun names what its end is to its
    start ("operator of"); what ends in a preposition leads up to its end ("led to this").
    """
    name, predicate = plain(str(data["label"])), str(data.get("predicate", ""))
    if predicate in inverses:
        return plain(inverses[predicate])
    if data.get("symmetric") or predicate.startswith("concept:"):
        return name
    return f"{name} this" if name.rpartition(" ")[2] in _PREPOSITIONS else f"{name} of"


class _Crowd:
    """Which places share a row or a column."""

    def __init__(self, places: Mapping[str, Point]) -> None:
        self.places = places
        self.rows: defaultdict[float, list[float]] = defaultdict(list)
        self.columns: defaultdict[float, list[float]] = defaultdict(list)
        for x, y in sorted(places.values()):
            self.rows[y].append(x)
            self.columns[x].append(y)

    def crosses(self, start: str, end: str) -> bool:
        """Whether a straight line between two nodes of one row or column would run through a third."""
        if end not in self.places:
            return False
        (x, y), (to_x, to_y) = self.places[start], self.places[end]
        return (y == to_y and _between(self.rows[y], x, to_x)) or (x == to_x and _between(self.columns[x], y, to_y))


def _between(line: list[float], one: float, other: float) -> bool:
    low, high = sorted((one, other))
    return bisect_left(line, high) > bisect_right(line, low)
