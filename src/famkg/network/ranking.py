"""Which things of a view are central by a named measure, its communities, and the bridges between these.

All is measured on the simple undirected graph of a view: two things joined in several ways, or in either direction,
count as joined once. What ``kind`` keeps out of the lists is part of the graph that is measured all the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from html import escape
from typing import TYPE_CHECKING

import networkx
from pyoxigraph import Literal, NamedNode

from famkg.errors import UnknownNameError
from famkg.network.communities import find_communities
from famkg.network.paths import Hop, Thing, hop_between, joined_pairs, thing_at
from famkg.query.html import tell
from famkg.query.result import Result
from famkg.query.rows import ask
from famkg.terms import LABEL, ONTOLOGY, VOCABULARY_PREFIXES, Prefixes

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph

__all__ = ["BRIDGES", "COMMUNITIES", "CROSSINGS", "MEASURES", "Measure", "Ranking", "rank_network"]

_Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure or method: what it tells, and the NetworkX function that computes it."""

    name: str
    definition: str
    function: str


_MEASURES = (
    Measure("degree", "how many other things it is joined to", "networkx.Graph.degree"),
    Measure(
        "betweenness", "the share of shortest connections of two others that it lies on", "networkx.betweenness_centrality"
    ),
    Measure(
        "closeness", "the mean over all others of one divided by the steps there", "networkx.harmonic_centrality / (n - 1)"
    ),
    Measure("eigenvector", "how well it is joined to the well joined; squares sum to 1", "networkx.eigenvector_centrality"),
)
MEASURES = {measure.name: measure for measure in _MEASURES}
"""The measures by name. PageRank is none of them: on an undirected graph it all but repeats the degree."""

COMMUNITIES = Measure(
    "communities",
    "groups joined more closely within than to others: of ten runs, the one of highest modularity",
    "networkx.community.louvain_communities, seeds 0 to 9",
)
BRIDGES = Measure(
    "bridges",
    "things joined to another community, by betweenness: the share of shortest connections that they lie on",
    "networkx.betweenness_centrality",
)
CROSSINGS = Measure(
    "crossings",
    "joined pairs of two communities, by edge betweenness: the share of shortest connections that run over them",
    "networkx.edge_betweenness_centrality",
)
_KINDS = f"SELECT ?label WHERE {{ GRAPH {ONTOLOGY} {{ ?class a <{VOCABULARY_PREFIXES['owl']}Class> ; {LABEL} ?label }} }}"


@dataclass(frozen=True, slots=True)
class Central:
    """A thing and its value by the measure: a whole number for the degree, else to six decimals."""

    thing: Thing
    value: float


@dataclass(frozen=True, slots=True)
class Community:
    """A group of ``size`` things, the largest numbered 1; ``members`` are those of the kind asked for, most central first."""

    number: int
    size: int
    members: tuple[Central, ...]


@dataclass(frozen=True, slots=True)
class Bridge:
    """A thing of one community that is joined to others, which ``joins`` numbers."""

    thing: Thing
    community: int
    joins: tuple[int, ...]
    betweenness: float


@dataclass(frozen=True, slots=True)
class Crossing:
    """A connection between things of two communities, with the evidence of the hop."""

    hop: Hop
    communities: tuple[int, int]
    betweenness: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The things of a view, most central first; the rest is empty unless communities were asked for.

    ``size`` and ``joined`` count the things of the view and the pairs of them that are joined; ``modularity`` (-0.5 to
    1) tells how much more lies within the communities than chance would put there.
    """

    view: str
    summary: str
    measure: Measure
    size: int
    joined: int
    things: tuple[Central, ...]
    modularity: float | None = None
    communities: tuple[Community, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    crossings: tuple[Crossing, ...] = ()

    def first(self, most: int | None) -> Ranking:
        """The same with at most so many of each list; None for all. The members of a community stay whole."""
        lists = {name: getattr(self, name)[:most] for name in ("things", "communities", "bridges", "crossings")}
        return replace(self, **lists)

    def result(self) -> Result:
        """A row a thing: its rank (equals share one), itself, kind, world, and the value under the measure's name."""
        places: dict[float, int] = {}
        rows = [(Literal(places.setdefault(c.value, n)), *_terms(c)) for n, c in enumerate(self.things, 1)]
        return Result(("rank", *_COLUMNS, self.measure.name), tuple(rows), Prefixes())

    def membership(self) -> Result:
        """A row a member of a community: the community's number, then as in ``result``."""
        rows = [(Literal(group.number), *_terms(member)) for group in self.communities for member in group.members]
        return Result(("community", *_COLUMNS, self.measure.name), tuple(rows), Prefixes())

    def __str__(self) -> str:
        return str(self.result())

    _repr_pretty_ = tell

    def _repr_html_(self) -> str:
        shown = (("", self.result()), ("communities", self.membership())) if self.communities else (("", self.result()),)
        told = f"<p><b>{escape(self.view)}</b>: by {escape(self.measure.name)}, {escape(self.measure.definition)}</p>"
        return told + "".join((f"<p>{name}</p>" if name else "") + result._repr_html_() for name, result in shown)

    def to_json(self) -> str:
        """All of it as one JSON object, with the names of the fields."""
        methods = {m.name: asdict(m) for m in (COMMUNITIES, BRIDGES, CROSSINGS)} if self.communities else {}
        return json.dumps({**asdict(self), "methods": methods}, ensure_ascii=False, indent=1) + "\n"


_COLUMNS = ("thing", "thingLabel", "kind", "world")


def _terms(central: Central) -> tuple[NamedNode | Literal, ...]:
    thing = central.thing
    return NamedNode(thing.iri), Literal(thing.label), Literal(thing.kind), Literal(thing.world), Literal(central.value)


def rank_network(
    kg: KnowledgeGraph,
    view: str = "story",
    *,
    by: str = "degree",
    kind: str | None = None,
    communities: bool = False,
    values: Mapping[str, object] | None = None,
) -> Ranking:
    """Rank the things of a view, its slots filled with ``values``; equals are in order of label. The same every time.

    Raises UnknownNameError for a view, a slot, a measure that is none of ``MEASURES``, or a kind that is no class's label.
    """
    if by not in MEASURES:
        raise UnknownNameError("measure", by, MEASURES, hint="one of " + ", ".join(MEASURES))
    network = kg.network(view, **(values or {}))
    if kind is not None and kind not in (kinds := [label.value for (label,) in ask(kg.store, _KINDS)]):
        there = ", ".join(sorted({str(node["kind"]) for _, node in network.nodes(data=True)}))
        raise UnknownNameError("kind", kind, kinds, hint=f"in this view: {there or 'nothing'}")
    graph = joined_pairs(network)
    scores = _COMPUTE[by](graph)
    centrals = [Central(thing_at(network, node), round(score, 6)) for node, score in scores.items()]
    centrals.sort(key=lambda c: (-c.value, c.thing.label, c.thing.curie))
    wanted = tuple(c for c in centrals if kind in (None, c.thing.kind))
    name, summary = network.graph["name"], network.graph["summary"]
    ranking = Ranking(name, summary, MEASURES[by], len(graph), graph.number_of_edges(), wanted)
    if not communities or not graph.number_of_edges():
        return ranking
    groups = find_communities(graph)
    number = {node: n for n, group in enumerate(groups, 1) for node in group}
    return replace(
        ranking,
        modularity=round(networkx.community.modularity(graph, groups), 4),
        communities=tuple(
            Community(n, len(group), tuple(c for c in wanted if c.thing.curie in group)) for n, group in enumerate(groups, 1)
        ),
        bridges=_bridges(network, graph, number, kind),
        crossings=_crossings(network, graph, number),
    )


def _closeness(graph: networkx.Graph[str]) -> _Values:
    others = max(1, len(graph) - 1)
    return {node: value / others for node, value in networkx.harmonic_centrality(graph).items()}


def _eigenvector(graph: networkx.Graph[str]) -> _Values:
    return networkx.eigenvector_centrality(graph, max_iter=10_000) if graph else {}


_COMPUTE: Mapping[str, Callable[[networkx.Graph[str]], _Values]] = {
    "degree": lambda graph: dict(graph.degree),
    "betweenness": networkx.betweenness_centrality,
    "closeness": _closeness,
    "eigenvector": _eigenvector,
}


def _bridges(
    network: networkx.MultiDiGraph[str], graph: networkx.Graph[str], number: Mapping[str, int], kind: str | None
) -> tuple[Bridge, ...]:
    bridges = []
    for node, value in networkx.betweenness_centrality(graph).items():
        joins = {number[neighbour] for neighbour in graph[node]} - {number[node]}
        if joins and kind in (None, network.nodes[node]["kind"]):
            bridges.append(Bridge(thing_at(network, node), number[node], tuple(sorted(joins)), round(value, 6)))
    return tuple(sorted(bridges, key=lambda b: (-b.betweenness, b.thing.label, b.thing.curie)))


def _crossings(
    network: networkx.MultiDiGraph[str], graph: networkx.Graph[str], number: Mapping[str, int]
) -> tuple[Crossing, ...]:
    crossings = []
    for (one, other), value in networkx.edge_betweenness_centrality(graph).items():
        if number[one] != number[other]:
            start, end = (one, other) if network.has_edge(one, other) else (other, one)
            crossings.append(Crossing(hop_between(network, start, end), (number[start], number[end]), round(value, 6)))
    return tuple(sorted(crossings, key=lambda c: (-c.betweenness, c.hop.start.label, c.hop.end.label, c.communities)))
