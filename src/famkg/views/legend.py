"""What a drawing can be limited to, with counts: kinds of things, worlds, shows and their seasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from famkg.views.palette import looks
from famkg.views.text import plain

__all__ = ["Kind", "Show", "Stroke", "Work", "World", "count_kinds", "count_strokes", "count_works", "count_worlds"]


_DASHES = ((9, 5), (2, 5))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing in the legend."""

    label: str
    count: int
    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """How the lines of one name are drawn: ``dashes`` and gaps in pixels, none for a whole line."""

    name: str
    dashes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class World:
    """A world in the legend; ``told`` of by a work, or only compared with."""

    label: str
    count: int
    told: bool


@dataclass(frozen=True, slots=True)
class Work:
    """A show, or with a ``number`` a season of one: how many things occur in it. ``id`` is its CURIE."""

    id: str
    label: str
    number: str
    count: int


@dataclass(frozen=True, slots=True)
class Show:
    """A show with its seasons, as they count into the list of works."""

    place: int
    seasons: tuple[int, ...]


def count_kinds(kinds: Iterable[str]) -> tuple[Kind, ...]:
    """The kinds, the most frequent first."""
    counted = Counter(map(plain, kinds))
    chosen = looks(counted)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Kind(label, count, chosen[label].colour, chosen[label].shape) for label, count in ordered)


def count_strokes(lines: Iterable[tuple[str, bool]]) -> tuple[Stroke, ...]:
    """A stroke for each name of lines, given with whether it leads upward: whole if so, broken where it joins equals.

    None where there is nothing to tell apart, or too much: few dashes are told apart at sight.
    """
    counted = Counter((plain(name), upward) for name, upward in lines)
    level = sorted((name for name, upward in counted if not upward), key=lambda name: (-counted[name, False], name))
    upward = sorted(name for name, up in counted if up)
    if not level or len(level) > len(_DASHES) or len(upward) != 1:
        return ()
    return (Stroke(upward[0], ()), *(Stroke(name, dashes) for name, dashes in zip(level, _DASHES, strict=False)))


def count_worlds(worlds: Iterable[str], told: Iterable[str]) -> tuple[World, ...]:
    """The worlds: those that works tell of first."""
    counted = Counter(plain(world) for world in worlds if world)
    known = set(map(plain, told))
    found = [World(label, count, not known or label in known) for label, count in counted.items()]
    return tuple(sorted(found, key=lambda world: (not world.told, -world.count, world.label)))


def count_works(
    works: Sequence[tuple[str, str, str, str]], occurring: Iterable[Iterable[str]]
) -> tuple[tuple[Work, ...], tuple[Show, ...]]:
    """The works that things of the drawing occur in, and the shows among them in order, each with its seasons.

    ``works`` are CURIE, CURIE of the show, number and label, as a network has them. A show that has nothing to choose
    from (it is the only one, and has no season here) is left out.
    """
    counted = Counter(work for each in occurring for work in set(each))
    kept = [work for work in works if counted[work[0]]]
    place = {work[0]: i for i, work in enumerate(kept)}
    shows = tuple(
        Show(place[curie], tuple(place[season[0]] for season in kept if season[1] == curie != season[0]))
        for curie, show, _, _ in kept
        if curie == show
    )
    if len(shows) == 1 and not shows[0].seasons:
        shows = ()
    return tuple(Work(curie, plain(label), plain(number), counted[curie]) for curie, _, number, label in kept), shows
