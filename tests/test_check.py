"""Every rule finds its fault at its line, and nothing else."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Quad

from famkg.check import Finding, check, rules_of
from famkg.check.asking import Asker
from famkg.check.report import FORMATS, write_findings
from famkg.check.run import Report
from famkg.check.sparql import read_outline
from famkg.cli import app
from famkg.errors import UnknownNameError
from famkg.resources import layers
from famkg.terms import FACTS, TYPE, fam
from tests.conftest import FRANCHISE, ROOT

RESOURCES = Path(__file__).parent / "resources"
DATASET = "graph/dataset.ttl"
JUDGEMENTS = "graph/judgements.ttl"
PEOPLE = "graph/entities/people.ttl"
STORY = "graph/entities/story.ttl"
WORKS = "graph/entities/works.ttl"
GAZETTE = "graph/sources/2020/gazette-2020-01-05.trig"
BEACON = "graph/sources/2021/beacon-2021-06-01.trig"
WIKI = "graph/sources/2021/harbour-wiki-1.trig"

CLAIM = "show:fog fam:spinoffOf show:harbour-lights ."
LAST = " ;\n  prov:wasDerivedFrom source:harbour-wiki-1 .\n\npassage:harbour-wiki-1-6 {"
STAMP = "  fam:revealedIn episode:fog-s01e02 ;\n"
STATUS = "  fam:status concept:status-stated"
EXTRA = f"""
passage:harbour-wiki-1-6
  a fam:Passage ;
  fam:locator "line 6" ;
  fam:revealedIn episode:fog-s01e02 ;
  fam:status concept:status-stated ;
  prov:wasDerivedFrom source:harbour-wiki-1 .

passage:harbour-wiki-1-6 {{
  {CLAIM}
}}
"""
"""A passage that states nothing new: what a mutation makes of it is all that is wrong."""


@dataclass(frozen=True)
class Mutation:
    """A change to the franchise, and where each of the rule's findings must then stand: at the line with this text."""

    rule: str
    file: str
    old: str
    new: str
    at: tuple[str, ...]


def changed(rule: str, file: str, old: str, new: str, *at: str) -> Mutation:
    return Mutation(rule, file, old, new, at or (new.strip().split("\n")[0],))


def claimed(rule: str, claim: str, *at: str) -> Mutation:
    """The extra passage states this instead."""
    return Mutation(rule, WIKI, CLAIM, claim, at or (claim.strip().split("\n")[0],))


def added(rule: str, file: str, text: str, *at: str) -> Mutation:
    return Mutation(rule, file, "", text, at or (text.strip().split("\n")[0],))


MUTATIONS = [
    # files
    changed("blank-node", GAZETTE, "schema:hasOccupation concept:occupation-engineer", "schema:hasOccupation [ ]"),
    changed("source-file", BEACON, '"2021-06-01"', '"2022-06-01"', "source:beacon-2021-06-01"),
    changed("source-file", BEACON, "source:beacon-2021-06-01", "source:beacon", "source:beacon"),
    changed("source-file", WIKI, "passage:harbour-wiki-1-6", "passage:harbour-wiki-6"),
    added("record-kind", WIKI, "\nperson:leo-brandt\n  a fam:Person .\n"),
    # Turtle
    changed("turtle-text", STORY, '  skos:prefLabel "Dora', '  skos:prefLabel\t"Dora'),
    changed("turtle-text", STORY, "world:dream\n  a fam:World ;", "world:dream \n  a fam:World ;", "world:dream "),
    changed("turtle-text", STORY, "a fam:Place ;\n", "a fam:Place ;\r\n", "a fam:Place"),
    added("turtle-text", STORY, "\n", "organization:lamp-board+3"),
    changed("turtle-prefixes", GAZETTE, "@prefix graph: <https://w3id.org/famkg/graph/> .\n", "", "@prefix judgement:"),
    added("turtle-prefixes", "ontology/famkg.ttl", "@prefix fam: <https://example.org/other#> .\n"),
    changed("turtle-layout", STORY, "place:harbour\n  a fam:Place ;\n", "place:harbour a fam:Place ;\n"),
    changed("turtle-layout", STORY, '\n  skos:prefLabel "Harbour"', '\n   skos:prefLabel "Harbour"'),
    changed(
        "turtle-layout",
        WIKI,
        "\n    episode:harbour-lights-s02e03 ,\n    episode:fog-s01e01 ;",
        " episode:harbour-lights-s02e03 , episode:fog-s01e01 ;",
        "s02e03 , episode:fog",
    ),
    changed("turtle-layout", WIKI, f"  {CLAIM}", f"    {CLAIM}"),
    changed(
        "turtle-layout", STORY, "place:harbour\n  a fam:Place ;\n  skos:prefLabel", "place:harbour a fam:Place ; skos:prefLabel"
    ),
    claimed("turtle-layout", f"show:fog fam:spinoffOf{' ' * 60}show:harbour-lights ."),
    changed(
        "turtle-order",
        STORY,
        '  skos:prefLabel "Dora Vane"@en ;\n  fam:inWorld world:harbour .',
        '  fam:inWorld world:harbour ;\n  skos:prefLabel "Dora Vane"@en .',
        'skos:prefLabel "Dora Vane"',
    ),
    # passages and sources
    added("passage-record", WIKI, f"\npassage:harbour-wiki-1-9 {{\n  {CLAIM}\n}}\n", "passage:harbour-wiki-1-9 {+1"),
    changed("passage-source", WIKI, LAST, " .\n\npassage:harbour-wiki-1-6 {", "passage:harbour-wiki-1-6"),
    changed(
        "passage-source",
        BEACON,
        "source:beacon-2021-06-01 .\n\npassage:beacon-2021-06-01-2 {",
        "source:harbour-wiki-1 .\n\npassage:beacon-2021-06-01-2 {",
        "passage:beacon-2021-06-01-2",
    ),
    changed("passage-status", WIKI, f"{STAMP}{STATUS} ;\n", STAMP, "passage:harbour-wiki-1-6"),
    changed("passage-locator", WIKI, '  fam:locator "line 6"', '  fam:locator "line six"', "passage:harbour-wiki-1-6"),
    changed("passage-locator", WIKI, '  fam:locator "line 6" ;\n', "", "passage:harbour-wiki-1-6"),
    changed("passage-stamp", WIKI, STAMP, "", "passage:harbour-wiki-1-6"),
    changed("passage-empty", WIKI, f"  {CLAIM}\n", "", "passage:harbour-wiki-1-6"),
    changed("passage-digest", WIKI, STATUS + LAST, f'{STATUS} ;\n  fam:textDigest "abc"{LAST}', "passage:harbour-wiki-1-6"),
    changed(
        "passage-digest",
        WIKI,
        f'"line 6" ;\n{STAMP}{STATUS}',
        f'"page" ;\n{STAMP}{STATUS} ;\n  fam:textDigest "{"0" * 64}"',
        "passage:harbour-wiki-1-6",
    ),
    changed(
        "passage-quote", WIKI, STATUS + LAST, f"{STATUS} ;\n  fam:tier concept:tier-official{LAST}", "passage:harbour-wiki-1-6"
    ),
    changed("source-record", WIKI, '  schema:publisher "Harbour Wiki" ;\n', "", "source:harbour-wiki-1"),
    changed("source-record", WIKI, '  dcterms:title "Ada marries Bruno" ;\n', "", "source:harbour-wiki-1"),
    changed("source-record", WIKI, "  fam:tier concept:tier-wiki ;\n", "", "source:harbour-wiki-1"),
    changed(
        "source-record", WIKI, " ;\n  schema:url <https://example.org/press/harbour-wiki-1> .", " .", "source:harbour-wiki-1"
    ),
    changed("stamp-target", WIKI, "fam:revealedIn episode:fog-s01e02", "fam:revealedIn episode:fog-s01e09"),
    changed("stamp-target", JUDGEMENTS, "fam:revealedIn episode:harbour-lights-s02e02", "fam:revealedIn place:harbour"),
    # claims
    claimed("undeclared-term", "show:fog fam:spunOff show:harbour-lights ."),
    claimed("undeclared-term", "show:fog schema:award show:harbour-lights ."),
    claimed("undeclared-term", "show:fog a fam:Shew ."),
    claimed("computed-property", 'character:ada-quill fam:earliest "1893-01-01"^^xsd:date .'),
    claimed("domain", "show:fog fam:billing concept:billing-main ."),
    claimed("range", "show:fog fam:spinoffOf season:fog-1 ."),
    claimed("range", 'event:lamp-stays-lit fam:from "1912" .'),
    claimed("range", "event:lamp-stays-lit fam:kind event:great-storm ."),
    claimed("undefined-concept", "character:ada-quill schema:hasOccupation concept:occupation-lamplighter ."),
    claimed("literal", 'event:lamp-stays-lit fam:from "1912-13"^^edtf:EDTF .'),
    claimed("literal", 'season:fog-1 schema:datePublished "2021-02-30"^^xsd:date .'),
    claimed("literal", 'season:fog-1 schema:datePublished "2021-2-3"^^xsd:date .'),
    claimed("literal", 'show:fog schema:duration "PT60M"^^xsd:duration .'),
    claimed("literal", 'character:ada-quill skos:altLabel "Ada"^^xsd:token .'),
    # the register
    changed(
        "entity-type",
        STORY,
        "character:ferryman\n  a fam:Character ;",
        "character:ferryman\n  a fam:Castaway ;",
        "character:ferryman",
    ),
    changed("entity-type", STORY, "character:ferryman\n  a fam:Character ;\n", "character:ferryman\n", "character:ferryman"),
    changed("entity-label", STORY, '  skos:prefLabel "The Ferryman"@en ;\n', "", "character:ferryman"),
    changed("entity-label", STORY, '"The Ferryman"@en', '"The Ferryman"', "character:ferryman"),
    changed(
        "entity-world", STORY, '"Dora Vane"@en ;\n  fam:inWorld world:harbour .', '"Dora Vane"@en .', "character:dora-vane"
    ),
    changed(
        "entity-world",
        STORY,
        '"Dora Vane"@en ;\n  fam:inWorld world:harbour .',
        '"Dora Vane"@en ;\n  fam:inWorld\n    world:dream ,\n    world:harbour .',
        "character:dora-vane",
    ),
    added("entity-twice", STORY, '\nplace:harbour\n  a fam:Place ;\n  skos:prefLabel "Harbour"@en .\n', "place:harbour#2"),
    changed(
        "entity-property",
        STORY,
        '"Harbour"@en .',
        '"Harbour"@en ;\n  dcterms:description "Where it lies."@en .',
        "dcterms:description",
    ),
    claimed("dangling", "character:ada-quill fam:appearsIn episode:fog-s01e09 ."),
    claimed("dangling", "character:nobody a fam:Character ."),
    changed("dangling", DATASET, "fam:completeThrough season:harbour-lights-2", "fam:completeThrough season:harbour-lights-3"),
    changed("near-duplicate", STORY, '"Dora Vane"', '"ADA  QUÍLL"', "character:dora-vane"),
    added("unused-entity", PEOPLE, '\nperson:nobody\n  a fam:Person ;\n  skos:prefLabel "Nobody"@en .\n'),
    # slugs and numbers
    changed("role-slug", BEACON, "casting:jonas-wick-bruno-marsh-harbour-lights-1", "casting:jonas-wick-harbour-lights-1"),
    changed("role-slug", GAZETTE, "credit:leo-brandt-director-", "credit:leo-brandt-directing-"),
    changed("role-slug", BEACON, "post:bruno-marsh-director-lamp-board", "post:bruno-marsh-lamp-board"),
    changed("role-slug", WIKI, "relationship:ada-quill-bruno-marsh-spouse", "relationship:bruno-marsh-ada-quill-spouse"),
    claimed("role-slug", "casting:ines-holt-harbour-lights-2 a fam:Casting ; fam:agent person:ines-holt ."),
    changed("work-number", GAZETTE, "fam:number 3", "fam:number 4"),
    claimed("work-number", "episode:fog-s01e02 fam:partOf season:harbour-lights-1 ."),
    # stamps and judgements
    changed(
        "production-stamp",
        WIKI,
        f"{STAMP}{STATUS}{LAST}\n  {CLAIM}",
        f"  fam:revealedIn fam:Production ;\n{STATUS}{LAST}\n  event:great-storm schema:location place:harbour .",
        "event:great-storm schema:location",
    ),
    changed("judgement-form", JUDGEMENTS, "  fam:verdict concept:verdict-rejected ;\n", "", "judgement:birth-of-ada"),
    changed(
        "judgement-reason",
        JUDGEMENTS,
        "The wiki counts from a misread gravestone that the second season shows in full.",
        " ",
        "judgement:birth-of-ada",
    ),
    changed("judgement-stamp", JUDGEMENTS, "  fam:revealedIn episode:harbour-lights-s02e02 ;\n", "", "judgement:birth-of-ada"),
    changed("judgement-target", JUDGEMENTS, '"1890"', '"1891"', "judgement:birth-of-ada"),
    changed("judgement-target", JUDGEMENTS, "passage:harbour-wiki-1-5", "passage:harbour-wiki-1-4", "judgement:birth-of-ada"),
    # contradictions
    changed("conflict", WIKI, "concept:tier-wiki", "concept:tier-press", 'character:ada-quill fam:from "1890"'),
    changed(
        "conflict",
        BEACON,
        "  show:fog\n",
        "  casting:kira-lund-bruno-marsh-harbour-lights-1\n    a fam:Casting ;\n"
        "    fam:agent person:kira-lund ;\n    fam:billing concept:billing-main ;\n    fam:character character:bruno-marsh ;\n"
        "    fam:work season:harbour-lights-1 .\n  show:fog\n",
        "casting:jonas-wick-bruno-marsh-harbour-lights-1",
    ),
    # shapes
    claimed("shape", "event:lamp-stays-lit schema:location person:leo-brandt ."),
    changed(
        "shape",
        BEACON,
        "  season:harbour-lights-2\n    fam:number 2 ;\n",
        "  season:harbour-lights-2\n",
        f"{WORKS}>season:harbour-lights-2",
    ),
    # rules that are queries
    claimed(
        "kinship-cycle",
        "relationship:bruno-marsh-cleo-marsh-child\n    a fam:Relationship ;\n"
        "    fam:agent character:bruno-marsh ;\n    fam:relatedTo character:cleo-marsh ;\n"
        "    fam:role concept:relation-child .",
        f"{STORY}>character:bruno-marsh",
        f"{STORY}>character:cleo-marsh",
    ),
    claimed("part-of-itself", "place:harbour schema:containedInPlace place:harbour .", f"{STORY}>place:harbour"),
    claimed("spinoff-of-itself", "show:fog fam:spinoffOf show:fog .", f"{WORKS}>show:fog"),
    claimed(
        "consequence-of-itself",
        "divergence:lamp-stays-lit fam:followsFrom divergence:lamp-stays-lit .",
        f"{STORY}>divergence:lamp-stays-lit",
    ),
    claimed(
        "joined-worlds",
        "relationship:dora-vane-ferryman-friend\n    a fam:Relationship ;\n"
        "    fam:agent character:dora-vane ;\n    fam:relatedTo character:ferryman ;\n    fam:role concept:relation-friend .",
        "relationship:dora-vane-ferryman-friend",
    ),
    claimed(
        "divergence-sides", "divergence:lamp-stays-lit fam:realSide event:great-storm .", f"{STORY}>divergence:lamp-stays-lit"
    ),
    claimed(
        "acts-before-birth",
        'character:dora-vane fam:from "1940"^^edtf:EDTF .\n'
        "  participation:great-storm-dora-vane-witness\n    a fam:Participation ;\n    fam:agent character:dora-vane ;\n"
        "    fam:event event:great-storm ;\n    fam:role concept:part-witness .",
        "participation:great-storm-dora-vane-witness",
    ),
    claimed(
        "acts-after-death",
        'character:dora-vane fam:until "1930"^^edtf:EDTF .\n'
        "  participation:great-storm-dora-vane-witness\n    a fam:Participation ;\n    fam:agent character:dora-vane ;\n"
        "    fam:event event:great-storm ;\n    fam:role concept:part-witness .",
        "participation:great-storm-dora-vane-witness",
    ),
]


def place_of(root: Path, file: str, marker: str) -> tuple[Path, int]:
    """``[FILE>]text[+lines][#nth]``: the line of the nth occurrence of a text, or so many lines below."""
    if ">" in marker and marker.split(">", maxsplit=1)[0].endswith((".ttl", ".trig", ".rq")):
        file, _, marker = marker.partition(">")
    marker, nth = (marker[:-2], int(marker[-1])) if marker[-2:-1] == "#" else (marker, 1)
    marker, below = (marker[:-2], int(marker[-1])) if marker[-2:-1] == "+" else (marker, 0)
    lines = (root / file).read_text(encoding="utf-8").split("\n")
    found = [number for number, line in enumerate(lines, 1) if marker in line]
    return root / file, found[nth - 1] + below


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped layers that the rules need, without the style shapes, whose rule takes the longest and has its test."""
    folder = tmp_path_factory.mktemp("shipped")
    shutil.copytree(ROOT / "ontology", folder / "ontology", ignore=shutil.ignore_patterns("style-shapes.ttl"))
    for topic in ("checks", "rules"):
        shutil.copytree(ROOT / "queries" / topic, folder / "queries" / topic)
    return folder


@pytest.fixture
def extra(franchise: Path) -> Path:
    """The small franchise with one more passage."""
    write(franchise / WIKI, (franchise / WIKI).read_text(encoding="utf-8") + EXTRA)
    return franchise


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def checked(root: Path, shipped: Path, *, texts: Path | None = None) -> Report:
    found = layers(root)
    used = replace(
        found,
        ontology=(shipped / "ontology", *found.ontology[1:]),
        queries=(shipped / "queries", *found.queries[1:]),
    )
    return check(used, texts=texts)


def places(report: Report) -> list[tuple[str, Path, int]]:
    return [(found.rule, found.path, found.line) for found in report.findings]


def test_the_small_franchise_is_clean() -> None:
    assert check(layers(FRANCHISE)).findings == ()


def test_the_extra_passage_is_clean(extra: Path, shipped: Path) -> None:
    assert checked(extra, shipped).findings == ()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.rule}: {m.at[0]}")
def test_a_rule_finds_its_fault_and_nothing_else(mutation: Mutation, extra: Path, shipped: Path) -> None:
    path = extra / mutation.file
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    assert mutation.old in before
    write(path, before.replace(mutation.old, mutation.new) if mutation.old else before + mutation.new)
    expected = [(mutation.rule, *place_of(extra, mutation.file, marker)) for marker in mutation.at]
    report = checked(extra, shipped)
    assert expected == places(report), report.findings
    assert report.waiting == ()


QUERY = """#+ summary: Shows
#+ columns: show
PREFIX fam: <https://w3id.org/famkg/ontology#>
SELECT ?show WHERE {
  ?show a fam:Show .
} ORDER BY ?show
"""
QUERY_MUTATIONS = [
    ("query-header", "summary: Shows", "sumary: Shows", 1),
    ("query-header", "#+ columns: show", "#+ parameter: show iri A show", 1),
    ("query-select", "SELECT ?show", "SELECT *", 4),
    ("query-order", " ORDER BY ?show", "", 4),
    ("query-graphs", "?show a fam:Show .", "?show a fam:Show .\n  GRAPH ?g { ?show fam:partOf ?whole }", 5),
    ("query-world", "?show a fam:Show", "?show a fam:Character", 5),
    ("query-world", "?show a fam:Show", "?show fam:ledTo ?event", 5),
    ("query-terms", "a fam:Show", "a fam:Shew", 5),
    ("query-prefixes", "PREFIX fam:", "PREFIX show: <https://example.org/show/>\nPREFIX fam:", 3),
    ("query-prefixes", "fam:", "famkg:", 3),
    ("query-runs", "?show a fam:Show .", "?show a .", 5),
    ("query-runs", "#+ columns: show", "#+ columns: work", 2),
]


def test_a_good_query_is_clean(franchise: Path, shipped: Path) -> None:
    write(franchise / "queries/story/shows.rq", QUERY)
    assert checked(franchise, shipped).findings == ()


@pytest.mark.parametrize(("rule", "old", "new", "line"), QUERY_MUTATIONS)
def test_a_fault_of_a_query_is_found(rule: str, old: str, new: str, line: int, franchise: Path, shipped: Path) -> None:
    path = franchise / "queries/story/shows.rq"
    write(path, QUERY.replace(old, new))
    assert [(rule, path, line)] == places(checked(franchise, shipped))


def test_a_rule_that_is_no_datalog_is_found(franchise: Path, shipped: Path) -> None:
    path = franchise / "queries/rules/odd.rq"
    write(
        path,
        "PREFIX fam: <https://w3id.org/famkg/ontology#>\nCONSTRUCT { ?a fam:partOf ?b }\n"
        "WHERE { ?a fam:partOf ?b .\n  OPTIONAL { ?b fam:partOf ?c } }\n",
    )
    assert [("rule-datalog", path, 4)] == places(checked(franchise, shipped))


def test_a_query_under_checks_is_a_rule_of_its_name(franchise: Path, shipped: Path) -> None:
    text = QUERY.replace("Shows", "Show without a podcast").replace("#+ columns", "#+ description: Make one.\n#+ columns")
    write(franchise / "queries/checks/no-podcast.rq", text)
    report = checked(franchise, shipped)
    assert [("no-podcast", *place_of(franchise, WORKS, f"show:{slug}")) for slug in ("harbour-lights", "fog")] == places(report)
    assert report.findings[1].message == "Show without a podcast: show show:fog"
    assert "Show without a podcast. Make one." in [rule.text for rule in rules_of(layers(franchise))]


def test_every_syntax_fault_is_found_and_the_other_files_are_still_checked(extra: Path, shipped: Path) -> None:
    text = (extra / GAZETTE).read_text(encoding="utf-8")
    write(extra / GAZETTE, text.replace("fam:number 1 ;", "fam:number one ;").replace("a fam:Credit ;", "a famm:Credit ;"))
    write(extra / PEOPLE, (extra / PEOPLE).read_text(encoding="utf-8") + "person:nobody a\n")
    text = (extra / WIKI).read_text(encoding="utf-8")
    write(extra / WIKI, text.replace("  fam:revealedIn episode:fog-s01e02 ;\n", ""))
    report = checked(extra, shipped)
    found = places(report)
    for marker in ("fam:number one", "famm:Credit"):
        assert ("syntax", *place_of(extra, GAZETTE, marker)) in found, marker
    assert any(rule == "syntax" and path == extra / PEOPLE for rule, path, _ in found)
    assert ("passage-stamp", *place_of(extra, WIKI, "passage:harbour-wiki-1-6")) in found
    assert {"syntax", "passage-stamp"} == {rule for rule, _, _ in found}
    assert {"dangling", "conflict", "shape"} <= set(report.waiting)


@pytest.mark.parametrize("file", [DATASET, JUDGEMENTS, STORY, GAZETTE])
def test_what_is_no_utf8_is_a_fault_of_syntax_at_its_line(file: str, franchise: Path, shipped: Path) -> None:
    body = (franchise / file).read_bytes()
    (franchise / file).write_bytes(body.replace(b"\n\n", b"\n\n# caf\xe9\n", 1))
    found = [("syntax", franchise / file, body.count(b"\n", 0, body.index(b"\n\n")) + 3)]
    assert found == [each for each in places(checked(franchise, shipped)) if each[0] == "syntax"]


def test_bad_files_never_break_the_check(franchise: Path, shipped: Path) -> None:
    for path in sorted((RESOURCES / "turtle").glob("bad-*")):
        target = franchise / "graph/sources/2020" / f"{path.name}.trig"
        shutil.copy(path, target)
        report = checked(franchise, shipped)
        assert target in {found.path for found in report.findings}, path.name
        target.unlink()


def test_production_news_may_tell_what_an_official_source_tells(extra: Path, shipped: Path) -> None:
    text = (extra / WIKI).read_text(encoding="utf-8").replace(CLAIM, "event:great-storm schema:location place:harbour .")
    text = text.replace("episode:fog-s01e02 ;\n  fam:status", "fam:Production ;\n  fam:status")
    quoted = "concept:status-stated ;\n  fam:tier concept:tier-official ;"
    head, _, tail = text.rpartition("concept:status-stated ;")
    last = "prov:wasDerivedFrom source:harbour-wiki-1 .\n\npassage:harbour-wiki-1-6 {"
    tail = tail.replace(last, last.replace(" .", " ;\n  prov:wasQuotedFrom person:leo-brandt .", 1))
    write(extra / WIKI, head + quoted + tail)
    assert checked(extra, shipped).findings == ()


def test_a_conflict_names_every_value_with_its_sources(extra: Path, shipped: Path) -> None:
    text = (extra / WIKI).read_text(encoding="utf-8")
    write(extra / WIKI, text.replace("concept:tier-wiki", "concept:tier-press"))
    (found,) = checked(extra, shipped).findings
    expected = "character:ada-quill fam:from: 1890 (Harbour Wiki 2021-07-01, line 5) or 1893 (The Beacon 2021-06-01, line 2)"
    assert found.message.startswith(expected)


def test_a_breach_of_the_ontology_s_style_is_found(franchise: Path, shipped: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(shipped, tmp_path / "shipped"))
    shutil.copy(ROOT / "ontology/style-shapes.ttl", folder / "ontology")
    text = (folder / "ontology/famkg.ttl").read_text(encoding="utf-8")
    write(folder / "ontology/famkg.ttl", text.replace("  skos:example ", "  skos:note ", 1))
    report = checked(franchise, folder)
    assert [("ontology-style", *place_of(folder, "ontology/famkg.ttl", "fam:Entity"))] == places(report)


def digest(line: str) -> str:
    return sha256(line.encode()).hexdigest()


def with_digests(root: Path, first: str, second: str) -> None:
    text = (root / GAZETTE).read_text(encoding="utf-8")
    for number, value in ((1, first), (2, second)):
        head, _, tail = text.partition(f'"line {number}" ;')
        tail = tail.replace("concept:status-stated ;", f'concept:status-stated ;\n  fam:textDigest "{value}" ;', 1)
        text = f'{head}"line {number}" ;{tail}'
    write(root / GAZETTE, text)


def test_digests_are_verified_against_the_non_empty_lines_of_a_text(franchise: Path, shipped: Path, tmp_path: Path) -> None:
    with_digests(franchise, digest("First caf\u00e9 line"), digest("Second"))
    write(tmp_path / "texts/some.txt", "\n  First\tcafe\u0301   line\r\n\n \nSecond\n")
    write(tmp_path / "texts/other.txt", "Nothing of it\n")
    report = checked(franchise, shipped, texts=tmp_path / "texts")
    assert report.findings == ()
    assert f"2 of 2 text digests verified in {tmp_path / 'texts'}" in report.notes


def test_a_line_that_reads_otherwise_is_found_at_its_passage(franchise: Path, shipped: Path, tmp_path: Path) -> None:
    with_digests(franchise, digest("First"), digest("Third"))
    write(tmp_path / "texts/some.txt", "First\nSecond\nThird\n")
    report = checked(franchise, shipped, texts=tmp_path / "texts")
    assert [("text-digest", *place_of(franchise, GAZETTE, "passage:gazette-2020-01-05-2"))] == places(report)
    assert report.findings[0].message == "line 2 of some.txt reads otherwise; line 3 has this digest"


def test_a_source_whose_text_is_not_there_is_found_once(franchise: Path, shipped: Path, tmp_path: Path) -> None:
    with_digests(franchise, digest("First"), digest("Second"))
    write(tmp_path / "texts/some.txt", "Another text\n")
    report = checked(franchise, shipped, texts=tmp_path / "texts")
    assert [("text-digest", *place_of(franchise, GAZETTE, "source:gazette-2020-01-05"))] == places(report)


def test_the_outline_of_a_query_tells_patterns_outside_graph() -> None:
    for name, expected in (("apart", False), ("mixed", True)):
        for text in (RESOURCES / f"queries-{name}.txt").read_text(encoding="utf-8").splitlines():
            assert expected == (read_outline(text).loose is not None), text


FACT = Quad(fam("Show"), TYPE, fam("Work"), FACTS)


def test_queries_are_asked_in_another_process_with_the_facts_as_default_graph() -> None:
    with Asker([FACT]) as asker:
        assert (("s",), ((fam("Show"),),)) == asker.ask("SELECT ?s WHERE { ?s ?p ?o }")
        assert asker.ask("ASK { ?s ?p ?o }") == ((), ())
        assert asker.ask("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }") == ((), ())
        assert "error at 1:7" in str(asker.ask("SELEKT"))


def test_a_query_that_runs_away_is_ended_and_the_next_is_answered() -> None:
    quads = [Quad(fam(f"n{number}"), TYPE, fam("Show"), FACTS) for number in range(200)]
    with Asker(quads, seconds=1) as asker:
        product = " ".join(f"?s{number} ?p{number} ?o{number} ." for number in range(9))
        assert asker.ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ {product} }}") == "the query takes longer than 1 seconds"
        asker.seconds = 60
        assert (("s",), ((fam("n7"),),)) == asker.ask("SELECT ?s WHERE { ?s ?p ?o FILTER(STRENDS(STR(?s), 'n7')) }")


def test_a_query_that_kills_its_process_is_named_and_the_next_is_answered() -> None:
    with Asker([FACT]) as asker:
        assert "ended the process that ran it" in str(asker.ask("SELECT ?s WHERE " + "{" * 100_000 + "}" * 100_000))
        assert (("s",), ((fam("Show"),),)) == asker.ask("SELECT ?s WHERE { ?s ?p ?o }")


def test_every_rule_says_why_and_has_a_name_of_its_own() -> None:
    rules = rules_of(layers())
    names = [rule.name for rule in rules]
    assert sorted(set(names)) == sorted(names)
    for rule in rules:
        assert rule.name == rule.name.lower().replace("_", "-"), rule.name
        assert len(rule.text) > 40, rule.name
    tested = {mutation.rule for mutation in MUTATIONS} | {rule for rule, *_ in QUERY_MUTATIONS}
    tested |= {"syntax", "text-digest", "ontology-style", "rule-datalog"}
    assert set() == {name for name in names if not name.startswith("rival-")} - tested


FINDINGS = (Finding(Path.cwd() / "graph/a,b.trig", 3, "range", "takes 100%\x1b[31m\nof it"),)


def test_findings_are_written_for_people_programs_and_github() -> None:
    assert write_findings(FINDINGS, "table") == "graph/a,b.trig:3  range  takes 100% [31m of it\n"
    (row,) = json.loads(write_findings(FINDINGS, "json"))
    assert row == {"path": "graph/a,b.trig", "line": 3, "rule": "range", "message": "takes 100%\x1b[31m\nof it"}
    expected = "::error file=graph/a%2Cb.trig,line=3,title=range::takes 100%25 [31m of it\n"
    assert expected == write_findings(FINDINGS, "github")
    assert write_findings((), "json") == "[]\n"


def test_an_unknown_format_suggests_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="table"):
        write_findings((), "tabel")
    assert FORMATS == ("table", "json", "github")


def test_the_command_exits_with_one_if_anything_was_found(franchise: Path) -> None:
    clean = CliRunner().invoke(app, ["check", "--data", str(franchise)])
    assert (clean.exit_code, clean.stdout) == (0, "")
    assert clean.stderr.endswith("no findings\n")
    write(franchise / STORY, (franchise / STORY).read_text(encoding="utf-8") + "\n")
    found = CliRunner().invoke(app, ["check", "--data", str(franchise), "--quiet"])
    assert (found.exit_code, found.stderr) == (1, "")
    assert "  turtle-text  end the file with one line feed" in found.stdout


def test_the_command_lists_the_rules(franchise: Path) -> None:
    listing = CliRunner().invoke(app, ["check", "--rules", "--data", str(franchise)])
    assert listing.exit_code == 0
    for rule in rules_of(layers(franchise)):
        assert f"{rule.name}\n  " in listing.stdout


def new_source(root: Path, *options: str) -> tuple[int, str]:
    required = {
        "--publisher": 'The "Gazette"',
        "--title": "It is — coming",
        "--url": "https://example.org/1",
        "--tier": "press",
    }
    given = dict(zip(options[1::2], options[2::2], strict=True))
    arguments = [part for option in {**required, **given}.items() for part in option]
    done = CliRunner().invoke(app, ["new-source", options[0], *arguments, "--data", str(root)])
    return done.exit_code, str(done.exception) if done.exception else done.stdout


def test_a_new_source_asks_for_a_stamp_and_a_claim_and_for_nothing_else(franchise: Path, shipped: Path) -> None:
    path = franchise / "graph/sources/2022/gazette-2022-01-05.trig"
    assert (0, f"{path}\n") == new_source(franchise, "gazette-2022-01-05", "--date", "2022-01-05")
    line = place_of(franchise, str(path.relative_to(franchise)), "passage:gazette-2022-01-05-1")
    assert [("passage-empty", *line), ("passage-stamp", *line)] == places(checked(franchise, shipped))
    text = path.read_text(encoding="utf-8").replace("{\n}", f"{{\n  {CLAIM}\n}}")
    write(path, text.replace("  fam:status", "  fam:revealedIn fam:Production ;\n  fam:status"))
    assert checked(franchise, shipped).findings == ()


def test_a_new_source_without_a_date_is_filed_as_undated(franchise: Path) -> None:
    assert (0, f"{franchise / 'graph/sources/undated/gazette.trig'}\n") == new_source(franchise, "gazette")


def test_a_new_source_never_replaces_a_file(franchise: Path) -> None:
    before = (franchise / GAZETTE).read_bytes()
    code, message = new_source(franchise, "gazette-2020-01-05", "--date", "2025-01-01")
    assert code == 1
    assert "is there already" in message
    assert before == (franchise / GAZETTE).read_bytes()
    assert not (franchise / "graph/sources/2025").exists()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("Gazette 1",), "is no slug"),
        (("../x",), "is no slug"),
        (("g", "--tier", "prss"), "did you mean 'press'"),
        (("g", "--date", "2020-1-5"), "is no day"),
        (("g", "--date", "2020-02-30"), "is no day"),
        (("g", "--url", "example.org"), "is no address"),
        (("g", "--url", "https://example.org/a b"), "is no address"),
        (("g", "--title", " "), "is no line of text"),
        (("g", "--title", "a\nb"), "is no line of text"),
    ],
)
def test_a_new_source_refuses_what_it_cannot_write(options: tuple[str, ...], expected: str, franchise: Path) -> None:
    code, message = new_source(franchise, *options)
    assert code == 1
    assert expected in message
    assert sorted(FRANCHISE.rglob("*.trig")) == sorted(FRANCHISE / p.relative_to(franchise) for p in franchise.rglob("*.trig"))
