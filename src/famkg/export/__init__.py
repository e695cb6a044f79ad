"""A compiled dataset in the formats others read: quad dumps hold everything, triple dumps the facts.

Every format gives the same bytes for the same dataset, and the same graph when it is read back. All come from the
compiled quads, never from a store, which may have rewritten literals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from famkg.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph

__all__ = ["FORMATS", "WHOLE", "Format", "export"]

WHOLE: Final = "everything"
"""The view that a network format writes where none is named."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its usual file name extension and media type, and what it holds: everything, facts or a network."""

    name: str
    extension: str
    media_type: str
    holds: str
    summary: str


FORMATS: Final[Mapping[str, Format]] = {
    form.name: form
    for form in (
        Format("trig", "trig", "application/trig", "everything", "TriG: every named graph"),
        Format("nq", "nq", "application/n-quads", "everything", "N-Quads: every named graph"),
        Format("ttl", "ttl", "text/turtle", "facts", "Turtle: the facts"),
        Format("nt", "nt", "application/n-triples", "facts", "N-Triples: the facts"),
        Format("jsonld", "jsonld", "application/ld+json", "facts", "JSON-LD: the facts, its context inside"),
        Format("rdfxml", "rdf", "application/rdf+xml", "facts", "RDF/XML: the facts"),
        Format("graphml", "graphml", "application/graphml+xml", "network", "GraphML: a view as a network"),
    )
}
"""Every format by the name that ``famkg export`` takes."""


def export(kg: KnowledgeGraph, form: str, *, view: str | None = None, values: Mapping[str, object] | None = None) -> bytes:
    """The dataset of a knowledge graph in one of ``FORMATS``.

    ``view`` names the view that a network format writes (``everything`` by default), ``values`` fill its slots.
    Raises UnknownNameError for a format or view there is not, UsageError for a view with a format that takes none.
    """
    if form not in FORMATS:
        raise UnknownNameError("format", form, FORMATS, hint="one of " + ", ".join(FORMATS))
    if FORMATS[form].holds == "network":
        from famkg.export.graphml import to_graphml

        return to_graphml(kg.network(view or WHOLE, **(values or {})))
    if view is not None:
        raise UsageError(f"{form} holds the {FORMATS[form].holds}, not a view; views go with graphml")
    return _writer(form)(kg)


def _writer(form: str) -> Callable[[KnowledgeGraph], bytes]:
    from famkg.export import rdf
    from famkg.export.jsonld import to_jsonld

    return {
        "trig": rdf.to_trig,
        "nq": rdf.to_nquads,
        "ttl": rdf.to_turtle,
        "nt": rdf.to_ntriples,
        "jsonld": to_jsonld,
        "rdfxml": rdf.to_rdfxml,
    }[form]
