"""SPARQL as text with its parts named, so that a style sheet can tell them apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["parts"]

_PART = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<iri><[^<>\s]*>)
  | (?P<string>"(?:[^"\\\n]|\\.)*")
  | (?P<variable>[?$]\w+)
  | (?P<name>[A-Za-z][\w-]*:[\w./-]*|_:\w+)
  | (?P<word>[A-Za-z]+)
  | (?P<number>\d+(?:\.\d+)?)
    """,
    re.VERBOSE,
)


def parts(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces: ``comment``, ``iri``, ``string``, ``variable``, ``name``, ``word``, ``number``, or nothing, with it.

    Together they are the text. A word is a keyword: SPARQL has no other bare words.
    """
    end = 0
    for found in _PART.finditer(text):
        if found.start() > end:
            yield "", text[end : found.start()]
        yield found.lastgroup or "", found.group()
        end = found.end()
    if end < len(text):
        yield "", text[end:]
