"""The rows of a query, each led back to the passages it rests on."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Quad

import famkg
from famkg.cli.query import command
from famkg.errors import UsageError
from famkg.query.catalogue import Query
from famkg.query.citing import read_grounds
from famkg.query.header import Header
from famkg.store.base import Solutions
from famkg.store.embedded import EmbeddedStore
from famkg.terms import FACTS
from tests.conftest import FRANCHISE

PREFIXES = "".join(
    f"PREFIX {name}: <https://example.org/harbour/{name}/>\n" for name in ("character", "event", "franchise", "season", "show")
)
PREFIXES += """PREFIX fam: <https://w3id.org/famkg/ontology#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def passages(kg: famkg.KnowledgeGraph, text: str) -> list[set[str]]:
    """The passages that each row of a query text cites."""
    query = Query("mine", "", Path("-"), PREFIXES + text, Header("mine"))
    cited = kg.ask(query, cite=True).citations
    assert cited is not None
    return [{citation.passage.rpartition("/")[2] for citation in citations} for citations in cited]


def assert_grounds_suffice(text: str, kg: famkg.KnowledgeGraph, facts: frozenset[object], rows: slice) -> None:
    """The triples that a row rests on give the row again, with nothing else in the store."""
    found = kg.sparql(text)
    assert isinstance(found, Solutions)
    for row, grounds in list(zip(found.rows, read_grounds(kg.store, text, found), strict=True))[rows]:
        alone = EmbeddedStore.in_memory(Quad(t.subject, t.predicate, t.object, FACTS) for t in grounds if t in facts)
        again = alone.query(text)
        assert isinstance(again, Solutions)
        assert row in again.rows


def test_a_row_cites_the_passages_of_the_facts_it_rests_on(small: famkg.KnowledgeGraph) -> None:
    assert [{"gazette-2020-01-05-2"}] == passages(small, "SELECT ?o WHERE { ?c schema:hasOccupation ?o }")


def test_facts_that_other_variables_bind_are_cited_too(small: famkg.KnowledgeGraph) -> None:
    found = passages(small, "SELECT ?name WHERE { ?e fam:when ?when ; fam:ledTo ?l ; skos:prefLabel ?name }")
    assert [{"gazette-2020-01-05-2", "harbour-wiki-1-4"}] == found


def test_an_optional_that_finds_nothing_adds_nothing(small: famkg.KnowledgeGraph) -> None:
    text = "SELECT ?c ?d WHERE { ?c fam:from ?d OPTIONAL { ?c schema:hasOccupation ?o FILTER(?d = 'never') } }"
    found = passages(small, text + " ORDER BY ?c")
    assert {"beacon-2021-06-01-2"} in found
    assert "gazette-2020-01-05-2" not in set().union(*found)


def test_only_the_branch_of_a_union_that_took_part_is_cited(small: famkg.KnowledgeGraph) -> None:
    text = """SELECT ?c WHERE { VALUES ?c { character:ada-quill }
      { ?c schema:hasOccupation ?o } UNION { ?c fam:from ?d . FILTER(?d = 'never') } }"""
    assert [{"gazette-2020-01-05-2"}] == passages(small, text)


def test_a_passage_judged_wrong_or_only_speculating_is_not_cited(small: famkg.KnowledgeGraph) -> None:
    assert [{"beacon-2021-06-01-2"}] == passages(small, "SELECT ?d WHERE { character:ada-quill fam:from ?d }")
    assert [{"harbour-wiki-1-4"}] == passages(small, "SELECT ?e WHERE { ?c fam:ledTo ?e }")


def test_an_inferred_fact_cites_the_premises_of_its_rule(small: famkg.KnowledgeGraph) -> None:
    assert [{"harbour-wiki-1-2"}] == passages(small, "SELECT ?s WHERE { character:bruno-marsh fam:spouse ?s }")


def test_a_date_bound_cites_the_date_it_is_computed_from(small: famkg.KnowledgeGraph) -> None:
    assert [{"gazette-2020-01-05-2"}] == passages(small, "SELECT ?d WHERE { event:lamp-stays-lit fam:earliest ?d }")


def test_what_stands_in_the_register_has_no_sources(small: famkg.KnowledgeGraph) -> None:
    found = passages(small, "SELECT ?c WHERE { ?c a fam:Character ; fam:inWorld ?w ; skos:prefLabel ?name }")
    assert {frozenset()} == set(map(frozenset, found))


def test_a_property_path_cites_every_step(small: famkg.KnowledgeGraph) -> None:
    production = {"gazette-2020-01-05-1", "beacon-2021-06-01-1"}
    text = "SELECT ?show WHERE { ?show fam:spinoffOf/fam:partOf franchise:harbour }"
    assert [production] == passages(small, text)
    text = "SELECT DISTINCT ?show WHERE { VALUES ?show { show:fog } ?show (fam:spinoffOf|^fam:spinoffOf)+ show:harbour-lights }"
    assert [{"beacon-2021-06-01-1"}] == passages(small, text)
    text = "SELECT ?e WHERE { event:great-storm fam:ledTo* ?e FILTER(?e = event:great-storm) }"
    assert [set()] == passages(small, text)


def test_an_aggregate_cites_all_that_it_counts(small: famkg.KnowledgeGraph) -> None:
    text = "SELECT ?w (COUNT(?e) AS ?n) WHERE { ?e a fam:Event ; fam:when ?d ; fam:inWorld ?w } GROUP BY ?w ORDER BY ?w"
    assert [{"gazette-2020-01-05-2", "harbour-wiki-1-3"}, {"gazette-2020-01-05-2"}] == passages(small, text)


def test_a_subselect_is_cited_for_the_rows_it_serves(small: famkg.KnowledgeGraph) -> None:
    text = """SELECT ?e WHERE { ?e fam:ledTo ?l
      { SELECT ?l (MIN(?day) AS ?first) WHERE { ?l fam:when ?d ; fam:earliest ?day } GROUP BY ?l } }"""
    assert [{"harbour-wiki-1-3", "harbour-wiki-1-4"}] == passages(small, text)


def test_what_an_exists_finds_is_cited_and_what_is_absent_is_not(small: famkg.KnowledgeGraph) -> None:
    text = "SELECT ?e WHERE { ?e fam:when ?d FILTER %s { ?e fam:ledTo ?l } } ORDER BY ?e"
    assert [{"gazette-2020-01-05-2", "harbour-wiki-1-4"}] == passages(small, text % "EXISTS")
    assert [{"harbour-wiki-1-3"}, {"gazette-2020-01-05-2"}] == passages(small, text % "NOT EXISTS")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT ?s WHERE { [] fam:spouse ?s }", "blank nodes"),
        ("SELECT ?s WHERE { ?s !fam:spouse ?o }", "names what a step is not"),
        ("SELECT (COUNT(*) AS ?n) WHERE { ?s fam:spouse ?o } GROUP BY STR(?s)", "needs a name"),
        ("SELECT ?sources WHERE { ?sources fam:spouse ?o }", "rename \\?sources"),
        ("ASK { ?s fam:spouse ?o }", "no SELECT query"),
    ],
)
def test_what_can_not_be_cited_says_why(small: famkg.KnowledgeGraph, text: str, reason: str) -> None:
    if "GROUP BY STR" not in text:
        with pytest.raises(UsageError, match=reason):
            passages(small, text)
    else:
        with pytest.raises(UsageError, match=reason):
            read_grounds(small.store, PREFIXES + text, Solutions((), ()))


def test_a_query_over_evidence_is_not_cited(small: famkg.KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="conflicts asks the evidence itself"):
        small.cite("conflicts")


def test_citing_leaves_the_rows_as_they_are(small: famkg.KnowledgeGraph) -> None:
    plain, cited = small.query("cast", season=None), small.cite("cast", season=None)
    assert (*plain.columns, "sources") == cited.columns
    assert plain.rows == tuple(row[:-1] for row in cited.rows)


def test_a_viewer_is_told_only_of_sources_that_may_be_known() -> None:
    table = famkg.load(FRANCHISE, seen="s01e01").cite("cast", season="season:harbour-lights-1").to("table")
    assert "[2] The Beacon, 2021-06-01\n" in table
    assert "https://example.org/press/beacon" not in table


def test_tables_number_their_sources_and_name_each_once(small: famkg.KnowledgeGraph) -> None:
    cited = small.cite("seasons", show=None)
    lines = cited.to("table").splitlines()
    assert ["season", "number", "premiere", "story", "sources"] == lines[0].split()
    assert lines[2].endswith("[1]")
    notes = [line for line in lines if line.startswith("[")]
    assert "[1] The Beacon, 2021-06-01 <https://example.org/press/beacon-2021-06-01>" == notes[0]
    assert len(notes) == len(set(notes))
    assert "1. The Beacon, 2021-06-01 <https://example.org/press/beacon-2021-06-01>" in cited.to("markdown").splitlines()


def test_programs_get_the_passages_in_one_column(small: famkg.KnowledgeGraph) -> None:
    cited = small.cite("seasons", show="show:fog")
    expected = "https://example.org/harbour/passage/beacon-2021-06-01-1"
    (row,) = csv.DictReader(io.StringIO(cited.to("csv")))
    assert expected == row["sources"]
    assert expected == json.loads(cited.to("jsonl"))["sources"]
    assert expected == json.loads(cited.to("json"))["results"]["bindings"][0]["sources"]["value"]
    assert f'"{expected}"' == cited.to("tsv").splitlines()[1].split("\t")[-1]


def test_the_command_cites_named_queries_and_files_and_refuses_evidence(tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(f"#+ summary: mine\n{PREFIXES}SELECT ?s WHERE {{ character:bruno-marsh fam:spouse ?s }} ORDER BY ?s\n")
    asked = CliRunner().invoke(command, [str(file), "--cite", "--data", str(FRANCHISE)])
    assert "[1] Harbour Wiki, 2021-07-01" in asked.output
    refused = CliRunner().invoke(command, ["conflicts", "--cite", "--data", str(FRANCHISE)])
    assert isinstance(refused.exception, UsageError)


def test_the_grounds_of_every_row_of_every_shipped_query_give_it_again(small: famkg.KnowledgeGraph) -> None:
    facts = frozenset(small.facts())
    for query in small.catalogue.queries.values():
        if query.kind == "facts":
            any_slot = {p.name: None for p in query.header.parameters if p.type == "iri"}
            assert_grounds_suffice(small.text_of(query, any_slot), small, facts, slice(None))


@pytest.mark.parametrize(
    "name", ["alive-at", "deaths", "first-appearance", "presidents", "shared-makers", "causes", "missing-credits"]
)
def test_the_grounds_of_rows_of_the_real_graph_give_them_again(real: famkg.KnowledgeGraph, name: str) -> None:
    query = real.catalogue.query(name)
    assert_grounds_suffice(query.text, real, frozenset(real.facts()), slice(0, None, 15))


def test_rows_about_the_cast_of_the_real_graph_all_have_sources(real: famkg.KnowledgeGraph) -> None:
    for name in ("cast", "divergences", "family", "timeline", "most-directed"):
        citations = real.cite(name).citations
        assert citations
        assert all(citations), name
