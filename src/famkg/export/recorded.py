"""The tables of evidence: sources, their passages, what these claim, how that was judged, and what is complete."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from famkg.export.holdings import Holdings, day, joined, one, slug
from famkg.export.tables import Row
from famkg.terms import (
    ALTERNATE_OF,
    DATE_PUBLISHED,
    DERIVED_FROM,
    DESCRIPTION,
    PUBLISHER,
    QUOTED_FROM,
    RDF_OBJECT,
    RDF_PREDICATE,
    RDF_SUBJECT,
    TITLE,
    URL,
    VOCABULARY_PREFIXES,
    fam,
)

__all__ = ["claims", "coverage", "judgements", "passages", "sources"]

_CHECKED = NamedNode(VOCABULARY_PREFIXES["dcterms"] + "date")


def sources(held: Holdings) -> Iterable[Row]:
    """The sources."""
    known = held.records("Source")
    for source, said in known.items():
        others = [other for other in said.get(ALTERNATE_OF, ()) if other in known]
        yield (
            held.id(source),
            one(said, PUBLISHER),
            day(one(said, DATE_PUBLISHED)),
            one(said, TITLE),
            one(said, URL),
            slug(one(said, fam("tier"))),
            held.id(others[0]) if others else None,
        )


def passages(held: Holdings) -> Iterable[Row]:
    """The passages of sources that may be known."""
    from_ = held.records("Source")
    for passage, said in held.records("Passage").items():
        source = next((each for each in said.get(DERIVED_FROM, ()) if each in from_), None)
        yield (
            held.id(passage),
            None if source is None else held.id(source),
            one(said, fam("locator")),
            slug(one(said, fam("status"))),
            slug(one(said, fam("tier")) or one(from_.get(source, {}), fam("tier"))),
            one(said, QUOTED_FROM),
            held.stamps(said),
        )


def claims(held: Holdings) -> Iterable[Row]:
    """What each passage states, and the fact that it makes."""
    known = held.records("Passage")
    stated = (quad for quad in held.stated if quad.graph_name in known)
    for number, quad in enumerate(stated, 1):
        said = held.value(quad.object, known=False)
        yield (
            number,
            held.id(quad.graph_name),
            held.id(quad.subject),
            held.id(quad.predicate),
            *(said.thing, said.text, said.datatype, said.language),
            held.numbers.get(quad.triple),
        )


def judgements(held: Holdings) -> Iterable[Row]:
    """The judgements."""
    known = held.records("Passage")
    for judgement, said in held.records("Judgement").items():
        subject, predicate, judged = (next(iter(said.get(p, ())), None) for p in (RDF_SUBJECT, RDF_PREDICATE, RDF_OBJECT))
        value = None if judged is None else held.value(judged, known=False)
        where = [passage for passage in said.get(fam("inPassage"), ()) if passage in known]
        yield (
            held.id(judgement),
            slug(one(said, fam("verdict"))),
            one(said, DESCRIPTION),
            joined(map(held.id, said.get(fam("judges"), ()))),
            None if subject is None else held.id(subject),
            None if predicate is None else held.id(predicate),
            None if value is None else value.thing or value.text,
            held.id(where[0]) if where else None,
            held.stamps(said),
        )


def coverage(held: Holdings) -> Iterable[Row]:
    """What is complete."""
    for record, said in held.records("Coverage").items():
        through = joined(map(held.id, said.get(fam("completeThrough"), ())))
        yield held.id(record), one(said, fam("area")), through, one(said, fam("missing")), day(one(said, _CHECKED))
