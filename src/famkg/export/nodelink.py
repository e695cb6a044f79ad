"""Node-link JSON: a network as ``networkx.node_link_graph`` reads it, and as d3-force, vis-network and Sigma take it.

The connections are called ``edges``: the default of NetworkX from 3.6 on (before, say ``edges="edges"``), and the word
of the JSON Graph Format, vis-network and Sigma; d3 is told where they are, ``forceLink(data.edges).id(d => d.id)``.
"""

from __future__ import annotations

import json
from typing import Any

import networkx

from famkg.export.painted import Painted, paint
from famkg.export.values import for_json

__all__ = ["to_nodelink"]


def to_nodelink(network: networkx.MultiDiGraph[str], *, painted: Painted | None = None) -> bytes:
    """The network with all its attributes, lists as lists; nodes have ``x``, ``y`` (downwards), ``size`` and ``color`` too."""
    painted = painted or paint(network)
    dots = {node.id: node.dot for node in painted.nodes}
    nodes: list[dict[str, Any]] = []
    for node in painted.nodes:
        dot = dots[node.id]
        drawn = {"x": dot.x, "y": dot.y, "size": dot.size, "color": dot.colour, "shape": dot.shape}
        nodes.append({**network.nodes[node.id], **drawn, "id": node.id})
    edges = [
        {**data, "source": start, "target": end, "key": key}
        for start, end, key, data in sorted(network.edges(keys=True, data=True), key=lambda edge: (*edge[:2], str(edge[2])))
    ]
    document = {"directed": True, "multigraph": True, "graph": dict(network.graph), "nodes": nodes, "edges": edges}
    return (json.dumps(for_json(document), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
