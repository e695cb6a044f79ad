"""What a comparison reads from the facts: properties of things by class, as the viewer's dataset has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from famkg.compare.moments import Moment
from famkg.query.evidence import Citation, citations_of_triples
from famkg.query.labels import Labels
from famkg.store.base import Solutions
from famkg.terms import CONCEPT, TYPE, fam

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph

__all__ = ["Facts", "concept"]

_OF_CLASS = """
SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?class {{ {classes} }} VALUES ?p {{ {properties} }} ?s a ?class ; ?p ?o }}
ORDER BY ?s ?p ?o
"""
_SCHEME = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?concept ?label WHERE { ?concept skos:inScheme %s ; skos:prefLabel ?label } ORDER BY ?label ?concept
"""
_UNSUPPORTING = ("denied", "speculated")
Node = NamedNode


def concept(name: str) -> NamedNode:
    """The vocabulary's concept ``concept:<name>``."""
    return NamedNode(CONCEPT + name)


class Facts:
    """The facts of one viewer, read class by class; ``labels`` names things."""

    def __init__(self, kg: KnowledgeGraph) -> None:
        self._kg = kg
        self.labels = Labels(kg.store, kg.prefixes)

    def of(self, classes: Iterable[str], properties: Iterable[str]) -> dict[Node, Mapping[str, Sequence[Node | Literal]]]:
        """Each thing of these classes of the vocabulary with these of its properties, sorted by IRI.

        ``{thing: {"when": [literal], "inWorld": [node]}}``; a property that a thing lacks is an empty list.
        """
        names = {fam(name): name for name in properties}
        rows = self._rows(
            _OF_CLASS.format(classes=" ".join(map(str, map(fam, classes))), properties=" ".join(map(str, (TYPE, *names))))
        )
        found: dict[Node, dict[str, list[Node | Literal]]] = {}
        for thing, name, value in rows:
            values = found.setdefault(thing, {each: [] for each in names.values()})  # type: ignore[arg-type]
            if name in names:
                values[names[name]].append(value)  # type: ignore[index]
        return dict(found)

    def scheme(self, scheme: NamedNode) -> list[tuple[NamedNode, str]]:
        """The concepts of a scheme with their labels, sorted by label."""
        return [(found, label.value) for found, label in self._rows(_SCHEME % scheme)]  # type: ignore[misc]

    def curie(self, node: NamedNode) -> str:
        """The CURIE of a thing."""
        return self._kg.prefixes.shrink(node.value)

    def cited(self, triples: Iterable[Triple]) -> dict[Triple, tuple[Citation, ...]]:
        """The passages that support each fact; what is denied or only speculated supports nothing."""
        return {
            triple: kept
            for triple, citations in citations_of_triples(self._kg.store, triples).items()
            if (kept := tuple(citation for citation in citations if citation.status not in _UNSUPPORTING))
        }

    def _rows(self, query: str) -> Iterator[tuple[NamedNode | Literal, ...]]:
        answer = self._kg.sparql(query)
        assert isinstance(answer, Solutions)
        yield from answer.rows  # type: ignore[misc]


def nodes(values: Sequence[Node | Literal]) -> list[NamedNode]:
    """The values that are things."""
    return [value for value in values if isinstance(value, NamedNode)]


def moment_of(values: Mapping[str, Sequence[Node | Literal]]) -> Moment:
    """The times among a thing's properties ``when``, ``from`` and ``until``."""
    return Moment(*(next((value.value for value in values.get(name, ())), "") for name in ("when", "from", "until")))
