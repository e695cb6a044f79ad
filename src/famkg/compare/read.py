"""Rows of two histories from a compiled dataset: divergences joined, counterparts joined, the rest on its own.

The worlds are found, not named: a told world is one that a show is set in, and it is compared with the worlds that its
divergence points join it to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from pyoxigraph import Literal as Value
from pyoxigraph import NamedNode, Triple

from famkg.compare.facts import Facts, concept, moment_of, nodes
from famkg.compare.model import HAPPENED, NOT, UNMENTIONED, Comparison, Event, Field, Link, Row, Side, State
from famkg.compare.moments import day_of
from famkg.dates import Bounds
from famkg.errors import UnknownNameError
from famkg.query.evidence import Citation
from famkg.query.names import fold
from famkg.terms import fam

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph

__all__ = ["compare"]

_TIMES = ("when", "from", "until")
_DIVERGENCE = ("fictionalSide", "realSide", "kind", "field", "followsFrom", *_TIMES)
_ABSENT_IN_STORY = {concept("divergence-did-not-happen"), concept("divergence-survived")}
_ABSENT_IN_HISTORY = {concept("divergence-happened"), concept("divergence-died")}
"""Kinds that say of a side without an event that it did not happen there; their definitions stand in the ontology."""
_NEVER_IN_STORY = concept("divergence-did-not-happen")
_BEGUN = ("current", "past", "perhaps")

Values = Mapping[str, Sequence[NamedNode | Value]]


def compare(kg: KnowledgeGraph, *, at: str | None = None, field: str | None = None) -> Comparison:
    """Both histories side by side.

    ``at`` (a year, month or day) keeps what had happened by then and adds posts and lives; ``field`` (a name or CURIE)
    keeps the divergence points of one field. Raises UsageError for a wrong date, UnknownNameError for an unknown field.
    """
    day = day_of(at) if at else None
    facts = Facts(kg)
    fields = _fields(facts)
    wanted = _field(facts, fields, field) if field else None
    reader = _Reader(facts, fields, day)
    rows = reader.rows()
    if wanted:
        rows = [row for row in rows if wanted in row.fields]
    if day:
        rows = [row for row in rows if _is_of_then(row)]
    used = {each for row in rows for each in row.fields}
    comparison = Comparison(
        told=tuple(facts.labels[world] for world in reader.told),
        real=tuple(facts.labels[world] for world in reader.real),
        rows=tuple(sorted(rows, key=_order)),
        fields=tuple(sorted(used, key=lambda each: each.rank)),
        seen=kg.seen,
        at=at or "",
        field=wanted.label if wanted else "",
    )
    if day is None:
        return comparison
    from famkg.compare.state import lives_at, posts_at

    posts = posts_at(facts, day)
    return replace(
        comparison,
        told_posts=tuple(post for world in reader.told for post in posts.get(world, ())),
        real_posts=tuple(post for world in reader.real for post in posts.get(world, ())),
        lives=tuple(lives_at(facts, day, set(reader.told), set(reader.real))),
    )


def _fields(facts: Facts) -> dict[NamedNode, Field]:
    found = facts.scheme(concept("field"))
    return {node: Field(facts.curie(node), label, rank) for rank, (node, label) in enumerate(found)}


def _field(facts: Facts, fields: Mapping[NamedNode, Field], name: str) -> Field:
    for each in fields.values():
        if name == each.curie or fold(name) == fold(each.label):
            return each
    labels = [each.label for each in fields.values()]
    raise UnknownNameError("field", name, labels, hint="one of " + ", ".join(labels))


def _is_of_then(row: Row) -> bool:
    """Whether something of the row had begun by the date asked for, or nothing tells when any of it did."""
    standings = {event.standing for event in row.events}
    return bool(standings & set(_BEGUN)) or standings <= {"undated"}


def _order(row: Row) -> tuple[bool, str, str, str, str]:
    moment = row.first
    return (not moment.is_dated, str(moment.first), str(moment.last), row.label, row.iri)


class _Reader:
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
        """All rows, unsorted: each event of a compared world stands in one at least."""
        rows = [self._divergence(node, values) for node, values in self.divergences.items()]
        placed = {event.iri for row in rows for event in row.events}
        together = {(a.iri, b.iri) for row in rows for a in row.told.events for b in row.real.events}
        for event, values in self.happenings.items():
            for model in nodes(values["counterpart"]):
                if self._column(event) == "told" and self._column(model) == "real" and (event.value, model.value) not in together:
                    rows.append(self._row("counterpart", event, [event], [model]))
                    placed |= {event.value, model.value}
        for event in self.happenings:
            column = self._column(event)
            if column and event.value not in placed:
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
