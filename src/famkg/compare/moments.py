"""When something was so: the times stated of it, as words, as bounds, and as seen from a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from famkg.dates import Bounds, bounds
from famkg.errors import UsageError
from famkg.query.wording import span_in_words, when_in_words

__all__ = ["STANDINGS", "UNDATED", "Moment", "Standing", "day_of"]

Standing = Literal["current", "past", "perhaps", "to-come", "undated", ""]
"""How something stands at a date; empty where no date was asked for."""

STANDINGS: dict[Standing, str] = {
    "current": "at the time",
    "past": "by then",
    "perhaps": "perhaps by then",
    "to-come": "not yet",
    "undated": "undated",
}
"""Each standing in words."""

_UNKNOWN = Bounds(None, None)


def day_of(text: str) -> Bounds:
    """The days of ``1983``, ``1983-05`` or ``1983-05-12``; UsageError for anything else."""
    try:
        if re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
            return bounds(text)
    except ValueError:
        pass
    raise UsageError(f"{text!r} is no date; write a year, month or day: 1983, 1983-05 or 1983-05-12")


@dataclass(frozen=True, slots=True)
class Moment:
    """The EDTF texts of ``fam:when``, ``fam:from`` and ``fam:until``, each empty where nothing states it."""

    when: str = ""
    start: str = ""
    end: str = ""

    @property
    def is_dated(self) -> bool:
        """Whether anything is stated at all."""
        return bool(self.when or self.start or self.end)

    @property
    def words(self) -> str:
        """The time in words; “undated” where nothing is stated."""
        if self.when and self.end:
            return f"{when_in_words(self.when)}, {span_in_words('', self.end)}"
        return when_in_words(self.when) if self.when else span_in_words(self.start, self.end) or "undated"

    @property
    def begins(self) -> Bounds:
        """The days between which it began."""
        if self.start:
            return bounds(self.start)
        if not self.when:
            return _UNKNOWN if not self.end else Bounds(None, bounds(self.end).latest)
        first, slash, _ = self.when.partition("/")
        if slash and first not in ("", ".."):
            return bounds(first)
        return bounds(self.when)

    @property
    def ends(self) -> Bounds:
        """The days between which it ended; no latest day where the end is open or not told."""
        if self.end:
            return bounds(self.end)
        if not self.when:
            return Bounds(self.begins.earliest, None)
        _, slash, last = self.when.partition("/")
        if slash and last not in ("", ".."):
            return bounds(last)
        return bounds(self.when)

    @property
    def is_approximate(self) -> bool:
        """Whether a source puts the time as about or perhaps."""
        return bool(set(self.when + self.start + self.end) & set("~?%"))

    @property
    def first(self) -> date | None:
        """The first day it can have begun; where that is open, the day by which it had."""
        return self.begins.earliest or self.begins.latest

    @property
    def last(self) -> date | None:
        """The last day it can have ended, None where that is open."""
        return self.ends.latest

    def standing(self, day: Bounds) -> Standing:
        """How it stands at a date: begun and known not to be over, begun, perhaps begun, or not yet."""
        assert day.earliest is not None
        assert day.latest is not None
        if not self.is_dated:
            return "undated"
        begins, ends = self.begins, self.ends
        if begins.earliest is not None and begins.earliest > day.latest:
            return "to-come"
        if begins.latest is None or begins.latest > day.latest:
            return "perhaps"
        is_open = self.when.endswith("/..")
        if is_open or (ends.earliest is not None and ends.earliest >= day.earliest and ends.latest is not None):
            return "current"
        return "past"

    def held(self, day: Bounds) -> Literal["held", "perhaps", ""]:
        """Whether what lasts from a beginning to an end, as an office does, was so at a date.

        ``held`` where a day of the date is known to lie within; ``perhaps`` where the untold end or beginning leaves it
        open; empty where it was not so, or only another date is spoken of.
        """
        assert day.earliest is not None
        assert day.latest is not None
        stated = [bounds(text) for text in (self.start, self.when, self.end) if text]
        inside = [found for found in stated if day.contains(found)]
        known_from = [found.latest for found in stated if found.latest is not None]
        known_to = [found.earliest for found in stated if found.earliest is not None]
        spans = len(stated) > 1 or "/" in self.when
        core = spans and known_from and known_to and min(known_from) <= day.latest and max(known_to) >= day.earliest
        if inside or core:
            return "held"
        lower = bounds(self.start or self.when).earliest if self.start or (self.when and not self.end) else None
        upper = bounds(self.end or self.when).latest if self.end or (self.when and not self.start) else None
        outside = (lower is not None and lower > day.latest) or (upper is not None and upper < day.earliest)
        return "" if outside or not stated else "perhaps"


UNDATED = Moment()
"""What nothing is stated of."""
