"""The vocabulary on the site: every term at its anchor, with what the dataset, the shapes and others say of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

import famkg
from famkg.site.reading import Reading, read_site
from famkg.site.vocabulary.constraints import read_constraints
from famkg.site.vocabulary.diagram import draw_diagram
from famkg.site.vocabulary.pages import Vocabulary, read_vocabulary
from famkg.terms import FAM, TYPE, fam

from .conftest import ROOT


@pytest.fixture(scope="module")
def reading(small: famkg.KnowledgeGraph) -> Reading:
    return read_site(small)


@pytest.fixture(scope="module")
def vocabulary(reading: Reading) -> Vocabulary:
    return read_vocabulary(reading)


@pytest.fixture(scope="module")
def page(small_site: Mapping[str, bytes]) -> str:
    return small_site["ontology.html"].decode()


def section(page: str, anchor: str) -> str:
    """What stands at an anchor, without tags."""
    found = re.search(rf'<section class="term" id="{anchor}">(.*?)</section>', page, re.DOTALL)
    assert found is not None, anchor
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", found[1])).split())


def test_every_term_of_the_ontology_is_at_the_anchor_of_its_local_name(page: str) -> None:
    terms = {quad.subject for quad in parse(path=str(ROOT / "ontology/famkg.ttl"), format=RdfFormat.TURTLE)}
    anchors = re.findall(r'\sid="([^"]+)"', page)
    for term in terms:
        if isinstance(term, NamedNode) and term.value.startswith(FAM):
            assert term.value.removeprefix(FAM) in anchors
    assert len(anchors) == len(set(anchors))


def test_a_class_says_what_it_is_what_it_is_close_to_and_what_its_shape_asks(page: str) -> None:
    casting = section(page, "Casting")
    assert "fam:Casting The role by which an actor plays a character in one season, in one phase of life." in casting
    assert "Is a kind of role" in casting
    assert "schema:PerformanceRole" in casting
    assert "borne by : exactly one, person" in casting
    assert "billing : at most one, a concept of" in casting
    assert "in world : none" in casting


def test_a_property_says_what_it_joins_and_whether_it_is_symmetric_or_transitive(page: str) -> None:
    assert "Joins casting → to character" in section(page, "character")
    assert "Is transitive" in section(page, "partOf")
    assert "Is symmetric" in section(page, "sharesWorldWith")


def test_uses_are_counted_and_those_by_inference_apart(vocabulary: Vocabulary, reading: Reading) -> None:
    classes = {term.anchor: term for term in vocabulary.classes}
    assert len(reading.of_class(fam("Character"))) == classes["Character"].uses > 0
    properties = {term.anchor: term for term in vocabulary.properties}
    stated = [t for triples in reading.facts.values() for t in triples if t.predicate == fam("portrayedBy")]
    assert len(stated) == properties["portrayedBy"].uses == properties["portrayedBy"].inferred > 0
    assert 0 == properties["when"].inferred < properties["when"].uses


def test_every_class_stands_once_in_the_tree_below_a_class_above_it(vocabulary: Vocabulary) -> None:
    iris = [term.iri for term in vocabulary.classes]
    assert len(iris) == len(set(iris))
    for number, term in enumerate(vocabulary.classes):
        if term.depth:
            above = next(other for other in reversed(vocabulary.classes[:number]) if other.depth < term.depth)
            assert above.depth == term.depth - 1
            assert above.iri in term.above


def test_concepts_are_those_that_this_viewer_may_know_and_no_others(real: famkg.KnowledgeGraph) -> None:
    def shown(kg: famkg.KnowledgeGraph) -> set[str]:
        reading = read_site(kg)
        schemes = read_vocabulary(reading).schemes
        assert all(concept[0] in reading.facts for scheme in schemes for concept in scheme.concepts)
        return {concept[0].value for scheme in schemes for concept in scheme.concepts}

    early, late = shown(famkg.load(seen="s01e01")), shown(real)
    assert early < late
    written = (ROOT / "ontology/concepts.ttl").read_text()
    assert len(late) <= written.count("a skos:Concept ;")


def test_terms_of_other_vocabularies_are_listed_with_who_bears_them(vocabulary: Vocabulary) -> None:
    lent = {other.prefix: other for other in vocabulary.lent}
    assert {"schema", "skos", "prov", "dcterms"} <= set(lent)
    derived = next(term for term in lent["prov"].terms if term[0] == "prov:wasDerivedFrom")
    assert (fam("Passage"),) == derived[3]
    assert all(other.purpose for other in vocabulary.lent)


def test_what_is_never_two_at_once_is_said(vocabulary: Vocabulary, page: str) -> None:
    disjoint = dict(vocabulary.disjoint)
    assert (fam("Person"), fam("Character"), fam("Organization")) == disjoint["disjointAgents"]
    assert 'id="disjointKinds"' in page


def test_the_metadata_name_version_licence_and_both_files(page: str, small_site: Mapping[str, bytes]) -> None:
    version = re.search(r'owl:versionInfo "([^"]+)"', (ROOT / "ontology/famkg.ttl").read_text())
    assert version is not None
    assert f"<dd>{version[1]}, " in page
    assert "https://creativecommons.org/publicdomain/zero/1.0/" in page
    for path in ("ontology.ttl", "ontology.jsonld"):
        assert f'href="{path}"' in page
        assert path in small_site


def test_shapes_are_read_in_words(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(
        """
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        ex:S a sh:NodeShape ; sh:targetClass ex:Ship ; sh:property ex:name, ex:sort, ex:crew, ex:page, ex:twins .
        ex:name sh:path ex:called ; sh:datatype xsd:string ; sh:minCount 1 ; sh:maxCount 1 .
        ex:sort sh:path ex:sorted ; sh:pattern "/concept/ship-type-[a-z0-9]+$" ; sh:maxCount 1 .
        ex:crew sh:path ex:sails ; sh:or ( [ sh:class ex:Person ] [ sh:class ex:Cat ] ) ; sh:minCount 2 .
        ex:page sh:path ex:seen ; sh:nodeKind sh:IRI .
        ex:twins sh:path ex:twin ; sh:maxCount 0 .
        """
    )
    found = {c.path.value.rpartition("/")[2]: c for c in read_constraints([tmp_path])[NamedNode("https://example.org/Ship")]}
    assert ("exactly one", "XMLSchema#string") == (found["called"].count, found["called"].values[0].value.rpartition("/")[2])
    assert ("at most one", "ship-type") == (found["sorted"].count, found["sorted"].values[0].value.rpartition("/")[2])
    assert "at least 2" == found["sails"].count
    assert ["Person", "Cat"] == [value.value.rpartition("/")[2] for value in found["sails"].values]
    assert ("any number", "an address") == (found["seen"].count, found["seen"].words)
    assert "none" == found["twin"].count


def test_no_two_labels_of_the_diagram_share_a_place(vocabulary: Vocabulary) -> None:
    tree = [(term.iri.value, term.depth) for term in vocabulary.classes]
    labels = {term.iri.value: term.label for term in (*vocabulary.classes, *vocabulary.properties)}
    joins = [
        (term.iri.value, term.domain.value, term.range.value)
        for term in vocabulary.properties
        if term.domain and term.range and term.range.value in labels
    ]
    diagram = draw_diagram(tree, joins, labels)
    assert len(joins) == len(diagram.joins)
    for rows in (diagram.bearers, [join.row for join in diagram.joins], diagram.targets):
        heights = [row.y for row in rows]
        assert all(lower - upper >= 18 for upper, lower in pairwise(heights))
        assert heights[-1] < diagram.height


def test_a_term_that_a_franchise_adds_is_documented_too(franchise: Path) -> None:
    (franchise / "ontology").mkdir()
    (franchise / "ontology/famkg.ttl").write_text(
        f"""
        @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <{FAM}Lighthouse> a owl:Class ; rdfs:label "lighthouse"@en ; rdfs:subClassOf <{FAM}Place> ;
          skos:definition "A tower with a lamp."@en .
        """
    )
    found = {term.anchor: term for term in read_vocabulary(read_site(famkg.load(franchise))).classes}
    assert "A tower with a lamp." == found["Lighthouse"].definition
    assert NamedNode(FAM + "Lighthouse") in found["Place"].below
    assert TYPE not in found["Lighthouse"].above
