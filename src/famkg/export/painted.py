"""A network as it is drawn: where each thing stands, its colour, size and shape, and when it is there.

Places, sizes and colours are those of the views (``famkg.views``), on light ground. Any ``MultiDiGraph`` with text
for nodes can be painted: attributes that ``read_network`` gives and others lack are filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import networkx

from famkg.export.values import Scalar, scalars
from famkg.views.boxes import Box
from famkg.views.layout import positions
from famkg.views.palette import COLOURS, looks

__all__ = ["Dot", "Edge", "Node", "Painted", "Span", "paint"]

Span = tuple[str, str]
"""The first and the last day of something (ISO 8601), empty where that end is open."""

_LINE = 22
_LETTER = 7.4
_MANY = 36


@dataclass(frozen=True, slots=True)
class Dot:
    """How a thing is drawn: the middle of it (y grows downwards), the radius, ``#rrggbb``, a shape of the palette."""

    x: float
    y: float
    size: float
    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: ``attributes`` are its other ones, one value each."""

    id: str
    label: str
    dot: Dot
    spans: tuple[Span, ...]
    attributes: Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Edge:
    """A connection, numbered by ``id``; ``symmetric`` says that it has no direction."""

    id: str
    source: str
    target: str
    label: str
    symmetric: bool
    spans: tuple[Span, ...]
    attributes: Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Painted:
    """A drawn network: nodes in order of id, edges in order of their ends and keys."""

    name: str
    summary: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def paint(network: networkx.MultiDiGraph[str]) -> Painted:
    """The network as it is drawn; it is left as it was, and the same network gives the same drawing."""
    dots = _dots(network)
    return Painted(
        name=str(network.graph.get("name") or ""),
        summary=str(network.graph.get("summary") or ""),
        nodes=tuple(
            Node(
                node,
                _label(node, data),
                dots[node],
                _spans(data),
                scalars(_with_sources(data), without=("cited", "label", "spans")),
            )
            for node, data in _nodes(network)
        ),
        edges=tuple(
            Edge(
                id=f"edge-{number}",
                source=start,
                target=end,
                label=_label(key, data),
                symmetric=bool(data.get("symmetric")),
                spans=_spans(data),
                attributes=scalars(data, without=("label", "spans")),
            )
            for number, (start, end, key, data) in enumerate(_edges(network), 1)
        ),
    )


def _nodes(network: networkx.MultiDiGraph[str]) -> list[tuple[str, dict[str, Any]]]:
    return [(node, network.nodes[node]) for node in sorted(network)]


def _edges(network: networkx.MultiDiGraph[str]) -> list[tuple[str, str, Any, dict[str, Any]]]:
    return sorted(network.edges(keys=True, data=True), key=lambda edge: (*edge[:2], str(edge[2])))


def _dots(network: networkx.MultiDiGraph[str]) -> dict[str, Dot]:
    chosen = looks(str(data.get("kind") or "thing") for _, data in _nodes(network))
    bare: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(
        **{k: v for k in ("tags", "occurrences") if (v := network.graph.get(k))}
    )
    bare.add_nodes_from((node, {"kind": data.get("kind"), "spans": _spans(data)}) for node, data in _nodes(network))
    for start, end, key, data in _edges(network):
        bare.add_edge(start, end, key=str(key), symmetric=bool(data.get("symmetric")))
    joined = {node: len({*bare.successors(node), *bare.predecessors(node)}) for node in bare}
    sizes = {node: round(9 + 3.2 * min(count, _MANY) ** 0.5, 1) for node, count in joined.items()}
    boxes = {node: _box(_label(node, data), sizes[node]) for node, data in _nodes(network)}
    places = positions(bare, boxes)
    dots = {}
    for node, data in _nodes(network):
        look = chosen[str(data.get("kind") or "thing")]
        x, y = places[node]
        dots[node] = Dot(x, y, sizes[node], COLOURS[look.colour][0], look.shape)
    return dots


def _box(label: str, size: float) -> Box:
    """The room for a node with its label below, a long one in up to three lines."""
    lines = min(3, -(-len(label) // _LINE))
    return Box(max(2 * size, min(len(label), _LINE) * _LETTER) + 22, 2 * size + lines * 18 + 20)


def _label(name: object, data: Mapping[str, Any]) -> str:
    return str(data.get("label") or name)


def _spans(data: Mapping[str, Any]) -> tuple[Span, ...]:
    """What is dated, and no more than once; a span with both ends open says nothing."""
    return tuple(sorted({(str(first or ""), str(last or "")) for first, last in data.get("spans") or () if first or last}))


def _with_sources(data: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of a node, the sources of its facts in one list."""
    cited: Iterable[Iterable[str]] = data.get("cited") or ()
    sources = list(dict.fromkeys(source for each in cited for source in each))
    return {"sources": sources, **data} if "cited" in data else dict(data)
