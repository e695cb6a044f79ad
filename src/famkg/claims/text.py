"""Turtle and TriG (RDF 1.1) as text: tokens and statements with their lines, which RDF parsers forget.

The reader goes on after a fault: to say what is wrong with a file is the parser's business, not this module's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Pair", "Statement", "Token", "blank_lines", "prefixes_of", "read_statements", "tokens_of"]

_TOKEN = re.compile(
    r"""(?P<newline>\n)
    | (?P<space>[ \t\r]+)
    | (?P<comment>\#[^\n]*)
    | (?P<iri><[^<>"{}|^`\\\s]*>)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    | (?P<at>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<datatype>\^\^)
    | (?P<number>[+-]?(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?)
    | (?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w:%-]|\.(?=[\w:%.-])|\\.)*|_:\w[\w.-]*)
    | (?P<word>[A-Za-z]+)
    | (?P<sign>[][(){};,.])
    | (?P<fault>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING, _CLOSING = "[(", ")]"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of Turtle text: what kind it is, and its line and column, counted from one."""

    kind: str
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A predicate and its objects; an object is one token, or several (a literal's, a list's)."""

    predicate: Token
    objects: tuple[tuple[Token, ...], ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A subject with its predicates and objects, up to the full stop; ``graph`` names the graph it stands in."""

    subject: Token
    pairs: tuple[Pair, ...]
    graph: Token | None
    last_line: int


def tokens_of(text: str) -> Iterator[Token]:
    """The tokens of a Turtle or TriG text, comments included, space left out."""
    line, start = 1, 0
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind == "newline":
            line, start = line + 1, found.end()
        elif kind != "space":
            piece = found.group()
            yield Token(kind, piece, line, found.start() - start + 1)
            if kind == "string" and (breaks := piece.count("\n")):
                line, start = line + breaks, found.start() + piece.rindex("\n") + 1


def prefixes_of(text: str) -> dict[str, str]:
    """The prefixes that a Turtle or TriG text declares."""
    return dict(re.findall(r"^\s*@?prefix\s+([\w.-]*):\s*<([^<>\s]*)>", text, re.MULTILINE | re.IGNORECASE))


def blank_lines(text: str) -> tuple[int, ...]:
    """The lines of a Turtle or TriG text on which a blank node stands."""
    found = (token.line for token in tokens_of(text) if token.text in _OPENING or token.text.startswith("_:"))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=64)
def read_statements(text: str) -> tuple[Statement, ...]:
    """The statements of a Turtle or TriG text in their order; prefix declarations left out."""
    return tuple(_Reader(token for token in tokens_of(text) if token.kind != "comment").statements())


class _Reader:
    def __init__(self, tokens: Iterable[Token]) -> None:
        self.tokens = list(tokens)
        self.at = 0

    def _text(self, ahead: int = 0) -> str:
        index = self.at + ahead
        return self.tokens[index].text if index < len(self.tokens) else ""

    def statements(self) -> Iterator[Statement]:
        graph: Token | None = None
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.text == "}":
                graph = None
                self.at += 1
            elif token.text.lower() in ("@prefix", "@base", "prefix", "base"):
                self.at += 3 if token.text.lower().endswith("prefix") else 2
                self.at += self._text() == "."
            elif token.text.upper() == "GRAPH" or token.text in (".", "{"):
                self.at += 1
            elif self._text(1) == "{":
                graph = token
                self.at += 2
            else:
                yield self._statement(graph)

    def _statement(self, graph: Token | None) -> Statement:
        subject = self._term()[0]
        pairs: list[Pair] = []
        while self.at < len(self.tokens) and self._text() not in (".", "}", "{"):
            if self._text() == ";":
                self.at += 1
                continue
            predicate = self._term()[0]
            objects = []
            while self.at < len(self.tokens) and self._text() not in (".", ";", "}", "{"):
                if self._text() == ",":
                    self.at += 1
                    continue
                objects.append(self._term())
            pairs.append(Pair(predicate, tuple(objects)))
        last_line = self.tokens[min(self.at, len(self.tokens) - 1)].line
        self.at += self._text() == "."
        return Statement(subject, tuple(pairs), graph, last_line)

    def _term(self) -> tuple[Token, ...]:
        start = self.at
        self.at += 1
        if self.tokens[start].text in _OPENING:
            depth = 1
            while depth and self.at < len(self.tokens):
                depth += (self._text() in _OPENING) - (self._text() in _CLOSING)
                self.at += 1
        elif self.tokens[start].kind == "string":
            if self._text().startswith("@"):
                self.at += 1
            elif self._text() == "^^":
                self.at = min(self.at + 2, len(self.tokens))
        return tuple(self.tokens[start : self.at])
