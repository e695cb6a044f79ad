"""Story time: EDTF level 1 plus one-of sets, as days between which something lies.

Rules: Extended Date/Time Format (Library of Congress, 2019), https://www.loc.gov/standards/datetime/.
Qualifiers (``~ ? %``) do not widen a bound; an open end (``..``) and an unknown end (empty) have none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

__all__ = ["Bounds", "bounds", "is_edtf"]

_DATE = re.compile(r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?[~?%]?")
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 2)}
_OPEN = ("", "..")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and last day of a time; None where that end is open or unknown."""

    earliest: date | None
    latest: date | None

    def contains(self, other: Bounds) -> bool:
        """Whether every day of ``other`` lies within these bounds."""
        starts = self.earliest is None or (other.earliest is not None and self.earliest <= other.earliest)
        ends = self.latest is None or (other.latest is not None and other.latest <= self.latest)
        return starts and ends


def bounds(text: str) -> Bounds:
    """The bounds of an EDTF text.

    Raises ValueError, naming the text, for anything outside level 1 and one-of sets.
    """
    if text.startswith("[") and text.endswith("]"):
        return _one_of(text)
    if "/" in text:
        start, _, end = text.partition("/")
        if start in _OPEN and end in _OPEN:
            raise ValueError(f"no EDTF date: {text!r} has no end at all")
        first = None if start in _OPEN else _simple(start, text).earliest
        last = None if end in _OPEN else _simple(end, text).latest
        if first and last and first > last:
            raise ValueError(f"no EDTF date: {text!r} ends before it begins")
        return Bounds(first, last)
    return _simple(text, text)


def is_edtf(text: str) -> bool:
    """Whether famkg reads the text as story time."""
    try:
        bounds(text)
    except ValueError:
        return False
    return True


def _one_of(text: str) -> Bounds:
    earliest: list[date | None] = []
    latest: list[date | None] = []
    for member in text[1:-1].split(","):
        start, dots, end = member.strip().partition("..")
        if not dots:
            end = start
        if not start and not end:
            raise ValueError(f"no EDTF date: empty member in {text!r}")
        first = _simple(start, text) if start else None
        last = _simple(end, text) if end else None
        if first and last and first.earliest and last.latest and first.earliest > last.latest:
            raise ValueError(f"no EDTF date: {text!r} ends before it begins")
        earliest.append(first.earliest if first else None)
        latest.append(last.latest if last else None)
    starts = [day for day in earliest if day is not None]
    ends = [day for day in latest if day is not None]
    return Bounds(
        min(starts) if len(starts) == len(earliest) else None,
        max(ends) if len(ends) == len(latest) else None,
    )


def _simple(part: str, whole: str) -> Bounds:
    found = _DATE.fullmatch(part)
    if found is None:
        raise ValueError(f"no EDTF date: {whole!r} (use forms like 1983, 1983-05, 1983~, 1974/1983, [1983..1992])")
    year, month, day = found["year"], found["month"], found["day"]
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    try:
        if "X" in year or month is None or month == "XX":
            if month not in (None, "XX") or day not in (None, "XX"):
                raise ValueError("a digit follows an unspecified one")
            return Bounds(date(first_year, 1, 1), date(last_year, 12, 31))
        if int(month) in _SEASONS and day is None:
            start, end = _SEASONS[int(month)]
            end_year = first_year + (end < start)
            return Bounds(date(first_year, start, 1), date(end_year, end, monthrange(end_year, end)[1]))
        if day in (None, "XX"):
            return Bounds(date(first_year, int(month), 1), _month_end(first_year, int(month)))
        exact = date(first_year, int(month), int(day))
    except ValueError as fault:
        raise ValueError(f"no EDTF date: {whole!r} ({fault})") from None
    return Bounds(exact, exact)


def _month_end(year: int, month: int) -> date:
    date(year, month, 1)
    return date(year, month, monthrange(year, month)[1])
