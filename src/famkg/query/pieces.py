"""A SELECT query taken apart, so that each of its rows can be led back to the triples that make it.

A piece is one SELECT of the query, or one EXISTS, widened: ``SELECT *``, ungrouped, and with a marker variable at the
end of every group of its pattern. Where a solution binds the marker, that group took part, and its triple patterns,
filled with the solution, are facts. A subselect stays as it stands in the piece around it, for what it limits, and is a
piece of its own too. What is absent (NOT EXISTS, MINUS) makes no piece: there is no fact in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from famkg.errors import UsageError
from famkg.store.base import without_comments

__all__ = ["MARKER", "VALUES_HERE", "Piece", "read_pieces"]

MARKER = "famkgGroup"
"""What the names of marker variables begin with."""

VALUES_HERE = "\0"
"""Stands in the text of an EXISTS piece for a VALUES block with what is bound around it."""

_TOKEN = re.compile(
    r"""(?P<skip><[^<>"{}|^`\\\s]*> | \"\"\".*?\"\"\" | '''.*?''' | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'
        | @[A-Za-z-]+ | (?:[A-Za-z][\w.-]*)?:(?:[\w:%-]|\.(?=[\w:%-])|\\.)*)
    | (?P<variable>[?$]\w+)
    | (?P<word>[A-Za-z]\w*)
    | (?P<sign>[{}()])
    """,
    re.VERBOSE | re.DOTALL,
)
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
_MODIFIERS = {"HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES", "}"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A widened part of a query.

    ``keys`` are the variables it shares with what is around it, None for all that both know (in a query: the columns);
    ``groups`` the triple patterns (rdflib terms) beside the marker of their group; ``parts`` the pieces within,
    ``guard`` the marker of the group that this one stands in, if it has one.
    """

    text: str
    keys: tuple[str, ...] | None
    groups: tuple[tuple[str, tuple[tuple[Any, Any, Any], ...]], ...]
    parts: tuple[Piece, ...]
    guard: str = ""


@lru_cache(maxsize=256)
def read_pieces(text: str) -> Piece:
    """The piece that a SELECT query is, with all within.

    Raises UsageError for a query that is no SELECT, that names graphs or services, or that uses what hides a triple: blank
    nodes as variables, a GROUP BY of an expression without a name.
    """
    return _Reader(without_comments(text)).query()


@dataclass(slots=True)
class _Scope:
    """What is found while the text of one piece is read."""

    parts: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        return self.text.upper() if self.kind in ("word", "sign") else ""


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [_Token(m.lastgroup or "", m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
        self.tokens.append(_Token("end", "", len(text), len(text)))
        self.markers = 0
        self.prologue = ""

    def query(self) -> Piece:
        at = next((i for i, token in enumerate(self.tokens) if token.word in ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")), -1)
        if self.tokens[at].word != "SELECT":
            raise UsageError("only the rows of a SELECT query can be cited")
        self.prologue = self.text[: self.tokens[at].start]
        piece, at = self.select(at, "")
        if self.tokens[at].kind != "end":
            raise _uncitable("it does not end where its pattern ends")
        return piece

    def select(self, at: int, guard: str) -> tuple[Piece, int]:
        """The piece of the SELECT at a token, and the token after it: the brace that closes a subselect, or the end."""
        opened = self._first(at, {"{"})
        plain, named, star = self._projection(at + 1, opened)
        scope = _Scope()
        body, closed = self.group(opened, scope)
        tail = closed + 1
        end = tail
        while self.tokens[end].word != "}" and self.tokens[end].kind != "end":
            end = self._past(end)
        grouped, group_names = self._grouping(tail, end)
        grouped = grouped or any(self.tokens[i].word in _AGGREGATES for i in range(at, opened))
        named = group_names if grouped else [*named, *group_names]
        extra = " ".join(f"BIND{text}" for _, text in named)
        values = next((i for i in range(tail, end) if self.tokens[i].word == "VALUES"), end)
        trailing = self.text[self.tokens[values].start : self.tokens[end].start] if values != end else ""
        text = f"{self.prologue}SELECT * WHERE {body[:-1]} {extra} }} {trailing}"
        keys = None if star else tuple(dict.fromkeys([*plain, *(name for name, _ in named if not grouped)]))
        return Piece(text, keys, tuple(_groups(text)), tuple(scope.parts), guard), end

    def group(self, at: int, scope: _Scope, outer: str = "") -> tuple[str, int]:
        """The text of the group that opens at a token, with markers, and the token that closes it."""
        if self.tokens[at + 1].word == "SELECT":
            piece, closed = self.select(at + 1, outer)
            scope.parts.append(piece)
            return self._between(at, closed), closed
        self.markers += 1
        marker = f"{MARKER}{self.markers}"
        written, last, here = "", self.tokens[at].start, at + 1
        while self.tokens[here].word != "}":
            token, before = self.tokens[here], self.tokens[here - 1]
            if token.kind == "end":
                raise _uncitable("a brace is not closed")
            if token.word in ("GRAPH", "SERVICE"):
                raise _uncitable(f"what a {token.word} pattern finds is no fact of the default graph")
            if token.word == "VALUES":
                here = self._past(self._first(here, {"{"}))
            elif token.word == "{" and before.word in ("EXISTS", "MINUS"):
                if before.word == "EXISTS" and self.tokens[here - 2].word != "NOT":
                    scope.parts.append(self._exists(here, marker))
                here = self._past(here)
            elif token.word == "{":
                inner, closed = self.group(here, scope, marker)
                written += self.text[last : token.start] + inner
                last, here = self.tokens[closed].end, closed + 1
            else:
                here += 1
        written += self.text[last : self.tokens[here].start]
        return f"{written} BIND(true AS ?{marker}) }}", here

    def _exists(self, at: int, guard: str) -> Piece:
        scope = _Scope()
        body, closed = self.group(at, scope)
        shared = {t.text[1:] for t in self.tokens[at:closed] if t.kind == "variable"}
        if self.tokens[at + 1].word == "SELECT":
            raise _uncitable("an EXISTS holds a subselect; write the pattern itself")
        text = f"{self.prologue}SELECT * WHERE {{ {VALUES_HERE} {body[1:]}"
        return Piece(text, tuple(sorted(shared)), tuple(_groups(text.replace(VALUES_HERE, ""))), tuple(scope.parts), guard)

    def _projection(self, at: int, end: int) -> tuple[list[str], list[tuple[str, str]], bool]:
        """Plain variables, ``(expression AS ?name)`` by name, and whether neither is there: ``*``."""
        plain: list[str] = []
        named: list[tuple[str, str]] = []
        while at < end:
            token = self.tokens[at]
            if token.word == "(":
                after = self._past(at)
                named.append((self.tokens[after - 2].text[1:], self._between(at, after - 1)))
                at = after
                continue
            if token.kind == "variable":
                plain.append(token.text[1:])
            at += 1
        return plain, named, not (plain or named)

    def _grouping(self, at: int, end: int) -> tuple[bool, list[tuple[str, str]]]:
        """Whether there is a GROUP BY, and its ``(expression AS ?name)`` by name."""
        if self.tokens[at].word != "GROUP":
            return any(self.tokens[i].word == "HAVING" for i in range(at, end)), []
        stop = next((i for i in range(at, end) if self.tokens[i].word in _MODIFIERS), end)
        _, named, _ = self._projection(at + 2, stop)
        for _, text in named:
            if not re.search(r"\bAS\s+[?$]\w+\s*\)$", text, re.IGNORECASE):
                raise _uncitable("a GROUP BY of an expression needs a name: (… AS ?name)")
        return True, named

    def _first(self, at: int, signs: set[str]) -> int:
        """The first of these signs from a token on, parentheses passed over."""
        while self.tokens[at].word not in signs:
            if self.tokens[at].kind == "end":
                raise _uncitable("it has no pattern in braces")
            at = self._past(at) if self.tokens[at].word == "(" else at + 1
        return at

    def _past(self, at: int) -> int:
        """The token after this one, or after the bracket that closes the one that opens here."""
        depth = 0
        while True:
            word = self.tokens[at].word
            depth += (word in ("{", "(")) - (word in ("}", ")"))
            at += 1
            if depth <= 0:
                return at
            if at >= len(self.tokens):
                raise _uncitable("a bracket is not closed")

    def _between(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last].end]


def _uncitable(reason: str) -> UsageError:
    return UsageError(f"the rows of this query cannot be cited: {reason}")


def _groups(text: str) -> Iterator[tuple[str, tuple[tuple[Any, Any, Any], ...]]]:
    """The triple patterns of a piece's text, each list with the marker of its group."""
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        algebra = translateQuery(parseQuery(text)).algebra
    except Exception as fault:
        raise _uncitable(f"rdflib does not read it: {fault}") from None
    yield from _walk(algebra, "")


def _walk(node: Any, marker: str) -> Iterator[tuple[str, tuple[tuple[Any, Any, Any], ...]]]:
    from rdflib import BNode

    if node.name == "BGP":
        if any(isinstance(term, BNode) for triple in node.triples for term in triple):
            raise _uncitable("it has blank nodes ([] or _:x); write variables in their place")
        if node.triples:
            yield marker, tuple(node.triples)
    elif node.name == "ToMultiSet":
        return  # VALUES, or a subselect, which is a piece of its own
    elif node.name in ("Join", "LeftJoin", "Union"):
        yield from _walk(node.p1, marker)
        yield from _walk(node.p2, marker)
    elif node.name == "Minus":
        yield from _walk(node.p1, marker)
    elif node.name == "Extend" and str(node.var).startswith(MARKER):
        yield from _walk(node.p, str(node.var))
    elif "p" in node:
        yield from _walk(node.p, marker)
