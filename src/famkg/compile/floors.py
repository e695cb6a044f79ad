"""Floors: the earliest episode at which a claim may show, whatever its passage's stamp says.

Press names a cast long before a season airs; to know who returns is to know who lives. So a casting waits for
its first credited episode (main billing is credited from the season's first on), what concerns one episode
waits for that episode, and news of a returning actor for the end of the season before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from famkg.progress import EpisodeOrder, Position, Progress
from famkg.terms import CONCEPT, TITLE, fam

__all__ = ["Floors", "read_floors"]

_NEVER: Position = ("", 0, 0)
"""Stands for a floor that no episode reaches: visible to who has seen everything."""

_MAIN = NamedNode(CONCEPT + "billing-main")
_CAST_NEWS = NamedNode(CONCEPT + "announcement-cast")
_CREDITED_IN = fam("creditedIn")
_EPISODE_CLAIMS = frozenset({TITLE, fam("setDuring")})


@dataclass(frozen=True, slots=True)
class Floors:
    """The floor of each node that has one, and the order that places episodes."""

    of_node: Mapping[NamedNode, tuple[Position, ...]]
    order: EpisodeOrder

    def clear(self, quad: Quad, progress: Progress) -> bool:
        """Whether a claim's floors let this viewer see it."""
        if progress.everything:
            return True
        subject, predicate, value, _ = quad
        floors = (*self.of_node.get(subject, ()), *self.of_node.get(value, ()))
        if predicate in _EPISODE_CLAIMS and (own := self.order.episodes.get(subject.value)):
            floors += (own,)
        if predicate == _CREDITED_IN and (listed := self.order.episodes.get(value.value)):
            floors += (listed,)
        return all(floor is not _NEVER and progress.reached(floor) for floor in floors)


def read_floors(quads: Iterable[Quad], types: Mapping[NamedNode, NamedNode], order: EpisodeOrder) -> Floors:
    """The floors of all castings, credits, nominations and cast announcements among the claims.

    Only claims that are stated or announced belong here: what is denied or guessed opens nothing earlier.
    """
    floored = {fam("Casting"), fam("Credit"), fam("Nomination"), fam("Announcement")}
    nodes: dict[NamedNode, dict[NamedNode, set[NamedNode]]] = defaultdict(lambda: defaultdict(set))
    for subject, predicate, value, _ in quads:
        if types.get(subject) in floored:
            nodes[subject][predicate].add(value)
    floors: dict[NamedNode, tuple[Position, ...]] = {}
    for node, record in nodes.items():
        works = [work.value for work in record[fam("work")]]
        kind = types[node]
        if kind == fam("Casting"):
            floors[node] = tuple(_casting_floor(work, record, order) for work in works)
        elif kind == fam("Announcement"):
            if _CAST_NEWS in record[fam("kind")]:
                floors[node] = tuple(p for work in works if (p := _season_before(work, order)))
        else:
            floors[node] = tuple(order.episodes[work] for work in works if work in order.episodes)
    return Floors(floors, order)


def _casting_floor(work: str, record: Mapping[NamedNode, set[NamedNode]], order: EpisodeOrder) -> Position:
    if work in order.episodes:
        return order.episodes[work]
    if work not in order.seasons:
        return _NEVER
    show, season = order.seasons[work]
    if record.get(fam("billing")) == {_MAIN}:  # where sources differ on the billing, the credits decide
        return (show, season, 1)
    credited = [order.episodes[e.value] for e in record.get(fam("creditedIn"), ()) if e.value in order.episodes]
    same_show = [position for position in credited if position[:2] == (show, season)]
    return min(same_show) if same_show else order.last_of(show, season) or _NEVER


def _season_before(work: str, order: EpisodeOrder) -> Position | None:
    place = order.seasons.get(work) or (order.episodes[work][:2] if work in order.episodes else None)
    if place is None:
        return None
    show, season = place
    return order.last_of(show, season - 1)
