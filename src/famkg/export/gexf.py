"""GEXF 1.3 (https://gexf.net): a network with places, colours, sizes and times, as Gephi opens it ready drawn.

Written by ourselves: the writer of NetworkX knows no ``kind``, without which Gephi merges two connections between the
same things into one, and fails on lists and None. Time is story time: Gephi's timeline shows a thing between the first
and the last day that its dates allow, an office for each term, and what is not dated always. Upwards is positive.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

import networkx

from famkg.export.painted import Painted, Span, paint
from famkg.export.values import Scalar, for_xml

__all__ = ["to_gexf"]

_GEXF = "http://gexf.net/1.3"
_VIZ = "http://gexf.net/1.3/viz"
_TYPES = {bool: "boolean", int: "long", float: "double", str: "string"}
_SHAPES = {"dot": "disc", "square": "square", "diamond": "diamond", "triangle": "triangle", "triangleDown": "triangle"}


def to_gexf(network: networkx.MultiDiGraph[str], *, painted: Painted | None = None) -> bytes:
    """The network as GEXF in UTF-8: lists become one text, what is None is left out."""
    painted = painted or paint(network)
    root = Element("gexf", {"xmlns": _GEXF, "xmlns:viz": _VIZ, "version": "1.3"})
    meta = SubElement(root, "meta")
    SubElement(meta, "creator").text = "famkg"
    SubElement(meta, "description").text = for_xml(": ".join(filter(None, (painted.name, painted.summary))))
    times = {"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"}
    graph = SubElement(root, "graph", {"defaultedgetype": "directed", **times})
    node_keys = _declare(graph, "node", [node.attributes for node in painted.nodes])
    edge_keys = _declare(graph, "edge", [edge.attributes for edge in painted.edges])
    nodes = SubElement(graph, "nodes", count=str(len(painted.nodes)))
    for node in painted.nodes:
        element = SubElement(nodes, "node", id=for_xml(node.id), label=for_xml(node.label))
        _values(element, node_keys, node.attributes)
        _times(element, node.spans)
        dot = node.dot
        red, green, blue = bytes.fromhex(dot.colour[1:])
        SubElement(element, "viz:color", r=str(red), g=str(green), b=str(blue))
        SubElement(element, "viz:position", x=str(dot.x), y=str(-dot.y), z="0.0")
        SubElement(element, "viz:size", value=str(dot.size))
        SubElement(element, "viz:shape", value=_SHAPES.get(dot.shape, "disc"))
    edges = SubElement(graph, "edges", count=str(len(painted.edges)))
    for edge in painted.edges:
        ends = {"source": for_xml(edge.source), "target": for_xml(edge.target)}
        label = for_xml(edge.label)
        element = SubElement(edges, "edge", {"id": edge.id, **ends, "label": label, "kind": label})
        _values(element, edge_keys, edge.attributes)
        _times(element, edge.spans)
    indent(root, " ")
    written = BytesIO()
    ElementTree(root).write(written, encoding="UTF-8", xml_declaration=True)
    return written.getvalue() + b"\n"


def _declare(graph: Element, holder: str, rows: Iterable[Mapping[str, Scalar]]) -> Mapping[str, str]:
    """Declare the attributes of nodes or edges; gives the id of each. A name with values of several types is text."""
    types: dict[str, set[str]] = {}
    for values in rows:
        for name, value in values.items():
            types.setdefault(name, set()).add(_TYPES[type(value)])
    declared = SubElement(graph, "attributes", {"class": holder, "mode": "static"})
    ids = {name: f"{holder}-{number}" for number, name in enumerate(sorted(types), 1)}
    for name, key in ids.items():
        kind = "double" if types[name] == {"double", "long"} else "string" if len(types[name]) > 1 else min(types[name])
        SubElement(declared, "attribute", id=key, title=name, type=kind)
    return ids


def _values(element: Element, keys: Mapping[str, str], values: Mapping[str, Scalar]) -> None:
    held = SubElement(element, "attvalues")
    for name, value in values.items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        SubElement(held, "attvalue", {"for": keys[name], "value": text})


def _times(element: Element, spans: tuple[Span, ...]) -> None:
    """One span as the element's own start and end, several as spells; an open end is left out."""
    named = [{name: for_xml(day) for name, day in zip(("start", "end"), span, strict=True) if day} for span in spans]
    if len(named) == 1:
        element.attrib |= named[0]
    elif named:
        spells = SubElement(element, "spells")
        for span in named:
            SubElement(spells, "spell", span)
