"""Searching bytes for what a viewer may not know: IRIs, however shortened, names, titles and addresses."""

from __future__ import annotations

import gzip
import html
import io
import re
import sqlite3
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from functools import cached_property

from pyoxigraph import Literal

from .forbidden import FAM, IN_WORLD, NAMING, PREF_LABEL, TITLE, URL, Files, Viewer

FEWEST_LETTERS = 4
OUR_HISTORY = {"European Space Agency"}
"""Names of our own history that the register holds of the told one only."""

_ADDRESS = re.compile(r"https?://[^\s\"'<>\\^`{}|)\]]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_WORD = re.compile(r"[^\W_]+")


def text_of(content: bytes) -> str:
    """The text in some bytes, unpacked, with the escapes of HTML, XML, JSON, N-Triples and addresses undone."""
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join([*archive.namelist(), *(text_of(archive.read(name)) for name in archive.namelist())])
    if content.startswith(b"SQLite format 3\x00"):
        return _dumped(content)
    text = content.decode("utf-8", errors="replace")
    if "\\u" in text:
        text = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: chr(int(found[1], 16)), text)
    if "&" in text:
        text = html.unescape(text)
    for escaped, plain in (("%20", " "), ("%3A", ":"), ("%3a", ":"), ("%2F", "/"), ("%2f", "/"), ("\\n", " "), ("\\t", " ")):
        if escaped in text:
            text = text.replace(escaped, plain)
    return text


def _dumped(database: bytes) -> str:
    """All that a database holds, as SQL; packed as it is written, it has no pages that are left over."""
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.deserialize(database)
        assert (0,) == opened.execute("PRAGMA freelist_count").fetchone()
        return "\n".join(opened.iterdump())


class Names:
    """Names to look for at word borders: those of one word as they are written, others in any case and with any
    punctuation between their words, so that slugs and broken lines count too. ``exact`` ones must stand as they are.
    """

    def __init__(self, names: Iterable[str], *, exact: Iterable[str] = ()) -> None:
        self.exact = set(exact)
        self._by_first: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        self._single: dict[str, str] = {}
        for name in names:
            words = _WORD.findall(name)
            if len(words) == 1:
                self._single[words[0]] = name
            elif words:
                folded = [word.casefold() for word in words]
                self._by_first[folded[0]].append((folded, name))

    def found_in(self, text: str) -> set[str]:
        words = _WORD.findall(text)
        found = {self._single[word] for word in self._single.keys() & set(words)}
        folded = [word.casefold() for word in words]
        firsts = self._by_first.keys() & set(folded)
        for at in [i for i, word in enumerate(folded) if word in firsts]:
            for wanted, name in self._by_first[folded[at]]:
                if folded[at : at + len(wanted)] == wanted:
                    found.add(name)
        return {name for name in found if name not in self.exact or name in text}


class Search:
    """The search for what one viewer may not know. ``names`` are searched for, ``set_apart`` are not: something that
    shows bears them, or a text that shows holds them.
    """

    def __init__(self, viewer: Viewer, *, public: bool = False) -> None:
        """``public`` says that what is searched is published for all: it may name what happened in our own history.
        Elsewhere the names that are published for all are set apart.
        """
        self.viewer = viewer
        self.files: Files = viewer.files
        known, things = _index(self.files)
        shown = Names(known).found_in("\n".join(sorted(viewer.texts)))
        shown |= {name for name in known if any(name in text for text in self._told_titles)} - things
        self.set_apart = shown | (_names_of_history(self.files) if public else _public_names(self.files))
        self.names = known - self.set_apart
        self._index = Names(self.names, exact=self.names - things)

    @cached_property
    def _told_titles(self) -> set[str]:
        return {t.object.value for s in self.viewer.told_sources for t in self.files.sources[s] if t.predicate == TITLE}

    @cached_property
    def iris(self) -> set[str]:
        """The IRIs of the franchise that may stand nowhere."""
        return _all_iris(self.files) - self.viewer.iris

    @cached_property
    def _slugs(self) -> set[tuple[str, str]]:
        return {_kind_and_slug(iri) for iri in self.iris}

    @cached_property
    def _bare_slugs(self) -> set[str]:
        allowed = {_kind_and_slug(iri)[1] for iri in self.viewer.iris}
        return {slug for _, slug in self._slugs if "-" in slug} - allowed - set(_SLUG.findall(self.files.public))

    @cached_property
    def _shortened(self) -> re.Pattern[str]:
        kinds = sorted({re.escape(kind) for kind, _ in self._slugs}, key=len, reverse=True)
        return re.compile(rf"(?<![a-z0-9-])({'|'.join(kinds) or 'none'})[:/]([a-z0-9]+(?:-[a-z0-9]+)*)")

    @cached_property
    def addresses(self) -> set[str]:
        """The addresses of sources that this viewer may know by publisher and date alone."""
        files, told = self.files, self.viewer.told_sources
        hidden = {t.object.value for s, ts in files.sources.items() if s not in told for t in ts if t.predicate == URL}
        shown = {t.object.value for s, ts in files.sources.items() if s in told for t in ts if t.predicate == URL}
        stated = {quad.object.value for quad in self.viewer.claims if not isinstance(quad.object, Literal)}
        return hidden - shown - stated

    def leaks(self, content: bytes) -> list[str]:
        """What these bytes tell too early, one line each."""
        text = text_of(content)
        found = {f"{kind}:{slug}" for kind, slug in set(self._shortened.findall(text)) & self._slugs}
        found |= {f"slug {slug}" for slug in set(_SLUG.findall(text)) & self._bare_slugs}
        found |= {f"address {address}" for address in {a.rstrip(".,;") for a in _ADDRESS.findall(text)} & self.addresses}
        found |= {f"name {name}" for name in self._index.found_in(text)}
        return sorted(found)


def _once_per_files(function):  # type: ignore[no-untyped-def]
    """Work something out once for the files of a franchise, which are not hashable."""
    kept: dict[int, tuple[Files, object]] = {}

    def cached(files: Files):  # type: ignore[no-untyped-def]
        if id(files) not in kept:
            kept[id(files)] = (files, function(files))
        return kept[id(files)][1]

    return cached


@_once_per_files
def _index(files: Files) -> tuple[set[str], set[str]]:
    """All names worth looking for, and those among them that things bear: the others are titles of sources."""
    literals: set[object] = {t.object for ts in files.register.values() for t in ts if t.predicate == PREF_LABEL}
    literals |= {quad.object for quad in files.claims if quad.predicate in NAMING}
    things = {literal.value for literal in literals if isinstance(literal, Literal)}
    titles = {t.object.value for triples in files.sources.values() for t in triples if t.predicate == TITLE}
    return {name for name in things | titles if sum(map(str.isalpha, name)) >= FEWEST_LETTERS}, things


@_once_per_files
def _public_names(files: Files) -> set[str]:
    """The names that the ontology and the queries, which are published for all, hold."""
    return Names(_index(files)[0]).found_in(files.public)


@_once_per_files
def _names_of_history(files: Files) -> set[str]:
    """What the things of worlds that no work is set in are called, and the real sides of counterparts."""
    told = {quad.object for quad in files.claims if quad.predicate.value == FAM + "setIn"}
    real = {quad.object for quad in files.claims if quad.predicate.value == FAM + "counterpart"}
    for thing, triples in files.register.items():
        if {t.object for t in triples if t.predicate == IN_WORLD} - told:
            real.add(thing)
    names = {t.object.value for thing in real for t in files.register.get(thing, ()) if t.predicate == PREF_LABEL}
    return OUR_HISTORY | names | {name.partition(" (")[0] for name in names}


@_once_per_files
def _all_iris(files: Files) -> set[str]:
    """Every IRI of the franchise's own that its files name, those of passages and sources too."""
    terms = {term for quad in files.claims for term in (quad.subject, quad.object, quad.graph_name)}
    terms |= {term for triples in files.register.values() for t in triples for term in (t.subject, t.object)}
    for records in (files.passages, files.sources, files.judgements):
        terms |= {term for triples in records.values() for t in triples for term in (t.subject, t.object)}
    return {term.value for term in terms if files.is_ours(term)}


def _kind_and_slug(iri: str) -> tuple[str, str]:
    kind, slug = iri.rsplit("/", 2)[1:]
    return kind, slug


def distinct(leaks: Iterable[str], most: int = 12) -> str:
    """Leaks as a failure shows them."""
    every = sorted(set(leaks))
    rest = len(every) - most
    return "\n".join(every[:most]) + (f"\n… and {rest} more" if rest > 0 else "")
