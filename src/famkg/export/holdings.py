"""What the tables are made from: the quads of a compiled dataset, read once, and how its things are named in them.

Things are named by CURIE, as everywhere in famkg; a thing whose IRI reads like the CURIE of another is named ``<IRI>``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from famkg.export.rdf import all_quads
from famkg.query.labels import Labels
from famkg.terms import CONCEPT, EVIDENCE, FACTS, GRAPH, INFERRED, ONTOLOGY, PREF_LABEL, TYPE, fam

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph

__all__ = ["Holdings", "Said", "Value", "day", "joined", "one", "slug"]

Said = Mapping[Any, Mapping[NamedNode, list[Any]]]
"""Things, their properties, and the values of each."""

_JOINING = tuple(
    fam(name) for name in ("agent", "role", "character", "relatedTo", "event", "organization", "award", "work", "phase")
)
"""What a role joins, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class Value:
    """The object of a triple: a thing by name, or a text with its datatype or language."""

    thing: str | None
    text: str | None
    datatype: str | None
    language: str | None


class Holdings:
    """The quads of a dataset: ``facts``, which of them are ``inferred``, and the claims as ``stated``; ``known`` are the
    facts by subject, ``evidence`` and ``ontology`` likewise; ``numbers`` counts the facts.
    """

    def __init__(self, kg: KnowledgeGraph) -> None:
        self.kg = kg
        quads = all_quads(kg)
        self.facts = [quad for quad in quads if quad.graph_name == FACTS]
        self.inferred = {quad.triple for quad in quads if quad.graph_name == INFERRED}
        self.stated = [quad for quad in quads if not str(quad.graph_name).startswith(f"<{GRAPH}")]
        self.known = _by_subject(self.facts)
        self.evidence = _by_subject(quad for quad in quads if quad.graph_name == EVIDENCE)
        self.ontology = _by_subject(quad for quad in quads if quad.graph_name == ONTOLOGY)
        self.numbers = {quad.triple: number for number, quad in enumerate(self.facts, 1)}
        self.labels = Labels(kg.store, kg.prefixes)
        self.labels.learn({term for quad in self.facts for term in (quad.subject, quad.predicate, quad.object)})

    def id(self, term: object) -> str:
        """The name of a thing: its CURIE where that means it and nothing else."""
        if not isinstance(term, NamedNode):
            return str(term)
        short = self.kg.prefixes.shrink(term.value)
        return short if self.kg.prefixes.expand(short) in (None, term.value) else f"<{term.value}>"

    def name(self, thing: object, said: Mapping[NamedNode, list[Any]]) -> str:
        """The label of a thing; a role, which has none, is called after its class and what it joins."""
        joined = [self.labels[each] for p in _JOINING for each in said.get(p, ())]
        if PREF_LABEL in said or not joined:
            return self.labels[thing]
        return f"{self.labels[next(iter(said[TYPE]))]}: {', '.join(joined)}" if TYPE in said else ", ".join(joined)

    def value(self, term: object, *, known: bool = True) -> Value:
        """The object of a fact; of a claim, where a thing need not be ``known``."""
        if isinstance(term, Literal):
            return Value(None, term.value, None if term.language else self.id(term.datatype), term.language)
        if isinstance(term, NamedNode | BlankNode) and (not known or term in self.known):
            return Value(self.id(term), None, None, None)
        return Value(None, getattr(term, "value", str(term)), "xsd:anyURI", None)

    def records(self, kind: str) -> Said:
        """The records of evidence of a class of the vocabulary."""
        return {thing: said for thing, said in self.evidence.items() if fam(kind) in said.get(TYPE, ())}

    def stamps(self, said: Mapping[NamedNode, list[Any]]) -> str | None:
        """What a record is stamped with."""
        return joined(map(self.id, said.get(fam("revealedIn"), ())))


def _by_subject(quads: Iterable[Quad]) -> dict[Any, dict[NamedNode, list[Any]]]:
    found: dict[Any, dict[NamedNode, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        found[quad.subject][quad.predicate].append(quad.object)
    return {thing: dict(said) for thing, said in found.items()}


def one(said: Mapping[NamedNode, list[Any]], predicate: NamedNode) -> str | None:
    """The first value of a property, or None."""
    return next((getattr(value, "value", str(value)) for value in said.get(predicate, ())), None)


def slug(concept: str | None) -> str | None:
    """A concept of a scheme by its slug alone: ``press`` of ``concept:tier-press``."""
    return concept.removeprefix(CONCEPT).partition("-")[2] or concept if concept else None


def day(text: str | None) -> str | None:
    """The text where it is a day, so that a column of days holds nothing else."""
    try:
        return None if text is None else date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def joined(texts: Iterable[str]) -> str | None:
    """Several texts as one with spaces between, None of none."""
    return " ".join(sorted(texts)) or None
