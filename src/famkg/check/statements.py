"""Rules about single claims: declared terms, the right things on both sides, literals that can be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from famkg.check.findings import Fault, rule
from famkg.check.reading import Claim, claims_in
from famkg.dates import bounds
from famkg.plain import HIDDEN
from famkg.terms import CONCEPT, DATE, EDTF, FAM, RDF_OBJECT, TYPE, VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.check.context import Context

__all__ = ["RULES"]

_XSD = VOCABULARY_PREFIXES["xsd"]
_CONCEPT_CLASS = NamedNode(VOCABULARY_PREFIXES["skos"] + "Concept")
_LANG_STRING = NamedNode(VOCABULARY_PREFIXES["rdf"] + "langString")
_COMPUTED = (fam("earliest"), fam("latest"))


@rule("undeclared-term")
def undeclared_term(context: Context) -> Iterator[Fault]:
    """A misspelt or unknown term makes a claim or a record that no query finds. A predicate of ours must be declared in
    ontology/famkg.ttl, one of another vocabulary taken up by ontology/shapes.ttl; a class must be declared. Mend the
    name, or add the term as ontology/README.md tells.
    """
    vocabulary = context.vocabulary
    described = (each for each in context.upkeep if each.predicate.value.startswith(FAM))
    for claim in (*context.stated, *context.records, *described):
        if claim.predicate == TYPE:
            if claim.object not in vocabulary.ancestry:
                yield Fault(context.at_claim(claim), f"class {context.curie(claim.object)} is not declared", claim.subject)
        elif not vocabulary.declares(claim.predicate):
            message = f"property {context.curie(claim.predicate)} is not declared"
            yield Fault(context.at_claim(claim), message, claim.subject, claim.predicate)


@rule("computed-property")
def computed_property(context: Context) -> Iterator[Fault]:
    """fam:earliest and fam:latest are computed from a node's times. State fam:when, fam:from, fam:until or
    fam:setDuring instead.
    """
    for claim in context.stated:
        if claim.predicate in _COMPUTED:
            message = f"{context.curie(claim.predicate)} is computed; state the time as EDTF"
            yield Fault(context.at_claim(claim), message, claim.subject, claim.predicate)


@rule("domain")
def domain(context: Context) -> Iterator[Fault]:
    """A property belongs to the things of its rdfs:domain. Mend the subject or its class, or use another property."""
    for claim in context.stated:
        wanted = context.vocabulary.domains.get(claim.predicate)
        kind = context.claims.types.get(claim.subject)
        if wanted is not None and not context.vocabulary.is_a(kind, wanted):
            message = (
                f"{context.curie(claim.predicate)} belongs to {context.curie(wanted)}; "
                f"{context.curie(claim.subject)} is {context.curie(kind)}"
            )
            yield Fault(context.at_claim(claim), message, claim.subject, claim.predicate)


@rule("range")
def range_(context: Context) -> Iterator[Fault]:
    """A property takes what its rdfs:range says: a thing of a class, a concept, or a literal of a datatype. Mend the
    object, or use another property.
    """
    for claim in context.stated:
        wanted = context.vocabulary.ranges.get(claim.predicate)
        if wanted is None or _fits(context, claim, wanted):
            continue
        found = context.curie(claim.object)
        if isinstance(claim.object, NamedNode) and (kind := context.claims.types.get(claim.object)):
            found += f", which is {context.curie(kind)}"
        message = f"{context.curie(claim.predicate)} takes {context.curie(wanted)}, not {found}"
        yield Fault(context.at_claim(claim), message, claim.subject, claim.predicate)


def _fits(context: Context, claim: Claim, wanted: NamedNode) -> bool:
    value = claim.object
    if wanted in context.vocabulary.ancestry:
        return isinstance(value, NamedNode) and context.vocabulary.is_a(context.claims.types.get(value), wanted)
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
    for claim in _everything(context):
        for term in (claim.subject, claim.object):
            if isinstance(term, NamedNode) and term.value.startswith(CONCEPT) and term not in defined:
                message = f"{context.curie(term)} is not defined in ontology/concepts.ttl"
                yield Fault(context.at_claim(claim), message, claim.subject, claim.predicate)


@rule("literal")
def literal(context: Context) -> Iterator[Fault]:
    """A literal must be one that every engine reads alike: a day that exists, a time in EDTF (level 1 and one-of sets), a
    number, a text without hidden characters, each in its canonical form, since stores rewrite others (2.60 to 2.6) and the
    claim would no longer be the one that was stated. Write it as the message says.
    """
    stated = [(claim, claim.object) for claim in _everything(context) if isinstance(claim.object, Literal)]
    store = Store()
    store.extend(Quad(*claim) for claim, _ in stated)
    kept = set(claims_in(store))
    for claim, value in stated:
        if fault := _fault_of(value):
            yield Fault(context.at_claim(claim), fault, claim.subject, claim.predicate)
        elif claim not in kept:
            alone = Store()
            alone.add(Quad(*claim))
            message = f"{value} is not canonical; write {next(iter(alone)).object}"
            yield Fault(context.at_claim(claim), message, claim.subject, claim.predicate)


def _fault_of(value: Literal) -> str:
    if hidden := HIDDEN.search(value.value):
        return f"a hidden character, U+{ord(hidden[0]):04X}; remove it"
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


def _everything(context: Context) -> Iterator[Claim]:
    """Every claim, and what the register, the records and the dataset's own description say; what a judgement quotes
    is checked where it is claimed.
    """
    yield from context.stated
    yield from context.register
    yield from (record for record in context.records if record.predicate != RDF_OBJECT)
    yield from context.upkeep


RULES = (undeclared_term, computed_property, domain, range_, undefined_concept, literal)
