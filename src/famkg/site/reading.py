"""All that the pages of a site are written from, read from the dataset once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from famkg.compile.rules import read_rules
from famkg.query.evidence import Citation, all_citations, by_weight
from famkg.query.labels import Labels
from famkg.query.support import Support, read_support
from famkg.site.addresses import Addresses, find_addresses
from famkg.terms import (
    DECLARE,
    DERIVED_FROM,
    EVIDENCE,
    FACTS,
    FAM,
    INFERRED,
    ONTOLOGY,
    PREF_LABEL,
    TYPE,
    VOCABULARY_PREFIXES,
    fam,
)

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph

__all__ = ["Reading", "read_site"]

_Index = Mapping[NamedNode, tuple[Triple, ...]]
_RECORDS = (fam("Source"), fam("Judgement"), fam("Coverage"))


@dataclass(frozen=True, slots=True)
class Reading:
    """A dataset by what its pages ask for. All of it is what this viewer may know, sorted.

    ``facts`` and ``evidence`` (records of sources, passages, judgements, coverage) and ``ontology`` by subject; ``towards`` the
    facts by object; ``claims`` what each passage states. ``citations`` gives for every claim, held or not, the passages that
    state it, the weightiest first; ``support`` what each inferred fact rests on. ``classes`` has for a thing its class in our
    vocabulary; ``dataset`` is what the franchise calls itself.
    """

    kg: KnowledgeGraph
    facts: _Index
    towards: _Index
    inferred: frozenset[Triple]
    evidence: _Index
    ontology: _Index
    claims: _Index
    citations: Mapping[Triple, tuple[Citation, ...]]
    support: Support
    labels: Labels
    classes: Mapping[NamedNode, NamedNode]
    addresses: Addresses
    dataset: NamedNode

    @property
    def home(self) -> str:
        """The address under which the franchise's own IRIs lie, with a slash at its end."""
        return self.dataset.value.rpartition("/")[0] + "/"

    def value(self, thing: NamedNode, predicate: NamedNode) -> str:
        """The text of the first value of a property in facts or evidence; empty where there is none."""
        return next((_text(t) for t in self.told(thing) if t.predicate == predicate), "")

    def objects(self, thing: NamedNode, predicate: NamedNode) -> tuple[NamedNode, ...]:
        """The things that a property of a thing names, in facts or evidence."""
        return tuple(t.object for t in self.told(thing) if t.predicate == predicate and isinstance(t.object, NamedNode))

    def told(self, thing: NamedNode) -> tuple[Triple, ...]:
        """All that facts and evidence say of a thing."""
        return (*self.facts.get(thing, ()), *self.evidence.get(thing, ()))

    def of_class(self, *classes: NamedNode) -> tuple[NamedNode, ...]:
        """The things of these classes, sorted by IRI."""
        return tuple(thing for thing, kind in self.classes.items() if kind in classes)

    def is_named(self, thing: NamedNode) -> bool:
        """Whether a thing has a label of its own; role nodes have none."""
        return any(t.predicate == PREF_LABEL for t in self.facts.get(thing, ()))


def read_site(kg: KnowledgeGraph) -> Reading:
    """Read everything; the same dataset gives the same reading."""
    graphs: dict[NamedNode, list[Triple]] = defaultdict(list)
    for quad in kg.quads():
        if isinstance(quad.graph_name, NamedNode):
            graphs[quad.graph_name].append(quad.triple)
    for triples in graphs.values():
        triples.sort(key=str)
    facts, evidence, ontology = (_by_subject(graphs.get(name, ())) for name in (FACTS, EVIDENCE, ONTOLOGY))
    inferred = frozenset(graphs.get(INFERRED, ()))
    named = {FACTS, EVIDENCE, ONTOLOGY, INFERRED}
    classes = {
        thing: kind for index in (facts, evidence) for thing, triples in index.items() if (kind := _class(triples)) is not None
    }
    labels = Labels(kg.store, kg.prefixes)
    labels.learn(term for triples in graphs.values() for triple in triples for term in triple)
    things = [thing.value for thing in facts] + [thing.value for thing, kind in classes.items() if kind in _RECORDS]
    passages = {
        t.subject.value: t.object.value
        for triples in evidence.values()
        for t in triples
        if t.predicate == DERIVED_FROM and isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode)
    }
    return Reading(
        kg=kg,
        facts=facts,
        towards=_by_object(graphs.get(FACTS, ())),
        inferred=inferred,
        evidence=evidence,
        ontology=ontology,
        claims={
            name: tuple(triples)
            for name, triples in sorted(graphs.items(), key=lambda item: item[0].value)
            if name not in named
        },
        citations={triple: tuple(sorted(found, key=by_weight)) for triple, found in all_citations(kg.store).items()},
        support=read_support(kg.store, read_rules(kg.layers.queries), inferred),
        labels=labels,
        classes=dict(sorted(classes.items(), key=lambda item: item[0].value)),
        addresses=find_addresses(things, passages, (term.value for term in ontology), kg.prefixes),
        dataset=next(thing for thing, triples in evidence.items() if any(t.predicate == DECLARE for t in triples)),
    )


def _by_subject(triples: Iterable[Triple]) -> dict[NamedNode, tuple[Triple, ...]]:
    found: dict[NamedNode, list[Triple]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, NamedNode):
            found[triple.subject].append(triple)
    return {subject: tuple(found[subject]) for subject in sorted(found, key=lambda node: node.value)}


def _by_object(triples: Iterable[Triple]) -> dict[NamedNode, tuple[Triple, ...]]:
    found: dict[NamedNode, list[Triple]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.object, NamedNode):
            found[triple.object].append(triple)
    return {value: tuple(found[value]) for value in sorted(found, key=lambda node: node.value)}


def _class(triples: Iterable[Triple]) -> NamedNode | None:
    """The class of a thing: in our vocabulary, else the one it has (a concept is a skos:Concept)."""
    kinds = [t.object for t in triples if t.predicate == TYPE and isinstance(t.object, NamedNode)]
    ours = [kind for kind in kinds if kind.value.startswith(FAM)]
    concept = VOCABULARY_PREFIXES["skos"] + "Concept"
    return next(iter(ours), next((kind for kind in kinds if kind.value == concept), None))


def _text(triple: Triple) -> str:
    return getattr(triple.object, "value", "")
