"""The dataset as files to take away."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from famkg.export import FORMATS

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["DUMPS", "dump_path", "make"]

DUMPS: Mapping[str, str] = {
    "trig": "Everything: facts, evidence, every claim in the graph of its passage (TriG)",
    "nq": "The same, one quad a line (N-Quads)",
    "ttl": "The facts (Turtle)",
    "nt": "The facts, one triple a line (N-Triples)",
    "jsonld": "The facts (JSON-LD, context inside)",
    "rdfxml": "The facts (RDF/XML)",
    "graphml": "The facts as a network (GraphML, for Gephi, Cytoscape and yEd)",
}
"""The formats that the site offers, and what each holds."""


def dump_path(form: str) -> str:
    """The path of a dump in the site."""
    return f"dumps/dataset.{FORMATS[form].extension}"


def make(reading: Reading) -> Iterator[tuple[str, bytes]]:
    """Path and content of each dump; those in lines and TriG compressed too, the same bytes every time."""
    for form in DUMPS:
        content = reading.kg.export(form)
        yield dump_path(form), content
        if form in ("trig", "nq"):
            yield f"{dump_path(form)}.gz", gzip.compress(content, mtime=0)
