"""What a page shows of a network: things, lines, kinds, worlds, works and sources, placed and sized."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import networkx

from famkg.views.boxes import Box, Point
from famkg.views.groups import MANY, Tie, divide
from famkg.views.layout import Layout, lay_out
from famkg.views.legend import Kind, Show, Stroke, Work, World, count_kinds, count_strokes, count_works, count_worlds
from famkg.views.lines import Line, Numbers, lines_of
from famkg.views.text import plain, wrapped
from famkg.views.years import Band

__all__ = ["Drawing", "Fact", "Group", "Line", "Source", "Thing", "arrange", "link", "plain"]

_ALL_LABELLED = 70
_TIMED = 0.7
_CHARACTER = 7.4
_LINE_HEIGHT = 18
_NOWHERE = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Source:
    """A citation, its address apart where it has one that a browser may open."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What is said of a thing: ``about`` and ``text``, and who says so, by numbers of sources."""

    about: str
    text: str
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """A node: ``label`` is broken into lines; ``kind``, ``world``, ``works``, ``group`` count into the drawing's (-1 is none).

    ``wide`` and ``tall`` are its places on screens of either shape; ``page`` is the address of a page about it, or empty.
    """

    id: str
    iri: str
    name: str
    label: str
    page: str
    kind: int
    world: int
    works: tuple[int, ...]
    group: int
    facts: tuple[Fact, ...]
    wide: Point
    tall: Point
    size: float
    letters: int


@dataclass(frozen=True, slots=True)
class Group:
    """A community of things that is drawn by itself: its place on the map of communities, and how many it holds."""

    name: str
    label: str
    count: int
    wide: Point
    tall: Point
    size: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything a page shows, in order. ``bands`` mark years: those of the wide layout, and those of the tall one."""

    things: tuple[Thing, ...]
    lines: tuple[Line, ...]
    kinds: tuple[Kind, ...]
    worlds: tuple[World, ...]
    works: tuple[Work, ...]
    shows: tuple[Show, ...]
    sources: tuple[Source, ...]
    bands: tuple[tuple[Band, ...], tuple[Band, ...]] = ((), ())
    strokes: tuple[Stroke, ...] = ()
    groups: tuple[Group, ...] = ()
    ties: tuple[Tie, ...] = ()


def arrange(network: networkx.MultiDiGraph[str], *, pages: Mapping[str, str] | None = None, placed: bool = True) -> Drawing:
    """The drawing of a network as ``read_network`` gives it; the network is left as it was.

    ``pages`` gives the address of the page about a thing for its IRI. A network of more than ``MANY`` things is drawn
    by communities; one that is not ``placed``, not at all: its page places what it shows.
    """
    nodes = {node: network.nodes[node] for node in sorted(network)}
    kinds = count_kinds(data["kind"] for data in nodes.values())
    worlds = count_worlds([data["world"] for data in nodes.values()], network.graph.get("told", ()))
    works, shows = count_works(network.graph.get("works", ()), (data.get("works", ()) for data in nodes.values()))
    kind_at = {kind.label: i for i, kind in enumerate(kinds)}
    world_at = {world.label: i for i, world in enumerate(worlds)}
    work_at = {work.id: i for i, work in enumerate(works)}
    degrees = {node: len((set(network.successors(node)) | set(network.predecessors(node))) - {node}) for node in nodes}
    numbers = Numbers()
    things = tuple(
        Thing(
            id=node,
            iri=data["iri"],
            name=plain(data["label"]),
            label=wrapped(plain(data["label"])),
            page=(pages or {}).get(data["iri"], ""),
            kind=kind_at[plain(data["kind"])],
            world=world_at.get(plain(data["world"]), -1),
            works=tuple(sorted(work_at[work] for work in data.get("works", ()) if work in work_at)),
            group=-1,
            facts=_facts(data, numbers),
            wide=_NOWHERE,
            tall=_NOWHERE,
            size=round(9 + 3.2 * min(degrees[node], 36) ** 0.5, 1),
            letters=round(14 + 1.4 * max(0.0, min(degrees[node], 36) ** 0.5 - 1)),
        )
        for node, data in nodes.items()
    )
    drawing = Drawing(things, (), kinds, worlds, works, shows, ())
    if not placed:
        lines = lines_of(network, [], numbers)
    elif len(things) > MANY:
        drawing, layouts = _grouped(drawing, network)
        lines = lines_of(network, layouts, numbers)
    else:
        layouts = [lay_out(network, _boxes(things, _TIMED if "timeline" in network.graph.get("tags", ()) else 0.25))]
        drawing = replace(drawing, things=_at(things, *layouts[0]), bands=(layouts[0][0].bands, layouts[0][1].bands))
        lines = lines_of(network, layouts, numbers)
    layered = "layered" in network.graph.get("tags", ())
    strokes = count_strokes((line.name, line.arrow) for line in lines if layered)
    return replace(drawing, lines=lines, strokes=strokes, sources=tuple(map(_source, numbers.known)))


def link(drawing: Drawing, pages: Mapping[str, str]) -> Drawing:
    """The drawing with the addresses of pages about its things, by their IRIs."""
    return replace(drawing, things=tuple(replace(thing, page=pages.get(thing.iri, "")) for thing in drawing.things))


def _facts(data: Mapping[str, object], numbers: Numbers) -> tuple[Fact, ...]:
    facts: list[tuple[str, str]] = data["facts"]  # type: ignore[assignment]
    cited: list[tuple[str, ...]] = data.get("cited") or [()] * len(facts)  # type: ignore[assignment]
    return tuple(Fact(plain(a), plain(t), numbers.of(said)) for (a, t), said in zip(facts, cited, strict=True))


def _at(things: Iterable[Thing], wide: Layout, tall: Layout) -> tuple[Thing, ...]:
    return tuple(replace(thing, wide=wide.places[thing.id], tall=tall.places[thing.id]) for thing in things)


def _grouped(drawing: Drawing, network: networkx.MultiDiGraph[str]) -> tuple[Drawing, list[tuple[Layout, Layout]]]:
    """The things placed within their communities, and these on a map of their own."""
    communities, ties = divide(network)
    things = {thing.id: thing for thing in drawing.things}
    layouts = []
    for number, community in enumerate(communities):
        members = [things[node] for node in community.members]
        layouts.append(lay_out(_joined(network, community.members), _boxes(members)))
        things.update((thing.id, replace(thing, group=number)) for thing in _at(members, *layouts[-1]))
    overview: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    overview.add_nodes_from(map(str, range(len(communities))))
    overview.add_edges_from((str(tie.start), str(tie.end)) for tie in ties)
    labels = [f"{wrapped(community.name)}\n{len(community.members):,} things" for community in communities]
    sizes = [round(12 + 2.2 * len(community.members) ** 0.5, 1) for community in communities]
    wide, tall = lay_out(overview, {str(i): _box(labels[i], sizes[i], 16, 1.0) for i in range(len(communities))})
    groups = tuple(
        Group(each.name, labels[i], len(each.members), wide.places[str(i)], tall.places[str(i)], sizes[i])
        for i, each in enumerate(communities)
    )
    return replace(drawing, things=tuple(things.values()), groups=groups, ties=ties), layouts


def _joined(network: networkx.MultiDiGraph[str], members: Iterable[str]) -> networkx.MultiDiGraph[str]:
    """The things and what joins them, without what a layout does not ask for."""
    kept = set(members)
    part: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(**network.graph)
    part.add_nodes_from((node, {name: network.nodes[node].get(name) for name in ("kind", "spans")}) for node in sorted(kept))
    part.add_edges_from(
        (a, b, {"symmetric": data.get("symmetric")}) for a, b, data in network.edges(sorted(kept), data=True) if b in kept
    )
    return part


def _source(text: str) -> Source:
    found = re.fullmatch(r"(.*?)\s*<(https?://[^<>\s]+)>", text)
    return Source(found[1], found[2]) if found else Source(text, "")


def _boxes(things: Iterable[Thing], least: float = 0.25) -> dict[str, Box]:
    things = list(things)
    share = min(1.0, max(least, _ALL_LABELLED / max(len(things), 1)))
    return {thing.id: _box(thing.label, thing.size, thing.letters, share) for thing in things}


def _box(label: str, size: float, letters: int, share: float) -> Box:
    """The room for a node and a share of its label: of many labels the page shows those that fit, at any zoom."""
    lines = label.split("\n")
    scale = letters / 14 * share
    width = max(2 * size, max(map(len, lines)) * _CHARACTER * scale)
    return Box(width + 22, 2 * size + len(lines) * _LINE_HEIGHT * scale + 20)
