"""A drawing in miniature: a few paths of an SVG, for a list of drawings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from famkg.views.boxes import Point
from famkg.views.drawing import Drawing

__all__ = ["HEIGHT", "WIDTH", "Dots", "Thumbnail", "miniature"]

WIDTH, HEIGHT = 360, 240
_MARGIN = 10
_MOST_LINES = 900


@dataclass(frozen=True, slots=True)
class Dots:
    """All things of one kind as one path: each a stroke of no length, which a round cap makes a dot, this wide."""

    kind: str
    path: str
    width: float


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """The miniature of a drawing: its connections as one path, its things by kind, the commonest first."""

    lines: str
    dots: tuple[Dots, ...]


def miniature(drawing: Drawing) -> Thumbnail:
    """A drawing in a frame of ``WIDTH`` by ``HEIGHT``; one in communities by these. The same for the same drawing."""
    if drawing.groups:
        ties = [(drawing.groups[tie.start].wide, drawing.groups[tie.end].wide) for tie in drawing.ties]
        return _miniature([("", group.wide) for group in drawing.groups], ties)
    places = {thing.id: thing.wide for thing in drawing.things}
    named = [(drawing.kinds[thing.kind].label, thing.wide) for thing in drawing.things]
    return _miniature(named, [(places[line.start], places[line.end]) for line in drawing.lines])


def _miniature(things: Sequence[tuple[str, Point]], lines: Sequence[tuple[Point, Point]]) -> Thumbnail:
    if not things:
        return Thumbnail("", ())
    xs, ys = [x for _, (x, _) in things], [y for _, (_, y) in things]
    wide, high = max(max(xs) - min(xs), 1.0), max(max(ys) - min(ys), 1.0)
    scale = min((WIDTH - 2 * _MARGIN) / wide, (HEIGHT - 2 * _MARGIN) / high)
    left, top = (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2

    def at(point: Point) -> str:
        return f"{(point[0] - min(xs)) * scale + left:.0f} {(point[1] - min(ys)) * scale + top:.0f}"

    step = -(-len(lines) // _MOST_LINES) or 1
    strokes = dict.fromkeys(f"M{at(start)}L{at(end)}" for start, end in lines[::step])
    dots: dict[str, list[str]] = defaultdict(list)
    for kind, point in things:
        dots[kind].append(f"M{at(point)}h0")
    width = max(3.0, min(9.0, round(70 / len(things) ** 0.5, 1)))
    by_count = sorted(dots.items(), key=lambda item: (-len(item[1]), item[0]))
    return Thumbnail("".join(strokes), tuple(Dots(kind, "".join(dict.fromkeys(each)), width) for kind, each in by_count))
