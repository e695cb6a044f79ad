"""The dataset as rdflib's own objects, for those who work with it: copies, since a store rewrites literals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rdflib

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph

__all__ = ["to_rdflib_dataset", "to_rdflib_graph"]


def to_rdflib_graph(kg: KnowledgeGraph) -> rdflib.Graph:
    """The facts, with the prefixes of the franchise."""
    graph = rdflib.Graph()
    graph.parse(data="".join(f"{triple} .\n" for triple in kg.facts()), format="nt11")
    _bind(graph, kg)
    return graph


def to_rdflib_dataset(kg: KnowledgeGraph) -> rdflib.Dataset:
    """Every quad, in named graphs only: the default graph is empty."""
    lines: dict[str, list[str]] = {}
    for quad in kg.quads():
        lines.setdefault(str(quad.graph_name), []).append(f"{quad.triple} .\n")
    dataset = rdflib.Dataset()
    for name, triples in lines.items():
        dataset.graph(rdflib.URIRef(name[1:-1])).parse(data="".join(triples), format="nt11")
    _bind(dataset, kg)
    return dataset


def _bind(graph: rdflib.Graph, kg: KnowledgeGraph) -> None:
    for prefix, namespace in kg.prefixes.namespaces.items():
        graph.bind(prefix, namespace)
