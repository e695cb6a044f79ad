"""Why a fact holds, or a claim does not: passages, rivals and judgements; or the rule and its premises, down to passages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pyoxigraph import NamedNode, Triple

from famkg.compile.rules import Rule
from famkg.compile.schema import Schema
from famkg.errors import UnknownNameError
from famkg.query.evidence import SAYING, Citation, by_weight, citations_of_triples
from famkg.query.explanation import Explanation, Verdict
from famkg.query.labels import Labels
from famkg.query.names import fold
from famkg.query.rivals import Judged, claims_of, judgements_of, outweighed_by, rival_nodes
from famkg.query.rows import ask
from famkg.query.support import Support, held_in, read_support
from famkg.store import Store
from famkg.terms import FAM, PREF_LABEL, TYPE, Prefixes, fam

__all__ = ["Explainer", "Explanation", "Verdict"]

_TOLD_OF = """
PREFIX graph: <https://w3id.org/famkg/graph/>
SELECT ?s ?p ?o WHERE { VALUES ?s { %s } GRAPH graph:facts { ?s ?p ?o } } ORDER BY ?s ?p ?o
"""
_CLASSES = "SELECT ?class WHERE { VALUES ?node { %s } ?node a ?class } ORDER BY ?class"
_HINT = "famkg show lists what is known of a thing"
_ALIASES = {"label": PREF_LABEL, "world": fam("inWorld"), "class": TYPE, "a": TYPE}


class Explainer:
    """Explains the facts and claims of one dataset.

    ``schema`` says which properties take one value, ``rival_queries`` which nodes exclude each other.
    """

    def __init__(
        self, store: Store, rules: Sequence[Rule], prefixes: Prefixes, *, schema: Schema, rival_queries: Sequence[str]
    ) -> None:
        self.store = store
        self.rules = rules
        self.labels = Labels(store, prefixes)
        self.schema = schema
        self.rival_queries = rival_queries

    def property(self, node: NamedNode, name: str) -> NamedNode:
        """The property that a name means (its local name or its label), of those that anything is told of the node by.

        Raises UnknownNameError with the nearest of these.
        """
        if name in _ALIASES:
            return _ALIASES[name]
        told = {triple.predicate for triple in (*self._facts([node]), *claims_of(self.store, [node]))}
        self.labels.learn(told)
        wanted = fold(name).replace(" ", "")
        for each in sorted(told, key=lambda p: (not p.value.startswith(FAM), p.value)):
            local = each.value.rpartition("#")[2].rpartition("/")[2]
            if wanted in (fold(local), fold(self.labels[each]).replace(" ", "")):
                return each
        raise UnknownNameError("property", name, (self.labels[each] for each in told), hint=_HINT)

    def of(self, node: NamedNode, predicate: NamedNode, value: object | None = None) -> tuple[Explanation, ...]:
        """Explain the facts and claims with this subject and property, and with this object (or its label or text) if given.

        Without one, claims that are not held have an explanation of their own only where they are no held value's rivals.
        """
        facts = [triple for triple in self._facts([node]) if triple.predicate == predicate]
        claims = [triple for triple in claims_of(self.store, [node]) if triple.predicate == predicate]
        triples = list(dict.fromkeys((*facts, *claims)))
        if value is not None:
            triples = [t for t in triples if value in (t.object, getattr(t.object, "value", None), self.labels[t.object])]
        elif facts and self._is_single(node, predicate):
            triples = facts
        support = read_support(self.store, self.rules, triples)
        return tuple(self._explain(triple, support, set()) for triple in triples)

    def _explain(self, triple: Triple, support: Support, told: set[Any], *, premise: bool = False) -> Explanation:
        """One triple; ``told`` are the role nodes whose rivals are already told, in the tree of a conclusion."""
        subject, predicate, value = triple
        holds = triple in support.citations
        citations = self._cited([triple])[triple]
        step = support.steps.get(triple)
        verdicts = self._verdicts(triple, citations)
        rivals: list[Explanation] = []
        if not premise:
            rivals += self._rival_values(triple, holds=holds)
        if subject not in told:
            told.add(subject)
            rivals += self._rival_nodes(subject)
        basis = ""
        if holds:
            basis = "passages" if step is None and support.citations[triple] else "register"
            basis = ("computed" if step.computed else "rule") if step is not None else basis
        return Explanation(
            text=" — ".join(self.labels[term] for term in triple),
            holds=holds,
            fact=(str(subject), str(predicate), str(value)),
            basis=basis,
            because="" if holds else self._because(triple, citations, verdicts, rivals),
            citations=citations,
            verdicts=verdicts,
            rule=step.rule if step else "",
            premises=tuple(self._explain(t, support, told, premise=True) for t in step.premises) if step else (),
            rivals=tuple(rivals),
            parts=(self.labels[subject], f"{self.labels[predicate]} {self.labels[value]}"),
        )

    def _facts(self, nodes: Iterable[NamedNode]) -> list[Triple]:
        return [Triple(*row) for row in ask(self.store, _TOLD_OF, nodes)]

    def _is_single(self, node: NamedNode, predicate: NamedNode) -> bool:
        classes = [row[0] for row in ask(self.store, _CLASSES, [node])]
        classes = classes or [t.object for t in claims_of(self.store, [node]) if t.predicate == TYPE]
        return any(predicate in self.schema.single.get(each, ()) for each in classes)

    def _cited(self, triples: Sequence[Triple]) -> dict[Triple, tuple[Citation, ...]]:
        """The passages of each, whatever their status, the weightiest first, with the names of those they quote."""
        found = citations_of_triples(self.store, triples)
        self.labels.learn(NamedNode(c.quoted) for citations in found.values() for c in citations if c.quoted)
        return {triple: tuple(map(self._named, sorted(found.get(triple, ()), key=by_weight))) for triple in triples}

    def _named(self, citation: Citation) -> Citation:
        return replace(citation, quoted=self.labels[NamedNode(citation.quoted)]) if citation.quoted else citation

    def _rival_values(self, triple: Triple, *, holds: bool) -> list[Explanation]:
        subject, predicate, _ = triple
        if not self._is_single(subject, predicate):
            return []
        others = [t for t in claims_of(self.store, [subject]) if t.predicate == predicate and t != triple]
        held = held_in(self.store, "facts", others)
        cited = self._cited([triple, *others])
        found = []
        for other in sorted(others, key=lambda t: (t not in held, str(t))):
            verdicts = self._verdicts(other, cited[other])
            winner = triple if holds else next(iter(held), None)
            outweighed = ""
            if winner is not None:
                preferred = any(v.verdict == "preferred" for v in self._verdicts(winner, cited[winner]))
                outweighed = outweighed_by(cited[other], cited[winner], preferred=preferred)
            found.append(
                Explanation(
                    text=" — ".join(self.labels[term] for term in other),
                    holds=other in held,
                    fact=(str(other.subject), str(other.predicate), str(other.object)),
                    basis="passages" if other in held else "",
                    because="" if other in held else _settled(cited[other], verdicts) or outweighed or "nothing decides",
                    citations=cited[other],
                    verdicts=verdicts,
                )
            )
        return found

    def _rival_nodes(self, node: object) -> list[Explanation]:
        """The role nodes that exclude this one, each with all that is said of it, if it is a role node."""
        assert isinstance(node, NamedNode)
        kind = next((t.object for t in claims_of(self.store, [node]) if t.predicate == TYPE), None)
        if not isinstance(kind, NamedNode):
            return []
        own = Triple(node, TYPE, kind)
        stands = bool(held_in(self.store, "facts", [own]))
        found = []
        for rival in rival_nodes(self.store, node, kind, self.rival_queries):
            claims = [t for t in claims_of(self.store, [rival]) if isinstance(t.object, NamedNode) and t.predicate != TYPE]
            being = Triple(rival, TYPE, kind)
            cited = self._cited([being, own])
            verdicts = self._verdicts(being, cited[being])
            holds = bool(held_in(self.store, "facts", [being]))
            outweighed = outweighed_by(cited[being], cited[own]) if stands else ""
            said = "; ".join(f"{self.labels[t.predicate]} {self.labels[t.object]}" for t in claims)
            found.append(
                Explanation(
                    text=f"{self.labels[rival]} — {said}",
                    holds=holds,
                    fact=tuple(map(str, being)),  # type: ignore[arg-type]
                    basis="passages" if holds else "",
                    because="" if holds else _settled(cited[being], verdicts) or outweighed or "nothing decides",
                    citations=cited[being],
                    verdicts=verdicts,
                )
            )
        return sorted(found, key=lambda each: (not each.holds, each.text))

    def _verdicts(self, triple: Triple, citations: Iterable[Citation]) -> tuple[Verdict, ...]:
        """The judgements on a triple, on its subject or object as a whole, or on a passage that states it."""
        passages = {NamedNode(citation.passage): citation for citation in citations}
        ends = [term for term in (triple.subject, triple.object) if isinstance(term, NamedNode)]
        return tuple(
            Verdict(
                iri=judged.iri,
                verdict=judged.verdict,
                of="passage" if judged.node in passages else "node" if judged.predicate is None else "claim",
                value="" if judged.predicate is None else self.labels[judged.value],
                passage=judged.passage or (judged.node.value if judged.node in passages else ""),
                reason=judged.reason,
            )
            for judged in judgements_of(self.store, dict.fromkeys((*ends, *passages)))
            if _bears_on(judged, triple)
        )

    def _because(
        self, triple: Triple, citations: Sequence[Citation], verdicts: Sequence[Verdict], rivals: Sequence[Explanation]
    ) -> str:
        if settled := _settled(citations, verdicts):
            return settled
        for rival in rivals:
            if rival.holds:
                preferred = any(verdict.verdict == "preferred" for verdict in rival.verdicts)
                return outweighed_by(citations, rival.citations, preferred=preferred) or "another stands instead"
        if rivals:
            return "nothing decides between it and its rivals"
        return "what it is part of is not held" if not self._facts([triple.subject]) else "what it points to is not held"  # type: ignore[list-item]


def _bears_on(judged: Judged, triple: Triple) -> bool:
    return judged.predicate is None or (judged.node, judged.predicate, judged.value) == tuple(triple)


def _settled(citations: Iterable[Citation], verdicts: Iterable[Verdict]) -> str:
    """Why a claim can not be held whatever its rivals: it is judged wrong, or no passage really says so."""
    if any(verdict.verdict == "rejected" for verdict in verdicts):
        return "judged wrong"
    statuses = {citation.status for citation in citations}
    return "" if statuses & set(SAYING) else "only " + " or ".join(sorted(statuses, reverse=True)) if statuses else ""
