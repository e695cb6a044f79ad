"""How long the site takes to build, and how that grows with the things in it: the shipped claims once, twice, four times.

Each copy has things of its own (see scale.py). What counts is the time a page takes, relative to one copy: 1.0 everywhere
is linear. Reading, writing to disk and checking are not in it.
Usage: python benchmarks/build_site.py [TIMES...]
"""

from __future__ import annotations

import resource
import sys
import time
from collections import defaultdict

from pyoxigraph import Store
from scale import copies

from famkg.claims import read_claims
from famkg.compile.dataset import compile_dataset
from famkg.compile.rules import read_rules
from famkg.knowledge import KnowledgeGraph
from famkg.loading import read_rival_queries
from famkg.progress import ALL
from famkg.resources import layers
from famkg.site import render
from famkg.store.embedded import EmbeddedStore


def main() -> None:
    found = layers()
    claims, rules, rivals = read_claims(found), read_rules(found.queries), read_rival_queries(found)
    first: float | None = None
    for times in [int(word) for word in sys.argv[1:]] or (1, 2, 4):
        quads = compile_dataset(copies(claims, times), ALL, rules=rules, rival_queries=rivals).quads
        store = Store()
        store.bulk_extend(quads)
        stages: dict[str, float] = defaultdict(float)
        last = started = time.perf_counter()

        def step(stage: str, *_: int, stages: dict[str, float] = stages) -> None:
            nonlocal last
            now = time.perf_counter()
            stages[stage] += now - last
            last = now

        files = render(KnowledgeGraph(EmbeddedStore(store, quads), found, seen="all"), step=step).files
        spent = time.perf_counter() - started
        pages = sum(name.endswith(".html") for name in files)
        first = first or spent / pages
        size = sum(map(len, files.values())) / 1e6
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        print(
            f"{times} times: {spent:.1f} s, {pages:,} pages, {len(files):,} files, {size:.0f} MB, "
            f"at most {most:,.0f} MB of memory; a page {spent / pages * 1000:.1f} ms, {spent / pages / first:.2f} of the first"
        )
        print("  " + ", ".join(f"{stage} {taken:.1f} s" for stage, taken in sorted(stages.items(), key=lambda item: -item[1])))


if __name__ == "__main__":
    main()
