"""Compiling for one progress against compiling for one who has seen everything, and a cached progress against that.

The first ratio is held at 2 or less, the second at about 1. Usage: python benchmarks/compile_progress.py [RUNS]
"""

from __future__ import annotations

import statistics
import sys
import time

from famkg.claims import read_claims
from famkg.compile.dataset import compile_dataset
from famkg.compile.rules import read_rules
from famkg.knowledge import load
from famkg.loading import read_rival_queries
from famkg.progress import parse_progress
from famkg.resources import layers


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    found = layers()
    rules, rivals = read_rules(found.queries), read_rival_queries(found)
    claims = read_claims(found)
    base: dict[str, float] = {}
    print(f"{'progress':<42} {'cold s':>8} {'ratio':>6} {'cached query s':>15} {'ratio':>6}   medians of {runs}")
    for seen in ("all", "none", "s01e01", "s02e06", "s04e10", "for-all-mankind=s03e05,star-city=s01e04"):
        cold, cached = [], []
        load(seen=seen).query("seasons")
        for _ in range(runs):
            started = time.perf_counter()
            progress = parse_progress(seen, claims.order, main_show=claims.main_show)
            compile_dataset(read_claims(found), progress, rules=rules, rival_queries=rivals)
            cold.append(time.perf_counter() - started)
            started = time.perf_counter()
            load(seen=seen).query("seasons")
            cached.append(time.perf_counter() - started)
        one, two = statistics.median(cold), statistics.median(cached)
        first, second = base.setdefault("cold", one), base.setdefault("cached", two)
        print(f"{seen:<42} {one:>8.3f} {one / first:>6.2f} {two:>15.4f} {two / second:>6.2f}")


if __name__ == "__main__":
    main()
