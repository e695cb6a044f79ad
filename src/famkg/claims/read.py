"""Read ``graph/`` and ``ontology/`` with pyoxigraph.

Files are read in the order of their names, but nothing depends on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Triple, parse

from famkg.claims.model import Claims, Judgement, Passage, Source, Term
from famkg.errors import DataError
from famkg.progress import EpisodeOrder
from famkg.resources import Layers
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
    Prefixes,
    fam,
)

__all__ = ["data_files", "parse_file", "read_claims", "read_order", "read_prefixes"]

_Record = dict[NamedNode, list[Term]]

ONTOLOGY_FILES = ("famkg.ttl", "alignments.ttl")
SHAPES_FILE = "shapes.ttl"
CONCEPTS_FILE = "concepts.ttl"


def parse_file(path: Path) -> list[Quad]:
    """The quads of a Turtle or TriG file, or DataError with the line where it stops being one."""
    form = RdfFormat.TRIG if path.suffix == ".trig" else RdfFormat.TURTLE
    try:
        return list(parse(path=path, format=form))
    except SyntaxError as fault:
        raise DataError(f"no {form.name}: {fault.msg}", path=path, line=fault.lineno) from None
    except OSError as fault:
        raise DataError(f"cannot be read: {fault.strerror}", path=path) from None
    except ValueError as fault:
        raise DataError(f"no {form.name} in UTF-8: {fault}", path=path) from None


def data_files(graph: Path) -> tuple[Path, ...]:
    """Every data file under ``graph/``, sorted."""
    entities = sorted((graph / "entities").rglob("*.ttl"))
    sources = sorted((graph / "sources").rglob("*.trig"))
    single = [graph / name for name in ("dataset.ttl", "judgements.ttl") if (graph / name).exists()]
    return (*single, *entities, *sources)


def read_prefixes(graph: Path) -> tuple[Prefixes, str | None]:
    """The prefixes that ``dataset.ttl`` declares, and the slug of the show it names as ``fam:mainShow``."""
    return _declarations([quad.triple for quad in parse_file(graph / "dataset.ttl")])


def read_order(graph: Path) -> EpisodeOrder:
    """The episodes and seasons of the register; a file that names neither class is not parsed."""
    paths = sorted((graph / "entities").rglob("*.ttl"))
    return _order([quad.triple for path in paths if _names_works(path) for quad in parse_file(path)])


def _names_works(path: Path) -> bool:
    try:
        content = path.read_bytes()
    except OSError:
        return True  # parsing says what is wrong with it
    return b"Episode" in content or b"Season" in content


def read_claims(layers: Layers) -> Claims:
    """Everything the layers hold.

    Raises DataError for a file that cannot be parsed, and for a passage without a record, source or status:
    whatever else may be wrong is left to ``famkg.check``.
    """
    graph = layers.graph
    upkeep = [quad.triple for quad in parse_file(graph / "dataset.ttl")]
    prefixes, main_show = _declarations(upkeep)
    register = [quad.triple for path in sorted((graph / "entities").rglob("*.ttl")) for quad in parse_file(path)]
    quads: list[Quad] = []
    records: dict[NamedNode, list[Triple]] = defaultdict(list)
    sources: dict[NamedNode, Source] = {}
    passages: dict[NamedNode, Passage] = {}
    for path in sorted((graph / "sources").rglob("*.trig")):
        stated, file_records = _split(parse_file(path))
        for subject, triples in file_records.items():
            records[subject].extend(triples)
        grouped = {subject: _grouped(triples) for subject, triples in file_records.items()}
        for subject, record in grouped.items():
            if fam("Source") in record.get(TYPE, ()):
                sources[subject] = _source(subject, record)
        for subject, record in grouped.items():
            if fam("Passage") in record.get(TYPE, ()):
                passages[subject] = _passage(subject, record, sources, path)
        for _, _, _, stating in stated:
            if stating not in passages:
                raise DataError(f"graph {prefixes.shrink(stating.value)} has no passage record", path=path)
        quads.extend(stated)
    judgements: list[Judgement] = []
    if (judged := graph / "judgements.ttl").exists():
        _, file_records = _split(parse_file(judged))
        for subject, triples in file_records.items():
            records[subject].extend(triples)
            judgements.append(_judgement(subject, _grouped(triples), judged, prefixes))
    types: dict[NamedNode, NamedNode] = {entity: kind for entity, predicate, kind in register if predicate == TYPE}
    types |= {node: kind for node, predicate, kind, _ in quads if predicate == TYPE}
    return Claims(
        prefixes=prefixes,
        main_show=main_show,
        register=tuple(register),
        quads=tuple(quads),
        sources=sources,
        passages=passages,
        judgements=tuple(judgements),
        records={subject: tuple(triples) for subject, triples in records.items()},
        upkeep=tuple(upkeep),
        concepts=_ontology(layers.ontology, (CONCEPTS_FILE,)),
        ontology=_ontology(layers.ontology, ONTOLOGY_FILES),
        shapes=_ontology(layers.ontology, (SHAPES_FILE,)),
        order=_order(register),
        types=types,
    )


def _ontology(folders: Iterable[Path], names: Iterable[str]) -> tuple[Triple, ...]:
    paths = [folder / name for folder in folders for name in names]
    quads = Dataset(quad for path in paths if path.exists() for quad in parse_file(path))
    quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)  # the same names for blank nodes on every run
    return tuple(sorted((quad.triple for quad in quads), key=str))


def _order(register: Iterable[Triple]) -> EpisodeOrder:
    typed = [(entity.value, kind) for entity, predicate, kind in register if predicate == TYPE]
    return EpisodeOrder.of(
        (iri for iri, kind in typed if kind == fam("Episode")),
        (iri for iri, kind in typed if kind == fam("Season")),
    )


def _declarations(triples: Iterable[Triple]) -> tuple[Prefixes, str | None]:
    records = _by_subject(triples)
    declared: dict[str, str] = {}
    main_show = None
    for record in records.values():
        for node in record.get(DECLARE, ()):
            declaration = records.get(node, {}) if isinstance(node, NamedNode) else {}
            declared[_text(declaration, SH_PREFIX)] = _text(declaration, SH_NAMESPACE)
        for show in record.get(fam("mainShow"), ()):
            main_show = show.value.rsplit("/", 1)[-1]
    declared.pop("", None)
    return Prefixes(declared), main_show


def _split(quads: Iterable[Quad]) -> tuple[list[Quad], dict[NamedNode, list[Triple]]]:
    stated: list[Quad] = []
    records: dict[NamedNode, list[Triple]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            stated.append(quad)
        else:
            subject, *_ = quad
            records[subject].append(quad.triple)
    return stated, records


def _grouped(triples: Iterable[Triple]) -> _Record:
    record: _Record = defaultdict(list)
    for _, predicate, value in triples:
        record[predicate].append(value)
    return record


def _by_subject(triples: Iterable[Triple]) -> dict[NamedNode, _Record]:
    records: dict[NamedNode, _Record] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples:
        records[subject][predicate].append(value)
    return records


def _text(record: _Record, predicate: NamedNode) -> str:
    values = record.get(predicate, [])
    return values[0].value if values else ""


def _node(record: _Record, predicate: NamedNode) -> NamedNode | None:
    return next((value for value in record.get(predicate, ()) if isinstance(value, NamedNode)), None)


def _nodes(record: _Record, predicate: NamedNode) -> tuple[NamedNode, ...]:
    return tuple(sorted((v for v in record.get(predicate, ()) if isinstance(v, NamedNode)), key=lambda v: v.value))


def _concept_slug(record: _Record, predicate: NamedNode) -> str:
    """``press`` of ``concept:tier-press``; empty where there is none."""
    node = _node(record, predicate)
    return node.value.removeprefix(CONCEPT).partition("-")[2] if node else ""


def _source(iri: NamedNode, record: _Record) -> Source:
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


def _passage(iri: NamedNode, record: _Record, sources: dict[NamedNode, Source], path: Path) -> Passage:
    source = _node(record, DERIVED_FROM)
    if source is None or source not in sources:
        raise DataError(
            f"passage {iri.value} names no source of this file; add prov:wasDerivedFrom and the source's record",
            path=path,
        )
    status = _concept_slug(record, fam("status"))
    if not status:
        raise DataError(f"passage {iri.value} has no fam:status", path=path)
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


def _judgement(iri: NamedNode, record: _Record, path: Path, prefixes: Prefixes) -> Judgement:
    verdict = _concept_slug(record, fam("verdict"))
    subject, predicate = _node(record, RDF_SUBJECT), _node(record, RDF_PREDICATE)
    objects = record.get(RDF_OBJECT, [])
    node = _node(record, fam("judges"))
    triple = (subject, predicate, objects[0]) if subject and predicate and objects else None
    if verdict not in ("preferred", "rejected") or (triple is None) == (node is None):
        raise DataError(
            f"{prefixes.shrink(iri.value)} is no judgement: it needs fam:verdict preferred or rejected, and either "
            "fam:judges or rdf:subject, rdf:predicate and rdf:object",
            path=path,
        )
    return Judgement(
        iri=iri,
        verdict=verdict,
        reason=_text(record, DESCRIPTION),
        stamps=_nodes(record, fam("revealedIn")),
        triple=triple,
        in_passage=_node(record, fam("inPassage")),
        node=node,
    )
