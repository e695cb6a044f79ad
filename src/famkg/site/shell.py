"""What every page of the site shares: its frame, its policy, its links, and the way a page becomes bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from pyoxigraph import NamedNode

from famkg.query.seen import audience, progress_in_words
from famkg.site.addresses import relative
from famkg.site.copies import Copy, licence_in_words
from famkg.site.evidence.saying import when
from famkg.site.linked.documents import unheld as find_unheld
from famkg.site.marks import kind_of, runs
from famkg.site.reading import Reading
from famkg.views.drawing import plain
from famkg.views.templating import environment

__all__ = ["SECTIONS", "Page", "Shell"]

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
"""The Content-Security-Policy (level 3) of every page but the views: what it loads lies beside it."""

SECTIONS: Mapping[str, str] = {
    "guide.html": "Guide",
    "compare.html": "Two histories",
    "views/index.html": "Graphs",
    "questions.html": "Questions",
    "sources.html": "Sources",
    "conflicts.html": "Conflicts",
    "data.html": "Data",
    "ontology.html": "Vocabulary",
    "about.html": "About",
}
"""The parts of the site as its navigation names them, by path."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page to write: ``template`` is filled with ``values``.

    ``path`` is its place in the site, ``section`` the path of the part of the navigation that it belongs to, ``description``
    one sentence for search engines, ``about`` the thing it is about, if any, and ``structured`` what it says in schema.org's
    words (JSON-LD). ``alternates`` are other forms of the page: media type to path.
    """

    path: str
    title: str
    template: str
    values: Mapping[str, Any]
    section: str = ""
    description: str = ""
    about: NamedNode | None = None
    structured: Mapping[str, Any] | None = None
    alternates: Mapping[str, str] = field(default_factory=dict)


class Shell:
    """Writes pages: the frame around each, and links that are right wherever the site lies.

    ``base`` is the address that the site is published under, with a slash at its end; canonical links start with it.
    ``copies`` are the site for other viewers, and may be all there are: the one at ``base`` is then this.
    """

    def __init__(self, reading: Reading, *, title: str, licence: str, base: str, copies: Sequence[Copy] = ()) -> None:
        self.reading = reading
        self.base = base
        self._environment = environment("famkg.site")
        self._environment.filters["plain"] = plain
        self._environment.filters["runs"] = runs
        self._environment.filters["in_words"] = when
        self._environment.filters["licence_in_words"] = licence_in_words
        progress = progress_in_words(reading.kg)
        self._environment.globals.update(
            policy=POLICY,
            sections=SECTIONS,
            site_title=title,
            licence=licence,
            seen=reading.kg.seen,
            progress=progress,
            audience=audience(progress),
            base=base,
            copies=copies,
        )

    def write(self, page: Page) -> bytes:
        """The page as HTML in UTF-8.

        In its template ``to`` makes a path of the site an address, ``link`` the IRI of a thing (None where it has no page),
        ``label`` names a thing, and ``kind`` is the class of its mark in site.css.
        """
        unheld = find_unheld(self.reading)

        def link(thing: NamedNode | str) -> str | None:
            iri = thing.value if isinstance(thing, NamedNode) else thing
            held = self.reading.addresses.link(iri, start=page.path)
            return held or (relative(f"{unheld[iri]}.html", start=page.path) if iri in unheld else None)

        return (
            self._environment.get_template(page.template)
            .render(
                page=page,
                to=lambda path: relative(path, start=page.path),
                link=link,
                label=lambda thing: plain(self.reading.labels[_node(thing)]),
                kind=lambda thing: kind_of(self.reading, _node(thing)),
                canonical=self.base + ("" if page.path == "index.html" else page.path),
                structured=None if page.structured is None else _script(page.structured),
                **page.values,
            )
            .encode("utf-8", "replace")
        )


def _node(thing: NamedNode | str) -> NamedNode:
    return thing if isinstance(thing, NamedNode) else NamedNode(thing)


def _script(structured: Mapping[str, Any]) -> Markup:
    """JSON that may stand in a script element: nothing in it can close the element."""
    text = json.dumps(structured, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
