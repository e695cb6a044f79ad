"""Story time against the standard, and against another implementation."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from famkg.dates import Bounds, bounds, is_edtf

DAY = date.fromisoformat


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1983", "1983-01-01", "1983-12-31"),
        ("1983-02", "1983-02-01", "1983-02-28"),
        ("1984-02", "1984-02-01", "1984-02-29"),
        ("1983-05-12", "1983-05-12", "1983-05-12"),
        ("1983~", "1983-01-01", "1983-12-31"),
        ("1983-05?", "1983-05-01", "1983-05-31"),
        ("198X", "1980-01-01", "1989-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("1983-XX", "1983-01-01", "1983-12-31"),
        ("1983-05-XX", "1983-05-01", "1983-05-31"),
        ("1983-24", "1983-12-01", "1984-02-29"),
        ("1974/1983", "1974-01-01", "1983-12-31"),
        ("1974-03/1983-04", "1974-03-01", "1983-04-30"),
        ("1974/..", "1974-01-01", None),
        ("../1983", None, "1983-12-31"),
        ("1974/", "1974-01-01", None),
        ("[1983..1992]", "1983-01-01", "1992-12-31"),
        ("[1983,1984]", "1983-01-01", "1984-12-31"),
        ("[..1983]", None, "1983-12-31"),
        ("[1983..]", "1983-01-01", None),
    ],
)
def test_a_time_lies_between_its_first_and_last_day(text: str, earliest: str | None, latest: str | None) -> None:
    expected = Bounds(DAY(earliest) if earliest else None, DAY(latest) if latest else None)
    assert expected == bounds(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "83",
        "1983-13",
        "1983-02-30",
        "May 1983",
        "1983/1974",
        "[]",
        "[..]",
        "../..",
        "1983-5",
        "198X-05",
        "1983-XX-05",
        "[1990..1983]",
        "1983--",
    ],
)
def test_what_is_no_date_is_refused_by_name(text: str) -> None:
    assert not is_edtf(text)
    with pytest.raises(ValueError, match="no EDTF date"):
        bounds(text)


def test_a_narrower_time_is_contained_in_a_wider_one() -> None:
    assert bounds("1983").contains(bounds("1983-05"))
    assert bounds("1974/..").contains(bounds("1983"))
    assert not bounds("1983-05").contains(bounds("1983"))
    assert not bounds("1983").contains(bounds("1983/.."))


@given(st.dates(min_value=date(1, 1, 1)), st.integers(0, 2))
def test_bounds_agree_with_the_edtf_library(day: date, precision: int) -> None:
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    text = "-".join(day.isoformat().split("-")[: precision + 1])
    try:
        oracle = parse_edtf(text)
    except EDTFParseException:
        return
    expected = (oracle.lower_strict()[:3], oracle.upper_strict()[:3])
    found = bounds(text)
    assert found.earliest is not None
    assert found.latest is not None
    assert expected == (tuple(found.earliest.timetuple())[:3], tuple(found.latest.timetuple())[:3])
