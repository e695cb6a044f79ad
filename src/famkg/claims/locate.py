"""Where a thing stands in ``graph/``: the file and line of an entity's block, a record, or a claim.

RDF parsers forget lines, so the text is read once more by ``famkg.claims.text``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from famkg.claims.text import Token, prefixes_of, read_statements
from famkg.terms import TYPE, VOCABULARY_PREFIXES

__all__ = ["Locator", "Place"]

_XSD = VOCABULARY_PREFIXES["xsd"]
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Place:
    """A line, counted from one, of a file."""

    path: Path
    line: int


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
