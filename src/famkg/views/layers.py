"""Layers: what an edge points to stands above what it points from, as a parent above a child, a show above a season."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from famkg.views.boxes import Box, Point, spread

__all__ = ["Pairs", "layered", "settle"]

_SWEEPS = 12
_CROWD = 9
_ASPECT = 1.8
_TALLEST = 2.5

Pairs = Sequence[tuple[int, int]]


def layered(boxes: Sequence[Box], upward: Pairs, level: Pairs, row_height: float, *, stretch: bool = True) -> list[Point]:
    """Positions of nodes 0 … n-1 in rows.

    ``upward`` are edges from the lower to the higher node; one that closes a circle is left out of account.
    ``level`` are edges between nodes of one row, as spouses are, where nothing above or below forbids it. Rows are
    ``row_height`` apart; with ``stretch`` farther where they are long, and in a crowded row every second node stands
    lower, so that the others can move together.
    """
    rows = _rows(len(boxes), upward, level)
    crowded = {rank for rank, row in rows.items() if stretch and len(row) > _CROWD}
    share = [0.0] * len(boxes)
    for rank, row in rows.items():
        for i in row:
            share[i] = 0.66 if rank in crowded else 1.0
    places = settle(rows, [box.width * part for box, part in zip(boxes, share, strict=True)], [*upward, *level], level)
    lowered = {i for rank in crowded for i in rows[rank][1::2]}
    width = max(places) - min(places)
    if stretch:
        row_height = max(row_height, min(width / (_ASPECT * len(rows)), _TALLEST * row_height))
    ranks = {i: rank for rank, row in rows.items() for i in row}
    return [(place, (ranks[i] + (0.45 if i in lowered else 0.0)) * row_height) for i, place in enumerate(places)]


def settle(rows: Mapping[int, list[int]], widths: Sequence[float], edges: Pairs, level: Pairs) -> list[float]:
    """The place of each node along its row, near those it is joined to; the rows are put in order for it.

    What ``level`` edges join stands together, in line.
    """
    unit = _units(len(widths), level)
    neighbours: dict[int, list[int]] = defaultdict(list)
    for one, other in edges:
        neighbours[one].append(other)
        neighbours[other].append(one)
    places = {i: float(place) for row in rows.values() for place, i in enumerate(row)}

    def wish(i: int) -> float:
        return _mean([places[n] for n in neighbours[i]], 0.0)

    for sweep in range(_SWEEPS):
        for rank in sorted(rows, reverse=bool(sweep % 2)):
            row = rows[rank]
            together: dict[int, list[float]] = defaultdict(list)
            for i in row:
                together[unit[i][0]].append(wish(i))
            row.sort(key=lambda i: (_mean(together[unit[i][0]], 0.0), unit[i]))
            places.update({i: place - len(row) / 2 for place, i in enumerate(row)})
    for _ in range(_SWEEPS):
        for row in rows.values():
            wanted = [wish(i) for i in row]
            places.update(zip(row, spread(wanted, [widths[i] for i in row]), strict=True))
    return [places[i] for i in range(len(widths))]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _units(count: int, level: Pairs) -> list[tuple[int, int]]:
    """For each node the number of its unit, nodes that level edges join, and its turn in it: neighbours in line."""
    beside: dict[int, list[int]] = defaultdict(list)
    for one, other in level:
        beside[one].append(other)
        beside[other].append(one)
    found: dict[int, tuple[int, int]] = {}
    for start in sorted(range(count), key=lambda i: (len(beside[i]) != 1, i)):
        waiting = [start]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found[node] = (start, len(found))
                waiting += sorted((n for n in beside[node] if n not in found), key=lambda n: (-len(beside[n]), -n))
    return [found[i] for i in range(count)]


def _rows(count: int, upward: Pairs, level: Pairs) -> dict[int, list[int]]:
    """Rank to nodes, the highest first: each group of level nodes right below the lowest of those above it."""
    group = list(range(count))
    for one, other in level:
        old, new = group[other], group[one]
        group = [new if each == old else each for each in group]
    above: dict[int, set[int]] = defaultdict(set)
    for low, high in upward:
        if group[low] != group[high]:
            above[group[low]].add(group[high])
    ranks: dict[int, int] = {}

    def rank(node: int, below: frozenset[int]) -> int:
        if node not in ranks:
            higher = [rank(n, below | {node}) for n in sorted(above[node]) if n not in below | {node}]
            ranks[node] = 1 + max(higher, default=-1)
        return ranks[node]

    rows: dict[int, list[int]] = defaultdict(list)
    for node in range(count):
        rows[rank(group[node], frozenset())].append(node)
    return dict(sorted(rows.items()))
