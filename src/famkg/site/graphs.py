"""The graph views of a site, an index of them, and the comparison of both histories: interactive pages of their own kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx

from famkg.query.catalogue import Query
from famkg.query.seen import progress_in_words
from famkg.site.addresses import relative
from famkg.site.copies import licence_in_words
from famkg.site.once import once
from famkg.site.question.pages import safe_text
from famkg.site.shell import SECTIONS, Page
from famkg.terms import LICENSE
from famkg.views.drawing import Drawing, arrange, link
from famkg.views.frame import Frame
from famkg.views.page import draw, draw_explorer, title_of
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
    drawing: Drawing
    thumbnail: Thumbnail | None

    @property
    def name(self) -> str:
        """Its name, as ``famkg view`` takes it."""
        return self.query.name

    @property
    def title(self) -> str:
        """What its page is headed."""
        return title_of(self.network)


@once
def read_views(reading: Reading) -> tuple[View, ...]:
    """Every view, by name."""
    kg = reading.kg
    found = []
    for name, query in kg.catalogue.views.items():
        network = kg.network(name)
        drawing = arrange(network)
        shown = miniature(drawing) if len(network) > 1 else None
        found.append(View(query, safe_text(reading, query), network, drawing, shown))
    return tuple(found)


def make(reading: Reading) -> Iterator[tuple[str, bytes]]:
    """Path and content of each view that shows something without a thing being chosen, of the explorer, and the comparison."""
    kg = reading.kg
    words = progress_in_words(kg)
    home = relative(_INDEX, start=EXPLORER)
    for view in read_views(reading):
        yield f"views/{view.name}.rq", view.text.encode()
        if view.thumbnail is not None:
            path = f"views/{view.name}.html"
            drawing = link(view.drawing, _pages(reading, view.network, path))
            yield path, draw(view.network, drawing=drawing, seen=words, home=home, frame=_frame(reading, path)).encode()
        if view.name == _EVERYTHING:
            known = _pages(reading, view.network, EXPLORER)
            yield (
                EXPLORER,
                draw_explorer(view.network, seen=words, pages=known, home=home, frame=_frame(reading, EXPLORER)).encode(),
            )
    shrink = kg.prefixes.shrink
    known = {shrink(iri): relative(f"{document}.html", start=_COMPARISON) for iri, document in reading.addresses.pages.items()}
    yield _COMPARISON, draw_timeline(kg.compare(), seen=words, pages=known, frame=_frame(reading, _COMPARISON)).encode()


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


def _frame(reading: Reading, path: str) -> Frame:
    """The site around a page, as seen from its path."""
    doors = ((to, name) for to, name in {"index.html": "famkg", **SECTIONS}.items())
    licence = reading.value(reading.dataset, LICENSE)
    return Frame(
        doors=tuple(("" if to == path else relative(to, start=path), name) for to, name in doors),
        section=relative(_INDEX, start=path) if path.startswith("views/") else "",
        icon=relative("assets/icon.svg", start=path),
        licence=licence,
        terms=licence_in_words(licence),
    )


def _pages(reading: Reading, network: networkx.MultiDiGraph[str], path: str) -> dict[str, str]:
    """The address of the page about each thing of a network, as seen from a path."""
    found = {data["iri"]: reading.addresses.link(data["iri"], start=path) for _, data in network.nodes(data=True)}
    return {iri: address for iri, address in found.items() if address is not None}
