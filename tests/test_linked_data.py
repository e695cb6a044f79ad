"""Linked data by the book: docs/linked-data.md lists the points, each with the test that shows it."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import namespace
from rdflib.compare import isomorphic

import famkg
from famkg.export import FORMATS
from famkg.export.description import Description, describe_dataset
from famkg.export.turtle import Turtle
from famkg.site.linked.documents import Document, find_documents, make
from famkg.site.reading import Reading, read_site
from famkg.terms import EVIDENCE, FACTS, FAM, INFERRED, ONTOLOGY, VOCABULARY_PREFIXES, fam

from .conftest import ROOT

BASE = "https://site.example/famkg/"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = VOCABULARY_PREFIXES["dcterms"]
OWL = VOCABULARY_PREFIXES["owl"]
RDFS = VOCABULARY_PREFIXES["rdfs"]
SKOS = VOCABULARY_PREFIXES["skos"]
TYPE = ox.NamedNode(VOCABULARY_PREFIXES["rdf"] + "type")
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
FORMS = {"ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD, "trig": ox.RdfFormat.TRIG}
PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in VOCABULARY_PREFIXES.items())

pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def reading(real: famkg.KnowledgeGraph) -> Reading:
    return read_site(real)


@pytest.fixture(scope="module")
def documents(reading: Reading) -> tuple[Document, ...]:
    return find_documents(reading)


@pytest.fixture(scope="module")
def linked(reading: Reading, documents: tuple[Document, ...]) -> Mapping[str, bytes]:
    """The Turtle, JSON-LD and TriG of the shipped franchise: path to content."""
    return dict(make(reading, documents, base=BASE))


@pytest.fixture(scope="module")
def quads(real: famkg.KnowledgeGraph) -> list[ox.Quad]:
    return list(real.quads())


@pytest.fixture(scope="module")
def described(reading: Reading, quads: list[ox.Quad]) -> Description:
    return describe_dataset(
        quads, reading.dataset, reading.kg.prefixes, (), base=BASE, version="1", seen="all", documents=len(reading.facts)
    )


@pytest.fixture(scope="module")
def description(small_site: Mapping[str, bytes]) -> rdflib.Graph:
    """What the site of the small franchise says of its dataset."""
    return rdflib.Graph().parse(data=small_site["void.ttl"], format="turtle")


@pytest.fixture(scope="module")
def store(quads: list[ox.Quad]) -> ox.Store:
    found = ox.Store()
    found.bulk_extend(quads)
    return found


@pytest.fixture(scope="module")
def vocabulary(linked: Mapping[str, bytes]) -> rdflib.Graph:
    return rdflib.Graph().parse(data=linked["ontology.ttl"], format="turtle")


def parsed(content: bytes, form: str) -> set[ox.Quad]:
    return set(ox.parse(content, format=FORMS[form]))


def sample(documents: tuple[Document, ...], most: int) -> list[Document]:
    """Some of the documents, the same every time, of every kind."""
    kinds: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        kinds[document.path.split("/")[1]].append(document)
    chance = random.Random(5)
    return [each for found in kinds.values() for each in chance.sample(found, min(len(found), -(-most // len(kinds))))]


# The page that lists the points


def test_the_list_of_points_is_whole_and_names_tests_that_exist() -> None:
    text = (ROOT / "docs/linked-data.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:-1] for line in text.splitlines() if re.match(r"\| *[0-9]+ *\|", line)]
    assert list(range(1, 45)) == [int(row[0]) for row in rows]
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    there = set(re.findall(r"^def (test_\w+)\(", sources, re.MULTILINE))
    assert set() == {name for row in rows for name in re.findall(r"`(test_\w+)`", row[2])} - there
    silent = [row[0] for row in rows if not re.search(r"`test_\w+`|waits for the endpoint|cannot hold", row[2])]
    assert [] == silent


# The data


def test_the_licence_is_stated_once_in_data_pages_and_documents(
    store: ox.Store, small_site: Mapping[str, bytes], linked: Mapping[str, bytes]
) -> None:
    asked = store.query(PREFIXES + "SELECT ?l WHERE { GRAPH ?g { ?d sh:declare ?p ; dcterms:license ?l } }")
    assert {CC0} == {row["l"].value for row in asked}  # type: ignore[union-attr, index]
    assert f'rel="license" href="{CC0}"'.encode() in small_site["index.html"]
    assert all(CC0.encode() in content for path, content in linked.items() if path.startswith("doc/"))


def test_every_rdf_dump_reads_the_same_in_two_parsers(small: famkg.KnowledgeGraph, small_site: Mapping[str, bytes]) -> None:
    facts, everything = set(small.facts()), set(small.quads())
    readers = {
        "ttl": ("turtle", ox.RdfFormat.TURTLE),
        "nt": ("nt11", ox.RdfFormat.N_TRIPLES),
        "jsonld": ("json-ld", ox.RdfFormat.JSON_LD),
        "rdf": ("xml", ox.RdfFormat.RDF_XML),
    }
    for extension, (name, form) in readers.items():
        content = small_site[f"dumps/dataset.{extension}"]
        assert facts == {quad.triple for quad in ox.parse(content, format=form)}, extension
        assert len(facts) == len(rdflib.Graph().parse(data=content, format=name)), extension
    for extension, name, form in (("trig", "trig", ox.RdfFormat.TRIG), ("nq", "nquads", ox.RdfFormat.N_QUADS)):
        content = small_site[f"dumps/dataset.{extension}"]
        ground = {quad for quad in everything if "_:" not in str(quad)}
        assert ground <= set(ox.parse(content, format=form)), extension
        assert len(everything) == len(list(ox.parse(content, format=form))), extension
        read = rdflib.Dataset()
        read.parse(data=content, format=name)
        assert len(everything) == len(list(read.quads())), extension


def test_the_dumps_hold_the_whole_dataset(small: famkg.KnowledgeGraph, small_site: Mapping[str, bytes]) -> None:
    everything = sorted(str(quad.graph_name) for quad in small.quads())
    dumped = sorted(str(quad.graph_name) for quad in ox.parse(small_site["dumps/dataset.nq"], format=ox.RdfFormat.N_QUADS))
    assert everything == dumped
    assert {f"dumps/dataset.{form.extension}" for form in FORMATS.values() if form.name != "svg"} <= set(small_site)


def test_things_have_iris_of_ours(reading: Reading, quads: list[ox.Quad]) -> None:
    named = {quad.subject for quad in quads if quad.graph_name == FACTS}
    assert {ox.NamedNode} == {type(node) for node in named}
    assert [] == [node for node in named if not str(node).startswith(f"<{reading.home}")]


def test_there_are_links_to_another_dataset_and_enough_triples(described: Description) -> None:
    totals: Counter[str] = Counter()
    for (site, _), number in described.whole.links.items():
        totals[site] += number
    assert totals["http://www.wikidata.org/"] >= 50
    assert described.whole.triples >= 1000
    graph = {(t.subject, t.predicate, t.object) for t in described.triples}
    sets = {s for s, p, o in graph if o == ox.NamedNode(VOID + "Linkset")}
    assert len(described.whole.links) == len(sets)


def test_names_of_things_tell_no_technology(reading: Reading) -> None:
    technical = re.compile(r"\?|\.(html|php|rdf|ttl|owl)\b|[;=&]|localhost|session", re.IGNORECASE)
    assert [] == [thing.value for thing in (*reading.facts, *reading.evidence) if technical.search(thing.value)]


def test_iris_are_normal(quads: list[ox.Quad]) -> None:
    iris = {term.value for quad in quads for term in quad if isinstance(term, ox.NamedNode)}
    ours = {iri for iri in iris if iri.startswith("https://w3id.org/famkg/")}
    assert [] == [iri for iri in iris if iri != unicodedata.normalize("NFC", iri) or re.search(r"[\s<>\"{}|\\^`]", iri)]
    assert [] == [iri for iri in iris if re.search(r"%(?![0-9A-F]{2})", iri)]
    assert [] == [iri for iri in ours if not re.fullmatch(r"[a-z]+://[a-z0-9.]+/famkg/[a-z]+(/[a-z0-9._-]+|#\w+)?", iri)]
    assert len(ours) == len({iri.lower().rstrip("/") for iri in ours if "#" not in iri}) + sum("#" in iri for iri in ours)


def test_the_base_is_persistent_and_can_be_set(reading: Reading, linked: Mapping[str, bytes], described: Description) -> None:
    assert "https://w3id.org/famkg/" == reading.home
    wrong = re.compile(rb"localhost|127\.0\.0\.1|example\.(org|com|net)/")
    assert [] == [path for path, content in linked.items() if wrong.search(content)]
    pages = [t.object.value for t in described.triples if t.predicate.value == DCAT + "landingPage"]
    assert [f"{BASE}data.html"] == pages


def test_everything_named_has_one_label_a_language(reading: Reading, vocabulary: rdflib.Graph) -> None:
    labels = defaultdict(list)
    for thing, triples in reading.facts.items():
        for triple in triples:
            if triple.predicate.value == SKOS + "prefLabel":
                labels[thing].append(triple.object.language)  # type: ignore[union-attr]
    assert [] == [thing for thing, found in labels.items() if None in found or len(found) != len(set(found))]
    for term in terms(vocabulary):
        found = list(vocabulary.objects(term, rdflib.RDFS.label))
        assert ["en"] == [getattr(label, "language", None) for label in found], term


def test_literals_are_canonical_and_survive(quads: list[ox.Quad], linked: Mapping[str, bytes]) -> None:
    xsd = VOCABULARY_PREFIXES["xsd"]
    canonical = {
        xsd + "integer": r"0|-?[1-9][0-9]*",
        xsd + "date": r"-?[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
        xsd + "boolean": r"true|false",
        xsd + "decimal": r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?",
        xsd + "anyURI": r"https?://\S+",
        xsd + "duration": r"P(?=.)([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+S)?)?",
    }
    literals = {term for quad in quads for term in quad if isinstance(term, ox.Literal)}
    plain = {xsd + "string", VOCABULARY_PREFIXES["rdf"] + "langString", "http://id.loc.gov/datatypes/edtf/EDTF"}
    assert set() == {each.datatype.value for each in literals} - set(canonical) - plain
    wrong = [
        each
        for each in literals
        if each.datatype.value in canonical and not re.fullmatch(canonical[each.datatype.value], each.value)
    ]
    assert [] == wrong
    assert [] == [each for each in literals if each.language and not re.fullmatch("[a-z]{2,3}(-[a-z0-9]{2,8})*", each.language)]
    kept = {
        quad.object
        for path, content in linked.items()
        if path.endswith(".ttl") and path.startswith("doc/")
        for quad in ox.parse(content, format=ox.RdfFormat.TURTLE)
        if isinstance(quad.object, ox.Literal)
    }
    held = {quad.object for quad in quads if quad.graph_name == FACTS and isinstance(quad.object, ox.Literal)}
    assert set() == held - kept


def test_every_claim_stands_in_a_passage_with_a_source(store: ox.Store) -> None:
    asked = store.query(
        PREFIXES
        + """
        SELECT DISTINCT ?g WHERE {
          GRAPH ?g { ?s ?p ?o }
          FILTER(?g NOT IN (graph:facts, graph:inferred, graph:evidence, graph:ontology))
          FILTER NOT EXISTS { GRAPH graph:evidence {
            ?g a fam:Passage ; prov:wasDerivedFrom ?source . ?source a fam:Source } }
        }"""
    )
    assert [] == [row["g"] for row in asked]  # type: ignore[union-attr, index]


def test_every_fact_leads_to_a_passage_or_stands_in_the_register(reading: Reading) -> None:
    bare = Counter(
        triple.predicate.value
        for thing, triples in reading.facts.items()
        for triple in triples
        if reading.classes.get(thing, ox.NamedNode("x:x")).value.startswith(FAM)
        and not reading.citations.get(triple)
        and not reading.support.citations.get(triple)
    )
    registered = {"type", "prefLabel", "hiddenLabel", "inWorld", "sameAs", "identifier"}
    computed = {"earliest", "latest", "altLabel"}  # a name that a fuller one has replaced as the label
    unexpected = {re.split("[#/]", name)[-1] for name in bare} - registered - computed
    assert set() == unexpected


# The documents


def test_a_document_has_its_thing_as_subject_and_object(
    reading: Reading, documents: tuple[Document, ...], linked: Mapping[str, bytes]
) -> None:
    for document in documents:
        found = parsed(linked[f"{document.path}.ttl"], "ttl")
        assert set(reading.told(document.thing)) <= {quad.triple for quad in found}, document.path
        assert set(reading.towards.get(document.thing, ())) <= {quad.triple for quad in found}, document.path
        assert any(quad.object == document.thing for quad in found), document.path


def test_a_document_describes_itself(reading: Reading, documents: tuple[Document, ...], linked: Mapping[str, bytes]) -> None:
    for document in sample(documents, 300):
        node = ox.NamedNode(BASE + document.path)
        said = {(q.predicate.value, str(q.object)) for q in parsed(linked[f"{document.path}.ttl"], "ttl") if q.subject == node}
        assert node != document.thing
        assert ("http://xmlns.com/foaf/0.1/primaryTopic", str(document.thing)) in said
        assert (DCTERMS + "license", f"<{CC0}>") in said
        assert (VOID + "inDataset", str(reading.dataset)) in said
        assert any(predicate == DCTERMS + "modified" for predicate, _ in said)
        files = {value for predicate, value in said if predicate == DCTERMS + "hasFormat"}
        assert {f"<{BASE}{document.path}.{form}>" for form in document.forms} == files


def test_a_document_names_the_passages_that_it_rests_on(
    reading: Reading, documents: tuple[Document, ...], linked: Mapping[str, bytes]
) -> None:
    derived = VOCABULARY_PREFIXES["prov"] + "wasDerivedFrom"
    for document in sample(documents, 300):
        node = ox.NamedNode(BASE + document.path)
        found = parsed(linked[f"{document.path}.ttl"], "ttl")
        passages = {q.object.value for q in found if q.subject == node and q.predicate.value == derived}
        assert all(passage in reading.addresses.anchors for passage in passages)
        stated = {
            c.passage
            for t in reading.facts.get(document.thing, ())
            for c in reading.citations.get(t, ())
            if c.status == "stated"
        }
        inferred = {c.passage for t in reading.facts.get(document.thing, ()) for c in reading.support.citations.get(t, ())}
        assert stated <= passages | inferred, document.path


def test_what_a_document_names_it_labels(
    reading: Reading, documents: tuple[Document, ...], linked: Mapping[str, bytes]
) -> None:
    label = ox.NamedNode(SKOS + "prefLabel")
    for document in sample(documents, 150):
        found = {quad.triple for quad in parsed(linked[f"{document.path}.ttl"], "ttl")}
        named = {term for triple in found for term in (triple.subject, triple.object) if isinstance(term, ox.NamedNode)}
        labels = {triple for term in named for triple in reading.facts.get(term, ()) if triple.predicate == label}
        assert labels <= found, document.path


def test_the_forms_of_a_document_agree(documents: tuple[Document, ...], linked: Mapping[str, bytes]) -> None:
    for document in documents:
        forms = {form: parsed(linked[f"{document.path}.{form}"], form) for form in document.forms if form != "html"}
        trig = forms.pop("trig", None)
        assert forms["ttl"] == forms["jsonld"], document.path
        if trig is not None:
            assert forms["ttl"] == {quad for quad in trig if quad.graph_name == ox.DefaultGraph()}, document.path


def test_the_forms_of_a_document_agree_for_rdflib_too(
    documents: tuple[Document, ...], linked: Mapping[str, bytes], small_site: Mapping[str, bytes]
) -> None:
    pairs = [(linked[f"{each.path}.ttl"], linked[f"{each.path}.jsonld"]) for each in sample(documents, 60)]
    paths = [path for path in small_site if path.startswith("doc/") and path.endswith(".ttl")]
    pairs += [(small_site[path], small_site[path[:-4] + ".jsonld"]) for path in paths]
    pairs.append((linked["ontology.ttl"], linked["ontology.jsonld"]))
    for turtle, json_ld in pairs:
        one, other = rdflib.Graph().parse(data=turtle, format="turtle"), rdflib.Graph().parse(data=json_ld, format="json-ld")
        assert isomorphic(one, other), turtle.decode()


def test_json_ld_carries_what_its_context_needs_and_no_address_of_one(linked: Mapping[str, bytes]) -> None:
    for path, content in linked.items():
        if path.endswith(".jsonld"):
            context = json.loads(content)["@context"]
            assert isinstance(context, dict), path
            assert len(json.dumps(context)) < 6000, path


def test_the_document_of_a_source_holds_what_its_passages_state(
    reading: Reading, documents: tuple[Document, ...], linked: Mapping[str, bytes]
) -> None:
    stated: set[ox.Quad] = set()
    for document in documents:
        if "trig" in document.forms:
            stated |= {q for q in parsed(linked[f"{document.path}.trig"], "trig") if q.graph_name != ox.DefaultGraph()}
    claims = {ox.Quad(*t, name) for name, triples in reading.claims.items() for t in triples}
    assert claims == stated


def test_every_document_has_its_page_and_every_page_its_forms(small_site: Mapping[str, bytes]) -> None:
    stems = {path.rpartition(".")[0] for path in small_site if path.startswith("doc/")}
    assert stems
    for stem in stems:
        assert {f"{stem}.html", f"{stem}.ttl", f"{stem}.jsonld"} <= set(small_site), stem
        name = stem.rpartition("/")[2]
        page = small_site[f"{stem}.html"].decode()
        assert f'<link rel="alternate" type="text/turtle" href="{name}.ttl">' in page, stem
        assert f'<link rel="alternate" type="application/ld+json" href="{name}.jsonld">' in page, stem
        assert re.search(rf'<link rel="canonical" href="https://[^"]+/{re.escape(stem)}.html">', page), stem


def test_documents_lead_to_documents(small: famkg.KnowledgeGraph, small_site: Mapping[str, bytes]) -> None:
    """From the main show, link by link, every fact is reached: the whole dataset can be crawled."""
    reading = read_site(small)
    paths = {document.thing.value: document.path for document in find_documents(reading)}
    waiting, seen, found = [show.value for show in reading.of_class(fam("Show"))], set(), set()
    while waiting:
        iri = waiting.pop()
        if iri in paths and iri not in seen:
            seen.add(iri)
            quads = parsed(small_site[f"{paths[iri]}.ttl"], "ttl")
            found |= {quad.triple for quad in quads}
            waiting += [t.value for q in quads for t in (q.subject, q.object) if isinstance(t, ox.NamedNode)]
    used = {t for t in small.facts() if reading.classes.get(t.subject, ox.NamedNode("x:x")).value.startswith(FAM)}
    assert set() == used - found


def test_turtle_has_the_one_look() -> None:
    thing, other = (
        ox.NamedNode("https://w3id.org/famkg/ontology#thing"),
        ox.NamedNode("https://elsewhere.example/a b".replace(" ", "%20")),
    )
    first, rest, nil = (ox.NamedNode(VOCABULARY_PREFIXES["rdf"] + name) for name in ("first", "rest", "nil"))
    one, two = ox.BlankNode("one"), ox.BlankNode("two")
    written = Turtle({**VOCABULARY_PREFIXES, "void": VOID}).write(
        [
            ox.Triple(other, ox.NamedNode(RDFS + "label"), ox.Literal('say "x"\n', language="en")),
            ox.Triple(thing, fam("when"), ox.Literal("1969", datatype=ox.NamedNode("http://id.loc.gov/datatypes/edtf/EDTF"))),
            ox.Triple(thing, TYPE, fam("Event")),
            ox.Triple(thing, fam("number"), ox.Literal(3)),
            ox.Triple(thing, fam("agent"), other),
            ox.Triple(thing, fam("agent"), fam("a.b")),
            ox.Triple(thing, ox.NamedNode(OWL + "members"), one),
            ox.Triple(one, first, fam("x")),
            ox.Triple(one, rest, two),
            ox.Triple(two, first, fam("y")),
            ox.Triple(two, rest, nil),
            ox.Triple(thing, ox.NamedNode(SKOS + "prefLabel"), ox.Literal("A thing", language="en")),
        ],
        first=(thing,),
    )
    expected = """@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix fam: <https://w3id.org/famkg/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

fam:thing
  a fam:Event ;
  skos:prefLabel "A thing"@en ;
  fam:agent
    <https://elsewhere.example/a%20b> ,
    <https://w3id.org/famkg/ontology#a.b> ;
  fam:number 3 ;
  fam:when "1969"^^edtf:EDTF ;
  owl:members ( fam:x fam:y ) .

<https://elsewhere.example/a%20b>
  rdfs:label "say \\"x\\"\\n"@en .
"""
    assert expected == written.decode()


# The vocabulary


def terms(vocabulary: rdflib.Graph) -> set[rdflib.term.Node]:
    kinds = (rdflib.OWL.Class, rdflib.OWL.ObjectProperty, rdflib.OWL.DatatypeProperty)
    return {term for kind in kinds for term in vocabulary.subjects(rdflib.RDF.type, kind)}


def test_every_term_is_defined(vocabulary: rdflib.Graph) -> None:
    assert len(terms(vocabulary)) > 80
    for term in terms(vocabulary):
        assert 1 == len(list(vocabulary.objects(term, rdflib.SKOS.definition))), term


def test_the_ontology_is_declared_where_it_is_read_and_its_version_too(
    vocabulary: rdflib.Graph, linked: Mapping[str, bytes]
) -> None:
    (ontology,) = vocabulary.subjects(rdflib.RDF.type, rdflib.OWL.Ontology)
    assert FAM.rstrip("#") == str(ontology)
    (version,) = vocabulary.objects(ontology, rdflib.OWL.versionIRI)
    (info,) = vocabulary.objects(ontology, rdflib.OWL.versionInfo)
    assert f"{ontology}/{info}" == str(version)
    assert linked["ontology.ttl"] == linked[f"ontology/{info}.ttl"]
    for form, name in (("jsonld", "json-ld"), ("rdf", "xml"), ("nt", "nt11")):
        assert isomorphic(vocabulary, rdflib.Graph().parse(data=linked[f"ontology.{form}"], format=name)), form


def test_the_ontology_says_what_it_is(vocabulary: rdflib.Graph) -> None:
    ontology = rdflib.URIRef(FAM.rstrip("#"))
    vann = rdflib.Namespace("http://purl.org/vocab/vann/")
    dcterms = rdflib.DCTERMS
    minimum = [
        dcterms.title,
        dcterms.description,
        dcterms.license,
        dcterms.creator,
        dcterms.created,
        vann.preferredNamespaceUri,
    ]
    recommended = [vann.preferredNamespacePrefix, dcterms.bibliographicCitation, dcterms.contributor, rdflib.OWL.versionInfo]
    more = [
        dcterms.publisher,
        dcterms.issued,
        dcterms.modified,
        rdflib.FOAF.logo,
        rdflib.URIRef("http://purl.org/ontology/bibo/status"),
    ]
    said = set(vocabulary.predicates(ontology))
    assert [] == [each for each in (*minimum, *recommended, *more) if each not in said]
    assert FAM == str(vocabulary.value(ontology, vann.preferredNamespaceUri))


def test_terms_of_other_vocabularies_exist(quads: list[ox.Quad], vocabulary: rdflib.Graph) -> None:
    closed = {
        str(each._NS): each
        for each in (
            namespace.DCTERMS,
            namespace.FOAF,
            namespace.ORG,
            namespace.OWL,
            namespace.PROV,
            namespace.RDF,
            namespace.RDFS,
            namespace.SDO,
            namespace.SH,
            namespace.SKOS,
            namespace.VANN,
            namespace.VOID,
            namespace.XSD,
        )
    }
    used = {
        term.value for quad in quads for term in (quad.predicate, quad.object if quad.predicate == TYPE else quad.predicate)
    }  # type: ignore[union-attr]
    used |= {str(term) for triple in vocabulary for term in triple if isinstance(term, rdflib.URIRef)}
    foreign = [(space, iri) for iri in sorted(used) for space in closed if iri.startswith(space) and iri != space]
    assert {str(namespace.SKOS._NS), str(namespace.PROV._NS), str(namespace.SDO._NS)} <= {space for space, _ in foreign}
    assert [] == [iri for space, iri in foreign if rdflib.URIRef(iri) not in closed[space]]


def test_no_foreign_term_is_defined(quads: list[ox.Quad]) -> None:
    stated = [quad for quad in quads if quad.graph_name == ONTOLOGY and isinstance(quad.subject, ox.NamedNode)]
    assert [] == [quad for quad in stated if not quad.subject.value.startswith("https://w3id.org/famkg/")]  # type: ignore[union-attr]


def test_all_used_terms_are_declared(quads: list[ox.Quad], vocabulary: rdflib.Graph) -> None:
    declared = {str(term) for term in terms(vocabulary)}
    used = {quad.predicate.value for quad in quads}
    used |= {quad.object.value for quad in quads if quad.predicate == TYPE and isinstance(quad.object, ox.NamedNode)}
    assert set() == {iri for iri in used if iri.startswith(FAM)} - declared


def test_every_property_has_one_domain_and_one_range(vocabulary: rdflib.Graph) -> None:
    for kind in (rdflib.OWL.ObjectProperty, rdflib.OWL.DatatypeProperty):
        for term in vocabulary.subjects(rdflib.RDF.type, kind):
            assert 1 == len(list(vocabulary.objects(term, rdflib.RDFS.domain))), term
            assert 1 == len(list(vocabulary.objects(term, rdflib.RDFS.range))), term
    assert [] == [pair for pair in vocabulary.subject_objects(rdflib.OWL.inverseOf) if pair[0] == pair[1]]


def test_the_hierarchy_is_sound(vocabulary: rdflib.Graph) -> None:
    for way in (rdflib.RDFS.subClassOf, rdflib.RDFS.subPropertyOf):
        for term in terms(vocabulary):
            above = set(vocabulary.transitive_objects(term, way)) - {term}
            assert all(term not in set(vocabulary.transitive_objects(each, way)) for each in above), term
    labels = Counter(str(label) for term in terms(vocabulary) for label in vocabulary.objects(term, rdflib.RDFS.label))
    clashes = {label for label, number in labels.items() if number > 1}
    for label in clashes:  # a class and the property that names one, as "character"
        bearers = [term for term in terms(vocabulary) if str(vocabulary.value(term, rdflib.RDFS.label)) == label]
        assert {True, False} == {(term, rdflib.RDF.type, rdflib.OWL.Class) in vocabulary for term in bearers}, label
        assert 2 == len(bearers), label
    for term in vocabulary.subjects(rdflib.RDF.type, rdflib.OWL.Class):
        linked_to = set(vocabulary.subjects(None, term)) | set(vocabulary.objects(term, rdflib.RDFS.subClassOf))
        assert linked_to, f"{term} stands alone"
    assert (rdflib.URIRef(FAM + "disjointKinds"), rdflib.RDF.type, rdflib.OWL.AllDisjointClasses) in vocabulary


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(ROOT / "ontology/shapes.ttl")


def test_every_class_has_a_shape(shapes: rdflib.Graph, quads: list[ox.Quad]) -> None:
    targets = {str(target) for target in shapes.objects(None, namespace.SH.targetClass)}
    said = [quad for quad in quads if quad.predicate == TYPE and quad.graph_name != ONTOLOGY]
    borne = {quad.object.value for quad in said if isinstance(quad.object, ox.NamedNode)}
    assert set() == {kind for kind in borne if kind.startswith(FAM)} - targets


@pytest.mark.parametrize(
    ("seeded", "conform"),
    [
        ("", True),
        ("<https://example.org/harbour/season/harbour-lights-1> fam:number 7 .", False),
        ("<https://example.org/harbour/character/nobody> a fam:Character .", False),
        ("<https://example.org/harbour/season/harbour-lights-1> <https://schema.org/datePublished> 'soon' .", False),
    ],
)
def test_data_conform_to_the_shapes_and_seeded_errors_do_not(
    small: famkg.KnowledgeGraph, shapes: rdflib.Graph, seeded: str, conform: bool
) -> None:
    import pyshacl

    facts = small.graph()
    facts.parse(data=f"@prefix fam: <{FAM}> .\n{seeded}", format="turtle")
    ontology = rdflib.Graph().parse(ROOT / "ontology/famkg.ttl")
    assert conform == pyshacl.validate(facts, shacl_graph=shapes, ont_graph=ontology)[0]


# The dataset described


def test_the_description_is_where_it_is_looked_for(small_site: Mapping[str, bytes], description: rdflib.Graph) -> None:
    assert small_site["void.ttl"] == small_site[".well-known/void"]
    assert isomorphic(description, rdflib.Graph().parse(data=small_site["void.jsonld"], format="json-ld"))
    assert [] == [node for triple in description for node in triple if isinstance(node, rdflib.BNode)]
    (itself,) = description.subjects(rdflib.RDF.type, rdflib.VOID.DatasetDescription)
    dataset = description.value(itself, rdflib.FOAF.primaryTopic)
    wanted = [
        "triples",
        "entities",
        "classes",
        "properties",
        "exampleResource",
        "uriSpace",
        "dataDump",
        "vocabulary",
        "feature",
    ]
    said = set(description.predicates(dataset))
    assert [] == [name for name in wanted if rdflib.URIRef(VOID + name) not in said]
    assert {rdflib.DCTERMS.title, rdflib.DCTERMS.license, rdflib.PROV.wasGeneratedBy, rdflib.FOAF.homepage} <= said


def test_the_figures_are_true(described: Description, store: ox.Store, reading: Reading) -> None:
    graph = rdflib.Graph()
    graph.parse(data="".join(f"{triple} .\n" for triple in described.triples), format="nt11")
    dataset = rdflib.URIRef(reading.dataset.value)

    def asked(text: str) -> list[list[str]]:
        return [[term.value for term in row] for row in store.query(PREFIXES + text)]  # type: ignore[union-attr]

    def said(subject: rdflib.URIRef, name: str) -> int:
        return int(graph.value(subject, rdflib.URIRef(VOID + name)))  # type: ignore[arg-type]

    for subject, pattern in (
        (dataset, "GRAPH ?g { ?s ?p ?o }"),
        (rdflib.URIRef(FACTS.value), "GRAPH graph:facts { ?s ?p ?o }"),
    ):
        whole = f"{{ SELECT DISTINCT ?s ?p ?o WHERE {{ {pattern} }} }}"
        ((number, properties, subjects, objects),) = asked(
            "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?p) AS ?ps) (COUNT(DISTINCT ?s) AS ?ss) (COUNT(DISTINCT ?o) AS ?os) WHERE "
            + whole
        )
        counted = [said(subject, name) for name in ("triples", "properties", "distinctSubjects", "distinctObjects")]
        assert [int(number), int(properties), int(subjects), int(objects)] == counted
        classes = asked(f"SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {pattern.replace('?p ?o', 'a ?c')} }} GROUP BY ?c")
        classes = [[kind, members] for kind, members in classes if not kind.startswith("_:")]
        assert len(classes) == said(subject, "classes")
        assert {(kind, int(n)) for kind, n in classes} == set(partitions(graph, subject, "class", "entities"))
        predicates = asked(f"SELECT ?p (COUNT(*) AS ?n) WHERE {whole} GROUP BY ?p")
        assert {(iri, int(n)) for iri, n in predicates} == set(partitions(graph, subject, "property", "triples"))
        filtered = f'FILTER(ISIRI(?s) && STRSTARTS(STR(?s), "{reading.home}"))'
        ((entities,),) = asked(f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {pattern} {filtered} }}")
        assert int(entities) == said(subject, "entities")
    for name in (INFERRED, EVIDENCE, ONTOLOGY):
        ((number,),) = asked(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}")
        assert int(number) == said(rdflib.URIRef(name.value), "triples")


def partitions(graph: rdflib.Graph, subject: rdflib.URIRef, by: str, counted: str) -> Iterator[tuple[str, int]]:
    for node in graph.objects(subject, rdflib.URIRef(f"{VOID}{by}Partition")):
        number = graph.value(node, rdflib.URIRef(VOID + counted))
        yield str(graph.value(node, rdflib.URIRef(VOID + by))), int(number)  # type: ignore[arg-type]


def test_links_are_counted_by_site_and_property(described: Description, store: ox.Store) -> None:
    for (site, predicate), number in described.whole.links.items():
        text = f"SELECT DISTINCT ?s ?o WHERE {{ GRAPH ?g {{ ?s {predicate} ?o FILTER(STRSTARTS(STR(?o), '{site}')) }} }}"
        assert number == len(list(store.query(text)))  # type: ignore[arg-type]


def test_every_distribution_is_the_file_that_it_describes(small_site: Mapping[str, bytes], description: rdflib.Graph) -> None:
    dcat, spdx = rdflib.Namespace(DCAT), rdflib.Namespace("http://spdx.org/rdf/terms#")
    (home,) = {str(o) for o in description.objects(None, rdflib.FOAF.homepage) if str(o).startswith("https://example.org/")}
    (catalogue,) = description.subjects(rdflib.RDF.type, dcat.Catalog)
    (dataset,) = description.objects(catalogue, dcat.dataset)
    covered = set()
    for distribution in description.objects(dataset, dcat.distribution):
        path = str(description.value(distribution, dcat.downloadURL)).removeprefix(home)
        content = small_site[path]
        covered.add(path)
        assert len(content) == int(description.value(distribution, dcat.byteSize))  # type: ignore[arg-type]
        checksum = description.value(distribution, spdx.checksum)
        assert hashlib.sha256(content).hexdigest() == str(description.value(checksum, spdx.checksumValue))
        media_type = str(description.value(distribution, dcat.mediaType)).removeprefix(
            "https://www.iana.org/assignments/media-types/"
        )
        extension = path.removesuffix(".gz").rpartition(".")[2]
        assert [media_type] == [form.media_type for form in FORMATS.values() if form.extension == extension]
        assert path.endswith(".gz") == (description.value(distribution, dcat.compressFormat) is not None)
        assert description.value(distribution, rdflib.DCTERMS.license) is not None
    latest = {path for path in small_site if re.fullmatch(r"dumps/dataset\.[a-z]+", path)}
    assert latest <= covered
    dumps = {str(each).removeprefix(home) for each in description.objects(None, rdflib.VOID.dataDump)}
    assert dumps <= covered


def test_the_dataset_has_what_a_catalogue_asks_for(described: Description, reading: Reading) -> None:
    said = {t.predicate.value for t in described.triples if t.subject == reading.dataset}
    wanted = ("title", "description", "publisher", "issued", "modified", "license", "language", "creator", "identifier")
    assert [] == [name for name in wanted if DCTERMS + name not in said]
    assert {DCAT + "keyword", DCAT + "version", DCAT + "landingPage"} <= said


def test_a_description_for_who_has_not_seen_all_says_so(reading: Reading, quads: list[ox.Quad]) -> None:
    limited = describe_dataset(
        quads, reading.dataset, reading.kg.prefixes, (), base=BASE, version="1", seen="a-show=s01e01", documents=0
    )
    notes = [t.object.value for t in limited.triples if t.predicate.value == SKOS + "scopeNote"]
    assert ["Holds only what one may know who has seen: a-show=s01e01."] == notes


# Dumps and what leads to them


def test_dumps_lie_under_a_version_that_is_made_from_them(small_site: Mapping[str, bytes]) -> None:
    latest = json.loads(small_site["dumps/latest.json"])
    folder = f"dumps/{latest['folder']}"
    for name, said in latest["files"].items():
        content = small_site[folder + name]
        assert (len(content), hashlib.sha256(content).hexdigest()) == (said["bytes"], said["sha256"])
        plain = small_site[f"dumps/{name}"]
        assert plain == content
        if name.endswith(".gz"):
            assert small_site[f"dumps/{name[:-3]}"] == gzip.decompress(content)
            assert bytes(5) == content[4:8] + b"\0"  # no time
    digests = {
        form: hashlib.sha256(small_site[f"dumps/dataset.{FORMATS[form].extension}"]).hexdigest()
        for form in FORMATS
        if form != "svg"
    }
    name = hashlib.sha256("".join(f"{form} {digest}\n" for form, digest in digests.items()).encode()).hexdigest()[:8]
    assert latest["version"].endswith(name)


@pytest.mark.parametrize("where", ["dumps/", "version"])
def test_checksums_are_those_of_the_files(small_site: Mapping[str, bytes], where: str) -> None:
    folder = where if where == "dumps/" else "dumps/" + json.loads(small_site["dumps/latest.json"])["folder"]
    lines = small_site[f"{folder}SHA256SUMS"].decode().splitlines()
    assert len(lines) > 10
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256(small_site[folder + name]).hexdigest() == digest


def test_the_sitemap_lists_every_document(small_site: Mapping[str, bytes]) -> None:
    text = small_site["sitemap.xml"].decode()
    listed = set(re.findall(r"<loc>https://example\.org/harbour/([^<]*)</loc>", text))
    expected = {path for path in small_site if path.endswith(".html") or (path.startswith("doc/") and "." in path)}
    assert (expected - {"index.html"}) | {""} == listed
    assert b"Sitemap: https://example.org/harbour/sitemap.xml\n" in small_site["robots.txt"]
    assert b"Disallow" not in small_site["robots.txt"]


def test_a_long_sitemap_is_split() -> None:
    from famkg.site.linked import sitemap

    made = dict(sitemap.make(["index.html", "a&b.html", "c.html"], base="https://x.example/", modified="2026-01-02", most=2))
    assert {"sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "robots.txt", ".nojekyll"} == set(made)
    assert b"<loc>https://x.example/sitemap-2.xml</loc><lastmod>2026-01-02</lastmod>" in made["sitemap.xml"]
    assert b"<loc>https://x.example/</loc>" in made["sitemap-1.xml"]
    assert b"<loc>https://x.example/a&amp;b.html</loc>" in made["sitemap-1.xml"]


def test_the_examples_of_the_data_page_run(
    small_site: Mapping[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import html
    import shutil
    import sqlite3
    import subprocess

    for path, content in small_site.items():
        if path.startswith("dumps/") and path.count("/") == 1:
            (tmp_path / path.removeprefix("dumps/")).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    page = small_site["data.html"].decode()
    examples = {kind: html.unescape(text) for kind, text in re.findall(r'<code data-run="(\w+)">(.*?)</code>', page, re.DOTALL)}
    assert {"python", "sql", "sh"} == set(examples)
    exec(examples["python"], {})
    assert "facts" in capsys.readouterr().out
    connection = sqlite3.connect(tmp_path / "dataset.db")
    assert 10 == len(connection.execute(examples["sql"]).fetchall())
    connection.close()
    shell = shutil.which("bash")
    if shell and shutil.which("sha256sum"):
        done = subprocess.run([shell, "-euc", examples["sh"]], capture_output=True, text=True, check=True)
        assert int(done.stdout) > 100


def test_the_data_page_offers_every_format(small_site: Mapping[str, bytes]) -> None:
    page = small_site["data.html"].decode()
    for form in FORMATS.values():
        if form.name != "svg":
            assert f'href="dumps/dataset.{form.extension}"' in page, form.name
    for href in re.findall(r'href="([^"#]+)"', page):
        assert urlsplit(href).scheme or href in small_site, href
