"""What is wrong with a text that is no SPARQL query, in words: the engine's parser lists all that could have stood there."""

from __future__ import annotations

import re

from famkg.store.base import without_comments

__all__ = ["explain_syntax"]

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_WORD = re.compile(r'[A-Z]{2,}|"[^"A-Za-z0-9]{1,2}"')
_UPDATE = re.compile(
    r"\s*(?:(?:PREFIX\s+\S+|BASE)\s*<[^>]*>\s*)*(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.IGNORECASE
)
_MOST = 6
_WIDTH = 60


def explain_syntax(text: str, message: str) -> str:
    """The place, the line that stands there, and the keywords and signs that could, from the parser's message."""
    if _UPDATE.match(without_comments(text)):
        return "no SPARQL query but an update: famkg only reads, what is stated is edited under graph/"
    found = _PLACE.match(message)
    if found is None:
        return f"no SPARQL query: {message}"
    line, column = int(found[1]), int(found[2])
    lines = text.split("\n")
    shown = lines[line - 1].strip() if line <= len(lines) else ""
    quote = f" in {shown[:_WIDTH] + '…' if len(shown) > _WIDTH else shown!r}" if shown else ", where the text ends"
    if "Prefix not found" in found[3]:
        return f"no SPARQL query: error at {line}:{column}{quote}: a prefix that is not declared with PREFIX"
    words = list(dict.fromkeys(_WORD.findall(found[3])))
    wanted = f"; {', '.join(words)} could stand there" if 0 < len(words) <= _MOST else ""
    return f"no SPARQL query: error at {line}:{column}{quote}{wanted}"
