"""The shortest connections between two things of a network, with the evidence of every hop.

The search goes along edges in either direction. It is made in up to three rounds, and the first that finds anything
is told, because what everything belongs to connects nothing:

1. between two things of one world, or one of it and a place of none, only through such: no works, nor who made them;
2. through anything but worlds, franchises, shows and seasons;
3. unless both are of a world: through shows and seasons too, but not from one of these to another.

The ends themselves may be anything. Of connections equally long come first those whose things in between are joined to
the fewest others (the sum of their degrees), for these tell the most; then the order is that of the labels.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from heapq import nsmallest
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx

from famkg.errors import UsageError
from famkg.query.html import tell
from famkg.query.rows import ask
from famkg.terms import fam

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph

__all__ = ["Connections", "Hop", "Link", "Thing", "find_connections", "hop_between", "joined_pairs", "thing_at"]

_VIEW = "everything"
_ALL_EMBRACING = ("World", "Franchise")
_WHOLES = ("Show", "Season")
_OUTSIDE_THE_STORY = (*_ALL_EMBRACING, *_WHOLES, "Episode", "CompanionWork", "Person")
_OF_CLASSES = "SELECT ?thing WHERE { VALUES ?class { %s } ?thing a ?class }"


@dataclass(frozen=True, slots=True)
class Thing:
    """A node of a network, by CURIE; ``kind`` is the label of its class, ``world`` a label or empty."""

    curie: str
    iri: str
    label: str
    kind: str
    world: str


@dataclass(frozen=True, slots=True)
class Link:
    """One edge between two things; ``forward`` where it is stated in the direction in which it is walked.

    ``facts`` are label and text of what is said of a role node the edge stands for, ``sources`` citations as text.
    """

    predicate: str
    label: str
    forward: bool
    symmetric: bool
    inferred: bool
    facts: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hop:
    """A step from one thing to the next, and every edge that joins the two."""

    start: Thing
    end: Thing
    links: tuple[Link, ...]

    def lines(self) -> Iterator[tuple[str, Link]]:
        """Each link as a line, ``A — label → B`` or ``A ← label — B``, with the link it tells."""
        for link in self.links:
            tail, head = ("—", "—") if link.symmetric else ("—", "→") if link.forward else ("←", "—")
            said = ", ".join(f"{about} {text}" for about, text in link.facts)
            yield f"{self.start.label} {tail} {link.label} {head} {self.end.label}" + (f" ({said})" if said else ""), link


@dataclass(frozen=True, slots=True)
class Connections:
    """The shortest connections of two things: ``paths``, each of ``steps`` hops, are the first of ``count`` as short.

    ``within`` says what the search kept to. Where no connection is known, ``steps`` and ``count`` are 0.
    """

    start: Thing
    end: Thing
    within: str
    steps: int
    count: int
    paths: tuple[tuple[Hop, ...], ...]

    def to_json(self) -> str:
        """All of it as one JSON object, with the names of the fields."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"

    def __str__(self) -> str:
        if not self.paths:
            named = f"{self.start.label} and {self.end.label}"
            return f"No connection between {named} is known; a world, show or season that both belong to counts for none.\n"
        numbers: dict[str, int] = {}
        lines = [self._heading()]
        for place, path in enumerate(self.paths, 1):
            between = ", ".join(hop.end.label for hop in path[:-1])
            lines += ["", f"{place}. " + (f"by way of {between}" if between else "directly")]
            for text, link in (line for hop in path for line in hop.lines()):
                cited = sorted(numbers.setdefault(source, len(numbers) + 1) for source in link.sources)
                marks = "".join(f"[{number}]" for number in cited)
                lines.append("   " + " ".join(part for part in (text, "(inferred)" if link.inferred else "", marks) if part))
        lines += ["", *(f"[{number}] {source}" for source, number in numbers.items())]
        return "\n".join(lines) + "\n"

    _repr_pretty_ = tell

    def _repr_html_(self) -> str:
        from famkg.query.html import as_text

        return as_text(str(self))

    def _heading(self) -> str:
        steps = f"{self.steps} step" + ("" if self.steps == 1 else "s")
        if self.count == 1:
            return f"{self.start.label} to {self.end.label}: the shortest connection, {steps}, {self.within}"
        shown = "the" if self.count == len(self.paths) else f"{len(self.paths)} of the"
        each = steps if self.steps == 1 else f"{steps} each"
        return f"{self.start.label} to {self.end.label}: {shown} {self.count} shortest connections, {each}, {self.within}"


def find_connections(kg: KnowledgeGraph, start: str, end: str, *, most: int = 3) -> Connections:
    """The first ``most`` of the shortest connections between two things, named as ``KnowledgeGraph.entity`` takes them.

    Raises UnknownNameError with the nearest names, UsageError where a name means several things or both mean one.
    """
    first, last = (_thing(kg, name) for name in (start, end))
    if first.curie == last.curie:
        raise UsageError(f"{start!r} and {end!r} are the same thing, {first.curie}; name two")
    network = kg.network(_VIEW)
    if first.curie in network and last.curie in network:
        joined = joined_pairs(network)
        degrees = dict(joined.degree)
        for within, allowed in _rounds(kg, network, joined, (first, last)):
            count, paths = _shortest(allowed, first.curie, last.curie, most=most, degrees=degrees)
            if count:
                hops = tuple(tuple(hop_between(network, a, b) for a, b in pairwise(path)) for path in paths)
                return Connections(first, last, within, len(hops[0]), count, hops)
    return Connections(first, last, "", 0, 0, ())


def thing_at(network: networkx.MultiDiGraph[str], curie: str) -> Thing:
    """The node of a network with this CURIE."""
    node = network.nodes[curie]
    return Thing(curie, node["iri"], node["label"], node["kind"], node["world"])


def joined_pairs(network: networkx.MultiDiGraph[str]) -> networkx.Graph[str]:
    """The same things as a simple undirected graph: two that are joined at all are joined once, none to itself."""
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(network)
    graph.add_edges_from((one, other) for one, other in network.edges() if one != other)
    return graph


def hop_between(network: networkx.MultiDiGraph[str], start: str, end: str) -> Hop:
    """The step between two nodes, with every edge between them: those stated that way first, each way by predicate."""
    links = tuple(
        Link(
            predicate=edge["predicate"],
            label=edge["label"],
            forward=forward,
            symmetric=edge["symmetric"],
            inferred=edge["inferred"],
            facts=tuple(edge["facts"]),
            sources=edge["sources"],
        )
        for forward, ends in ((True, (start, end)), (False, (end, start)))
        for _, edge in sorted((network.get_edge_data(*ends) or {}).items())
    )
    return Hop(thing_at(network, start), thing_at(network, end), links)


def _thing(kg: KnowledgeGraph, name: str) -> Thing:
    entity = kg.entity(name)
    return Thing(entity.curie, entity.iri, entity.label, entity.kind, entity.world)


def _rounds(
    kg: KnowledgeGraph, network: networkx.MultiDiGraph[str], joined: networkx.Graph[str], ends: tuple[Thing, Thing]
) -> Iterator[tuple[str, networkx.Graph[str]]]:
    """What each round of the search keeps to, in words, and the graph that it searches."""
    worlds = {thing.world for thing in ends}
    kept = {thing.curie for thing in ends}
    untold = _of_classes(kg, _OUTSIDE_THE_STORY)
    if len(worlds - {""}) == 1 and not kept & untold:
        elsewhere = {curie for curie, node in network.nodes(data=True) if node["world"] not in {"", *worlds}}
        yield f"within {max(worlds)}", joined.subgraph(set(joined) - elsewhere - untold)
    wholes = _of_classes(kg, _WHOLES) - kept
    allowed = joined.subgraph(set(joined) - _of_classes(kg, _ALL_EMBRACING) | kept)
    yield "across worlds and works", allowed.subgraph(set(allowed) - wholes)
    if "" in worlds:
        within_works = [(one, other) for one, other in allowed.edges() if one in wholes and other in wholes]
        yield "through a whole show or season", networkx.restricted_view(allowed, (), within_works)


def _of_classes(kg: KnowledgeGraph, classes: Collection[str]) -> set[str]:
    return {kg.prefixes.shrink(thing.value) for (thing,) in ask(kg.store, _OF_CLASSES, map(fam, classes))}


_Ranked = tuple[int, tuple[str, ...]]
"""The sum of the degrees of the things between, and a path as CURIEs."""


def _shortest(
    graph: networkx.Graph[str], start: str, end: str, *, most: int, degrees: Mapping[str, int]
) -> tuple[int, list[tuple[str, ...]]]:
    """How many paths are shortest, and the first of them.

    They are built from the end backwards, and of those that go on from one node the same way only the first ``most``
    are kept, so that neither time nor space grows with their number.
    """
    distance: dict[str, int] = dict(networkx.single_source_shortest_path_length(graph, end))
    if start not in distance:
        return 0, []
    counts: dict[str, int] = {end: 1}
    best: dict[str, list[_Ranked]] = {end: [(0, (end,))]}
    near = sorted((node for node, steps in distance.items() if 0 < steps < distance[start]), key=lambda n: (distance[n], n))
    for node in (*near, start):
        onward = [neighbour for neighbour in graph[node] if distance[neighbour] == distance[node] - 1]
        counts[node] = sum(counts[neighbour] for neighbour in onward)
        own = 0 if node == start else degrees[node]
        found = ((own + cost, (node, *path)) for neighbour in onward for cost, path in best[neighbour])
        best[node] = nsmallest(most, found)
    return counts[start], [path for _, path in best[start]]
