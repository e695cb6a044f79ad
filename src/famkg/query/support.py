"""What facts rest on, many at once: the passages that state them, or the rule and the premises they follow from.

A conclusion rests on one proof, that of the fewest steps; proofs are found round by round, so that none rests on itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from famkg.compile.rules import Pattern, Rule
from famkg.query.evidence import Citation, accepted_citations
from famkg.query.rows import as_row, ask
from famkg.store import Store
from famkg.terms import PREF_LABEL, fam

__all__ = ["Step", "Support", "held_in", "read_support"]

_HELD_IN = """
PREFIX graph: <https://w3id.org/famkg/graph/>
SELECT ?s ?p ?o WHERE { GRAPH graph:%s { VALUES (?s ?p ?o) { %%s } ?s ?p ?o } }
"""
_FACTS_OF = "SELECT ?s ?p ?o WHERE { VALUES ?s { %%s } VALUES ?p { %s } ?s ?p ?o }"
_SET = (fam("when"), fam("setDuring"))
_COMPUTED: Mapping[NamedNode, tuple[str, tuple[NamedNode, ...]]] = {
    fam("earliest"): ("the first day that the dates of a thing allow", (*_SET, fam("from"))),
    fam("latest"): ("the last day that the dates of a thing allow", (*_SET, fam("until"))),
    PREF_LABEL: ("a name learned later is the label for who knows it", (fam("displayName"),)),
}
"""What compiling computes, why, and from which claims about the same thing: see ``famkg.compile.reveal``."""


@dataclass(frozen=True, slots=True)
class Step:
    """How a fact follows: the summary of the rule, and its premises; ``computed`` where compiling itself is the rule."""

    rule: str
    premises: tuple[Triple, ...]
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Support:
    """What facts rest on.

    ``stated`` holds the passages of every fact that no rule concludes, none where the register alone says so; ``steps``
    how the others follow, premises first. ``citations`` gives the passages of both, down through the premises.
    """

    stated: Mapping[Triple, tuple[Citation, ...]]
    steps: Mapping[Triple, Step]
    citations: Mapping[Triple, tuple[Citation, ...]]


_Ways = dict[Triple, list[Step]]


def read_support(store: Store, rules: Sequence[Rule], triples: Iterable[Triple]) -> Support:
    """What each of the triples rests on, and each premise; one that is no fact is left out."""
    wanted = set(triples)
    ways, base = _prove(store, rules, held_in(store, "inferred", wanted))
    base |= held_in(store, "facts", wanted) - set(ways)
    computed = _compute(store, base)
    base |= {premise for steps in computed.values() for step in steps for premise in step.premises}
    stated = {t: c for t, c in accepted_citations(store, base - set(computed)).items() if t not in ways}
    steps = _settle({**ways, **computed}, stated)
    citations = dict(stated)
    for triple, step in steps.items():
        citations[triple] = tuple(dict.fromkeys(c for premise in step.premises for c in citations[premise]))
    return Support(stated, steps, citations)


def held_in(store: Store, graph: str, triples: Iterable[Triple]) -> set[Triple]:
    """Those of the triples that are in ``graph:facts`` or ``graph:inferred``."""
    return {Triple(*row) for row in ask(store, _HELD_IN % graph, triples)}


def _prove(store: Store, rules: Sequence[Rule], conclusions: Iterable[Triple]) -> tuple[_Ways, set[Triple]]:
    """Proofs of the conclusions and of every inferred premise, and the premises that no rule concludes."""
    ways: _Ways = {}
    base: set[Triple] = set()
    waiting = set(conclusions)
    while waiting:
        for triple in waiting:
            ways[triple] = []
        for rule in rules:
            for conclusion, premises in _steps(store, rule, waiting):
                ways[conclusion].append(Step(rule.summary or rule.name, premises))
        premises_found = {p for triple in waiting for step in ways[triple] for p in step.premises}
        inferred = held_in(store, "inferred", premises_found)
        base |= premises_found - inferred
        waiting = inferred - set(ways)
    return ways, base


def _steps(store: Store, rule: Rule, conclusions: Iterable[Triple]) -> Iterator[tuple[Triple, tuple[Triple, ...]]]:
    """Each way in which the rule reaches one of the conclusions in one step, with its premises."""
    body = " ".join((*map(str, rule.body), *rule.filters))
    for head in rule.head:
        bound = [bindings for conclusion in conclusions if (bindings := head.unify(conclusion)) is not None]
        if not bound:
            continue
        names = " ".join(f"?{name}" for name in bound[0])
        wanted = _names(rule.body)
        selected = " ".join(f"?{name}" for name in wanted)
        template = f"SELECT {selected} WHERE {{ VALUES ({names}) {{ \0 }} {body} }}".replace("%", "%%").replace("\0", "%s")
        for row in ask(store, template, (as_row(bindings.values()) for bindings in bound)):
            solution = dict(zip(wanted, row, strict=True))
            yield head.fill(solution), tuple(dict.fromkeys(pattern.fill(solution) for pattern in rule.body))


def _names(body: Iterable[Pattern]) -> list[str]:
    return sorted({str(slot)[1:] for p in body for slot in (p.subject, p.object) if str(slot).startswith("?")})


def _compute(store: Store, facts: Iterable[Triple]) -> _Ways:
    """The steps to those of the facts that compiling computes."""
    ways: _Ways = {}
    for predicate, (rule, origins) in _COMPUTED.items():
        asked = {t.subject: t for t in facts if t.predicate == predicate}
        found: dict[NamedNode, list[Triple]] = defaultdict(list)
        for row in ask(store, _FACTS_OF % " ".join(map(str, origins)), asked):
            found[row[0]].append(Triple(*row))
        for node, origin in found.items():
            triple = asked[node]
            premises = [p for p in origin if predicate != PREF_LABEL or p.object.value == triple.object.value]  # type: ignore[union-attr]
            if premises:
                ways[triple] = [Step(rule, tuple(sorted(premises, key=str)), computed=True)]
    return ways


def _settle(ways: _Ways, stated: Mapping[Triple, object]) -> dict[Triple, Step]:
    """The first step of one proof for all that can be proved from what is stated, premises before conclusions."""
    settled = set(stated)
    steps: dict[Triple, Step] = {}
    left = {t: sorted(found, key=lambda s: (len(s.premises), str(s.premises), s.rule)) for t, found in ways.items()}
    while True:
        reached: dict[Triple, Step] = {}
        for triple, found in left.items():
            step = next((step for step in found if settled.issuperset(step.premises)), None)
            if step is not None:
                reached[triple] = step
        if not reached:
            return steps
        steps.update(reached)
        settled |= set(reached)
        left = {triple: found for triple, found in left.items() if triple not in reached}
