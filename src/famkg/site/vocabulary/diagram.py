"""A diagram of a vocabulary: classes as an indented tree, its properties, and the classes that they lead to, in three columns.

Every row has its place, so no label is ever covered; a property stands near what it joins (the barycentre of its ends),
so that lines cross as little as may be. It is read from left to right: who bears it, what it is, what it leads to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["Diagram", "Join", "Row", "draw_diagram"]

_ROW = 24.0
_TOP = 34.0
_INDENT = 14.0
_LEFT, _MIDDLE, _RIGHT = 12.0, 400.0, 700.0
_NAME = 150.0
_LETTER = 7.4
"""How wide a letter of a label is, on the average, whatever typeface a machine has."""

WIDTH = 900.0


@dataclass(frozen=True, slots=True)
class Row:
    """A label at a place; ``term`` is what it names."""

    term: str
    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Join:
    """A property: its row, and the lines to the class that bears it and to the one that it leads to."""

    row: Row
    domain: str
    range: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """The rows of both columns of classes and the joins between; ``twigs`` are the lines of the tree."""

    bearers: tuple[Row, ...]
    joins: tuple[Join, ...]
    targets: tuple[Row, ...]
    twigs: tuple[str, ...]
    height: float
    width: float = WIDTH


def draw_diagram(
    tree: Sequence[tuple[str, int]], properties: Sequence[tuple[str, str, str]], labels: Mapping[str, str]
) -> Diagram:
    """The diagram of a tree of classes (each with its depth, in order) and of properties (each with domain and range)."""
    order = {term: number for number, (term, _) in enumerate(tree)}
    targets = list(dict.fromkeys([*(term for term, _ in tree), *(end for _, _, end in properties)]))
    targets = [term for term in targets if any(end == term for _, _, end in properties)]
    joins = sorted(
        (each for each in properties if each[1] in order),
        key=lambda each: (order[each[1]] + order.get(each[2], len(order)) / 2, labels[each[0]]),
    )
    height = _TOP + max(len(tree), len(joins), 1) * _ROW + 8
    bearing = _spread([term for term, _ in tree], height)
    middle = _spread([term for term, _, _ in joins], height)
    ending = _spread(targets, height)
    depths = dict(tree)
    bearers = tuple(Row(t, labels[t], _LEFT + depths[t] * _INDENT, y) for t, y in bearing.items())
    drawn = []
    for term, domain, range_ in joins:
        y = middle[term]
        start = _LEFT + depths[domain] * _INDENT + 22 + len(labels[domain]) * _LETTER
        before = _curve(start, bearing[domain], _MIDDLE - _NAME / 2 - 6, y)
        after = _curve(_MIDDLE + _NAME / 2 + 6, y, _RIGHT - 10, ending[range_])
        drawn.append(Join(Row(term, labels[term], _MIDDLE, y), domain, range_, before, after))
    ends = tuple(Row(t, labels[t], _RIGHT, y) for t, y in ending.items())
    return Diagram(bearers, tuple(drawn), ends, tuple(_twigs(tree, bearing)), height)


def _spread(terms: Sequence[str], height: float) -> dict[str, float]:
    """The terms at even distances over the height."""
    room = (height - _TOP - 8) / max(len(terms), 1)
    return {term: round(_TOP + (number + 0.5) * room, 1) for number, term in enumerate(terms)}


def _twigs(tree: Sequence[tuple[str, int]], places: Mapping[str, float]) -> list[str]:
    """The lines from each class to those below it, as a tree is drawn in a list of files."""
    twigs = []
    above: list[tuple[str, int]] = []
    for term, depth in tree:
        while above and above[-1][1] >= depth:
            above.pop()
        if above:
            x = _LEFT + above[-1][1] * _INDENT + 4
            twigs.append(f"M{_number(x)} {_number(places[above[-1][0]] + 9)}V{_number(places[term])}h6")
        above.append((term, depth))
    return twigs


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    bend = (to_x - x) / 2
    return (
        f"M{_number(x)} {_number(y)}C{_number(x + bend)} {_number(y)} "
        f"{_number(to_x - bend)} {_number(to_y)} {_number(to_x)} {_number(to_y)}"
    )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
