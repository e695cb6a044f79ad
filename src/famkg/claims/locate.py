"""Where a thing stands in ``graph/``: the file and line of an entity's block, a record, or a claim.

RDF parsers forget lines, so the text is read once more by a small reader of Turtle and TriG (RDF 1.1). It goes
on after a fault: to say what is wrong with a file is the parser's business, not this module's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from famkg.terms import TYPE, VOCABULARY_PREFIXES

__all__ = ["Locator", "Pair", "Place", "Statement", "Token", "blank_lines", "prefixes_of", "read_statements", "tokens_of"]

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
_XSD = VOCABULARY_PREFIXES["xsd"]
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Place:
    """A line, counted from one, of a file."""

    path: Path
    line: int


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


_Claim = tuple[str, str, str, str]
"""Graph, subject, predicate, object: IRIs, and the object as N-Triples."""


class Locator:
    """Places of subjects and claims in a set of files; a file is read when first asked about."""

    def __init__(self, texts: Mapping[Path, str]) -> None:
        self.texts = texts

    @cached_property
    def _index(self) -> tuple[dict[tuple[str, str], list[Place]], dict[_Claim, Place]]:
        subjects: dict[tuple[str, str], list[Place]] = {}
        claims: dict[_Claim, Place] = {}
        for path, text in self.texts.items():
            names = _Names(prefixes_of(text))
            for statement in read_statements(text):
                subject = names.iri(statement.subject)
                graph = names.iri(statement.graph) if statement.graph else ""
                subjects.setdefault((graph, subject), []).append(Place(path, statement.subject.line))
                for pair in statement.pairs:
                    predicate = names.iri(pair.predicate)
                    for value in pair.objects:
                        claims.setdefault((graph, subject, predicate, names.term(value)), Place(path, value[0].line))
        return subjects, claims

    def blocks(self, node: NamedNode, passage: NamedNode | None = None) -> tuple[Place, ...]:
        """Every block whose subject this is, outside the passages or in one: one for what is registered once."""
        return tuple(self._index[0].get((passage.value if passage else "", node.value), ()))

    def line(self, node: NamedNode) -> int | None:
        """The first line of a node's block, or of the first statement in the graph of that name."""
        found = self.blocks(node) or tuple(p for (graph, _), ps in self._index[0].items() if graph == node.value for p in ps)
        return found[0].line if found else None

    def claim(
        self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal, passage: NamedNode | None = None
    ) -> Place | None:
        """Where a passage states a claim, or (without a passage) a record or the register a triple: its object's line."""
        return self._index[1].get((passage.value if passage else "", subject.value, predicate.value, str(value)))


class _Names:
    """Tokens to IRIs and terms, by the prefixes of a file."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = prefixes
        self.known: dict[str, str] = {}

    def iri(self, token: Token) -> str:
        text = token.text
        if text not in self.known:
            prefix, _, local = text.partition(":")
            plain = token.kind == "name" and not text.startswith("_:")
            self.known[text] = (
                TYPE.value
                if text == "a"
                else self.prefixes.get(prefix, f"{prefix}:") + re.sub(r"\\(.)", r"\1", local)
                if plain
                else text.removeprefix("<").removesuffix(">")
            )
        return self.known[text]

    def term(self, tokens: tuple[Token, ...]) -> str:
        first = tokens[0]
        if first.kind == "string":
            quotes = 3 if first.text[:3] in ('"""', "'''") else 1
            text = _unescaped(first.text[quotes:-quotes])
            plain = str(Literal(text))
            if len(tokens) == 2:
                return plain + tokens[1].text.lower()
            datatype = self.iri(tokens[2]) if len(tokens) == 3 else _XSD + "string"
            return plain if datatype == _XSD + "string" else f"{plain}^^<{datatype}>"
        if first.kind == "number":
            kind = "double" if "e" in first.text.lower() else "decimal" if "." in first.text else "integer"
            return str(Literal(first.text, datatype=NamedNode(_XSD + kind)))
        if first.text in ("true", "false"):
            return str(Literal(first.text, datatype=NamedNode(_XSD + "boolean")))
        return f"<{self.iri(first)}>"


def _unescaped(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        piece = found.group(1)
        return chr(int(piece[1:], 16)) if piece[0] in "uU" else _ESCAPES.get(piece, piece)

    return re.sub(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", character, text)
