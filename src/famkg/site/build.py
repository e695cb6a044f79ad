"""What the site is made of, as bytes by relative path: nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from famkg.site import graphs
from famkg.site.copies import Copy
from famkg.site.entity import pages as entities
from famkg.site.evidence import conflicts, sources, unheld
from famkg.site.guide import pages as guide
from famkg.site.linked import data
from famkg.site.linked.publication import prepare
from famkg.site.linked.structured import Structured
from famkg.site.question import pages as questions
from famkg.site.reading import Reading, read_site
from famkg.site.shell import Page, Shell
from famkg.site.start import about, home, search, things
from famkg.site.vocabulary import pages as vocabulary
from famkg.terms import LICENSE, TITLE

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph

__all__ = ["Site", "Step", "render"]

Step = Callable[[str, int, int], None]
"""Told what is being made, how many files of that kind are done, and how many there will be."""

Room = Callable[[Reading], Iterable[Page]]
"""A part of the site: its pages."""

ROOMS: Mapping[str, Room] = {
    "home": home.pages,
    "guide": guide.pages,
    "things": things.pages,
    "search": search.pages,
    "about": about.pages,
    "entities": entities.pages,
    "sources": sources.pages,
    "conflicts": conflicts.pages,
    "questions": questions.pages,
    "graphs": graphs.pages,
    "vocabulary": vocabulary.pages,
    "unheld": unheld.pages,
}
"""The parts that are written as pages in the site's frame, in the order in which they are made."""

Maker = Callable[[Reading], Iterator[tuple[str, bytes]]]

MAKERS: Mapping[str, Maker] = {
    "graphs": graphs.make,
    "search index": search.make,
    "answers": questions.make,
}
"""The parts that are files of their own kind: path and content of each."""


@dataclass(frozen=True, slots=True)
class Site:
    """The files of a site: relative path to content."""

    files: Mapping[str, bytes]


def render(kg: KnowledgeGraph, *, base: str | None = None, copies: Sequence[Copy] = (), step: Step = lambda *_: None) -> Site:
    """The site of one viewer, the same bytes for the same dataset.

    ``base`` is the address it will be published under, by default that of the franchise's own IRIs; links within the site are
    relative whatever it is. ``copies`` are the sites for other viewers that each page leads to.
    """
    step("reading", 0, 1)
    reading = read_site(kg)
    made: dict[str, bytes] = {}
    for name, maker in MAKERS.items():
        for path, content in maker(reading):
            made[path] = content
            step(name, len(made), 0)
    publication = prepare(reading, base=base or reading.home)
    for path, content in publication.make():
        made[path] = content
        step("linked data", len(made), 0)
    shell = Shell(
        reading,
        title=reading.value(reading.dataset, TITLE) or "famkg",
        licence=reading.value(reading.dataset, LICENSE),
        base=publication.base,
        copies=copies,
    )
    structured = Structured(publication)
    rooms: dict[str, Room] = {**ROOMS, "data": lambda _: data.pages(publication)}
    for name, room in rooms.items():
        pages = tuple(room(reading))
        for number, page in enumerate(pages, 1):
            made[page.path] = shell.write(structured.dress(page))
            step(name, number, len(pages))
    made |= dict(publication.lead(path for path in made if path.endswith(".html")))
    for asset in sorted((files("famkg.site") / "assets").iterdir(), key=lambda entry: entry.name):
        made[f"assets/{asset.name}"] = asset.read_bytes()
    return Site(dict(sorted(made.items())))
