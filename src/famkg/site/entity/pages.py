"""A page for each thing that has one but sources: its facts, its neighbourhood, what speaks against it, and its notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Triple

from famkg.site.citing import citing
from famkg.site.entity.arcs import draw_arcs
from famkg.site.entity.contested import Contested
from famkg.site.entity.dated import in_order
from famkg.site.entity.facts import Facts
from famkg.site.entity.gist import gist
from famkg.site.entity.joined import Joins
from famkg.site.entity.outline import OUTSIDE
from famkg.site.entity.rows import Value
from famkg.site.entity.wording import local, plural, words
from famkg.site.evidence.saying import Names
from famkg.site.evidence.standing import read_standings
from famkg.site.guide.first import Told, read_told, said_in
from famkg.site.guide.works import Works, read_works
from famkg.site.marks import Notes
from famkg.site.shell import Page
from famkg.site.start.things import kind_page
from famkg.terms import ALT_LABEL, FAM, PREF_LABEL, RDF_OBJECT, RDF_PREDICATE, RDF_SUBJECT, TITLE, VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["pages"]

_DESCRIPTION = NamedNode(VOCABULARY_PREFIXES["dcterms"] + "description")
_DEFINITION = NamedNode(VOCABULARY_PREFIXES["skos"] + "definition")
_CONCEPT = NamedNode(VOCABULARY_PREFIXES["skos"] + "Concept")
_SOURCE, _WORLD, _COUNTERPART, _DEGREE = (fam(name) for name in ("Source", "inWorld", "counterpart", "degree"))
_RECORDS = (fam("Judgement"), fam("Coverage"))
_JUDGED = (RDF_SUBJECT, RDF_PREDICATE, RDF_OBJECT)


@dataclass(frozen=True, slots=True)
class Outside:
    """The same thing elsewhere: an address, or an identifier that is none."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class _Room:
    """What all pages need."""

    reading: Reading
    joins: Joins
    contested: Contested
    names: Names
    works: Works
    told: Mapping[NamedNode, Told]


def pages(reading: Reading) -> Iterator[Page]:
    """The page of each thing, in order of address."""
    standings = read_standings(reading)
    joins = Joins(reading, standings)
    room = _Room(reading, joins, Contested(reading, joins, standings), Names(reading), read_works(reading), read_told(reading))
    for iri in reading.addresses.pages:
        thing = NamedNode(iri)
        kind = reading.classes.get(thing)
        if kind in _RECORDS:
            yield _record(room, thing)
        elif kind != _SOURCE:
            yield _entity(room, thing)


def _entity(room: _Room, thing: NamedNode) -> Page:
    reading = room.reading
    notes = Notes(reading)
    facts = Facts(room.joins, thing, notes)
    first, sections = facts.first(), facts.sections()
    follows = facts.follows()
    unheld = room.contested.about(thing, notes)
    links = facts.links()
    counterparts = [row for row in (facts.row_of(_COUNTERPART), facts.naming(_COUNTERPART, "told version")) if row]
    other_names = _other_names(facts)
    title = room.joins.title(thing)
    if thing in room.joins.roles or reading.classes.get(thing) in (None, _CONCEPT):
        title = title[:1].upper() + title[1:]
    named = reading.value(thing, TITLE) if reading.classes.get(thing) == fam("Episode") else ""
    told = room.told.get(thing)
    about = gist(reading, thing)
    kind = reading.classes.get(thing)
    return _page(
        room,
        thing,
        title=named or title,
        description=_described(reading, thing, about),
        template="entity.html",
        values={
            "code": title if named else "",
            "told": told,
            "told_note": "Somewhere in the season: the sources do not say in which episode." if kind == fam("Season") else "",
            "plural": plural,
            "word": said_in(reading),
            "degree": facts.row_of(_DEGREE),
            "definition": lambda concept: reading.value(concept, _DEFINITION),
            "gist": about,
            "worlds": reading.objects(thing, _WORLD),
            "is_role": thing in room.joins.roles,
            "first": first,
            "parts": sections,
            "counterparts": counterparts,
            "other_names": other_names,
            "follows": follows,
            "unheld": unheld,
            "links": links,
            "years": in_order(room.joins, facts) if thing not in room.joins.roles else (),
            "arcs": draw_arcs(room.joins, thing) if kind is not None and kind.value.startswith(FAM) else None,
            "outside": tuple(_outside(facts)),
            "guide": _guide(room.works, thing),
            "notes": notes.listed,
            "title_of": room.joins.title,
        },
    )


def _record(room: _Room, thing: NamedNode) -> Page:
    """The page of a judgement or of what is said to be covered."""
    reading = room.reading
    notes = Notes(reading)
    told = {t.predicate: t.object for t in reading.evidence[thing]}
    judged = None
    if isinstance(told.get(RDF_SUBJECT), NamedNode):
        judged = Triple(*(told[each] for each in _JUDGED))  # type: ignore[arg-type]
        notes.numbers(reading.citations.get(judged, ()))
    rows = []
    for triple in sorted(reading.evidence[thing], key=lambda t: (local(t.predicate), words(reading, t.object))):
        if triple.predicate in (*_JUDGED, _DESCRIPTION) or local(triple.predicate) == "type":
            continue
        value = triple.object
        each = Value(words(reading, value), value if isinstance(value, NamedNode) else None)
        rows.append((reading.labels[triple.predicate], each))
    kind = reading.labels[reading.classes[thing]]
    subject = told.get(RDF_SUBJECT) or told.get(fam("judges"))
    about = room.names.of(subject) if isinstance(subject, NamedNode) else reading.value(thing, fam("area"))
    about += f", {reading.labels[judged.predicate]}" if judged is not None else ""
    return _page(
        room,
        thing,
        title=f"{kind.capitalize()}: {about}",
        description=reading.value(thing, _DESCRIPTION) or f"{kind.capitalize()} of {about}.",
        template="record.html",
        values={
            "rows": rows,
            "reason": reading.value(thing, _DESCRIPTION),
            "judged": judged,
            "marks": tuple(note.number for note in notes.listed),
            "notes": notes.listed,
        },
    )


def _page(room: _Room, thing: NamedNode, *, title: str, description: str, template: str, values: Mapping[str, Any]) -> Page:
    reading = room.reading
    document = reading.addresses.pages[thing.value]
    kind = reading.classes.get(thing)
    return Page(
        path=f"{document}.html",
        title=title,
        description=description,
        template=template,
        section=_SECTIONS.get(local(kind) if kind is not None else "", ""),
        about=thing,
        alternates={"text/turtle": f"{document}.ttl", "application/ld+json": f"{document}.jsonld"},
        values={
            "thing_": thing,
            "document": document,
            "kind_label": "concept scheme" if kind is None else reading.labels[kind].lower(),
            "kind_page": _kind_page(room, thing),
            "curie": reading.kg.prefixes.shrink(thing.value),
            "names": room.names,
            "citing": citing(reading, thing, title),
            **values,
        },
    )


def _kind_page(room: _Room, thing: NamedNode) -> str:
    """Where things of its kind are listed, or where its class is explained; empty where neither is."""
    kind = room.reading.classes.get(thing)
    if kind is None or not kind.value.startswith(FAM):
        return ""
    return kind_page(kind) if thing in room.joins.named else room.reading.addresses.page(kind.value) or ""


_SECTIONS = {
    "DivergencePoint": "compare.html",
    **dict.fromkeys(("Show", "Season", "Episode"), "guide.html"),
    "Concept": "ontology.html",
    "Judgement": "conflicts.html",
    "Coverage": "about.html",
}


def _described(reading: Reading, thing: NamedNode, about: str) -> str:
    kind = reading.classes.get(thing)
    label = "Concept scheme" if kind is None else reading.labels[kind].capitalize()
    return f"{label}. {about}" if about else f"{label}, with its facts and who says so."


def _other_names(facts: Facts) -> tuple[Value, ...]:
    """What else the thing is called, its first label where it is now called otherwise."""
    reading = facts.reading
    label = reading.labels[facts.thing]
    found: dict[str, Value] = {}
    for predicate in (PREF_LABEL, ALT_LABEL):
        row = facts.row_of(predicate)
        for group in row.groups if row else ():
            found.update((value.text, value) for value in group.values if value.text != label)
    return tuple(found[text] for text in sorted(found))


def _outside(facts: Facts) -> Iterator[Outside]:
    for predicate in OUTSIDE:
        for triple in facts.own.get(predicate, ()):
            value = triple.object
            text = words(facts.reading, value) if isinstance(value, Literal) else getattr(value, "value", "")
            is_address = text.startswith(("https://", "http://"))
            yield Outside(text.partition("://")[2].rstrip("/") if is_address else text, text if is_address else "")


def _guide(works: Works, thing: NamedNode) -> str:
    """Where the guide tells of a work; empty for anything else."""
    for show in works.shows:
        if thing == show.iri:
            return f"guide.html#{show.slug}"
        for season in show.seasons:
            if thing == season.iri:
                return season.page
            for episode in season.episodes:
                if thing == episode.iri:
                    return f"{season.page}#{episode.slug}"
    return ""
