"""The declared terms: classes with their superclasses, properties with domain and range."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from famkg.terms import DOMAIN, FAM, RANGE, SUBCLASS_OF, TYPE, VOCABULARY_PREFIXES

__all__ = ["THING", "Vocabulary", "read_vocabulary"]

_OWL = VOCABULARY_PREFIXES["owl"]
_SH_PATH = NamedNode(VOCABULARY_PREFIXES["sh"] + "path")
THING = NamedNode(_OWL + "Thing")
_CLASS = NamedNode(_OWL + "Class")
_PROPERTIES = frozenset({NamedNode(_OWL + "ObjectProperty"), NamedNode(_OWL + "DatatypeProperty")})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What may be said: the ontology's classes and properties, and the foreign properties that the shapes take up.

    ``ancestry`` holds each class with itself and all its superclasses.
    """

    ancestry: Mapping[NamedNode, frozenset[NamedNode]]
    properties: frozenset[NamedNode]
    domains: Mapping[NamedNode, NamedNode]
    ranges: Mapping[NamedNode, NamedNode]
    shaped: frozenset[NamedNode]

    def declares(self, term: NamedNode) -> bool:
        """Whether a term of ours is declared, or a foreign one taken up by a shape."""
        if term.value.startswith(FAM):
            return term in self.properties or term in self.ancestry
        return term in self.shaped

    def is_a(self, kind: NamedNode | None, wanted: NamedNode) -> bool:
        """Whether everything of the first class is of the second; of an unknown class, it may be."""
        return wanted == THING or kind is None or wanted in self.ancestry.get(kind, frozenset({wanted}))


def read_vocabulary(ontology: Iterable[Triple], shapes: Iterable[Triple]) -> Vocabulary:
    """The vocabulary that the ontology declares and the shapes speak of."""
    parents: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    properties: set[NamedNode] = set()
    domains: dict[NamedNode, NamedNode] = {}
    ranges: dict[NamedNode, NamedNode] = {}
    for subject, predicate, value in ontology:
        if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode):
            continue
        if predicate == TYPE and value == _CLASS:
            parents[subject].add(subject)
        elif predicate == TYPE and value in _PROPERTIES:
            properties.add(subject)
        elif predicate == SUBCLASS_OF:
            parents[subject].add(value)
        elif predicate == DOMAIN:
            domains[subject] = value
        elif predicate == RANGE:
            ranges[subject] = value
    shaped = frozenset(t.object for t in shapes if t.predicate == _SH_PATH and isinstance(t.object, NamedNode))
    return Vocabulary({each: _ancestors(each, parents) for each in parents}, frozenset(properties), domains, ranges, shaped)


def _ancestors(start: NamedNode, parents: Mapping[NamedNode, set[NamedNode]]) -> frozenset[NamedNode]:
    found, waiting = {start}, [start]
    while waiting:
        new = parents.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return frozenset(found)
