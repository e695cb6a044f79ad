"""The graph views and the comparison of a site: each a page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["make"]


def make(reading: Reading) -> Iterator[tuple[str, bytes]]:
    """Path and content of each view that shows something without a thing being chosen, and of the comparison."""
    from famkg.views.page import draw
    from famkg.views.timeline import draw_timeline

    kg = reading.kg
    for name in kg.catalogue.views:
        network = kg.network(name)
        if len(network) < 2:  # a view that needs a thing to be chosen shows nothing by itself
            continue
        path = f"views/{name}.html"
        yield path, draw(network, seen=kg.seen).encode()
    yield "compare.html", draw_timeline(kg.compare()).encode()
