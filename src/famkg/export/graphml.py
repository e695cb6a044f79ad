"""GraphML 1.0 as yEd, Cytoscape, Gephi, igraph and NetworkX each read it, in one file.

What each was found to need (read in its importer where that is open, tried where it runs):

- yEd shows only what stands in its own elements (``y:ShapeNode``, ``y:PolyLineEdge``; yFiles GraphML 3.0), whose
  places are corners, not middles.
- Gephi takes a key by its id before its name: ``label``, ``xpos``, ``ypos`` (upwards), ``size``, ``color``; of yEd's
  elements it wants the keys ``d3`` and ``d7``, which yEd's own files have.
- Cytoscape leaves a node's data once it has met elements in it: so yEd's come last. It skips keys without a type.
- NetworkX takes ``x`` and ``y`` from yEd's elements as they come: so the middles are called otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

import networkx

from famkg.export.painted import Dot, Edge, Node, Painted, Span, paint
from famkg.export.values import Scalar, for_xml
from famkg.views.palette import COLOURS

__all__ = ["to_graphml"]

_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_Y = "http://www.yworks.com/xml/graphml"
_GRAPHICS = {"node": ("d3", "nodegraphics"), "edge": ("d7", "edgegraphics")}
_TYPES = {bool: "boolean", int: "long", float: "double", str: "string"}
_FIRST = ("label",)
_YED_SHAPES = {
    "dot": "ellipse",
    "square": "rectangle",
    "diamond": "diamond",
    "triangle": "triangle",
    "triangleDown": "triangle2",
    "hexagon": "hexagon",
    "star": "star5",
}
_INK = "#1c232c"
_LINE = COLOURS["slate"][0]

_Rows = list[tuple[str, dict[str, Scalar]]]


def to_graphml(network: networkx.MultiDiGraph[str], *, painted: Painted | None = None) -> bytes:
    """The network as GraphML in UTF-8: lists become one text, what is None is left out.

    Edges are numbered, since GraphML asks that an edge's id be its own; ``predicate`` says what an edge is. ``start``
    and ``end`` are the first and last day of what is dated.
    """
    painted = painted or paint(network)
    root = Element("graphml", {"xmlns": _GRAPHML, "xmlns:y": _Y})
    nodes = [(node.id, _node_values(node)) for node in painted.nodes]
    edges = [(edge.id, _edge_values(edge)) for edge in painted.edges]
    keys = {
        "node": _declare(root, "node", nodes),
        "edge": _declare(root, "edge", edges),
    }
    graph = SubElement(root, "graph", edgedefault="directed", id=for_xml(painted.name) or "network")
    SubElement(graph, "desc").text = for_xml(painted.summary)
    for node, (_, values) in zip(painted.nodes, nodes, strict=True):
        element = SubElement(graph, "node", id=for_xml(node.id))
        _data(element, keys["node"], values)
        _draw_node(SubElement(element, "data", key=_GRAPHICS["node"][0]), node)
    for edge, (_, values) in zip(painted.edges, edges, strict=True):
        element = SubElement(graph, "edge", id=edge.id, source=for_xml(edge.source), target=for_xml(edge.target))
        _data(element, keys["edge"], values)
        _draw_edge(SubElement(element, "data", key=_GRAPHICS["edge"][0]), edge)
    indent(root, " ")
    written = BytesIO()
    ElementTree(root).write(written, encoding="UTF-8", xml_declaration=True)
    return written.getvalue() + b"\n"


def _node_values(node: Node) -> dict[str, Scalar]:
    drawn: dict[str, Scalar] = {
        "xpos": node.dot.x,
        "ypos": -node.dot.y,
        "size": node.dot.size,
        "color": node.dot.colour,
        "shape": node.dot.shape,
    }
    return {"label": for_xml(node.label), **node.attributes, **_times(node.spans), **drawn}


def _edge_values(edge: Edge) -> dict[str, Scalar]:
    return {"label": for_xml(edge.label), **edge.attributes, **_times(edge.spans)}


def _times(spans: tuple[Span, ...]) -> dict[str, Scalar]:
    """The first and last day of all: a node or edge of GraphML has one value each."""
    starts, ends = [first for first, _ in spans], [last for _, last in spans]
    times: dict[str, Scalar] = {}
    if starts and all(starts):
        times["start"] = for_xml(min(starts))
    if ends and all(ends):
        times["end"] = for_xml(max(ends))
    return times


def _declare(root: Element, holder: str, rows: _Rows) -> Mapping[str, str]:
    """Declare the keys of nodes or edges; gives the id of each. A name with values of several types is text."""
    types: dict[str, set[str]] = {}
    for _, values in rows:
        for name, value in values.items():
            types.setdefault(name, set()).add(_TYPES[type(value)])
    ids: dict[str, str] = {}
    for name in sorted(types, key=lambda name: (name not in _FIRST, name)):
        kind = "double" if types[name] == {"double", "long"} else "string" if len(types[name]) > 1 else min(types[name])
        ids[name] = f"{holder}-{len(ids) + 1}"
        SubElement(root, "key", {"id": ids[name], "for": holder, "attr.name": name, "attr.type": kind})
    key, kind = _GRAPHICS[holder]
    SubElement(root, "key", {"id": key, "for": holder, "yfiles.type": kind})
    return ids


def _data(element: Element, keys: Mapping[str, str], values: Mapping[str, Scalar]) -> None:
    for name in keys:
        if name in values:
            value = values[name]
            SubElement(element, "data", key=keys[name]).text = str(value).lower() if isinstance(value, bool) else str(value)


def _draw_node(data: Element, node: Node) -> None:
    shape = SubElement(data, "y:ShapeNode")
    for name, attributes in _shape(node.dot):
        SubElement(shape, f"y:{name}", attributes)
    label = {"modelName": "sides", "modelPosition": "s", "fontSize": "12", "textColor": _INK}
    SubElement(shape, "y:NodeLabel", label).text = for_xml(node.label)
    SubElement(shape, "y:Shape", type=_YED_SHAPES.get(node.dot.shape, "ellipse"))


def _shape(dot: Dot) -> Iterator[tuple[str, dict[str, str]]]:
    side = 2 * dot.size
    places = {"x": dot.x - dot.size, "y": dot.y - dot.size, "width": side, "height": side}
    yield "Geometry", {name: f"{place:.1f}" for name, place in places.items()}
    yield "Fill", {"color": dot.colour, "transparent": "false"}
    yield "BorderStyle", {"color": dot.colour, "type": "line", "width": "1.0"}


def _draw_edge(data: Element, edge: Edge) -> None:
    line = SubElement(data, "y:PolyLineEdge")
    parts: Iterable[tuple[str, dict[str, str]]] = (
        ("LineStyle", {"color": _LINE, "type": "dashed" if edge.attributes.get("inferred") else "line", "width": "1.0"}),
        ("Arrows", {"source": "none", "target": "none" if edge.symmetric else "standard"}),
    )
    for name, attributes in parts:
        SubElement(line, f"y:{name}", attributes)
    SubElement(line, "y:EdgeLabel", {"fontSize": "10", "textColor": _LINE}).text = for_xml(edge.label)
