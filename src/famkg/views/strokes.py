"""The strokes of a comparison's drawing: bars for uncertain times, lines from lane to lane, arcs from cause to effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from famkg.compare.moments import Moment
from famkg.views.entries import Band, Column, Entry, Group, Mark

__all__ = ["CENTRE", "GUTTER", "REAL", "TOLD", "WIDTH", "Arc", "Bar", "Join", "arcs_of", "bars_of", "joins_of"]

WIDTH = 1240
TOLD, REAL, CENTRE = 528, 712, 620
"""Where the two lanes and the years between them run."""

GUTTER = 112
"""The room at either edge for causal links."""

_BAR_STEP = 9
_ABOUT = 2
"""How many years about a date “circa” is drawn; the words say no more than about."""

Fade = Literal["", "up", "down", "both"]


@dataclass(frozen=True, slots=True)
class Bar:
    """The years that an uncertain or lasting time spans, faded where an end is open; ``y`` is where its entry stands."""

    x: float
    y: float
    top: float
    bottom: float
    fade: Fade
    field: int


@dataclass(frozen=True, slots=True)
class Join:
    """A divergence's line from lane to lane."""

    told_y: float
    real_y: float
    field: int
    kind: Mark


@dataclass(frozen=True, slots=True)
class Arc:
    """A cause and its effect in one lane: from ``start`` to ``end``, bulging ``reach`` outward."""

    column: Column
    start: float
    end: float
    reach: float


def bars_of(placed: Iterable[Group], bands: Sequence[Band]) -> Iterator[Bar]:
    """A bar for each time that is not one year or less, each in a track of its own beside its lane."""
    tracks: dict[Column, list[float]] = {"told": [], "real": []}
    moments = {event.curie: event.moment for row, _ in placed for event in row.events}
    for entry in sorted((e for _, group in placed for e in group if e.key), key=lambda e: (e.y, e.column)):
        found = _span(moments[entry.key], bands)
        if found is None:
            continue
        top, bottom, fade = found
        lane = tracks[entry.column]
        track = next((i for i, end in enumerate(lane) if end < top), len(lane))
        lane[track : track + 1] = [bottom]
        step = 12 + min(track, 7) * _BAR_STEP
        x = TOLD + step if entry.column == "told" else REAL - step
        yield Bar(x, entry.y, top, bottom, fade, entry.field)


def _span(moment: Moment, bands: Sequence[Band]) -> tuple[float, float, Fade] | None:
    dated = [band for band in bands if band.year is not None]
    if not moment.is_dated or not dated:
        return None
    first, last = moment.begins.earliest, moment.last
    is_lasting = bool(moment.start or moment.when.endswith("/.."))
    if first is None:
        assert moment.first is not None
        bottom = _height_of(moment.first.year, dated, end=True)
        return max(0.0, bottom - 120), bottom, "up"
    start = _height_of(first.year, dated)
    if last is None:
        return (start, start + 120, "down") if is_lasting and (moment.begins.latest or first) != first else None
    if moment.is_approximate:
        return _height_of(first.year - _ABOUT, dated), _height_of(last.year + _ABOUT, dated, end=True), "both"
    return (start, _height_of(last.year, dated, end=True), "") if last.year > first.year else None


def _height_of(year: int, bands: Sequence[Band], *, end: bool = False) -> float:
    """Where a year begins or ends; one of which nothing is told lies where the bands beside it meet."""
    for band in bands:
        assert band.year is not None
        if band.year == year:
            return band.bottom if end else band.top
        if band.year > year:
            return band.top
    return bands[-1].bottom


def joins_of(placed: Iterable[Group]) -> Iterator[Join]:
    """A line for each two entries that a divergence or a counterpart joins; none from a year to what has no date."""
    for row, group in placed:
        if row.kind == "event":
            continue
        told = [entry for entry in group if entry.column == "told"]
        real = [entry for entry in group if entry.column == "real"]
        for one in told:
            for other in real:
                if (one.year is None) != (other.year is None):
                    continue
                absent: Mark = next((entry.mark for entry in (one, other) if entry.mark != "event"), "event")
                yield Join(one.y, other.y, one.field, absent)


def arcs_of(placed: Sequence[Group], height: float) -> Iterator[Arc]:
    """Causes within a lane: between divergence points on the told side, between events on the side they are of."""
    points = {row.curie: group for row, group in placed}
    events = {entry.key: entry for _, group in placed for entry in group if entry.key}
    seen: set[tuple[Column, float, float]] = set()
    for row, group in placed:
        pairs = [(_head(points[link.curie]), _head(group)) for link in row.follows_from if link.curie in points]
        for event in row.events:
            pairs += [(events.get(event.curie), events[link.curie]) for link in event.led_to if link.curie in events]
        for cause, effect in pairs:
            if cause is None or effect is None or cause.column != effect.column:
                continue
            key = (cause.column, cause.y, effect.y)
            if cause.y != effect.y and key not in seen:
                seen.add(key)
                yield Arc(cause.column, cause.y, effect.y, 14 + 86 * (abs(effect.y - cause.y) / max(height, 1200)) ** 0.5)


def _head(group: Sequence[Entry]) -> Entry | None:
    return next((entry for entry in group if entry.column == "told"), None)
