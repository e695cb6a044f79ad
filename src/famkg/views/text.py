"""Text as a drawing bears it: on one line, without what cannot be seen, and broken into lines of about one length."""

from __future__ import annotations

import re
import textwrap

__all__ = ["plain", "wrapped"]

_LABEL_WIDTH = 22
_LABEL_LINES = 3
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]+")


def plain(text: str) -> str:
    """The text on one line, without control characters and marks that turn the direction of writing."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def wrapped(label: str) -> str:
    """The label in lines of about one length, so that none ends in a single word."""
    count = max(1, -(-len(label) // _LABEL_WIDTH))
    for width in range(max(1, -(-len(label) // count)), _LABEL_WIDTH + 1):
        lines = textwrap.wrap(label, width)
        if len(lines) <= min(count, _LABEL_LINES):
            return "\n".join(lines)
    return "\n".join(textwrap.wrap(label, _LABEL_WIDTH, max_lines=_LABEL_LINES, placeholder=" …"))
