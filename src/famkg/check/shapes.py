"""Rules in SHACL: the shapes over the facts, the style shapes over the ontology."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from famkg.check.findings import Fault, Reach, rule
from famkg.check.reading import DataFile
from famkg.claims.read import CONCEPTS_FILE, ONTOLOGY_FILES
from famkg.terms import TYPE, VOCABULARY_PREFIXES

if TYPE_CHECKING:
    import rdflib

    from famkg.check.context import Context
    from famkg.claims.locate import Place

__all__ = ["RULES"]

_TARGET = NamedNode(VOCABULARY_PREFIXES["sh"] + "targetSubjectsOf")
STYLE_FILE = "style-shapes.ttl"


@dataclass(frozen=True, slots=True)
class _Violation:
    """A result of validation: the node, the property and value where there is one, the shape, its message."""

    node: NamedNode
    path: NamedNode | None
    value: NamedNode | Literal | None
    shape: str
    message: str


@rule("shape", reach=Reach.COMPILED, general=True)
def shape(context: Context) -> Iterator[Fault]:
    """The facts must have the shape that ontology/shapes.ttl describes: which classes bear which properties, how often,
    with what values. The message names the shape and says what to do. A statement that a more special rule has found
    fault with is not reported again.
    """
    data = (*context.facts, *context.claims.upkeep)
    for found in _validate(data, context.claims.shapes, context.claims.ontology):
        yield Fault(_place(context, found), _text(context, found), found.node, found.path)


@rule("ontology-style", general=True)
def ontology_style(context: Context) -> Iterator[Fault]:
    """The vocabulary reads as if one person had written it: one label, one definition, an example, domain and range for
    each term, as ontology/README.md says and ontology/style-shapes.ttl checks. The message says what to do.
    """
    terms = [t for file in context.ontology if file.path.name in (*ONTOLOGY_FILES, CONCEPTS_FILE) for t in _triples(file)]
    styles = [t for file in context.ontology if file.path.name == STYLE_FILE for t in _triples(file)]
    declared = {claim.subject: file.path for file in context.ontology for claim in file.records if claim.predicate == TYPE}
    for found in _validate(terms, styles, ()) if styles else ():
        place = context.at_node(found.node, within=declared.get(found.node))
        yield Fault(place, _text(context, found), found.node, found.path)


def _triples(file: DataFile) -> list[Triple]:
    return [quad.triple for quad in file.quads]


def _place(context: Context, found: _Violation) -> Place:
    path = found.path or _target(context, found)
    if path is not None:
        stating = [claim for claim in context.stated if claim.subject == found.node and claim.predicate == path]
        exact = [claim for claim in stating if claim.object == found.value]
        if exact or (stating and (found.path is None or found.value is None)):
            return context.at_claim((exact or stating)[0])
        if found.value is not None and (place := context.locator.claim(found.node, path, found.value)):
            return place
    return context.at_node(found.node)


def _target(context: Context, found: _Violation) -> NamedNode | None:
    """For a shape that says where properties may stand: the property by which it reached the node."""
    shapes = context.claims.shapes
    targets = {t.object for t in shapes if t.predicate == _TARGET and str(t.subject).endswith(f"#{found.shape}>")}
    return next(
        (claim.predicate for claim in context.stated if claim.subject == found.node and claim.predicate in targets), None
    )


def _text(context: Context, found: _Violation) -> str:
    value = f" {context.curie(found.value)}" if found.value is not None and found.value != found.node else ""
    path = f" {context.curie(found.path)}" if found.path is not None else ""
    return f"{context.curie(found.node)}{path}{value}: {found.message} (shape:{found.shape})"


def _validate(data: Iterable[Triple], shapes: Iterable[Triple], ontology: Iterable[Triple]) -> Iterator[_Violation]:
    """What SHACL Core finds, each violation once, in a stable order."""
    import pyshacl
    import rdflib

    sh = rdflib.Namespace(VOCABULARY_PREFIXES["sh"])
    with _quiet_rdflib():
        conforms, report, _ = pyshacl.validate(
            _graph(data),
            shacl_graph=_graph(shapes),
            ont_graph=_graph(ontology),
            inference="none",
            advanced=False,
            meta_shacl=False,
        )
    if conforms or not isinstance(report, rdflib.Graph):
        return
    found: dict[tuple[str, ...], _Violation] = {}
    for result in report.objects(None, sh.result):
        node, path, value = (report.value(result, term) for term in (sh.focusNode, sh.resultPath, sh.value))
        source, message = report.value(result, sh.sourceShape), report.value(result, sh.resultMessage)
        if not isinstance(node, rdflib.URIRef):
            continue
        violation = _Violation(
            NamedNode(str(node)),
            NamedNode(str(path)) if isinstance(path, rdflib.URIRef) else None,
            _term(value),
            str(source).rsplit("#", 1)[-1] if isinstance(source, rdflib.URIRef) else "anonymous",
            str(message or ""),
        )
        found[(str(node), str(path), violation.shape, str(value))] = violation
    yield from (found[key] for key in sorted(found))


@contextmanager
def _quiet_rdflib() -> Iterator[None]:
    """Rdflib logs a traceback for each literal that it cannot read; the rule about literals says what is wrong with them."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _graph(triples: Iterable[Triple]) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph()
    graph.parse(data="".join(f"{triple} .\n" for triple in triples), format="nt11")
    return graph


def _term(value: object) -> NamedNode | Literal | None:
    import rdflib

    if isinstance(value, rdflib.URIRef):
        return NamedNode(str(value))
    if isinstance(value, rdflib.Literal):
        if value.language:
            return Literal(str(value), language=value.language)
        return Literal(str(value), datatype=NamedNode(str(value.datatype))) if value.datatype else Literal(str(value))
    return None


RULES = (shape, ontology_style)
