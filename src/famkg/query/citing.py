"""Citations for the rows of a query over facts: the passages that say what each row rests on.

A row rests on the triples that the query's patterns are under every solution that gives this row: those of the groups
that took part (an OPTIONAL that found nothing adds none), along property paths by all ways, of subselects and EXISTS
too. A row of an aggregate rests on all that was grouped into it, whatever of it a MIN or a MAX then took. A
conclusion is cited by the passages of its premises, a computed date bound by those of the dates it comes from.

Labels, worlds and classes stand in the register and are not cited (but for the class of a row that says nothing else): a
row of nothing else has no sources. Nor has what a query finds by absence (NOT EXISTS, MINUS). Rows that are the same
share their citations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from famkg.compile.rules import Rule
from famkg.query.evidence import Citation, by_weight
from famkg.query.pieces import VALUES_HERE, Piece, read_pieces
from famkg.query.rows import as_row
from famkg.query.support import read_support
from famkg.query.walks import walk
from famkg.store import Solutions, Store
from famkg.terms import PREF_LABEL, TYPE, fam

__all__ = ["cite_rows", "read_grounds", "worth_citing"]

_UNCITED = {PREF_LABEL, fam("inWorld")}
_PORTION = 1_000

_Bindings = Mapping[str, Any]
_Rows = frozenset[int]
_Found = tuple[_Bindings, _Rows]
"""What a solution binds, and the numbers of the result's rows that it is behind."""


def cite_rows(store: Store, text: str, found: Solutions, rules: Sequence[Rule]) -> tuple[tuple[Citation, ...], ...]:
    """The citations of each row that a query over facts found, the highest tier first.

    Raises UsageError for a query whose rows cannot be led back to triples: see ``famkg.query.pieces``.
    """
    grounds = [worth_citing(triples) for triples in read_grounds(store, text, found)]
    cited = read_support(store, rules, set().union(*grounds)).citations
    return tuple(tuple(sorted({c for triple in triples for c in cited.get(triple, ())}, key=by_weight)) for triples in grounds)


def worth_citing(triples: Iterable[Triple]) -> set[Triple]:
    """What of the triples says something: not the names and worlds of things, and their classes only if nothing else does."""
    classes = {triple for triple in triples if triple.predicate == TYPE}
    return {triple for triple in triples if triple.predicate not in _UNCITED} - classes or classes


def read_grounds(store: Store, text: str, found: Solutions) -> tuple[frozenset[Triple], ...]:
    """The triples that each row of a query over facts rests on, with those of the register.

    Where a path has several ways, a triple may be none of the facts. Raises UsageError as ``cite_rows`` does.
    """
    grounds = _Grounds(store, len(found.rows))
    rows = (
        ({name: term for name, term in zip(found.variables, row, strict=True) if term is not None}, frozenset({number}))
        for number, row in enumerate(found.rows)
    )
    grounds.follow(read_pieces(text), list(rows), found.variables)
    grounds.walk_paths()
    return tuple(map(frozenset, grounds.triples))


class _Grounds:
    """The triples that each row of a result rests on, as they are found."""

    def __init__(self, store: Store, rows: int) -> None:
        self.store = store
        self.triples: list[set[Triple]] = [set() for _ in range(rows)]
        self._paths: dict[int, tuple[Any, dict[tuple[Any, Any], set[int]]]] = {}

    def follow(self, piece: Piece, around: Sequence[_Found], known: Sequence[str]) -> None:
        """Add what a piece's solutions rest on, each to the rows that it fits; ``known`` can be bound around the piece."""
        names: Sequence[str] = ()
        taken: list[_Found] = []
        for keys, members in _alike(piece, around, known):
            wanted: dict[tuple[Any, ...], set[int]] = defaultdict(set)
            for bindings, rows in members:
                wanted[tuple(bindings.get(key) for key in keys)] |= rows
            for text in _texts(piece, keys, wanted):
                names, solutions = self._ask(text)
                shared = [key for key in keys if key in names] if piece.keys is None else keys
                fitting = _shortened(wanted, keys, shared)
                fits = ((bindings, fitting.get(tuple(bindings.get(key) for key in shared))) for bindings in solutions)
                taken.extend((bindings, frozenset(rows)) for bindings, rows in fits if rows)
        for bindings, rows in taken:
            for marker, patterns in piece.groups:
                if marker in bindings:
                    for pattern in patterns:
                        self._fill(pattern, bindings, rows)
        for part in piece.parts:
            within = [(bindings, rows) for bindings, rows in taken if not part.guard or part.guard in bindings]
            if within:
                self.follow(part, within, names)

    def walk_paths(self) -> None:
        """Add the triples along the property paths that were met."""
        for path, ends in self._paths.values():
            for pair, triples in walk(self.store, path, ends).items():
                for triple in triples:
                    self._add(triple, ends[pair])

    def _ask(self, text: str) -> tuple[tuple[str, ...], Iterator[_Bindings]]:
        answer = self.store.query(text)
        assert isinstance(answer, Solutions)
        names = answer.variables
        solutions = ({n: term for n, term in zip(names, row, strict=True) if term is not None} for row in answer.rows)
        return names, solutions

    def _fill(self, pattern: tuple[Any, Any, Any], bindings: _Bindings, rows: _Rows) -> None:
        from rdflib.term import Identifier

        start, predicate, end = pattern
        first, last = _value(start, bindings), _value(end, bindings)
        if isinstance(predicate, Identifier):
            self._add(Triple(first, _value(predicate, bindings), last), rows)
        else:
            _, ends = self._paths.setdefault(id(predicate), (predicate, defaultdict(set)))
            ends[first, last] |= rows

    def _add(self, triple: Triple, rows: Iterable[int]) -> None:
        for row in rows:
            self.triples[row].add(triple)


def _alike(piece: Piece, around: Sequence[_Found], known: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[_Found]]]:
    """What is around a piece, by the variables to compare; for an EXISTS, which of them are bound tells these apart."""
    if VALUES_HERE not in piece.text:
        yield (known if piece.keys is None else piece.keys), around
        return
    by_bound: dict[tuple[str, ...], list[_Found]] = defaultdict(list)
    for bindings, rows in around:
        by_bound[tuple(key for key in piece.keys or () if key in bindings)].append((bindings, rows))
    yield from by_bound.items()


def _texts(piece: Piece, keys: Sequence[str], wanted: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    """The queries to ask for a piece: an EXISTS is asked with what is bound around it, in portions."""
    if VALUES_HERE not in piece.text or not keys:
        yield piece.text.replace(VALUES_HERE, "")
        return
    rows = sorted(map(as_row, wanted))
    names = " ".join(f"?{key}" for key in keys)
    for start in range(0, len(rows), _PORTION):
        data = " ".join(rows[start : start + _PORTION])
        yield piece.text.replace(VALUES_HERE, f"VALUES ({names}) {{ {data} }}")


def _shortened(
    wanted: Mapping[tuple[Any, ...], set[int]], keys: Sequence[str], kept: Sequence[str]
) -> Mapping[tuple[Any, ...], set[int]]:
    if list(keys) == list(kept):
        return wanted
    places = [list(keys).index(key) for key in kept]
    short: dict[tuple[Any, ...], set[int]] = defaultdict(set)
    for values, rows in wanted.items():
        short[tuple(values[place] for place in places)] |= rows
    return short


def _value(slot: Any, bindings: _Bindings) -> Any:
    """The term that a slot of a pattern is: a variable's value, or rdflib's term as ours."""
    from rdflib import Literal as RdflibLiteral
    from rdflib import Variable

    if isinstance(slot, Variable):
        return bindings[str(slot)]
    if not isinstance(slot, RdflibLiteral):
        return NamedNode(str(slot))
    if slot.language:
        return Literal(str(slot), language=slot.language)
    return Literal(str(slot), datatype=NamedNode(str(slot.datatype))) if slot.datatype else Literal(str(slot))
