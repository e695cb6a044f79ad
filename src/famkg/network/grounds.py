"""What the edges of a network rest on, many at once: passages, rules and their premises, role nodes.

An edge is a stated fact, a conclusion of a rule, or neither: then a view has drawn it through a role node (an agent
and an organization joined by the office of a post), and it rests on the claims that make the role node.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from famkg.compile.rules import Rule
from famkg.query.labels import Labels
from famkg.query.rows import ask
from famkg.query.support import Support, held_in, read_support
from famkg.query.values import in_words
from famkg.store import Store
from famkg.terms import CONCEPT, fam

__all__ = ["BOUNDS", "EARLIEST", "LATEST", "Ground", "read_grounds"]

_ROLE_NODES = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?s ?p ?o ?role ?from ?to WHERE {
  VALUES (?s ?p ?o) { %s }
  ?role ?from ?s ; ?to ?o .
  FILTER NOT EXISTS { ?role skos:prefLabel ?label }
}
"""
_FACTS_OF = "SELECT ?node ?property ?value WHERE { VALUES ?node { %s } ?node ?property ?value }"
_ROLE = fam("role")
EARLIEST = fam("earliest")
LATEST = fam("latest")
BOUNDS = {EARLIEST, LATEST}
"""The days between which something lies, computed from what sources say of it."""
_FROM, _UNTIL = fam("from"), fam("until")


@dataclass(frozen=True, slots=True)
class Ground:
    """What one edge rests on.

    ``sources`` are citations as text; ``inferred`` says whether a rule, or the view alone, concluded it; ``facts`` are
    the label and text of what is said of the role nodes it stands for, each from when until when in one text; ``spans``
    their first and last days (ISO 8601), empty where an end is open.
    """

    sources: tuple[str, ...] = ()
    inferred: bool = False
    facts: tuple[tuple[str, str], ...] = ()
    spans: tuple[tuple[str, str], ...] = ()


def read_grounds(store: Store, edges: Iterable[Triple], rules: Sequence[Rule], labels: Labels) -> dict[Triple, Ground]:
    """The ground of every edge; one that nothing explains has no sources.

    A conclusion cites the passages that state its premises, or theirs in turn, by the proof of fewest steps.
    """
    edges = set(edges)
    inferred = held_in(store, "inferred", edges)
    drawn = edges - inferred - held_in(store, "facts", edges)
    roles = _role_nodes(store, drawn)
    premises = {edge: tuple(p for claims in nodes.values() for p in claims) for edge, nodes in roles.items()}
    support = read_support(store, rules, (edges - drawn).union(*premises.values()))
    literals = _literals_of(store, roles)
    concluded = inferred | (drawn - set(roles))
    return {
        edge: Ground(
            sources=_sources(support, premises.get(edge, (edge,))),
            inferred=edge in concluded,
            facts=tuple(_facts(literals, roles.get(edge, ()), labels)),
            spans=_spans(literals, roles.get(edge, ())),
        )
        for edge in edges
    }


def _sources(support: Support, triples: Iterable[Triple]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(citation) for triple in triples for citation in support.citations.get(triple, ())))


RoleNodes = dict[Triple, dict[NamedNode, list[Triple]]]
"""An edge and the role nodes it stands for, each with the claims that make it join the edge's ends."""


def _role_nodes(store: Store, edges: Iterable[Triple]) -> RoleNodes:
    """The role nodes behind edges that are no facts; where the predicate is a concept, it is the node's role."""
    rows = sorted(ask(store, _ROLE_NODES, edges), key=str)
    roles = {(node, value) for node, p, value in ask(store, _FACTS_OF, {row[3] for row in rows}) if p == _ROLE}
    found: RoleNodes = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value, node, start, end in rows:
        if start == end:
            continue
        premises = [Triple(node, start, subject), Triple(node, end, value)]
        if predicate.value.startswith(CONCEPT):
            if (node, predicate) not in roles:
                continue
            premises.append(Triple(node, _ROLE, predicate))
        found[Triple(subject, predicate, value)][node] += premises
    return found


_Literals = Mapping[NamedNode, Mapping[NamedNode, list[Literal]]]
"""A role node and the literals said of it, by property."""


def _literals_of(store: Store, roles: RoleNodes) -> _Literals:
    """What is said of role nodes in literals: from when until when, credited as; and the bounds computed from that."""
    literals: dict[NamedNode, dict[NamedNode, list[Literal]]] = defaultdict(lambda: defaultdict(list))
    for node, predicate, value in sorted(ask(store, _FACTS_OF, {n for nodes in roles.values() for n in nodes}), key=str):
        if isinstance(value, Literal):
            literals[node][predicate].append(value)
    return literals


def _facts(literals: _Literals, nodes: Iterable[NamedNode], labels: Labels) -> Iterator[tuple[str, str]]:
    """The label and text of what is said of each role node; where both its ends are known, they are one text."""
    for node in nodes:
        said = {predicate: [in_words(v, labels) for v in values] for predicate, values in literals.get(node, {}).items()}
        if len(said.get(_FROM, ())) == len(said.get(_UNTIL, ())) == 1:
            said[_FROM] = [f"{said[_FROM][0]} {labels[_UNTIL]} {said.pop(_UNTIL)[0]}"]
        yield from ((labels[predicate], text) for predicate, texts in said.items() if predicate not in BOUNDS for text in texts)


def _spans(literals: _Literals, nodes: Iterable[NamedNode]) -> tuple[tuple[str, str], ...]:
    """The first and last day of each role node that is dated."""
    spans = {tuple(next((v.value for v in literals.get(n, {}).get(p, [])), "") for p in (EARLIEST, LATEST)) for n in nodes}
    return tuple(sorted((first, last) for first, last in spans if first or last))
