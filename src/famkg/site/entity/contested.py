"""Claims that are not held, by the things they are about: what they say, who says so, and why they do not stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from famkg.site.evidence.standing import Standing, Standings, Verdict
from famkg.site.marks import Notes
from famkg.terms import TYPE

if TYPE_CHECKING:
    from famkg.site.entity.joined import Joins
    from famkg.site.reading import Reading

__all__ = ["Contested", "Unheld"]

_ORDER = ("open", "rejected", "outweighed", "denied", "speculated", "dropped", "held")


@dataclass(frozen=True, slots=True)
class Unheld:
    """A claim that is not held, or with ``whole`` a role node or thing of which nothing is.

    ``preferring`` are the judgements that prefer what is held instead.
    """

    triple: Triple
    whole: bool
    standing: Standing
    notes: tuple[int, ...]
    preferring: tuple[Verdict, ...]


class Contested:
    """The claims of a reading that are not among the facts, looked up once."""

    def __init__(self, reading: Reading, joins: Joins, standings: Standings) -> None:
        self._reading = reading
        self._standings = standings
        self._by_thing: dict[NamedNode, dict[Triple, bool]] = defaultdict(dict)
        lost: dict[NamedNode, list[Triple]] = defaultdict(list)
        for triple in reading.citations:
            if standings.holds(triple):
                continue
            subject, _, value = triple
            assert isinstance(subject, NamedNode)
            if subject not in reading.facts:
                lost[subject].append(triple)
                continue
            ends = joins.ends(subject) if subject in joins.roles else ()
            for thing in (subject, value, *ends):
                if isinstance(thing, NamedNode):
                    self._by_thing[thing][triple] = False
        for node, claims in lost.items():
            being = next((t for t in claims if t.predicate == TYPE), None)
            rivals = standings.rivals.get(node, frozenset())
            for claim in claims:
                for thing in (claim.object, *rivals):
                    if isinstance(thing, NamedNode):
                        self._by_thing[thing][claim if being is None else being] = being is not None

    def about(self, thing: NamedNode, notes: Notes) -> tuple[Unheld, ...]:
        """The claims about a thing that are not held, what nothing decides first."""
        found = list(self._about(thing))
        found.sort(key=lambda pair: (_ORDER.index(pair[1].state), str(pair[0])))
        return tuple(
            Unheld(
                triple,
                self._by_thing[thing][triple],
                standing,
                notes.numbers(self._reading.citations.get(triple, ())),
                tuple(v for other in standing.instead for v in self._standings.of(other).verdicts if v.verdict == "preferred"),
            )
            for triple, standing in found
        )

    def _about(self, thing: NamedNode) -> Iterator[tuple[Triple, Standing]]:
        for triple in self._by_thing.get(thing, ()):
            yield triple, self._standings.of(triple)
