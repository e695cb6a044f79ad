"""Where every node stands, computed before the page is opened: the browser then only draws.

Each connected part is laid out by itself, by layers where the view is tagged ``layered`` and by springs otherwise
(Fruchterman and Reingold, with a fixed seed); then labels are kept apart and the parts set side by side.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import networkx
import rustworkx

from famkg.views.boxes import Box, Point, pack, spread, untangle
from famkg.views.layers import layered

__all__ = ["positions"]

_ASPECT = 1.5
_EDGE = 190.0
_ROW = 150.0
_GAP = 60.0
_SEED = 7
_FEW = 60
_ROOMINESS = 3.2


def positions(network: networkx.MultiDiGraph[str], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """The place of each node, the middle of the drawing at (0, 0); the same for the same network every time."""
    parts = sorted((sorted(part) for part in networkx.weakly_connected_components(network)), key=lambda p: (-len(p), p))
    by_layers = "layered" in network.graph.get("tags", ())
    drawn = [_part(network, part, [boxes[node] for node in part], by_layers=by_layers) for part in parts]
    frames = [_frame(points, [boxes[node] for node in part]) for part, points in zip(parts, drawn, strict=True)]
    corners = pack([(right - left + _GAP, low - high + _GAP) for left, high, right, low in frames], _ASPECT)
    places = {
        node: (x - left + corner_x, y - high + corner_y)
        for part, points, (left, high, _, _), (corner_x, corner_y) in zip(parts, drawn, frames, corners, strict=True)
        for node, (x, y) in zip(part, points, strict=True)
    }
    left, high, right, low = _frame(list(places.values()), [boxes[node] for node in places])
    return {node: (round(x - (left + right) / 2, 1), round(y - (high + low) / 2, 1)) for node, (x, y) in sorted(places.items())}


def _frame(points: list[Point], boxes: list[Box]) -> tuple[float, float, float, float]:
    """Left, upper, right and lower edge of the drawn boxes."""
    if not points:
        return (0.0, 0.0, 0.0, 0.0)
    pairs = list(zip(points, boxes, strict=True))
    return (
        min(x - box.width / 2 for (x, _), box in pairs),
        min(y - box.height / 2 for (_, y), box in pairs),
        max(x + box.width / 2 for (x, _), box in pairs),
        max(y + box.height / 2 for (_, y), box in pairs),
    )


def _part(network: networkx.MultiDiGraph[str], part: list[str], boxes: list[Box], *, by_layers: bool) -> list[Point]:
    index = {node: i for i, node in enumerate(part)}
    edges = [(index[a], index[b], bool(data.get("symmetric"))) for a, b, data in network.edges(part, data=True) if a != b]
    if by_layers:
        upward = [(a, b) for a, b, symmetric in edges if not symmetric]
        return layered(boxes, upward, [(a, b) for a, b, symmetric in edges if symmetric], _ROW)
    return _sprung(edges, boxes)


def _sprung(edges: list[tuple[int, int, bool]], boxes: list[Box]) -> list[Point]:
    count = len(boxes)
    if count <= 2:
        return list(zip(spread([0.0] * count, [box.width + _GAP for box in boxes]), [0.0] * count, strict=True))
    graph: rustworkx.PyGraph[int, None] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(count))
    graph.add_edges_from([(a, b, None) for a, b, _ in edges])
    found = rustworkx.spring_layout(graph, num_iter=max(100, min(600, 150_000 // count)), seed=_SEED)
    points = _lengthwise([(found[i][0], found[i][1]) for i in range(count)])
    lengths = sorted(((points[a][0] - points[b][0]) ** 2 + (points[a][1] - points[b][1]) ** 2) ** 0.5 for a, b, _ in edges)
    left, high, right, low = _frame(points, [Box(0.0, 0.0)] * count)
    needed = _ROOMINESS * sum(box.width * box.height for box in boxes)
    scale = max(
        _EDGE / max(lengths[len(lengths) // 2], 1e-6) if count <= _FEW else 0.0,
        (needed / max((right - left) * (low - high), 1e-6)) ** 0.5 if count > _FEW else 0.0,
    )
    stretch = (sum(box.width for box in boxes) / sum(box.height for box in boxes)) ** 0.25
    return untangle([(x * scale * stretch, y * scale / stretch) for x, y in points], boxes)


def _lengthwise(points: list[Point]) -> list[Point]:
    """The points turned about their middle until they reach farthest from left to right: screens are wide."""
    mid_x = sum(x for x, _ in points) / len(points)
    mid_y = sum(y for _, y in points) / len(points)
    off = [(x - mid_x, y - mid_y) for x, y in points]
    angle = 0.5 * math.atan2(2 * sum(x * y for x, y in off), sum(x * x for x, _ in off) - sum(y * y for _, y in off))
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x * cos + y * sin, y * cos - x * sin) for x, y in off]
