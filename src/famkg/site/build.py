"""What the site is made of, as bytes by relative path: nothing is written here."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from famkg.knowledge import KnowledgeGraph

__all__ = ["DUMPS", "Site", "render"]

DUMPS: Mapping[str, str] = {
    "trig": "Everything: facts, evidence, every claim in the graph of its passage (TriG)",
    "nq": "The same, one quad a line (N-Quads)",
    "ttl": "The facts (Turtle)",
    "nt": "The facts, one triple a line (N-Triples)",
    "jsonld": "The facts (JSON-LD, context inside)",
    "rdfxml": "The facts (RDF/XML)",
    "graphml": "The facts as a network (GraphML, for Gephi, Cytoscape and yEd)",
}
"""The formats that the site offers, and what each holds."""

_ENDINGS = {"rdfxml": "rdf"}
_FIGURES = """
PREFIX fam: <https://w3id.org/famkg/ontology#>
PREFIX graph: <https://w3id.org/famkg/graph/>
PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?entities ?claims ?sources ?divergences WHERE {
  { SELECT (COUNT(DISTINCT ?e) AS ?entities) WHERE {
    GRAPH graph:facts { ?e a ?class FILTER(STRSTARTS(STR(?class), STR(fam:))) } } }
  { SELECT (COUNT(*) AS ?claims) WHERE { GRAPH graph:evidence { ?p a fam:Passage } GRAPH ?p { ?s ?q ?o } } }
  { SELECT (COUNT(DISTINCT ?source) AS ?sources) WHERE { GRAPH graph:evidence { ?p2 prov:wasDerivedFrom ?source } } }
  { SELECT (COUNT(DISTINCT ?d) AS ?divergences) WHERE { GRAPH graph:facts { ?d a fam:DivergencePoint } } }
}
"""
_TITLE = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX graph: <https://w3id.org/famkg/graph/>
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?title ?description ?licence WHERE {
  GRAPH graph:evidence {
    ?dataset sh:declare ?prefix ; dcterms:title ?title ; dcterms:license ?licence
    OPTIONAL { ?dataset dcterms:description ?description }
  }
} ORDER BY ?title ?description ?licence LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Site:
    """The files of a site: relative path to content."""

    files: Mapping[str, bytes]


def render(kg: KnowledgeGraph, *, step: Callable[[str], None] = lambda _: None) -> Site:
    """The site of one viewer; ``step`` is told what is made next. The same dataset gives the same bytes."""
    from famkg.views.page import draw
    from famkg.views.timeline import draw_timeline

    files: dict[str, bytes] = {}
    for name in kg.catalogue.views:
        step(f"view {name}")
        network = kg.network(name)
        if len(network) < 2:  # a view that needs a thing to be chosen shows nothing by itself
            continue
        files[f"views/{name}.html"] = draw(network, seen=kg.seen).encode()
    step("comparison")
    files["compare.html"] = draw_timeline(kg.compare()).encode()
    for form in DUMPS:
        step(f"dump {form}")
        content = kg.export(form)
        files[f"dumps/dataset.{_ENDINGS.get(form, form)}"] = content
        if form in ("trig", "nq"):
            files[f"dumps/dataset.{form}.gz"] = gzip.compress(content, mtime=0)
    step("start page")
    files["index.html"] = _start_page(kg, files).encode()
    return Site(files)


def _start_page(kg: KnowledgeGraph, files: Mapping[str, bytes]) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("famkg.site", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    title, description, licence = _first(kg, _TITLE)
    dumps = [
        (f"dumps/dataset.{_ENDINGS.get(form, form)}", form, text, len(files[f"dumps/dataset.{_ENDINGS.get(form, form)}"]))
        for form, text in DUMPS.items()
    ]
    return environment.get_template("index.html").render(
        title=title or "famkg",
        description=description,
        licence=licence,
        seen=kg.seen or "what was pushed to the store",
        figures={
            name: f"{int(figure):,}"
            for name, figure in zip(("things", "claims", "sources", "divergence points"), _first(kg, _FIGURES), strict=True)
        },
        views=[
            (f"views/{name}.html", name, view.header.summary)
            for name, view in kg.catalogue.views.items()
            if f"views/{name}.html" in files
        ],
        queries=sorted(kg.catalogue.queries.values(), key=lambda query: (query.topic, query.name)),
        dumps=dumps,
    )


def _first(kg: KnowledgeGraph, query: str) -> tuple[str, ...]:
    from famkg.store.base import Solutions

    answer = kg.sparql(query)
    assert isinstance(answer, Solutions)
    row = answer.rows[0] if answer.rows else (None,) * len(answer.variables)
    return tuple("" if term is None else term.value for term in row)
