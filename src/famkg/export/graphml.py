"""GraphML 1.0: a network with attributes as text, as Gephi, yEd, Cytoscape and igraph read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import networkx

__all__ = ["to_graphml"]

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_graphml(network: networkx.MultiDiGraph[str]) -> bytes:
    """The network as ``read_network`` gives it, in UTF-8: lists become text, what is None is left out.

    Edges are numbered, since GraphML asks that an edge's id be its own; ``predicate`` says what an edge is.
    """
    plain: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    plain.graph.update(_plain(network.graph))
    for node in sorted(network):
        plain.add_node(node, **_plain(network.nodes[node]))
    edges = sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3])
    for number, (start, end, _, data) in enumerate(edges, 1):
        plain.add_edge(start, end, key=f"edge-{number}", **_plain(data))
    lines = networkx.generate_graphml(plain, encoding="utf-8", prettyprint=True)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n").encode()


def _plain(data: Mapping[str, Any]) -> dict[str, str | bool | int | float]:
    return {name: _scalar(value) for name, value in sorted(data.items()) if value is not None}


def _scalar(value: Any) -> str | bool | int | float:
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        value = list(value.items())
    if isinstance(value, list | tuple):
        value = "; ".join(": ".join(map(str, each)) if isinstance(each, tuple) else str(each) for each in value)
    return _NOT_XML.sub(" ", str(value))
