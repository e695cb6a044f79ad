"""Communities: groups of things joined more closely within than to others (Louvain, Blondel and others 2008)."""

from __future__ import annotations

from collections.abc import Iterable

import networkx

__all__ = ["find_communities"]


def find_communities(graph: networkx.Graph[str], *, seeds: Iterable[int] = range(10)) -> list[set[str]]:
    """The communities of an undirected graph, largest first: of a run for each seed, the one of highest modularity.

    Nodes are numbered for the search, since the order of sets of text varies; so the same graph gives the same.
    """
    if not graph.number_of_edges():
        return [{name} for name in sorted(graph)]
    names = sorted(graph)
    numbered: networkx.Graph[int] = networkx.Graph()
    numbered.add_nodes_from(range(len(names)))
    place = {name: index for index, name in enumerate(names)}
    numbered.add_edges_from(sorted((place[one], place[other]) for one, other in graph.edges()))
    found = [networkx.community.louvain_communities(numbered, seed=seed) for seed in seeds]
    best = max(found, key=lambda groups: round(networkx.community.modularity(numbered, groups), 9))
    return sorted(({names[index] for index in group} for group in best), key=lambda group: (-len(group), min(group)))
