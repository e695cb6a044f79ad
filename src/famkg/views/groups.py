"""Of a network too large to draw at once: its communities, named after their best-connected things.

Each is a drawing of its own. The smallest are gathered into one, and one too large to draw is cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import networkx

from famkg.network.communities import find_communities
from famkg.views.text import plain

__all__ = ["MANY", "Community", "Tie", "divide"]

MANY = 1_500
"""How many things are drawn at once at most."""

_MOST = 80
_NAMED_AFTER = 2
_FEW = 4


@dataclass(frozen=True, slots=True)
class Community:
    """Things that are drawn together, sorted; ``name`` tells of the best connected, ``others`` how many more there are."""

    name: str
    others: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """How many connections run between two communities, by their numbers."""

    start: int
    end: int
    count: int


def divide(network: networkx.MultiDiGraph[str]) -> tuple[tuple[Community, ...], tuple[Tie, ...]]:
    """The communities of a network, largest first, each thing in one, and the ties between them."""
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(sorted(network))
    graph.add_edges_from(sorted({(a, b) if a < b else (b, a) for a, b in network.edges() if a != b}))
    degrees = dict(graph.degree())
    found = [group for large in find_communities(graph, seeds=(0,)) for group in _cut(graph, large)]
    found.sort(key=lambda group: (-len(group), min(group)))
    kept = [group for group in found[:_MOST] if len(group) >= _FEW]
    scattered = sorted(node for group in found[len(kept) :] for node in group)
    parts = [sorted(group) for group in kept] + [scattered[i : i + MANY] for i in range(0, len(scattered), MANY)]
    communities = tuple(_named(network, part, degrees, loose=i >= len(kept)) for i, part in enumerate(parts))
    number = {node: i for i, part in enumerate(parts) for node in part}
    crossing = Counter((min(pair), max(pair)) for a, b in network.edges() if (pair := (number[a], number[b]))[0] != pair[1])
    return communities, tuple(Tie(start, end, count) for (start, end), count in sorted(crossing.items()))


def _cut(graph: networkx.Graph[str], group: set[str]) -> Iterator[Sequence[str] | set[str]]:
    """The group, or parts of it that can be drawn: its own communities, or where it has none, portions in order."""
    if len(group) <= MANY:
        yield group
        return
    parts = find_communities(networkx.Graph(graph.subgraph(sorted(group))), seeds=(0,))
    if len(parts) > 1:
        for part in parts:
            yield from _cut(graph, part)
    else:
        ordered = sorted(group)
        yield from (ordered[i : i + MANY] for i in range(0, len(ordered), MANY))


def _named(
    network: networkx.MultiDiGraph[str], members: Sequence[str], degrees: Mapping[str, int], *, loose: bool
) -> Community:
    if loose:
        return Community("Loosely joined", len(members), tuple(members))
    best = sorted(members, key=lambda node: (-degrees[node], network.nodes[node]["label"], node))[:_NAMED_AFTER]
    names = " · ".join(plain(network.nodes[node]["label"]) or node for node in best)
    return Community(names, len(members) - len(best), tuple(members))
