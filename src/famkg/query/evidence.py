"""Who says so: citations of passages, as people read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from famkg.compile.accept import TIERS
from famkg.plain import plain
from famkg.store import Solutions, Store
from famkg.terms import CONCEPT

__all__ = [
    "SAYING",
    "Citation",
    "accepted_citations",
    "all_citations",
    "by_weight",
    "citations_of_triples",
    "passages_about",
]

SAYING = ("stated", "announced")
"""The statuses with which a passage can make a fact."""

_PORTION = 500

_PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX fam: <https://w3id.org/famkg/ontology#>
PREFIX graph: <https://w3id.org/famkg/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <https://schema.org/>
"""

_RECORD = """
  GRAPH graph:evidence {
    ?passage prov:wasDerivedFrom ?source ; fam:status ?status .
    OPTIONAL { ?passage fam:locator ?locator }
    OPTIONAL { ?passage fam:tier ?own }
    OPTIONAL { ?passage prov:wasQuotedFrom ?quoted }
    OPTIONAL { ?source fam:tier ?tier }
    OPTIONAL { ?source schema:publisher ?publisher }
    OPTIONAL { ?source schema:datePublished ?date }
    OPTIONAL { ?source dcterms:title ?title }
    OPTIONAL { ?source schema:url ?url }
  }
"""

_REJECTED = """
PREFIX concept: <https://w3id.org/famkg/concept/>
PREFIX fam: <https://w3id.org/famkg/ontology#>
PREFIX graph: <https://w3id.org/famkg/graph/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?passage ?s ?p ?o WHERE {
  GRAPH graph:evidence {
    ?judgement fam:verdict concept:verdict-rejected .
    { ?judgement fam:judges ?passage . ?passage a fam:Passage }
    UNION { ?judgement fam:inPassage ?passage ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage as it is cited. Title and address are empty where they would tell what is not yet seen.

    ``status`` and ``tier`` are slugs of their concepts: ``stated``, ``press``.
    """

    passage: str
    source: str
    publisher: str
    date: str
    title: str
    url: str
    locator: str
    status: str
    tier: str
    quoted: str = ""

    def __str__(self) -> str:
        parts = [self.publisher, f"“{self.title}”" if self.title else "", self.date or "undated"]
        parts += [self.locator if self.locator != "page" else "", self.tier]
        parts += [self.status if self.status != "stated" else ""]
        return ", ".join(part for part in parts if part) + (f" <{self.url}>" if self.url else "")


def by_weight(citation: Citation) -> tuple[bool, int, bool, str, str, str]:
    """A key to sort citations by: what can make a fact, the higher tier, stated before announced, publisher, date."""
    tier = TIERS.index(citation.tier) if citation.tier in TIERS else -1
    says = citation.status in SAYING
    return (not says, -tier, citation.status != "stated", citation.publisher, citation.date, citation.passage)


def passages_about(store: Store, node: NamedNode) -> dict[Triple, tuple[Citation, ...]]:
    """Each claim that has the node as subject or object, whatever its status, with the passages that state it."""
    return _cited(
        store, f"VALUES ?node {{ {node} }} {{ ?node ?p ?o BIND(?node AS ?s) }} UNION {{ ?s ?p ?node BIND(?node AS ?o) }}"
    )


def all_citations(store: Store) -> dict[Triple, tuple[Citation, ...]]:
    """Every claim of the dataset, whatever its status, with the passages that state it."""
    return _cited(store, "?s ?p ?o")


def citations_of_triples(store: Store, triples: Iterable[Triple]) -> dict[Triple, tuple[Citation, ...]]:
    """The passages that state each of these triples; one that none states is left out."""
    rows = " ".join(f"({t.subject} {t.predicate} {t.object})" for t in triples)
    return _cited(store, f"VALUES (?s ?p ?o) {{ {rows} }} ?s ?p ?o .") if rows else {}


def accepted_citations(store: Store, facts: Iterable[Triple]) -> dict[Triple, tuple[Citation, ...]]:
    """Each fact and the passages that make it one: they state or announce it and are not judged wrong there.

    None where no passage says so, as for what stands in the register.
    """
    wanted = sorted(facts, key=str)
    found: dict[Triple, tuple[Citation, ...]] = dict.fromkeys(wanted, ())
    rejected = _rejected(store) if wanted else frozenset()
    for start in range(0, len(wanted), _PORTION):
        for triple, citations in citations_of_triples(store, wanted[start : start + _PORTION]).items():
            found[triple] = tuple(
                c
                for c in citations
                if c.status in SAYING and (c.passage, None) not in rejected and (c.passage, triple) not in rejected
            )
    return found


def _rejected(store: Store) -> frozenset[tuple[str, Triple | None]]:
    """Passages judged wrong, each with the claim that is wrong there, or None where all of it is."""
    answer = store.query(_REJECTED)
    assert isinstance(answer, Solutions)
    return frozenset(
        (row[0].value, None if row[1] is None else Triple(*row[1:]))  # type: ignore[union-attr,arg-type]
        for row in answer.rows
    )


def _cited(store: Store, pattern: str) -> dict[Triple, tuple[Citation, ...]]:
    answer = store.query(
        f"{_PREFIXES} SELECT * WHERE {{ GRAPH ?passage {{ {pattern} }} {_RECORD} }} ORDER BY ?s ?p ?o ?passage"
    )
    assert isinstance(answer, Solutions)
    found: dict[Triple, dict[str, Citation]] = defaultdict(dict)
    for row in answer.rows:
        values = dict(zip(answer.variables, row, strict=True))
        subject, predicate, value = values["s"], values["p"], values["o"]
        citation = _citation({name: term.value for name, term in values.items() if term is not None})
        found[Triple(subject, predicate, value)][citation.passage] = citation  # type: ignore[arg-type]
    return {triple: tuple(citations.values()) for triple, citations in found.items()}


def _web(address: str) -> str:
    """An address on the web; of any other kind none, since whoever is shown one may follow it."""
    return address if address.lower().startswith(("http://", "https://")) else ""


def _citation(row: Mapping[str, str]) -> Citation:
    def slug(name: str) -> str:
        return row.get(name, "").removeprefix(CONCEPT).partition("-")[2]

    return Citation(
        passage=row["passage"],
        source=row["source"],
        publisher=plain(row.get("publisher", "")),
        date=plain(row.get("date", "")),
        title=plain(row.get("title", "")),
        url=_web(row.get("url", "")),
        locator=plain(row.get("locator", "")),
        status=slug("status"),
        tier=slug("own") or slug("tier"),
        quoted=row.get("quoted", ""),
    )
