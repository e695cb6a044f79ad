"""From the triples that a view constructs to a NetworkX MultiDiGraph.

A triple whose object is a thing of the franchise becomes an edge; one whose object is a literal, a concept or an
address becomes a detail of its subject; ``rdf:type`` only says that its subject is to be drawn, alone if need be.
A view over evidence also draws what the facts do not know: see ``famkg.network.stated``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from famkg.compile.rules import Rule, read_rules
from famkg.errors import DataError
from famkg.network.details import UNSHOWN, read_details, read_spans
from famkg.network.grounds import read_grounds
from famkg.network.model import Network
from famkg.network.stated import KIND, ground_claims, read_told
from famkg.network.works import read_works
from famkg.query.labels import Labels
from famkg.query.rows import ask
from famkg.query.slots import fill
from famkg.store import Store
from famkg.terms import DERIVED_FROM, FAM, VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph
    from famkg.query.catalogue import Query

__all__ = ["read_network"]

_Edge = tuple[NamedNode, NamedNode, NamedNode]

_IN_WORLD = fam("inWorld")
_DESCRIBING = {*UNSHOWN, KIND, DERIVED_FROM}

_CLASSES = f'SELECT ?thing ?class WHERE {{ VALUES ?thing {{ %s }} ?thing a ?class FILTER(STRSTARTS(STR(?class), "{FAM}")) }}'
_TOLD = f"SELECT DISTINCT ?world WHERE {{ ?work {fam('setIn')} ?world }}"
_WORLDS = f"SELECT ?thing ?world WHERE {{ VALUES ?thing {{ %s }} ?thing {_IN_WORLD} ?world }}"
_OCCURRENCES = f"""
PREFIX graph: <https://w3id.org/famkg/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?class WHERE {{ GRAPH graph:ontology {{ ?class rdfs:subClassOf* {fam("Event")} }} }}
"""
_SYMMETRIC = f"""
PREFIX graph: <https://w3id.org/famkg/graph/>
SELECT ?property WHERE {{ GRAPH graph:ontology {{ ?property a <{VOCABULARY_PREFIXES["owl"]}SymmetricProperty> }} }}
"""


def read_network(kg: KnowledgeGraph, view: Query, values: Mapping[str, NamedNode | Literal | None]) -> Network:
    """The graph that a view gives with its slots filled.

    Nodes are CURIEs, in order, with ``iri``, ``label``, ``kind`` (the label of the class), ``world`` (a label, or
    empty), ``facts`` (a list of label and text), ``cited`` (for each of these a tuple of citations as text), ``works``
    (CURIEs of the shows and seasons it occurs in) and ``spans`` (pairs of days between which its dates lie, empty where
    an end is open). Edges have the predicate's CURIE as key, and ``predicate``, ``label``, ``sources`` (a tuple of
    citations as text), ``facts`` and ``spans`` (those of the role nodes the edge stands for), ``inferred`` and
    ``symmetric``; an edge of a symmetric property stands once. The graph itself has ``name``, ``summary``, ``tags``,
    ``values`` (slot to label), ``occurrences`` (the kinds that are events of some sort), ``inverses`` (for the CURIE of a
    property what it is called from its other end), ``told`` (the worlds that works tell of) and ``works`` (the shows and
    their seasons, in order: CURIE, CURIE of the show, number or empty, label).

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
    store, labels, rules = kg.store, Labels(kg.store, kg.prefixes), read_rules(kg.layers.queries)
    classes = _classes(store, {term for s, _, o in triples for term in (s, o) if isinstance(term, NamedNode)})
    told = {thing: stated for thing, stated in read_told(triples, labels).items() if thing not in classes}
    drawn = [(s, p, o) for s, p, o in triples if isinstance(o, NamedNode) and (o in classes or o in told)]
    things = sorted({s for s, _, _ in triples} | {o for _, _, o in drawn}, key=_value)
    edges = _edges(drawn, _symmetric(store))
    own = _own_details(triples, {*classes, *told})
    details = read_details(store, things, rules, labels=labels, drawn=own)
    spans, works = read_spans(store, things), read_works(store, things)
    worlds = dict(ask(store, _WORLDS, things))
    told_edges = {Triple(*edge) for edge in edges if edge[0] in told or edge[2] in told}
    grounds = read_grounds(store, {Triple(*edge) for edge in edges} - told_edges, rules, labels)
    grounds |= ground_claims(store, told_edges, told)
    inverses, used = _inverses(rules), {p for _, p, _ in edges}
    settings = [row[0] for row in ask(store, _TOLD)]
    occurrences = {row[0] for row in ask(store, _OCCURRENCES)} & set(classes.values())
    labels.learn({*things, *classes.values(), *worlds.values(), *settings, *values.values(), *(p for _, p, _ in edges)})
    labels.learn({work for each in works.order for work in each[:2]})
    shrink = kg.prefixes.shrink

    network = Network(
        name=view.name,
        summary=view.header.summary,
        tags=view.header.tags,
        occurrences=tuple(sorted(labels[each] for each in occurrences)),
        inverses={shrink(one.value): labels[other] for one, other in inverses if one in used},
        told=tuple(sorted(labels[world] for world in settings)),
        values={name: labels[value] for name, value in sorted(values.items()) if value is not None},
        works=tuple((shrink(w.value), shrink(show.value), number, labels[w]) for w, show, number in works.order),
    )
    for thing in things:
        said = details.get(thing, ())
        network.add_node(
            shrink(thing.value),
            iri=thing.value,
            label=told[thing].label if thing in told else labels[thing],
            kind=told[thing].kind if thing in told else labels[classes[thing]] if thing in classes else "thing",
            world=labels[worlds[thing]] if thing in worlds else "",
            facts=[(detail.about, detail.text) for detail in said],
            cited=[detail.sources for detail in said],
            works=tuple(shrink(work.value) for work in works.of.get(thing, ())),
            spans=spans.get(thing, ()),
        )
    for (subject, predicate, value), symmetric in edges.items():
        ground = grounds[Triple(subject, predicate, value)]
        curie = shrink(predicate.value)
        network.add_edge(
            shrink(subject.value),
            shrink(value.value),
            key=curie,
            predicate=curie,
            label=labels[predicate],
            sources=ground.sources,
            facts=list(ground.facts),
            spans=ground.spans,
            inferred=ground.inferred,
            symmetric=symmetric,
        )
    return network


def _value(term: NamedNode) -> str:
    return term.value


def _classes(store: Store, terms: Iterable[NamedNode]) -> dict[NamedNode, NamedNode]:
    """The class of each thing of the franchise; what has none in our vocabulary (a concept, an address) is left out."""
    found: dict[NamedNode, NamedNode] = {}
    for thing, kind in sorted(ask(store, _CLASSES, terms), key=str):
        found.setdefault(thing, kind)
    return found


def _own_details(
    triples: Iterable[tuple[NamedNode, NamedNode, NamedNode | Literal]], things: Collection[NamedNode]
) -> dict[NamedNode, list[tuple[NamedNode, NamedNode | Literal]]]:
    """What the view itself says of a thing and draws no line for."""
    found: defaultdict[NamedNode, list[tuple[NamedNode, NamedNode | Literal]]] = defaultdict(list)
    for subject, predicate, value in triples:
        if value not in things and predicate not in _DESCRIBING:
            found[subject].append((predicate, value))
    return found


def _symmetric(store: Store) -> frozenset[NamedNode]:
    return frozenset(row[0] for row in ask(store, _SYMMETRIC))


def _inverses(rules: Iterable[Rule]) -> list[tuple[NamedNode, NamedNode]]:
    """Each property and the one that says the same from the other end, by rules that conclude no more than that."""
    pairs: set[tuple[NamedNode, NamedNode]] = set()
    for rule in rules:
        if len(rule.head) == len(rule.body) == 1 and not rule.filters:
            premise, conclusion = rule.body[0], rule.head[0]
            if (premise.subject, premise.object) == (conclusion.object, conclusion.subject):
                pairs |= {(premise.predicate, conclusion.predicate), (conclusion.predicate, premise.predicate)}
    return sorted(pairs, key=str)


def _edges(triples: Iterable[_Edge], symmetric: frozenset[NamedNode]) -> dict[_Edge, bool]:
    """The edges to draw, in order, and whether each is symmetric: of such a pair only one is kept."""
    kept: dict[_Edge, bool] = {}
    for subject, predicate, value in triples:
        both_ways = predicate in symmetric
        if not both_ways or (value, predicate, subject) not in kept:
            kept[subject, predicate, value] = both_ways
    return kept
