"""A compiled dataset in the formats others read: quad dumps hold everything, triple dumps the facts, tables both, network
formats a view.

Every format gives the same bytes for the same dataset, and the same graph when it is read back. All come from the
compiled quads, never from a store, which may have rewritten literals. No value makes an export fail: what a format
cannot hold is replaced (see ``famkg.export.values``), and the whole is made before the first byte is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from famkg.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph

__all__ = ["FORMATS", "WHOLE", "Format", "export", "export_all"]

WHOLE: Final = "everything"
"""The view that a network format writes where none is named."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its usual file name extension and media type, and what it holds: everything, facts, tables or a network.

    ``writer`` names what writes it: a function of the knowledge graph, or of a network. A ``binary`` one is no text.
    """

    name: str
    extension: str
    media_type: str
    holds: str
    summary: str
    writer: str
    binary: bool = False


FORMATS: Final[Mapping[str, Format]] = {
    form.name: form
    for form in (
        Format("trig", "trig", "application/trig", "everything", "TriG: every named graph", "rdf.to_trig"),
        Format("nq", "nq", "application/n-quads", "everything", "N-Quads: every named graph", "rdf.to_nquads"),
        Format("ttl", "ttl", "text/turtle", "facts", "Turtle: the facts", "rdf.to_turtle"),
        Format("nt", "nt", "application/n-triples", "facts", "N-Triples: the facts", "rdf.to_ntriples"),
        Format(
            "jsonld", "jsonld", "application/ld+json", "facts", "JSON-LD: the facts, its context inside", "jsonld.to_jsonld"
        ),
        Format("rdfxml", "rdf", "application/rdf+xml", "facts", "RDF/XML: the facts", "rdf.to_rdfxml"),
        Format(
            "graphml",
            "graphml",
            "application/graphml+xml",
            "network",
            "GraphML: a view as a network, drawn, for yEd, Cytoscape, Gephi, igraph and NetworkX",
            "graphml.to_graphml",
        ),
        Format(
            "gexf",
            "gexf",
            "application/gexf+xml",
            "network",
            "GEXF 1.3: a view as a network, drawn and on a timeline, for Gephi",
            "gexf.to_gexf",
        ),
        Format(
            "nodelink",
            "json",
            "application/json",
            "network",
            "Node-link JSON: a view as a network, for NetworkX, d3, vis-network and Sigma",
            "nodelink.to_nodelink",
        ),
        Format("svg", "svg", "image/svg+xml", "network", "SVG: a view as a still picture", "svg.to_svg"),
        Format(
            "csv",
            "zip",
            "application/zip",
            "tables",
            "CSV bundle: facts, claims and sources as tables in a zip, a Data Package",
            "bundle.to_bundle",
            binary=True,
        ),
        Format(
            "sqlite",
            "db",
            "application/vnd.sqlite3",
            "tables",
            "SQLite: the same tables with references, views and full-text search, for Datasette",
            "database.to_database",
            binary=True,
        ),
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
    known = FORMATS[form]
    if known.holds == "network":
        return _writer(known)(kg.network(view or WHOLE, **(values or {})))
    if view is not None or values:
        takers = ", ".join(name for name, each in FORMATS.items() if each.holds == "network")
        raise UsageError(f"{form} holds {_CONTENT[known.holds]}, not a view; views go with {takers}")
    return _writer(known)(kg)


def export_all(kg: KnowledgeGraph, forms: Iterable[str]) -> dict[str, bytes]:
    """The dataset in several formats, each the same bytes as ``export`` gives; the network is laid out once for all."""
    network, painted = None, None
    found = {}
    for form in forms:
        known = FORMATS[form]
        if known.holds != "network" or known.name == "svg":
            found[form] = export(kg, form)
            continue
        if network is None or painted is None:
            from famkg.export.painted import paint

            network = kg.network(WHOLE)
            painted = paint(network)
        found[form] = _writer(known)(network, painted=painted)
    return found


_CONTENT = {"everything": "everything", "facts": "the facts", "tables": "everything in tables"}


def _writer(form: Format) -> Callable[..., bytes]:
    module, _, function = form.writer.partition(".")
    writer: Callable[..., bytes] = getattr(import_module(f"famkg.export.{module}"), function)
    return writer
