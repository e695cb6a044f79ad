"""Reveal: what the accepted claims bring into view, and nothing that dangles.

An entity, its type and its names enter only through a claim that is accepted or announced; the world of a
visible entity comes along; a role node enters only whole, with every property its shape requires.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from famkg.claims import Claims
from famkg.compile.accept import Accepted
from famkg.compile.schema import Schema
from famkg.dates import Bounds, bounds
from famkg.terms import ALT_LABEL, DATE, PREF_LABEL, TYPE, fam

__all__ = ["Revealed", "date_bounds", "reveal"]

_STARTS = (fam("when"), fam("from"), fam("setDuring"))
_ENDS = (fam("when"), fam("until"), fam("setDuring"))
_TIMES = frozenset({*_STARTS, *_ENDS})
_DISPLAY_NAME = fam("displayName")
_IN_WORLD = fam("inWorld")


@dataclass(frozen=True, slots=True)
class Revealed:
    """The facts before inference: accepted claims, the visible part of the register, computed date bounds."""

    triples: frozenset[Triple]


def reveal(accepted: Accepted, claims: Claims, schema: Schema) -> Revealed:
    """The accepted claims that stand on their feet, with the register entries they call for."""
    registered = _by_subject(claims.register)
    stated = _whole(accepted.support, registered, claims, schema)
    mentioned = {node for subject, _, value in (*stated, *accepted.announced) for node in (subject, value)}
    visible = {node for node in mentioned if node in registered}
    visible |= {world for node in visible for _, predicate, world in registered[node] if predicate == _IN_WORLD}
    display: dict[NamedNode, Literal] = {node: name for node, predicate, name in stated if predicate == _DISPLAY_NAME}
    facts = set(stated)
    for node in visible:
        for triple in registered.get(node, ()):
            facts.update(_named(triple, display.get(node)))
    facts |= date_bounds(facts)
    return Revealed(frozenset(facts))


def date_bounds(triples: Iterable[Triple]) -> set[Triple]:
    """One ``fam:earliest`` and one ``fam:latest`` a node that has a story time, where that end is known."""
    times: dict[NamedNode, dict[NamedNode, Bounds]] = defaultdict(dict)
    for node, predicate, time in triples:
        if predicate in _TIMES:
            try:
                times[node][predicate] = bounds(time.value)
            except ValueError:
                continue
    found: set[Triple] = set()
    for node, spans in times.items():
        starts = [spans[p].earliest for p in _STARTS if p in spans]
        ends = [spans[p].latest for p in _ENDS if p in spans]
        found |= _bound(node, "earliest", min((s for s in starts if s), default=None) if None not in starts else None)
        found |= _bound(node, "latest", max((e for e in ends if e), default=None) if None not in ends else None)
    return found


def _bound(node: NamedNode, name: str, day: date | None) -> set[Triple]:
    return set() if day is None else {Triple(node, fam(name), Literal(day.isoformat(), datatype=DATE))}


def _named(triple: Triple, display_name: Literal | None) -> Iterable[Triple]:
    """A register entry as this viewer sees it: a learned display name is the label, the first label another name."""
    node, predicate, first_label = triple
    if predicate != PREF_LABEL or display_name is None or display_name.value == first_label.value:
        return (triple,)
    label = Literal(display_name.value, language=first_label.language)
    return (Triple(node, PREF_LABEL, label), Triple(node, ALT_LABEL, first_label))


def _by_subject(triples: Iterable[Triple]) -> dict[NamedNode, list[Triple]]:
    grouped: dict[NamedNode, list[Triple]] = defaultdict(list)
    for triple in triples:
        subject, *_ = triple
        grouped[subject].append(triple)
    return grouped


def _whole(
    accepted: Iterable[Triple],
    registered: Mapping[NamedNode, list[Triple]],
    claims: Claims,
    schema: Schema,
) -> set[Triple]:
    """Drop role nodes that lack a required property, and what points to them, until all that is left is whole."""
    data = claims.prefixes.data_namespaces
    left = set(accepted)
    while True:
        properties: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        kinds: dict[NamedNode, NamedNode] = {}
        for subject, predicate, value in left:
            properties[subject].add(predicate)
            if predicate == TYPE:
                kinds[subject] = value
        whole = {node for node, kind in kinds.items() if schema.required.get(kind, frozenset()) <= properties[node]}

        def stands(node: object, whole: set[NamedNode] = whole) -> bool:
            return not isinstance(node, NamedNode) or node in registered or node in whole or not node.value.startswith(data)

        kept = {triple for triple in left if stands(triple.subject) and stands(triple.object)}
        if kept == left:
            return left
        left = kept
