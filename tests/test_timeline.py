"""The page of a comparison: complete without scripts, safe whatever labels say, drawn so that nothing overlaps."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

import famkg
from famkg.compare import Comparison
from famkg.views.entries import Entry
from famkg.views.lanes import Lanes, place
from famkg.views.palette import COLOURS, GROUND
from famkg.views.timeline import draw_timeline

from .conftest import FRANCHISE
from .test_compare import add_almanac


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    import shutil

    folder = Path(shutil.copytree(FRANCHISE, tmp_path_factory.mktemp("timeline") / "franchise"))
    return famkg.load(add_almanac(folder), seen="s02e03").compare()


@pytest.fixture(scope="module")
def page(comparison: Comparison) -> str:
    return draw_timeline(comparison)


@pytest.fixture(scope="module")
def wide(real: famkg.KnowledgeGraph) -> Lanes:
    return place(real.compare())


class Tags(HTMLParser):
    """The tags of a page and which of them are not closed as they were opened."""

    void = frozenset({"meta", "link", "br", "hr", "img", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_its_drawing_is_xml(page: str) -> None:
    tags = Tags(page)
    assert [] == tags.open
    for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        ElementTree.fromstring(drawing)
    named = [attributes["id"] for _, attributes in tags.seen if "id" in attributes]
    assert len(named) == len(set(named))


def test_nothing_runs_and_nothing_loads(page: str) -> None:
    tags = Tags(page)
    assert {"script", "link", "img", "iframe", "object", "form"}.isdisjoint({tag for tag, _ in tags.seen})
    assert not [name for _, attributes in tags.seen for name in attributes if name.startswith("on") or name == "style"]
    assert "url(http" not in page
    policy = next(a["content"] for _, a in tags.seen if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_the_title_says_what_the_viewer_has_seen(page: str) -> None:
    title = re.search(r"<title>(.*?)</title>", page)
    assert title is not None
    assert "seen harbour-lights s02e03" in title[1]


def test_a_label_is_text_and_never_markup(page: str) -> None:
    assert "<b>&amp;" not in page
    assert "Fire &lt;b&gt;&amp;amp; smoke&lt;/b&gt;" in page


def test_the_table_holds_all_the_drawing_holds_with_its_citations(comparison: Comparison, page: str) -> None:
    table = page[page.index('<table class="rows">') :]
    for row in comparison.rows:
        for event in row.events:
            assert event.moment.words in table
    assert '<a href="https://example.org/almanac" rel="noopener noreferrer" title="An almanac">The Almanac</a>' in table
    assert '<time datetime="2022-03-04">2022-03-04</time>' in table
    assert "did not happen" in table
    assert "not mentioned" in table


def test_absence_and_silence_look_different(page: str) -> None:
    assert 'class="cross"' in page
    assert 'class="blank"' in page


def test_an_empty_comparison_is_a_page_too() -> None:
    page = draw_timeline(Comparison(told=(), real=(), rows=(), fields=(), seen="none"))
    assert "Nothing that this viewer may know" in page
    assert "Safe for those who have seen nothing" in page


def test_entries_of_a_lane_never_overlap(wide: Lanes) -> None:
    for column in ("told", "real"):
        stacked: list[Entry] = sorted((entry for entry in wide.entries if entry.column == column), key=lambda entry: entry.y)
        for upper, lower in pairwise(stacked):
            assert upper.y + upper.height <= lower.y + 0.01


def test_every_entry_stands_in_the_band_of_its_year(wide: Lanes) -> None:
    bands = {band.year: band for band in wide.bands}
    for entry in wide.entries:
        assert bands[entry.year].top < entry.y < bands[entry.year].bottom
    years = [band.year for band in wide.bands if band.year is not None]
    assert sorted(years) == years


def test_an_uncertain_date_is_a_bar_and_an_open_end_fades(comparison: Comparison) -> None:
    lanes = place(comparison)
    years = {band.year: band for band in lanes.bands}
    fades = {bar.fade for bar in lanes.bars}
    assert {"", "both"} <= fades
    bridge = next(bar for bar in lanes.bars if bar.fade == "" and bar.field >= 0)
    assert years[1906].top == bridge.top
    assert bridge.bottom > years[1908].top
    assert all(entry.doubtful for entry in lanes.entries if entry.about.startswith(("between", "c. ", "undated", "1920s")))


def test_causes_are_arcs_in_the_lane_of_both_ends(comparison: Comparison) -> None:
    lanes = place(comparison)
    heights = {(entry.column, entry.y) for entry in lanes.entries if entry.linked}
    assert lanes.arcs
    for arc in lanes.arcs:
        assert {(arc.column, arc.start), (arc.column, arc.end)} <= heights


def test_many_events_are_counted_beside_their_year_instead_of_drawn(wide: Lanes, real: famkg.KnowledgeGraph) -> None:
    comparison = real.compare()
    undrawn = sum(len(row.events) for row in comparison.rows if row.kind != "divergence")
    assert undrawn == sum(band.told_more + band.real_more for band in wide.bands)


def test_colours_of_fields_stand_out_from_their_ground() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(one: str, other: str) -> float:
        low, high = sorted((light(one), light(other)))
        return (high + 0.05) / (low + 0.05)

    for pair in COLOURS.values():
        for colour, ground in zip(pair, GROUND, strict=True):
            assert contrast(colour, ground) >= 3
    for ink, ground in (("#1b2028", GROUND[0]), ("#565f6b", GROUND[0]), ("#eceff4", GROUND[1]), ("#a8b2c0", GROUND[1])):
        assert contrast(ink, ground) >= 4.5


def test_a_field_looks_the_same_whatever_else_is_known() -> None:
    def marks(seen: str) -> dict[str, str]:
        page = draw_timeline(famkg.load(seen=seen).compare())
        legend = page[page.index('aria-label="Signs"') : page.index("known not to have")]
        return {label: path for path, label in re.findall(r'<path d="([^"]+)"/></svg>([a-z]+)<', legend)}

    early, late = marks("s01e10"), marks("all")
    assert set(early) < set(late)
    assert early == {label: path for label, path in late.items() if label in early}
    assert len(late) == len(set(late.values()))


def test_what_has_no_date_stands_with_the_undated_and_names_its_other_side(real: famkg.KnowledgeGraph) -> None:
    comparison = real.compare()
    undated = {event.curie for row in comparison.rows for event in row.events if not event.moment.is_dated}
    lanes = place(comparison)
    found = [entry for entry in lanes.entries if entry.key in undated]
    assert {None} == {entry.year for entry in found}
    assert [entry for entry in found if "beside " in entry.about]
    year_of = {(entry.column, entry.y): entry.year for entry in lanes.entries}
    for join in lanes.joins:
        assert (year_of["told", join.told_y] is None) == (year_of["real", join.real_y] is None)


def test_awards_of_real_history_are_compared_only_where_the_story_answers_them(real: famkg.KnowledgeGraph) -> None:
    rows = [row for row in real.compare().rows if any("award" in event.kinds for event in row.events)]
    assert rows
    assert [] == [row.label for row in rows if not row.told.events]
