"""The words of pages: what to call a property, a value, a time; and the order in which people look for values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from famkg.query.values import in_words
from famkg.query.wording import span_in_words
from famkg.site.entity.outline import WORDS
from famkg.terms import CONCEPT, VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = [
    "EVENTS",
    "LATE",
    "day_of",
    "in_order",
    "is_other",
    "local",
    "natural",
    "plural",
    "span",
    "stretch",
    "word",
    "words",
]

EVENTS = (fam("Event"), fam("Mission"))
"""The classes of what happens."""

LATE = "9999"
"""After every day."""

_WORKS = (fam("Show"), fam("Season"), fam("Episode"))
_NUMBERS = tuple(NamedNode(VOCABULARY_PREFIXES["xsd"] + name) for name in ("integer", "decimal"))
_DIGITS = re.compile(r"(\d+)")

Key = tuple[tuple[int, int | str], ...]


def local(term: NamedNode) -> str:
    """The local name of a term or thing."""
    return term.value.rpartition("#")[2].rpartition("/")[2]


def natural(text: str) -> Key:
    """A key to sort names by, numbers in them by value."""
    return tuple((0, int(part)) if part.isdecimal() else (1, part.casefold()) for part in _DIGITS.split(text) if part)


def words(reading: Reading, value: object) -> str:
    """A value as people read it, large numbers in groups of three digits."""
    text = in_words(value, reading.labels)
    is_large = isinstance(value, Literal) and value.datatype in _NUMBERS and text.isdecimal() and len(text) > 4
    return f"{int(text):,}" if is_large else text


def word(reading: Reading, predicate: NamedNode, kind: NamedNode | None = None) -> str:
    """What to call a property, of a thing of this class."""
    own = WORDS.get((local(kind), predicate)) if kind is not None else None
    return own or WORDS.get(("", predicate)) or reading.labels[predicate]


def plural(label: str) -> str:
    """Several of a class of ours."""
    return {"craft": "craft", "person": "people"}.get(label, f"{label}s")


def span(reading: Reading, node: NamedNode) -> str:
    """When something was, in words; empty where nothing says so."""
    for triple in reading.facts.get(node, ()):
        if triple.predicate == fam("when"):
            return words(reading, triple.object)
    return stretch(reading.value(node, fam("from")), reading.value(node, fam("until")))


def stretch(start: str, end: str) -> str:
    """From when to when, in words; as it is written where either is no date."""
    try:
        return span_in_words(start, end)
    except ValueError:
        return " – ".join(part for part in (start, end) if part)


def day_of(reading: Reading, thing: NamedNode) -> str:
    """The day by which a thing takes its place in time: its earliest, where that is open its latest; empty without either."""
    return reading.value(thing, fam("earliest")) or reading.value(thing, fam("latest"))


def is_other(value: object) -> bool:
    """Whether a concept says no more than that it is none of the others."""
    return isinstance(value, NamedNode) and value.value.startswith(CONCEPT) and value.value.endswith("-other")


def in_order(reading: Reading, value: object) -> tuple[int, str, Key]:
    """A key to sort values by: texts, then works in their order, then events by time, then by label."""
    if not isinstance(value, NamedNode):
        return (0, "", natural(words(reading, value)))
    kind = reading.classes.get(value)
    if kind in _WORKS:
        return (1 + _WORKS.index(kind), "", natural(local(value)))
    day = day_of(reading, value) if kind in EVENTS else ""
    return (len(_WORKS) + 1, day or LATE, natural(reading.labels[value]))
