"""Says things about a dataset as triples: what ``void`` and ``dcat`` share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, Quad, Triple

from famkg.terms import EVIDENCE, TYPE, VOCABULARY_PREFIXES

__all__ = ["NAMESPACES", "Teller", "home_of", "short", "space_of", "term"]

NAMESPACES: Mapping[str, str] = {
    "bibo": "http://purl.org/ontology/bibo/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
}
"""The prefixes that descriptions and documents need beyond those of the dataset."""

_Value = NamedNode | Literal | str | int
_ALL = {**VOCABULARY_PREFIXES, **NAMESPACES}
_PREFIX_OF = {namespace: prefix for prefix, namespace in _ALL.items()}


def term(name: str) -> NamedNode:
    """A term by its prefixed name."""
    prefix, _, local = name.partition(":")
    return NamedNode(_ALL[prefix] + local)


def space_of(node: NamedNode) -> str:
    """The namespace of a term: all of its IRI up to the last hash or slash."""
    return node.value[: max(node.value.rfind("/"), node.value.rfind("#")) + 1]


def short(node: NamedNode) -> str:
    """A term as part of a fragment: its prefix, or the host where it has none, and its name."""
    space = space_of(node)
    return f"{_PREFIX_OF.get(space, urlsplit(space).netloc)}-{node.value[len(space) :]}"


def home_of(dataset: NamedNode) -> str:
    """The address under which the dataset and its own things lie."""
    return dataset.value.rpartition("/")[0] + "/"


class Teller:
    """Speaks of one dataset. Parts of the description are fragments of its IRI, so that they lead to the description too.

    ``base`` is the address of the site, with a slash at its end.
    """

    def __init__(self, quads: Iterable[Quad], dataset: NamedNode, *, base: str) -> None:
        self.dataset = dataset
        self.base = base
        self.told = tuple(quad.triple for quad in quads if _is_about_itself(quad, dataset))

    def own(self, name: str) -> list[NamedNode | Literal]:
        """What the dataset's own record says by a property."""
        predicate = term(name)
        return [
            triple.object
            for triple in self.told
            if triple.subject == self.dataset
            and triple.predicate == predicate
            and isinstance(triple.object, NamedNode | Literal)
        ]

    def part(self, name: str) -> NamedNode:
        """A part of the description."""
        return NamedNode(f"{self.dataset.value}#{re.sub(r'[^A-Za-z0-9._-]+', '-', name)}")

    def page(self, path: str) -> NamedNode:
        """An address in the site."""
        return NamedNode(self.base + path)

    def say(self, subject: NamedNode, **values: _Value | Sequence[_Value]) -> Iterator[Triple]:
        """Triples from arguments like ``dcterms_title="…"``: numbers and text become literals, a list says several."""
        for name, value in values.items():
            for each in value if isinstance(value, list) else [cast(_Value, value)]:
                object_ = each if isinstance(each, NamedNode | Literal) else Literal(each)
                yield Triple(subject, term(name.replace("_", ":", 1)), object_)


def _is_about_itself(quad: Quad, dataset: NamedNode) -> bool:
    """Whether a record is that of the dataset or of one of its prefixes."""
    if quad.graph_name != EVIDENCE:
        return False
    is_prefix = quad.predicate.value.startswith(VOCABULARY_PREFIXES["sh"]) or (
        quad.predicate == TYPE and quad.object == term("sh:PrefixDeclaration")
    )
    return quad.subject == dataset or is_prefix
