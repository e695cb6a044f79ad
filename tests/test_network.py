"""A view as a NetworkX graph: what becomes a node, an edge, a detail, and what each edge rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

import famkg
from famkg.errors import DataError, UnknownNameError
from famkg.network.grounds import _facts
from famkg.query.labels import Labels
from famkg.query.slots import slot_names
from famkg.query.values import in_words
from famkg.query.why import Explanation
from famkg.store import asks_evidence
from famkg.terms import EDTF, VOCABULARY_PREFIXES, Prefixes, fam
from tests.conftest import FRANCHISE, ROOT

VIEWS = sorted((ROOT / "queries" / "views").glob("*.rq"))
NAMES = [path.stem for path in VIEWS]


def view_of(franchise: Path, text: str) -> famkg.KnowledgeGraph:
    folder = franchise / "queries" / "views"
    folder.mkdir(parents=True, exist_ok=True)
    prefixes = "".join(f"PREFIX {name}: <https://example.org/harbour/{name}/>\n" for name in ("character", "post", "season"))
    vocabulary = "".join(f"PREFIX {name}: <{VOCABULARY_PREFIXES[name]}>\n" for name in ("concept", "fam", "schema"))
    (folder / "mine.rq").write_text(f"#+ summary: mine\n{prefixes}{vocabulary}{text}\n", encoding="utf-8")
    return famkg.load(franchise)


def test_a_thing_is_a_node_with_its_kind_and_world(small: famkg.KnowledgeGraph) -> None:
    node = small.network("cast").nodes["character:bruno-marsh"]
    expected = {"iri": "https://example.org/harbour/character/bruno-marsh", "label": "Bruno Marsh"}
    assert (expected | {"kind": "character", "world": "Harbour timeline"}).items() <= node.items()


def test_what_belongs_to_no_world_says_so_with_an_empty_text(small: famkg.KnowledgeGraph) -> None:
    assert small.network("cast").nodes["person:ines-holt"]["world"] == ""


def test_literals_and_concepts_are_details_and_no_nodes(small: famkg.KnowledgeGraph) -> None:
    network = small.network("cast")
    facts = network.nodes["character:ada-quill"]["facts"]
    assert ("from", "1893") in facts
    assert ("has occupation", "engineer") in facts
    assert ("also called", "Ada Quill") in facts
    assert not [node for node in network if node.startswith("concept:")]


def test_hidden_names_and_computed_bounds_are_no_details(small: famkg.KnowledgeGraph) -> None:
    told = [text for _, data in small.network("everything").nodes(data=True) for fact in data["facts"] for text in fact]
    assert "Aida Quill" not in told
    assert "earliest" not in told


def test_a_literal_of_the_view_itself_is_a_detail(franchise: Path) -> None:
    kg = view_of(franchise, 'CONSTRUCT { ?c schema:name "keeper" } WHERE { ?c a fam:Character }')
    assert ("name", "keeper") in kg.network("mine").nodes["character:ada-quill"]["facts"]


def test_a_class_alone_draws_a_node_without_edges(franchise: Path) -> None:
    network = view_of(franchise, "CONSTRUCT { ?c a fam:Character } WHERE { ?c a fam:Character }").network("mine")
    assert network.number_of_edges() == 0
    assert "character:ferryman" in network


def test_a_stated_edge_cites_its_passages(small: famkg.KnowledgeGraph) -> None:
    edge = small.network("franchise").edges["show:fog", "show:harbour-lights", "fam:spinoffOf"]
    assert edge["sources"] == (
        "The Beacon, “A storm is coming”, 2021-06-01, line 1, press <https://example.org/press/beacon-2021-06-01>",
    )
    assert (edge["predicate"], edge["label"], edge["inferred"]) == ("fam:spinoffOf", "spin-off of", False)


def test_an_inferred_edge_cites_the_passages_of_its_premises(small: famkg.KnowledgeGraph) -> None:
    edge = small.network("cast").edges["character:bruno-marsh", "person:jonas-wick", "fam:portrayedBy"]
    assert edge["inferred"]
    assert [source.split(",")[0] for source in edge["sources"]] == ["The Beacon"]


def test_a_conclusion_from_conclusions_cites_down_to_the_passages(franchise: Path) -> None:
    kg = view_of(franchise, "CONSTRUCT { ?part fam:partOf ?whole } WHERE { ?part fam:partOf ?whole }")
    edge = kg.network("mine").edges["episode:harbour-lights-s01e01", "franchise:harbour", "fam:partOf"]
    assert (edge["inferred"], len(edge["sources"])) == (True, 1)


def leaves(explanation: Explanation) -> Iterator[str]:
    yield from (str(citation) for citation in explanation.citations if citation.status != "speculated")
    for premise in explanation.premises:
        yield from leaves(premise)


def test_many_edges_at_once_cite_what_why_cites_one_by_one(small: famkg.KnowledgeGraph) -> None:
    for start, end, data in small.network("story").edges(data=True):
        if data["predicate"].startswith("fam:"):
            (explanation,) = small.why(start, data["predicate"], end)
            assert set(leaves(explanation)) == set(data["sources"]), (start, data["predicate"], end)


def test_a_line_through_a_role_node_names_the_role_and_cites_it(small: famkg.KnowledgeGraph) -> None:
    edge = small.network("posts").edges["character:bruno-marsh", "organization:lamp-board", "concept:office-director"]
    assert (edge["label"], edge["inferred"]) == ("director", False)
    assert edge["facts"] == [("from", "1919")]
    assert [source.split(",")[0] for source in edge["sources"]] == ["The Beacon"]


def test_a_line_that_no_fact_backs_has_no_sources(franchise: Path) -> None:
    kg = view_of(franchise, "CONSTRUCT { ?a fam:counterpart ?b } WHERE { ?a a fam:Show . ?b a fam:World }")
    assert {data["sources"] for *_, data in kg.network("mine").edges(data=True)} == {()}


def test_a_speculating_passage_is_not_cited(small: famkg.KnowledgeGraph) -> None:
    edge = small.network("divergences").edges["event:lamp-stays-lit", "event:great-storm", "fam:ledTo"]
    assert [source.split(",")[0] for source in edge["sources"]] == ["Harbour Wiki"]


def test_an_edge_of_a_symmetric_property_stands_once(small: famkg.KnowledgeGraph) -> None:
    spouses = [(a, b) for a, b, data in small.network("families").edges(data=True) if data["symmetric"]]
    assert spouses == [("character:ada-quill", "character:bruno-marsh")]


def test_nodes_and_edges_come_in_order_every_time(small: famkg.KnowledgeGraph) -> None:
    network = small.network("everything")
    assert sorted(network) == list(network)
    assert list(network.edges(keys=True, data=True)) == list(small.network("everything").edges(keys=True, data=True))


def test_a_slot_limits_a_view_and_is_named_in_the_graph(small: famkg.KnowledgeGraph) -> None:
    network = small.network("cast", season="season:harbour-lights-2")
    assert len(network) == 0
    assert network.graph["values"] == {"season": "Harbour Lights season 2"}


def test_the_graph_tells_which_worlds_works_tell_of(small: famkg.KnowledgeGraph) -> None:
    assert small.network("cast").graph["told"] == ("Harbour timeline",)


def test_the_graph_says_what_a_property_is_called_from_its_other_end(small: famkg.KnowledgeGraph) -> None:
    assert {"fam:parent": "child"} == small.network("families").graph["inverses"]


def test_the_graph_says_which_kinds_are_events(small: famkg.KnowledgeGraph) -> None:
    assert {"event"} == set(small.network("everything").graph["occurrences"]) & {"event", "person", "character", "place"}


def test_a_view_shows_only_what_the_viewer_may_know() -> None:
    unseen = famkg.load(FRANCHISE, seen="none")
    assert not [data for *_, data in unseen.network("families").edges(data=True)]
    married = famkg.load(FRANCHISE, seen="s02e01").network("families")
    assert married.has_edge("character:ada-quill", "character:bruno-marsh")


def test_around_draws_the_neighbours_and_the_lines_among_them(small: famkg.KnowledgeGraph) -> None:
    network = small.network("around", thing="Bruno Marsh")
    assert network.has_edge("character:bruno-marsh", "organization:lamp-board")
    assert network.has_edge("character:ada-quill", "season:harbour-lights-1")
    assert "person:leo-brandt" not in network


def test_around_something_alone_still_draws_it(small: famkg.KnowledgeGraph) -> None:
    assert list(small.network("around", thing="Dream of the keeper")) == ["world:dream"]


def test_a_table_query_among_the_views_is_refused(franchise: Path) -> None:
    kg = view_of(franchise, "SELECT ?c WHERE { ?c a fam:Character }")
    with pytest.raises(DataError, match=r"mine\.rq: a view is a CONSTRUCT query"):
        kg.network("mine")


def test_an_unknown_slot_is_named_with_those_there_are(small: famkg.KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError, match="cast takes season"):
        small.network("cast", sesaon="season:harbour-lights-1")


@pytest.mark.parametrize("path", VIEWS, ids=NAMES)
def test_a_shipped_view_asks_facts_or_is_about_claims_and_names_nothing_of_a_franchise(
    path: Path, real: famkg.KnowledgeGraph
) -> None:
    text = path.read_text(encoding="utf-8")
    assert asks_evidence(text) == (path.stem == "claims")
    body = re.sub(r"VALUES \?\w+ \{ [\w:-]+ \}|^PREFIX .*$|^#.*$", "", text, flags=re.MULTILINE)
    used = set(re.findall(r"(?<![\w<])([a-z]+):[\w-]+", body))
    assert used <= set(VOCABULARY_PREFIXES)
    assert slot_names(text) >= {parameter.name for parameter in real.catalogue.views[path.stem].header.parameters}


@pytest.mark.parametrize("name", NAMES)
def test_every_line_of_a_shipped_view_says_who_says_so(name: str, real: famkg.KnowledgeGraph) -> None:
    network = real.network(name)
    unsourced = [(a, data["predicate"], b) for a, b, data in network.edges(data=True) if not data["sources"]]
    assert unsourced == []
    assert {data["kind"] for _, data in network.nodes(data=True)}.isdisjoint({"thing", ""})


def test_a_claim_has_its_sources_and_replaces_what_is_not_held(small: famkg.KnowledgeGraph) -> None:
    network = small.network("claims", thing="character:ada-quill")
    told = {node: (data["label"], data["kind"]) for node, data in network.nodes(data=True)}
    lines = {(told[a], data["label"], told[b]) for a, b, data in network.edges(data=True)}
    ada, held, rival = ("Ada Marsh", "character"), ("1893", "claim that is held"), ("1890", "claim that is not held")
    expected = {(ada, "from", held), (ada, "from", rival), (held, "replaces", rival)}
    expected |= {
        (("The Beacon, 2021-06-01", "source"), "stated", held),
        (("Harbour Wiki, 2021-07-01", "source"), "stated", rival),
    }
    assert expected <= lines
    cited = {told[b][0]: data["sources"] for a, b, data in network.edges(data=True) if told[a] == ada}
    assert (
        "The Beacon, “A storm is coming”, 2021-06-01, line 2, press <https://example.org/press/beacon-2021-06-01>",
    ) == cited["1893"]
    assert "Aida Quill" not in {label for label, _ in told.values()}


def test_claims_of_a_role_are_named_after_what_it_joins(small: famkg.KnowledgeGraph) -> None:
    network = small.network("claims", thing="character:bruno-marsh")
    kinds = {data["label"]: data["kind"] for _, data in network.nodes(data=True)}
    assert "claim that is held" == kinds["Harbour Lights season 1 · Jonas Wick · main"]
    assert "claim that is not held" == kinds["Harbour Lights season 1 · Ines Holt · main"]
    dated = {(network.nodes[a]["label"], data["label"], network.nodes[b]["label"]) for a, b, data in network.edges(data=True)}
    assert ("Lamp Board · director", "from", "1919") in dated


def test_claims_that_a_viewer_may_not_know_are_not_drawn() -> None:
    labels = {
        data["label"]
        for _, data in famkg.load(FRANCHISE, seen="s01e01").network("claims", thing="character:ada-quill").nodes(data=True)
    }
    assert labels.isdisjoint({"Bruno Marsh · spouse", "Ada Marsh"})


def test_dates_are_told_in_words_and_each_term_keeps_its_own() -> None:
    labels = Labels(famkg.load(FRANCHISE).store, Prefixes())

    def said(**values: str) -> dict[NamedNode, list[Literal]]:
        return {fam(name): [Literal(value, datatype=EDTF)] for name, value in values.items()}

    first, second = NamedNode("https://example.org/1"), NamedNode("https://example.org/2")
    literals = {first: said(**{"from": "1974-05", "until": "1977~"}), second: said(**{"from": "1983"})}
    assert [("from", "May 1974 until c. 1977"), ("from", "1983")] == list(_facts(literals, (first, second), labels))
    assert "not a date" == in_words(Literal("not a date", datatype=EDTF), labels)
