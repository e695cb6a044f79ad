"""In which shows and seasons each thing of a network occurs, so that a drawing can be limited to some of them.

A thing occurs in the works that the facts join it to: it appears in them, is cast or credited in them, is a part of
them. Of what no fact joins to a work, it is the works whose episodes the passages about it are stamped with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from famkg.query.rows import ask
from famkg.store import Store

__all__ = ["Works", "read_works"]

_WORKS = """
PREFIX fam: <https://w3id.org/famkg/ontology#>
SELECT ?work ?number ?show WHERE {
  VALUES ?class { fam:Show fam:Season }
  ?work a ?class .
  OPTIONAL { ?work fam:number ?number }
  OPTIONAL { ?work fam:partOf ?show . ?show a fam:Show }
}
"""
_PARTS = """
PREFIX fam: <https://w3id.org/famkg/ontology#>
SELECT ?part ?work WHERE { VALUES ?class { fam:Show fam:Season } ?work a ?class . ?part fam:partOf ?work }
"""
_JOINED = """
PREFIX fam: <https://w3id.org/famkg/ontology#>
SELECT DISTINCT ?thing ?work WHERE {
  VALUES ?thing { %s }
  { ?thing fam:appearsIn ?work } UNION { ?thing fam:partOf ?work } UNION { ?thing fam:companionTo ?work }
  UNION { ?thing fam:work ?work }
  UNION { ?role fam:agent ?thing ; fam:work ?work }
  UNION { ?role fam:character ?thing ; fam:work ?work }
}
"""
_TOLD = """
PREFIX fam: <https://w3id.org/famkg/ontology#>
PREFIX graph: <https://w3id.org/famkg/graph/>
SELECT DISTINCT ?thing ?stamp WHERE {
  VALUES ?thing { %s }
  { GRAPH ?passage { ?thing ?property ?value } } UNION { GRAPH ?passage { ?subject ?property ?thing } }
  GRAPH graph:evidence { ?passage a fam:Passage ; fam:revealedIn ?stamp }
}
"""


@dataclass(frozen=True, slots=True)
class Works:
    """The shows and their seasons, in order, as (work, its show, its number or empty), and those of each thing."""

    order: tuple[tuple[NamedNode, NamedNode, str], ...]
    of: Mapping[NamedNode, tuple[NamedNode, ...]]


def read_works(store: Store, things: Iterable[NamedNode]) -> Works:
    """The shows and seasons of each of the things; one that none is known of is left out."""
    things = set(things)
    known: dict[NamedNode, tuple[NamedNode, str]] = {}
    for work, number, show in sorted(ask(store, _WORKS), key=str):
        is_show = show is None
        known.setdefault(work, (work if is_show else show, "" if is_show or number is None else number.value))
    wholes: defaultdict[NamedNode, set[NamedNode]] = defaultdict(set)
    for part, work in ask(store, _PARTS):
        wholes[part].add(work)
    for work in known:
        wholes[work].add(work)
    order = sorted(known, key=lambda work: (known[work][0].value, work != known[work][0], _count(known[work][1]), work.value))
    place = {work: i for i, work in enumerate(order)}

    found = {thing: wholes[thing] for thing in things & wholes.keys()}
    for query in (_JOINED, _TOLD):
        joined: defaultdict[NamedNode, set[NamedNode]] = defaultdict(set)
        for thing, work in ask(store, query, things - found.keys()):
            joined[thing] |= wholes.get(work, set())
        found |= {thing: works for thing, works in joined.items() if works}
    return Works(
        order=tuple((work, *known[work]) for work in order),
        of={thing: tuple(sorted(works, key=place.__getitem__)) for thing, works in found.items()},
    )


def _count(number: str) -> tuple[int, str]:
    return (int(number) if number.isdigit() else 0, number)
