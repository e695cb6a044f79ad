"""Read a franchise in spite of its faults: what cannot be read is named, and the rest is there to be checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from famkg.claims import Claims, Judgement, Passage, Source
from famkg.claims.read import (
    CONCEPTS_FILE,
    ONTOLOGY_FILES,
    SHAPES_FILE,
    _declarations,
    _grouped,
    _judgement,
    _order,
    _passage,
    _source,
)
from famkg.errors import DataError
from famkg.resources import Layers
from famkg.terms import TYPE, Prefixes, fam

__all__ = ["DataFile", "gather", "read_file"]


@dataclass(frozen=True, slots=True)
class DataFile:
    """A Turtle or TriG file as far as it can be read; ``faults`` are lines and what is wrong with them."""

    path: Path
    text: str
    quads: tuple[Quad, ...]
    faults: tuple[tuple[int, str], ...] = ()

    @property
    def records(self) -> tuple[Quad, ...]:
        """What stands outside every named graph."""
        return tuple(quad for quad in self.quads if not isinstance(quad.graph_name, NamedNode))

    @property
    def stated(self) -> tuple[Quad, ...]:
        """What stands in the named graphs: claims."""
        return tuple(quad for quad in self.quads if isinstance(quad.graph_name, NamedNode))


def read_file(path: Path) -> DataFile:
    """A file with every fault that the parser names: it goes on after one."""
    try:
        body = path.read_bytes()
    except OSError as fault:
        return DataFile(path, "", (), ((1, f"cannot be read: {fault.strerror}"),))
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = body.count(b"\n", 0, fault.start) + 1
        return DataFile(path, "", (), ((line, f"no UTF-8: byte {body[fault.start]:#04x}; save the file as UTF-8"),))
    form = RdfFormat.TRIG if path.suffix == ".trig" else RdfFormat.TURTLE
    quads: list[Quad] = []
    faults: list[tuple[int, str]] = []
    parser = parse(text, format=form)
    while True:
        try:
            quads.extend(parser)
            break
        except SyntaxError as fault:
            faults.append((fault.lineno or 1, f"no {form.name}: {fault.msg}"))
        except ValueError as fault:
            faults.append((1, f"no {form.name}: {fault}"))
            break
    return DataFile(path, text, tuple(quads), tuple(faults))


def gather(files: Sequence[DataFile], ontology: Sequence[DataFile], layers: Layers) -> Claims:
    """The claims in the files, as ``read_claims`` gives them, without what it would refuse."""
    graph = layers.graph
    upkeep = [triple for file in files if file.path == graph / "dataset.ttl" for triple in _plain(file.records)]
    prefixes, main_show = _declarations(upkeep)
    register = [triple for file in files if file.path.is_relative_to(graph / "entities") for triple in _plain(file.records)]
    quads: list[Quad] = []
    records: dict[NamedNode, list[Triple]] = defaultdict(list)
    sources: dict[NamedNode, Source] = {}
    passages: dict[NamedNode, Passage] = {}
    judgements: list[Judgement] = []
    for file in files:
        if file.path.is_relative_to(graph / "sources"):
            grouped = _collect(file, records)
            sources |= {node: _source(node, record) for node, record in grouped.items() if fam("Source") in record[TYPE]}
            for node, record in grouped.items():
                if fam("Passage") in record[TYPE]:
                    try:
                        passages[node] = _passage(node, record, sources, file.path)
                    except DataError:
                        continue
            quads += [quad for quad in file.stated if quad.graph_name in passages and _is_plain(quad.triple)]
        elif file.path == graph / "judgements.ttl":
            for node, record in _collect(file, records).items():
                try:
                    judgements.append(_judgement(node, record, file.path, prefixes))
                except DataError:
                    continue
    types = {t.subject: t.object for t in register if t.predicate == TYPE}
    types |= {q.subject: q.object for q in quads if q.predicate == TYPE}
    return Claims(
        prefixes=prefixes if upkeep else Prefixes(),
        main_show=main_show,
        register=tuple(register),
        quads=tuple(quads),
        sources=sources,
        passages=passages,
        judgements=tuple(judgements),
        records={subject: tuple(triples) for subject, triples in records.items()},
        upkeep=tuple(upkeep),
        concepts=_of(ontology, (CONCEPTS_FILE,)),
        ontology=_of(ontology, ONTOLOGY_FILES),
        shapes=_of(ontology, (SHAPES_FILE,)),
        order=_order(register),
        types=types,
    )


def _collect(file: DataFile, records: dict[NamedNode, list[Triple]]) -> dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]]:
    own: dict[NamedNode, list[Triple]] = defaultdict(list)
    for triple in _plain(file.records):
        own[triple.subject].append(triple)
        records[triple.subject].append(triple)
    return {subject: _grouped(triples) for subject, triples in own.items()}


def _plain(quads: Iterable[Quad]) -> list[Triple]:
    return [quad.triple for quad in quads if _is_plain(quad.triple)]


def _is_plain(triple: Triple) -> bool:
    """Whether a triple is of IRIs and literals: a rule finds fault with any other."""
    return isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal)


def _of(files: Iterable[DataFile], names: Sequence[str]) -> tuple[Triple, ...]:
    return tuple(quad.triple for file in files if file.path.name in names for quad in file.quads)
