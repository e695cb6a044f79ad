"""Finding what a viewer means by a name: exact, then near, among the names this viewer may know."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from pyoxigraph import NamedNode

from famkg.errors import UnknownNameError, UsageError
from famkg.plain import plain
from famkg.store import Solutions, Store
from famkg.terms import Prefixes

__all__ = ["Names", "fold", "read_names"]

_NAMES = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX fam: <https://w3id.org/famkg/ontology#>
SELECT ?thing ?name ?shown WHERE {
  VALUES (?property ?shown) { (skos:prefLabel true) (skos:altLabel true) (dcterms:title true) (skos:hiddenLabel false) }
  ?thing ?property ?name ; a ?class .
  FILTER(STRSTARTS(STR(?class), STR(fam:)))
} ORDER BY ?thing ?name
"""


def fold(name: str) -> str:
    """The name without case, accents, punctuation and extra space: what comparisons use."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare.casefold()).split())


@dataclass(frozen=True, slots=True)
class Names:
    """Every name in a dataset: folded name to things, and which names may be shown."""

    things: Mapping[str, tuple[NamedNode, ...]]
    shown: Mapping[str, str]

    def exact(self, name: str) -> tuple[NamedNode, ...]:
        """The things that bear this name, case, accents and punctuation aside."""
        return self.things.get(fold(name), ())

    def find(self, name: str, prefixes: Prefixes) -> NamedNode:
        """The one thing that bears the name.

        Raises UnknownNameError with the nearest names, UsageError where several things bear it.
        """
        bearers = self.exact(name)
        if len(bearers) == 1:
            return bearers[0]
        if bearers:
            several = ", ".join(sorted(prefixes.shrink(thing.value) for thing in bearers))
            raise UsageError(f"several things are called {name!r}: {several}; use one of these")
        prefix, colon, local = name.partition(":")
        if colon and local and prefix.isidentifier():
            raise UnknownNameError("prefix", prefix, prefixes.namespaces)
        near = [f"{shown} ({prefixes.shrink(thing.value)})" for shown, thing in self.search(name, 5)]
        hint = "did you mean " + ", ".join(near) + "?" if near else "nothing known has a name like it"
        raise UnknownNameError("name", name, (), hint=hint)

    def search(self, name: str, limit: int = 10) -> tuple[tuple[str, NamedNode], ...]:
        """Name and thing, best first: names equal, names with all the words, names nearly spelt so."""
        wanted = fold(name)
        words = set(wanted.split())
        candidates = [wanted] if wanted in self.things else []
        candidates += sorted((n for n in self.things if words and words <= set(n.split())), key=lambda n: (len(n), n))
        candidates += get_close_matches(wanted, self.things, n=limit, cutoff=0.7)
        found = {(self.shown.get(n, ""), thing) for n in dict.fromkeys(candidates[: 4 * limit]) for thing in self.things[n]}
        order = {name: i for i, name in enumerate(dict.fromkeys(candidates))}
        ranked = sorted(found, key=lambda pair: (order.get(fold(pair[0]), len(order)), pair[0], pair[1].value))
        return tuple(ranked[:limit])


def read_names(store: Store) -> Names:
    """The names in a store's facts; a name that may not be shown stands for its bearer's label."""
    answer = store.query(_NAMES)
    assert isinstance(answer, Solutions)
    return _names((thing, plain(name.value), shown.value == "true") for thing, name, shown in answer.rows)  # type: ignore[union-attr,misc]


def _names(rows: Iterable[tuple[NamedNode, str, bool]]) -> Names:
    things: dict[str, list[NamedNode]] = defaultdict(list)
    shown: dict[str, str] = {}
    label: dict[NamedNode, str] = {}
    hidden: list[tuple[str, NamedNode]] = []
    for thing, name, may_show in rows:
        key = fold(name)
        if thing not in things[key]:
            things[key].append(thing)
        if may_show:
            shown.setdefault(key, name)
            label.setdefault(thing, name)
        else:
            hidden.append((key, thing))
    for key, thing in hidden:
        if thing in label:
            shown.setdefault(key, label[thing])
    return Names({key: tuple(bearers) for key, bearers in things.items()}, shown)
