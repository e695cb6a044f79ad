"""Read a franchise in spite of its faults: what cannot be read is named, and the rest is there to be checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from famkg.claims import Claims, Judgement, Passage, Source
from famkg.claims.model import Term
from famkg.claims.read import CONCEPTS_FILE, ONTOLOGY_FILES, SHAPES_FILE
from famkg.claims.records import Record, to_declarations, to_judgement, to_order, to_passage, to_source
from famkg.errors import DataError
from famkg.resources import Layers
from famkg.terms import TYPE, fam

__all__ = ["Claim", "DataFile", "Record", "claims_in", "gather", "read_file"]


_LEFT_OVER = "} is not a valid subject"
"""What the parser says of the brace that ends a graph after a fault within it: no fault of its own."""


class Claim(NamedTuple):
    """A triple of IRIs and literals, and the passage that states it; None for records and the register."""

    subject: NamedNode
    predicate: NamedNode
    object: Term
    passage: NamedNode | None = None

    @property
    def triple(self) -> tuple[NamedNode, NamedNode, Term]:
        """Subject, predicate and object."""
        return self.subject, self.predicate, self.object


def claims_in(statements: Iterable[Quad | Triple]) -> Iterator[Claim]:
    """The claims among quads or triples: all that have no blank node and no triple in them."""
    for each in statements:
        subject, value, graph = each.subject, each.object, getattr(each, "graph_name", None)
        if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
            yield Claim(subject, each.predicate, value, graph if isinstance(graph, NamedNode) else None)


@dataclass(frozen=True, slots=True)
class DataFile:
    """A Turtle or TriG file as far as it can be read; ``faults`` are lines and what is wrong with them."""

    path: Path
    text: str
    quads: tuple[Quad, ...]
    faults: tuple[tuple[int, str], ...] = ()

    @property
    def records(self) -> tuple[Claim, ...]:
        """What stands outside every named graph."""
        return tuple(claim for claim in claims_in(self.quads) if claim.passage is None)

    @property
    def stated(self) -> tuple[Claim, ...]:
        """What stands in the named graphs."""
        return tuple(claim for claim in claims_in(self.quads) if claim.passage is not None)

    def by_subject(self, kind: NamedNode | None = None) -> dict[NamedNode, Record]:
        """The records of a class, or all, in the order of the file; a predicate without objects has an empty list."""
        found: dict[NamedNode, dict[NamedNode, list[Term]]] = {}
        for claim in self.records:
            found.setdefault(claim.subject, defaultdict(list))[claim.predicate].append(claim.object)
        return {node: record for node, record in found.items() if kind is None or kind in record[TYPE]}


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
    if text.startswith("\ufeff"):
        return DataFile(path, text, (), ((1, "a byte order mark; save the file as UTF-8 without one"),))
    form = RdfFormat.TRIG if path.suffix == ".trig" else RdfFormat.TURTLE
    quads: list[Quad] = []
    faults: list[tuple[int, str]] = []
    parser = parse(text, format=form)
    while True:
        try:
            quads.extend(parser)
            break
        except SyntaxError as fault:
            if faults and _LEFT_OVER in (fault.msg or ""):
                continue
            faults.append((fault.lineno or 1, f"no {form.name}: {fault.msg}"))
        except ValueError as fault:
            faults.append((1, f"no {form.name}: {fault}"))
            break
    return DataFile(path, text, tuple(quads), tuple(faults))


def gather(files: Sequence[DataFile], ontology: Sequence[DataFile], layers: Layers) -> Claims:
    """The claims in the files, as ``read_claims`` gives them, without what it would refuse."""
    graph = layers.graph
    upkeep = [triple for file in files if file.path == graph / "dataset.ttl" for triple in _triples(file.records)]
    prefixes, main_show = to_declarations(upkeep)
    register = [claim for file in files if file.path.is_relative_to(graph / "entities") for claim in file.records]
    stated: list[Claim] = []
    records: dict[NamedNode, list[Triple]] = defaultdict(list)
    sources: dict[NamedNode, Source] = {}
    passages: dict[NamedNode, Passage] = {}
    judgements: list[Judgement] = []
    for file in files:
        is_source, is_judgements = file.path.is_relative_to(graph / "sources"), file.path == graph / "judgements.ttl"
        if is_source or is_judgements:
            for claim in file.records:
                records[claim.subject].append(Triple(*claim.triple))
        if is_source:
            sources |= {node: to_source(node, record) for node, record in file.by_subject(fam("Source")).items()}
            for node, record in file.by_subject(fam("Passage")).items():
                with suppress(DataError):
                    passages[node] = to_passage(node, record, sources, file.path)
            stated += file.stated
        elif is_judgements:
            for node, record in file.by_subject().items():
                with suppress(DataError):
                    judgements.append(to_judgement(node, record, file.path))
    types = {c.subject: c.object for c in (*register, *stated) if c.predicate == TYPE and isinstance(c.object, NamedNode)}
    return Claims(
        prefixes=prefixes,
        main_show=main_show,
        register=tuple(_triples(register)),
        quads=tuple(Quad(*claim.triple, claim.passage) for claim in stated if claim.passage in passages),
        sources=sources,
        passages=passages,
        judgements=tuple(judgements),
        records={subject: tuple(triples) for subject, triples in records.items()},
        upkeep=tuple(upkeep),
        concepts=_of(ontology, (CONCEPTS_FILE,)),
        ontology=_of(ontology, ONTOLOGY_FILES),
        shapes=_of(ontology, (SHAPES_FILE,)),
        order=to_order(_triples(register)),
        types=types,
    )


def _triples(claims: Iterable[Claim]) -> list[Triple]:
    return [Triple(*claim.triple) for claim in claims]


def _of(files: Iterable[DataFile], names: Sequence[str]) -> tuple[Triple, ...]:
    return tuple(quad.triple for file in files if file.path.name in names for quad in file.quads)
