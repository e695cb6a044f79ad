"""Story time in words: what an EDTF text says, with the doubt it says it with, and no more.

Forms: Extended Date/Time Format (Library of Congress, 2019), level 1 plus one-of sets, as ``famkg.dates`` reads it.
An end left open or unknown is never filled in: ``../1989`` is “by 1989”, ``1974/..`` “from 1974”.
"""

from __future__ import annotations

import re

from famkg.dates import bounds

__all__ = ["span_in_words", "when_in_words"]

_PART = re.compile(r"(?P<year>[\dX]{4})(?:-(?P<month>\d{2}|XX))?(?:-(?P<day>\d{2}|XX))?(?P<doubt>[~?%]?)")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_DOUBTS = {"": "", "~": "c. ", "?": "perhaps ", "%": "perhaps c. "}
_OPEN = ("", "..")


def when_in_words(text: str) -> str:
    """What an EDTF text says, in English.

    ``1969-06-26`` 26 June 1969 · ``1975~`` c. 1975 · ``197X`` 1970s · ``[1983..1992]`` between 1983 and 1992 ·
    ``../1989`` by 1989 · ``1974/..`` from 1974 · ``1992/1994`` 1992–1994. Raises ValueError for what is no EDTF.
    """
    bounds(text)
    if text.startswith("["):
        return _one_of([member.strip() for member in text[1:-1].split(",")])
    start, slash, end = text.partition("/")
    if not slash:
        return _date(text)
    if start in _OPEN:
        return f"by {_within(end)}"
    if end in _OPEN:
        return f"from {_within(start)}"
    return _stretch(start, end)


def span_in_words(start: str, end: str) -> str:
    """What two EDTF texts say of where something begins and ends; either may be empty, both give no words.

    ``1977`` and ``1985`` 1977–1985 · ``1974`` alone from 1974 · ``[..1994]`` alone from 1994 at the latest.
    """
    if start and end and _is_plain(start) and _is_plain(end):
        return _stretch(start, end)
    words = [f"from {_end(start)}" if start else "", f"until {_end(end)}" if end else ""]
    return " ".join(word for word in words if word)


def _is_plain(text: str) -> bool:
    return bool(text) and text[0] != "[" and "/" not in text


def _end(text: str) -> str:
    words = when_in_words(text)
    if words.startswith("by "):
        return f"{words.removeprefix('by ')} at the latest"
    return _article(words) if _is_plain(text) else words.removeprefix("from ")


def _one_of(members: list[str]) -> str:
    words: list[str] = []
    for member in members:
        start, dots, end = member.partition("..")
        if not dots:
            words.append(_date(member))
        elif not start:
            words.append(f"by {_within(end)}")
        elif not end:
            words.append(f"{_within(start)} or later")
        else:
            words.append(f"between {_within(start)} and {_within(end)}")
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _stretch(start: str, end: str) -> str:
    """Two dates as one stretch, what they share said once."""
    first, last = _parts(start), _parts(end)
    if start == end:
        return _date(start)
    if any("X" in part for part in (start, end)) or first["doubt"] or last["doubt"]:
        return f"{_date(start)} to {_date(end)}"
    same_year = first["year"] == last["year"]
    if first["day"] and last["day"] and same_year and first["month"] == last["month"]:
        return f"{int(first['day'])}–{_date(end)}"
    if first["month"] and last["month"] and same_year and first["month"] not in _SEASONS:
        return f"{_date(start).removesuffix(' ' + first['year'])} – {_date(end)}"
    if not first["month"] and not last["month"]:
        return f"{start}–{end}"
    return f"{_date(start)} – {_date(end)}"


def _within(text: str) -> str:
    """A date as it stands after a preposition."""
    return _article(_date(text))


def _article(words: str) -> str:
    return f"the {words}" if words.endswith("0s") else words


def _date(text: str) -> str:
    part = _parts(text)
    return _DOUBTS[part["doubt"]] + _undoubted(part["year"], part["month"], part["day"])


def _undoubted(year: str, month: str, day: str) -> str:
    if year.endswith("XX"):
        return f"{year[:2]}00–{year[:2]}99"
    if year.endswith("X"):
        return f"{year[:3]}0s"
    if not month or month == "XX":
        return year
    if month == "24":
        return f"winter {year}–{(int(year) + 1) % 100:02}"
    if month in _SEASONS:
        return f"{_SEASONS[month]} {year}"
    name = _MONTHS[int(month) - 1]
    return f"{name} {year}" if not day or day == "XX" else f"{int(day)} {name} {year}"


def _parts(text: str) -> dict[str, str]:
    found = _PART.fullmatch(text)
    if found is None:
        raise ValueError(f"no EDTF date: {text!r}")
    return {name: value or "" for name, value in found.groupdict().items()}
