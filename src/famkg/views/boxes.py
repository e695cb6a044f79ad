"""Keeping labelled nodes apart: every node is a box that holds its shape and, below, its label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

__all__ = ["Box", "Frame", "Point", "frame", "pack", "spread", "untangle"]

Point = tuple[float, float]
"""From left to right, from top to bottom."""

Frame = tuple[float, float, float, float]
"""Left, upper, right and lower edge."""


@dataclass(frozen=True, slots=True)
class Box:
    """The room a node takes, in the drawing's units, its gap to others included."""

    width: float
    height: float


def frame(points: Sequence[Point], boxes: Sequence[Box]) -> Frame:
    """The edges of the drawn boxes; of none, a frame of no size."""
    if not points:
        return (0.0, 0.0, 0.0, 0.0)
    pairs = list(zip(points, boxes, strict=True))
    return (
        min(x - box.width / 2 for (x, _), box in pairs),
        min(y - box.height / 2 for (_, y), box in pairs),
        max(x + box.width / 2 for (x, _), box in pairs),
        max(y + box.height / 2 for (_, y), box in pairs),
    )


def spread(wanted: Sequence[float], widths: Sequence[float]) -> list[float]:
    """Places along a line, in order and not overlapping, with the least squared distance to the wanted ones.

    Pool adjacent violators, on what is left of each place when the widths before it are taken off.
    """
    offsets = [end - width / 2 for end, width in zip(accumulate(widths), widths, strict=True)]
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        total, count = want - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before, size = pools.pop()
            total, count = total + before, count + size
        pools.append((total, count))
    levels = [total / count for total, count in pools for _ in range(count)]
    return [level + offset for level, offset in zip(levels, offsets, strict=True)]


def untangle(points: Sequence[Point], boxes: Sequence[Box], rounds: int = 80) -> list[Point]:
    """The points with overlapping boxes pushed apart, each pair along its lesser overlap, for some rounds.

    Only boxes in cells that touch are compared; cells are as large as the largest box.
    """
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    halves = [(box.width / 2, box.height / 2) for box in boxes]
    wide = max((box.width for box in boxes), default=1.0)
    high = max((box.height for box in boxes), default=1.0)
    for _ in range(rounds):
        moved = False
        cells: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        at = [(int(x // wide), int(y // high)) for x, y in zip(xs, ys, strict=True)]
        for i in sorted(range(len(xs)), key=lambda i: (xs[i], ys[i], i)):
            half_width, half_height = halves[i]
            column, row = at[i]
            near = [cells[c, r] for c in (column - 1, column, column + 1) for r in (row - 1, row, row + 1) if (c, r) in cells]
            for j in chain.from_iterable(near):
                over_y = half_height + halves[j][1] - abs(ys[i] - ys[j])
                over_x = half_width + halves[j][0] - abs(xs[i] - xs[j])
                if over_x <= 0.5 or over_y <= 0.5:
                    continue
                moved = True
                if over_x < over_y:
                    step = over_x / 2 if xs[i] >= xs[j] else -over_x / 2
                    xs[j], xs[i] = xs[j] - step, xs[i] + step
                else:
                    step = over_y / 2 if ys[i] >= ys[j] else -over_y / 2
                    ys[j], ys[i] = ys[j] - step, ys[i] + step
            cells[at[i]].append(i)
        if not moved:
            break
    return list(zip(xs, ys, strict=True))


def pack(sizes: Sequence[tuple[float, float]], aspect: float) -> list[Point]:
    """Upper left corners for rectangles, in the order given, on shelves that together come near the aspect."""
    area = sum(width * height for width, height in sizes)
    limit = max([(area * aspect) ** 0.5 * 1.1, *(width for width, _ in sizes)])
    corners: list[Point] = []
    x = y = shelf = 0.0
    for width, height in sizes:
        if x and x + width > limit:
            x, y, shelf = 0.0, y + shelf, 0.0
        corners.append((x, y))
        x += width
        shelf = max(shelf, height)
    return corners
