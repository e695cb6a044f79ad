"""How much a thing has to do with others: what puts the better known first where names alone would not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["by_weight", "weight"]


def weight(reading: Reading, thing: NamedNode) -> int:
    """How many other things the facts join it to, role nodes included."""
    others = {t.object for t in reading.facts.get(thing, ()) if t.object in reading.classes}
    return len(others | {t.subject for t in reading.towards.get(thing, ())})


def by_weight(reading: Reading, things: Iterable[NamedNode]) -> list[NamedNode]:
    """The weightiest first, equals in order of label."""
    return sorted(things, key=lambda thing: (-weight(reading, thing), reading.labels[thing], thing.value))
