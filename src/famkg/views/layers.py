"""Layers: what an edge points to stands above what it points from, as a parent above a child, a show above a season."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from famkg.views.boxes import Box, Point, spread

__all__ = ["layered"]

_SWEEPS = 12
_CROWD = 9
_ASPECT = 1.8
_TALLEST = 2.5


def layered(
    boxes: Sequence[Box], upward: Sequence[tuple[int, int]], level: Sequence[tuple[int, int]], row_height: float
) -> list[Point]:
    """Positions of nodes 0 … n-1 in rows.

    ``upward`` are edges from the lower to the higher node; one that closes a circle is left out of account.
    ``level`` are edges between nodes of one row, as spouses are, where nothing above or below forbids it. Rows are
    ``row_height`` apart, and farther where they are long.
    """
    rows = _rows(len(boxes), upward, level)
    unit = _units(len(boxes), level)
    neighbours: dict[int, list[int]] = defaultdict(list)
    for one, other in (*upward, *level):
        neighbours[one].append(other)
        neighbours[other].append(one)
    places = {i: float(place) for row in rows.values() for place, i in enumerate(row)}
    for sweep in range(_SWEEPS):
        for rank in sorted(rows, reverse=bool(sweep % 2)):
            row = rows[rank]
            wish = {i: _mean([places[n] for n in neighbours[i]], places[i]) for i in row}
            together: dict[int, list[float]] = defaultdict(list)
            for i in row:
                together[unit[i][0]].append(wish[i])
            row.sort(key=lambda i: (_mean(together[unit[i][0]], 0.0), unit[i]))
            places.update({i: place - len(row) / 2 for place, i in enumerate(row)})
    for _ in range(_SWEEPS):
        for row in rows.values():
            wish = {i: _mean([places[n] for n in neighbours[i]], places[i]) for i in row}
            places.update(_placed(row, wish, boxes))
    lowered = {i for row in rows.values() if len(row) > _CROWD for i in row[1::2]}
    width = max(places.values()) - min(places.values())
    row_height = max(row_height, min(width / (_ASPECT * len(rows)), _TALLEST * row_height))
    return [
        (places[i], (rank + (0.45 if i in lowered else 0.0)) * row_height)
        for i, rank in sorted((i, rank) for rank, row in rows.items() for i in row)
    ]


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _placed(row: Sequence[int], wish: Mapping[int, float], boxes: Sequence[Box]) -> dict[int, float]:
    """Places in a row near the wished ones; in a crowded row, where every second stands lower, closer together."""
    share = 0.66 if len(row) > _CROWD else 1.0
    return dict(zip(row, spread([wish[i] for i in row], [boxes[i].width * share for i in row]), strict=True))


def _units(count: int, level: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
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


def _rows(count: int, upward: Sequence[tuple[int, int]], level: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
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
