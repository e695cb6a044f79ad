"""News of what is still to come: announcements about works of which nothing has been shown yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.terms import DATE_PUBLISHED, VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["News", "news_to_come"]

_MODIFIED = NamedNode(VOCABULARY_PREFIXES["dcterms"] + "modified")
_WORKS = tuple(map(fam, ("Show", "Season", "Episode", "CompanionWork")))
_LATE = "9999"


@dataclass(frozen=True, slots=True)
class News:
    """An announcement about a work that is still to come; ``day`` is when it was made, else when what it tells was so."""

    iri: NamedNode
    work: NamedNode
    kinds: tuple[NamedNode, ...]
    agents: tuple[NamedNode, ...]
    day: str


def news_to_come(reading: Reading) -> list[News]:
    """What is announced of works that had not been shown when the dataset was last changed, by work and day."""
    shown = _shown(reading, reading.value(reading.dataset, _MODIFIED) or _LATE)
    found = [
        News(
            announcement,
            work,
            reading.objects(announcement, fam("kind")),
            reading.objects(announcement, fam("agent")),
            reading.value(announcement, DATE_PUBLISHED) or reading.value(announcement, fam("when")),
        )
        for announcement in reading.of_class(fam("Announcement"))
        for work in reading.objects(announcement, fam("work"))
        if reading.classes.get(work) in _WORKS and work not in shown
    ]
    return sorted(found, key=lambda news: (reading.labels[news.work], news.day or _LATE, news.iri.value))


def _shown(reading: Reading, today: str) -> set[NamedNode]:
    """The works that had been shown by a day, and all that these are part of."""
    dated = [work for work in reading.of_class(*_WORKS) if _date(reading, work) <= today]
    return {whole for work in dated for whole in _wholes(reading, work)}


def _date(reading: Reading, work: NamedNode) -> str:
    return reading.value(work, DATE_PUBLISHED) or _LATE


def _wholes(reading: Reading, work: NamedNode) -> Iterator[NamedNode]:
    yield work
    yield from reading.objects(work, fam("partOf"))
