"""Dumps: the same bytes on every run, the same graph when read back, no literal changed."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import networkx
import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from rdflib.compare import to_isomorphic

import famkg
from famkg.cli import app
from famkg.errors import DataError, UnknownNameError, UsageError
from famkg.export import FORMATS, export
from famkg.export.graphml import to_graphml
from famkg.export.jsonld import read_context
from famkg.resources import layers
from famkg.store import EmbeddedStore
from famkg.terms import EVIDENCE, FACTS, ONTOLOGY, VOCABULARY_PREFIXES, fam
from tests.conftest import FRANCHISE

pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning"),
]

TRIPLES = {"ttl": ("turtle", ox.RdfFormat.TURTLE), "nt": ("nt11", ox.RdfFormat.N_TRIPLES)}
TRIPLES |= {"rdfxml": ("xml", ox.RdfFormat.RDF_XML), "jsonld": ("json-ld", ox.RdfFormat.JSON_LD)}
QUADS = {"trig": ("trig", ox.RdfFormat.TRIG), "nq": ("nquads", ox.RdfFormat.N_QUADS)}

THING = ox.NamedNode("https://w3id.org/famkg/character/odd")
XSD = VOCABULARY_PREFIXES["xsd"]


def typed(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(datatype))


ODD = (
    *(
        ox.Literal(text)
        for text in ("", " ", "a\nb", "a\tb", "a\rb", "a\r\nb", "\"'\\", "]]>&amp;<b>", "é\u0301 \U0001f680", "@id")
    ),
    *(ox.Literal("name", language=tag) for tag in ("en", "en-gb", "ru")),
    *(typed(text, XSD + "integer") for text in ("1", "01", "+1", "-0", "12345678901234567890")),
    *(typed(text, XSD + "decimal") for text in ("2.60", "2.6", "2", ".5")),
    *(typed(text, XSD + "boolean") for text in ("true", "1", "TRUE")),
    *(typed(text, XSD + "double") for text in ("1e5", "1.0E5", "INF", "NaN")),
    typed("1983-05-12", XSD + "date"),
    typed("[1983..1992]", "http://id.loc.gov/datatypes/edtf/EDTF"),
    typed("x", "https://example.org/ty pe".replace(" ", "")),
    ox.NamedNode("https://w3id.org/famkg/a:b"),
    ox.NamedNode("https://w3id.org/famkg/a/../b"),
    ox.NamedNode("https://w3id.org/famkg/character/Ünï?q=1#f"),
    ox.NamedNode("urn:x:y"),
    ox.NamedNode(VOCABULARY_PREFIXES["schema"] + "//x"),
)
"""Values that a careless writer changes."""

PREDICATES = (
    fam("when"),
    fam("number"),
    fam("agent"),
    fam("creditedAs"),
    ox.NamedNode(VOCABULARY_PREFIXES["skos"] + "altLabel"),
    ox.NamedNode(VOCABULARY_PREFIXES["dcterms"] + "description"),
    ox.NamedNode("https://example.org/own#property"),
)
"""Terms of the context that are typed, references, by language, plain; and one that it lacks."""


def graph_of(quads: Iterable[ox.Quad], data: Path = FRANCHISE) -> famkg.KnowledgeGraph:
    return famkg.KnowledgeGraph(EmbeddedStore.in_memory(quads), layers(data))


@pytest.fixture(scope="module")
def odd() -> famkg.KnowledgeGraph:
    declared = ox.NamedNode("https://w3id.org/famkg/prefix/character")
    quads = [ox.Quad(THING, predicate, value, FACTS) for predicate in PREDICATES for value in ODD]
    sh = VOCABULARY_PREFIXES["sh"]
    quads += [
        ox.Quad(ox.NamedNode("https://w3id.org/famkg/dataset"), ox.NamedNode(sh + "declare"), declared, EVIDENCE),
        ox.Quad(declared, ox.NamedNode(sh + "prefix"), ox.Literal("character"), EVIDENCE),
        ox.Quad(declared, ox.NamedNode(sh + "namespace"), ox.Literal("https://w3id.org/famkg/character/"), EVIDENCE),
    ]
    return graph_of(quads)


@pytest.mark.parametrize("form", FORMATS)
def test_a_dump_is_the_same_bytes_in_every_process(form: str, small: famkg.KnowledgeGraph) -> None:
    assert export(small, form) == export(famkg.load(FRANCHISE), form)


def test_a_dump_does_not_depend_on_hash_seeds_or_the_cache(small: famkg.KnowledgeGraph, tmp_path: Path) -> None:
    code = (
        "import famkg, hashlib, sys; from famkg.export import FORMATS, export; kg = famkg.load(sys.argv[1])\n"
        "for form in FORMATS: print(form, hashlib.sha256(export(kg, form)).hexdigest())"
    )
    expected = "".join(f"{form} {hashlib.sha256(export(small, form)).hexdigest()}\n" for form in FORMATS)
    environment = os.environ | {"PYTHONHASHSEED": "7", "FAMKG_CACHE": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", code, str(FRANCHISE)], env=environment, capture_output=True, text=True, check=True
    )
    assert expected == ran.stdout


@pytest.mark.parametrize("form", TRIPLES)
@pytest.mark.parametrize("name", ["small", "odd"])
def test_facts_read_back_by_oxigraph_are_the_facts(name: str, form: str, request: pytest.FixtureRequest) -> None:
    kg: famkg.KnowledgeGraph = request.getfixturevalue(name)
    assert set(kg.facts()) == {quad.triple for quad in ox.parse(export(kg, form), format=TRIPLES[form][1])}


@pytest.mark.parametrize("form", TRIPLES)
def test_facts_read_back_by_rdflib_are_the_facts(form: str, small: famkg.KnowledgeGraph) -> None:
    graph = rdflib.Graph().parse(data=export(small, form), format=TRIPLES[form][0])
    assert to_isomorphic(small.graph()) == to_isomorphic(graph)


def lexical(graph: rdflib.Graph, *, numbers: bool) -> set[str]:
    """The literals as they are spelt; ``numbers`` says whether to look at numbers and truths too."""
    bare = {rdflib.URIRef(XSD + name) for name in ("integer", "decimal", "double", "boolean")}
    return {
        f"{p.n3()} {getattr(o, 'datatype', '')} {getattr(o, 'language', '')} {str(o)!r}"
        for _, p, o in graph
        if numbers or getattr(o, "datatype", None) not in bare
    }


@pytest.mark.parametrize("form", TRIPLES)
def test_odd_literals_read_back_by_rdflib_are_unchanged(
    form: str, odd: famkg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    expected = rdflib.Graph().parse(data="".join(f"{triple} .\n" for triple in odd.facts()), format="nt11")
    written = rdflib.Graph().parse(data=export(odd, form), format=TRIPLES[form][0])
    spelt = form != "ttl"  # rdflib reads Turtle's bare numbers by their value; Oxigraph's reading is tested above
    assert lexical(expected, numbers=spelt) == lexical(written, numbers=spelt)


@pytest.mark.parametrize("form", QUADS)
def test_everything_reads_back_as_everything(form: str, small: famkg.KnowledgeGraph) -> None:
    expected, written = ox.Dataset(small.quads()), ox.Dataset(ox.parse(export(small, form), format=QUADS[form][1]))
    for dataset in (expected, written):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert expected == written


@pytest.mark.parametrize("form", QUADS)
def test_everything_read_back_by_rdflib_has_the_same_graphs(form: str, small: famkg.KnowledgeGraph) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=export(small, form), format=QUADS[form][0])
    sizes = {str(graph.identifier): len(graph) for graph in dataset.graphs() if len(graph)}
    expected: dict[str, int] = {}
    for quad in small.quads():
        expected[quad.graph_name.value] = expected.get(quad.graph_name.value, 0) + 1
    assert expected == sizes


@pytest.mark.parametrize("form", QUADS)
def test_blank_nodes_are_named_by_what_is_said_of_them(form: str) -> None:
    def some() -> famkg.KnowledgeGraph:
        one, other = ox.BlankNode(), ox.BlankNode()
        pairs = [(one, "a", other), (other, "b", one)]
        return graph_of(ox.Quad(s, ox.NamedNode(f"https://example.org/{p}"), o, ONTOLOGY) for s, p, o in pairs)

    assert export(some(), form) == export(some(), form)


def test_line_based_dumps_are_sorted(small: famkg.KnowledgeGraph) -> None:
    for form in ("nt", "nq"):
        lines = export(small, form).decode().splitlines()
        assert sorted(lines) == lines


def test_json_ld_carries_its_context_and_reads_well(small: famkg.KnowledgeGraph) -> None:
    document = json.loads(export(small, "jsonld"))
    assert isinstance(document["@context"], dict)
    by_id = {node["@id"]: node for node in document["@graph"]}
    ada = by_id["character/ada-quill"]
    assert ada["@type"] == ["Character"]
    assert ada["inWorld"] == ["world/harbour"]
    assert ada["from"] == ["1893"]


def test_json_ld_needs_no_context_file(franchise: Path, small: famkg.KnowledgeGraph) -> None:
    kg = famkg.load(franchise)
    kg.layers = type(kg.layers)(kg.layers.graph, (), kg.layers.queries)
    assert {quad.triple for quad in ox.parse(export(kg, "jsonld"), format=ox.RdfFormat.JSON_LD)} == set(small.facts())


def test_a_context_that_is_none_is_named(franchise: Path) -> None:
    (franchise / "ontology").mkdir()
    (franchise / "ontology" / "context.jsonld").write_text("[]", encoding="utf-8")
    with pytest.raises(DataError, match=r"context\.jsonld: no JSON-LD context"):
        read_context(layers(franchise))


def test_graphml_reads_back_with_its_attributes(small: famkg.KnowledgeGraph) -> None:
    network = small.network("posts")
    read = networkx.read_graphml(io.BytesIO(export(small, "graphml", view="posts")), force_multigraph=True)
    assert sorted(network) == sorted(read)
    ((start, end, edge),) = read.edges(data=True)
    assert (start, edge["label"], end, edge["facts"]) == (
        "character:bruno-marsh",
        "director",
        "organization:lamp-board",
        "from: 1919",
    )
    assert edge["sources"].startswith("The Beacon, ")
    assert read.nodes[start]["kind"] == "character"


def test_graphml_takes_what_xml_does_not_and_none() -> None:
    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(tags=(), values={"a": "b"})
    network.add_node("a", label="a\x00\x08\ufffe<&", facts=[("x", "y"), ("z", "w")], world=None)
    network.add_edge("a", "a", key="p", sources=("one", "two"), count=2)
    network.add_edge("a", "a", key="q", sources=())
    read = networkx.read_graphml(io.BytesIO(to_graphml(network)), force_multigraph=True)
    node = read.nodes["a"]
    assert (node["label"], node["facts"], "world" in node) == ("a   <&", "x: y; z: w", False)
    assert [data.get("sources") or "" for *_, data in read.edges(data=True)] == ["one; two", ""]


def test_graphml_holds_everything_by_default(small: famkg.KnowledgeGraph) -> None:
    assert export(small, "graphml", view="everything") == export(small, "graphml")


def test_a_view_takes_values_for_its_slots(small: famkg.KnowledgeGraph) -> None:
    written = export(small, "graphml", view="around", values={"thing": "Bruno Marsh"})
    assert b'<node id="organization:lamp-board">' in written


def test_an_unknown_format_names_those_there_are(small: famkg.KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown format: 'turtel'.*one of trig, nq, ttl"):
        small.export("turtel")


def test_a_view_goes_with_network_formats_only(small: famkg.KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="views go with graphml"):
        export(small, "ttl", view="cast")


def test_export_writes_a_file_whole(tmp_path: Path, small: famkg.KnowledgeGraph) -> None:
    target = tmp_path / "facts.ttl"
    result = CliRunner().invoke(app, ["export", "ttl", "--data", str(FRANCHISE), "-o", str(target)], catch_exceptions=False)
    assert (result.exit_code, result.output) == (0, "")
    assert export(small, "ttl") == target.read_bytes()


def test_export_without_a_format_lists_them() -> None:
    result = CliRunner().invoke(app, ["export"], catch_exceptions=False)
    assert list(FORMATS) == [line.split()[0] for line in result.output.splitlines()]
