"""What to call things: the label of each, as this dataset's viewer knows it, as plain text on one line."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import NamedNode

from famkg.plain import plain
from famkg.store import Solutions, Store
from famkg.terms import VOCABULARY_PREFIXES, Prefixes

__all__ = ["Labels"]

_QUERY = """
PREFIX fam: <https://w3id.org/famkg/ontology#>
PREFIX graph: <https://w3id.org/famkg/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?label WHERE {
  VALUES ?thing { %s }
  { GRAPH graph:facts { ?thing skos:prefLabel ?label } } UNION { GRAPH graph:ontology { ?thing rdfs:label ?label } }
} ORDER BY ?thing ?label
"""


class Labels:
    """Labels of things, looked up when first asked for; without one a term of another vocabulary is called by
    its local name as words, any other thing by its CURIE.
    """

    def __init__(self, store: Store, prefixes: Prefixes) -> None:
        self._store = store
        self._prefixes = prefixes
        self._known: dict[str, str] = {}

    def learn(self, things: Iterable[object]) -> None:
        """Look up many labels at once."""
        wanted = {thing for thing in things if isinstance(thing, NamedNode) and thing.value not in self._known}
        for thing in wanted:
            self._known[thing.value] = self._fallback(thing.value)
        if wanted:
            answer = self._store.query(_QUERY % " ".join(sorted(map(str, wanted))))
            assert isinstance(answer, Solutions)
            for named, label in answer.rows:
                text = plain(label.value).strip()  # type: ignore[union-attr]
                self._known[named.value] = text or self._known[named.value]  # type: ignore[union-attr]

    def __getitem__(self, thing: object) -> str:
        """The label of a thing, the text of a literal."""
        if not isinstance(thing, NamedNode):
            return plain(getattr(thing, "value", str(thing)))
        self.learn([thing])
        return self._known[thing.value]

    def _fallback(self, iri: str) -> str:
        curie = self._prefixes.shrink(iri)
        prefix, _, local = curie.partition(":")
        if prefix in VOCABULARY_PREFIXES and prefix != "concept":
            return re.sub(r"(?<=[a-z])([A-Z])", lambda found: " " + found[1].lower(), local)
        return curie
