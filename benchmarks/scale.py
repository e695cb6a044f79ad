"""How compiling and asking grow with the number of claims: the shipped claims once, twice, four and eight times over.

Each copy has things of its own (every data IRI carries the number of its copy), shares only the concepts, and is
stamped with the same episodes. What counts is the time a claim takes, relative to one copy: 1.0 everywhere is linear.
Usage: python benchmarks/scale.py [RUNS]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from pyoxigraph import NamedNode, Quad, Store, Triple

from famkg.claims import Claims, Passage, read_claims
from famkg.compile.dataset import compile_dataset
from famkg.compile.rules import read_rules
from famkg.knowledge import KnowledgeGraph
from famkg.loading import read_rival_queries
from famkg.progress import ALL
from famkg.resources import layers
from famkg.store.embedded import EmbeddedStore

QUERIES = ("cast", "deaths", "divergences", "timeline", "conflicts")


def copies(claims: Claims, times: int) -> Claims:
    """The claims that many times over, each copy about things of its own."""
    own = claims.prefixes.data_namespaces
    shared = tuple(ns for ns in own if ns.rstrip("/").rsplit("/", 1)[-1] in ("episode", "season", "show", "world"))

    def moved(term: object, number: int) -> object:
        if number and isinstance(term, NamedNode) and term.value.startswith(own) and not term.value.startswith(shared):
            return NamedNode(f"{term.value}-{number}")
        return term

    def passage(old: Passage, number: int) -> Passage:
        return replace(old, iri=moved(old.iri, number), source=moved(old.source, number))  # type: ignore[arg-type]

    numbers = range(times)
    return replace(
        claims,
        register=tuple(Triple(*(moved(x, n) for x in t)) for n in numbers for t in claims.register),
        quads=tuple(Quad(*(moved(x, n) for x in q)) for n in numbers for q in claims.quads),
        sources={moved(k, n): replace(s, iri=moved(k, n)) for n in numbers for k, s in claims.sources.items()},  # type: ignore[misc,arg-type]
        passages={moved(k, n): passage(p, n) for n in numbers for k, p in claims.passages.items()},  # type: ignore[misc]
        judgements=tuple(
            replace(
                j,
                iri=moved(j.iri, n),
                triple=j.triple and tuple(moved(x, n) for x in j.triple),
                in_passage=moved(j.in_passage, n),
                node=moved(j.node, n),
            )  # type: ignore[arg-type]
            for n in numbers
            for j in claims.judgements
        ),
        records={
            moved(k, n): tuple(Triple(*(moved(x, n) for x in t)) for t in ts)  # type: ignore[misc]
            for n in numbers
            for k, ts in claims.records.items()
        },
        types={moved(k, n): v for n in numbers for k, v in claims.types.items()},  # type: ignore[misc]
    )


def median(runs: int, action: Callable[[], object]) -> float:
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    found = layers()
    claims, rules, rivals = read_claims(found), read_rules(found.queries), read_rival_queries(found)
    print(
        f"{'claims':>8} {'compile s':>10} {'a claim':>8}  " + "  ".join(f"{name + ' ms':>14} {'a row':>6}" for name in QUERIES)
    )
    first: dict[str, float] = {}
    for times in (1, 2, 4, 8):
        many = copies(claims, times)
        quads = compile_dataset(many, ALL, rules=rules, rival_queries=rivals).quads
        spent = median(runs, lambda many=many: compile_dataset(many, ALL, rules=rules, rival_queries=rivals))  # type: ignore[misc]
        store = Store()
        store.bulk_extend(quads)
        kg = KnowledgeGraph(EmbeddedStore(store, quads), found)
        each = spent / len(many.quads)
        cells = [f"{len(many.quads):>8} {spent:>10.2f} {each / first.setdefault('', each):>8.2f}"]
        for name in QUERIES:
            rows = max(1, len(kg.query(name)))
            taken = median(runs, lambda name=name, kg=kg: kg.query(name))  # type: ignore[misc]
            cells.append(f"{taken * 1000:>14.1f} {taken / rows / first.setdefault(name, taken / rows):>6.2f}")
        print("  ".join(cells))


if __name__ == "__main__":
    main()
