"""The outline of a SPARQL query, read from its text: what it selects, names and asks of which graph.

Whether the text is a query at all is the engine's business; the outline of one that is none may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

__all__ = ["Outline", "read_outline"]

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
    | (?P<iri><[^<>"{}|^`\\\s]*>)
    | (?P<string>\"\"\".*?\"\"\"|'''.*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<name>(?:[A-Za-z][\w.-]*)?:(?:[\w:%-]|\.(?=[\w:%-])|\\.)*)
    | (?P<tag>@[A-Za-z-]+)
    | (?P<word>[A-Za-z]\w*)
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")
_MODIFIERS = ("ORDER", "GROUP", "HAVING", "LIMIT", "OFFSET")
_TERMS = ("iri", "string", "variable", "name", "number")


@dataclass(slots=True)
class Outline:
    """What a query's text says.

    ``form`` is SELECT, CONSTRUCT, ASK or DESCRIBE; ``star`` whether it selects ``*`` anywhere; ``ordered`` whether the
    whole result has an ORDER BY; ``loose`` the line of the first triple pattern outside GRAPH, in a query that has
    GRAPH; ``elsewhere`` the line of the first SERVICE or FROM; ``names`` every prefixed name with its line, ``prefixes``
    each declared prefix with its IRI and line.
    """

    form: str = ""
    star: bool = False
    ordered: bool = False
    graphs: bool = False
    elsewhere: int | None = None
    loose: int | None = None
    names: list[tuple[str, int]] = field(default_factory=list)
    prefixes: dict[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class _Frame:
    """An open brace: whether its patterns belong to a graph, whether it is no pattern, and where in it we are."""

    named: bool
    skipped: bool = False
    parentheses: int = 0
    trailing: bool = False


def read_outline(text: str) -> Outline:
    """The outline of a query."""
    return _Scanner(text).outline()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.found = Outline()
        self.frames: list[_Frame] = []
        self.readers: dict[str, Callable[[int], int]] = {
            "PREFIX": self._prefix,
            "BASE": lambda at: at + 2,
            "{": self._open,
            "}": self._close,
            "VALUES": self._values,
            "GRAPH": self._graph,
            "FROM": self._from,
            "SERVICE": self._service,
        }

    def outline(self) -> Outline:
        at = 0
        while at < len(self.tokens):
            at = self._step(at)
        if not self.found.graphs:
            self.found.loose = None
        return self.found

    def _word(self, at: int) -> str:
        return self.tokens[at][1].upper() if 0 <= at < len(self.tokens) else ""

    def _step(self, at: int) -> int:
        """Read what begins at a token; the place of the next thing to read."""
        kind, text, line = self.tokens[at]
        word = text.upper() if kind in ("word", "sign") else ""
        if kind == "name":
            self.found.names.append((text, line))
        if word in _FORMS and (not self.frames or word == "SELECT"):
            return self._form(at, word)
        if word in self.readers:
            return self.readers[word](at)
        if word == "ORDER" and not self.frames:
            self.found.ordered = True
        if self.frames:
            self._inside(self.frames[-1], at, word)
        return at + 1

    def _inside(self, frame: _Frame, at: int, word: str) -> None:
        kind, _, line = self.tokens[at]
        if word in _MODIFIERS:
            frame.trailing = True
        elif word in ("(", ")"):
            frame.parentheses += 1 if word == "(" else -1
        elif self._is_term(at, kind) and not (frame.named or frame.skipped or frame.parentheses or frame.trailing):
            self.found.loose = self.found.loose or line

    def _is_term(self, at: int, kind: str) -> bool:
        """Whether a token is part of a triple pattern: a term, and no function's name."""
        return kind in _TERMS and self._word(at + 1) != "("

    def _prefix(self, at: int) -> int:
        if at + 2 < len(self.tokens):
            name, iri = self.tokens[at + 1], self.tokens[at + 2]
            self.found.prefixes[name[1].rstrip(":")] = (iri[1][1:-1], name[2])
        return at + 3

    def _form(self, at: int, word: str) -> int:
        self.found.form = self.found.form or word
        if word == "CONSTRUCT" and self._word(at + 1) == "{":
            self.frames.append(_Frame(named=False, skipped=True))
            return at + 2
        if word == "SELECT":
            parentheses = 0
            while at + 1 < len(self.tokens) and not (parentheses == 0 and self._word(at + 1) in ("WHERE", "{", "FROM")):
                at += 1
                piece = self._word(at)
                parentheses += (piece == "(") - (piece == ")")
                self.found.star = self.found.star or (piece == "*" and not parentheses)
                if self.tokens[at][0] == "name":
                    self.found.names.append((self.tokens[at][1], self.tokens[at][2]))
        return at + 1

    def _open(self, at: int) -> int:
        outer = self.frames[-1] if self.frames else _Frame(named=False)
        self.frames.append(_Frame(named=outer.named or self._word(at - 2) == "GRAPH", skipped=outer.skipped))
        return at + 1

    def _close(self, at: int) -> int:
        if self.frames:
            self.frames.pop()
        return at + 1

    def _values(self, at: int) -> int:
        """Past the variables of a VALUES block, into its data."""
        while at < len(self.tokens) and self._word(at) != "{":
            at += 1
        self.frames.append(_Frame(named=False, skipped=True))
        return at + 1

    def _from(self, at: int) -> int:
        self.found.elsewhere = self.found.elsewhere or self.tokens[at][2]
        return self._graph(at)

    def _service(self, at: int) -> int:
        self.found.elsewhere = self.found.elsewhere or self.tokens[at][2]
        return at + 1

    def _graph(self, at: int) -> int:
        """Past the graph's name."""
        self.found.graphs = True
        if at + 1 < len(self.tokens) and self.tokens[at + 1][0] == "name":
            self.found.names.append((self.tokens[at + 1][1], self.tokens[at + 1][2]))
        return at + 2


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    line = 1
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind != "space":
            yield kind, found.group(), line
        line += found.group().count("\n")
