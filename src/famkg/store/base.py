"""What every store can do, and what it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

__all__ = ["Answer", "Solutions", "Store", "Term", "asks_elsewhere", "asks_evidence", "without_comments"]

Term = NamedNode | Literal | BlankNode

_IGNORED = re.compile(r"""(<[^<>"{}|^`\\\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|\#[^\n]*""")

_SPOKEN = re.compile(
    r'''<[^<>"{}|^`\\\x00-\x20]*> | """(?:"{0,2}(?:[^"\\]|\\.))*""" | \'{3}(?:\'{0,2}(?:[^\'\\]|\\.))*\'{3}
    | "(?:[^"\\\n\r]|\\.)*" | \'(?:[^\'\\\n\r]|\\.)*\' | \#[^\n\r]* | [?$]\w+ | @[A-Za-z-]+ | :(?:[\w:.%-]|\\.)*''',
    re.VERBOSE | re.DOTALL,
)
"""What names and says things in a query, and is no keyword: IRIs, strings, comments, variables, tags, local names."""


@dataclass(frozen=True, slots=True)
class Solutions:
    """The rows of a SELECT: one term or None a variable, in the order the query gives."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]


Answer = Solutions | bool | tuple[Triple, ...]
"""Solutions of a SELECT, the truth of an ASK, or the triples of a CONSTRUCT or DESCRIBE."""


class Store(Protocol):
    """A dataset to be asked. ``graph:facts`` is the default graph of a query without GRAPH."""

    def query(self, text: str) -> Answer:
        """Answer a SPARQL 1.1 query.

        Raises UsageError for a query that is none, RemoteError where an endpoint fails.
        """

    def quads(self) -> Iterator[Quad]:
        """Every quad of the dataset as it was compiled."""


def asks_elsewhere(text: str) -> bool:
    """Whether a query has SERVICE: it then sends a question to another address, which may be anybody's.

    Engines read the keyword without space around it too (``1SERVICE<…>``, ``SERVICE:x``), so any run of letters with it
    counts, a prefix among them.
    """
    plain = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})", _character, text)
    return "service" in _SPOKEN.sub(" ", plain).lower()


def _character(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code <= 0x10FFFF else " "


def without_comments(text: str) -> str:
    """The text with comments blanked and IRIs and strings left alone."""
    return _IGNORED.sub(lambda found: found.group(1) or " ", text)


def asks_evidence(text: str) -> bool:
    """Whether a query has GRAPH patterns: it then names its graphs itself, and its default graph is not used."""
    bare = re.sub(r"""<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[?$]\w+|[\w-]*:[\w.-]*""", " ", without_comments(text))
    return re.search(r"\b(GRAPH|FROM)\b", bare, re.IGNORECASE) is not None
