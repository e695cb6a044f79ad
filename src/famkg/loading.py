"""From files to a store: the dataset of one viewer, compiled or taken from the cache."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from famkg.errors import DataError, UsageError
from famkg.resources import Layers, cache_root, read_text

if TYPE_CHECKING:
    from famkg.compile.dataset import Compiled
    from famkg.progress import Progress
    from famkg.store.base import Store

__all__ = ["open_store", "read_rival_queries"]


def open_store(found: Layers, *, seen: str | None, store: str, timeout: float) -> tuple[Store, str | None]:
    """The store that ``famkg.load`` asks for, and the progress it is of; None for a remote store, which holds what was
    pushed there.
    """
    if store.startswith(("http://", "https://")):
        if seen is not None:
            raise UsageError("a remote store holds what was pushed there; limit it with famkg push --seen")
        from famkg.store.remote import RemoteStore

        return RemoteStore(store, timeout=timeout), None
    progress = _progress(found, seen if seen is not None else os.environ.get("FAMKG_SEEN") or "all")
    return _compiled_store(found, progress, None if store == "memory" else Path(store)), str(progress)


def _progress(found: Layers, text: str) -> Progress:
    from famkg.progress import ALL, NONE, parse_progress

    if text.strip().lower() in ("all", "none"):
        return ALL if text.strip().lower() == "all" else NONE
    from famkg.claims import read_order, read_prefixes

    _, main_show = read_prefixes(found.graph)
    return parse_progress(text, read_order(found.graph), main_show=main_show)


def _compiled_store(found: Layers, progress: Progress, folder: Path | None) -> Store:
    from famkg.compile.cache import Entry, digest_of, fetch, input_files, keep
    from famkg.store.embedded import EmbeddedStore

    def compute() -> Compiled:
        return _compile(found, progress)

    def opened(entry: Entry) -> EmbeddedStore:
        return EmbeddedStore.on_disk(entry.store, entry.quads)

    digest = digest_of(input_files(found.graph, found.ontology, found.queries), str(progress))
    if folder is not None:
        return opened(keep(folder, digest, compute))
    kept = fetch(cache_root(), digest, compute, opened=opened)
    return kept if isinstance(kept, EmbeddedStore) else EmbeddedStore.in_memory(kept.quads)


def _compile(found: Layers, progress: Progress) -> Compiled:
    from famkg.claims import read_claims
    from famkg.compile.dataset import compile_dataset
    from famkg.compile.rules import read_rules

    return compile_dataset(
        read_claims(found), progress, rules=read_rules(found.queries), rival_queries=read_rival_queries(found)
    )


def read_rival_queries(found: Layers) -> list[str]:
    """The texts of the queries that define which nodes exclude each other; DataError for one that is none."""
    paths = [path for folder in found.queries for path in sorted(folder.glob("checks/rival-*.rq"))]
    return [_rival_query(path) for path in paths]


def _rival_query(path: Path) -> str:
    from pyoxigraph import QuerySolutions, Store

    from famkg.store.embedded import ask

    text = read_text(path)
    try:
        answer = ask(Store(), text)
    except UsageError as fault:
        raise DataError(str(fault), path=path) from None
    if not isinstance(answer, QuerySolutions) or {v.value for v in answer.variables} != {"node", "rival"}:
        raise DataError("a query of rivals selects ?node and ?rival, and nothing else", path=path)
    return text
