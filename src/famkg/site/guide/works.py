"""The shows of a franchise with their seasons and episodes, in the order in which people watch them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.site.once import once
from famkg.terms import DATE_PUBLISHED, TITLE, fam

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["Episode", "Place", "Season", "Show", "Works", "read_works", "slug"]

_LAST = "9999"

Place = tuple[int, int]
"""The place of an episode in the order of showing, and 1 where a whole season is meant that ends there."""


@dataclass(frozen=True, slots=True)
class Episode:
    """An episode: ``code`` is ``S01E02``, ``title`` empty where no source this viewer may read gives one."""

    iri: NamedNode
    code: str
    title: str
    date: str

    @property
    def slug(self) -> str:
        """The end of its IRI: the anchor it has in the guide."""
        return slug(self.iri)


@dataclass(frozen=True, slots=True)
class Season:
    """A season and its episodes, which may be none yet."""

    iri: NamedNode
    number: int
    date: str
    episodes: tuple[Episode, ...]

    @property
    def slug(self) -> str:
        """The end of its IRI: the anchor it has in the guide."""
        return slug(self.iri)

    @property
    def page(self) -> str:
        """The page of the guide about it."""
        return f"guide/{self.slug}.html"


@dataclass(frozen=True, slots=True)
class Show:
    """A show and its seasons."""

    iri: NamedNode
    date: str
    seasons: tuple[Season, ...]

    @property
    def slug(self) -> str:
        """The end of its IRI: the anchor it has in the guide."""
        return slug(self.iri)


@dataclass(frozen=True, slots=True)
class Works:
    """All shows, the main one foremost; ``places`` tells of each episode where it came in the order of showing."""

    shows: tuple[Show, ...]
    places: Mapping[NamedNode, int]

    @property
    def seasons(self) -> tuple[Season, ...]:
        """The seasons of all shows."""
        return tuple(season for show in self.shows for season in show.seasons)

    def place(self, stamp: NamedNode) -> Place | None:
        """Where an episode comes, or a season: after its last episode; None for what is neither or has no episode."""
        if stamp in self.places:
            return self.places[stamp], 0
        last = next((s.episodes[-1] for s in self.seasons if s.iri == stamp and s.episodes), None)
        return None if last is None else (self.places[last.iri], 1)


def slug(iri: NamedNode) -> str:
    """The end of an IRI."""
    return iri.value.rpartition("/")[2]


@once
def read_works(reading: Reading) -> Works:
    """The shows, seasons and episodes that this viewer may know of, in order."""
    episodes = _parts(reading, fam("Episode"), fam("Season"))
    seasons = _parts(reading, fam("Season"), fam("Show"))
    main = reading.objects(reading.dataset, fam("mainShow"))
    shows = tuple(
        sorted(
            (
                Show(
                    show,
                    reading.value(show, DATE_PUBLISHED),
                    tuple(_season(reading, season, episodes[season]) for season in seasons[show]),
                )
                for show in reading.of_class(fam("Show"))
            ),
            key=lambda show: (show.iri not in main, show.date or _LAST, reading.labels[show.iri]),
        )
    )
    shown = [
        (day, rank, number, episode.iri) for rank, show in enumerate(shows) for number, (day, episode) in enumerate(_days(show))
    ]
    shown.sort(key=lambda found: found[:3])
    return Works(shows, {episode: place for place, (*_, episode) in enumerate(shown)})


def _days(show: Show) -> Iterator[tuple[str, Episode]]:
    """Each episode of a show with the day by which it is put in order: its own, where unknown that of the one before."""
    day = ""
    for season in show.seasons:
        for episode in season.episodes:
            day = max(day, episode.date or season.date or _LAST)
            yield day, episode


def _parts(reading: Reading, part: NamedNode, whole: NamedNode) -> dict[NamedNode, list[NamedNode]]:
    """The parts of each whole, by their numbers."""
    found: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for thing in reading.of_class(part):
        for above in reading.objects(thing, fam("partOf")):
            if reading.classes.get(above) == whole:
                found[above].append(thing)
    for parts in found.values():
        parts.sort(key=lambda thing: (_number(reading, thing), thing.value))
    return found


def _season(reading: Reading, season: NamedNode, episodes: list[NamedNode]) -> Season:
    number = _number(reading, season)
    return Season(
        season,
        number,
        reading.value(season, DATE_PUBLISHED),
        tuple(
            Episode(
                episode,
                f"S{number:02}E{_number(reading, episode):02}",
                reading.value(episode, TITLE),
                reading.value(episode, DATE_PUBLISHED),
            )
            for episode in episodes
        ),
    )


def _number(reading: Reading, work: NamedNode) -> int:
    return int(reading.value(work, fam("number")) or 0)
