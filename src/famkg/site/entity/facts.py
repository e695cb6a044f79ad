"""What a page tells of one thing: its facts in reading order, each with its notes, and what else names it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pyoxigraph import NamedNode, Triple

from famkg.site.entity.joined import BOUNDS, Joins
from famkg.site.entity.kinship import kinships
from famkg.site.entity.outline import EMPLOYED, FIRST, INVERSE, OUTSIDE, SECTIONS, Entry
from famkg.site.entity.roles import Roles
from famkg.site.entity.rows import MOST, Group, Row, Table, Told, Value, factored, is_announced
from famkg.site.entity.wording import EVENTS, in_order, is_other, natural, plural, span, word, words
from famkg.site.marks import Notes
from famkg.terms import ALT_LABEL, HIDDEN_LABEL, PREF_LABEL, TYPE, VOCABULARY_PREFIXES, fam

__all__ = ["Facts"]

_SKOS = VOCABULARY_PREFIXES["skos"]
_APART = frozenset(
    {TYPE, PREF_LABEL, ALT_LABEL, HIDDEN_LABEL, fam("displayName"), fam("inWorld"), fam("counterpart"), *BOUNDS, *OUTSIDE}
    | {NamedNode(_SKOS + "topConceptOf"), NamedNode(_SKOS + "definition"), fam("degree")}
)
"""What stands elsewhere on the page, or says nothing to people."""

_WITH_SECTION = frozenset(entry.predicate for section in SECTIONS for entry in section.entries if entry.way == "out")
_APPEARS, _IN_WORLD, _KIND, _ROLE = (fam(name) for name in ("appearsIn", "inWorld", "kind", "role"))
_AGENT, _ORGANIZATION, _RELATED = (fam(name) for name in ("agent", "organization", "relatedTo"))
_RELATIONSHIP, _POST = fam("Relationship"), fam("Post")


class Facts:
    """The facts about one thing; asking for them in the page's order numbers its notes so.

    ``own`` has its facts by property, ``towards`` those of named things that name it, ``roles`` the role nodes that do, by
    their class and the property.
    """

    def __init__(self, joins: Joins, thing: NamedNode, notes: Notes) -> None:
        self.reading = joins.reading
        self.joins = joins
        self.thing = thing
        self.notes = notes
        self.kind = self.reading.classes.get(thing)
        self.own: dict[NamedNode, list[Triple]] = defaultdict(list)
        for triple in self.reading.facts.get(thing, ()):
            self.own[triple.predicate].append(triple)
        self.towards: dict[NamedNode, list[Triple]] = defaultdict(list)
        self.roles: dict[tuple[NamedNode, NamedNode], list[NamedNode]] = defaultdict(list)
        for triple in self.reading.towards.get(thing, ()):
            subject = triple.subject
            assert isinstance(subject, NamedNode)
            if subject not in joins.roles:
                self.towards[triple.predicate].append(triple)
            elif triple not in self.reading.inferred:
                self.roles[self.reading.classes[subject], triple.predicate].append(subject)
        ties = joins.ties.get(thing, {})
        self._through_roles = {other for other, by in ties.items() if any(isinstance(each, NamedNode) for each in by)}
        self._links = set(self.towards) - {fam("counterpart")}
        self._role_links = set(self.roles)

    def first(self) -> tuple[Row, ...]:
        """The facts that the page begins with: all that has no section of its own."""
        mine = [predicate for predicate in self.own if predicate not in _WITH_SECTION | _APART]
        mine.sort(key=lambda p: (FIRST.index(p) if p in FIRST else len(FIRST), p.value))
        return tuple(self._rows(mine))

    def sections(self) -> tuple[Told, ...]:
        """What follows, in order, without what is empty."""
        found = [self._told(section.title, section.entries) for section in SECTIONS]
        return tuple(told for told in found if told.tables or told.rows)

    def _told(self, title: str, entries: Sequence[Entry]) -> Told:
        tables: list[Table] = []
        rows: list[Row] = []
        roles = Roles(self.joins, self.thing, self.notes)
        for entry in entries:
            if entry.kind is not None:
                self._role_links.discard((entry.kind, entry.predicate))
                nodes = self._nodes(entry.kind, entry.predicate)
                if entry.kind == _RELATIONSHIP:
                    if entry.predicate == _AGENT:
                        rows += kinships(roles, bears=nodes, named=self._nodes(_RELATIONSHIP, _RELATED))
                    continue
                employed = [n for n in nodes if entry.kind == _POST and {EMPLOYED} == set(self.reading.objects(n, _ROLE))]
                offices = [node for node in nodes if node not in employed]
                if offices:
                    tables.append(roles.table(entry.kind, offices, towards=entry.predicate))
                if employed:
                    end = _ORGANIZATION if entry.predicate == _AGENT else _AGENT
                    pairs = ((other, node) for node in employed for other in self.reading.objects(node, end))
                    rows.append(Row(entry.title, (Group(roles.joined(pairs)),)))
            elif entry.way == "in":
                self._links.discard(entry.predicate)
                rows += self._naming(entry, title)
            else:
                rows += self._rows([entry.predicate])
        return Told(title, tuple(tables), tuple(rows))

    def _nodes(self, kind: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        return list(dict.fromkeys(self.roles.get((kind, predicate), ())))

    def follows(self) -> tuple[Row, ...]:
        """What rules conclude from role nodes that the page tells in full."""
        mine = ([t for t in self.own[p] if self._is_shadow(t)] for p in sorted(self.own, key=str) if p not in _APART)
        return tuple(self._row(triples) for triples in mine if triples)

    def links(self) -> tuple[Row, ...]:
        """What else names the thing, by property: things, and role nodes by their titles."""
        named = ((predicate, INVERSE.get(predicate) or word(self.reading, predicate)) for predicate in self._links)
        rows = [row for predicate, title in sorted(named, key=str) if (row := self.naming(predicate, title))]
        by_kind = [kind for kind, _ in self._role_links]
        for kind, predicate in sorted(self._role_links, key=str):
            nodes = dict.fromkeys(self.roles[kind, predicate])
            values = sorted((Value(self.joins.title(node), node) for node in nodes), key=lambda value: natural(value.text))
            label = plural(self.reading.labels[kind])
            label += f", {word(self.reading, predicate, kind)}" if by_kind.count(kind) > 1 else ""
            rows.append(Row(label, (Group(tuple(values[:MOST]), left=max(0, len(values) - MOST)),)))
        return tuple(rows)

    def row_of(self, predicate: NamedNode) -> Row | None:
        """One property of the thing."""
        return self._row(self.own[predicate]) if self.own.get(predicate) else None

    def naming(self, predicate: NamedNode, title: str) -> Row | None:
        """The things that name this one by a property."""
        told = [(t, t.subject) for t in self.towards.get(predicate, ()) if not self._is_told_otherwise(t)]
        return Row(title, self._groups(told)) if told else None

    def _naming(self, entry: Entry, title: str) -> Iterator[Row]:
        """The same as rows of a section: of what can be much, a row a class."""
        if entry.predicate not in (_APPEARS, _IN_WORLD):
            row = self.naming(entry.predicate, entry.title or title)
            if row is not None:
                yield row
            return
        kinds: dict[NamedNode, list[tuple[Triple, object]]] = defaultdict(list)
        for triple in self.towards.get(entry.predicate, ()):
            subject = triple.subject
            assert isinstance(subject, NamedNode)
            if subject in self.reading.classes:
                kinds[self.reading.classes[subject]].append((triple, subject))
        for kind in sorted(kinds, key=lambda kind: (-len(kinds[kind]), kind.value)):
            yield Row(plural(self.reading.labels[kind]), self._groups(kinds[kind]))

    def _rows(self, predicates: Iterable[NamedNode]) -> Iterator[Row]:
        for predicate in predicates:
            told = [t for t in self.own.get(predicate, ()) if not self._is_shadow(t) and not self._is_idle(t)]
            if told:
                yield self._row(told)

    def _row(self, triples: Sequence[Triple]) -> Row:
        return Row(word(self.reading, triples[0].predicate, self.kind), self._groups([(t, t.object) for t in triples]))

    def _is_shadow(self, triple: Triple) -> bool:
        """Whether a conclusion repeats what a role node on the page says."""
        return triple in self.reading.inferred and triple.predicate != _APPEARS and triple.object in self._through_roles

    def _is_idle(self, triple: Triple) -> bool:
        """Whether a fact tells people nothing: that its kind is none of the others."""
        return triple.predicate == _KIND and is_other(triple.object)

    def _is_told_otherwise(self, triple: Triple) -> bool:
        """Whether a conclusion about another thing is told here through a role node, or the other way round."""
        if triple not in self.reading.inferred:
            return False
        return triple.subject in self._through_roles or any(t.object == triple.subject for t in self.own[triple.predicate])

    def _groups(self, told: Iterable[tuple[Triple, object]]) -> tuple[Group, ...]:
        """Values, each with the fact that gives it: what is stated, then what each rule concludes."""

        def rule(pair: tuple[Triple, object]) -> str:
            step = self.reading.support.steps.get(pair[0])
            return step.rule if step is not None else ""

        found = []
        ordered = sorted(told, key=lambda pair: (rule(pair), in_order(self.reading, pair[1]), str(pair[0])))
        for by, pairs in groupby(ordered, key=rule):
            alike = list(pairs)
            values = tuple(self._value(triple, value) for triple, value in alike[:MOST])
            found.append(factored(Group(values, by, left=max(0, len(alike) - MOST))))
        return tuple(found)

    def _value(self, triple: Triple, value: object) -> Value:
        citations = self.joins.cited(triple)
        thing = value if isinstance(value, NamedNode) else None
        is_event = thing is not None and self.reading.classes.get(thing) in EVENTS
        return Value(
            text=words(self.reading, value),
            thing=thing,
            aside=span(self.reading, thing) if thing is not None and is_event else "",
            notes=self.notes.numbers(citations),
            announced=is_announced(citations),
        )
