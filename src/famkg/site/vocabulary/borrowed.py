"""What a vocabulary is filled with: the concepts of its schemes, and terms that other vocabularies lend."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from famkg.site.evidence.saying import local_name
from famkg.terms import CONCEPT, FAM, TYPE, VOCABULARY_PREFIXES

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["Lent", "Scheme", "read_lent", "read_schemes"]

_SKOS = VOCABULARY_PREFIXES["skos"]
_SCHEME, _DEFINITION = NamedNode(_SKOS + "ConceptScheme"), NamedNode(_SKOS + "definition")
_IN_SCHEME, _BROADER = NamedNode(_SKOS + "inScheme"), NamedNode(_SKOS + "broader")
_LENT: Mapping[str, str] = {
    "dcterms": "Titles, descriptions, licences and dates of records (Dublin Core).",
    "edtf": "Story time: dates with their doubt (Extended Date/Time Format).",
    "prov": "What a passage comes from and whom it quotes, and what is a copy of what (PROV-O).",
    "rdf": "Classes, and the claim that a judgement judges.",
    "rdfs": "Labels, domains and ranges of the vocabulary itself.",
    "schema": "Publication dates, places, occupations, numbers and addresses (schema.org).",
    "sh": "The prefixes that a dataset declares (SHACL).",
    "skos": "Labels of everything, definitions, and schemes of concepts (SKOS).",
}
"""What terms of other vocabularies are used for."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A concept scheme: its concepts in order of label, each with its definition and how often it is a value."""

    iri: NamedNode
    anchor: str
    label: str
    concepts: tuple[tuple[NamedNode, str, str, tuple[NamedNode, ...], int], ...]


@dataclass(frozen=True, slots=True)
class Lent:
    """Another vocabulary: what its terms are used for; of each its CURIE, IRI, number of uses, and the classes that bear it."""

    prefix: str
    namespace: str
    purpose: str
    terms: tuple[tuple[str, str, int, tuple[NamedNode, ...]], ...]


def read_schemes(reading: Reading) -> Iterator[Scheme]:
    """The schemes that the facts know, by label, each with the concepts that this viewer may know."""
    members: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for iri in reading.of_class(NamedNode(_SKOS + "Concept")):
        for scheme in reading.objects(iri, _IN_SCHEME):
            members[scheme].append(iri)
    values = Counter(
        t.object
        for index in (reading.facts, reading.evidence)
        for triples in index.values()
        for t in triples
        if isinstance(t.object, NamedNode) and t.object.value.startswith(CONCEPT) and t.predicate != _BROADER
    )
    schemes = [iri for iri, told in reading.facts.items() if Triple(iri, TYPE, _SCHEME) in told]
    for scheme in sorted(schemes, key=lambda iri: reading.labels[iri].casefold()):
        found = sorted(members[scheme], key=lambda iri: (reading.labels[iri].casefold(), iri.value))
        concepts = tuple(
            (i, reading.labels[i], reading.value(i, _DEFINITION), reading.objects(i, _BROADER), values[i]) for i in found
        )
        yield Scheme(scheme, f"concept-{local_name(scheme)}", reading.labels[scheme], concepts)


def read_lent(reading: Reading, uses: Mapping[NamedNode, int], borne: Mapping[NamedNode, list[NamedNode]]) -> Iterator[Lent]:
    """The other vocabularies of which a term is used, by prefix; ``borne`` are the classes that bear each property."""
    by_prefix: dict[str, list[tuple[str, str, int, tuple[NamedNode, ...]]]] = defaultdict(list)
    for term, count in uses.items():
        curie = reading.kg.prefixes.shrink(term.value)
        prefix = curie.partition(":")[0]
        if count and prefix in VOCABULARY_PREFIXES and not term.value.startswith((FAM, CONCEPT)) and curie != term.value:
            by_prefix[prefix].append((curie, term.value, count, tuple(borne.get(term, ())[:4])))
    for prefix, terms in sorted(by_prefix.items()):
        yield Lent(prefix, VOCABULARY_PREFIXES[prefix], _LENT.get(prefix, ""), tuple(sorted(terms)))
