"""Asking one query about many terms at once, in portions that any endpoint takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import Triple

from famkg.store import Solutions, Store

__all__ = ["as_row", "ask"]

_PORTION = 1_000


def as_row(terms: Iterable[object]) -> str:
    """Several terms as one row of a VALUES block with several variables."""
    return f"({' '.join(map(str, terms))})"


def ask(store: Store, template: str, terms: Iterable[object] | None = None) -> Iterator[tuple[Any, ...]]:
    """The rows of a SELECT query whose ``%s`` stands for the terms (or rows of them) that it is about.

    Without terms the query is asked once, as it stands; with none at all it is not asked. A triple is a row.
    """
    if terms is None:
        yield from _rows(store, template)
        return
    texts = sorted({as_row(term) if isinstance(term, Triple) else str(term) for term in terms})
    for start in range(0, len(texts), _PORTION):
        yield from _rows(store, template % " ".join(texts[start : start + _PORTION]))


def _rows(store: Store, text: str) -> Iterator[tuple[Any, ...]]:
    answer = store.query(text)
    assert isinstance(answer, Solutions)
    yield from answer.rows
