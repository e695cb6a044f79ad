"""The start page, the guide, the page about the dataset and the lists of things: what they say, and to whom."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

import famkg
from famkg.query.names import fold
from famkg.site import render
from famkg.site.entity.wording import stretch
from famkg.site.guide.news import news_to_come
from famkg.site.guide.telling import Telling, by_kind, latest_told, read_telling
from famkg.site.guide.works import Works, read_works
from famkg.site.reading import Reading, read_site
from famkg.site.start.about import pages as about_pages
from famkg.site.start.describe import describe
from famkg.site.start.drift import draw_drift
from famkg.site.start.home import pages as home_pages
from famkg.site.start.things import kind_page, named_things
from famkg.site.start.weight import by_weight
from famkg.terms import fam
from famkg.views.palette import COLOURS
from famkg.views.timeline import _LOOKS

from .conftest import FRANCHISE

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """An element of a page: its name, attributes, and what is inside."""

    name: str
    attributes: dict[str, str]
    inside: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for each in self.inside:
            if isinstance(each, Element):
                yield from each.walk()

    @property
    def text(self) -> str:
        return " ".join("".join(each if isinstance(each, str) else f" {each.text} " for each in self.inside).split())

    def all(self, name: str) -> list[Element]:
        return [each for each in self.walk() if each.name == name]

    @property
    def links(self) -> list[str]:
        return [each.attributes["href"] for each in self.all("a")]


class Parsed(HTMLParser):
    """A page as elements."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self._open[-1].name, f"{tag} closes {self._open[-1].name}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)

    def by_id(self, name: str) -> Element:
        found = [element for element in self.root.walk() if element.attributes.get("id") == name]
        assert len(found) == 1, f"{len(found)} elements have the id {name}"
        return found[0]

    @property
    def main(self) -> Element:
        return self.root.all("main")[0]


@pytest.fixture(scope="module")
def reading(small: famkg.KnowledgeGraph) -> Reading:
    return read_site(small)


@pytest.fixture(scope="module")
def real_reading(real: famkg.KnowledgeGraph) -> Reading:
    return read_site(real)


@pytest.fixture(scope="module")
def works(reading: Reading) -> Works:
    return read_works(reading)


@pytest.fixture(scope="module")
def telling(reading: Reading) -> Telling:
    return read_telling(reading)


@pytest.fixture(scope="module")
def early_site() -> Mapping[str, bytes]:
    """The site of the small franchise for one who has seen one episode."""
    return render(famkg.load(FRANCHISE, seen="s01e01")).files


def thing(reading: Reading, curie: str) -> NamedNode:
    iri = reading.kg.prefixes.expand(curie)
    assert iri is not None
    return NamedNode(iri)


def labels(reading: Reading, telling: Telling, curie: str) -> list[str]:
    return sorted(reading.labels[each] for each in telling.things.get(thing(reading, curie), ()))


def said(reading: Reading, telling: Telling, curie: str) -> set[tuple[str, ...]]:
    return {
        (reading.labels[s.about], reading.labels[s.said], *(v if isinstance(v, str) else reading.labels[v] for v in s.value))
        for s in telling.statements.get(thing(reading, curie), ())
    }


# Works and what they tell


def test_the_main_show_comes_first_and_episodes_in_the_order_of_showing(reading: Reading, works: Works) -> None:
    assert ["Harbour Lights", "Fog"] == [reading.labels[show.iri] for show in works.shows]
    assert [0, 1, 2, 3, 4] == sorted(works.places.values())
    in_order = [iri.value.rpartition("/")[2] for iri in sorted(works.places, key=lambda iri: works.places[iri])]
    harbour = ["harbour-lights-s01e01", "harbour-lights-s01e02", "harbour-lights-s01e03"]
    assert [*harbour, "fog-s01e01", "fog-s01e02"] == in_order


def test_an_episode_without_a_date_keeps_its_place_after_the_one_before(real_reading: Reading) -> None:
    works = read_works(real_reading)
    for show in works.shows:
        places = [works.places[episode.iri] for season in show.seasons for episode in season.episodes]
        assert sorted(places) == places


def test_an_episode_brings_in_what_no_passage_tells_before(reading: Reading, telling: Telling) -> None:
    assert ["Ada Marsh", "The lamp stays lit", "The old lamp stays lit"] == labels(
        reading, telling, "episode:harbour-lights-s01e01"
    )
    assert ["Bruno Marsh", "Cleo Marsh"] == labels(reading, telling, "episode:harbour-lights-s01e02")


def test_a_role_node_is_one_statement_in_three_parts(reading: Reading, telling: Telling) -> None:
    assert {("Cleo Marsh", "child", "Bruno Marsh")} == said(reading, telling, "episode:harbour-lights-s01e02")


def test_what_is_only_guessed_is_not_told(reading: Reading, telling: Telling) -> None:
    guess = ("The old lamp stays lit", "led to", "The great storm")
    assert guess not in said(reading, telling, "episode:harbour-lights-s01e01")
    assert guess in said(reading, telling, "season:fog-1")


def test_what_a_source_gives_a_season_for_stands_under_the_season(reading: Reading, telling: Telling) -> None:
    assert "The great storm" not in labels(reading, telling, "episode:fog-s01e02")
    assert [] == labels(reading, telling, "episode:fog-s01e02")


def test_news_of_the_production_is_told_by_no_episode(reading: Reading, telling: Telling) -> None:
    told = {each for things in telling.things.values() for each in things}
    assert {"character", "divergence point", "event"} <= {reading.labels[reading.classes[each]] for each in told}
    assert not told & set(reading.of_class(fam("Person"), fam("Casting"), fam("Show")))


def test_each_thing_is_brought_in_once(real_reading: Reading) -> None:
    told = read_telling(real_reading).things
    every = [each for things in told.values() for each in things]
    assert len(every) > 500
    assert len(set(every)) == len(every)


def test_the_latest_told_is_the_last_episode_that_tells_something(reading: Reading, works: Works, telling: Telling) -> None:
    found = latest_told(works, telling)
    assert found is not None
    assert "fog-s01e01" == found[1].slug
    early = read_site(famkg.load(FRANCHISE, seen="none"))
    assert latest_told(read_works(early), read_telling(early)) is None


def test_things_are_grouped_with_divergences_first(reading: Reading, telling: Telling) -> None:
    grouped = by_kind(reading, telling.things[thing(reading, "episode:harbour-lights-s01e01")])
    assert ["DivergencePoint", "Event", "Character"] == [kind.value.rpartition("#")[2] for kind in grouped]


# The guide


def test_every_season_and_episode_has_an_anchor_in_the_guide(small_site: Mapping[str, bytes], works: Works) -> None:
    guide = Parsed(small_site["guide.html"])
    for season in works.seasons:
        assert f"guide/{season.slug}.html" in guide.by_id(season.slug).links
        page = Parsed(small_site[season.page])
        for episode in season.episodes:
            assert f"{season.page}#{episode.slug}" in guide.by_id(episode.slug).links
            assert episode.code in page.by_id(episode.slug).text


def test_a_season_lists_its_episodes_with_makers_and_what_is_new(small_site: Mapping[str, bytes]) -> None:
    page = Parsed(small_site["guide/harbour-lights-1.html"])
    heads, *rows = (
        [cell.text for cell in row.inside if isinstance(cell, Element)] for row in page.main.all("table")[0].all("tr")
    )
    assert ["Episode", "Title", "First shown", "Directed by", "New here"] == heads
    assert ["S01E01", "The Lamp", "1 February 2020", "Leo Brandt", "3"] == rows[0]
    assert ["S01E02", "title unknown", "", "", "2"] == rows[1]
    assert "Ada Marsh" in page.by_id("harbour-lights-s01e01").text
    assert "Of S01E03 nothing that may be told here is recorded." in page.main.text


def test_a_season_names_its_cast_the_main_one_apart(small_site: Mapping[str, bytes]) -> None:
    page = Parsed(small_site["guide/harbour-lights-1.html"])
    main, others = [element for element in page.main.all("ul") if "cast" in element.attributes.get("class", "")]
    assert ["Bruno Marsh Jonas Wick", "Ada Marsh Ines Holt"] == [item.text for item in main.all("li")]
    assert ["Cleo Marsh Kira Lund"] == [item.text for item in others.all("li")]


def test_the_guide_tells_no_more_than_was_seen(early_site: Mapping[str, bytes]) -> None:
    page = Parsed(early_site["guide/harbour-lights-1.html"])
    assert "Ada Quill" in page.by_id("harbour-lights-s01e01").text
    assert "title comes with a later episode" in page.by_id("harbour-lights-s01e03").text
    text = " ".join(Parsed(content).main.text for name, content in early_site.items() if name.startswith("guide"))
    for later in ("Ada Marsh", "Ada is the Keeper", "Cleo", "Lamp Board", "storm"):
        assert later not in text


def test_seasons_lead_to_their_neighbours(small_site: Mapping[str, bytes]) -> None:
    first = Parsed(small_site["guide/harbour-lights-1.html"]).main.links
    second = Parsed(small_site["guide/harbour-lights-2.html"]).main.links
    assert "harbour-lights-2.html" in first
    assert "harbour-lights-1.html" in second
    assert "fog-1.html" not in second


def test_only_what_has_not_been_shown_is_to_come(real_reading: Reading) -> None:
    news = news_to_come(real_reading)
    assert {"For All Mankind season 6"} == {real_reading.labels[item.work] for item in news}
    kinds = {real_reading.labels[kind] for item in news for kind in item.kinds}
    assert {"renewed", "final season"} <= kinds


def test_the_guide_of_the_shipped_franchise_has_companions_and_what_is_to_come(real_site: Mapping[str, bytes]) -> None:
    guide = Parsed(real_site["guide.html"])
    assert "podcast" in guide.by_id("companions").text
    assert "renewed" in guide.by_id("to-come").text


# The start page


def test_the_start_page_counts_what_the_dataset_holds(small_site: Mapping[str, bytes], small: famkg.KnowledgeGraph) -> None:
    answer = csv.DictReader(io.StringIO(small.query("figures").to("csv")))
    counts = {row["classLabel"]: row["count"] for row in answer}
    text = Parsed(small_site["index.html"]).main.text
    assert f"{counts['source']} sources" in text
    assert f"{counts['passage']} passages" in text
    assert f"{counts['divergence point']} divergence point" in text


def test_the_start_page_says_whom_it_is_for_by_the_name_of_the_episode(early_site: Mapping[str, bytes]) -> None:
    page = Parsed(early_site["index.html"])
    assert "Safe for those who have seen Harbour Lights S01E01, and no further." in page.main.text
    assert "famkg build --seen s01e03" in page.main.text


def test_one_who_has_seen_nothing_is_led_to_the_makers() -> None:
    [page] = home_pages(read_site(famkg.load(seen="none")))
    assert fam("Person") == page.values["foremost_kind"]
    assert page.values["latest"] is None


def test_a_start_page_of_which_nothing_is_known_yet_is_whole() -> None:
    reading = read_site(famkg.load(FRANCHISE, seen="none"))
    [page] = home_pages(reading)
    assert ([], None, "s01e03") == (page.values["foremost"], page.values["foremost_kind"], page.values["example"])


def test_the_weightiest_come_first(reading: Reading) -> None:
    found = by_weight(reading, reading.of_class(fam("Character")))
    assert ["Bruno Marsh", "Ada Marsh"] == [reading.labels[each] for each in found[:2]]


def test_the_picture_has_a_dot_for_each_dated_divergence_each_a_step_higher(real: famkg.KnowledgeGraph) -> None:
    rows = real.compare().divergences
    drawn = draw_drift(rows, [("Season 1", 1969, 1974)], width=1000, height=400)
    assert drawn is not None
    assert len([row for row in rows if row.first.first]) == len(drawn.dots)
    heights = [dot.y for dot in drawn.dots]
    assert heights == sorted(heights, reverse=True)
    assert all(0 < dot.x < drawn.width and 0 < dot.y < drawn.base for dot in drawn.dots)
    assert drawn.path.startswith(f"M14 {drawn.base:g}C")
    assert {1970, 1980, 1990} <= {year for year, _ in drawn.ticks}
    [stretch] = drawn.stretches
    assert stretch.start < stretch.end


def test_a_picture_of_fewer_than_two_points_is_left_out(small: famkg.KnowledgeGraph, small_site: Mapping[str, bytes]) -> None:
    assert draw_drift(small.compare().divergences, [], width=1000, height=400) is None
    assert b"<svg" not in small_site["index.html"]


def test_a_picture_of_few_points_is_lower(real: famkg.KnowledgeGraph) -> None:
    few, many = (draw_drift(real.compare().divergences[:n], [], width=1000, height=400) for n in (3, 60))
    assert few is not None
    assert many is not None
    assert few.height < many.height == 400


def test_fields_have_the_same_colours_as_on_the_timeline() -> None:
    style = (files("famkg.site") / "assets/site.css").read_text(encoding="utf-8")
    found = dict(re.findall(r"\.field-([a-z]+) \{ --mark-colour: var\(--([a-z]+)\)", style))
    assert {field: colour for field, (colour, _) in _LOOKS.items()} == found
    assert set(found.values()) <= set(COLOURS)


# About


def test_what_has_no_page_has_an_anchor_on_the_page_about(small_site: Mapping[str, bytes], small: famkg.KnowledgeGraph) -> None:
    page = Parsed(small_site["about.html"])
    assert "Licence and citing" == page.by_id("dataset").text
    for prefix, namespace in small.prefixes.namespaces.items():
        assert f"{prefix}: {namespace}" == page.by_id(f"prefix-{prefix}").text


def test_every_coverage_record_is_listed(real_site: Mapping[str, bytes], real_reading: Reading) -> None:
    text = Parsed(real_site["about.html"]).main.text
    areas = [real_reading.value(record, fam("area")) for record in real_reading.of_class(fam("Coverage"))]
    assert len(areas) > 5
    assert [] == [area for area in areas if area not in text]


def test_statuses_and_tiers_account_for_every_claim(real_reading: Reading) -> None:
    [page] = about_pages(real_reading)
    for words in (page.values["statuses"], page.values["tiers"]):
        assert page.values["counts"]["claims"] == sum(word.claims for word in words)
    tiers = [word.iri.value.rpartition("-tier-")[2].rpartition("tier-")[2] for word in page.values["tiers"]]
    assert ["on-screen", "official", "creator", "press", "wiki", "fan"] == tiers


@pytest.mark.parametrize(
    ("contact", "shown"),
    [("mailto:keeper@example.org", True), ("https://example.org/lamp", True), ("javascript:alert(1)", False)],
)
def test_a_declared_contact_is_shown_where_a_browser_may_open_it(franchise: Path, contact: str, shown: bool) -> None:
    dataset = franchise / "graph/dataset.ttl"
    text = dataset.read_text(encoding="utf-8")
    changed = text.replace(
        "  dcterms:license", f"  <http://www.w3.org/ns/dcat#contactPoint> <{contact}> ;\n  dcterms:license", 1
    )
    dataset.write_text(changed, encoding="utf-8")
    [page] = about_pages(read_site(famkg.load(franchise)))
    assert ([contact] if shown else []) == page.values["contacts"]


# Everything from A to Z


@pytest.mark.parametrize("site", ["small_site", "real_site"])
def test_every_named_thing_is_on_the_list_of_its_kind(site: str, request: pytest.FixtureRequest) -> None:
    pages = request.getfixturevalue(site)
    reading = request.getfixturevalue({"small_site": "reading", "real_site": "real_reading"}[site])
    listed = {name: Parsed(content).main.links for name, content in pages.items() if name.startswith("things/")}
    every = list(named_things(reading))
    assert every
    for each in every:
        page = kind_page(reading.classes[each])
        assert 1 == listed[page].count(reading.addresses.link(each.value, start=page)), each
    assert set(listed) <= set(Parsed(pages["things.html"]).main.links)


def test_a_long_list_is_in_order_under_letters(real_site: Mapping[str, bytes]) -> None:
    page = Parsed(real_site["things/character.html"])
    lists = [element for element in page.main.all("ul") if "index" in element.attributes.get("class", "")]
    names = [fold(item.all("a")[0].text) for each in lists for item in each.all("li")]
    assert len(names) > 100
    assert sorted(names) == names
    assert names[0][0] == page.main.all("section")[0].all("h2")[0].text.lower()


@pytest.mark.parametrize(
    ("curie", "words"),
    [
        ("character:bruno-marsh", "played by Jonas Wick"),
        ("person:jonas-wick", "plays Bruno Marsh"),
        ("person:leo-brandt", "director"),
        ("event:great-storm", "1931"),
        ("divergence:lamp-stays-lit", "survived, 1912"),
        ("episode:harbour-lights-s01e01", "“The Lamp”, 1 February 2020"),
        ("world:dream", ""),
    ],
)
def test_a_thing_is_told_from_others_of_its_name_in_half_a_line(reading: Reading, curie: str, words: str) -> None:
    assert words == describe(reading, thing(reading, curie))


def test_dates_that_cannot_be_read_stand_as_they_are() -> None:
    assert "1912 – soon" == stretch("1912", "soon")
    assert "1912–1914" == stretch("1912", "1914")
