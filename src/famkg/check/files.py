"""Rules about whole files: can they be read, and do they hold what such a file may hold."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from famkg.check.findings import Fault, Reach, rule
from famkg.claims.locate import Place
from famkg.claims.text import blank_lines
from famkg.terms import DATE_PUBLISHED, TYPE, fam

if TYPE_CHECKING:
    from famkg.check.context import Context

__all__ = ["RULES"]

_DATA = (".ttl", ".trig", ".nt", ".nq", ".n3", ".rdf", ".jsonld")
_QUERIES = (".rq", ".sparql", ".ru")


@rule("syntax", reach=Reach.FILE)
def syntax(context: Context) -> Iterator[Fault]:
    """A file must be Turtle, TriG or SPARQL in UTF-8: what cannot be parsed is not read at all. Mend the place that
    the message names; after it is mended, rules that need the whole graph can run.
    """
    for file in (*context.files, *context.ontology):
        for line, message in file.faults:
            yield Fault(Place(file.path, line), message)
    for query in context.queries:
        if query.fault:
            yield Fault(Place(query.path, query.line), query.fault)


@rule("blank-node", reach=Reach.FILE)
def blank_node(context: Context) -> Iterator[Fault]:
    """Everything in graph/ has an IRI, so that it can be cited, judged and linked to; a blank node has another name
    in every run. Give the node an IRI of its kind.
    """
    for file in context.readable:
        if len(file.quads) == len(file.records) + len(file.stated):
            continue
        for line in blank_lines(file.text) or (1,):
            yield Fault(Place(file.path, line), "a blank node; give it an IRI")


@rule("source-file", reach=Reach.FILE)
def source_file(context: Context) -> Iterator[Fault]:
    """A file under graph/sources/ is one source: <year>/<slug>.trig (or undated/<slug>.trig) holds the record
    source:<slug> and its passages passage:<slug>-<number>. Whoever has the source then finds its file, and the other
    way round. Rename the file, move it to the folder of its year, or split it.
    """
    for file in context.sources:
        top = Place(file.path, 1)
        found = list(file.by_subject(fam("Source")).items())
        if len(found) != 1:
            yield Fault(top, f"{len(found)} sources; write one file a source")
            continue
        node, record = found[0]
        slug = node.value.rsplit("/", 1)[-1]
        place = context.at_node(node, within=file.path)
        if slug != file.path.stem:
            yield Fault(place, f"source {slug} stands in a file named {file.path.stem}; rename one of them")
            continue
        for passage in file.by_subject(fam("Passage")):
            own, _, number = passage.value.rsplit("/", 1)[-1].rpartition("-")
            if own != slug or not number.isdigit():
                message = f"name the passage passage:{slug}-<number>"
                yield Fault(context.at_node(passage, within=file.path), message, passage)
        folder = file.path.relative_to(context.layers.graph / "sources").parent.as_posix()
        wanted = record[DATE_PUBLISHED][0].value[:4] if record[DATE_PUBLISHED] else "undated"
        if folder != wanted:
            yield Fault(place, f"the file stands in {folder}/, its date puts it into {wanted}/")


@rule("record-kind", reach=Reach.FILE)
def record_kind(context: Context) -> Iterator[Fault]:
    """Outside a passage's graph a source file holds only the records of the source and its passages, and
    judgements.ttl only judgements: anything else there is read by nobody. Put a claim into the graph of its passage.
    """
    allowed = {"sources": {fam("Source"), fam("Passage")}, "judgements.ttl": {fam("Judgement")}}
    for file in context.readable:
        kinds = allowed.get(file.path.relative_to(context.layers.graph).parts[0])
        if kinds is None:
            continue
        for node, record in file.by_subject().items():
            if not kinds & set(record[TYPE]):
                message = f"{context.curie(node)} is no record that may stand here"
                yield Fault(context.at_node(node, within=file.path), message, node)


@rule("stray-file", reach=Reach.FILE)
def stray_file(context: Context) -> Iterator[Fault]:
    """A file that stands where nobody looks is read by nobody, and nobody notices. Data is graph/dataset.ttl,
    graph/judgements.ttl, graph/entities/**.ttl and graph/sources/**.trig; a query is queries/<topic>/<name>.rq. Move the
    file, or give it the ending that its place asks for.
    """
    graph = context.layers.graph
    read = {file.path for file in context.files} | {query.path for query in context.queries}
    for folder, endings in ((graph, _DATA), *((folder, _QUERIES) for folder in context.layers.queries)):
        for base, _, names in os.walk(folder):
            for path in (Path(base, name) for name in sorted(names) if name.lower().endswith(endings)):
                if path not in read:
                    where = path.relative_to(folder.parent).as_posix()
                    yield Fault(Place(path, 1), f"{where} is read by nobody; see where data and queries stand")


RULES = (syntax, blank_node, source_file, record_kind, stray_file)
