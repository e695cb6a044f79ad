"""The entries of a comparison's two lanes, and the bands of years that they are stacked in.

The axis is elastic: a year is as tall as what is told of it, and years of which nothing is told close up. So nothing
overlaps, however crowded a year is, and a line that crosses from lane to lane still shows who came first.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from famkg.compare import Event, Row, Side
from famkg.compare.model import HAPPENED, NOT
from famkg.compare.moments import STANDINGS, UNDATED, Moment

__all__ = ["Band", "Column", "Entry", "Group", "Mark", "counts_of", "entries_of", "stack"]

_LETTERS = 46
_LINE = 19
_META = 17
_GAP = 13
_HEAD = 30

Column = Literal["told", "real"]
Mark = Literal["event", "not", "unmentioned"]
"""What stands in a lane: an event, what is known not to have happened, what is not mentioned."""


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
    mark: Mark
    field: int
    height: float
    doubtful: bool
    key: str
    year: int | None
    title: str
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A year (or “no date”) and its height; ``more`` counts the events that are only in the tables."""

    label: str
    top: float
    bottom: float
    year: int | None
    told_more: int
    real_more: int


Group = tuple[Row, list[Entry]]
"""A row and its entries."""


def entries_of(row: Row, field: int) -> list[Entry]:
    """The entries of a row, not yet placed; a side without events stands at the other's date.

    An event without a date stands with the undated, and says what it is the other side of.
    """
    found: list[Entry] = []
    year = _year(row.first)
    same = partial(_entry, field=field, title=row.label)
    columns: tuple[tuple[Column, Side], ...] = (("told", row.told), ("real", row.real))
    for column, side in columns:
        other = row.real if column == "told" else row.told
        if side.state != HAPPENED:
            about = "instead: " + "; ".join(f"{e.label}, {e.moment.words}" for e in side.events) if side.events else ""
            at = next((near for event in other.events if (near := _year(event.moment))), year)
            mark: Mark = "not" if side.state == NOT else "unmentioned"
            found.append(same(side.words, about, column=column, year=at, mark=mark))
        for event in side.events if side.state == HAPPENED else ():
            at = _year(event.moment)
            about = _about(event, row, other)
            found.append(same(event.label, about, column=column, year=at, mark="event", moment=event.moment, key=event.curie))
    return found


def _about(event: Event, row: Row, other: Side) -> str:
    standing = STANDINGS[event.standing] if event.standing in ("perhaps", "to-come") else ""
    difference = row.difference if event in row.told.events and row.real.events else ""
    dated = [f"{each.label}, {each.moment.words}" for each in other.events if each.moment.is_dated]
    beside = "beside " + "; ".join(dated) if dated and not event.moment.is_dated else ""
    if other.state == HAPPENED and event.moment.is_dated and not dated:
        beside = "the other side without a date"
    return " · ".join(part for part in (event.moment.words, standing, difference, beside) if part)


def _entry(
    label: str,
    about: str,
    *,
    column: Column,
    year: int | None,
    mark: Mark,
    field: int,
    title: str,
    moment: Moment = UNDATED,
    key: str = "",
) -> Entry:
    lines = tuple(textwrap.wrap(label, _LETTERS))
    abouts = tuple(textwrap.wrap(about, _LETTERS + 8))
    height = len(lines) * _LINE + len(abouts) * _META + _GAP
    return Entry(
        column=column,
        y=0.0,
        lines=lines,
        about="\n".join(abouts),
        mark=mark,
        field=field,
        height=height,
        doubtful=_is_doubtful(moment),
        key=key,
        year=year,
        title=title,
    )


def _year(moment: Moment) -> int | None:
    return moment.first.year if moment.first else None


def _is_doubtful(moment: Moment) -> bool:
    begins = moment.begins
    if not moment.is_dated:
        return True
    return moment.is_approximate or not begins.earliest or not begins.latest or (begins.latest - begins.earliest).days > 366


def counts_of(rows: Iterable[Row]) -> dict[tuple[int | None, Column], int]:
    """How many events of undrawn rows fall in each year and column."""
    counts: dict[tuple[int | None, Column], int] = defaultdict(int)
    for row in rows:
        for event in row.told.events:
            counts[_year(event.moment), "told"] += 1
        for event in row.real.events:
            counts[_year(event.moment), "real"] += 1
    return counts


def stack(rows: Sequence[Group], more: Mapping[tuple[int | None, Column], int]) -> tuple[tuple[Band, ...], list[Group]]:
    """Bands from the top and every entry placed in its band: a row's two sides level where one band holds both."""
    years = {entry.year for _, group in rows for entry in group} | {year for year, _ in more}
    order: list[int | None] = [*sorted(year for year in years if year is not None), *([None] if None in years else [])]
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
