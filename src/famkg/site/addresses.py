"""Where each thing has its page: IRIs to addresses inside the site.

A thing is no document (Cool URIs for the Semantic Web): the document about ``character:x`` is ``doc/character/x.html``,
with Turtle and JSON-LD beside it under the same name. Passages stand on the page of their source, terms of the
vocabulary on one page, each at an anchor. Every address is relative, so a site works under any base path.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from famkg.terms import VOCABULARY_PREFIXES, Prefixes

__all__ = ["Addresses", "file_name", "find_addresses", "relative"]

_SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Addresses:
    """``pages`` maps the IRI of a thing to its document without extension, ``anchors`` that of a part to path and fragment."""

    pages: Mapping[str, str]
    anchors: Mapping[str, str]

    def page(self, iri: str) -> str | None:
        """The path of the HTML page about a thing, with a fragment where it is a part of one; None where it has none."""
        document = self.pages.get(iri)
        return f"{document}.html" if document is not None else self.anchors.get(iri)

    def link(self, iri: str, *, start: str) -> str | None:
        """The same as seen from the page at ``start``."""
        target = self.page(iri)
        return None if target is None else relative(target, start=start)


def find_addresses(
    things: Iterable[str],
    parts: Mapping[str, str],
    terms: Iterable[str],
    prefixes: Prefixes,
    *,
    vocabulary: str = "ontology.html",
) -> Addresses:
    """The address of each thing, of each part (its IRI to that of the thing on whose page it stands), and of each term."""
    spaces = sorted(
        (
            (prefix, space)
            for prefix, space in prefixes.namespaces.items()
            if prefix == "concept" or prefix not in VOCABULARY_PREFIXES
        ),
        key=lambda pair: -len(pair[1]),
    )
    pages = {iri: found for iri in sorted(things) if (found := _document(iri, spaces)) is not None}
    anchors = {
        part: f"{pages[whole]}.html#{file_name(_local(part))}" for part, whole in sorted(parts.items()) if whole in pages
    }
    anchors |= {term: f"{vocabulary}#{quote(_local(term))}" for term in sorted(terms) if _local(term)}
    return Addresses(pages, {iri: path for iri, path in anchors.items() if iri not in pages})


def _document(iri: str, spaces: Iterable[tuple[str, str]]) -> str | None:
    for prefix, space in spaces:
        if iri.startswith(space) and len(iri) > len(space):
            return f"doc/{file_name(prefix)}/{file_name(iri[len(space) :])}"
    return None


def _local(iri: str) -> str:
    return iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/")[2]


def file_name(local: str) -> str:
    """A local name as a file name or fragment: itself if that is safe on every system, else its safe letters and a digest."""
    if _SAFE.fullmatch(local) and not _DEVICES.fullmatch(local):
        return local
    letters = re.sub(r"[^a-z0-9]+", "-", local.lower()).strip("-")[:60]
    return f"{letters or 'x'}-{hashlib.sha256(local.encode()).hexdigest()[:12]}"


def relative(target: str, *, start: str) -> str:
    """The address of a path of the site as seen from the page at ``start``; a fragment stays."""
    path, hash_, fragment = target.partition("#")
    if path == start and hash_:
        return f"#{fragment}"
    here, there = start.split("/")[:-1], path.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - shared) + "/".join(there[shared:]) + hash_ + fragment
