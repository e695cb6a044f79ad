"""What the edges of a network rest on, many at once: passages, rules and their premises, role nodes.

An edge is a stated fact, a conclusion of a rule, or neither: then a view has drawn it through a role node (an agent
and an organization joined by the office of a post), and it rests on the claims that make the role node.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from famkg.compile.rules import Rule
from famkg.query.labels import Labels
from famkg.query.rows import ask
from famkg.query.support import Support, held_in, read_support
from famkg.store import Store
from famkg.terms import CONCEPT, fam

__all__ = ["Ground", "read_grounds"]

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
_COMPUTED = {fam("earliest"), fam("latest")}


@dataclass(frozen=True, slots=True)
class Ground:
    """What one edge rests on.

    ``sources`` are citations as text; ``inferred`` says whether a rule, or the view alone, concluded it; ``facts`` are
    the label and text of what is said of a role node it stands for.
    """

    sources: tuple[str, ...] = ()
    inferred: bool = False
    facts: tuple[tuple[str, str], ...] = ()


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
    facts = _facts_of(store, roles, labels)
    concluded = inferred | (drawn - set(roles))
    return {
        edge: Ground(_sources(support, premises.get(edge, (edge,))), edge in concluded, facts.get(edge, ())) for edge in edges
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


def _facts_of(store: Store, roles: RoleNodes, labels: Labels) -> dict[Triple, tuple[tuple[str, str], ...]]:
    """Literals said of the role nodes of each edge: from when until when, credited as."""
    literals: dict[NamedNode, list[tuple[str, str]]] = defaultdict(list)
    for node, predicate, value in sorted(ask(store, _FACTS_OF, {n for nodes in roles.values() for n in nodes}), key=str):
        if not isinstance(value, NamedNode) and predicate not in _COMPUTED:
            literals[node].append((labels[predicate], value.value))
    return {edge: tuple(pair for node in nodes for pair in literals[node]) for edge, nodes in roles.items()}
