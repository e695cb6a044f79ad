"""Time as an axis: things in columns by the year they fall in, what is joined side by side, and the years as marks.

Years are as wide as what happened in them asks for: few share a column, many fill several. What takes part stands with
the earliest dated thing that it is joined to. What happened on no known day has a strip of its own, apart from the axis.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from famkg.views.boxes import Box, Point
from famkg.views.layers import Pairs, settle

__all__ = ["Band", "in_years"]

_UNDATED = "no date"
_ROOM = 1.3
_LONGEST = 3.0
_APART = 60.0


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the axis: ``label`` names its year or years; the strip of what has no date is not ``dated``."""

    label: str
    start: float
    end: float
    dated: bool = True


def in_years(
    boxes: Sequence[Box], years: Mapping[int, int], edges: Pairs, *, undated: Collection[int] = (), aspect: float
) -> tuple[list[Point], tuple[Band, ...]]:
    """Points with time running down, and the years along it; ``years`` has those of the nodes that are dated.

    ``undated`` are nodes that ask for a date and have none: nothing that they are joined to gives them a place in time.
    ``aspect`` is the height of the drawing to come near, as a multiple of its width.
    """
    if not boxes:
        return [], ()
    known = _spread_years(len(boxes), years, edges, undated)
    part = _parts(len(boxes), edges)
    area = sum(box.width * box.height for box in boxes)
    room = max(*(box.width for box in boxes), (_ROOM * area / aspect) ** 0.5)
    by_year: defaultdict[int | None, list[int]] = defaultdict(list)
    for i in sorted(range(len(boxes)), key=lambda i: (part[i], i)):
        by_year[known.get(i)].append(i)
    columns: list[tuple[list[int | None], list[int]]] = []
    for year in sorted(by_year, key=lambda year: (year is None, year or 0)):
        portions = _filled(by_year[year], boxes, room)
        before = columns[-1] if columns else ([], [])
        whole = len(portions) == 1 and before[0] and len(by_year[before[0][0]]) <= len(before[1])
        if whole and year is not None and sum(boxes[i].width for i in (*before[1], *portions[0])) <= room:
            before[0].append(year)
            before[1].extend(portions[0])
        else:
            columns.extend(([year], nodes) for nodes in portions)
    at = {i: number for number, (_, nodes) in enumerate(columns) for i in nodes}
    level = [(one, other) for one, other in edges if at[one] == at[other]]
    rows = {number: nodes for number, (_, nodes) in enumerate(columns)}
    across = settle(rows, [box.width for box in boxes], edges, level)
    points: dict[int, Point] = {}
    bands: list[Band] = []
    start = 0.0
    for covered, nodes in columns:
        dated = covered[0] is not None
        if bands and not dated and bands[-1].dated:
            start += _APART
        end = start + max(boxes[i].height for i in nodes)
        points.update({i: (across[i], (start + end) / 2) for i in nodes})
        label = _label(covered)
        if bands and bands[-1].label == label:
            bands[-1] = replace(bands[-1], end=end)
        else:
            bands.append(Band(label, start, end, dated))
        start = end
    widths = [across[i] + side * boxes[i].width / 2 for i in points for side in (-1, 1)]
    longer = max(1.0, min(_LONGEST, aspect * (max(widths) - min(widths)) / start))
    stretched = tuple(replace(band, start=band.start * longer, end=band.end * longer) for band in bands)
    return [(points[i][0], points[i][1] * longer) for i in range(len(boxes))], stretched


def _label(years: Sequence[int | None]) -> str:
    first, last = years[0], years[-1]
    if first is None:
        return _UNDATED
    return str(first) if first == last else f"{first}–{last}"


def _spread_years(count: int, years: Mapping[int, int], edges: Pairs, undated: Collection[int]) -> dict[int, int]:
    """The years, and for what has none and needs none the earliest of those nearest to it."""
    beside: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in edges:
        beside[one].add(other)
        beside[other].add(one)
    known = dict(years)
    while True:
        found = {
            i: min(near)
            for i in range(count)
            if i not in known and i not in undated and (near := [known[other] for other in beside[i] if other in known])
        }
        if not found:
            return known
        known |= found


def _parts(count: int, edges: Pairs) -> list[int]:
    """For each node the least node that it is connected with."""
    root = list(range(count))

    def top(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for one, other in edges:
        low, high = sorted((top(one), top(other)))
        root[high] = low
    return [top(i) for i in range(count)]


def _filled(nodes: Sequence[int], boxes: Sequence[Box], room: float) -> list[list[int]]:
    """The nodes in as few portions as the room allows, of about one size."""
    total = sum(boxes[i].width for i in nodes)
    share = total / max(1, -(-total // room))
    portions: list[list[int]] = [[]]
    filled = 0.0
    for i in nodes:
        if portions[-1] and filled + boxes[i].width / 2 > share * len(portions):
            portions.append([])
        portions[-1].append(i)
        filled += boxes[i].width
    return portions
