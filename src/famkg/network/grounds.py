"""What the edges of a network rest on, many at once: passages, rules and their premises, role nodes.

An edge is a stated fact, a conclusion of a rule, or neither: then a view has drawn it through a role node (an agent
and an organization joined by the office of a post), and it rests on the claims that make the role node.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from famkg.compile.rules import Pattern, Rule
from famkg.network.rows import as_row, ask
from famkg.query.evidence import citations_of_triples
from famkg.query.labels import Labels
from famkg.store import Store
from famkg.terms import CONCEPT, fam

__all__ = ["Ground", "read_grounds"]

_HELD_IN = """
PREFIX graph: <https://w3id.org/famkg/graph/>
SELECT ?s ?p ?o WHERE { GRAPH graph:%s { VALUES (?s ?p ?o) { %%s } ?s ?p ?o } }
"""
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
_SAYING = ("stated", "announced")
_COMPUTED = {fam("earliest"), fam("latest")}
_PORTION = 500


@dataclass(frozen=True, slots=True)
class Ground:
    """What one edge rests on.

    ``sources`` are citations as text; ``inferred`` says whether a rule, or the view alone, concluded it; ``facts`` are
    the label and text of what is said of a role node it stands for.
    """

    sources: tuple[str, ...] = ()
    inferred: bool = False
    facts: tuple[tuple[str, str], ...] = ()


Proofs = dict[Triple, list[tuple[Triple, ...]]]
"""A conclusion and the premises of each way found to reach it."""


def read_grounds(store: Store, edges: Iterable[Triple], rules: Sequence[Rule], labels: Labels) -> dict[Triple, Ground]:
    """The ground of every edge; one that nothing explains has no sources.

    A conclusion cites the passages that state its premises, or theirs in turn, by the proof of fewest steps.
    """
    edges = set(edges)
    inferred = _held(store, "inferred", edges)
    drawn = edges - inferred - _held(store, "facts", edges)
    roles = _role_nodes(store, drawn)
    proofs, base = _prove(store, rules, inferred)
    for edge, nodes in roles.items():
        proofs[edge] = [tuple(dict.fromkeys(premise for premises in nodes.values() for premise in premises))]
        base.update(proofs[edge][0])
    sources = _settle(proofs, _cite(store, base | (edges - inferred - drawn)))
    facts = _facts_of(store, roles, labels)
    concluded = inferred | (drawn - set(roles))
    return {edge: Ground(sources.get(edge, ()), edge in concluded, facts.get(edge, ())) for edge in edges}


def _held(store: Store, graph: str, triples: Iterable[Triple]) -> set[Triple]:
    return {Triple(*row) for row in ask(store, _HELD_IN % graph, triples)}


def _cite(store: Store, triples: Iterable[Triple]) -> dict[Triple, tuple[str, ...]]:
    """Each triple and the passages that say so, empty where the register alone does."""
    wanted = sorted(triples, key=str)
    found: dict[Triple, tuple[str, ...]] = dict.fromkeys(wanted, ())
    for start in range(0, len(wanted), _PORTION):
        for triple, citations in citations_of_triples(store, wanted[start : start + _PORTION]).items():
            found[triple] = tuple(dict.fromkeys(str(c) for c in citations if c.status in _SAYING))
    return found


def _prove(store: Store, rules: Sequence[Rule], conclusions: Iterable[Triple]) -> tuple[Proofs, set[Triple]]:
    """Proofs of the conclusions and of every inferred premise, and the premises that no rule concludes."""
    proofs: Proofs = {}
    base: set[Triple] = set()
    waiting = set(conclusions)
    while waiting:
        for triple in waiting:
            proofs[triple] = []
        for rule in rules:
            for conclusion, premises in _steps(store, rule, waiting):
                proofs[conclusion].append(premises)
        premises_found = {p for triple in waiting for premises in proofs[triple] for p in premises}
        inferred = _held(store, "inferred", premises_found)
        base |= premises_found - inferred
        waiting = inferred - set(proofs)
    return proofs, base


def _steps(store: Store, rule: Rule, conclusions: Iterable[Triple]) -> Iterator[tuple[Triple, tuple[Triple, ...]]]:
    """Each way in which the rule reaches one of the conclusions in one step, with its premises."""
    body = " ".join((*map(str, rule.body), *rule.filters))
    for head in rule.head:
        bound = [bindings for conclusion in conclusions if (bindings := head.unify(conclusion)) is not None]
        if not bound:
            continue
        names = " ".join(f"?{name}" for name in bound[0])
        template = f"SELECT {_variables(rule.body)} WHERE {{ VALUES ({names}) {{ %s }} {body} }}".replace("%s", "\0")
        template = template.replace("%", "%%").replace("\0", "%s")
        for row in ask(store, template, (as_row(bindings.values()) for bindings in bound)):
            solution = dict(zip(_names(rule.body), row, strict=True))
            yield head.fill(solution), tuple(dict.fromkeys(pattern.fill(solution) for pattern in rule.body))


def _names(body: Iterable[Pattern]) -> list[str]:
    return sorted({str(slot)[1:] for p in body for slot in (p.subject, p.object) if str(slot).startswith("?")})


def _variables(body: Iterable[Pattern]) -> str:
    return " ".join(f"?{name}" for name in _names(body))


def _settle(proofs: Proofs, cited: Mapping[Triple, tuple[str, ...]]) -> dict[Triple, tuple[str, ...]]:
    """The sources of all that is cited or proved; round by round, so that no proof rests on itself."""
    settled = dict(cited)
    left = {triple: sorted(ways, key=lambda premises: (len(premises), str(premises))) for triple, ways in proofs.items()}
    while True:
        reached: dict[Triple, tuple[str, ...]] = {}
        for triple, ways in left.items():
            for premises in ways:
                if all(premise in settled for premise in premises):
                    reached[triple] = tuple(dict.fromkeys(text for premise in premises for text in settled[premise]))
                    break
        if not reached:
            return settled
        settled.update(reached)
        left = {triple: ways for triple, ways in left.items() if triple not in reached}


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
