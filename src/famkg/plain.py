"""Text from the data as people are shown it: on one line, and nothing that drives a terminal or turns the reading."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["HIDDEN", "plain"]

HIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
"""Control characters but tab and line ends, Unicode's embeddings, overrides and isolates, byte order marks, and what is
no character.
"""

_BREAK: Final = re.compile("[\t\n\r\u2028\u2029]+")


def plain(text: str) -> str:
    """The text with a space for each of these, and for runs of tabs and line ends."""
    return HIDDEN.sub(" ", _BREAK.sub(" ", text))
