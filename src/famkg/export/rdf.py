"""TriG, N-Quads, Turtle, N-Triples and RDF/XML, written by pyoxigraph from sorted quads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Quad,
    RdfFormat,
    Triple,
    serialize,
)

from famkg.terms import FACTS, PREF_LABEL, TYPE

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph

__all__ = ["all_quads", "all_triples", "to_nquads", "to_ntriples", "to_rdfxml", "to_trig", "to_turtle"]


_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def all_quads(kg: KnowledgeGraph) -> list[Quad]:
    """Every quad, by graph and subject, a thing's class and label first; blank nodes named by RDFC-1.0."""
    return sorted(_named(kg.quads()), key=_order)


def all_triples(kg: KnowledgeGraph) -> list[Triple]:
    """The triples of the facts, by subject, a thing's class and label first; blank nodes named by RDFC-1.0."""
    facts = (quad for quad in kg.quads() if quad.graph_name == FACTS)
    return [quad.triple for quad in sorted(_named(facts), key=_order)]


def to_trig(kg: KnowledgeGraph) -> bytes:
    """Every named graph as TriG."""
    return _written(all_quads(kg), RdfFormat.TRIG, kg)


def to_nquads(kg: KnowledgeGraph) -> bytes:
    """Every named graph as N-Quads, its lines sorted."""
    return "".join(sorted(f"{quad} .\n" for quad in _named(kg.quads()))).encode()


def to_turtle(kg: KnowledgeGraph) -> bytes:
    """The facts as Turtle."""
    return _written(all_triples(kg), RdfFormat.TURTLE, kg)


def to_ntriples(kg: KnowledgeGraph) -> bytes:
    """The facts as N-Triples, its lines sorted."""
    return "".join(sorted(f"{triple} .\n" for triple in all_triples(kg))).encode()


def to_rdfxml(kg: KnowledgeGraph) -> bytes:
    """The facts as RDF/XML. A carriage return is written as a reference: XML would read it as a line feed.

    Characters that XML 1.0 has no way to write (section 2.2) become U+FFFD; the other formats keep them.
    """
    text = _written(all_triples(kg), RdfFormat.RDF_XML, kg).decode("utf-8")
    return _NO_XML.sub("\ufffd", text).replace("\r", "&#13;").encode("utf-8")


def _written(content: list[Quad] | list[Triple], form: RdfFormat, kg: KnowledgeGraph) -> bytes:
    written = serialize(content, format=form, prefixes=kg.prefixes.namespaces)
    assert written is not None
    return written


def _order(quad: Quad) -> tuple[str, str, bool, bool, str, str]:
    predicate = quad.predicate
    return (
        str(quad.graph_name),
        str(quad.subject),
        predicate != TYPE,
        predicate != PREF_LABEL,
        predicate.value,
        str(quad.object),
    )


def _named(quads: Iterable[Quad]) -> Iterable[Quad]:
    """The quads with blank nodes named after what is said of them: a parser's names differ from run to run.

    RDF Dataset Canonicalization 1.0 looks at no quad without a blank node, so only the others are given to it.
    """
    ground: list[Quad] = []
    blank: list[Quad] = []
    for quad in quads:
        (blank if any(isinstance(term, BlankNode) for term in quad) else ground).append(quad)
    if blank:
        dataset = Dataset(blank)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        ground.extend(dataset)
    return ground
