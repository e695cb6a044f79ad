"""Why a fact holds: the passages that state it, its rivals and the judgement; or the rule and its premises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from famkg.compile.rules import Rule
from famkg.query.evidence import Citation, citations_of_triples
from famkg.query.labels import Labels
from famkg.store import Solutions, Store
from famkg.terms import CONCEPT, Prefixes

__all__ = ["Explanation", "Verdict", "explain", "matching_facts"]

_FACT = """
PREFIX graph: <https://w3id.org/famkg/graph/>
SELECT ?s ?p ?o WHERE { GRAPH graph:%s { VALUES (?s ?p ?o) { (%s %s %s) } ?s ?p ?o } } ORDER BY ?o
"""
_RIVALS = """
PREFIX fam: <https://w3id.org/famkg/ontology#>
PREFIX graph: <https://w3id.org/famkg/graph/>
SELECT DISTINCT ?o WHERE {
  GRAPH graph:evidence { ?passage a fam:Passage }
  GRAPH ?passage { VALUES (?s ?p) { (%s %s) } ?s ?p ?o }
} ORDER BY ?o
"""
_JUDGEMENTS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX fam: <https://w3id.org/famkg/ontology#>
PREFIX graph: <https://w3id.org/famkg/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?judgement ?verdict ?reason ?object WHERE {
  VALUES (?s ?p) { (%s %s) }
  GRAPH graph:evidence {
    ?judgement fam:verdict ?verdict ; dcterms:description ?reason .
    { ?judgement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?object } UNION { ?judgement fam:judges ?s }
  }
} ORDER BY ?judgement
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement as it bears on a fact: what was decided of which value, and why."""

    iri: str
    verdict: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A fact or claim and what it rests on.

    ``holds`` says whether it is among the facts; ``rivals`` are other values that passages state of the same property;
    ``premises`` are set for what a rule concludes, each explained in turn.
    """

    text: str
    holds: bool
    citations: tuple[Citation, ...] = ()
    rivals: tuple[Explanation, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    rule: str = ""
    premises: tuple[Explanation, ...] = ()

    def __str__(self) -> str:
        return "\n".join(self._lines("")) + "\n"

    def _lines(self, indent: str) -> Iterator[str]:
        yield indent + self.text + ("" if self.holds else "  (not held)")
        yield from self._grounds(indent + "  ")

    def _grounds(self, indent: str) -> Iterator[str]:
        yield from dict.fromkeys(f"{indent}says {citation}" for citation in self.citations)
        for verdict in self.verdicts:
            of = f" {verdict.value}" if verdict.value else ""
            yield f"{indent}judged: {verdict.verdict}{of}: {verdict.reason}"
        if self.rule:
            yield f"{indent}follows by the rule “{self.rule}” from"
            for index, premise in enumerate(self.premises):
                same_next = self.premises[index + 1 : index + 2]
                if same_next and premise.citations and premise.citations == same_next[0].citations:
                    yield f"{indent}  {premise.text}"  # the passages follow once, after the last premise they state
                else:
                    yield from premise._lines(indent + "  ")
        for rival in self.rivals:
            yield f"{indent}rival:"
            yield from rival._lines(indent + "  ")


def matching_facts(store: Store, subject: object, predicate: NamedNode, value: object | None) -> tuple[Triple, ...]:
    """The facts with this subject and predicate, and with this object unless None."""
    answer = store.query(_FACT % ("facts", subject, predicate, value or "UNDEF"))
    assert isinstance(answer, Solutions)
    return tuple(Triple(*row) for row in answer.rows)  # type: ignore[arg-type]


def explain(store: Store, triple: Triple, rules: Sequence[Rule], prefixes: Prefixes) -> Explanation:
    """Explain a triple down to passages, whether it holds or is only claimed."""
    return _Explainer(store, rules, Labels(store, prefixes)).explain(triple)


class _Explainer:
    def __init__(self, store: Store, rules: Sequence[Rule], labels: Labels) -> None:
        self.store = store
        self.rules = rules
        self.labels = labels

    def explain(self, triple: Triple, above: tuple[Triple, ...] = ()) -> Explanation:
        citations = citations_of_triples(self.store, [triple]).get(triple, ())
        holds = bool(matching_facts(self.store, triple.subject, triple.predicate, triple.object))
        rule, premises = ("", ()) if citations or not holds else self._derive(triple, above)
        return Explanation(
            text=self._text(triple),
            holds=holds,
            citations=citations,
            rivals=() if above else tuple(self._rivals(triple)),
            verdicts=tuple(self._verdicts(triple)),
            rule=rule,
            premises=premises,
        )

    def _text(self, triple: Triple) -> str:
        return " — ".join(self.labels[term] for term in triple)

    def _derive(self, triple: Triple, above: tuple[Triple, ...]) -> tuple[str, tuple[Explanation, ...]]:
        for rule in self.rules:
            for query in rule.derivations(triple):
                answer = self.store.query(query)
                assert isinstance(answer, Solutions)
                for row in sorted(answer.rows, key=str):
                    bindings = {n: t for n, t in zip(answer.variables, row, strict=True) if t is not None}
                    premises = [pattern.fill(bindings) for pattern in rule.body]  # type: ignore[arg-type]
                    if not set(premises) & {triple, *above}:
                        found = tuple(self.explain(premise, (triple, *above)) for premise in dict.fromkeys(premises))
                        return rule.summary or rule.name, found
        return "", ()

    def _rivals(self, triple: Triple) -> Iterable[Explanation]:
        answer = self.store.query(_RIVALS % (triple.subject, triple.predicate))
        assert isinstance(answer, Solutions)
        others = [Triple(triple.subject, triple.predicate, row[0]) for row in answer.rows if row[0] != triple.object]  # type: ignore[arg-type]
        cited = citations_of_triples(self.store, others)
        held = set(matching_facts(self.store, triple.subject, triple.predicate, None))
        for other in others:
            if other not in held:
                yield Explanation(self._text(other), holds=False, citations=cited.get(other, ()))

    def _verdicts(self, triple: Triple) -> Iterable[Verdict]:
        answer = self.store.query(_JUDGEMENTS % (triple.subject, triple.predicate))
        assert isinstance(answer, Solutions)
        for iri, verdict, reason, value in answer.rows:
            yield Verdict(
                iri=iri.value,  # type: ignore[union-attr]
                verdict=verdict.value.removeprefix(CONCEPT + "verdict-"),  # type: ignore[union-attr]
                value=self.labels[value] if value is not None else "",
                reason=reason.value,  # type: ignore[union-attr]
            )
