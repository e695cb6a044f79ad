"""The page that explains the data: every dump with its size and checksum, the figures, and how to use them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from famkg.export.dcat import Distribution
from famkg.export.void import PARTS
from famkg.site.evidence.saying import when
from famkg.site.shell import Page
from famkg.terms import DATE_MODIFIED, DESCRIPTION, LICENSE

if TYPE_CHECKING:
    from famkg.site.linked.publication import Publication

__all__ = ["pages"]

_HOLDS = {
    "everything": ("Everything", "Facts, evidence, the vocabulary, and every claim in the graph of its passage."),
    "facts": ("The facts", "What is held true, with what follows from it, and no more."),
    "tables": ("Everything in tables", "Facts, claims and sources, for spreadsheets and databases."),
    "network": ("The facts as a network", "Things and what joins them, for programs that draw and measure graphs."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A format: the file as it is, and compressed where that is offered."""

    plain: Distribution
    packed: Distribution | None


def pages(publication: Publication) -> Iterator[Page]:
    """The one page."""
    reading, described = publication.reading, publication.description
    by_name = {each.name: each for each in publication.dumps.distributions}
    rows = [Row(each, by_name.get(f"{name}-gz")) for name, each in by_name.items() if not each.compression]
    yield Page(
        path="data.html",
        title="Data",
        template="data.html",
        section="data.html",
        description="The whole dataset to take away: every format with its size and checksum, and how to use it.",
        alternates={"text/turtle": "void.ttl", "application/ld+json": "void.jsonld"},
        values={
            "groups": [
                (*_HOLDS[holds], found) for holds in _HOLDS if (found := [row for row in rows if row.plain.holds == holds])
            ],
            "version": publication.dumps.version,
            "folder": publication.dumps.folder,
            "modified": reading.value(reading.dataset, DATE_MODIFIED),
            "about": reading.value(reading.dataset, DESCRIPTION),
            "licence_": reading.value(reading.dataset, LICENSE),
            "whole": described.whole,
            "facts": described.facts,
            "documents": len(publication.documents),
            "graphs": [(graph.value.rpartition("/")[2], what) for graph, what in PARTS.items()],
            "when": when,
            "prefixes": [(name, space) for name, space in reading.kg.prefixes.namespaces.items()],
            "example": publication.example,
            "short": lambda term: reading.kg.prefixes.shrink(term.value),
            "size": size,
        },
    )


def size(number: int) -> str:
    """A number of bytes as people say it: ``1.9 MB`` (of a thousand kilobytes)."""
    for unit, power in (("MB", 1_000_000), ("kB", 1000)):
        if number >= power:
            return f"{number / power:.1f}\u00a0{unit}" if number < 100 * power else f"{round(number / power)}\u00a0{unit}"
    return f"{number}\u00a0bytes"
