"""The start page: what this is, where to begin, and how much there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from famkg.site.shell import Page
from famkg.terms import DESCRIPTION, TITLE, fam

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["pages"]


def pages(reading: Reading) -> Iterator[Page]:
    """The one page."""
    named = [thing for thing in reading.facts if reading.is_named(thing) and thing in reading.classes]
    yield Page(
        path="index.html",
        title=reading.value(reading.dataset, TITLE) or "famkg",
        description=reading.value(reading.dataset, DESCRIPTION),
        template="home.html",
        values={
            "figures": {
                "things": len(named),
                "claims": sum(len(claims) for claims in reading.claims.values()),
                "sources": len(reading.of_class(fam("Source"))),
                "divergence points": len(reading.of_class(fam("DivergencePoint"))),
            },
        },
    )
