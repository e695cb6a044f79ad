"""How much a dataset holds: the figures that VoID asks for, counted from the quads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from pyoxigraph import NamedNode, Quad, Triple

from famkg.terms import FAM, TYPE, VOCABULARY_PREFIXES

__all__ = ["LINKS", "Figures", "count"]

LINKS = frozenset(
    NamedNode(VOCABULARY_PREFIXES[prefix] + name)
    for prefix, name in (
        ("owl", "sameAs"),
        ("schema", "sameAs"),
        *(("skos", f"{degree}Match") for degree in ("exact", "close", "broad", "narrow", "related")),
    )
)
"""The properties that say of a thing of ours which thing elsewhere it is, or is near to."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a set of triples, each triple once whatever graphs it is in (VoID section 4).

    ``entities`` are the IRIs in the dataset's own space that something is said of; ``classes`` gives the members of each,
    ``properties`` the triples of each, ``links`` the triples that lead to an outside site by a linking property.
    """

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: Mapping[NamedNode, int]
    properties: Mapping[NamedNode, int]
    links: Mapping[tuple[str, NamedNode], int]


def count(quads: Iterable[Quad], *, spaces: Iterable[str]) -> Figures:
    """Count the quads as one set of triples; ``spaces`` are the namespaces of the dataset's own things."""
    own = (*spaces, FAM)
    triples = {Triple(quad.subject, quad.predicate, quad.object) for quad in quads}
    subjects = {triple.subject for triple in triples}
    members: dict[NamedNode, set[object]] = defaultdict(set)
    links: Counter[tuple[str, NamedNode]] = Counter()
    for triple in triples:
        if not isinstance(triple.object, NamedNode):
            continue
        if triple.predicate == TYPE:
            members[triple.object].add(triple.subject)
        elif triple.predicate in LINKS and not triple.object.value.startswith(own):
            links[_site(triple.object.value), triple.predicate] += 1
    return Figures(
        triples=len(triples),
        entities=sum(isinstance(node, NamedNode) and node.value.startswith(own) for node in subjects),
        subjects=len(subjects),
        objects=len({triple.object for triple in triples}),
        classes={kind: len(members[kind]) for kind in sorted(members, key=str)},
        properties=dict(sorted(Counter(triple.predicate for triple in triples).items(), key=lambda item: item[0].value)),
        links=dict(sorted(links.items(), key=lambda item: (item[0][0], item[0][1].value))),
    )


def _site(iri: str) -> str:
    parts = urlsplit(iri)
    return f"{parts.scheme}://{parts.netloc}/"
