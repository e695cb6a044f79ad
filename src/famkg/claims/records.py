"""From triples to what they record: sources, passages, judgements, the order of episodes, a dataset's declarations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Triple

from famkg.claims.locate import Locator
from famkg.claims.model import Judgement, Passage, Source, Term
from famkg.errors import DataError
from famkg.progress import EpisodeOrder
from famkg.terms import (
    ALTERNATE_OF,
    CONCEPT,
    DATE_PUBLISHED,
    DECLARE,
    DERIVED_FROM,
    DESCRIPTION,
    PUBLISHER,
    QUOTED_FROM,
    RDF_OBJECT,
    RDF_PREDICATE,
    RDF_SUBJECT,
    SH_NAMESPACE,
    SH_PREFIX,
    TITLE,
    TYPE,
    URL,
    VOCABULARY_PREFIXES,
    Prefixes,
    fam,
)

__all__ = [
    "Record",
    "by_subject",
    "fault_at",
    "split",
    "to_declarations",
    "to_judgement",
    "to_order",
    "to_passage",
    "to_source",
]

Record = Mapping[NamedNode, list[Term]]
"""What is said of one subject: predicate to objects."""


def by_subject(triples: Iterable[Triple]) -> dict[NamedNode, Record]:
    """The record of each subject, in the order in which subjects come."""
    records: dict[NamedNode, dict[NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples:
        records[subject][predicate].append(value)
    return dict(records)


def split(quads: Iterable[Quad]) -> tuple[list[Quad], list[Triple]]:
    """What the named graphs of a file state, and the triples outside them."""
    stated: list[Quad] = []
    recorded: list[Triple] = []
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            stated.append(quad)
        else:
            recorded.append(quad.triple)
    return stated, recorded


def to_order(register: Iterable[Triple]) -> EpisodeOrder:
    """The order of the episodes and seasons that are registered."""
    typed = [(entity.value, kind) for entity, predicate, kind in register if predicate == TYPE]
    return EpisodeOrder.of(
        (iri for iri, kind in typed if kind == fam("Episode")),
        (iri for iri, kind in typed if kind == fam("Season")),
    )


def to_declarations(triples: Iterable[Triple]) -> tuple[Prefixes, str | None]:
    """The prefixes that a dataset declares, and the slug of the show it names as ``fam:mainShow``.

    Prefixes of the vocabulary cannot be declared anew.
    """
    records = by_subject(triples)
    declared: dict[str, str] = {}
    main_show = None
    for record in records.values():
        for node in record.get(DECLARE, ()):
            declaration = records.get(node, {}) if isinstance(node, NamedNode) else {}
            declared[_text(declaration, SH_PREFIX)] = _text(declaration, SH_NAMESPACE)
        for show in record.get(fam("mainShow"), ()):
            main_show = show.value.rsplit("/", 1)[-1]
    own = {prefix: namespace for prefix, namespace in declared.items() if prefix and prefix not in VOCABULARY_PREFIXES}
    return Prefixes(own), main_show


def to_source(iri: NamedNode, record: Record) -> Source:
    """The source that a record tells of; what it lacks stays empty."""
    return Source(
        iri=iri,
        title=_text(record, TITLE),
        publisher=_text(record, PUBLISHER),
        date=_text(record, DATE_PUBLISHED),
        tier=_concept_slug(record, fam("tier")),
        url=_text(record, URL),
        alternate_of=_node(record, ALTERNATE_OF),
        stamps=_nodes(record, fam("revealedIn")),
    )


def to_passage(iri: NamedNode, record: Record, sources: Mapping[NamedNode, Source], path: Path) -> Passage:
    """The passage that a record tells of; DataError where it has no status, or no source among these."""
    source = _node(record, DERIVED_FROM)
    if source is None or source not in sources:
        message = f"passage {iri.value} names no source of this file; add prov:wasDerivedFrom and the source's record"
        raise fault_at(message, iri, path)
    status = _concept_slug(record, fam("status"))
    if not status:
        raise fault_at(f"passage {iri.value} has no fam:status; add concept:status-stated, or what else it is", iri, path)
    return Passage(
        iri=iri,
        source=source,
        locator=_text(record, fam("locator")),
        status=status,
        tier=_concept_slug(record, fam("tier")) or sources[source].tier,
        stamps=_nodes(record, fam("revealedIn")),
        quoted_from=_node(record, QUOTED_FROM),
        digest=_text(record, fam("textDigest")),
    )


def to_judgement(iri: NamedNode, record: Record, path: Path) -> Judgement:
    """The judgement that a record tells of; DataError where it has no verdict, or not one target."""
    verdict = _concept_slug(record, fam("verdict"))
    subject, predicate = _node(record, RDF_SUBJECT), _node(record, RDF_PREDICATE)
    objects = record.get(RDF_OBJECT, [])
    node = _node(record, fam("judges"))
    triple = (subject, predicate, objects[0]) if subject and predicate and objects else None
    if verdict not in ("preferred", "rejected") or (triple is None) == (node is None):
        message = (
            f"{iri.value} is no judgement: it needs fam:verdict preferred or rejected, and either fam:judges or "
            "rdf:subject, rdf:predicate and rdf:object"
        )
        raise fault_at(message, iri, path)
    return Judgement(
        iri=iri,
        verdict=verdict,
        reason=_text(record, DESCRIPTION),
        stamps=_nodes(record, fam("revealedIn")),
        triple=triple,
        in_passage=_node(record, fam("inPassage")),
        node=node,
    )


def fault_at(message: str, node: NamedNode, path: Path) -> DataError:
    """The error about a record or a graph of a file, at the line where it stands."""
    line = Locator({path: path.read_text(encoding="utf-8")}).line(node)
    return DataError(message, path=path, line=line)


def _text(record: Record, predicate: NamedNode) -> str:
    values = record.get(predicate, [])
    return values[0].value if values else ""


def _node(record: Record, predicate: NamedNode) -> NamedNode | None:
    return next((value for value in record.get(predicate, ()) if isinstance(value, NamedNode)), None)


def _nodes(record: Record, predicate: NamedNode) -> tuple[NamedNode, ...]:
    return tuple(sorted((v for v in record.get(predicate, ()) if isinstance(v, NamedNode)), key=lambda v: v.value))


def _concept_slug(record: Record, predicate: NamedNode) -> str:
    """``press`` of ``concept:tier-press``; empty where there is none."""
    node = _node(record, predicate)
    return node.value.removeprefix(CONCEPT).partition("-")[2] if node else ""
