"""Networks for other tools: read back by other readers, drawn as the views draw them, whatever the values hold."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from xml.etree import ElementTree

import networkx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import famkg
from famkg.export import FORMATS
from famkg.export.gexf import to_gexf
from famkg.export.graphml import to_graphml
from famkg.export.nodelink import to_nodelink
from famkg.export.painted import paint
from famkg.export.svg import sketch, to_svg
from famkg.export.values import for_tables, for_xml
from famkg.views.palette import COLOURS

YED = "{http://www.yworks.com/xml/graphml}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://gexf.net/1.3}"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "",
    " ",
    "\x00\x07\x1b[31m",
    "\ud800 alone",
    "\ufffe\uffff",
    "]]></data><script>alert(1)</script>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;",
    "a\r\nb\rc\td\u2028e",
    "\u202egnikaeps\u202c \u200f",
    "=HYPERLINK(0)",
    "javascript:alert(1)",
    "é\u0301 \U0001f680",
    "'\"`",
)


def one_edge(label: object, **more: object) -> networkx.MultiDiGraph[str]:
    """A network whose every text is the label."""
    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name=label, summary=label, tags=(), values={"a": label})
    network.add_node("a", label=label, kind=label, world=label, facts=[(label, label)], **more)
    network.add_node("b", label=label)
    network.add_edge("a", "b", key="p", label=label, predicate=label, sources=(label,), **more)
    return network


def from_graphml(content: bytes) -> networkx.MultiDiGraph[str]:
    return networkx.read_graphml(io.BytesIO(content), force_multigraph=True)


def from_gexf(content: bytes) -> networkx.MultiDiGraph[str]:
    return networkx.MultiDiGraph(networkx.read_gexf(io.BytesIO(content), version="1.3"))


def from_nodelink(content: bytes) -> networkx.MultiDiGraph[str]:
    return networkx.node_link_graph(json.loads(content), edges="edges")


READERS = {"graphml": from_graphml, "gexf": from_gexf, "nodelink": from_nodelink}


@pytest.fixture(scope="module")
def early() -> famkg.KnowledgeGraph:
    """The shipped franchise for one who has seen three episodes."""
    return famkg.load(seen="s01e03")


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize(("name", "view"), [("small", "everything"), ("early", "everything"), ("early", "posts")])
def test_another_reader_finds_the_same_things_and_connections(
    form: str, name: str, view: str, request: pytest.FixtureRequest
) -> None:
    kg: famkg.KnowledgeGraph = request.getfixturevalue(name)
    network = kg.network(view)
    read = READERS[form](kg.export(form, view=view))
    assert {node: data["label"] for node, data in network.nodes(data=True)} == {n: d["label"] for n, d in read.nodes(data=True)}
    assert {node: data["iri"] for node, data in network.nodes(data=True)} == {n: d["iri"] for n, d in read.nodes(data=True)}
    assert sorted((a, b, d["predicate"], d["label"], d["inferred"]) for a, b, d in network.edges(data=True)) == sorted(
        (a, b, d["predicate"], d["label"], d["inferred"]) for a, b, d in read.edges(data=True)
    )


def test_every_network_format_is_read_back_here() -> None:
    assert {*READERS, "svg"} == {name for name, form in FORMATS.items() if form.holds == "network"}


def test_node_link_keeps_lists_as_lists(small: famkg.KnowledgeGraph) -> None:
    network = small.network("posts")
    read = from_nodelink(small.export("nodelink", view="posts"))
    ((*ends, key, expected),) = network.edges(keys=True, data=True)
    actual = read.edges[(*ends, key)]
    assert list(map(list, expected["facts"])) == actual["facts"]
    assert list(expected["sources"]) == actual["sources"]


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("label", HOSTILE)
def test_no_label_makes_an_export_fail_or_change_its_neighbours(form: str, label: str) -> None:
    writer = {"graphml": to_graphml, "gexf": to_gexf, "nodelink": to_nodelink}[form]
    read = READERS[form](writer(one_edge(label)))
    assert (["a", "b"], 1) == (sorted(read), read.number_of_edges())
    clean = for_tables if form == "nodelink" else for_xml
    assert clean(label or ("" if form == "nodelink" else "a")) == read.nodes["a"]["label"]


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=()), min_size=1))
@example("\x85")
def test_any_text_is_read_back_as_xml_holds_it(label: str) -> None:
    network = one_edge(label)
    assert for_xml(label) == from_gexf(to_gexf(network)).nodes["a"]["label"]
    assert for_xml(label) == from_graphml(to_graphml(network)).nodes["a"]["label"]
    ElementTree.fromstring(to_svg(network))


@pytest.mark.parametrize(
    "value", [None, [], [None], {"a": {"b": None}}, {3, 1, 2}, date(1969, 7, 20), float("nan"), float("inf"), -1, True, object]
)
@pytest.mark.parametrize("form", READERS)
def test_any_attribute_can_be_written(form: str, value: object) -> None:
    writer = {"graphml": to_graphml, "gexf": to_gexf, "nodelink": to_nodelink}[form]
    assert writer(one_edge("a", odd=value)) == writer(one_edge("a", odd=value))
    assert 2 == len(READERS[form](writer(one_edge("a", odd=value))))


def test_values_of_several_types_are_text() -> None:
    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node, odd in (("a", 1), ("b", "x"), ("c", True)):
        network.add_node(node, odd=odd)
    assert ["1", "x", "true"] == [data["odd"] for _, data in sorted(from_graphml(to_graphml(network)).nodes(data=True))]
    assert ["1", "x", "true"] == [data["odd"] for _, data in sorted(from_gexf(to_gexf(network)).nodes(data=True))]


@pytest.mark.parametrize("writer", [to_graphml, to_gexf, to_nodelink, to_svg])
def test_a_label_of_a_megabyte_is_written(writer) -> None:  # type: ignore[no-untyped-def]
    network = one_edge("x" * 1_000_000)
    assert len(writer(network)) > 1_000_000 or writer is to_svg


@pytest.mark.parametrize("writer", [to_graphml, to_gexf, to_nodelink, to_svg])
def test_an_empty_network_is_written(writer) -> None:  # type: ignore[no-untyped-def]
    assert writer(networkx.MultiDiGraph())


def test_places_and_colours_are_those_of_the_views_upwards_for_gephi(small: famkg.KnowledgeGraph) -> None:
    network = small.network("posts")
    read, drawn = from_gexf(to_gexf(network)), {node.id: node.dot for node in paint(network).nodes}
    for node, data in read.nodes(data=True):
        viz, dot = data["viz"], drawn[node]
        assert (dot.x, -dot.y, dot.size) == (viz["position"]["x"], viz["position"]["y"], viz["size"])
        assert dot.colour == f"#{viz['color']['r']:02x}{viz['color']['g']:02x}{viz['color']['b']:02x}"
    assert COLOURS["blue"][0] == drawn["character:bruno-marsh"].colour


def test_gephi_gets_an_interval_for_each_term_of_office(small: famkg.KnowledgeGraph) -> None:
    root = ElementTree.fromstring(small.export("gexf", view="posts"))
    graph = root.find(f"{GEXF}graph")
    assert graph is not None
    assert ("dynamic", "date") == (graph.get("mode"), graph.get("timeformat"))
    (edge,) = root.iter(f"{GEXF}edge")
    assert ("1919-01-01", None) == (edge.get("start"), edge.get("end"))
    assert edge.get("kind") == edge.get("label")  # without a kind Gephi merges parallel connections


def test_several_terms_are_spells_and_a_thing_without_dates_has_none() -> None:
    network = one_edge("a")
    network.edges["a", "b", "p"]["spans"] = (("1971-01-01", "1972-12-31"), ("1980-01-01", ""), ("", ""))
    root = ElementTree.fromstring(to_gexf(network))
    spells = [dict(spell.attrib) for spell in root.iter(f"{GEXF}spell")]
    assert [{"start": "1971-01-01", "end": "1972-12-31"}, {"start": "1980-01-01"}] == spells
    assert [(None, None)] * 2 == [(node.get("start"), node.get("end")) for node in root.iter(f"{GEXF}node")]
    edge = from_graphml(to_graphml(network)).edges["a", "b", "edge-1"]
    assert ("1971-01-01", False) == (edge["start"], "end" in edge)


def test_parallel_connections_of_one_kind_are_all_there() -> None:
    network = one_edge("a")
    network.add_edge("a", "b", key="q", label="a")
    assert [2, 2] == [
        READERS[form](writer(network)).number_of_edges() for form, writer in (("graphml", to_graphml), ("gexf", to_gexf))
    ]


def test_yed_gets_labels_colours_and_places(small: famkg.KnowledgeGraph) -> None:
    network = small.network("posts")
    root = ElementTree.fromstring(small.export("graphml", view="posts"))
    drawn = {node.id: node for node in paint(network).nodes}
    for element in root.iter(f"{GRAPHML}node"):
        node = drawn[str(element.get("id"))]
        shape = element.find(f"{GRAPHML}data/{YED}ShapeNode")
        assert shape is not None
        place, fill = shape.find(f"{YED}Geometry"), shape.find(f"{YED}Fill")
        assert place is not None
        assert fill is not None
        assert node.label == shape.findtext(f"{YED}NodeLabel")
        assert node.dot.colour == fill.get("color")
        assert node.dot.x == pytest.approx(float(str(place.get("x"))) + float(str(place.get("width"))) / 2, abs=0.11)


def test_what_only_yed_reads_comes_last_and_under_its_own_keys(small: famkg.KnowledgeGraph) -> None:
    root = ElementTree.fromstring(small.export("graphml"))
    for kind, key in (("node", "d3"), ("edge", "d7")):
        for element in root.iter(f"{GRAPHML}{kind}"):
            keys = [data.get("key") for data in element.findall(f"{GRAPHML}data")]
            assert (key, 1) == (keys[-1], keys.count(key))
    named = {(each.get("for"), each.get("attr.name")) for each in root.iter(f"{GRAPHML}key")}
    assert {("node", "label"), ("node", "xpos"), ("node", "ypos"), ("node", "size"), ("node", "color")} <= named


@pytest.mark.parametrize("label", HOSTILE)
def test_a_picture_runs_and_loads_nothing(label: str) -> None:
    root = ElementTree.fromstring(to_svg(one_edge(label)))
    allowed = {"svg", "rect", "g", "line", "circle", "polygon", "text", "tspan", "title"}
    assert {f"{SVG}{name}" for name in allowed} >= {element.tag for element in root.iter()}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or "href" in name or "src" in name}


def test_a_picture_names_its_things_and_says_what_they_are(small: famkg.KnowledgeGraph) -> None:
    root = ElementTree.fromstring(small.export("svg", view="posts"))
    titles = [title.text for title in root.iter(f"{SVG}title")]
    assert "Bruno Marsh (character, Harbour timeline)" in titles
    assert any(str(title).startswith("Bruno Marsh — director — ") for title in titles)


@pytest.mark.parametrize("label", HOSTILE)
def test_a_sketch_is_inert(label: str) -> None:
    html = sketch(one_edge(label))
    assert not re.search(r"<script|<!DOCTYPE|\son\w+=|href=", html.replace("&lt;", ""))


def test_a_sketch_of_too_many_things_is_figures_only() -> None:
    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name="many")
    network.add_nodes_from(map(str, range(1_501)))
    assert "<p><b>many</b> (1,501 things, 0 connections); too many to draw here</p>" == sketch(network)
