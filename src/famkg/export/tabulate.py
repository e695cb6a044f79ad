"""From a compiled dataset to tables: entities, names and facts, evidence, and the network of the facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from famkg.export import columns, recorded
from famkg.export.holdings import Holdings, day, one
from famkg.export.tables import Cell, Row, Table
from famkg.export.values import in_one_text
from famkg.terms import (
    ALT_LABEL,
    DESCRIPTION,
    FAM,
    HIDDEN_LABEL,
    LICENSE,
    PREF_LABEL,
    TITLE,
    TYPE,
    VOCABULARY_PREFIXES,
    fam,
)

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph
    from famkg.network.model import Network

__all__ = ["tabulate"]

_NAMES = {PREF_LABEL: "preferred", ALT_LABEL: "alternative", HIDDEN_LABEL: "misspelling"}
_DEFINITION = NamedNode(VOCABULARY_PREFIXES["skos"] + "definition")
_MODIFIED = NamedNode(VOCABULARY_PREFIXES["dcterms"] + "modified")
_DATASET = NamedNode("http://rdfs.org/ns/void#Dataset")


def tabulate(kg: KnowledgeGraph) -> dict[str, Table]:
    """The tables of a dataset by name, each before those that refer to it."""
    held, network = Holdings(kg), kg.network(columns.VIEW)
    made: Iterable[tuple[columns.Shape, Iterable[Row]]] = (
        (columns.ABOUT, _about(held)),
        (columns.ENTITIES, _entities(held)),
        (columns.NAMES, _names(held)),
        (columns.PROPERTIES, _properties(held)),
        (columns.FACTS, _facts(held)),
        (columns.SOURCES, recorded.sources(held)),
        (columns.PASSAGES, recorded.passages(held)),
        (columns.CLAIMS, recorded.claims(held)),
        (columns.JUDGEMENTS, recorded.judgements(held)),
        (columns.COVERAGE, recorded.coverage(held)),
        (columns.NODES, _nodes(held, network)),
        (columns.EDGES, _edges(held, network)),
    )
    return {shape.name: Table(shape.name, shape.summary, shape.columns, _sorted(rows)) for shape, rows in made}


def _sorted(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: row[0]))  # type: ignore[arg-type,return-value]


def _about(held: Holdings) -> Iterable[Row]:
    said = next((each for each in held.evidence.values() if _DATASET in each.get(TYPE, ())), {})
    for name, predicate in (
        *(("title", TITLE), ("description", DESCRIPTION)),
        *(("license", LICENSE), ("modified", _MODIFIED)),
    ):
        if predicate in said:
            yield name, one(said, predicate)
    yield "seen", held.kg.seen or "what was pushed to the store"


def _entities(held: Holdings) -> Iterable[Row]:
    for thing, said in held.known.items():
        classes = sorted(said.get(TYPE, ()), key=lambda c: (not str(c).startswith(f"<{FAM}"), str(c)))
        worlds = [world for world in said.get(fam("inWorld"), ()) if world in held.known]
        yield (
            held.id(thing),
            thing.value if isinstance(thing, NamedNode) else None,
            held.name(thing, said),
            held.id(classes[0]) if classes else None,
            held.labels[classes[0]] if classes else None,
            held.id(worlds[0]) if worlds else None,
            day(one(said, fam("earliest"))),
            day(one(said, fam("latest"))),
        )


def _names(held: Holdings) -> Iterable[Row]:
    named = (quad for quad in held.facts if quad.predicate in _NAMES and isinstance(quad.object, Literal))
    for number, quad in enumerate(named, 1):
        text = quad.object
        assert isinstance(text, Literal)
        yield number, held.id(quad.subject), text.value, _NAMES[quad.predicate], text.language


def _properties(held: Holdings) -> Iterable[Row]:
    for used in {quad.predicate for quad in (*held.facts, *held.stated)}:
        definition = one(held.ontology.get(used, {}), _DEFINITION)
        yield held.id(used), used.value, held.labels[used], definition


def _facts(held: Holdings) -> Iterable[Row]:
    for number, quad in enumerate(held.facts, 1):
        said = held.value(quad.object)
        yield (
            number,
            held.id(quad.subject),
            held.id(quad.predicate),
            *(said.thing, said.text, said.datatype, said.language),
            quad.triple in held.inferred,
        )


def _nodes(held: Holdings, network: Network) -> Iterable[Row]:
    for node, data in network.nodes(data=True):
        first, last = _bounds(data["spans"])
        yield _node(held, network, node), data["label"], data["kind"], data["world"] or None, first, last


def _edges(held: Holdings, network: Network) -> Iterable[Row]:
    found = sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3])
    for number, (start, end, _, data) in enumerate(found, 1):
        yield (
            number,
            *(_node(held, network, start), _node(held, network, end), data["predicate"], data["label"]),
            *_bounds(data["spans"]),
            data["inferred"],
            data["symmetric"],
            in_one_text(data["facts"]) or None,
            in_one_text(data["sources"]) or None,
        )


def _node(held: Holdings, network: Network, curie: str) -> str:
    return held.id(NamedNode(network.nodes[curie]["iri"]))


def _bounds(spans: Iterable[tuple[str, str]]) -> tuple[Cell, Cell]:
    """The first and last day of several spans, None where an end is open."""
    starts, ends = [first for first, _ in spans], [last for _, last in spans]
    return day(min(starts)) if starts and all(starts) else None, day(max(ends)) if ends and all(ends) else None
