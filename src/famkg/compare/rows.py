"""The rows of a comparison: divergences joined, counterparts joined, what one history alone is known to have on its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pyoxigraph import Literal as Value
from pyoxigraph import NamedNode, Triple

from famkg.compare.facts import Facts, concept, moment_of, nodes
from famkg.compare.model import HAPPENED, NOT, UNMENTIONED, Event, Field, Link, Row, Side, State
from famkg.dates import Bounds
from famkg.query.evidence import Citation
from famkg.terms import fam

__all__ = ["RowReader"]

_TIMES = ("when", "from", "until")
_DIVERGENCE = ("fictionalSide", "realSide", "kind", "field", "followsFrom", *_TIMES)
_ABSENT_IN_STORY = {concept("divergence-did-not-happen"), concept("divergence-survived")}
_ABSENT_IN_HISTORY = {concept("divergence-happened"), concept("divergence-died")}
"""Kinds that say of a side without an event that it did not happen there; their definitions stand in the ontology."""
_AWARD = concept("event-award")
_NEVER_IN_STORY = concept("divergence-did-not-happen")

Values = Mapping[str, Sequence[NamedNode | Value]]


class RowReader:
    """Reads the worlds that are compared, ``told`` and ``real``, and their rows."""

    def __init__(self, facts: Facts, fields: Mapping[NamedNode, Field], day: Bounds | None) -> None:
        self.facts = facts
        self.fields = fields
        self.day = day
        self.divergences = facts.of(("DivergencePoint",), _DIVERGENCE)
        self.happenings = facts.of(("Event", "Mission"), ("inWorld", "kind", "counterpart", "ledTo", *_TIMES))
        shows = facts.of(("Show",), ("setIn",))
        told = {world for values in shows.values() for world in nodes(values["setIn"])}
        real = {world for d in self.divergences.values() for e in nodes(d["realSide"]) for world in self._worlds(e)}
        self.told = sorted(told, key=str)
        self.real = sorted(real - told, key=str)
        self.causes: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        for event, values in self.happenings.items():
            for effect in nodes(values["ledTo"]):
                self.causes[effect].append(event)
        self.effects: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        for later, values in self.divergences.items():
            for earlier in nodes(values["followsFrom"]):
                self.effects[earlier].append(later)
        facts.labels.learn((*self.divergences, *self.happenings, *self.told, *self.real))
        facts.labels.learn(v for each in (self.divergences, self.happenings) for p in each.values() for v in p["kind"])
        self.cited = facts.cited(self._triples())
        self.about: dict[object, list[Triple]] = defaultdict(list)
        for triple in self.cited:
            self.about[triple.subject].append(triple)
            self.about[triple.object].append(triple)

    def rows(self) -> list[Row]:
        """All rows, unsorted: each event of a compared world stands in one at least.

        But an award of real history that nothing in the story answers is news about works, no part of a history.
        """
        rows = [self._divergence(node, values) for node, values in self.divergences.items()]
        placed = {event.iri for row in rows for event in row.events}
        together = {(a.iri, b.iri) for row in rows for a in row.told.events for b in row.real.events}
        for event, values in self.happenings.items():
            for model in nodes(values["counterpart"]):
                if (
                    self._column(event) == "told"
                    and self._column(model) == "real"
                    and (event.value, model.value) not in together
                ):
                    rows.append(self._row("counterpart", event, [event], [model]))
                    placed |= {event.value, model.value}
        for event, values in self.happenings.items():
            column = self._column(event)
            if column and event.value not in placed and not (column == "real" and _AWARD in nodes(values["kind"])):
                told, real = ([event], []) if column == "told" else ([], [event])
                rows.append(self._row("event", event, told, real))
        return rows

    def _row(
        self, kind: Literal["counterpart", "event"], node: NamedNode, told: Sequence[NamedNode], real: Sequence[NamedNode]
    ) -> Row:
        sides = [tuple(self._event(each) for each in side) for side in (told, real)]
        label = (*sides[0], *sides[1])[0].label
        events = [*told, *real]
        told_side, real_side = (Side(HAPPENED if side else UNMENTIONED, side) for side in sides)
        return Row(
            kind=kind,
            iri=node.value,
            curie=self.facts.curie(node),
            label=label,
            told=told_side,
            real=real_side,
            follows_from=self._chain((), (cause for event in events for cause in self.causes.get(event, ()))),
            led_to=self._chain((), (effect for event in events for effect in self._effects(event))),
        )

    def _divergence(self, node: NamedNode, values: Values) -> Row:
        kinds = set(nodes(values["kind"]))
        sides = [*nodes(values["fictionalSide"]), *nodes(values["realSide"])]
        told = [self._event(each) for each in nodes(values["fictionalSide"])]
        real = [self._event(each) for each in nodes(values["realSide"])]
        absence = self._citations(Triple(node, fam("kind"), kind) for kind in nodes(values["kind"]))
        told_state = NOT if kinds & _ABSENT_IN_STORY else UNMENTIONED
        real_state = NOT if kinds & _ABSENT_IN_HISTORY else UNMENTIONED
        never = _NEVER_IN_STORY in kinds
        return Row(
            kind="divergence",
            iri=node.value,
            curie=self.facts.curie(node),
            label=self.facts.labels[node],
            told=_side(told, NOT if never else HAPPENED if told else told_state, absence),
            real=_side(real, HAPPENED if real else real_state, absence),
            difference=", ".join(sorted(self.facts.labels[kind] for kind in kinds)),
            fields=tuple(sorted((self.fields[f] for f in nodes(values["field"]) if f in self.fields), key=lambda f: f.rank)),
            moment=moment_of(values),
            follows_from=self._chain(nodes(values["followsFrom"]), (c for each in sides for c in self.causes.get(each, ()))),
            led_to=self._chain(self.effects.get(node, []), (e for each in sides for e in self._effects(each))),
        )

    def _event(self, node: NamedNode) -> Event:
        values = self.happenings.get(node, {})
        moment = moment_of(values)
        world = next((self.facts.labels[world] for world in self._worlds(node)), "")
        return Event(
            iri=node.value,
            curie=self.facts.curie(node),
            label=_without(self.facts.labels[node], world),
            world=world,
            kinds=tuple(sorted(self.facts.labels[kind] for kind in nodes(values.get("kind", ())))),
            moment=moment,
            standing=moment.standing(self.day) if self.day else "",
            caused_by=self._links(self.causes.get(node, ())),
            led_to=self._links(self._effects(node)),
            citations=self._citations(self.about.get(node, ())),
        )

    def _effects(self, event: NamedNode) -> list[NamedNode]:
        return nodes(self.happenings.get(event, {}).get("ledTo", ()))

    def _worlds(self, event: NamedNode) -> list[NamedNode]:
        return nodes(self.happenings.get(event, {}).get("inWorld", ()))

    def _column(self, event: NamedNode) -> str:
        worlds = set(self._worlds(event))
        return "told" if worlds & set(self.told) else "real" if worlds & set(self.real) else ""

    def _links(self, things: Iterable[NamedNode]) -> tuple[Link, ...]:
        found = {Link(self.facts.curie(thing), self.facts.labels[thing]) for thing in things}
        return tuple(sorted(found, key=lambda link: (link.label, link.curie)))

    def _chain(self, points: Sequence[NamedNode], events: Iterable[NamedNode]) -> tuple[Link, ...]:
        """Divergence points, and events that are no side of one of them: what is said once is not said again."""
        sides = {side for point in points for name in ("fictionalSide", "realSide") for side in self._of(point, name)}
        return self._links([*points, *(event for event in events if event not in sides)])

    def _of(self, point: NamedNode, name: str) -> list[NamedNode]:
        return nodes(self.divergences.get(point, {}).get(name, ()))

    def _triples(self) -> Iterable[Triple]:
        """The facts that put an event on its side: that it is one of a divergence, when it was, and its counterpart."""
        for node, values in self.divergences.items():
            for name in ("fictionalSide", "realSide", "kind"):
                yield from (Triple(node, fam(name), value) for value in values[name])
        for node, values in self.happenings.items():
            for name in ("counterpart", "kind", *_TIMES):
                yield from (Triple(node, fam(name), value) for value in values[name])

    def _citations(self, triples: Iterable[Triple]) -> tuple[Citation, ...]:
        """The sources of some facts, each once."""
        found: dict[str, Citation] = {}
        for triple in triples:
            for citation in self.cited.get(triple, ()):
                found.setdefault(citation.source, citation)
        return tuple(sorted(found.values(), key=lambda c: (c.date or "9999", c.publisher, c.source)))


def _side(events: Sequence[Event], state: State, absence: tuple[Citation, ...]) -> Side:
    return Side(state, tuple(events), absence if state == NOT else ())


def _without(label: str, world: str) -> str:
    """The label without its world's name in brackets at the end, which the column's head says."""
    suffix = f" ({world})"
    return label[: -len(suffix)] if world and label.lower().endswith(suffix.lower()) else label
