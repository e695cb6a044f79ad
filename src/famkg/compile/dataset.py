"""The dataset: facts, inferences, evidence, ontology and passages, each in its named graph.

Named graphs only, so that it means the same on every engine: on some, the default graph is the union of all.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Triple

from famkg.claims import Claims
from famkg.compile.accept import Conflict, accept
from famkg.compile.infer import infer
from famkg.compile.reveal import reveal
from famkg.compile.rules import Rule
from famkg.compile.schema import read_schema
from famkg.compile.see import Seen, see
from famkg.progress import Progress
from famkg.terms import ALTERNATE_OF, EVIDENCE, FACTS, INFERRED, ONTOLOGY, TITLE, TYPE, URL, VOCABULARY_PREFIXES, fam

__all__ = ["Compiled", "compile_dataset"]

_TELLING = frozenset({TITLE, URL, fam("revealedIn")})
"""What in a source's record may tell, or names an episode to come."""

_SCHEME = NamedNode(VOCABULARY_PREFIXES["skos"] + "ConceptScheme")
_BROADER = NamedNode(VOCABULARY_PREFIXES["skos"] + "broader")


@dataclass(frozen=True, slots=True)
class Compiled:
    """The dataset of one viewer as sorted quads, and the conflicts that kept values out of it."""

    progress: Progress
    quads: tuple[Quad, ...]
    conflicts: tuple[Conflict, ...]


def compile_dataset(claims: Claims, progress: Progress, *, rules: Sequence[Rule], rival_queries: Sequence[str]) -> Compiled:
    """Read nothing, write nothing: the dataset that this progress gives."""
    with _collector_paused():
        return _compile(claims, progress, rules, rival_queries)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Compiling makes many objects and no cycles; looking for cycles among them would cost more the more there are."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _compile(claims: Claims, progress: Progress, rules: Sequence[Rule], rival_queries: Sequence[str]) -> Compiled:
    schema = read_schema(claims.shapes, claims.ontology)
    seen = see(claims, progress)
    accepted = accept(seen, claims, schema, rival_queries)
    revealed = reveal(accepted, claims, schema)
    inferred = infer(revealed.triples, rules)
    graphs = (
        (FACTS, revealed.triples),
        (FACTS, _concepts(claims, seen)),
        (FACTS, inferred),
        (INFERRED, inferred),
        (EVIDENCE, _evidence(claims, seen)),
        (ONTOLOGY, claims.ontology),
    )
    quads = {Quad(t.subject, t.predicate, t.object, graph) for graph, triples in graphs for t in triples}
    quads.update(seen.quads)
    return Compiled(progress, tuple(sorted(quads, key=str)), accepted.conflicts)


def _concepts(claims: Claims, seen: Seen) -> Iterator[Triple]:
    """The concepts that something visible uses, broader ones included, and every scheme: a concept's name can tell too."""
    records: dict[NamedNode, list[Triple]] = defaultdict(list)
    for triple in claims.concepts:
        concept, *_ = triple
        records[concept].append(triple)
    used = {value for _, _, value, _ in seen.quads if value in records}
    used |= {value for _, _, value in _evidence(claims, seen) if value in records}
    used |= {
        concept for concept, triples in records.items() if any(t.predicate == TYPE and t.object == _SCHEME for t in triples)
    }
    waiting = list(used)
    while waiting:
        for _, predicate, broader in records[waiting.pop()]:
            if predicate == _BROADER and broader not in used:
                used.add(broader)
                waiting.append(broader)
    for concept in used:
        yield from records[concept]


def _evidence(claims: Claims, seen: Seen) -> Iterator[Triple]:
    sources = {passage.source for passage in seen.passages.values()}
    for source in sources:
        for triple in claims.records[source]:
            if triple.predicate in _TELLING and source not in seen.whole_sources:
                continue
            if triple.predicate == ALTERNATE_OF and triple.object not in sources:
                continue
            yield triple
    yield from _records(claims, seen.passages)
    yield from _records(claims, (judgement.iri for judgement in seen.judgements))
    yield from claims.upkeep


def _records(claims: Claims, subjects: Iterable[NamedNode]) -> Iterator[Triple]:
    for subject in subjects:
        yield from claims.records[subject]
