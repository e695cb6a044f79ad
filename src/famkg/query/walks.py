"""The triples along a property path, between the two ends that a solution gives it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from famkg.errors import UsageError
from famkg.query.rows import as_row, ask
from famkg.store import Store

__all__ = ["walk"]

_Ends = tuple[Any, Any]

_THROUGH = "SELECT DISTINCT ?a ?x ?b WHERE {{ VALUES (?a ?b) {{ %s }} ?a {first} ?x . ?x {rest} ?b }}"
_WITHIN = """
SELECT DISTINCT ?a ?x ?y ?b WHERE {{ VALUES (?a ?b) {{ %s }} ?a ({step})* ?x . ?x ({step}) ?y . ?y ({step})* ?b }}
"""


def walk(store: Store, path: Any, ends: Iterable[_Ends]) -> dict[_Ends, set[Triple]]:
    """The triples by which a path (rdflib's, or an IRI) may lead from the first to the second of each pair of ends.

    All ways count, and a candidate need not be a fact: of ``a|b`` both are given. Raises UsageError for ``!a``.
    """
    from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
    from rdflib.term import URIRef

    if isinstance(path, MulPath) and path.mod == "?":
        path = path.path
    wanted = set(ends)
    found: dict[_Ends, set[Triple]] = {pair: set() for pair in wanted}
    if isinstance(path, URIRef):
        for start, end in wanted - {pair for pair in wanted if isinstance(pair[0], Literal)}:
            found[start, end].add(Triple(start, NamedNode(str(path)), end))
    elif isinstance(path, InvPath):
        for (start, end), triples in walk(store, path.arg, {(end, start) for start, end in wanted}).items():
            found[end, start] |= triples
    elif isinstance(path, AlternativePath):
        for each in path.args:
            for pair, triples in walk(store, each, wanted).items():
                found[pair] |= triples
    elif isinstance(path, SequencePath):
        first, rest = path.args[0], path.args[1] if len(path.args) == 2 else SequencePath(*path.args[1:])
        text = _THROUGH.format(first=_text(first), rest=_text(rest))
        rows = [((a, b), (a, x), (x, b)) for a, x, b in ask(store, text, map(as_row, wanted))]
        _add(found, ((pair, start) for pair, start, _ in rows), walk(store, first, {start for _, start, _ in rows}))
        _add(found, ((pair, end) for pair, _, end in rows), walk(store, rest, {end for _, _, end in rows}))
    elif isinstance(path, MulPath):
        text = _WITHIN.format(step=_text(path.path))
        rows_within = [((a, b), (x, y)) for a, x, y, b in ask(store, text, map(as_row, wanted))]
        _add(found, rows_within, walk(store, path.path, {step for _, step in rows_within}))
    else:
        raise UsageError(f"the rows of this query cannot be cited: the path {_text(path)} names what a step is not")
    return found


def _add(found: dict[_Ends, set[Triple]], parts: Iterable[tuple[_Ends, _Ends]], walked: dict[_Ends, set[Triple]]) -> None:
    steps: dict[_Ends, set[_Ends]] = defaultdict(set)
    for pair, step in parts:
        steps[pair].add(step)
    for pair, taken in steps.items():
        found[pair].update(*(walked[step] for step in taken))


def _text(path: Any) -> str:
    return f"({path.n3()})" if not path.n3().startswith("<") else str(path.n3())
