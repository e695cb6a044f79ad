"""Rules about single claims: declared terms, the right things on both sides, literals that can be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from famkg.check.findings import Fault, rule
from famkg.dates import bounds
from famkg.terms import CONCEPT, DATE, EDTF, TYPE, VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.check.context import Context

__all__ = ["RULES"]

_XSD = VOCABULARY_PREFIXES["xsd"]
_CONCEPT_CLASS = NamedNode(VOCABULARY_PREFIXES["skos"] + "Concept")
_LANG_STRING = NamedNode(VOCABULARY_PREFIXES["rdf"] + "langString")
_COMPUTED = (fam("earliest"), fam("latest"))


@rule("undeclared-term")
def undeclared_term(context: Context) -> Iterator[Fault]:
    """A misspelt or unknown term makes a claim that no query finds. A predicate of ours must be declared in
    ontology/famkg.ttl, one of another vocabulary taken up by ontology/shapes.ttl; a class must be declared. Mend the
    name, or add the term as ontology/README.md tells.
    """
    vocabulary = context.vocabulary
    for quad in context.claims.quads:
        if quad.predicate == TYPE:
            if quad.object not in vocabulary.ancestry:
                yield Fault(context.at_claim(quad), f"class {context.curie(quad.object)} is not declared", quad.subject)
        elif not vocabulary.declares(quad.predicate):
            message = f"property {context.curie(quad.predicate)} is not declared"
            yield Fault(context.at_claim(quad), message, quad.subject, quad.predicate)


@rule("computed-property")
def computed_property(context: Context) -> Iterator[Fault]:
    """fam:earliest and fam:latest are computed from a node's times. State fam:when, fam:from, fam:until or
    fam:setDuring instead.
    """
    for quad in context.claims.quads:
        if quad.predicate in _COMPUTED:
            message = f"{context.curie(quad.predicate)} is computed; state the time as EDTF"
            yield Fault(context.at_claim(quad), message, quad.subject, quad.predicate)


@rule("domain")
def domain(context: Context) -> Iterator[Fault]:
    """A property belongs to the things of its rdfs:domain. Mend the subject or its class, or use another property."""
    for quad in context.claims.quads:
        wanted = context.vocabulary.domains.get(quad.predicate)
        kind = context.claims.types.get(quad.subject)
        if wanted is not None and kind is not None and not context.vocabulary.is_a(kind, wanted):
            message = (
                f"{context.curie(quad.predicate)} belongs to {context.curie(wanted)}; "
                f"{context.curie(quad.subject)} is {context.curie(kind)}"
            )
            yield Fault(context.at_claim(quad), message, quad.subject, quad.predicate)


@rule("range")
def range_(context: Context) -> Iterator[Fault]:
    """A property takes what its rdfs:range says: a thing of a class, a concept, or a literal of a datatype. Mend the
    object, or use another property.
    """
    for quad in context.claims.quads:
        wanted = context.vocabulary.ranges.get(quad.predicate)
        if wanted is None or _fits(context, quad, wanted):
            continue
        found = context.curie(quad.object)
        if isinstance(quad.object, NamedNode) and (kind := context.claims.types.get(quad.object)):
            found += f", which is {context.curie(kind)}"
        message = f"{context.curie(quad.predicate)} takes {context.curie(wanted)}, not {found}"
        yield Fault(context.at_claim(quad), message, quad.subject, quad.predicate)


def _fits(context: Context, quad: Quad, wanted: NamedNode) -> bool:
    value = quad.object
    if wanted in context.vocabulary.ancestry:
        if not isinstance(value, NamedNode):
            return False
        kind = context.claims.types.get(value)
        return kind is None or context.vocabulary.is_a(kind, wanted)  # what has no class is dangling
    if wanted == _CONCEPT_CLASS:
        return isinstance(value, NamedNode) and value.value.startswith(CONCEPT)
    if wanted.value.startswith(_XSD) or wanted in (EDTF, _LANG_STRING):
        return isinstance(value, Literal) and value.datatype == wanted
    return isinstance(value, NamedNode)


@rule("undefined-concept")
def undefined_concept(context: Context) -> Iterator[Fault]:
    """Variety lives in concepts, and a concept that ontology/concepts.ttl does not define has no label and no place in
    a scheme. Mend the name, or define the concept.
    """
    defined = {triple.subject for triple in context.claims.concepts}
    for quad in _everything(context):
        for term in (quad.subject, quad.object):
            if isinstance(term, NamedNode) and term.value.startswith(CONCEPT) and term not in defined:
                message = f"{context.curie(term)} is not defined in ontology/concepts.ttl"
                yield Fault(context.at_claim(quad), message, quad.subject, quad.predicate)


@rule("literal")
def literal(context: Context) -> Iterator[Fault]:
    """A literal must be one that every engine reads alike: a day that exists, a time in EDTF (level 1 and one-of sets), a
    number, each in its canonical form, since stores rewrite others (2.60 to 2.6) and the claim would no longer be the one
    that was stated. Write it as the message says.
    """
    quads = [quad for quad in _everything(context) if isinstance(quad.object, Literal)]
    store = Store()
    store.extend(quads)
    kept = set(store)
    for quad in quads:
        value = quad.object
        assert isinstance(value, Literal)
        if fault := _fault_of(value):
            yield Fault(context.at_claim(quad), fault, quad.subject, quad.predicate)
        elif quad not in kept:
            alone = Store()
            alone.add(quad)
            message = f"{value} is not canonical; write {next(iter(alone)).object}"
            yield Fault(context.at_claim(quad), message, quad.subject, quad.predicate)


def _fault_of(value: Literal) -> str:
    check = _READERS.get(value.datatype)
    if check is None:
        return f"{value} has a datatype that is not in use here" if value.language is None else ""
    try:
        check(value.value)
    except ValueError as fault:
        return str(fault)
    return ""


def _day(text: str) -> None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(f"{text!r} is no xsd:date; write 1983-05-12")
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no day of the calendar") from None


def _matching(pattern: str, name: str) -> Callable[[str], None]:
    def check(text: str) -> None:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"{text!r} is no {name}")

    return check


_READERS: Final[Mapping[NamedNode, Callable[[str], object]]] = {
    NamedNode(_XSD + "string"): str,
    NamedNode(_XSD + "anyURI"): _matching(r"\S+", "xsd:anyURI"),
    NamedNode(_XSD + "boolean"): _matching("true|false", "xsd:boolean"),
    NamedNode(_XSD + "integer"): _matching(r"[+-]?\d+", "xsd:integer"),
    NamedNode(_XSD + "decimal"): _matching(r"[+-]?(\d+(\.\d*)?|\.\d+)", "xsd:decimal"),
    NamedNode(_XSD + "duration"): _matching(
        r"-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?", "xsd:duration"
    ),
    DATE: _day,
    EDTF: bounds,
}
"""What reads a literal of each datatype in use; ValueError says what is wrong."""


def _everything(context: Context) -> Iterator[Quad]:
    """Every claim, and every triple of the register, the records and the dataset's own description."""
    yield from context.claims.quads
    yield from (Quad(*triple) for triple in context.claims.register)
    yield from (Quad(*triple) for triples in context.claims.records.values() for triple in _without_judged(triples))
    yield from (Quad(*triple) for triple in context.claims.upkeep if isinstance(triple.subject, NamedNode))


def _without_judged(triples: tuple[Triple, ...]) -> Iterator[Triple]:
    """The triples of a record; what a judgement quotes is checked where it is claimed."""
    judged = VOCABULARY_PREFIXES["rdf"] + "object"
    return (triple for triple in triples if triple.predicate.value != judged)


RULES = (undeclared_term, computed_property, domain, range_, undefined_concept, literal)
