"""What speaks against a claim: other values of a property that takes one, nodes that exclude a role node, judgements.

The nodes that exclude each other are what ``queries/checks/rival-*.rq`` say, asked of all that passages state or
announce, and not only of what is held: a rejected claim has its rivals too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse
from pyoxigraph import Store as Oxigraph

from famkg.compile.accept import TIERS
from famkg.compile.schema import Schema, read_schema
from famkg.plain import plain
from famkg.query.evidence import SAYING, Citation
from famkg.query.rows import ask
from famkg.store import Store
from famkg.terms import CONCEPT, SUBCLASS_OF

__all__ = ["Judged", "claims_of", "judgements_of", "outweighed_by", "read_shapes", "rival_nodes"]

_PREFIXES = """
PREFIX concept: <https://w3id.org/famkg/concept/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX fam: <https://w3id.org/famkg/ontology#>
PREFIX graph: <https://w3id.org/famkg/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_CLAIMS = (
    _PREFIXES
    + """
SELECT DISTINCT ?s ?p ?o WHERE {
  GRAPH graph:evidence { ?passage a fam:Passage }
  GRAPH ?passage { VALUES ?s { %s } ?s ?p ?o }
} ORDER BY ?s ?p ?o
"""
)
_ALIKE = (
    _PREFIXES
    + """
SELECT DISTINCT ?s ?p ?o WHERE {
  { GRAPH graph:evidence {
      ?passage fam:status ?status FILTER(?status IN (concept:status-stated, concept:status-announced))
    }
    GRAPH ?passage { ?s a %s ; ?p ?o } }
  UNION { GRAPH graph:facts { ?s skos:broader ?o } BIND(skos:broader AS ?p) }
}
"""
)
_JUDGED = (
    _PREFIXES
    + """
SELECT ?judgement ?verdict ?reason ?node ?p ?o ?passage WHERE {
  VALUES ?node { %s }
  GRAPH graph:evidence {
    ?judgement fam:verdict ?verdict ; dcterms:description ?reason .
    { ?judgement rdf:subject ?node ; rdf:predicate ?p ; rdf:object ?o OPTIONAL { ?judgement fam:inPassage ?passage } }
    UNION { ?judgement fam:judges ?node }
  }
} ORDER BY ?judgement
"""
)
_SUBCLASSES = f"SELECT ?c ?above WHERE {{ GRAPH <https://w3id.org/famkg/graph/ontology> {{ ?c {SUBCLASS_OF} ?above }} }}"


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement: on a triple (``predicate``, ``value``; perhaps only as one passage says it), else on the whole node."""

    iri: str
    verdict: str
    reason: str
    node: NamedNode
    predicate: NamedNode | None
    value: object
    passage: str


def read_shapes(store: Store, folders: Iterable[Path]) -> Schema:
    """Which properties take one value, by class: from the shapes of the ontology folders."""
    files = [folder / "shapes.ttl" for folder in folders if (folder / "shapes.ttl").exists()]
    shapes = [quad.triple for file in files for quad in parse(path=str(file), format=RdfFormat.TURTLE)]
    return read_schema(shapes, [Triple(c, SUBCLASS_OF, above) for c, above in ask(store, _SUBCLASSES)])


def claims_of(store: Store, nodes: Iterable[NamedNode]) -> tuple[Triple, ...]:
    """All that passages say of these nodes, whatever their status."""
    return tuple(Triple(*row) for row in ask(store, _CLAIMS, nodes))


def rival_nodes(store: Store, node: NamedNode, kind: NamedNode, queries: Sequence[str]) -> tuple[NamedNode, ...]:
    """The role nodes of the same class that exclude this one, as ``queries`` (of ``?node ?rival``) say."""
    told = Oxigraph()
    told.extend(Quad(s, p, o) for s, p, o in ask(store, _ALIKE % kind))
    found: set[NamedNode] = set()
    for text in queries:
        for solution in told.query(text):  # type: ignore[union-attr]
            pair = (solution["node"], solution["rival"])
            if node in pair:
                found |= set(pair)
    return tuple(sorted(found - {node}, key=str))


def judgements_of(store: Store, nodes: Iterable[NamedNode]) -> tuple[Judged, ...]:
    """The judgements on claims about these nodes, on them as a whole, or on them as passages."""
    return tuple(
        Judged(
            iri=iri.value,
            verdict=verdict.value.removeprefix(CONCEPT + "verdict-"),
            reason=plain(reason.value),
            node=node,
            predicate=predicate,
            value=value,
            passage=passage.value if passage is not None else "",
        )
        for iri, verdict, reason, node, predicate, value, passage in ask(store, _JUDGED, nodes)
    )


def outweighed_by(own: Iterable[Citation], other: Iterable[Citation], *, preferred: bool = False) -> str:
    """Why one claim stands back behind another, in the order in which ``famkg.compile.accept`` settles rivals.

    ``preferred`` says that a judgement prefers the other. Empty where nothing of this decides between them.
    """
    mine = max(map(_weight, own), default=None)
    theirs = max(map(_weight, other), default=None)
    if preferred:
        return "a judgement prefers the other"
    if mine is None or theirs is None or mine > theirs:
        return ""
    if mine[0] != theirs[0]:
        return "only announced, and the other is stated"
    if mine[1] != theirs[1]:
        return "announced earlier than the other"
    if mine[2] != theirs[2]:
        return f"said by sources of a lower tier, {_tier(mine)} and not {_tier(theirs)}"
    return "no narrower than the other"


def _weight(citation: Citation) -> tuple[bool, str, int]:
    stated = citation.status == "stated"
    tier = TIERS.index(citation.tier) if citation.tier in TIERS else -1
    return (stated, "" if stated else citation.date, tier) if citation.status in SAYING else (False, "", -2)


def _tier(weight: tuple[bool, str, int]) -> str:
    return TIERS[weight[2]] if weight[2] >= 0 else "none"
