"""The graph views of a site, an index of them, and the comparison of both histories: interactive pages of their own kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx

from famkg.query.catalogue import Query
from famkg.site.addresses import relative
from famkg.site.once import once
from famkg.site.question.pages import safe_text
from famkg.site.shell import SECTIONS, Page
from famkg.views.drawing import arrange
from famkg.views.page import draw, draw_explorer
from famkg.views.thumbnail import HEIGHT, WIDTH, Thumbnail, miniature
from famkg.views.timeline import draw_timeline

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["EXPLORER", "View", "make", "pages", "read_views"]

EXPLORER = "views/explore.html"
"""The page that shows the neighbourhood of any thing: ``#around=`` and its CURIE."""

_EVERYTHING = "everything"
_INDEX = "views/index.html"
_COMPARISON = "compare.html"


@dataclass(frozen=True, slots=True)
class View:
    """A view as this viewer's graph fills it: how many things and connections it shows, and a miniature.

    One that shows nothing until a thing is chosen has none.
    """

    query: Query
    text: str
    network: networkx.MultiDiGraph[str]
    thumbnail: Thumbnail | None

    @property
    def name(self) -> str:
        """Its name, as ``famkg view`` takes it."""
        return self.query.name


@once
def read_views(reading: Reading) -> tuple[View, ...]:
    """Every view, by name."""
    kg = reading.kg
    found = []
    for name, query in kg.catalogue.views.items():
        network = kg.network(name)
        shown = miniature(arrange(network)) if len(network) > 1 else None
        found.append(View(query, safe_text(reading, query), network, shown))
    return tuple(found)


def make(reading: Reading) -> Iterator[tuple[str, bytes]]:
    """Path and content of each view that shows something without a thing being chosen, of the explorer, and the comparison."""
    kg = reading.kg
    home = relative(_INDEX, start=EXPLORER)
    for view in read_views(reading):
        yield f"views/{view.name}.rq", view.text.encode()
        if view.thumbnail is not None:
            path = f"views/{view.name}.html"
            yield path, draw(view.network, seen=kg.seen, pages=_pages(reading, view.network, path), home=home).encode()
        if view.name == _EVERYTHING:
            known = _pages(reading, view.network, EXPLORER)
            yield EXPLORER, draw_explorer(view.network, seen=kg.seen, pages=known, home=home).encode()
    shrink = kg.prefixes.shrink
    known = {shrink(iri): relative(f"{document}.html", start=_COMPARISON) for iri, document in reading.addresses.pages.items()}
    doors = [("index.html", "famkg"), *(("" if path == _COMPARISON else path, name) for path, name in SECTIONS.items())]
    yield _COMPARISON, draw_timeline(kg.compare(), pages=known, doors=doors).encode()


def pages(reading: Reading) -> Iterator[Page]:
    """The index of the views."""
    views = read_views(reading)
    yield Page(
        path=_INDEX,
        title="Graphs",
        description="The graph as drawings to explore: each view with what it shows, and how to draw others.",
        template="graphs.html",
        section=_INDEX,
        values={
            "views": [view for view in views if view.thumbnail is not None],
            "asking": [view for view in views if view.thumbnail is None],
            "explorer": EXPLORER if any(view.name == _EVERYTHING for view in views) else "",
            "width": WIDTH,
            "height": HEIGHT,
        },
    )


def _pages(reading: Reading, network: networkx.MultiDiGraph[str], path: str) -> dict[str, str]:
    """The address of the page about each thing of a network, as seen from a path."""
    found = {data["iri"]: reading.addresses.link(data["iri"], start=path) for _, data in network.nodes(data=True)}
    return {iri: address for iri, address in found.items() if address is not None}
