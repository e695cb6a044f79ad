"""Slots: ``VALUES ?name { term }`` blocks whose data a parameter replaces.

The same text then runs on every engine, and a value can only ever be one RDF term: pyoxigraph writes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from famkg.errors import DataError, UsageError

__all__ = ["fill", "slot_data", "slot_names"]

_SLOT = re.compile(r"\bVALUES\s+\?(?P<name>\w+)\s*\{(?P<data>(?:[^{}\"<]|\"(?:[^\"\\]|\\.)*\"|<[^<>]*>)*)\}")


def slot_names(text: str) -> frozenset[str]:
    """The variables that have a slot in this query text."""
    return frozenset(found["name"] for found in _SLOT.finditer(text))


def slot_data(text: str) -> dict[str, str]:
    """What each slot of this query text holds, as it is written; of several of one name the first."""
    found: dict[str, str] = {}
    for slot in _SLOT.finditer(text):
        found.setdefault(slot["name"], slot["data"].strip())
    return found


def fill(text: str, values: Mapping[str, NamedNode | Literal | None]) -> str:
    """The text with the data of the named slots replaced; None puts ``UNDEF``, which means any.

    Raises UsageError for a name that has no slot.
    """
    missing = set(values) - slot_names(text)
    if missing:
        raise UsageError(f"no slot VALUES ?{min(missing)} {{ … }} in the query")

    def replaced(found: re.Match[str]) -> str:
        name = found["name"]
        if name not in values:
            return found.group()
        value = values[name]
        return f"VALUES ?{name} {{ {'UNDEF' if value is None else value} }}"

    filled = _SLOT.sub(replaced, text)
    if _SLOT.sub("", filled) != _SLOT.sub("", text):
        raise DataError("filling the slots changed the query elsewhere; nothing was asked")
    return filled
