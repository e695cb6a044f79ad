"""Read ``graph/`` and ``ontology/`` with pyoxigraph.

Files are read in the order of their names, but nothing depends on it.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Triple, parse

from famkg.claims.model import Claims, Judgement, Passage, Source
from famkg.claims.records import by_subject, fault_at, split, to_declarations, to_judgement, to_order, to_passage, to_source
from famkg.claims.text import blank_lines
from famkg.errors import DataError
from famkg.progress import EpisodeOrder
from famkg.resources import Layers
from famkg.terms import TYPE, Prefixes, fam

__all__ = [
    "CONCEPTS_FILE",
    "ONTOLOGY_FILES",
    "SHAPES_FILE",
    "data_files",
    "parse_file",
    "read_claims",
    "read_order",
    "read_prefixes",
]

ONTOLOGY_FILES = ("famkg.ttl", "alignments.ttl")
SHAPES_FILE = "shapes.ttl"
CONCEPTS_FILE = "concepts.ttl"


def parse_file(path: Path) -> list[Quad]:
    """The quads of a Turtle or TriG file, or DataError with the line where it stops being one."""
    form = RdfFormat.TRIG if path.suffix == ".trig" else RdfFormat.TURTLE
    try:
        return list(parse(path=path, format=form))
    except SyntaxError as fault:
        if path.read_bytes().startswith(BOM_UTF8):
            raise DataError("a byte order mark; save the file as UTF-8 without one", path=path, line=1) from None
        raise DataError(f"no {form.name}: {fault.msg}; famkg check names every fault", path=path, line=fault.lineno) from None
    except OSError as fault:
        raise DataError(f"cannot be read: {fault.strerror or fault}", path=path) from None
    except ValueError as fault:
        raise DataError(f"no {form.name} in UTF-8: {fault}", path=path) from None


def data_files(graph: Path) -> tuple[Path, ...]:
    """Every data file under ``graph/``, sorted."""
    single = [graph / name for name in ("dataset.ttl", "judgements.ttl") if (graph / name).exists()]
    return (*single, *_entity_files(graph), *_source_files(graph))


def _entity_files(graph: Path) -> list[Path]:
    return sorted((graph / "entities").rglob("*.ttl"))


def _source_files(graph: Path) -> list[Path]:
    return sorted((graph / "sources").rglob("*.trig"))


def read_prefixes(graph: Path) -> tuple[Prefixes, str | None]:
    """The prefixes that ``dataset.ttl`` declares, and the slug of the show it names as ``fam:mainShow``."""
    return to_declarations([quad.triple for quad in _named(graph / "dataset.ttl")])


def read_order(graph: Path) -> EpisodeOrder:
    """The episodes and seasons of the register; a file that names neither class is not parsed."""
    return to_order([quad.triple for path in _entity_files(graph) if _names_works(path) for quad in _named(path)])


def _names_works(path: Path) -> bool:
    try:
        content = path.read_bytes()
    except OSError:
        return True  # parsing says what is wrong with it
    return b"Episode" in content or b"Season" in content


def _named(path: Path) -> list[Quad]:
    """The quads of a file under ``graph/``; DataError for a node without a name, which nothing could cite."""
    quads = parse_file(path)
    if any(isinstance(term, BlankNode | Triple) for subject, _, value, graph in quads for term in (subject, value, graph)):
        lines = blank_lines(path.read_text(encoding="utf-8"))
        raise DataError("a blank node; give it an IRI", path=path, line=next(iter(lines), None))
    return quads


def read_claims(layers: Layers) -> Claims:
    """Everything the layers hold.

    Raises DataError for a file that cannot be parsed, and for a passage without a record, source or status:
    whatever else may be wrong is left to ``famkg.check``.
    """
    graph = layers.graph
    upkeep = [quad.triple for quad in _named(graph / "dataset.ttl")]
    prefixes, main_show = to_declarations(upkeep)
    register = [quad.triple for path in _entity_files(graph) for quad in _named(path)]
    quads: list[Quad] = []
    records: dict[NamedNode, list[Triple]] = defaultdict(list)
    sources: dict[NamedNode, Source] = {}
    passages: dict[NamedNode, Passage] = {}
    for path in _source_files(graph):
        stated, recorded = split(_named(path))
        for triple in recorded:
            records[_subject(triple)].append(triple)
        own = by_subject(recorded)
        sources |= {node: to_source(node, record) for node, record in own.items() if fam("Source") in record.get(TYPE, ())}
        for node, record in own.items():
            if fam("Passage") in record.get(TYPE, ()):
                passages[node] = to_passage(node, record, sources, path)
        for _, _, _, stating in stated:
            if stating not in passages:
                raise fault_at(f"graph {prefixes.shrink(stating.value)} has no passage record; write it above", stating, path)
        quads.extend(stated)
    judgements: list[Judgement] = []
    if (judged := graph / "judgements.ttl").exists():
        _, recorded = split(_named(judged))
        for triple in recorded:
            records[_subject(triple)].append(triple)
        judgements = [to_judgement(node, record, judged) for node, record in by_subject(recorded).items()]
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
        order=to_order(register),
        types=types,
    )


def _subject(triple: Triple) -> NamedNode:
    subject = triple.subject
    assert isinstance(subject, NamedNode)
    return subject


def _ontology(folders: Iterable[Path], names: Iterable[str]) -> tuple[Triple, ...]:
    paths = [folder / name for folder in folders for name in names]
    quads = Dataset(quad for path in paths if path.exists() for quad in parse_file(path))
    quads.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)  # the same names for blank nodes on every run
    return tuple(sorted((quad.triple for quad in quads), key=str))
