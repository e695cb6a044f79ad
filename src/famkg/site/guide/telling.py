"""What each episode tells first: the things that it brings in, and the facts of the story that nothing told before.

A passage is told by the last of the episodes it is stamped with, in the order of showing; a claim by the first of the
passages that state it. What is only known to be told in a season stands under the season. Who plays whom, credits and
other news of the production belong to no episode.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import NamedNode, Triple

from famkg.query.evidence import SAYING
from famkg.query.values import in_words
from famkg.site.guide.works import Episode, Place, Season, Works, read_works
from famkg.site.once import once
from famkg.terms import CONCEPT, HIDDEN_LABEL, PREF_LABEL, TYPE, VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["Statement", "Telling", "by_kind", "latest_told", "read_telling", "told_worlds"]

_T = TypeVar("_T")


def _schema(name: str) -> NamedNode:
    return NamedNode(VOCABULARY_PREFIXES["schema"] + name)


_DIVERGENCE = fam("DivergencePoint")
_ORDER = tuple(map(fam, ("DivergencePoint", "Event", "Mission", "Character", "Craft", "Organization", "Place")))
_WORLDLESS = (_DIVERGENCE, fam("Quantity"))
_LATE = "9999"
_UNTOLD: Place = (-1, 0)
_UNSAID = frozenset(
    {TYPE, PREF_LABEL, HIDDEN_LABEL}
    | {fam(name) for name in ("appearsIn", "degree", "displayName", "inWorld", "learnedThrough", "portrayedBy")}
)
"""What keeps the books, or belongs to the production."""
_JOINING: Mapping[NamedNode, tuple[NamedNode, NamedNode, tuple[NamedNode, ...]]] = {
    fam("Participation"): (fam("agent"), fam("role"), (fam("event"),)),
    fam("Post"): (fam("agent"), fam("role"), (fam("organization"),)),
    fam("Relationship"): (fam("agent"), fam("role"), (fam("relatedTo"),)),
    fam("Quantity"): (_schema("about"), fam("kind"), (_schema("value"), _schema("unitText"))),
}
"""What a role node or quantity says in three parts: whom or what of, in what capacity, and what with."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact in three parts: what it is about, what is said of it, and that; things are named by their nodes."""

    about: NamedNode
    said: NamedNode
    value: tuple[NamedNode | str, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """The things of the story that an episode brings in, and what it states first; by season where sources tell no more."""

    things: Mapping[NamedNode, tuple[NamedNode, ...]]
    statements: Mapping[NamedNode, tuple[Statement, ...]]


def told_worlds(reading: Reading) -> frozenset[NamedNode]:
    """The worlds that shows are set in."""
    return frozenset(world for show in reading.of_class(fam("Show")) for world in reading.objects(show, fam("setIn")))


def by_kind(reading: Reading, things: Iterable[NamedNode]) -> dict[NamedNode, list[NamedNode]]:
    """Things by class, what people look for first foremost; within a class in order of story time, then of label."""
    found: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for thing in things:
        found[reading.classes[thing]].append(thing)
    for members in found.values():
        members.sort(key=lambda thing: (reading.value(thing, fam("earliest")) or _LATE, reading.labels[thing], thing.value))
    ranks = {kind: rank for rank, kind in enumerate(_ORDER)}
    return dict(sorted(found.items(), key=lambda item: (ranks.get(item[0], len(ranks)), item[0].value)))


@once
def read_telling(reading: Reading) -> Telling:
    """What each episode tells first, of all that this viewer holds true."""
    works = read_works(reading)
    worlds = told_worlds(reading)
    places = _places(reading, works)
    by_thing: dict[NamedNode, Place] = {}
    by_statement: dict[Statement, Place] = {}
    facts = frozenset(triple for triples in reading.facts.values() for triple in triples)
    for passage, claims in reading.claims.items():
        place = places.get(passage)
        if place is None:
            continue
        for claim in claims:
            if claim.predicate != fam("character"):
                for thing in _bearers(reading, claim, worlds):
                    by_thing[thing] = min(place, by_thing.get(thing, place))
            statement = _statement(reading, claim, worlds) if claim in facts else None
            if statement is not None:
                by_statement[statement] = min(place, by_statement.get(statement, place))
    told = {place: work for work in (*works.places, *(s.iri for s in works.seasons)) if (place := works.place(work))}
    return Telling(
        {told[place]: tuple(found) for place, found in _gathered(by_thing).items() if place in told},
        {told[place]: tuple(found) for place, found in _gathered(by_statement).items() if place in told},
    )


def _gathered(placed: Mapping[_T, Place]) -> dict[Place, list[_T]]:
    found: dict[Place, list[_T]] = defaultdict(list)
    for each, place in placed.items():
        found[place].append(each)
    return found


def _places(reading: Reading, works: Works) -> dict[NamedNode, Place]:
    """The place of each passage that says or announces something; that of production news is before every episode."""
    saying = {NamedNode(f"{CONCEPT}status-{status}") for status in SAYING}
    found: dict[NamedNode, Place] = {}
    for passage in reading.claims:
        told = reading.evidence.get(passage, ())
        if not any(t.object in saying for t in told if t.predicate == fam("status")):
            continue
        stamps = [t.object for t in told if t.predicate == fam("revealedIn") and isinstance(t.object, NamedNode)]
        at = [_UNTOLD if stamp == fam("Production") else works.place(stamp) for stamp in stamps]
        known = [place for place in at if place is not None]
        if known:
            found[passage] = max(known)
    return found


def _bearers(reading: Reading, claim: Triple, worlds: frozenset[NamedNode]) -> Iterator[NamedNode]:
    """The things of the story that a claim names."""
    for term in (claim.subject, claim.object):
        if isinstance(term, NamedNode) and term in reading.classes and reading.is_named(term):
            is_of_story = worlds.intersection(reading.objects(term, fam("inWorld")))
            if is_of_story or reading.classes[term] == _DIVERGENCE:
                yield term


def _statement(reading: Reading, claim: Triple, worlds: frozenset[NamedNode]) -> Statement | None:
    """A claim about something of the story as people read it; None for what only keeps the books."""
    node = claim.subject
    assert isinstance(node, NamedNode)
    if node not in reading.classes:
        return None
    if not worlds.intersection(reading.objects(node, fam("inWorld"))) and reading.classes[node] not in _WORLDLESS:
        return None
    kind = reading.classes[node]
    if kind in _JOINING:
        about, said, with_ = _JOINING[kind]
        if claim.predicate != said:
            return None
        first = next(iter(reading.objects(node, about)), None)
        value = tuple(_value(reading, t) for each in with_ for t in reading.facts[node] if t.predicate == each)
        return None if first is None or not isinstance(claim.object, NamedNode) else Statement(first, claim.object, value)
    if claim.predicate in _UNSAID or not reading.is_named(node):
        return None
    return Statement(node, claim.predicate, (_value(reading, claim),))


def _value(reading: Reading, triple: Triple) -> NamedNode | str:
    value = triple.object
    return value if isinstance(value, NamedNode) else in_words(value, reading.labels)


def latest_told(works: Works, telling: Telling) -> tuple[Season, Episode] | None:
    """The last episode, in the order of showing, that tells something this viewer may know."""
    known = [
        (works.places[episode.iri], season, episode)
        for season in works.seasons
        for episode in season.episodes
        if telling.things.get(episode.iri)
    ]
    return max(known, key=lambda found: found[0])[1:] if known else None
