"""The page of each thing: its facts with notes, what follows by rules, what is not held, its neighbours; and its look."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from posixpath import dirname, normpath
from typing import Any
from xml.etree import ElementTree

import pytest
from pyoxigraph import NamedNode

import famkg
from famkg.query.evidence import Citation, accepted_citations
from famkg.site.citing import Citing
from famkg.site.entity.arcs import draw_arcs
from famkg.site.entity.contested import Contested
from famkg.site.entity.dated import in_order
from famkg.site.entity.facts import Facts
from famkg.site.entity.gist import gist
from famkg.site.entity.joined import Joins
from famkg.site.entity.pages import pages
from famkg.site.entity.roles import Roles
from famkg.site.entity.rows import Group, Value, factored, is_announced
from famkg.site.entity.wording import is_other, natural
from famkg.site.evidence import unheld
from famkg.site.evidence.standing import read_standings
from famkg.site.marks import Notes, kind_of, runs, stamp_in_words
from famkg.site.reading import Reading, read_site
from famkg.site.shell import Shell
from famkg.terms import FAM, fam
from famkg.views.palette import COLOURS, MARKS, looks

from .conftest import FRANCHISE

HARBOUR = "https://example.org/harbour/"
ADA, BRUNO, CLEO = (NamedNode(f"{HARBOUR}character/{name}") for name in ("ada-quill", "bruno-marsh", "cleo-marsh"))


def written(kg: famkg.KnowledgeGraph, *, is_wanted: Callable[[int, str], bool] = lambda *_: True) -> dict[str, str]:
    """The pages of things: path to HTML; of those alone that are wanted, by number and path."""
    reading = read_site(kg)
    shell = Shell(reading, title="Harbour", licence="https://example.org/licence", base=reading.home)
    found = (page for number, page in enumerate(pages(reading)) if is_wanted(number, page.path))
    return {page.path: shell.write(page).decode() for page in found}


def said(html: str) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def main_of(html: str) -> str:
    return html.partition("<main")[2].partition("</main>")[0]


@pytest.fixture(scope="module")
def reading(small: famkg.KnowledgeGraph) -> Reading:
    return read_site(small)


@pytest.fixture(scope="module")
def joins(reading: Reading) -> Joins:
    return Joins(reading, read_standings(reading))


@pytest.fixture(scope="module")
def small_pages(small: famkg.KnowledgeGraph) -> Mapping[str, str]:
    return written(small)


@pytest.fixture(scope="module")
def real_reading(real: famkg.KnowledgeGraph) -> Reading:
    return read_site(real)


@pytest.fixture(scope="module")
def real_pages(real: famkg.KnowledgeGraph) -> Mapping[str, str]:
    """Every seventh page of the shipped franchise, and all of those about its shows, seasons and characters."""
    kinds = ("show", "season", "character", "casting")
    return written(real, is_wanted=lambda number, path: number % 7 == 0 or path.split("/")[1] in kinds)


def facts_of(joins: Joins, thing: NamedNode) -> Facts:
    return Facts(joins, thing, Notes(joins.reading))


# Every page


def test_each_thing_but_sources_has_its_page(reading: Reading, small_pages: Mapping[str, str]) -> None:
    sources = set(reading.of_class(fam("Source")))
    expected = {f"{path}.html" for iri, path in reading.addresses.pages.items() if NamedNode(iri) not in sources}
    assert expected == set(small_pages)


@pytest.mark.parametrize("which", ["small_pages", "real_pages"])
def test_every_mark_leads_to_a_note_and_every_note_to_its_passage(which: str, request: pytest.FixtureRequest) -> None:
    for path, html in request.getfixturevalue(which).items():
        anchors = re.findall(r' id="([^"]+)"', html)
        assert len(anchors) == len(set(anchors)), path
        marks = set(re.findall(r'href="#(note-\d+)"', html))
        assert marks <= set(anchors), path
        notes = re.findall(r'<li id="note-\d+">(.*?)</li>', html)
        assert all("/source/" in note for note in notes), path
        assert bool(marks) == bool(notes), path


@pytest.mark.parametrize("which", ["reading", "real_reading"])
def test_every_link_of_a_page_has_an_address_in_the_site(which: str, request: pytest.FixtureRequest) -> None:
    reading = request.getfixturevalue(which)
    html = request.getfixturevalue({"reading": "small_pages", "real_reading": "real_pages"}[which])
    known = {f"{path}.{ending}" for path in reading.addresses.pages.values() for ending in ("html", "ttl", "jsonld")}
    known |= {page.path for page in unheld.pages(reading)}
    anchors = set(reading.addresses.anchors.values())
    for path, page in html.items():
        for link in re.findall(r'href="([^"]+)"', main_of(page)):
            target, _, fragment = link.partition("#")
            if link.startswith(("http://", "https://")):
                continue
            if not target:
                assert f'id="{fragment}"' in page, (path, link)
                continue
            inside = normpath(f"{dirname(path)}/{target}")
            whole = f"{inside}#{fragment}" if fragment else inside
            is_room = inside in ("guide.html", "views/explore.html") or inside.startswith(("guide/", "things/"))
            assert whole in known or whole in anchors or is_room, (path, link)


def test_the_same_dataset_gives_the_same_pages(small_pages: Mapping[str, str]) -> None:
    assert small_pages == written(famkg.load(FRANCHISE))


@pytest.mark.parametrize("which", ["small_pages", "real_pages"])
def test_headings_go_down_one_step_at_a_time(which: str, request: pytest.FixtureRequest) -> None:
    for path, html in request.getfixturevalue(which).items():
        levels = [int(level) for level in re.findall(r"<h(\d)", html)]
        assert 1 == levels[0] == levels.count(1), path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path


# Facts


def test_the_facts_of_a_character_stand_under_headings_in_reading_order(joins: Joins) -> None:
    facts = facts_of(joins, BRUNO)
    facts.first()
    assert ["Played by", "Family and relationships", "Offices and work", "Appears in"] == [t.title for t in facts.sections()]


def test_a_relationship_is_told_from_both_sides(joins: Joins) -> None:
    def kin(thing: NamedNode) -> dict[str, list[str]]:
        family = next(told for told in facts_of(joins, thing).sections() if told.title == "Family and relationships")
        return {row.label: [value.text for group in row.groups for value in group.values] for row in family.rows}

    assert {"child of": ["Bruno Marsh"]} == kin(CLEO)
    assert ["Cleo Marsh"] == kin(BRUNO)["child"]


@pytest.mark.parametrize("which", ["reading", "real_reading"])
def test_no_fact_is_lost(which: str, request: pytest.FixtureRequest) -> None:
    """Each fact of a thing and each that names it is told on its page, or is told by a role node that is."""
    reading = request.getfixturevalue(which)
    joins = Joins(reading, read_standings(reading))
    apart = {f"{FAM}{name}" for name in ("inWorld", "earliest", "latest", "displayName", "counterpart", "degree")}
    for thing in [*reading.of_class(fam("Character"), fam("Organization"), fam("Mission"), fam("Casting"), fam("Post"))][::7]:
        facts = facts_of(joins, thing)
        rows = [*facts.first(), *(row for told in facts.sections() for row in told.rows), *facts.follows(), *facts.links()]
        told = {value.thing for row in rows for group in row.groups for value in group.values}
        left = sum(group.left for row in rows for group in row.groups)
        for triple in reading.facts[thing]:
            ours = triple.predicate.value.startswith((FAM, "https://schema.org/")) and triple.predicate.value not in apart
            if ours and triple.object in reading.classes and not is_other(triple.object) and not left:
                assert triple.object in told, triple


@pytest.mark.parametrize("which", ["reading", "real_reading"])
def test_every_stated_fact_is_cited_as_why_cites_it(which: str, request: pytest.FixtureRequest) -> None:
    reading = request.getfixturevalue(which)
    joins = Joins(reading, read_standings(reading))
    triples = [t for each in reading.facts.values() for t in each if t not in reading.support.steps][::40]
    expected = accepted_citations(reading.kg.store, triples)
    assert {t: set(found) for t, found in expected.items()} == {t: set(joins.cited(t)) for t in triples}


def test_an_inferred_fact_says_by_which_rule_and_cites_its_premises(small_pages: Mapping[str, str]) -> None:
    page = small_pages["doc/character/cleo-marsh.html"]
    found = re.search(r'badge-inferred">inferred</span> ([^<:]*)', page)
    assert found
    assert "a character is in the season it is cast in" in said(page)
    season = re.search(r"a character is in the season it is cast in.*?</div>", page, re.DOTALL)
    assert season
    assert "#note-" in season[0]


@pytest.mark.parametrize("which", ["reading", "real_reading"])
def test_no_inferred_value_stands_without_its_rule(which: str, request: pytest.FixtureRequest) -> None:
    reading = request.getfixturevalue(which)
    joins = Joins(reading, read_standings(reading))
    for thing in sorted(joins.named, key=str)[::9]:
        facts = facts_of(joins, thing)
        for predicate, triples in facts.own.items():
            row = facts.row_of(predicate)
            assert row is not None
            by_rule = {value.text for group in row.groups if group.rule for value in group.values}
            stated = {value.text for group in row.groups if not group.rule for value in group.values}
            inferred = {reading.labels[t.object] for t in triples if t in reading.inferred}
            assert inferred <= by_rule or row.groups[0].left, (thing, predicate)
            assert not stated & inferred, (thing, predicate)


def test_notes_that_all_values_of_a_rule_share_are_marked_once() -> None:
    group = factored(Group((Value("a", notes=(1, 2, 3)), Value("b", notes=(1, 3))), rule="so it is"))
    assert (1, 3) == group.notes
    assert [(2,), ()] == [value.notes for value in group.values]


def test_what_is_only_announced_is_marked(real_pages: Mapping[str, str], real_reading: Reading) -> None:
    announced = [
        triple
        for triple, citations in real_reading.support.stated.items()
        if citations and {c.status for c in citations} == {"announced"} and triple.predicate == fam("character")
    ]
    assert announced
    for triple in announced:
        page = real_pages[f"{real_reading.addresses.pages[triple.subject.value]}.html"]  # type: ignore[union-attr]
        assert "badge-announced" in page


def test_announced_is_what_nobody_states() -> None:
    def citation(status: str) -> Citation:
        return Citation("p", "s", "", "", "", "", "", status, "press")

    assert is_announced([citation("announced")])
    assert not is_announced([citation("announced"), citation("stated")])
    assert not is_announced([])


# What would repeat itself


def test_an_actor_of_several_seasons_stands_once_with_each_casting(real_reading: Reading) -> None:
    joins = Joins(real_reading, read_standings(real_reading))
    shared = 0
    for character in real_reading.of_class(fam("Character")):
        castings = [
            node for (kind, _), nodes in facts_of(joins, character).roles.items() if kind == fam("Casting") for node in nodes
        ]
        if not castings:
            continue
        table = Roles(joins, character, Notes(real_reading)).table(fam("Casting"), castings, towards=fam("character"))
        said = [(row.when, *(tuple(v.text for v in cell if v.node is None) for cell in row.cells)) for row in table.rows]
        assert len(set(said)) == len(said), character
        led = [row.node for row in table.rows if row.node] + [
            v.node for row in table.rows for cell in row.cells for v in cell if v.node
        ]
        assert sorted(castings, key=str) == sorted(led, key=str), character
        spread = [v for row in table.rows if row.node is None for cell in row.cells for v in cell if v.node]
        assert all(value.notes for value in spread), character
        shared += len(table.rows) < len(castings)
    assert shared > 5


def test_what_two_are_to_each_other_stands_once_and_with_every_role_node(real_reading: Reading) -> None:
    joins = Joins(real_reading, read_standings(real_reading))
    for character in real_reading.of_class(fam("Character")):
        facts = facts_of(joins, character)
        nodes = {node for (kind, _), nodes in facts.roles.items() if kind == fam("Relationship") for node in nodes}
        rows = [row for told in facts.sections() if told.title == "Family and relationships" for row in told.rows]
        assert not {"spouse of", "partner of", "friend of", "sibling of"} & {row.label for row in rows}
        values = [value for row in rows for group in row.groups for value in group.values]
        assert nodes == {each.node for value in values for each in (value, *value.also) if each.node}
        for row in rows:
            others = [value.thing for group in row.groups for value in group.values]
            assert len(set(others)) == len(others), (character, row.label)


def test_who_holds_no_office_stands_below_the_offices(real_pages: Mapping[str, str]) -> None:
    page = real_pages["doc/character/ed-baldwin.html"]
    offices = page.partition('id="offices-and-work"')[2].partition("</section>")[0]
    table, _, below = offices.partition("</table>")
    assert "employee" not in said(table)
    assert re.search(r"Works or worked for .*NASA details", said(below), re.IGNORECASE)


def test_the_title_of_an_episode_heads_its_page_and_what_it_tells_first_stands_there(small_pages: Mapping[str, str]) -> None:
    titled = [html for path, html in small_pages.items() if path.startswith("doc/episode/") and 'class="code"' in html]
    assert titled
    for html in titled:
        assert "Harbour Lights S0" not in re.findall(r"<h1>(.*?)</h1>", html)[0]
    assert any('<h2 id="told">First told here</h2>' in html for html in titled)


# Citing


def test_a_note_leads_back_to_its_first_mark(real_pages: Mapping[str, str]) -> None:
    for path, html in real_pages.items():
        text, _, notes = html.partition('<ol class="notes">')
        for number, anchor in re.findall(r'<li id="note-(\d+)"><a class="number" href="#(mark-[\d-]+)"', notes):
            marks = [
                (at, int(first), int(last or first)) for at, first, last in re.findall(r"(<a[^>]*)>\[(\d+)(?:–(\d+))?\]", text)
            ]
            first = next(at for at, low, high in marks if low <= int(number) <= high)
            assert f'id="{anchor}"' in first, (path, number)


def test_a_page_says_how_to_cite_it(small_pages: Mapping[str, str], reading: Reading) -> None:
    page = small_pages["doc/character/ada-quill.html"]
    text = said(page.partition("Cite this")[2].partition("</details>")[0])
    assert f"{HARBOUR}character/ada-quill" in text
    assert f"{reading.home}doc/character/ada-quill.html" in text
    assert "@misc{character:ada-quill," in text


def test_a_title_is_safe_in_bibtex() -> None:
    citing = Citing(r"A_1 {50%} \\ & ~", "event:a_1", "https://example.org/a", "Harbour", ("The makers",), "2020-01-05")
    entry = citing.bibtex("https://example.org/doc/a.html")
    assert entry.startswith("@misc{event:a-1,\n  author = {{The makers}},\n")
    assert r"title = {{A\_1 \{50\%\} \textbackslash{}\textbackslash{} \& \textasciitilde{}}}" in entry
    assert "“A_1" in citing.line("https://example.org/doc/a.html")
    assert "version of 5 January 2020" in citing.line("https://example.org/doc/a.html")


# What is not held


def test_a_rival_stands_with_its_sources_the_verdict_and_the_reason(small_pages: Mapping[str, str]) -> None:
    page = small_pages["doc/character/ada-quill.html"]
    text = said(page.partition('id="not-held"')[2].partition("</section>")[0])
    assert re.search(r"Claims that are not held.*1890 ?\[\d+\] rejected judged wrong; held instead: 1893", text)
    assert "The wiki counts from a misread gravestone that the second season shows in full." in text


def test_a_judgement_has_a_page_with_its_claim_and_its_reason(small_pages: Mapping[str, str]) -> None:
    text = said(main_of(small_pages["doc/judgement/birth-of-ada.html"]))
    assert "Judgement: Ada Marsh, from The wiki counts" in text
    assert re.search(r"claim Ada Marsh — from 1890 ?\[1\]", text)
    assert "rejected" in text


def test_a_claim_behind_a_preferred_one_comes_with_the_reason(real_reading: Reading) -> None:
    standings = read_standings(real_reading)
    joins = Joins(real_reading, standings)
    contested = Contested(real_reading, joins, standings)
    notes = Notes(real_reading)
    behind = [
        claim
        for thing in joins.named
        for claim in contested.about(thing, notes)
        if claim.standing.because == "a judgement prefers the other"
    ]
    assert behind
    assert [] == [claim.triple for claim in behind if not any(verdict.reason for verdict in claim.preferring)]


def test_claims_that_are_not_held_stand_on_the_pages_of_all_that_they_join(real_pages: Mapping[str, str]) -> None:
    with_some = [path for path, html in real_pages.items() if 'id="not-held"' in html]
    assert len(with_some) > 20
    assert all(re.search(r'badge-(open|rejected|outweighed|speculated|denied|dropped)"', real_pages[p]) for p in with_some)


# Roles, gists, time


def test_a_role_node_is_called_by_what_it_joins(small_pages: Mapping[str, str]) -> None:
    page = small_pages["doc/casting/ines-holt-ada-quill-harbour-lights-1.html"]
    assert "<h1>Ines Holt as Ada Marsh, Harbour Lights season 1</h1>" in page


def test_no_page_of_a_role_node_is_called_by_its_curie(real_pages: Mapping[str, str], real_reading: Reading) -> None:
    joins = Joins(real_reading, read_standings(real_reading))
    assert [] == [role.value for role in joins.roles if real_reading.kg.prefixes.shrink(role.value) == joins.title(role)]


def test_the_gist_says_what_a_thing_is_in_one_line(reading: Reading) -> None:
    assert "Engineer, played by Ines Holt." == gist(reading, ADA)
    assert "Plays Ada Marsh." == gist(reading, NamedNode(HARBOUR + "person/ines-holt"))
    assert "" == gist(reading, NamedNode(HARBOUR + "character/dora-vane"))


def test_the_gist_of_a_divergence_tells_both_sides_or_one_and_what_its_kind_means(real_reading: Reading) -> None:
    for point in real_reading.of_class(fam("DivergencePoint")):
        sides = [bool(real_reading.objects(point, fam(name))) for name in ("fictionalSide", "realSide")]
        text = gist(real_reading, point)
        assert sides == ["in the story: " in text.lower(), "in real history: " in text.lower()], text
        assert "(real history)" not in text.lower()
        assert all(sides) == (text.count(".") == 1 or "; in real history" in text), text


def test_figures_and_ages_are_no_part_of_the_order_of_time(real_reading: Reading) -> None:
    joins = Joins(real_reading, read_standings(real_reading))
    for work in (*real_reading.of_class(fam("Season")), *real_reading.of_class(fam("Character"))):
        moments = [moment for year in in_order(joins, facts_of(joins, work)) for moment in year.moments]
        assert fam("Quantity") not in {real_reading.classes.get(m.thing) for m in moments if m.thing}, work
        assert "set during" not in {moment.text for moment in moments}


@pytest.mark.parametrize("name", ["Character", "Organization"])
def test_rows_of_a_table_are_in_the_order_of_the_aside(name: str, real_reading: Reading) -> None:
    joins = Joins(real_reading, read_standings(real_reading))
    for thing in real_reading.of_class(fam(name)):
        facts = facts_of(joins, thing)
        places = {m.thing: m.day for year in in_order(joins, facts) for m in year.moments if m.thing}
        for told in facts.sections():
            for table in told.tables:
                events = [value.thing for row in table.rows for value in row.cells[0][:1]]
                days = [places[event] for event in events if event in places]
                assert sorted(days) == days, (thing, told.title)


def test_time_is_told_in_order(joins: Joins) -> None:
    place = NamedNode(HARBOUR + "place/harbour")
    years = in_order(joins, facts_of(joins, place))
    assert ["1912"] == [year.year for year in years]
    assert ["The old lamp stays lit"] == [moment.text for moment in years[0].moments]


@pytest.mark.parametrize("name", ["character", "organization", "mission"])
def test_years_go_up_whatever_the_thing(name: str, real_reading: Reading) -> None:
    joins = Joins(real_reading, read_standings(real_reading))
    for thing in real_reading.of_class(fam(name.capitalize())):
        years = [year.year for year in in_order(joins, facts_of(joins, thing))]
        assert sorted(set(years)) == years


# Spoilers, hostile text


def test_a_page_tells_nothing_of_a_later_episode() -> None:
    early = written(famkg.load(FRANCHISE, seen="s01e01"))
    text = "\n".join(said(html) for html in early.values())
    assert "Ada Quill" in text
    for later in ("Ada Marsh", "Dora Vane", "The Ferryman", "The great storm", "1920", "1931", "misread gravestone"):
        assert later not in text
    assert not any("dora-vane" in html or "ferryman" in html for html in early.values())
    stamps = {stamp for html in early.values() for stamp in re.findall(r"revealed in ([^<]+)", html)}
    assert {"S01E01"} == stamps


class Tags(HTMLParser):
    """The elements of a page and their attributes, as a browser finds them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.script_attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}
        self.script_attributes |= {name for name, _ in attrs if tag == "script"}


HOSTILE = "</h1><script>alert(1)</script><img src=x onerror=alert(2)>\u202e'\"&{{7*7}}"


@pytest.fixture
def hostile_pages(franchise: Path) -> Mapping[str, str]:
    quoted = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
    for name in ("people", "story", "works"):
        file = franchise / f"graph/entities/{name}.ttl"
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r'prefLabel "[^"]*"', lambda _: f'prefLabel "{quoted}"', text), encoding="utf-8")
    for file in (franchise / "graph/sources").rglob("*.trig"):
        text = file.read_text(encoding="utf-8")
        text = re.sub(r'(title|publisher|locator) "[^"]*"', lambda found: f'{found[1]} "{quoted}"', text)
        file.write_text(re.sub(r"schema:url <[^>]*>", "schema:url <javascript:alert(3)>", text), encoding="utf-8")
    return written(famkg.load(franchise))


def test_hostile_labels_do_nothing(hostile_pages: Mapping[str, str]) -> None:
    for path, html in hostile_pages.items():
        tags = Tags(html)
        assert not tags.found & {"img", "iframe", "object", "embed", "form"}, path
        assert {"src", "defer"} == tags.script_attributes, path
        assert not any(name.startswith("on") or name == "style" for name, _ in tags.attributes), path
        assert not any(value.strip().startswith("javascript:") for _, value in tags.attributes), path
        assert "\u202e" not in html, path
    assert "{{7*7}}" in hostile_pages["doc/character/bruno-marsh.html"]


# The drawing


def drawing(html: str) -> ElementTree.Element:
    found = re.search(r"<svg class=\"arcs\".*?</svg>", html, re.DOTALL)
    assert found
    return ElementTree.fromstring(found[0])


def test_the_drawing_shows_the_neighbours_and_how_they_are_joined(small_pages: Mapping[str, str]) -> None:
    texts = [element.text for element in drawing(small_pages["doc/character/bruno-marsh.html"]).iter("text")]
    assert "Bruno Marsh" == texts[0]
    pairs = dict(zip(texts[1::2], texts[2::2], strict=True))
    assert {"Cleo Marsh": "child", "Jonas Wick": "actor", "Lamp Board": "director"}.items() <= pairs.items()


def test_no_two_names_of_a_drawing_share_a_line(real_reading: Reading) -> None:
    joins = Joins(real_reading, read_standings(real_reading))
    for thing in sorted(joins.named, key=str)[::11]:
        arcs = draw_arcs(joins, thing)
        if arcs is not None:
            heights = [station.y for station in arcs.stations]
            assert all(after - before >= 30 for before, after in pairwise(heights))
            assert len(joins.ties[thing]) == len(arcs.stations) - 1 + arcs.left
            assert all(len(station.name) <= 29 for station in arcs.stations)


def test_a_drawing_runs_no_script_and_has_no_style_attribute(real_pages: Mapping[str, str]) -> None:
    assert [] == [path for path, html in real_pages.items() if re.search(r"<[^>]* style=|<style", html)]


# The marks


def test_notes_that_read_the_same_share_a_number(reading: Reading) -> None:
    notes = Notes(reading)
    citations = sorted({c for found in reading.citations.values() for c in found}, key=lambda c: c.passage)
    first = notes.numbers(citations)
    assert first == notes.numbers(citations)
    assert tuple(range(1, len(notes.listed) + 1)) == tuple(note.number for note in notes.listed)
    read = [(str(note.citation), note.citation.quoted, note.stamp) for note in notes.listed]
    assert len(read) == len(set(read))


def test_runs_of_three_and_more_are_one() -> None:
    assert [(1, 1), (2, 2), (5, 8)] == runs([8, 1, 2, 5, 6, 7, 7])
    assert [] == runs([])


def test_a_stamp_is_said_by_the_code_of_its_episode(reading: Reading) -> None:
    assert "S01E01" == stamp_in_words(reading, NamedNode(HARBOUR + "passage/gazette-2020-01-05-2"))
    assert "" == stamp_in_words(reading, NamedNode(HARBOUR + "passage/gazette-2020-01-05-1"))


def test_names_are_sorted_with_their_numbers_by_value() -> None:
    assert ["Apollo 9", "apollo 10", "Apollo 11"] == sorted(["Apollo 11", "Apollo 9", "apollo 10"], key=natural)


def test_only_things_with_a_name_bear_the_mark_of_a_kind(reading: Reading) -> None:
    assert "kind-character" == kind_of(reading, ADA)
    assert "" == kind_of(reading, NamedNode(HARBOUR + "casting/ines-holt-ada-quill-harbour-lights-1"))


def css() -> str:
    return (files("famkg.site") / "assets/site.css").read_text(encoding="utf-8")


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d*\.?\d+", path)]


def test_the_style_sheet_has_the_colours_and_shapes_of_the_views() -> None:
    text = css()
    light, dark = text.partition("@media screen and (prefers-color-scheme: dark)")[::2]
    for name, (on_light, on_dark) in COLOURS.items():
        assert f"--{name}: {on_light};" in light, name
        assert f"--{name}: {on_dark};" in dark, name
    kinds = dict(re.findall(r"\.kind-([\w-]+) \{ --mark-colour: var\(--(\w+)\)", text))
    shapes = dict(re.findall(r"\.kind-([\w-]+) \{[^}]*--mark: var\(--(\w+)\)", text))
    for kind, look in looks([kind.replace("-", " ") for kind in kinds]).items():
        slug = kind.replace(" ", "-")
        assert (look.colour, look.shape) == (kinds[slug], shapes[slug]), kind
    for shape in {look.shape for look in looks([kind.replace("-", " ") for kind in kinds]).values()}:
        drawn = re.search(rf"--{shape}: url\(\"[^\"]*path d='([^']*)'", text)
        assert drawn, shape
        assert numbers(MARKS[shape]) == numbers(drawn[1]), shape


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_ink_can_be_read_on_every_ground(scheme: str) -> None:
    light, dark = css().partition("@media screen and (prefers-color-scheme: dark)")[::2]
    text = light if scheme == "light" else dark.partition("/* Ground */")[0]
    colours: dict[str, Any] = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text))
    for ground in ("paper", "card", "tint", "tint-accent"):
        for ink in ("ink", "soft", "accent", "good", "bad"):
            one, other = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
            assert (one + 0.05) / (other + 0.05) >= 4.5, (ink, ground)
