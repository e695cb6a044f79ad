"""Where every node stands, computed before the page is opened: the browser then only draws.

Each connected part is laid out by itself, by layers where the view is tagged ``layered`` and by springs otherwise
(Fruchterman and Reingold, with a fixed seed); then labels are kept apart and the parts set side by side. A view tagged
``timeline`` is laid out whole, along the years. Everything twice: for screens that are wide, and for those that are tall.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import networkx
import rustworkx

from famkg.views.boxes import Box, Point, frame, pack, spread, untangle
from famkg.views.layers import layered
from famkg.views.years import Band, in_years

__all__ = ["Layout", "lay_out", "positions"]

_WIDE = 1.5
_TALL = 0.72
_LONG = 1.9
_AT_ONCE = 100
_EDGE = 190.0
_ROW = 150.0
_GAP = 60.0
_APART = 110.0
_SEED = 7
_FEW = 60
_ROOMINESS = 3.2

_Edges = list[tuple[int, int, bool]]


@dataclass(frozen=True, slots=True)
class Layout:
    """The place of each node, the middle of the drawing at (0, 0); ``bands`` mark years along x if wide, y if tall."""

    places: Mapping[str, Point]
    bands: tuple[Band, ...] = ()


def lay_out(network: networkx.MultiDiGraph[str], boxes: Mapping[str, Box]) -> tuple[Layout, Layout]:
    """The layout for wide and the one for tall screens; the same for the same network every time.

    Layers of one kind of things stand apart from those of another, as families of people from those of characters.
    """
    tags = network.graph.get("tags", ())
    if "timeline" in tags and any(network.nodes[node].get("spans") for node in _happenings(network)):
        return _timed(network, boxes, wide=True), _timed(network, boxes, wide=False)
    parts = sorted((sorted(part) for part in networkx.weakly_connected_components(network)), key=lambda p: (-len(p), p))
    edges = [_edges(network, part) for part in parts]
    room = [[boxes[node] for node in part] for part in parts]
    if "layered" in tags:
        wide = [_layers(each, around, wide=True) for each, around in zip(edges, room, strict=True)]
        tall = [_layers(each, around, wide=False) for each, around in zip(edges, room, strict=True)]
    else:
        sprung = [_springs(each, len(around)) for each, around in zip(edges, room, strict=True)]
        both = list(zip(sprung, edges, room, strict=True))
        wide = [_roomy(points, each, around) for points, each, around in both]
        tall = [_roomy([(y, x) for x, y in points], each, around, tall=True) for points, each, around in both]
    sorts = [_sort(network, part) if "layered" in tags else "" for part in parts]
    return _set(parts, wide, room, sorts, aspect=_WIDE), _set(parts, tall, room, sorts, aspect=_TALL)


def positions(network: networkx.MultiDiGraph[str], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """The place of each node in the layout for wide screens."""
    return dict(lay_out(network, boxes)[0].places)


def _sort(network: networkx.MultiDiGraph[str], part: list[str]) -> str:
    """The kind that most things of a part are of."""
    counts = Counter(str(network.nodes[node].get("kind", "")) for node in part)
    return min(counts, key=lambda kind: (-counts[kind], kind))


def _set(
    parts: list[list[str]], drawn: list[list[Point]], room: list[list[Box]], sorts: Sequence[str], *, aspect: float
) -> Layout:
    """The parts side by side, those of one sort beside those of the sort before, or on a tall screen below."""
    frames = [frame(points, boxes) for points, boxes in zip(drawn, room, strict=True)]
    sizes = [(right - left + _GAP, low - high + _GAP) for left, high, right, low in frames]
    corners: dict[int, Point] = {}
    left = top = 0.0
    for sort in dict.fromkeys(sorts):
        chosen = [i for i, each in enumerate(sorts) if each == sort]
        packed = pack([sizes[i] for i in chosen], aspect)
        corners |= {i: (x + left, y + top) for i, (x, y) in zip(chosen, packed, strict=True)}
        if aspect > 1:
            left = max(corners[i][0] + sizes[i][0] for i in chosen) + _APART
        else:
            top = max(corners[i][1] + sizes[i][1] for i in chosen) + _APART
    places = {
        node: (x - left + corner_x, y - high + corner_y)
        for part, points, (left, high, _, _), (corner_x, corner_y) in zip(
            parts, drawn, frames, (corners[i] for i in range(len(parts))), strict=True
        )
        for node, (x, y) in zip(part, points, strict=True)
    }
    return _centred(
        places, {node: box for part, boxes in zip(parts, room, strict=True) for node, box in zip(part, boxes, strict=True)}
    )


def _centred(places: Mapping[str, Point], boxes: Mapping[str, Box], bands: Sequence[Band] = (), *, along: int = 0) -> Layout:
    left, high, right, low = frame(list(places.values()), [boxes[node] for node in places])
    middle = ((left + right) / 2, (high + low) / 2)
    moved = {node: (round(x - middle[0], 1), round(y - middle[1], 1)) for node, (x, y) in sorted(places.items())}
    off = middle[along]
    return Layout(moved, tuple(replace(band, start=round(band.start - off, 1), end=round(band.end - off, 1)) for band in bands))


def _edges(network: networkx.MultiDiGraph[str], part: list[str]) -> _Edges:
    index = {node: i for i, node in enumerate(part)}
    return [(index[a], index[b], bool(data.get("symmetric"))) for a, b, data in network.edges(part, data=True) if a != b]


def _timed(network: networkx.MultiDiGraph[str], boxes: Mapping[str, Box], *, wide: bool) -> Layout:
    nodes = sorted(network)
    index = {node: i for i, node in enumerate(nodes)}
    happenings = _happenings(network)
    years = {
        index[node]: int(min(first or last for first, last in spans)[:4])
        for node in happenings
        if (spans := network.nodes[node].get("spans"))
    }
    undated = {index[node] for node in happenings} - years.keys() if "occurrences" in network.graph else set()
    edges = sorted({(index[a], index[b]) for a, b in network.edges() if a != b})
    longer = max(1.0, len(nodes) / _AT_ONCE)  # many are read along the axis, a screen at a time
    room = [_turned(boxes[node]) if wide else boxes[node] for node in nodes]
    points, bands = in_years(room, years, edges, undated=undated, aspect=_WIDE * longer if wide else _LONG * longer**0.5)
    turned = [(y, x) for x, y in points] if wide else points
    return _centred(dict(zip(nodes, turned, strict=True)), boxes, bands, along=0 if wide else 1)


def _happenings(network: networkx.MultiDiGraph[str]) -> list[str]:
    """What a date can place on an axis of years: occurrences, not agents or craft, whose dates are of a life.

    A network that does not say which kinds these are has its dates taken as they stand.
    """
    kinds = network.graph.get("occurrences")
    return [node for node in sorted(network) if kinds is None or network.nodes[node].get("kind") in kinds]


def _turned(box: Box) -> Box:
    return Box(box.height, box.width)


def _layers(edges: _Edges, boxes: list[Box], *, wide: bool) -> list[Point]:
    """Rows from top to bottom, or for a tall screen from left to right, so that many of one row stand below each other."""
    upward = [(a, b) for a, b, symmetric in edges if not symmetric]
    level = [(a, b) for a, b, symmetric in edges if symmetric]
    if wide:
        return layered(boxes, upward, level, _ROW)
    row = max((box.width for box in boxes), default=0.0) + _GAP / 3
    return [(y, x) for x, y in layered([_turned(box) for box in boxes], upward, level, row, stretch=False)]


def _springs(edges: _Edges, count: int) -> list[Point]:
    """Points for the nodes, of no certain size, reaching farther from left to right than from top to bottom."""
    if count <= 2:
        return [(float(i), 0.0) for i in range(count)]
    graph: rustworkx.PyGraph[int, None] = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(count))
    graph.add_edges_from([(a, b, None) for a, b, _ in edges])
    found = rustworkx.spring_layout(graph, num_iter=max(60, min(600, 120_000 // count)), seed=_SEED)
    return _lengthwise([(found[i][0], found[i][1]) for i in range(count)])


def _roomy(points: list[Point], edges: _Edges, boxes: list[Box], *, tall: bool = False) -> list[Point]:
    """The points so far apart that the boxes have room."""
    count = len(boxes)
    if count <= 2:
        sizes = [(box.height if tall else box.width) + _GAP for box in boxes]
        along = spread([0.0] * count, sizes)
        return [(0.0, place) if tall else (place, 0.0) for place in along]
    lengths = sorted(math.dist(points[a], points[b]) for a, b, _ in edges)
    left, high, right, low = frame(points, [Box(0.0, 0.0)] * count)
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
