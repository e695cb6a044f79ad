"""A thing in half a line: what tells it from others of its name, beside its kind and world."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.site.entity.wording import is_other, stretch
from famkg.site.evidence.saying import when
from famkg.site.start.weight import by_weight
from famkg.terms import DATE_PUBLISHED, TITLE, VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["describe", "when_of", "world_of"]

_WITHIN = NamedNode(VOCABULARY_PREFIXES["schema"] + "containedInPlace")
_MOST = 2


def describe(reading: Reading, thing: NamedNode) -> str:
    """Who plays a character, whom a person plays, when something was, what sort it is; empty where nothing of it is known."""
    kind = reading.classes.get(thing)
    if kind == fam("Character"):
        return _named(reading, reading.objects(thing, fam("portrayedBy")), "played by ")
    if kind == fam("Person"):
        return _person(reading, thing)
    if kind in (fam("Episode"), fam("Season"), fam("Show"), fam("CompanionWork")):
        title = reading.value(thing, TITLE) if kind == fam("Episode") else ""
        return ", ".join(part for part in (title and f"“{title}”", when(reading.value(thing, DATE_PUBLISHED))) if part)
    moment = when_of(reading, thing)
    if kind == fam("Place"):
        return _named(reading, [w for w in reading.objects(thing, _WITHIN) if w != thing][:1], "in ")
    sort = ", ".join(reading.labels[each] for each in reading.objects(thing, fam("kind"))[:_MOST] if not is_other(each))
    return ", ".join(part for part in (sort, moment) if part)


def world_of(reading: Reading, thing: NamedNode) -> NamedNode | None:
    """The world a thing is of; None for what is of none, or of several."""
    worlds = reading.objects(thing, fam("inWorld"))
    return worlds[0] if len(worlds) == 1 else None


def when_of(reading: Reading, thing: NamedNode) -> str:
    """When something was, in words; of a divergence point, when its sides were."""
    stated = [reading.value(thing, fam(name)) for name in ("when", "from", "until")]
    if any(stated):
        return when(stated[0]) or stretch(stated[1], stated[2])
    sides = [side for name in ("fictionalSide", "realSide") for side in reading.objects(thing, fam(name))]
    return next((moment for side in sides if side != thing and (moment := when_of(reading, side))), "")


def _person(reading: Reading, person: NamedNode) -> str:
    played: list[NamedNode] = []
    jobs: list[str] = []
    for triple in reading.towards.get(person, ()):
        node = triple.subject
        if not isinstance(node, NamedNode):
            continue
        if triple.predicate == fam("portrayedBy"):
            played.append(node)
        elif triple.predicate == fam("agent") and reading.classes.get(node) == fam("Credit"):
            jobs += [reading.labels[job] for job in reading.objects(node, fam("role"))]
    if played:
        return _named(reading, by_weight(reading, dict.fromkeys(played)), "plays ")
    return ", ".join(sorted(dict.fromkeys(jobs), key=lambda job: (-jobs.count(job), job))[:_MOST])


def _named(reading: Reading, things: Iterable[NamedNode], before: str) -> str:
    labels = [reading.labels[thing] for thing in things]
    if not labels:
        return ""
    more = len(labels) - _MOST
    return before + (", ".join(labels[:_MOST]) + (f" and {more} more" if more > 0 else ""))
