"""What two rooms need and is dear to make is made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph
    from famkg.site.reading import Reading

__all__ = ["once"]

_T = TypeVar("_T")


def once(make: Callable[[Reading], _T]) -> Callable[[Reading], _T]:
    """The function, which then works once for each knowledge graph and keeps what it made as long as that lives.

    What is kept must not hold the knowledge graph itself, or both would stay for ever.
    """
    kept: WeakKeyDictionary[KnowledgeGraph, _T] = WeakKeyDictionary()

    @wraps(make)
    def made(reading: Reading) -> _T:
        if reading.kg not in kept:
            kept[reading.kg] = make(reading)
        return kept[reading.kg]

    return made
