"""What a knowledge graph holds, in a few figures, and how to go on from there: what a notebook shows of it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from famkg.query.html import as_table
from famkg.query.labels import Labels
from famkg.query.rows import ask
from famkg.store import Store
from famkg.terms import FAM

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph

__all__ = ["title_of", "to_html"]

_TITLE = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX graph: <https://w3id.org/famkg/graph/>
PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?title WHERE { GRAPH graph:evidence { ?dataset a void:Dataset ; dcterms:title ?title } } ORDER BY ?title
"""
_THINGS = f"""
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE {{
  ?thing a ?class ; skos:prefLabel ?label FILTER(STRSTARTS(STR(?class), "{FAM}"))
}} GROUP BY ?class
"""
_FACTS = "SELECT (COUNT(*) AS ?count) WHERE { ?s ?p ?o }"
_RECORDS = f"""
PREFIX graph: <https://w3id.org/famkg/graph/>
SELECT (COUNT(DISTINCT ?record) AS ?count) WHERE {{ GRAPH graph:evidence {{ ?record a <{FAM}%s> }} }}
"""
_GO_ON = (
    ("kg.catalogue.queries", "the questions it has answers to; kg.query(name) asks one, kg.cite(name) with its sources"),
    ("kg.entity(name)", "one thing, misspelt or not"),
    ("kg.why(name, property)", "what a fact rests on"),
    ("kg.catalogue.views", "the graphs to draw; kg.network(name) is one as a NetworkX graph"),
    ("kg.export(format)", "all of it for other tools"),
)


def title_of(store: Store) -> str:
    """What the dataset calls itself, empty where it has no title."""
    return next((str(title.value) for (title,) in ask(store, _TITLE)), "")


def to_html(kg: KnowledgeGraph) -> str:
    """How many things of each class, facts, passages and sources; for which viewer; and what to call next."""
    labels = Labels(kg.store, kg.prefixes)
    counts = sorted(((-int(count.value), labels[kind]) for kind, count in ask(kg.store, _THINGS)))
    things = ", ".join(f"{escape(label)} {-count:,}" for count, label in counts)
    facts = _count(kg.store, _FACTS)
    passages, sources = (_count(kg.store, _RECORDS % kind) for kind in ("Passage", "Source"))
    seen = f"for who has seen <b>{escape(kg.seen)}</b>" if kg.seen else "as it was pushed to the store"
    rows = [[f"<code>{escape(call)}</code>", escape(gives)] for call, gives in _GO_ON]
    return (
        f"<p><b>{escape(title_of(kg.store) or 'A knowledge graph')}</b>, {seen}</p>"
        f"<p>{facts:,} facts, resting on {passages:,} passages of {sources:,} sources<br>{things}</p>"
        + as_table(("", ""), rows)
    )


def _count(store: Store, query: str) -> int:
    return next(int(count.value) for (count,) in ask(store, query))
