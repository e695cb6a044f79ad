"""The command line: what each command prints, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from famkg.cli import COMMANDS, main

from .conftest import FRANCHISE

DATA = ("--data", str(FRANCHISE))


class Run:
    """What one call of the command line did."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def call(*words: str, stdin: str = "") -> Run:
        monkeypatch.setattr(sys, "argv", ["famkg", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        return Run(int(ended.value.code or 0), captured.out, captured.err)

    return call


def test_a_named_query_answers_as_a_table(run) -> None:  # type: ignore[no-untyped-def]
    found = run("query", "seasons", "--set", "show=show:fog", *DATA)
    assert (0, "") == (found.code, found.err)
    assert ["season", "number", "premiere", "story"] == found.out.splitlines()[0].split()
    assert "Fog season 1" in found.out


def test_rows_are_written_in_each_format(run) -> None:  # type: ignore[no-untyped-def]
    def rows(form: str) -> str:
        answer = run("query", "seasons", "--set", "show=show:fog", "--format", form, *DATA)
        assert 0 == answer.code
        return str(answer.out)

    header, row = list(csv.reader(io.StringIO(rows("csv"))))
    assert ["season", "seasonLabel", "number", "premiere", "story"] == header
    assert ["https://example.org/harbour/season/fog-1", "Fog season 1", "1", "", ""] == row
    assert "?season\t?seasonLabel\t?number\t?premiere\t?story" == rows("tsv").splitlines()[0]
    assert '<https://example.org/harbour/season/fog-1>\t"Fog season 1"@en\t' in rows("tsv").splitlines()[1]
    answer = json.loads(rows("json"))
    assert {"type": "literal", "value": "Fog season 1", "xml:lang": "en"} == answer["results"]["bindings"][0]["seasonLabel"]
    assert 1 == json.loads(rows("jsonl").splitlines()[0])["number"]
    assert "| Fog season 1 | 1 |  |  |" == rows("markdown").splitlines()[2]


def test_a_query_file_and_standard_input_are_asked_too(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    text = "#+ summary: shows\nPREFIX fam: <https://w3id.org/famkg/ontology#>\nSELECT ?s WHERE { ?s a fam:Show } ORDER BY ?s\n"
    file = tmp_path / "shows.rq"
    file.write_text(text)
    assert run("query", str(file), *DATA).out == run("query", "-", *DATA, stdin=text).out
    assert "show:fog" in run("query", str(file), *DATA).out


def test_the_catalogue_is_listed_by_topic(run) -> None:  # type: ignore[no-untyped-def]
    listing = run("query", *DATA).out
    assert "works" in listing.splitlines()
    assert "  cast " in listing


def test_the_text_of_a_query_can_be_taken_elsewhere(run) -> None:  # type: ignore[no-untyped-def]
    text = run("query", "seasons", "--set", "show=show:fog", "--text", *DATA).out
    assert "VALUES ?show { <https://example.org/harbour/show/fog> }" in text


def test_a_slot_takes_a_name_and_nothing_means_any(run) -> None:  # type: ignore[no-untyped-def]
    assert (
        run("query", "seasons", "--set", "show=Fog", *DATA).out == run("query", "seasons", "--set", "show=show:fog", *DATA).out
    )
    both = run("query", "seasons", "--set", "show=", *DATA).out
    assert "Fog season 1" in both
    assert "Harbour Lights season 2" in both


@pytest.mark.parametrize("value", ["x } ?s ?p ?o {", '"> } UNION { ?a ?b ?c', "show:fog> }"])
def test_a_value_can_not_change_the_query(run, value: str) -> None:  # type: ignore[no-untyped-def]
    answer = run("query", "seasons", "--set", f"show={value}", *DATA)
    assert 2 == answer.code
    assert "" == answer.out


def test_progress_limits_what_is_found_and_what_is_suggested(run) -> None:  # type: ignore[no-untyped-def]
    assert "Dora Vane" in run("show", "Dora Vane", *DATA).out
    hidden = run("show", "Dora Vane", "--seen", "s02e03", *DATA)
    assert 2 == hidden.code
    assert "character:dora-vane" not in hidden.err
    assert "Dora" not in hidden.err.replace("'Dora Vane'", "")


def test_a_misspelt_name_is_found_and_an_unknown_one_answered_with_the_nearest(run) -> None:  # type: ignore[no-untyped-def]
    assert "character:ada-quill" in run("show", "Aida Quill", *DATA).out
    unknown = run("show", "Ada Quil", *DATA)
    assert 2 == unknown.code
    assert "did you mean" in unknown.err
    assert "character:ada-quill" in unknown.err


def test_a_name_that_several_things_bear_is_asked_back(run) -> None:  # type: ignore[no-untyped-def]
    answer = run("show", "harbour", *DATA)
    assert 2 == answer.code
    assert "franchise:harbour, place:harbour" in answer.err


def test_show_cites_every_stated_fact(run) -> None:  # type: ignore[no-untyped-def]
    text = run("show", "Ada Quill", *DATA).out
    assert "Ada Marsh (character, Harbour timeline)" in text
    assert "also called: Ada Quill" in text
    assert "The Beacon, “A storm is coming”, 2021-06-01, line 2, press" in text
    assert "[1]" in text
    facts = json.loads(run("show", "Ada Quill", "--format", "json", *DATA).out)["facts"]
    assert all(fact["citations"] or fact["inferred"] for fact in facts)


def test_why_tells_passage_rival_and_judgement(run) -> None:  # type: ignore[no-untyped-def]
    text = run("why", "Ada Quill", "from", *DATA).out
    assert "Ada Marsh — from — 1893" in text
    assert "says The Beacon" in text
    assert "rival:" in text
    assert "1890  (not held)" in text
    assert "judged: rejected 1890: The wiki counts from a misread gravestone" in text


def test_why_shows_rule_and_premises_of_an_inferred_fact(run) -> None:  # type: ignore[no-untyped-def]
    text = run("why", "Bruno Marsh", "fam:spouse", "Ada Quill", *DATA).out
    assert "follows by the rule “a marriage makes each the spouse of the other”" in text
    assert "says Harbour Wiki" in text


def test_why_of_a_fact_there_is_not_is_an_error(run) -> None:  # type: ignore[no-untyped-def]
    answer = run("why", "Bruno Marsh", "fam:ledTo", *DATA)
    assert 2 == answer.code
    assert "famkg show lists what is known" in answer.err


def test_search_lists_names_and_things(run) -> None:  # type: ignore[no-untyped-def]
    assert "Bruno Marsh\tcharacter:bruno-marsh" in run("search", "marsh", *DATA).out.splitlines()


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("query", "seasns"), 2, "did you mean 'seasons'"),
        (("query", "seasons", "--set", "sho=show:fog"), 2, "did you mean 'show'"),
        (("query", "seasons", "--set", "show"), 2, "--set show=VALUE"),
        (("query", "seasons", "--format", "tabel"), 2, "did you mean 'table'"),
        (("query", "seasons", "--seen", "s09e09"), 2, "unknown episode of harbour-lights"),
        (("query", "married-at", "--set", "year=late"), 2, "takes a whole number"),
        (("query", "alive-at", "--set", "date=1983"), 2, "takes a day"),
        (("show", "character:nobody"), 2, "unknown entity"),
        (("shew", "x"), 2, "did you mean 'show'"),
        (("query", "no/such/file.rq"), 3, "cannot be read"),
        (("show",), 2, "Missing argument"),
    ],
)
def test_a_wrong_request_says_what_to_try(run, words: tuple[str, ...], code: int, message: str) -> None:  # type: ignore[no-untyped-def]
    answer = run(*words, *(DATA if words[0] != "shew" else ()))
    assert code == answer.code
    assert message in answer.err
    assert answer.err.startswith("famkg: ")
    assert "Traceback" not in answer.err


def test_a_data_folder_that_lacks_a_layer_is_named(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    answer = run("query", "seasons", "--data", str(tmp_path))
    assert 3 == answer.code
    assert "no graph here" in answer.err


def test_a_remote_store_that_is_not_there_is_exit_code_4(run) -> None:  # type: ignore[no-untyped-def]
    answer = run("query", "seasons", "--store", "http://127.0.0.1:9/query", *DATA)
    assert 4 == answer.code
    assert "cannot be reached" in answer.err


def test_an_output_file_is_written_whole_or_not_at_all(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    target = tmp_path / "rows.csv"
    assert 0 == run("query", "seasons", "--format", "csv", "-o", str(target), *DATA).code
    assert target.read_text().startswith("season,")
    answer = run("query", "seasons", "-o", str(tmp_path / "missing" / "rows.csv"), *DATA)
    assert 2 == answer.code
    assert "cannot be written" in answer.err
    assert [target] == list(tmp_path.iterdir())


def test_every_command_has_help(run) -> None:  # type: ignore[no-untyped-def]
    overview = run("--help").out
    for name, summary in COMMANDS.items():
        assert name in overview
        assert summary.split()[0] in overview
        assert "Usage: famkg" in run(name, "--help").out


def test_the_start_imports_little() -> None:
    listed = subprocess.run(
        [sys.executable, "-c", "import sys, famkg.cli; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    heavy = {"rdflib", "networkx", "pyvis", "jinja2", "pyshacl", "SPARQLWrapper", "numpy", "platformdirs"}
    assert set() == heavy & set(listed.stdout.split())


def test_a_cached_query_imports_nothing_it_does_not_need() -> None:
    code = (
        "import sys, famkg; kg = famkg.load(sys.argv[1]); kg.query('seasons').to('csv');"
        "kg = famkg.load(sys.argv[1]); print(*sys.modules)"
    )
    listed = subprocess.run([sys.executable, "-c", code, str(FRANCHISE)], capture_output=True, text=True, check=True)
    heavy = {"rdflib", "networkx", "pyvis", "jinja2", "pyshacl", "SPARQLWrapper", "numpy"}
    assert set() == heavy & set(listed.stdout.split())


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -c 'from famkg.cli import main; main()' query --data {FRANCHISE} | head -1"
    ended = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert ("", 0) == (ended.stderr, ended.returncode)
