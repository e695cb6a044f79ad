"""How far a viewer has come: episode codes, their order, and what a stamp asks for.

A progress is a vector, show to last episode seen; a show that is not named is unseen. An episode's
place in its show is read from its IRI, ``…/episode/<show>-s<NN>e<NN>``, a season's from
``…/season/<show>-<N>``; ``famkg check`` holds the stated numbers to that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from famkg.errors import UnknownNameError, UsageError
from famkg.terms import FAM

__all__ = ["ALL", "EPISODE_SLUG", "NONE", "SEASON_SLUG", "EpisodeOrder", "Position", "Progress", "parse_progress"]

EPISODE_SLUG = re.compile(r"(?P<show>.+)-s(?P<season>\d{2,})e(?P<episode>\d{2,})")
SEASON_SLUG = re.compile(r"(?P<show>.+)-(?P<season>\d+)")
_CODE = re.compile(r"s(?P<season>\d{1,3})e(?P<episode>\d{1,3})", re.IGNORECASE)
_PRODUCTION = FAM + "Production"

Position = tuple[str, int, int]
"""Show slug, season number, episode number: comparable within one show."""


def _code(season: int, episode: int) -> str:
    return f"s{season:02}e{episode:02}"


@dataclass(frozen=True, slots=True)
class EpisodeOrder:
    """The registered episodes and seasons: IRI to show slug and numbers, and each season's last episode."""

    episodes: Mapping[str, Position]
    seasons: Mapping[str, tuple[str, int]]
    last: Mapping[tuple[str, int], int]

    @classmethod
    def of(cls, episodes: Iterable[str], seasons: Iterable[str]) -> Self:
        """The order of the episodes and seasons with these IRIs; an IRI without numbers is left out."""
        placed: dict[str, Position] = {}
        last: dict[tuple[str, int], int] = {}
        for iri in episodes:
            if found := EPISODE_SLUG.fullmatch(iri.rsplit("/", 1)[-1]):
                show, season, episode = found["show"], int(found["season"]), int(found["episode"])
                placed[iri] = (show, season, episode)
                last[show, season] = max(episode, last.get((show, season), 0))
        numbered = {
            iri: (found["show"], int(found["season"]))
            for iri in seasons
            if (found := SEASON_SLUG.fullmatch(iri.rsplit("/", 1)[-1]))
        }
        return cls(placed, numbered, last)

    def last_of(self, show: str, season: int) -> Position | None:
        """The last registered episode of a season, or None where none is."""
        episode = self.last.get((show, season))
        return None if episode is None else (show, season, episode)

    def position(self, stamp: str) -> Position | None:
        """Where the episode or season of a stamp ends; None for what is neither, or not registered."""
        if stamp in self.episodes:
            return self.episodes[stamp]
        if stamp in self.seasons:
            return self.last_of(*self.seasons[stamp])
        return None

    @property
    def shows(self) -> tuple[str, ...]:
        """The slugs of the shows that have episodes, sorted."""
        return tuple(sorted({show for show, _, _ in self.episodes.values()}))

    def codes(self, show: str) -> tuple[str, ...]:
        """The episode codes of a show, in order."""
        return tuple(_code(s, e) for _, s, e in sorted(p for p in self.episodes.values() if p[0] == show))


@dataclass(frozen=True, slots=True)
class Progress:
    """What a viewer has seen: everything, or per show the last episode (season, episode)."""

    seen: tuple[tuple[str, tuple[int, int]], ...] = ()
    everything: bool = False

    def reached(self, position: Position) -> bool:
        """Whether the viewer has seen the episode at this position."""
        show, season, episode = position
        return self.everything or dict(self.seen).get(show, (0, 0)) >= (season, episode)

    def knows(self, stamp: str, order: EpisodeOrder) -> bool:
        """Whether a stamp lets this viewer pass: production news always, else its episode must be seen."""
        if self.everything or stamp == _PRODUCTION:
            return True
        position = order.position(stamp)
        return position is not None and self.reached(position)

    def knows_all(self, stamps: Iterable[str], order: EpisodeOrder) -> bool:
        """Whether all of several stamps let this viewer pass; none at all means hidden."""
        stamps = tuple(stamps)
        return self.everything or (bool(stamps) and all(self.knows(stamp, order) for stamp in stamps))

    def __str__(self) -> str:
        """The form that ``--seen`` reads."""
        if self.everything:
            return "all"
        return ",".join(f"{show}={_code(*position)}" for show, position in self.seen) or "none"


ALL = Progress(everything=True)
NONE = Progress()


def parse_progress(text: str, order: EpisodeOrder, *, main_show: str | None) -> Progress:
    """Read ``all``, ``none``, ``s02e06`` (of the main show), or ``show=s02e06,other=none,third=all``.

    Raises UsageError for a malformed text, UnknownNameError for an unknown show or episode.
    """
    text = text.strip().lower()
    if text == "all":
        return ALL
    if text == "none":
        return NONE
    seen: dict[str, tuple[int, int]] = {}
    for part in text.split(","):
        show, equals, code = (piece.strip() for piece in part.partition("="))
        if not equals:
            if main_show is None:
                raise UsageError(f"malformed progress {text!r}: this franchise names no main show; write SHOW={show}")
            show, code = main_show, show
        if show not in order.shows:
            raise UnknownNameError("show", show, order.shows)
        if show in seen:
            raise UsageError(f"malformed progress {text!r}: {show} stands twice")
        if code == "none":
            continue
        if code == "all":
            _, season, episode = max(p for p in order.episodes.values() if p[0] == show)
            seen[show] = (season, episode)
            continue
        found = _CODE.fullmatch(code)
        if found is None:
            raise UsageError(f"malformed progress {text!r}: write all, none, s02e06 or SHOW=s02e06,OTHER=none")
        season, episode = int(found["season"]), int(found["episode"])
        if (show, season, episode) not in order.episodes.values():
            raise UnknownNameError(f"episode of {show}", code, order.codes(show))
        seen[show] = (season, episode)
    return Progress(tuple(sorted(seen.items())))
