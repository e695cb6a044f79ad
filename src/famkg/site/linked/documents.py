"""The documents about things as linked data: Turtle and JSON-LD beside each page.

A document holds what is held of its thing, what points to it (role nodes whole: they say nothing by halves), the labels of all
that is named, and what the document itself is (Cool URIs for the Semantic Web section 4, VoID section 6). The passages that its
facts rest on are named; each leads to the document of its source, which as TriG holds what every passage states.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from famkg.export.jsonld import Compactor, read_context
from famkg.export.teller import NAMESPACES
from famkg.export.turtle import Turtle
from famkg.query.evidence import SAYING
from famkg.site.addresses import find_addresses
from famkg.site.once import once
from famkg.terms import CONCEPT, DATE_MODIFIED, DERIVED_FROM, FAM, LICENSE, ONTOLOGY, PREF_LABEL, TYPE, VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["MEDIA_TYPES", "Document", "Linked", "find_documents", "make", "unheld", "version_names"]

MEDIA_TYPES: Mapping[str, str] = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}
"""The media type of a document by the ending of its name."""

_DCTERMS, _OWL = VOCABULARY_PREFIXES["dcterms"], VOCABULARY_PREFIXES["owl"]
_FORMAT, _HAS_FORMAT = (NamedNode(_DCTERMS + name) for name in ("format", "hasFormat"))
_DOCUMENT, _PRIMARY_TOPIC = (NamedNode(NAMESPACES["foaf"] + name) for name in ("Document", "primaryTopic"))
_IN_DATASET = NamedNode(NAMESPACES["void"] + "inDataset")
_ONTOLOGY, _VERSION_IRI = NamedNode(_OWL + "Ontology"), NamedNode(_OWL + "versionIRI")
_IANA = "https://www.iana.org/assignments/media-types/"
_MANY = 200
"""Of more role nodes than this a document says only that they point to its thing; the rest is in their own."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document about a thing: its path in the site without ending, and the endings of its forms."""

    thing: NamedNode
    path: str
    forms: tuple[str, ...]

    @property
    def alternates(self) -> dict[str, str]:
        """Its other forms beside the page: media type to path."""
        return {MEDIA_TYPES[form]: f"{self.path}.{form}" for form in self.forms if form != "html"}


def find_documents(reading: Reading) -> tuple[Document, ...]:
    """The document of everything that has an address of its own, and of what passages speak of though nothing is held of it."""
    sources = frozenset(reading.of_class(fam("Source")))
    paths = {**reading.addresses.pages, **unheld(reading)}
    return tuple(
        Document(thing, path, ("html", "ttl", "jsonld", "trig") if thing in sources else ("html", "ttl", "jsonld"))
        for thing, path in ((NamedNode(iri), path) for iri, path in sorted(paths.items()))
    )


@once
def unheld(reading: Reading) -> dict[str, str]:
    """The documents, by IRI, of what passages or alignments speak of and nothing is held of: every IRI leads somewhere."""
    addresses = reading.addresses
    parts = {iri for iri, path in addresses.anchors.items() if path.startswith("doc/")}
    spoken = {
        term.value
        for index in (reading.facts, reading.evidence, reading.ontology, reading.claims)
        for triples in index.values()
        for triple in triples
        for term in (triple.subject, triple.object)
        if isinstance(term, NamedNode)
    }
    return dict(find_addresses(spoken - set(addresses.pages) - parts, {}, (), reading.kg.prefixes).pages)


def make(reading: Reading, documents: Iterable[Document], *, base: str) -> Iterator[tuple[str, bytes]]:
    """Path and content of the Turtle and JSON-LD of every document, and the TriG of those about sources."""
    linked = Linked(reading, base=base)
    for document in documents:
        triples = linked.about(document)
        for form in document.forms:
            if form != "html":
                yield f"{document.path}.{form}", linked.write(document, triples, form)
    yield from linked.vocabulary()


class Linked:
    """Gathers what documents say. ``base`` is the address of the site: a document is where it is read, its thing is not."""

    def __init__(self, reading: Reading, *, base: str) -> None:
        self.reading = reading
        self.base = base
        namespaces = {**reading.kg.prefixes.namespaces, **NAMESPACES}
        self.turtle = Turtle(namespaces)
        self.compactor = Compactor(read_context(reading.kg.layers), reading.kg.prefixes)
        self._labels: dict[object, list[Triple]] = {
            thing: [t for t in triples if t.predicate == PREF_LABEL] for thing, triples in reading.facts.items()
        }
        self._towards: dict[NamedNode, list[Triple]] = defaultdict(list)
        for index in (reading.evidence, reading.facts):
            for triples in index.values():
                for triple in triples:
                    if isinstance(triple.object, NamedNode):
                        self._towards[triple.object].append(triple)
        self._speaking: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        for passage, triples in reading.claims.items():
            for term in {term for triple in triples for term in (triple.subject, triple.object)}:
                if isinstance(term, NamedNode) and term not in reading.facts:
                    self._speaking[term].append(passage)
        self._shared = [
            Triple(reading.dataset, predicate, value)
            for predicate in (LICENSE, DATE_MODIFIED)
            for t in reading.evidence[reading.dataset]
            if t.predicate == predicate
            for value in [t.object]
        ]

    def iri(self, document: Document) -> NamedNode:
        """The IRI of a document, whatever its form: its address without an ending."""
        return NamedNode(self.base + document.path)

    def about(self, document: Document) -> list[Triple]:
        """What a document says: of its thing first, then of itself."""
        thing = document.thing
        own = [*self.reading.told(thing), *self.reading.ontology.get(thing, ())]
        pointing = self._towards.get(thing, [])
        told = [*own, *self._of_itself(document, own), *pointing, *self._whole(thing, pointing)]
        named = {term for triple in told for term in (triple.subject, triple.object) if term != thing}
        labels = [label for term in named for label in self._labels.get(term, ())]
        rest = sorted({*told[len(own) :], *labels} - set(own), key=str)
        return [*own, *rest]

    def write(self, document: Document, triples: Sequence[Triple], form: str) -> bytes:
        """What a document says in one of its forms; as TriG, with what the passages of its source state."""
        if form == "jsonld":
            return self.compactor.document(triples)
        graphs = self.stated(document.thing) if form == "trig" else {}
        return self.turtle.write(triples, graphs, first=(document.thing, self.iri(document)))

    def stated(self, source: NamedNode) -> dict[NamedNode, tuple[Triple, ...]]:
        """What each passage of a source states, as a graph of its name."""
        passages = sorted((t.subject for t in self._towards.get(source, ()) if t.predicate == DERIVED_FROM), key=str)
        return {passage: self.reading.claims[passage] for passage in passages if passage in self.reading.claims}  # type: ignore[misc,index]

    def _of_itself(self, document: Document, own: Iterable[Triple]) -> Iterator[Triple]:
        node = self.iri(document)
        yield Triple(node, TYPE, _DOCUMENT)
        yield Triple(node, _PRIMARY_TOPIC, document.thing)
        yield Triple(node, _IN_DATASET, self.reading.dataset)
        for shared in self._shared:
            yield Triple(node, shared.predicate, shared.object)
        for form in document.forms:
            file = NamedNode(f"{node.value}.{form}")
            yield Triple(node, _HAS_FORMAT, file)
            yield Triple(file, _FORMAT, NamedNode(_IANA + MEDIA_TYPES[form]))
        for passage in self._passages(document.thing, own):
            yield Triple(node, DERIVED_FROM, passage)

    def _passages(self, thing: NamedNode, own: Iterable[Triple]) -> set[NamedNode]:
        """The passages that what is held of a thing rests on, or that speak of it where nothing is held."""
        reading = self.reading
        cited = {
            NamedNode(citation.passage)
            for triple in own
            for citation in reading.support.citations.get(triple) or reading.citations.get(triple, ())
            if citation.status in SAYING
        }
        return cited or set(self._speaking.get(thing, ()))

    def _whole(self, thing: NamedNode, pointing: Iterable[Triple]) -> Iterator[Triple]:
        """All that is said of the nodes without a name that point to a thing: roles, passages, judgements."""
        kind = self.reading.classes.get(thing)
        if kind is None or not kind.value.startswith(FAM):
            return  # a concept names its instances
        nodes = {t.subject for t in pointing if isinstance(t.subject, NamedNode) and not self._labels.get(t.subject)}
        if len(nodes) <= _MANY:
            for node in nodes:
                yield from self.reading.told(node)

    def vocabulary(self) -> Iterator[tuple[str, bytes]]:
        """The vocabulary as documents of its own, the Turtle at the path of its version too."""
        triples = [
            quad.triple
            for quad in self.reading.kg.quads()
            if quad.graph_name == ONTOLOGY and not getattr(quad.subject, "value", "").startswith(CONCEPT)
        ]
        triples = sorted(triples, key=str)
        heads = [t.subject for t in triples if t.predicate == TYPE and t.object == _ONTOLOGY]
        turtle = self.turtle.write(triples, first=heads)  # type: ignore[arg-type]
        written = serialize(triples, format=RdfFormat.RDF_XML, prefixes=self.reading.kg.prefixes.namespaces)
        assert written is not None
        yield "ontology.ttl", turtle
        yield "ontology.jsonld", self.compactor.document(triples)
        yield "ontology.rdf", written
        yield "ontology.nt", "".join(f"{triple} .\n" for triple in triples).encode()
        for version in version_names(self.reading):
            yield f"ontology/{version}.ttl", turtle


def version_names(reading: Reading) -> tuple[str, ...]:
    """The names of the versions that the vocabulary says it is, as its version IRI ends."""
    return tuple(
        t.object.value.rsplit("/", 1)[-1]
        for triples in reading.ontology.values()
        for t in triples
        if t.predicate == _VERSION_IRI and isinstance(t.object, NamedNode)
    )
