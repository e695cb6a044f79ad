"""From the triples that a view constructs to a NetworkX MultiDiGraph.

A triple whose object is a thing of the franchise becomes an edge; one whose object is a literal, a concept or an
address becomes a detail of its subject; ``rdf:type`` only says that its subject is to be drawn, alone if need be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import networkx
from pyoxigraph import Literal, NamedNode, Triple

from famkg.compile.rules import read_rules
from famkg.errors import DataError
from famkg.network.grounds import read_grounds
from famkg.query.labels import Labels
from famkg.query.rows import ask
from famkg.query.slots import fill
from famkg.store import Store
from famkg.terms import ALT_LABEL, FAM, HIDDEN_LABEL, PREF_LABEL, TYPE, VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph
    from famkg.query.catalogue import Query

__all__ = ["read_network"]

_Edge = tuple[NamedNode, NamedNode, NamedNode]

_IN_WORLD = fam("inWorld")
_UNSHOWN = {TYPE, PREF_LABEL, ALT_LABEL, HIDDEN_LABEL, fam("displayName"), fam("earliest"), fam("latest")}

_CLASSES = f'SELECT ?thing ?class WHERE {{ VALUES ?thing {{ %s }} ?thing a ?class FILTER(STRSTARTS(STR(?class), "{FAM}")) }}'
_DETAILS = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?property ?value WHERE {
  VALUES ?thing { %s }
  ?thing ?property ?value
  FILTER(ISLITERAL(?value) || EXISTS { ?value a skos:Concept })
}
"""
_TOLD = f"SELECT DISTINCT ?world WHERE {{ ?work {fam('setIn')} ?world }}"
_WORLDS = f"SELECT ?thing ?world WHERE {{ VALUES ?thing {{ %s }} ?thing {_IN_WORLD} ?world }}"
_SYMMETRIC = f"""
PREFIX graph: <https://w3id.org/famkg/graph/>
SELECT ?property WHERE {{ GRAPH graph:ontology {{ ?property a <{VOCABULARY_PREFIXES["owl"]}SymmetricProperty> }} }}
"""


def read_network(
    kg: KnowledgeGraph, view: Query, values: Mapping[str, NamedNode | Literal | None]
) -> networkx.MultiDiGraph[str]:
    """The graph that a view gives with its slots filled.

    Nodes are CURIEs, in order, with ``iri``, ``label``, ``kind`` (the label of the class), ``world`` (a label, or
    empty) and ``facts`` (a list of label and text). Edges have the predicate's CURIE as key, and ``predicate``,
    ``label``, ``sources`` (a tuple of citations as text), ``facts`` (those of a role node the edge stands for),
    ``inferred`` and ``symmetric``; an edge of a symmetric property stands once. The graph itself has ``name``,
    ``summary``, ``tags``, ``values`` (slot to label) and ``told`` (the worlds that works tell of).

    Raises DataError for a view that is no CONSTRUCT query, UsageError for a slot that the view has not.
    """
    answer = kg.store.query(fill(view.text, values))
    if not isinstance(answer, tuple):
        raise DataError("a view is a CONSTRUCT query", path=view.path)
    triples = sorted(
        {
            (t.subject, t.predicate, t.object)
            for t in answer
            if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode | Literal)
        },
        key=str,
    )
    labels = Labels(kg.store, kg.prefixes)
    classes = _classes(kg.store, {term for s, _, o in triples for term in (s, o) if isinstance(term, NamedNode)})
    drawn = [(s, p, o) for s, p, o in triples if isinstance(o, NamedNode) and o in classes]
    things = sorted({s for s, _, _ in triples} | {o for _, _, o in drawn}, key=_value)
    edges = _edges(drawn, _symmetric(kg.store))
    details = _details(kg.store, things)
    for subject, predicate, value in triples:
        if value not in classes and predicate not in _UNSHOWN:
            details[subject].add((predicate, value))
    worlds = dict(ask(kg.store, _WORLDS, things))
    grounds = read_grounds(kg.store, (Triple(*edge) for edge in edges), read_rules(kg.layers.queries), labels)
    told = [row[0] for row in ask(kg.store, _TOLD)]
    labels.learn(
        {*things, *classes.values(), *worlds.values(), *told, *values.values(), *(predicate for _, predicate, _ in edges)}
    )
    labels.learn({term for found in details.values() for pair in found for term in pair})

    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(
        name=view.name,
        summary=view.header.summary,
        tags=view.header.tags,
        told=tuple(sorted(labels[world] for world in told)),
        values={name: labels[value] for name, value in sorted(values.items()) if value is not None},
    )
    for thing in things:
        network.add_node(
            kg.prefixes.shrink(thing.value),
            iri=thing.value,
            label=labels[thing],
            kind=labels[classes[thing]] if thing in classes else "thing",
            world=labels[worlds[thing]] if thing in worlds else "",
            facts=sorted({(_property(p, labels), labels[value]) for p, value in details[thing]}),
        )
    for (subject, predicate, value), symmetric in edges.items():
        ground = grounds[Triple(subject, predicate, value)]
        curie = kg.prefixes.shrink(predicate.value)
        network.add_edge(
            kg.prefixes.shrink(subject.value),
            kg.prefixes.shrink(value.value),
            key=curie,
            predicate=curie,
            label=labels[predicate],
            sources=ground.sources,
            facts=list(ground.facts),
            inferred=ground.inferred,
            symmetric=symmetric,
        )
    return network


def _value(term: NamedNode) -> str:
    return term.value


def _property(predicate: NamedNode, labels: Labels) -> str:
    return "also called" if predicate == ALT_LABEL else labels[predicate]


def _classes(store: Store, terms: Iterable[NamedNode]) -> dict[NamedNode, NamedNode]:
    """The class of each thing of the franchise; what has none in our vocabulary (a concept, an address) is left out."""
    found: dict[NamedNode, NamedNode] = {}
    for thing, kind in sorted(ask(store, _CLASSES, terms), key=str):
        found.setdefault(thing, kind)
    return found


def _details(store: Store, things: Iterable[NamedNode]) -> defaultdict[NamedNode, set[tuple[NamedNode, object]]]:
    found: defaultdict[NamedNode, set[tuple[NamedNode, object]]] = defaultdict(set)
    for thing, predicate, value in ask(store, _DETAILS, things):
        if predicate not in _UNSHOWN - {ALT_LABEL}:
            found[thing].add((predicate, value))
    return found


def _symmetric(store: Store) -> frozenset[NamedNode]:
    return frozenset(row[0] for row in ask(store, _SYMMETRIC))


def _edges(triples: Iterable[_Edge], symmetric: frozenset[NamedNode]) -> dict[_Edge, bool]:
    """The edges to draw, in order, and whether each is symmetric: of such a pair only one is kept."""
    kept: dict[_Edge, bool] = {}
    for subject, predicate, value in triples:
        both_ways = predicate in symmetric
        if not both_ways or (value, predicate, subject) not in kept:
            kept[subject, predicate, value] = both_ways
    return kept
