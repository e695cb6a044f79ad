"""What a view over evidence draws that the facts do not know: claims, and the sources that make them.

Such a view says itself what these are: ``skos:prefLabel`` gives the name of a thing (several are set side by side, a
date is put in words), ``dcterms:type`` the word for its kind, ``prov:wasDerivedFrom`` the passages that a claim stands in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from famkg.network.grounds import Ground
from famkg.query.evidence import Citation, all_citations
from famkg.query.labels import Labels
from famkg.query.values import in_words
from famkg.store import Store
from famkg.terms import DERIVED_FROM, PREF_LABEL, VOCABULARY_PREFIXES

__all__ = ["KIND", "Stated", "Told", "ground_claims", "read_told"]

KIND = NamedNode(VOCABULARY_PREFIXES["dcterms"] + "type")
"""Of a thing that a view describes itself, the word for its kind."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A thing that a view describes itself: its name, the word for its kind, the passages it stands in."""

    label: str
    kind: str
    passages: frozenset[str]


Told = Mapping[NamedNode, Stated]


def read_told(triples: Iterable[tuple[NamedNode, NamedNode, NamedNode | Literal]], labels: Labels) -> Told:
    """The things that have a name and a kind in the view's own triples."""
    said: defaultdict[NamedNode, defaultdict[NamedNode, set[str]]] = defaultdict(lambda: defaultdict(set))
    for subject, predicate, value in triples:
        if predicate in (PREF_LABEL, KIND, DERIVED_FROM):
            said[subject][predicate].add(in_words(value, labels) if predicate == PREF_LABEL else value.value)
    return {
        thing: Stated(" · ".join(sorted(of[PREF_LABEL])), min(of[KIND]), frozenset(of[DERIVED_FROM]))
        for thing, of in said.items()
        if of.keys() >= {PREF_LABEL, KIND}
    }


def ground_claims(store: Store, edges: Collection[Triple], told: Told) -> dict[Triple, Ground]:
    """What the edges at claims rest on: the passages of the claim, of its source alone where one end is the source."""
    if not edges:
        return {}
    cited: dict[str, Citation] = {c.passage: c for found in all_citations(store).values() for c in found}

    def ground(edge: Triple) -> Ground:
        ends = [end.value for end in (edge.subject, edge.object) if isinstance(end, NamedNode)]
        passages = {p for end in (edge.subject, edge.object) if end in told for p in told[end].passages}  # type: ignore[index]
        said = [cited[passage] for passage in sorted(passages) if passage in cited]
        by_end = [citation for citation in said if citation.source in ends]
        return Ground(sources=tuple(dict.fromkeys(map(str, by_end or said))))

    return {edge: ground(edge) for edge in edges}
