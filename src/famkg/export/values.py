"""Values as other formats can hold them, so that none makes an export fail.

Nothing is changed that a format can hold; what it cannot is replaced, never dropped with what stands around it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["Scalar", "for_json", "for_sheets", "for_tables", "for_xml", "in_one_text", "scalars"]

Scalar = str | bool | int | float

_NOT_XML = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_NOT_STORED = re.compile("[\x00\ud800-\udfff]")
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]")


def for_xml(text: str) -> str:
    """The text with line ends as XML reads them, and a space for each character that XML 1.0 (section 2.2) has not or
    discourages: control characters, lone surrogates, noncharacters.
    """
    return _NOT_XML.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def for_tables(text: str) -> str:
    """The text with U+FFFD for NUL, at which C programs end a text, and for lone surrogates, which UTF-8 has not."""
    return _NOT_STORED.sub("\ufffd", text)


def for_sheets(text: str) -> str:
    """The text as a cell that no spreadsheet runs: what would be a formula gets an apostrophe before it.

    A spreadsheet opens a CSV file by itself and calculates what begins with ``= + - @``, a tab or a line end (OWASP,
    CSV Injection). A text that has such an apostrophe of its own gets another, so that taking one away gives back the
    text. Only texts are meant: numbers and dates are written as they are.
    """
    text = for_tables(text)
    return f"'{text}" if _FORMULA.match(text) else text


def for_json(value: Any) -> Any:
    """The value in what JSON has: numbers that are none become null, and what JSON has not becomes text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {for_tables(str(key)): for_json(each) for key, each in value.items()}
    if isinstance(value, set | frozenset):
        return [for_json(each) for each in sorted(value, key=str)]
    if isinstance(value, list | tuple):
        return [for_json(each) for each in value]
    return for_tables(str(value))


def in_one_text(value: Any) -> str:
    """Several values as one text: with a semicolon between them, a colon between the two of a pair."""
    if isinstance(value, Mapping):
        value = list(value.items())
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    if isinstance(value, list | tuple):
        return "; ".join(
            ": ".join(map(in_one_text, v)) if isinstance(v, tuple) and len(v) == 2 else in_one_text(v) for v in value
        )
    return str(value)


def scalars(data: Mapping[Any, Any], *, without: Iterable[str] = ()) -> dict[str, Scalar]:
    """The attributes of a node or edge as XML formats hold them: one value each, sorted by name; what is None or no
    finite number is left out.
    """
    found: dict[str, Scalar] = {}
    for name, value in sorted(data.items(), key=lambda item: str(item[0])):
        if value is None or name in without or (isinstance(value, float) and not math.isfinite(value)):
            continue
        found[for_xml(str(name))] = value if isinstance(value, bool | int | float) else for_xml(in_one_text(value))
    return found
