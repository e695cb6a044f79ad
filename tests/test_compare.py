"""Two worlds side by side: dates in words, rows, what did not happen and what is not mentioned, the state at a date."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import famkg
from famkg.cli import main
from famkg.compare import Comparison, Row
from famkg.compare.moments import Moment, day_of
from famkg.errors import UnknownNameError, UsageError
from famkg.query.wording import span_in_words, when_in_words

from .conftest import FRANCHISE

WORDS = {
    "1983": "1983",
    "1983-05": "May 1983",
    "1983-05-12": "12 May 1983",
    "1983-05-02": "2 May 1983",
    "1983-XX": "1983",
    "1983-05-XX": "May 1983",
    "1994-23": "autumn 1994",
    "1999-24": "winter 1999–00",
    "1975~": "c. 1975",
    "1975?": "perhaps 1975",
    "1975%": "perhaps c. 1975",
    "1974-08~": "c. August 1974",
    "197X": "1970s",
    "19XX": "1900–1999",
    "../1989": "by 1989",
    "/1989": "by 1989",
    "[..1983]": "by 1983",
    "[..198X]": "by the 1980s",
    "1974/..": "from 1974",
    "1974/": "from 1974",
    "197X/..": "from the 1970s",
    "[1974..]": "1974 or later",
    "[1983..1992]": "between 1983 and 1992",
    "[197X..1983-05]": "between the 1970s and May 1983",
    "[1983,1985]": "1983 or 1985",
    "[1983,1985,1990..1992]": "1983, 1985 or between 1990 and 1992",
    "[1983]": "1983",
    "1992/1994": "1992–1994",
    "1969-05-18/1969-05-26": "18–26 May 1969",
    "1969-05-30/1969-06-02": "30 May – 2 June 1969",
    "1969-05/1969-07": "May – July 1969",
    "1969-12/1970-01": "December 1969 – January 1970",
    "1975~/1977": "c. 1975 to 1977",
    "197X/1984": "1970s to 1984",
}

ENTITIES = """
world:real-history a fam:World ; skos:prefLabel "Real history"@en .
event:ferry-sinks-real-history a fam:Event ; skos:prefLabel "The ferry sinks (Real history)"@en ; fam:inWorld world:real-history .
event:ferry-stays-in-port a fam:Event ; skos:prefLabel "The ferry stays in port"@en ; fam:inWorld world:harbour .
event:bridge a fam:Event ; skos:prefLabel "A bridge to the island"@en ; fam:inWorld world:harbour .
event:tunnel-real-history a fam:Event ; skos:prefLabel "A tunnel to the island (real history)"@en ; fam:inWorld world:real-history .
event:regatta a fam:Event ; skos:prefLabel "Regatta"@en ; fam:inWorld world:harbour .
event:regatta-real-history a fam:Event ; skos:prefLabel "Regatta (real history)"@en ; fam:inWorld world:real-history .
event:comet-real-history a fam:Event ; skos:prefLabel "The comet (real history)"@en ; fam:inWorld world:real-history .
event:fire a fam:Event ; skos:prefLabel "Fire <b>&amp; smoke</b>"@en ; fam:inWorld world:harbour .
event:secret a fam:Event ; skos:prefLabel "A secret of the last night"@en ; fam:inWorld world:harbour .
divergence:ferry a fam:DivergencePoint ; skos:prefLabel "Loss of the ferry"@en .
divergence:bridge a fam:DivergencePoint ; skos:prefLabel "Way to the island"@en .
divergence:fire a fam:DivergencePoint ; skos:prefLabel "Fire"@en .
divergence:secret a fam:DivergencePoint ; skos:prefLabel "Secret"@en .
divergence:unsided a fam:DivergencePoint ; skos:prefLabel "Price of lamp oil"@en .
organization:lamp-board-real-history a fam:Organization ; skos:prefLabel "Lamp Board of old"@en ; fam:inWorld world:real-history .
person:old-marsh a fam:Person ; skos:prefLabel "Old Marsh"@en .
"""

CLAIMS = """
source:almanac
  a fam:Source ;
  dcterms:title "An almanac" ;
  fam:tier concept:tier-press ;
  schema:datePublished "2022-03-04"^^xsd:date ;
  schema:publisher "The Almanac" ;
  schema:url <https://example.org/almanac> .

passage:almanac-1
  a fam:Passage ; fam:locator "line 1" ; fam:revealedIn fam:Production ; fam:status concept:status-stated ;
  prov:wasDerivedFrom source:almanac .

passage:almanac-1 {
  divergence:ferry fam:fictionalSide event:ferry-stays-in-port ; fam:field concept:field-society ;
    fam:kind concept:divergence-did-not-happen ; fam:realSide event:ferry-sinks-real-history .
  event:ferry-sinks-real-history fam:when "1904-06"^^edtf:EDTF .
  event:ferry-stays-in-port fam:when "../1903"^^edtf:EDTF .
  divergence:bridge fam:fictionalSide event:bridge ; fam:field concept:field-technology ; fam:followsFrom divergence:ferry ;
    fam:kind concept:divergence-earlier ; fam:realSide event:tunnel-real-history .
  event:bridge fam:when "[1906..1909]"^^edtf:EDTF .
  event:tunnel-real-history fam:when "192X"^^edtf:EDTF .
  divergence:fire fam:fictionalSide event:fire ; fam:field concept:field-society ; fam:kind concept:divergence-happened .
  divergence:unsided fam:field concept:field-economy ; fam:fictionalSide event:great-storm ; fam:kind concept:divergence-later .
  event:regatta fam:counterpart event:regatta-real-history ; fam:when "1908~"^^edtf:EDTF .
  event:regatta-real-history fam:when "1908-07-04"^^edtf:EDTF .
  event:comet-real-history fam:when "1910-05"^^edtf:EDTF .
  event:bridge fam:ledTo event:regatta .
  post:old-marsh-director-lamp-board-real-history a fam:Post ; fam:agent person:old-marsh ; fam:from "1900"^^edtf:EDTF ;
    fam:organization organization:lamp-board-real-history ; fam:role concept:office-director ; fam:until "1911"^^edtf:EDTF .
  character:bruno-marsh fam:counterpart person:old-marsh ; fam:degree concept:degree-depicted .
  participation:great-storm-bruno-marsh-deceased a fam:Participation ; fam:agent character:bruno-marsh ; fam:event event:great-storm ;
    fam:role concept:part-deceased .
  participation:regatta-bruno-marsh-winner a fam:Participation ; fam:agent character:bruno-marsh ; fam:event event:regatta ;
    fam:role concept:part-winner .
  participation:comet-real-history-old-marsh-deceased a fam:Participation ; fam:agent person:old-marsh ;
    fam:event event:comet-real-history ; fam:role concept:part-deceased .
  participation:regatta-real-history-old-marsh-winner a fam:Participation ; fam:agent person:old-marsh ;
    fam:event event:regatta-real-history ; fam:role concept:part-winner .
}

passage:almanac-2
  a fam:Passage ; fam:locator "line 2" ; fam:revealedIn episode:harbour-lights-s02e03 ; fam:status concept:status-stated ;
  prov:wasDerivedFrom source:almanac .

passage:almanac-2 {
  divergence:secret fam:fictionalSide event:secret ; fam:field concept:field-crime ; fam:kind concept:divergence-happened .
  event:secret fam:when "1913"^^edtf:EDTF .
  divergence:secret fam:followsFrom divergence:bridge .
}
"""


def add_almanac(franchise: Path) -> Path:
    """A franchise with divergences of several kinds, posts and deaths in both histories."""
    header = "".join(
        line for line in (franchise / "graph/dataset.ttl").read_text().splitlines(keepends=True) if line.startswith("@prefix")
    )
    entities = ENTITIES.replace('world:real-history a fam:World ; skos:prefLabel "Real history"@en .\n', "")
    (franchise / "graph/entities/almanac.ttl").write_text(header + entities)
    folder = franchise / "graph/sources/2022"
    folder.mkdir()
    (folder / "almanac.trig").write_text(header + CLAIMS)
    return franchise


@pytest.fixture(scope="module")
def almanac(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import shutil

    return add_almanac(Path(shutil.copytree(FRANCHISE, tmp_path_factory.mktemp("almanac") / "franchise")))


@pytest.fixture(scope="module")
def both(almanac: Path) -> Comparison:
    return famkg.load(almanac, seen="all").compare()


def row(comparison: Comparison, curie: str) -> Row:
    return next(each for each in comparison.rows if each.curie == curie)


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["famkg", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    captured = capsys.readouterr()
    return int(ended.value.code or 0), captured.out, captured.err


@pytest.mark.parametrize(("text", "words"), WORDS.items())
def test_a_date_is_put_in_words_with_its_doubt(text: str, words: str) -> None:
    assert words == when_in_words(text)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("1977", "1985", "1977–1985"),
        ("1977", "1977", "1977"),
        ("1974", "", "from 1974"),
        ("198X", "", "from the 1980s"),
        ("[..1994]", "", "from 1994 at the latest"),
        ("[1973..1983]", "", "from between 1973 and 1983"),
        ("", "1983-06", "until June 1983"),
        ("", "[..1983]", "until 1983 at the latest"),
        ("[1973..1983]", "1990", "from between 1973 and 1983 until 1990"),
        ("", "", ""),
    ],
)
def test_a_beginning_and_an_end_are_put_in_words(start: str, end: str, words: str) -> None:
    assert words == span_in_words(start, end)


@pytest.mark.parametrize("text", ["", "83", "1983-13", "[", "1990/1980", "../.."])
def test_what_is_no_edtf_has_no_words(text: str) -> None:
    with pytest.raises(ValueError, match="EDTF"):
        when_in_words(text)


@pytest.mark.parametrize(
    ("moment", "at", "standing"),
    [
        (Moment("1983"), "1983", "current"),
        (Moment("1983"), "1983-05-12", "perhaps"),
        (Moment("1983"), "1984", "past"),
        (Moment("1983"), "1982", "to-come"),
        (Moment("[1983..1992]"), "1988", "perhaps"),
        (Moment("../1988"), "1986", "perhaps"),
        (Moment("../1988"), "1990", "past"),
        (Moment("1974/.."), "1990", "current"),
        (Moment("1992/1994"), "1993-02", "current"),
        (Moment(start="1977", end="1985"), "1980", "current"),
        (Moment(start="1977", end="1985"), "1990", "past"),
        (Moment(start="1977"), "1990", "past"),
        (Moment(), "1990", "undated"),
    ],
)
def test_an_event_stands_at_a_date_as_far_as_its_own_date_tells(moment: Moment, at: str, standing: str) -> None:
    assert standing == moment.standing(day_of(at))


@pytest.mark.parametrize(
    ("moment", "at", "held"),
    [
        (Moment(start="1977", end="1985"), "1983", "held"),
        (Moment(start="1977", end="1985"), "1977", "held"),
        (Moment(start="1977", end="1985"), "1977-06-01", "perhaps"),
        (Moment(start="1977", end="1985"), "1976", ""),
        (Moment(start="1977", end="1985"), "1986", ""),
        (Moment(when="1983"), "1983", "held"),
        (Moment(when="1983"), "1983-05", "perhaps"),
        (Moment(when="1983"), "1984", ""),
        (Moment(start="1983"), "1983", "held"),
        (Moment(start="1983"), "1990", "perhaps"),
        (Moment(start="1983"), "1980", ""),
        (Moment(end="1983-06"), "1983", "held"),
        (Moment(end="1983-06"), "1980", "perhaps"),
        (Moment(end="1983-06"), "1984", ""),
        (Moment(when="1983", end="1995"), "1990", "held"),
        (Moment(when="1983", end="1995"), "1996", ""),
        (Moment(), "1983", ""),
    ],
)
def test_a_post_is_held_where_what_is_stated_says_so(moment: Moment, at: str, held: str) -> None:
    assert held == moment.held(day_of(at))


@pytest.mark.parametrize("text", ["83", "1983~", "198X", "1983-02-30", "yesterday", "[1983..1984]"])
def test_a_wrong_date_is_refused(small: famkg.KnowledgeGraph, text: str) -> None:
    with pytest.raises(UsageError, match="no date"):
        small.compare(at=text)


def test_the_worlds_are_those_a_show_is_set_in_and_those_its_divergences_join(small: famkg.KnowledgeGraph) -> None:
    comparison = small.compare()
    assert (("Harbour timeline",), ("Real history",)) == (comparison.told, comparison.real)
    assert "Dream of the keeper" not in comparison.to("json")


def test_a_divergence_joins_its_two_sides_in_one_row(small: famkg.KnowledgeGraph) -> None:
    lamp = row(small.compare(), "divergence:lamp-stays-lit")
    assert ("The old lamp stays lit", "The old lamp is put out") == (lamp.told.events[0].label, lamp.real.events[0].label)
    assert ("happened", "happened", "survived") == (lamp.told.state, lamp.real.state, lamp.difference)


def test_rows_come_in_order_of_date_and_the_undated_last(both: Comparison) -> None:
    expected = [
        *("divergence:ferry", "divergence:bridge", "event:regatta", "event:comet-real-history"),
        *("divergence:lamp-stays-lit", "divergence:secret", "divergence:unsided", "divergence:fire"),
    ]
    assert expected == [each.curie for each in both.rows]


def test_what_did_not_happen_and_what_is_not_mentioned_are_told_apart(both: Comparison) -> None:
    ferry, fire, price = (row(both, f"divergence:{name}") for name in ("ferry", "fire", "unsided"))
    assert ("did-not-happen", "happened") == (ferry.told.state, ferry.real.state)
    assert ["The ferry stays in port"] == [event.label for event in ferry.told.events]
    assert ("happened", "did-not-happen") == (fire.told.state, fire.real.state)
    assert ("happened", "not-mentioned") == (price.told.state, price.real.state)
    assert "not-mentioned" == row(both, "event:comet-real-history").told.state


def test_an_event_and_its_counterpart_share_a_row(both: Comparison) -> None:
    regatta = row(both, "event:regatta")
    assert "counterpart" == regatta.kind
    assert ("c. 1908", "4 July 1908") == (regatta.told.events[0].moment.words, regatta.real.events[0].moment.words)
    assert "event:regatta-real-history" not in [each.curie for each in both.rows]


def test_causes_lead_both_ways_and_a_divergence_stands_for_its_events(both: Comparison) -> None:
    bridge = row(both, "divergence:bridge")
    assert ["Loss of the ferry"] == [link.label for link in bridge.follows_from]
    assert ["Regatta", "Secret"] == [link.label for link in bridge.led_to]
    assert ["Way to the island"] == [link.label for link in row(both, "divergence:ferry").led_to]
    assert ["A bridge to the island"] == [link.label for link in row(both, "event:regatta").follows_from]


def test_each_side_is_cited_absence_included(both: Comparison) -> None:
    ferry = row(both, "divergence:ferry")
    cited = [(c.publisher, c.date) for c in (*ferry.told.citations, *ferry.real.events[0].citations)]
    assert [("The Almanac", "2022-03-04")] * 2 == cited


def test_what_is_only_speculated_or_denied_cites_nothing(both: Comparison) -> None:
    lamp = row(both, "divergence:lamp-stays-lit")
    assert all(citation.status == "stated" for event in lamp.events for citation in event.citations)


def test_a_field_is_named_by_label_or_curie(almanac: Path) -> None:
    kg = famkg.load(almanac, seen="all")
    expected = ["divergence:ferry", "divergence:fire"]
    assert expected == [each.curie for each in kg.compare(field="Society").rows]
    assert expected == [each.curie for each in kg.compare(field="concept:field-society").rows]


def test_an_unknown_field_suggests_the_nearest_that_is_known(almanac: Path, small: famkg.KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'society'"):
        famkg.load(almanac, seen="s01e01").compare(field="sociaty")
    with pytest.raises(UnknownNameError) as unknown:
        famkg.load(almanac, seen="s01e01").compare(field="crim")
    assert "crime" not in str(unknown.value)
    with pytest.raises(UnknownNameError, match="no divergence point that is known"):
        small.compare(field="society")


def test_at_a_date_only_what_may_have_begun_is_shown(almanac: Path) -> None:
    then = famkg.load(almanac, seen="all").compare(at="1907")
    assert ["divergence:ferry", "divergence:bridge", "divergence:fire"] == [each.curie for each in then.rows]
    bridge = row(then, "divergence:bridge")
    assert ("perhaps", "to-come") == (bridge.told.events[0].standing, bridge.real.events[0].standing)


def test_at_a_date_posts_and_lives_stand_side_by_side(almanac: Path) -> None:
    kg = famkg.load(almanac, seen="all")
    then = kg.compare(at="1911")
    assert [("Old Marsh", "director", "1900–1911", "held")] == [
        (post.holder, post.office, post.moment.words, post.certainty) for post in then.real_posts
    ]
    assert () == then.told_posts
    marsh = next(life for life in then.lives if life.real)
    assert marsh.told is not None
    assert marsh.real is not None
    assert ("alive", "until 1931: The great storm") == (marsh.told.standing, marsh.told.words)
    assert ("dead", "May 1910: The comet") == (marsh.real.standing, marsh.real.words)
    assert ["Bruno Marsh"] == [post.holder for post in kg.compare(at="1919").told_posts]


def test_nobody_is_called_alive_for_want_of_a_death(almanac: Path) -> None:
    kg = famkg.load(almanac, seen="all")
    standing = {life.told.label: life.told.standing for life in kg.compare(at="1900").lives if life.told}
    assert {"Ada Marsh": "no-word"} == standing


def test_a_viewer_meets_nothing_later_in_any_form(almanac: Path) -> None:
    from famkg.views.timeline import draw_timeline

    for seen, known in (("s02e02", False), ("s02e03", True)):
        comparison = famkg.load(almanac, seen=seen).compare()
        at = famkg.load(almanac, seen=seen).compare(at="1920")
        for text in (*(each.to(form) for each in (comparison, at) for form in ("table", "json")), draw_timeline(comparison)):
            assert known == ("secret of the last night" in text)
            assert known == ("Secret" in text)


def test_a_viewer_who_has_seen_nothing_gets_an_empty_table_not_an_error(small: famkg.KnowledgeGraph) -> None:
    comparison = famkg.load(FRANCHISE, seen="none").compare(at="1912")
    assert () == comparison.divergences
    assert "0 divergence points" in comparison.to("table")


def test_the_table_keeps_its_width_and_loses_no_word(both: Comparison) -> None:
    for width in (60, 100):
        lines = both.to("table", width=width).splitlines()
        assert max(map(len, lines)) <= width
        text = " ".join(" ".join(lines).split())
        for wanted in ("✕ did not happen", "(not mentioned)", "between 1906 and 1909", "follows from: Loss of the ferry"):
            assert wanted in text
        assert "instead:" in text


def test_the_json_has_its_documented_shape(almanac: Path) -> None:
    document = json.loads(famkg.load(almanac, seen="all").compare(at="1911").to("json"))
    assert ["seen", "at", "field", "worlds", "rows", "posts", "lives", "left_out"] == list(document)
    ferry = document["rows"][0]
    assert ("divergence:ferry", "did-not-happen", ["society"]) == (ferry["id"], ferry["told"]["state"], ferry["fields"])
    assert {
        "words": "by 1903",
        "when": "../1903",
        "from": None,
        "until": None,
        "earliest": None,
        "latest": "1903-12-31",
    } == ferry["told"]["events"][0]["date"]
    assert "The Almanac" == ferry["told"]["citations"][0]["publisher"]


def test_the_command_writes_each_form_the_same_every_time(
    almanac: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in ("table", "json", "html"):
        first, second = (
            run(monkeypatch, capsys, "compare", "--format", form, "--at", "1911", "--data", str(almanac)) for _ in range(2)
        )
        assert (0, "") == (first[0], first[2])
        assert first == second
        assert "Loss of the ferry" in first[1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--format", "jsonn"), "did you mean 'json'"),
        (("--field", "spce"), "unknown field: 'spce'"),
        (("--at", "soon"), "no date"),
    ],
)
def test_a_wrong_option_is_answered_with_what_to_try(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], message: str
) -> None:
    code, out, err = run(monkeypatch, capsys, "compare", *words, "--data", str(FRANCHISE))
    assert (2, "") == (code, out)
    assert message in err


def test_every_divergence_of_the_real_graph_stands_in_one_row(real: famkg.KnowledgeGraph) -> None:
    comparison = real.compare()
    named = {entry["divergence"] for entry in real.query("divergences")}
    assert sorted(named) == sorted(each.iri for each in comparison.divergences)
    shown = [event.iri for each in comparison.rows for event in each.events if each.kind == "event"]
    assert len(shown) == len(set(shown))


def test_the_first_season_tells_who_came_first_and_not_how_it_ends() -> None:
    text = famkg.load(seen="s01e10").compare().to("table")
    assert "26 June 1969  First Soviet lunar landing" in text
    assert "✕ did not happen" in text
    assert "2003" not in text
