"""What a page shows of a network: things, lines, kinds, worlds and sources, placed and sized."""

from __future__ import annotations

import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx

from famkg.views.boxes import Box, Point
from famkg.views.layout import positions
from famkg.views.palette import looks

__all__ = ["Drawing", "Kind", "Line", "Source", "Thing", "World", "arrange", "plain"]

_LABEL_WIDTH = 22
_LABEL_LINES = 3
_ALL_LABELLED = 70
_CHARACTER = 7.4
_LINE_HEIGHT = 18
_BENDS = (0.0, 0.18, -0.18, 0.34, -0.34, 0.5, -0.5)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing in the legend."""

    label: str
    count: int
    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class World:
    """A world in the legend; ``told`` of by a work, or only compared with."""

    label: str
    count: int
    told: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A citation, its address apart where it has one that a browser may open."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A node: ``label`` is broken into lines, ``kind`` and ``world`` count into the drawing's (world -1 is none)."""

    id: str
    iri: str
    name: str
    label: str
    kind: int
    world: int
    facts: tuple[tuple[str, str], ...]
    x: float
    y: float
    size: float
    letters: int


@dataclass(frozen=True, slots=True)
class Line:
    """An edge: ``sources`` count into the drawing's, ``bend`` keeps parallel lines apart."""

    id: str
    start: str
    end: str
    name: str
    sources: tuple[int, ...]
    facts: tuple[tuple[str, str], ...]
    inferred: bool
    arrow: bool
    bend: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything a page shows, in order."""

    things: tuple[Thing, ...]
    lines: tuple[Line, ...]
    kinds: tuple[Kind, ...]
    worlds: tuple[World, ...]
    sources: tuple[Source, ...]


def plain(text: str) -> str:
    """The text on one line, without control characters and marks that turn the direction of writing."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def arrange(network: networkx.MultiDiGraph[str]) -> Drawing:
    """The drawing of a network as ``read_network`` gives it; the network is left as it was."""
    nodes = {node: network.nodes[node] for node in sorted(network)}
    kinds = _kinds(data["kind"] for data in nodes.values())
    worlds = _worlds([data["world"] for data in nodes.values()], network.graph.get("told", ()))
    degrees = {node: len(set(network.successors(node)) | set(network.predecessors(node))) for node in nodes}
    labels = {node: _wrapped(plain(data["label"])) for node, data in nodes.items()}
    sizes = {node: round(9 + 3.2 * min(degrees[node], 36) ** 0.5, 1) for node in nodes}
    letters = {node: round(14 + 1.4 * max(0.0, min(degrees[node], 36) ** 0.5 - 1)) for node in nodes}
    share = min(1.0, max(0.25, _ALL_LABELLED / max(len(nodes), 1)))
    boxes = {node: _box(labels[node], sizes[node], letters[node], share) for node in nodes}
    places = positions(network, boxes)
    kind_at = {kind.label: i for i, kind in enumerate(kinds)}
    world_at = {world.label: i for i, world in enumerate(worlds)}
    lines, sources = _lines(network, places)
    things = tuple(
        Thing(
            id=node,
            iri=data["iri"],
            name=plain(data["label"]),
            label=labels[node],
            kind=kind_at[plain(data["kind"])],
            world=world_at.get(plain(data["world"]), -1),
            facts=_pairs(data["facts"]),
            x=places[node][0],
            y=places[node][1],
            size=sizes[node],
            letters=letters[node],
        )
        for node, data in nodes.items()
    )
    return Drawing(things, lines, kinds, worlds, sources)


def _kinds(kinds: Iterable[str]) -> tuple[Kind, ...]:
    counted = Counter(map(plain, kinds))
    chosen = looks(counted)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Kind(label, count, chosen[label].colour, chosen[label].shape) for label, count in ordered)


def _worlds(worlds: Iterable[str], told: Iterable[str]) -> tuple[World, ...]:
    counted = Counter(plain(world) for world in worlds if world)
    known = set(map(plain, told))
    found = [World(label, count, not known or label in known) for label, count in counted.items()]
    return tuple(sorted(found, key=lambda world: (not world.told, -world.count, world.label)))


def _lines(network: networkx.MultiDiGraph[str], places: Mapping[str, Point]) -> tuple[tuple[Line, ...], tuple[Source, ...]]:
    edges = sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3])
    numbered: dict[str, int] = {}
    drawn: defaultdict[frozenset[str], int] = defaultdict(int)
    lines: list[Line] = []
    for start, end, _, data in edges:
        pair = frozenset((start, end))
        first = 1 if _crosses(places, start, end) else 0
        bend = _BENDS[(drawn[pair] + first) % len(_BENDS)] * (1 if start <= end else -1)
        drawn[pair] += 1
        lines.append(
            Line(
                id=f"line-{len(lines)}",
                start=start,
                end=end,
                name=plain(data["label"]),
                sources=tuple(numbered.setdefault(plain(text), len(numbered)) for text in data["sources"]),
                facts=_pairs(data.get("facts", ())),
                inferred=bool(data.get("inferred")),
                arrow=not data.get("symmetric"),
                bend=bend,
            )
        )
    return tuple(lines), tuple(_source(text) for text in numbered)


def _crosses(places: Mapping[str, Point], start: str, end: str) -> bool:
    """Whether a straight line between two nodes of one row would run through a third."""
    (x, y), (to_x, to_y) = places[start], places[end]
    low, high = sorted((x, to_x))
    return y == to_y and any(other_y == y and low < other_x < high for other_x, other_y in places.values())


def _source(text: str) -> Source:
    found = re.fullmatch(r"(.*?)\s*<(https?://[^<>\s]+)>", text)
    return Source(found[1], found[2]) if found else Source(text, "")


def _pairs(facts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((plain(label), plain(value)) for label, value in facts)


def _wrapped(label: str) -> str:
    """The label in lines of about one length, so that none ends in a single word."""
    count = max(1, -(-len(label) // _LABEL_WIDTH))
    for width in range(max(1, -(-len(label) // count)), _LABEL_WIDTH + 1):
        lines = textwrap.wrap(label, width)
        if len(lines) <= min(count, _LABEL_LINES):
            return "\n".join(lines)
    return "\n".join(textwrap.wrap(label, _LABEL_WIDTH, max_lines=_LABEL_LINES, placeholder=" …"))


def _box(label: str, size: float, letters: int, share: float) -> Box:
    """The room for a node and a share of its label: of many labels the page shows those that fit, at any zoom."""
    lines = label.split("\n")
    scale = letters / 14 * share
    width = max(2 * size, max(map(len, lines)) * _CHARACTER * scale)
    return Box(width + 22, 2 * size + len(lines) * _LINE_HEIGHT * scale + 20)
