"""The vocabulary's prefixes and IRIs: the one place where they stand.

Data prefixes (``character:``, ``episode:`` …) are no part of it: a franchise declares its own in
``graph/dataset.ttl`` with ``sh:declare`` (SHACL section 5.2.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pyoxigraph import NamedNode

__all__ = [
    "CONCEPT",
    "EDTF",
    "FACTS",
    "FAM",
    "GRAPH",
    "INFERRED",
    "VOCABULARY_PREFIXES",
    "Prefixes",
    "fam",
]

FAM: Final = "https://w3id.org/famkg/ontology#"
"""The namespace of the vocabulary, prefix ``fam:``."""

CONCEPT: Final = "https://w3id.org/famkg/concept/"
"""The namespace of the SKOS concepts, ``concept:<scheme>-<slug>``."""

GRAPH: Final = "https://w3id.org/famkg/graph/"
"""The namespace of the compiled graphs."""

VOCABULARY_PREFIXES: Final[Mapping[str, str]] = {
    "concept": CONCEPT,
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "fam": FAM,
    "graph": GRAPH,
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefix to namespace, for every franchise."""


def fam(name: str) -> NamedNode:
    """The vocabulary term ``fam:<name>``."""
    return NamedNode(FAM + name)


def _standard(prefix: str, name: str) -> NamedNode:
    return NamedNode(VOCABULARY_PREFIXES[prefix] + name)


TYPE: Final = _standard("rdf", "type")
RDF_SUBJECT: Final = _standard("rdf", "subject")
RDF_PREDICATE: Final = _standard("rdf", "predicate")
RDF_OBJECT: Final = _standard("rdf", "object")
LABEL: Final = _standard("rdfs", "label")
DOMAIN: Final = _standard("rdfs", "domain")
RANGE: Final = _standard("rdfs", "range")
SUBCLASS_OF: Final = _standard("rdfs", "subClassOf")
PREF_LABEL: Final = _standard("skos", "prefLabel")
ALT_LABEL: Final = _standard("skos", "altLabel")
HIDDEN_LABEL: Final = _standard("skos", "hiddenLabel")
TITLE: Final = _standard("dcterms", "title")
DESCRIPTION: Final = _standard("dcterms", "description")
LICENSE: Final = _standard("dcterms", "license")
REPLACED_BY: Final = _standard("dcterms", "isReplacedBy")
DATE_MODIFIED: Final = _standard("dcterms", "modified")
DATE_PUBLISHED: Final = _standard("schema", "datePublished")
PUBLISHER: Final = _standard("schema", "publisher")
URL: Final = _standard("schema", "url")
DERIVED_FROM: Final = _standard("prov", "wasDerivedFrom")
QUOTED_FROM: Final = _standard("prov", "wasQuotedFrom")
ALTERNATE_OF: Final = _standard("prov", "alternateOf")
DECLARE: Final = _standard("sh", "declare")
SH_PREFIX: Final = _standard("sh", "prefix")
SH_NAMESPACE: Final = _standard("sh", "namespace")
DATE: Final = _standard("xsd", "date")

EDTF: Final = _standard("edtf", "EDTF")
"""The datatype of story time."""

FACTS: Final = NamedNode(GRAPH + "facts")
INFERRED: Final = NamedNode(GRAPH + "inferred")
EVIDENCE: Final = NamedNode(GRAPH + "evidence")
ONTOLOGY: Final = NamedNode(GRAPH + "ontology")


class Prefixes:
    """Prefix declarations: CURIEs to IRIs and back (CURIE Syntax 1.0).

    ``declared`` maps a prefix to its namespace; the vocabulary's own are always there.
    """

    def __init__(self, declared: Mapping[str, str] | None = None) -> None:
        self.namespaces: dict[str, str] = dict(sorted({**VOCABULARY_PREFIXES, **(declared or {})}.items()))
        self._longest_first = sorted(self.namespaces.items(), key=lambda item: -len(item[1]))

    @property
    def data_namespaces(self) -> tuple[str, ...]:
        """The namespaces of the franchise's own things: those that the vocabulary does not declare."""
        return tuple(iri for prefix, iri in self.namespaces.items() if prefix not in VOCABULARY_PREFIXES)

    def expand(self, curie: str) -> str | None:
        """The IRI of a CURIE, or None where its prefix is not declared."""
        prefix, colon, local = curie.partition(":")
        namespace = self.namespaces.get(prefix)
        return namespace + local if colon and namespace is not None else None

    def shrink(self, iri: str) -> str:
        """The CURIE of an IRI, or the IRI itself where no namespace fits."""
        for prefix, namespace in self._longest_first:
            if iri.startswith(namespace):
                local = iri[len(namespace) :]
                if local and not set(local) & set("/#?:"):
                    return f"{prefix}:{local}"
        return iri

    def turtle(self) -> str:
        """The prefix header that every Turtle and TriG file of a franchise opens with."""
        return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in self.namespaces.items())

    def sparql(self) -> str:
        """The declarations as a SPARQL prologue."""
        return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in self.namespaces.items())
