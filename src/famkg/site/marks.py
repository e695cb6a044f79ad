"""The marks of pages: the kind of a thing, and citations as numbered notes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.progress import EPISODE_SLUG, SEASON_SLUG
from famkg.query.evidence import Citation
from famkg.terms import FAM, fam

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["Note", "Notes", "code_of", "kind_of", "runs", "stamp_in_words"]

_REVEALED_IN = fam("revealedIn")
_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")


def kind_of(reading: Reading, thing: NamedNode) -> str:
    """The class name of a thing's mark in site.css, ``kind-divergence-point``; empty for role nodes and concepts."""
    kind = reading.classes.get(thing)
    if kind is None or not kind.value.startswith(FAM) or not reading.is_named(thing):
        return ""
    return f"kind-{slug_of(kind)}"


def slug_of(term: NamedNode) -> str:
    """The local name of a term of the vocabulary in lower case: ``divergence-point``."""
    local = term.value.rpartition("#")[2].rpartition("/")[2]
    return _CASE.sub("-", local).lower()


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: ``number`` as pages mark it, who says so, and after which episodes a viewer knows it.

    ``stamp`` is empty where one need have seen nothing.
    """

    number: int
    citation: Citation
    stamp: str


class Notes:
    """Numbers the citations of one page in the order in which they are first marked; those that read the same share one."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._notes: dict[tuple[str, str, str, str], Note] = {}
        self._known: dict[str, int] = {}

    def numbers(self, citations: Iterable[Citation]) -> tuple[int, ...]:
        """The numbers of these citations, in order."""
        return tuple(sorted({self._number(citation) for citation in citations}))

    def _number(self, citation: Citation) -> int:
        known = self._known.get(citation.passage)
        if known is not None:
            return known
        stamp = stamp_in_words(self._reading, NamedNode(citation.passage))
        key = (citation.source, str(citation), citation.quoted, stamp)
        note = self._notes.setdefault(key, Note(len(self._notes) + 1, citation, stamp))
        self._known[citation.passage] = note.number
        return note.number

    @property
    def listed(self) -> tuple[Note, ...]:
        """The notes, for the macro ``notes_list`` to write."""
        return tuple(self._notes.values())


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers as runs, first and last: 1, 2, 5, 6, 7 and 8 are two single ones and the run from 5 to 8."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return [run for first, last in found for run in ([(first, first), (last, last)] if last == first + 1 else [(first, last)])]


def stamp_in_words(reading: Reading, record: NamedNode) -> str:
    """After which episodes or seasons a viewer may know a record: ``S01E04 and season 2``; empty for production news."""
    words = [code_of(reading, stamp) for stamp in reading.objects(record, _REVEALED_IN) if stamp != fam("Production")]
    return " and ".join(words)


def code_of(reading: Reading, stamp: NamedNode) -> str:
    """A short name of an episode or season, ``S01E04``, with its show where that is not the main one; else the label."""
    slug = stamp.value.rpartition("/")[2]
    found = EPISODE_SLUG.fullmatch(slug) or SEASON_SLUG.fullmatch(slug)
    if found is None:
        return reading.labels[stamp]
    season = int(found["season"])
    code = f"S{season:02}E{int(found['episode']):02}" if "episode" in found.groupdict() else f"season {season}"
    show = NamedNode(f"{reading.home}show/{found['show']}")
    main = reading.objects(reading.dataset, fam("mainShow"))
    return code if show in main or show not in reading.classes else f"{reading.labels[show]} {code}"
