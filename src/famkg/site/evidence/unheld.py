"""Pages of what passages speak of and nothing is held of: its IRI, too, leads to a page, which says who says what and why
it is not held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from famkg.site.evidence.saying import Names, when
from famkg.site.evidence.standing import read_standings
from famkg.site.linked.documents import unheld
from famkg.site.shell import Page

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["pages"]


def pages(reading: Reading) -> Iterator[Page]:
    """A page each, without a place in the navigation."""
    documents = unheld(reading)
    names, standings = Names(reading), read_standings(reading)
    speaking: dict[str, list[Triple]] = defaultdict(list)
    for triple in sorted(reading.citations, key=str):
        for term in {triple.subject, triple.object}:
            if isinstance(term, NamedNode) and term.value in documents:
                speaking[term.value].append(triple)
    for iri, document in documents.items():
        thing = NamedNode(iri)
        kind = standings.kind_of(thing)
        yield Page(
            path=f"{document}.html",
            title=names.of(thing),
            template="unheld.html",
            description="Something that passages speak of and nothing is held of.",
            about=thing,
            values={
                "curie": reading.kg.prefixes.shrink(iri),
                "kind_label": reading.labels[kind],
                "claims": [(t, standings.of(t), reading.citations[t]) for t in speaking.get(iri, ())],
                "near": [t for t in reading.ontology.get(thing, ()) if isinstance(t.object, NamedNode)],
                "names": names,
                "when": when,
            },
        )
