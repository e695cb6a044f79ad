"""The process that answers the queries of ``famkg.check.asking``: ``python -m famkg.check.answering FILE BYTES``.

It loads an N-Quads file, limits its own memory, and answers each line of its input with one line.
"""

from __future__ import annotations

import json
import sys
from typing import IO

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from famkg.terms import FACTS

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
    """Answer queries until there are no more: results as SPARQL 1.1 JSON, ``{"triples": n}``, or ``{"fault": why}``."""
    for request in requests:
        answers.write(_answer(store, json.loads(request)) + b"\n")
        answers.flush()


def _answer(store: Store, text: str) -> bytes:
    try:
        found = store.query(text, default_graph=FACTS)
        if isinstance(found, QuerySolutions | QueryBoolean):
            return found.serialize(format=QueryResultsFormat.JSON) or b""
        return json.dumps({"triples": sum(1 for _ in found)}).encode()
    except (SyntaxError, RuntimeError, ValueError, OSError) as fault:
        return json.dumps({"fault": str(fault)}).encode()


if __name__ == "__main__":
    limit_memory(int(sys.argv[2]))
    dataset = Store()
    dataset.bulk_load(path=sys.argv[1], format=RdfFormat.N_QUADS)
    serve(dataset, sys.stdin.buffer, sys.stdout.buffer)
