"""Keeping labelled nodes apart: every node is a box that holds its shape and, below, its label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Box", "Point", "pack", "spread", "untangle"]

Point = tuple[float, float]
"""From left to right, from top to bottom."""


@dataclass(frozen=True, slots=True)
class Box:
    """The room a node takes, in the drawing's units, its gap to others included."""

    width: float
    height: float


def spread(wanted: Sequence[float], widths: Sequence[float]) -> list[float]:
    """Places along a line, in order and not overlapping, with the least squared distance to the wanted ones.

    Pool adjacent violators, on what is left of each place when the widths before it are taken off.
    """
    offsets = [sum(widths[:i]) + widths[i] / 2 for i in range(len(widths))]
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
    """The points with overlapping boxes pushed apart, each pair along its lesser overlap, for some rounds."""
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    widest = max((box.width for box in boxes), default=0.0)
    for _ in range(rounds):
        order = sorted(range(len(xs)), key=lambda i: (xs[i], ys[i], i))
        moved = False
        for place, i in enumerate(order):
            for j in order[place + 1 :]:
                if xs[j] - xs[i] > widest:
                    break
                over_x = (boxes[i].width + boxes[j].width) / 2 - abs(xs[j] - xs[i])
                over_y = (boxes[i].height + boxes[j].height) / 2 - abs(ys[j] - ys[i])
                if over_x <= 0.5 or over_y <= 0.5:
                    continue
                moved = True
                if over_x < over_y:
                    step = over_x / 2 if xs[j] >= xs[i] else -over_x / 2
                    xs[i], xs[j] = xs[i] - step, xs[j] + step
                else:
                    step = over_y / 2 if ys[j] >= ys[i] else -over_y / 2
                    ys[i], ys[j] = ys[i] - step, ys[j] + step
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
