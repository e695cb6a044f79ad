"""The query catalogue: every question has a case with expected rows, and every text keeps the house style."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

import pytest
from pyoxigraph import NamedNode

import famkg
from famkg.query.catalogue import read_catalogue
from famkg.query.result import Result
from famkg.query.slots import fill, slot_names
from famkg.store import Solutions, asks_evidence
from famkg.store.base import without_comments
from tests.conftest import FRANCHISE, ROOT
from tests.expected.regenerate import CASES, LISTED, README, Case, expected_file, expected_rows, listing

QUERIES = read_catalogue([ROOT / "queries"]).queries
EVERY = pytest.mark.parametrize("name", QUERIES)
WIDTH = 110


@cache
def answer(name: str) -> Result:
    """The rows of a query of the shipped franchise, as it stands in its file."""
    return famkg.load().query(name)


def test_the_catalogue_is_large_and_covers_every_topic() -> None:
    assert 60 <= len(QUERIES)
    assert {"works", "people", "story", "history", "claims", "identity", "network"} == {q.topic for q in QUERIES.values()}


def test_every_query_has_a_case() -> None:
    assert set() == set(QUERIES) - {case.query for case in CASES}


def test_no_two_cases_share_a_file_and_no_file_is_left_over() -> None:
    files = [expected_file(case) for case in CASES]
    assert len(files) == len(set(files))
    assert set(files) == set(files[0].parent.glob("*.tsv"))


def test_many_queries_are_asked_at_several_progresses() -> None:
    seen = defaultdict(set)
    for case in CASES:
        seen[case.query].add(case.seen)
    assert 12 <= sum(len(progresses) >= 3 for progresses in seen.values())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_answered_as_expected(case: Case) -> None:
    expected = expected_file(case).read_text(encoding="utf-8")
    assert expected == expected_rows(case), f"python tests/expected/regenerate.py {case.query}, then read the difference"


def test_the_readme_lists_every_query() -> None:
    found = LISTED.search(README.read_text(encoding="utf-8"))
    assert found is not None
    assert listing(read_catalogue([ROOT / "queries"])).strip() == found.group().strip(), "python tests/expected/regenerate.py"


@EVERY
def test_a_header_tells_what_the_query_answers(name: str) -> None:
    header = QUERIES[name].header
    assert header.tags
    assert header.columns
    assert not header.summary.endswith(".")
    assert {parameter.name for parameter in header.parameters} <= slot_names(QUERIES[name].text)
    assert all(not parameter.text.endswith(".") for parameter in header.parameters)


@EVERY
def test_columns_are_those_selected_and_a_label_stands_beside_what_it_labels(name: str) -> None:
    columns = answer(name).columns
    assert QUERIES[name].header.columns == columns
    labels = [column for column in columns if column.endswith("Label")]
    assert [columns[columns.index(label) - 1] + "Label" for label in labels] == labels


@EVERY
def test_the_order_tells_all_rows_apart(name: str) -> None:
    result = answer(name)
    order = QUERIES[name].text.rpartition("\nORDER BY")[2]
    assert order
    keys = [i for i, column in enumerate(result.columns) if re.search(rf"\?{column}\b", order)]
    rows = defaultdict(set)
    for row in result.rows:
        rows[tuple(row[i] for i in keys)].add(row)
    assert len(result.rows) == len(set(result.rows)), "a row stands twice"
    assert [] == [key for key, tied in rows.items() if len(tied) > 1], "rows tie: add columns to ORDER BY"


@EVERY
def test_prefixes_are_sorted_and_those_used(name: str) -> None:
    text = QUERIES[name].text
    declared = re.findall(r"^PREFIX (\w+):", text, re.MULTILINE)
    assert sorted(declared) == declared
    body = re.sub(r'"(?:[^"\\]|\\.)*"|^PREFIX.*$', " ", without_comments(text), flags=re.MULTILINE)
    assert set(declared) == set(re.findall(r"(?<![\w?])([a-z]\w*):", body))


@EVERY
def test_the_layout_is_readable(name: str) -> None:
    text = QUERIES[name].text
    lines = [line for line in text.splitlines() if not line.startswith("#+ columns:")]
    assert [] == [line for line in lines if len(line) > WIDTH]
    assert [] == [line for line in lines if line != line.rstrip() or "\t" in line]
    assert [] == [line for line in lines if (len(line) - len(line.lstrip())) % 2]
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_both_kinds_of_query_are_in_the_catalogue_and_neither_reads_the_other_s_graphs() -> None:
    assert {"facts", "evidence"} == {query.kind for query in QUERIES.values()}
    facts = [query.name for query in QUERIES.values() if not asks_evidence(query.text) and "graph:" in query.text]
    assert [] == facts


@EVERY
def test_slot_defaults_name_only_what_the_first_episode_shows(name: str) -> None:
    query = QUERIES[name]
    prefixes = famkg.load().prefixes
    for parameter in query.header.parameters:
        for prefix, local in re.findall(rf"VALUES \?{parameter.name} {{ (\w+):([\w-]+) }}", query.text):
            named = NamedNode(prefixes.expand(f"{prefix}:{local}") or "")
            assert prefix == "concept" or named in _things("s01e01"), parameter.name


@cache
def _things(seen: str) -> frozenset[object]:
    answer = famkg.load(seen=seen).sparql("SELECT ?thing WHERE { ?thing ?property ?value }")
    assert isinstance(answer, Solutions)
    return frozenset(row[0] for row in answer.rows)


@EVERY
def test_a_query_runs_on_another_franchise(name: str, small: famkg.KnowledgeGraph) -> None:
    result = small.query(name)
    assert QUERIES[name].header.columns == result.columns


def test_no_query_depends_on_the_things_of_a_franchise_but_for_its_defaults() -> None:
    shared = {"concept", "graph", *_vocabulary()}
    for query in QUERIES.values():
        body = re.sub(r"VALUES \?\w+ \{[^{}]*\}|^PREFIX.*$", " ", without_comments(query.text), flags=re.MULTILINE)
        named = re.findall(r"(?<![\w?])([a-z]\w*):[\w-]", re.sub(r'"[^"]*"', " ", body))
        assert set() == set(named) - shared, query.name


def _vocabulary() -> frozenset[str]:
    from famkg.terms import VOCABULARY_PREFIXES

    return frozenset(VOCABULARY_PREFIXES)


@EVERY
@pytest.mark.filterwarnings("ignore")
def test_rdflib_reads_the_text_too(name: str) -> None:
    from rdflib.plugins.sparql import prepareQuery

    assert "SelectQuery" == prepareQuery(QUERIES[name].text).algebra.name


@EVERY
@pytest.mark.filterwarnings("ignore")
def test_rdflib_gives_the_same_rows_where_the_small_franchise_has_some(name: str, small: famkg.KnowledgeGraph) -> None:
    query = QUERIES[name]
    things = [parameter.name for parameter in query.header.parameters if parameter.type == "iri"]
    text = fill(query.text, dict.fromkeys(things))
    answer = small.sparql(text)
    assert isinstance(answer, Solutions)
    expected = {tuple("" if term is None else term.value for term in row) for row in answer.rows}
    if not expected:
        return  # rdflib takes no rows for one group, and its joins over nothing are slow
    data = _rdflib(query.kind)
    found = {tuple("" if term is None else str(term) for term in row) for row in data.query(text)}
    assert expected == found


@cache
def _rdflib(kind: str):  # type: ignore[no-untyped-def]
    small = famkg.load(FRANCHISE)
    return small.graph() if kind == "facts" else small.dataset()
