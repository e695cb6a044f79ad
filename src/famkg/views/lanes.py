"""Where everything of a comparison stands in its drawing: two lanes, the years between them, undated things at the end.

The axis is elastic: a year is as tall as what is told of it, and years of which nothing is told close up. So nothing
overlaps, however crowded a year is, and a line that crosses from lane to lane still shows who came first.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from famkg.compare import Comparison, Event, Row, Side
from famkg.compare.model import NOT
from famkg.compare.moments import STANDINGS, Moment

__all__ = ["CENTRE", "GUTTER", "REAL", "TOLD", "WIDTH", "Arc", "Band", "Bar", "Entry", "Join", "Lanes", "place"]

WIDTH = 1240
TOLD, REAL, CENTRE = 528, 712, 620
"""Where the two lanes and the years between them run."""

GUTTER = 112
"""The room at either edge for causal links."""

_LETTERS = 46
_LINE = 19
_META = 17
_GAP = 13
_HEAD = 30
_BAR_STEP = 9
_ABOUT = 2
"""How many years about a date “circa” is drawn; the words say no more than about."""

Column = Literal["told", "real"]
Fade = Literal["", "up", "down", "both"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a lane: lines of its label, a line about it, and a mark at ``y``.

    ``mark`` is ``event``, ``not`` (known not to have happened) or ``unmentioned``; ``field`` counts into the
    comparison's fields, -1 for none. ``doubtful`` is a date that is more than a year wide, or about.
    """

    column: Column
    y: float
    lines: tuple[str, ...]
    about: str
    mark: Literal["event", "not", "unmentioned"]
    field: int
    height: float
    doubtful: bool
    key: str
    year: int | None
    title: str
    linked: bool = False


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
    kind: Literal["event", "not", "unmentioned"]


@dataclass(frozen=True, slots=True)
class Arc:
    """A cause and its effect in one lane: from ``start`` to ``end``, bulging ``reach`` outward."""

    column: Column
    start: float
    end: float
    reach: float


@dataclass(frozen=True, slots=True)
class Band:
    """A year (or “no date”) and its height; ``more`` counts the events that are only in the tables."""

    label: str
    top: float
    bottom: float
    year: int | None
    told_more: int
    real_more: int


@dataclass(frozen=True, slots=True)
class Lanes:
    """A drawing: everything in it, its height, and the heights at which a page may break."""

    entries: tuple[Entry, ...]
    bars: tuple[Bar, ...]
    joins: tuple[Join, ...]
    arcs: tuple[Arc, ...]
    bands: tuple[Band, ...]
    height: float


def place(comparison: Comparison, *, named: int = 30) -> Lanes:
    """The drawing of a comparison: its divergence points, and every event where there are no more rows than ``named``."""
    ranks = {field: i for i, field in enumerate(comparison.fields)}
    all_named = len(comparison.rows) <= named
    drawn = [row for row in comparison.rows if all_named or row.kind == "divergence"]
    others = [row for row in comparison.rows if not all_named and row.kind != "divergence"]
    waiting: list[tuple[Row, list[Entry]]] = []
    for row in drawn:
        field = ranks[row.fields[0]] if row.fields else -1
        waiting.append((row, _entries(row, field)))
    bands, placed = _stack(waiting, _counts(others))
    height = bands[-1].bottom if bands else 0.0
    arcs = tuple(_arcs(placed, height))
    linked = {(arc.column, y) for arc in arcs for y in (arc.start, arc.end)}
    return Lanes(
        entries=tuple(replace(entry, linked=(entry.column, entry.y) in linked) for _, group in placed for entry in group),
        bars=tuple(_bars(placed, bands)),
        joins=tuple(_joins(placed)),
        arcs=arcs,
        bands=bands,
        height=height,
    )


def _entries(row: Row, field: int) -> list[Entry]:
    """The entries of a row, not yet placed; a side without events stands at the other's date."""
    found: list[Entry] = []
    year = _year(row.first)
    columns: tuple[tuple[Column, Side], ...] = (("told", row.told), ("real", row.real))
    for column, side in columns:
        if side.state != "happened":
            about = "instead: " + "; ".join(f"{e.label}, {e.moment.words}" for e in side.events) if side.events else ""
            other = row.real if column == "told" else row.told
            at = next((near for event in other.events if (near := _year(event.moment))), year)
            mark: Literal["not", "unmentioned"] = "not" if side.state == NOT else "unmentioned"
            found.append(_entry(column, at, side.words, about, mark, field, row.label, Moment()))
        for event in side.events if side.state == "happened" else ():
            at = _year(event.moment) or year
            found.append(
                _entry(column, at, event.label, _about(event, row), "event", field, row.label, event.moment, event.curie)
            )
    return found


def _about(event: Event, row: Row) -> str:
    standing = STANDINGS[event.standing] if event.standing in ("perhaps", "to-come") else ""
    difference = row.difference if event in row.told.events and row.real.events else ""
    return " · ".join(part for part in (event.moment.words, standing, difference) if part)


def _entry(
    column: Column,
    year: int | None,
    label: str,
    about: str,
    mark: Literal["event", "not", "unmentioned"],
    field: int,
    title: str,
    moment: Moment,
    key: str = "",
) -> Entry:
    lines = tuple(textwrap.wrap(label, _LETTERS))
    abouts = tuple(textwrap.wrap(about, _LETTERS + 8))
    height = len(lines) * _LINE + len(abouts) * _META + _GAP
    return Entry(column, 0.0, lines, "\n".join(abouts), mark, field, height, _is_doubtful(moment), key, year, title)


def _year(moment: Moment) -> int | None:
    return moment.first.year if moment.first else None


def _is_doubtful(moment: Moment) -> bool:
    begins = moment.begins
    if not moment.is_dated:
        return True
    return moment.is_approximate or not begins.earliest or not begins.latest or (begins.latest - begins.earliest).days > 366


def _counts(rows: Iterable[Row]) -> dict[tuple[int | None, Column], int]:
    """How many events of undrawn rows fall in each year and column."""
    counts: dict[tuple[int | None, Column], int] = defaultdict(int)
    for row in rows:
        for event in row.told.events:
            counts[_year(event.moment), "told"] += 1
        for event in row.real.events:
            counts[_year(event.moment), "real"] += 1
    return counts


def _stack(
    rows: Sequence[tuple[Row, list[Entry]]], more: dict[tuple[int | None, Column], int]
) -> tuple[tuple[Band, ...], list[tuple[Row, list[Entry]]]]:
    """Bands from the top and every entry placed in its band: a row's two sides level where one band holds both."""
    years = {entry.year for _, group in rows for entry in group} | {year for year, _ in more}
    order: list[int | None] = sorted(year for year in years if year is not None)
    order += [None] if None in years else []
    bands: list[Band] = []
    done: dict[int, list[Entry]] = {i: [] for i in range(len(rows))}
    top, before = 0.0, order[0] if order else None
    for year in order:
        if year is None:
            top += 40
        elif before is not None:
            top += max(0, min(30, 5 * (year - before - 1)))
        cursor: dict[Column, float] = {"told": top + _HEAD, "real": top + _HEAD}
        for i, (_, group) in enumerate(rows):
            here = [entry for entry in group if entry.year == year]
            start = max((cursor[entry.column] for entry in here), default=0.0)
            for column in {entry.column for entry in here}:
                cursor[column] = start
            for entry in here:
                done[i].append(replace(entry, y=cursor[entry.column] + _LINE * 0.62))
                cursor[entry.column] += entry.height
        bottom = max(*cursor.values())
        label = "no date" if year is None else str(year)
        bands.append(Band(label, top, bottom, year, more.get((year, "told"), 0), more.get((year, "real"), 0)))
        top, before = bottom, year
    return tuple(bands), [(row, done[i]) for i, (row, _) in enumerate(rows)]


def _bars(placed: Iterable[tuple[Row, list[Entry]]], bands: Sequence[Band]) -> Iterator[Bar]:
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


def _joins(placed: Iterable[tuple[Row, list[Entry]]]) -> Iterator[Join]:
    for row, group in placed:
        if row.kind == "event":
            continue
        told = [entry for entry in group if entry.column == "told"]
        real = [entry for entry in group if entry.column == "real"]
        for one in told:
            for other in real:
                absent = next((entry.mark for entry in (one, other) if entry.mark != "event"), "event")
                yield Join(one.y, other.y, one.field, absent)


def _arcs(placed: Sequence[tuple[Row, list[Entry]]], height: float) -> Iterator[Arc]:
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
