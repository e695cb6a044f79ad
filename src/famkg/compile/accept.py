"""Accept: settle what contradicts, and name what stays unsettled.

Rivals are several values of a single-valued property, and nodes that exclude each other, which the queries
``queries/checks/rival-*.rq`` define. One order settles both: a visible judgement; stated before announced; of
announcements the later; the higher tier; the narrower of nested dates. What is left over is a conflict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Store, Triple

from famkg.claims import Claims, Passage
from famkg.compile.schema import Schema
from famkg.compile.see import Seen
from famkg.dates import Bounds, bounds
from famkg.terms import DATE, EDTF, TYPE, fam

__all__ = ["TIERS", "Accepted", "Conflict", "accept"]

TIERS = ("fan", "wiki", "press", "creator", "official", "on-screen")
"""The tiers of sources, lowest first."""

Support = Mapping[Triple, tuple[Passage, ...]]
_Weight = tuple[bool, bool, str, int]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rivals that nothing settles: the values of a property of ``subject``, or nodes (then no property).

    ``passages`` are all that state any of them.
    """

    subject: NamedNode
    predicate: NamedNode | None
    rivals: tuple[object, ...]
    passages: tuple[NamedNode, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The claims that hold, each with the passages that state it; what announces something; the conflicts."""

    support: Support
    announced: frozenset[Triple]
    conflicts: tuple[Conflict, ...]


def accept(seen: Seen, claims: Claims, schema: Schema, rival_queries: Sequence[str]) -> Accepted:
    """Keep what is stated or announced, not rejected, and not outweighed by a rival."""
    rejected_nodes, rejected_triples = _rejections(seen)
    support: dict[Triple, list[Passage]] = defaultdict(list)
    for quad in seen.quads:
        *_, graph = quad
        passage = seen.passages[graph]
        if passage.status in ("stated", "announced") and not _is_rejected(quad, rejected_nodes, rejected_triples):
            support[quad.triple].append(passage)
    preferred = {Triple(*j.triple) for j in seen.judgements if j.triple and j.verdict == "preferred"}
    preferred_nodes = {j.node for j in seen.judgements if j.node and j.verdict == "preferred"}
    dates = {iri: source.date for iri, source in claims.sources.items()}
    weights = {
        triple: max(_weight(passage, triple in preferred, dates) for passage in passages)
        for triple, passages in support.items()
    }
    settled = {triple: tuple(passages) for triple, passages in support.items()}
    conflicts = _settle_values(settled, weights, claims, schema)
    conflicts += _settle_nodes(settled, weights, preferred_nodes, claims, rival_queries)
    announced = frozenset(t for t, passages in support.items() if any(p.status == "announced" for p in passages))
    return Accepted(settled, announced, tuple(sorted(conflicts, key=lambda c: (str(c.subject), str(c.predicate)))))


def _rejections(seen: Seen) -> tuple[set[NamedNode], set[tuple[Triple, NamedNode | None]]]:
    rejected = [judgement for judgement in seen.judgements if judgement.verdict == "rejected"]
    return (
        {judgement.node for judgement in rejected if judgement.node},
        {(Triple(*judgement.triple), judgement.in_passage) for judgement in rejected if judgement.triple},
    )


def _is_rejected(quad: Quad, nodes: set[NamedNode], triples: set[tuple[Triple, NamedNode | None]]) -> bool:
    if nodes & {quad.graph_name, quad.subject} or (isinstance(quad.object, NamedNode) and quad.object in nodes):
        return True
    return (quad.triple, None) in triples or (quad.triple, quad.graph_name) in triples


def _weight(passage: Passage, preferred: bool, dates: Mapping[NamedNode, str]) -> _Weight:
    stated = passage.status == "stated"
    tier = TIERS.index(passage.tier) if passage.tier in TIERS else -1
    return (preferred, stated, "" if stated else dates.get(passage.source, ""), tier)


def _settle_values(
    settled: dict[Triple, tuple[Passage, ...]],
    weights: Mapping[Triple, _Weight],
    claims: Claims,
    schema: Schema,
) -> list[Conflict]:
    groups: dict[tuple[NamedNode, NamedNode], list[Triple]] = defaultdict(list)
    for triple in settled:
        subject, predicate, _ = triple
        kind = claims.types.get(subject)
        if kind is not None and predicate in schema.single.get(kind, ()):
            groups[subject, predicate].append(triple)
    conflicts = []
    for (subject, predicate), rivals in groups.items():
        if len(rivals) == 1:
            continue
        heaviest = max(weights[triple] for triple in rivals)
        winners = [triple for triple in rivals if weights[triple] == heaviest]
        winner = winners[0] if len(winners) == 1 else _narrowest(winners)
        if winner is None:
            conflicts.append(_conflict(subject, predicate, [t.object for t in winners], rivals, settled))
        for triple in rivals:
            if triple != winner:
                del settled[triple]
    return conflicts


def _narrowest(triples: Sequence[Triple]) -> Triple | None:
    spans: list[tuple[Bounds, Triple]] = []
    for triple in triples:
        *_, value = triple
        if getattr(value, "datatype", None) not in (EDTF, DATE):
            return None
        try:
            spans.append((bounds(value.value), triple))
        except ValueError:
            return None
    for inner, _ in spans:
        if all(outer.contains(inner) for outer, _ in spans):
            return min((t for span, t in spans if span == inner), key=lambda t: (len(str(t)), str(t)))
    return None


def _settle_nodes(
    settled: dict[Triple, tuple[Passage, ...]],
    weights: Mapping[Triple, _Weight],
    preferred: set[NamedNode],
    claims: Claims,
    rival_queries: Sequence[str],
) -> list[Conflict]:
    rivals = _rival_pairs(settled, claims, rival_queries)
    weight: dict[NamedNode, _Weight] = {}
    for triple in settled:
        node, *_ = triple
        if node in rivals:
            own = weights[triple]
            own = (own[0] or node in preferred, *own[1:])
            weight[node] = max(own, weight.get(node, own))
    standing: set[NamedNode] = set()
    fallen: set[NamedNode] = set()
    conflicts: list[Conflict] = []
    for level in sorted(set(weight.values()), reverse=True):
        level_nodes = {node for node, own in weight.items() if own == level and not rivals[node] & standing}
        fallen |= {node for node, own in weight.items() if own == level} - level_nodes
        unsettled = {node for node in level_nodes if rivals[node] & level_nodes}
        for node in sorted(unsettled, key=str):
            group = sorted({node, *(rivals[node] & unsettled)}, key=str)
            if node == group[0]:
                stating = [triple for triple in settled if triple.subject in group]
                conflicts.append(_conflict(node, None, group, stating, settled))
        standing |= level_nodes - unsettled
        fallen |= unsettled
    for triple in [t for t in settled if t.subject in fallen or t.object in fallen]:
        del settled[triple]
    return conflicts


def _rival_pairs(settled: Iterable[Triple], claims: Claims, rival_queries: Sequence[str]) -> dict[NamedNode, set[NamedNode]]:
    rivals: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    if not rival_queries:
        return rivals
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in settled)
    store.extend(Quad(t.subject, t.predicate, t.object) for t in claims.concepts)
    store.extend(Quad(t.subject, t.predicate, t.object) for t in claims.register if t.predicate in (TYPE, fam("inWorld")))
    for text in rival_queries:
        for solution in store.query(text):  # type: ignore[union-attr]
            node, rival = solution["node"], solution["rival"]
            rivals[node].add(rival)
            rivals[rival].add(node)
    return rivals


def _conflict(
    subject: NamedNode,
    predicate: NamedNode | None,
    rivals: Sequence[object],
    stating: Iterable[Triple],
    settled: Mapping[Triple, tuple[Passage, ...]],
) -> Conflict:
    passages = {passage.iri for triple in stating for passage in settled.get(triple, ())}
    return Conflict(subject, predicate, tuple(sorted(rivals, key=str)), tuple(sorted(passages, key=str)))
