"""Sources and conflicts on the site: every claim at its passage, how it stands, and rivals side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Triple

import famkg
from famkg.site.evidence.conflicts import read_cases
from famkg.site.evidence.saying import Names
from famkg.site.evidence.sources import pages as source_pages
from famkg.site.evidence.sources import read_sources
from famkg.site.evidence.standing import Standings, read_standings
from famkg.site.reading import Reading, read_site
from famkg.site.shell import Page, Shell
from famkg.terms import EDTF, fam

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HARBOUR = "https://example.org/harbour/"
ADA = NamedNode(HARBOUR + "character/ada-quill")


@pytest.fixture(scope="module")
def reading(small: famkg.KnowledgeGraph) -> Reading:
    return read_site(small)


@pytest.fixture(scope="module")
def standings(reading: Reading) -> Standings:
    return read_standings(reading)


@pytest.fixture(scope="module")
def real_reading(real: famkg.KnowledgeGraph) -> Reading:
    return read_site(real)


def born(year: str) -> Triple:
    return Triple(ADA, fam("from"), Literal(year, datatype=EDTF))


def text_of(page: bytes) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.decode())).split())


def test_a_claim_that_a_judgement_rejects_stands_so_with_what_is_held_instead(standings: Standings) -> None:
    standing = standings.of(born("1890"))
    assert "rejected" == standing.state
    assert (born("1893"),) == standing.instead
    assert ["The wiki counts from a misread gravestone that the second season shows in full."] == [
        verdict.reason for verdict in standing.verdicts
    ]
    assert "held" == standings.of(born("1893")).state


def test_before_the_judgement_may_be_known_the_higher_tier_outweighs() -> None:
    from .conftest import FRANCHISE

    standings = read_standings(read_site(famkg.load(FRANCHISE, seen="s01e01")))
    standing = standings.of(born("1890"))
    assert "outweighed" == standing.state
    assert () == standing.verdicts
    assert standing.because.startswith("said by sources of a lower tier, wiki and not ")


def test_standings_agree_with_why_for_every_claim_that_is_not_held(real: famkg.KnowledgeGraph, real_reading: Reading) -> None:
    standings = read_standings(real_reading)
    lost = [t for t in real_reading.citations if standings.of(t).state not in ("held", "speculated", "dropped")]
    assert len(lost) > 100
    for triple in lost[::13]:
        subject, predicate, value = (term.value for term in triple)
        explained = [each for each in real.why(subject, predicate, value) if each.fact[2] == str(triple.object)]
        assert [standings.of(triple).because] == [each.because for each in explained], triple


def test_every_passage_is_an_anchor_on_the_page_of_its_source(small_site: Mapping[str, bytes], reading: Reading) -> None:
    for passage in reading.claims:
        path, _, anchor = (reading.addresses.page(passage.value) or "").partition("#")
        assert f'id="{anchor}"'.encode() in small_site[path]


def test_every_claim_stands_on_the_page_of_its_source(small_site: Mapping[str, bytes], reading: Reading) -> None:
    names = Names(reading)
    for source in read_sources(reading, read_standings(reading)):
        text = text_of(small_site[f"{reading.addresses.pages[source.iri.value]}.html"])
        assert source.claims == sum(len(reading.claims[passage.iri]) for passage in source.passages)
        for passage in source.passages:
            for claim in passage.claims:
                assert f"{reading.labels[claim.triple.predicate]} {names.words(claim.triple.object)}" in text


def test_the_page_of_a_source_says_why_a_claim_is_rejected(small_site: Mapping[str, bytes]) -> None:
    text = text_of(small_site["doc/source/harbour-wiki-1.html"])
    assert "1890 rejected judged wrong; held instead: 1893. The wiki counts from a misread gravestone" in text


def test_the_index_lists_every_source_by_tier_with_its_figures(small_site: Mapping[str, bytes]) -> None:
    page = small_site["sources.html"].decode()
    assert sorted(["tier-press", "tier-wiki"]) == sorted(set(re.findall(r'<section class="sifted" id="([^"]+)"', page)))
    assert page.index('id="tier-press"') < page.index('id="tier-wiki"')
    row = re.search(r"<tr><td>Harbour Wiki</td>.*?</tr>", page)
    assert row is not None
    assert ["5", "13"] == re.findall(r'<td class="number"[^>]*>(\d+)</td>', row[0])


def test_a_source_whose_title_would_tell_is_named_by_publisher_and_date() -> None:
    from .conftest import FRANCHISE

    reading = read_site(famkg.load(FRANCHISE, seen="s01e01"))
    shell = Shell(reading, title="Harbour", licence="https://example.org/", base=reading.home)
    written = {page.path: shell.write(page) for page in source_pages(reading)}
    page = text_of(written["doc/source/harbour-wiki-1.html"])
    assert "Harbour Wiki, 1 July 2021" in page
    assert "Title and address are not told here" in page
    assert not [path for path, content in written.items() if b"Ada marries Bruno" in content]


def test_copies_and_originals_lead_to_each_other(real_reading: Reading) -> None:
    sources = {source.iri: source for source in read_sources(real_reading, read_standings(real_reading))}
    copies = [source for source in sources.values() if source.copy_of]
    assert copies
    for copy in copies:
        assert copy.iri in sources[copy.copy_of[0]].copies


def test_a_digest_stands_with_the_way_to_verify_it(real_site: Mapping[str, bytes], real_reading: Reading) -> None:
    source = next(s for s in read_sources(real_reading, read_standings(real_reading)) if s.is_verifiable)
    page = real_site[f"{real_reading.addresses.pages[source.iri.value]}.html"].decode()
    assert "famkg check --texts DIR" in page
    assert all(passage.digest in page for passage in source.passages)


def test_rival_values_stand_side_by_side_what_is_held_first(reading: Reading, standings: Standings) -> None:
    cases = {case.anchor: case for case in read_cases(reading, standings, Names(reading))}
    born_when = cases["character-ada-quill-from"]
    assert ["1893", "1890"] == [option.claim.object.value for option in born_when.options]  # type: ignore[union-attr]
    assert [True, False] == [option.is_held for option in born_when.options]
    assert not born_when.is_open
    assert ["Harbour Wiki"] == [citation.publisher for citation in born_when.options[1].citations]


def test_every_claim_that_lost_is_in_a_case(real_reading: Reading) -> None:
    standings = read_standings(real_reading)
    cases = read_cases(real_reading, standings, Names(real_reading))
    shown = {option.claim for case in cases for option in case.options}
    whole = {option.claim.subject for case in cases for option in case.options if case.predicate is None}
    lost = [t for t in real_reading.citations if standings.of(t).state in ("rejected", "outweighed", "open")]
    assert lost
    assert [] == [t for t in lost if t not in shown and t.subject not in whole and t.object not in whole]
    anchors = [case.anchor for case in cases]
    assert sorted(set(anchors)) == sorted(anchors)


def test_what_nothing_settles_comes_first(franchise: Path) -> None:
    wiki = franchise / "graph/sources/2021/harbour-wiki-1.trig"
    wiki.write_text(
        wiki.read_text().replace('fam:when "1912-03"', 'fam:when "1913"').replace("concept:tier-wiki", "concept:tier-press")
    )
    reading = read_site(famkg.load(franchise))
    cases = read_cases(reading, read_standings(reading), Names(reading))
    assert ["event-lamp-stays-lit-when"] == [case.anchor for case in cases if case.is_open]
    page = write(reading, "conflicts")
    assert page.index('id="unsettled"') < page.index('id="event-lamp-stays-lit-when"') < page.index('id="about-')


def write(reading: Reading, room: str) -> str:
    from importlib import import_module

    shell = Shell(reading, title="Harbour", licence="https://example.org/", base=reading.home)
    found: list[Page] = list(import_module(f"famkg.site.evidence.{room}").pages(reading))
    return shell.write(found[0]).decode()


def test_guesses_and_denials_are_apart_from_conflicts(real_site: Mapping[str, bytes]) -> None:
    page = real_site["conflicts.html"].decode()
    assert page.index('id="about-') < page.index('id="speculated"') < page.index('id="denied"')


def test_a_hostile_title_is_text(franchise: Path) -> None:
    wiki = franchise / "graph/sources/2021/harbour-wiki-1.trig"
    wiki.write_text(wiki.read_text().replace("Ada marries Bruno", "<script>alert(1)</script>&\\u202E"))
    page = write(read_site(famkg.load(franchise)), "sources")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in page
    assert "\u202e" not in page


@pytest.mark.browser
def test_the_list_of_sources_is_sifted_as_one_types(browser: Browser, small_site: Mapping[str, bytes], tmp_path: Path) -> None:
    for name in ("sources.html", *(path for path in small_site if path.startswith("assets/"))):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(small_site[name])
    page = browser.new_page()
    page.goto((tmp_path / "sources.html").as_uri())
    shown = "tr:has(td):visible"
    assert 3 == page.locator(shown).count()
    page.get_by_label("Search by title, publisher or year").fill("beacon 2021")
    assert 1 == page.locator(shown).count()
    assert "1 of 3" == page.locator("output").text_content()
    assert not page.locator("#tier-wiki").is_visible()
    page.get_by_label("Search by title, publisher or year").fill("")
    assert 3 == page.locator(shown).count()
    page.close()
