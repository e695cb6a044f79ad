"""The process that answers the queries of ``famkg.store.apart``: ``python -m famkg.store.answering DATASET BYTES``.

It opens a database folder, or loads an N-Quads file, limits its own memory, and answers each line of its input (a query's
text as JSON) with one line: SPARQL 1.1 JSON results, ``{"triples": N-Triples}``, or ``{"fault": why}``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import IO

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from famkg.errors import FamkgError
from famkg.store.embedded import ask

__all__ = ["limit_memory", "serve"]


def limit_memory(most: int) -> None:
    """Let the system refuse this process more memory than that, where it can."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most if hard < 0 else min(most, hard), hard))


def serve(store: Store, requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer queries until there are no more."""
    for request in requests:
        answers.write(_answer(store, json.loads(request)) + b"\n")
        answers.flush()


def _answer(store: Store, text: str) -> bytes:
    try:
        found = ask(store, text)
        if isinstance(found, QuerySolutions | QueryBoolean):
            return found.serialize(format=QueryResultsFormat.JSON) or b""
        return json.dumps({"triples": "".join(f"{triple} .\n" for triple in found)}).encode()
    except FamkgError as fault:
        return json.dumps({"fault": str(fault)}).encode()
    except (RuntimeError, ValueError, OSError) as fault:
        return json.dumps({"fault": f"the query failed: {fault}"}).encode()


def _open(path: Path) -> Store:
    if path.is_dir():
        return Store.read_only(str(path))
    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.N_QUADS)
    return store


if __name__ == "__main__":
    limit_memory(int(sys.argv[2]))
    serve(_open(Path(sys.argv[1])), sys.stdin.buffer, sys.stdout.buffer)
