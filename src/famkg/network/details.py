"""What is said of the things of a network: facts with their citations, the days they fall on, and their world."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from famkg.compile.rules import Rule
from famkg.query.labels import Labels
from famkg.query.rows import ask
from famkg.query.support import read_support
from famkg.query.values import in_words
from famkg.store import Store
from famkg.terms import ALT_LABEL, HIDDEN_LABEL, PREF_LABEL, TYPE, fam

__all__ = ["UNSHOWN", "Detail", "read_details", "read_spans"]

_BOUNDS = (fam("earliest"), fam("latest"))

UNSHOWN = frozenset({TYPE, PREF_LABEL, HIDDEN_LABEL, fam("displayName"), *_BOUNDS})
"""Properties that are no details: what the drawing says otherwise, what is only searched for, and computed bounds."""

_DETAILS = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?property ?value WHERE {
  VALUES ?thing { %s }
  ?thing ?property ?value
  FILTER(ISLITERAL(?value) || EXISTS { ?value a skos:Concept })
}
"""
_SPANS = f"""
SELECT ?thing ?earliest ?latest WHERE {{
  VALUES ?thing {{ %s }}
  OPTIONAL {{ ?thing {_BOUNDS[0]} ?earliest }}
  OPTIONAL {{ ?thing {_BOUNDS[1]} ?latest }}
  FILTER(BOUND(?earliest) || BOUND(?latest))
}}
"""


@dataclass(frozen=True, slots=True, order=True)
class Detail:
    """One fact about a thing that leads to no other thing: what it is about, what it says, and who says so."""

    about: str
    text: str
    sources: tuple[str, ...] = ()


def read_details(
    store: Store,
    things: Iterable[NamedNode],
    rules: Sequence[Rule],
    *,
    labels: Labels,
    drawn: Mapping[NamedNode, Iterable[tuple[NamedNode, NamedNode | Literal]]],
) -> dict[NamedNode, tuple[Detail, ...]]:
    """The details of each thing, in order: its literals and concepts, and what a view has ``drawn`` of the kind.

    Only facts have sources; what follows from others has theirs.
    """
    found: defaultdict[NamedNode, set[tuple[NamedNode, NamedNode | Literal]]] = defaultdict(set)
    for thing, pairs in drawn.items():
        found[thing] |= {pair for pair in pairs if pair[0] not in UNSHOWN}
    for thing, predicate, value in ask(store, _DETAILS, things):
        if predicate not in UNSHOWN:
            found[thing].add((predicate, value))
    triples = {Triple(thing, *pair) for thing, pairs in found.items() for pair in pairs}
    citations = read_support(store, rules, triples).citations
    labels.learn({term for pairs in found.values() for pair in pairs for term in pair})
    details: dict[NamedNode, dict[tuple[str, str], dict[str, None]]] = defaultdict(dict)
    for triple in sorted(triples, key=str):
        about = "also called" if triple.predicate == ALT_LABEL else labels[triple.predicate]
        said = details[triple.subject].setdefault((about, in_words(triple.object, labels)), {})  # type: ignore[index]
        said.update(dict.fromkeys(map(str, citations.get(triple, ()))))
    return {thing: tuple(sorted(Detail(*pair, tuple(said)) for pair, said in each.items())) for thing, each in details.items()}


def read_spans(store: Store, things: Iterable[NamedNode]) -> dict[NamedNode, tuple[tuple[str, str], ...]]:
    """The first and the last day that the dates of a thing allow (ISO 8601), empty where that end is open."""
    found: defaultdict[NamedNode, set[tuple[str, str]]] = defaultdict(set)
    for thing, *days in ask(store, _SPANS, things):
        first, last = ("" if day is None else day.value for day in days)
        found[thing].add((first, last))
    return {thing: tuple(sorted(spans)) for thing, spans in found.items()}
