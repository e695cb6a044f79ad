"""Inference rules: Datalog written as SPARQL CONSTRUCT, read and held to that form.

A rule is triple patterns and FILTERs over bound variables: no path, OPTIONAL, negation, aggregate or new term.
That keeps inference monotone: seeing more never removes a conclusion, and any conclusion leads back to its premises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from famkg.errors import DataError
from famkg.resources import read_text
from famkg.terms import TYPE

__all__ = ["Pattern", "Rule", "Variable", "read_rule", "read_rules"]

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
    | (?P<iri><[^<>\s]*>)
    | (?P<string>"(?:[^"\\\n]|\\.)*"(?:@[A-Za-z-]+|\^\^\S+)?)
    | (?P<var>\?\w+)
    | (?P<number>[+-]?\d+(?:\.\d+)?)
    | (?P<name>[A-Za-z][\w-]*:(?:[\w.-]*[\w-])?|[A-Za-z]\w*)
    | (?P<sign>[{}().;,=!<>&|*/^+\[\]-])
    """,
    re.VERBOSE,
)
_BANNED = {
    "OPTIONAL",
    "MINUS",
    "UNION",
    "EXISTS",
    "NOT",
    "BIND",
    "GRAPH",
    "SERVICE",
    "SELECT",
    "GROUP",
    "VALUES",
    "BNODE",
    "IRI",
    "URI",
    "UUID",
    "RAND",
    "NOW",
}


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a rule, without its question mark."""

    name: str

    def __str__(self) -> str:
        return f"?{self.name}"


Slot = Variable | NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern; the predicate is always an IRI."""

    subject: Slot
    predicate: NamedNode
    object: Slot

    def __str__(self) -> str:
        return f"{self.subject} {self.predicate} {self.object} ."

    def unify(self, triple: Triple) -> dict[str, NamedNode | Literal] | None:
        """The bindings under which this pattern is the triple, or None."""
        bound: dict[str, NamedNode | Literal] = {}
        for slot, term in zip((self.subject, self.predicate, self.object), triple, strict=True):
            if isinstance(slot, Variable):
                if bound.setdefault(slot.name, term) != term:
                    return None
            elif slot != term:
                return None
        return bound

    def fill(self, bindings: Mapping[str, NamedNode | Literal]) -> Triple:
        """The triple this pattern is under the bindings."""

        def value(slot: Slot) -> NamedNode | Literal:
            return bindings[slot.name] if isinstance(slot, Variable) else slot

        return Triple(value(self.subject), self.predicate, value(self.object))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it concludes from what, and its query as it stands in its file."""

    name: str
    summary: str
    text: str
    path: Path
    head: tuple[Pattern, ...]
    body: tuple[Pattern, ...]
    filters: tuple[str, ...]

    @property
    def body_predicates(self) -> frozenset[NamedNode]:
        """The predicates a premise can have."""
        return frozenset(pattern.predicate for pattern in self.body)

    def derivations(self, conclusion: Triple) -> Iterator[str]:
        """SELECT queries whose solutions bind the body's variables for a proof of the conclusion."""
        for pattern in self.head:
            bound = pattern.unify(conclusion)
            if bound is None:
                continue
            values = "".join(f"VALUES ?{name} {{ {term} }} " for name, term in bound.items())
            body = " ".join(map(str, self.body)) + " " + " ".join(self.filters)
            yield f"SELECT * WHERE {{ {values}{body} }}"


def read_rules(folders: Iterable[Path]) -> tuple[Rule, ...]:
    """The rules of several ``queries/`` folders, by name; a later folder's rule of the same name is an error."""
    rules: dict[str, Rule] = {}
    for folder in folders:
        for path in sorted((folder / "rules").glob("*.rq")):
            if path.stem in rules:
                raise DataError(f"a rule named {path.stem} stands in {rules[path.stem].path} too", path=path)
            rules[path.stem] = read_rule(path)
    return tuple(rules[name] for name in sorted(rules))


def read_rule(path: Path) -> Rule:
    """The rule in a file; DataError, with the line, for what is no Datalog."""
    return _Reader(read_text(path), path).rule()


class _Reader:
    """A reader of the fragment of SPARQL in which rules are written."""

    def __init__(self, text: str, path: Path) -> None:
        self.text = text
        self.path = path
        self.prefixes: dict[str, str] = {}
        self.tokens = list(self._tokens())
        self.at = 0

    def _tokens(self) -> Iterator[tuple[str, str, int]]:
        position = 0
        while position < len(self.text):
            found = _TOKEN.match(self.text, position)
            if found is None:
                raise self._fault(f"{self.text[position]!r} is not understood in a rule", position)
            if found.lastgroup != "space":
                yield found.lastgroup or "", found.group(), position
            position = found.end()

    def _fault(self, message: str, position: int) -> DataError:
        line = self.text.count("\n", 0, position) + 1
        return DataError(f"no Datalog rule: {message}", path=self.path, line=line)

    def _next(self) -> tuple[str, str, int]:
        if self.at >= len(self.tokens):
            raise self._fault("it ends too early", len(self.text) - 1)
        self.at += 1
        return self.tokens[self.at - 1]

    def _expect(self, word: str) -> None:
        _, found, position = self._next()
        if found.upper() != word:
            raise self._fault(f"{word} expected, {found!r} found", position)

    def rule(self) -> Rule:
        while self.tokens and self.tokens[self.at][1].upper() == "PREFIX":
            self._next()
            _, name, _ = self._next()
            _, iri, _ = self._next()
            self.prefixes[name.rstrip(":")] = iri[1:-1]
        self._expect("CONSTRUCT")
        head, head_filters = self._group()
        self._expect("WHERE")
        body, filters = self._group()
        if self.at != len(self.tokens):
            raise self._fault(f"nothing may follow the pattern, not {self.tokens[self.at][1]!r}", self.tokens[self.at][2])
        known = {slot.name for p in body for slot in (p.subject, p.object) if isinstance(slot, Variable)}
        used = {slot.name for p in head for slot in (p.subject, p.object) if isinstance(slot, Variable)}
        used |= {name[1:] for text in filters for name in re.findall(r"\?\w+", text)}
        if head_filters or not head or not body or not used <= known:
            unbound = ", ".join(sorted(used - known))
            raise self._fault(f"variables without a value: {unbound}" if unbound else "an empty or filtered head", 0)
        summary = re.search(r"^#\+ summary: *(.+)$", self.text, re.MULTILINE)
        return Rule(
            self.path.stem, summary.group(1) if summary else "", self.text, self.path, tuple(head), tuple(body), tuple(filters)
        )

    def _group(self) -> tuple[list[Pattern], list[str]]:
        self._expect("{")
        patterns: list[Pattern] = []
        filters: list[str] = []
        while True:
            kind, word, position = self._next()
            if word == "}":
                return patterns, filters
            if word == ".":
                continue
            if word.upper() == "FILTER":
                filters.append("FILTER " + self._parenthesised())
                continue
            if word.upper() in _BANNED:
                raise self._fault(f"{word} is not allowed", position)
            self._triples(self._slot(kind, word, position), patterns)

    def _triples(self, subject: Slot, patterns: list[Pattern]) -> None:
        while True:
            kind, word, position = self._next()
            predicate = TYPE if word == "a" else self._slot(kind, word, position)
            if not isinstance(predicate, NamedNode):
                raise self._fault("a predicate must be an IRI", position)
            while True:
                patterns.append(Pattern(subject, predicate, self._slot(*self._next())))
                if self.tokens[self.at][1] != ",":
                    break
                self._next()
            if self.tokens[self.at][1] != ";":
                return
            self._next()
            if self.tokens[self.at][1] in (".", "}"):
                return

    def _parenthesised(self) -> str:
        _, word, start = self._next()
        if word != "(":
            raise self._fault("FILTER needs parentheses", start)
        depth = 1
        while depth:
            _, word, position = self._next()
            if word.upper() in _BANNED:
                raise self._fault(f"{word} is not allowed in a FILTER", position)
            depth += (word == "(") - (word == ")")
        text = self.text[start : position + 1]
        return re.sub(r"(?<![\w<?])([A-Za-z][\w-]*):([\w-]+)", lambda m: f"<{self._namespace(m[1], start)}{m[2]}>", text)

    def _namespace(self, prefix: str, position: int) -> str:
        if prefix not in self.prefixes:
            raise self._fault(f"prefix {prefix}: is not declared", position)
        return self.prefixes[prefix]

    def _slot(self, kind: str, word: str, position: int) -> Slot:
        if kind == "var":
            return Variable(word[1:])
        if kind == "iri":
            return NamedNode(word[1:-1])
        if kind == "name" and ":" in word:
            prefix, _, local = word.partition(":")
            return NamedNode(self._namespace(prefix, position) + local)
        if kind == "string" and word.endswith('"'):
            return Literal(word[1:-1])
        raise self._fault(f"{word!r} is not allowed in a triple pattern", position)
