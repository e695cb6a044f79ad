"""Every rule finds its fault at its line, and nothing else."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Quad

from famkg.check import Finding, check, rules_of
from famkg.check.report import FORMATS, write_findings
from famkg.check.run import Report
from famkg.check.sparql import read_outline
from famkg.cli import app
from famkg.errors import UnknownNameError, UsageError
from famkg.resources import layers
from famkg.store.apart import ApartStore
from famkg.store.base import Solutions, asks_elsewhere
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


QUERY = """#+ summary: Shows
#+ columns: show
PREFIX fam: <https://w3id.org/famkg/ontology#>
SELECT ?show WHERE {
  ?show a fam:Show .
} ORDER BY ?show
"""


def test_a_good_query_is_clean(franchise: Path, shipped: Path) -> None:
    write(franchise / "queries/story/shows.rq", QUERY)
    assert checked(franchise, shipped).findings == ()


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
    with ApartStore([FACT]) as store:
        assert Solutions(("s",), ((fam("Show"),),)) == store.query("SELECT ?s WHERE { ?s ?p ?o }")
        assert store.query("ASK { ?s ?p ?o }") is True
        assert (FACT.triple,) == store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert [FACT] == list(store.quads())
        with pytest.raises(UsageError, match="no SPARQL query: error at 1:7"):
            store.query("SELEKT")


def test_a_query_that_runs_away_is_ended_and_the_next_is_answered() -> None:
    quads = [Quad(fam(f"n{number}"), TYPE, fam("Show"), FACTS) for number in range(200)]
    with ApartStore(quads, seconds=1) as store:
        product = " ".join(f"?s{number} ?p{number} ?o{number} ." for number in range(9))
        with pytest.raises(UsageError, match="the query takes longer than 1 seconds"):
            store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {product} }}")
        store.seconds = 60
        expected = Solutions(("s",), ((fam("n7"),),))
        assert expected == store.query("SELECT ?s WHERE { ?s ?p ?o FILTER(STRENDS(STR(?s), 'n7')) }")


def test_a_query_that_kills_its_process_is_named_and_the_next_is_answered() -> None:
    with ApartStore([FACT]) as store:
        with pytest.raises(UsageError, match="ended the process that ran it"):
            store.query("SELECT ?s WHERE " + "{" * 100_000 + "}" * 100_000)
        assert Solutions(("s",), ((fam("Show"),),)) == store.query("SELECT ?s WHERE { ?s ?p ?o }")


def test_a_query_that_asks_elsewhere_is_told_from_one_that_speaks_of_it() -> None:
    for name, expected in (("here", False), ("elsewhere", True)):
        for text in (RESOURCES / f"queries-{name}.txt").read_text(encoding="utf-8").splitlines():
            assert expected == asks_elsewhere(text), text


def test_every_rule_says_why_and_has_a_name_of_its_own() -> None:
    rules = rules_of(layers())
    names = [rule.name for rule in rules]
    assert sorted(set(names)) == sorted(names)
    for rule in rules:
        assert rule.name == rule.name.lower().replace("_", "-"), rule.name
        assert len(rule.text) > 40, rule.name


FINDINGS = (Finding(Path.cwd() / "graph/a,b.trig", 3, "range", "takes 100%\x1b[31m\nof it"),)


def test_findings_are_written_for_people_programs_and_github() -> None:
    assert write_findings(FINDINGS, "table") == "graph/a,b.trig:3  range  takes 100% [31m of it\n"
    (row,) = json.loads(write_findings(FINDINGS, "json"))
    assert row == {"path": "graph/a,b.trig", "line": 3, "rule": "range", "message": "takes 100%\x1b[31m\nof it"}
    expected = "::error file=graph/a%2Cb.trig,line=3,title=range::takes 100%25 [31m of it\n"
    assert expected == write_findings(FINDINGS, "github")
    assert write_findings((), "json") == "[]\n"


SARIF = {
    # section of SARIF 2.1.0, the properties that are used of each object, those that it must have
    "log": ({"$schema", "version", "runs"}, {"version", "runs"}),  # 3.13
    "run": ({"tool", "columnKind", "originalUriBaseIds", "results"}, {"tool"}),  # 3.14
    "driver": ({"name", "version", "informationUri", "rules"}, {"name"}),  # 3.19
    "rule": ({"id", "shortDescription", "fullDescription", "help", "defaultConfiguration"}, {"id"}),  # 3.49
    "result": ({"ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"}, {"message"}),  # 3.27
}


def assert_shaped(kind: str, found: dict[str, object]) -> None:
    known, needed = SARIF[kind]
    assert set(found) <= known, kind
    assert needed <= set(found), kind


def test_sarif_describes_every_rule_and_places_every_finding_below_the_root(
    extra: Path, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(extra / "graph/entities/a b.ttl", "\n")
    monkeypatch.chdir(extra)
    report = checked(extra, shipped)
    log = json.loads(write_findings(report.findings, "sarif", rules=report.rules))
    assert_shaped("log", log)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert_shaped("run", run)
    driver = run["tool"]["driver"]
    assert_shaped("driver", driver)
    assert sorted(rule.name for rule in report.rules) == [rule["id"] for rule in driver["rules"]]
    for rule in driver["rules"]:
        assert_shaped("rule", rule)
        assert all(rule[part]["text"].strip() for part in ("shortDescription", "fullDescription", "help"))
        assert rule["defaultConfiguration"] == {"level": "error"}
    assert len(report.findings) == len(run["results"]) == 1
    for finding, result in zip(report.findings, run["results"], strict=True):
        assert_shaped("result", result)
        assert finding.rule == result["ruleId"] == driver["rules"][result["ruleIndex"]]["id"]
        (location,) = result["locations"]
        assert location == {
            "physicalLocation": {
                "artifactLocation": {"uri": "graph/entities/a%20b.ttl", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": finding.line},
            }
        }
    assert set(run["originalUriBaseIds"]) == {"%SRCROOT%"}


def test_sarif_names_a_file_elsewhere_by_its_whole_address_and_keeps_a_finding_s_identity(tmp_path: Path) -> None:
    first, moved = (Finding(tmp_path / "a.ttl", line, "range", "takes {x}\u202e\nof it") for line in (3, 4))
    log = json.loads(write_findings((first, moved), "sarif"))
    one, other = log["runs"][0]["results"]
    assert one["partialFingerprints"] == other["partialFingerprints"]
    assert one["message"] == {"text": "takes {{x}}  of it"}
    location = one["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": (tmp_path / "a.ttl").resolve().as_uri()}


def test_an_unknown_format_suggests_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="table"):
        write_findings((), "tabel")
    assert FORMATS == ("table", "json", "github", "sarif")


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
