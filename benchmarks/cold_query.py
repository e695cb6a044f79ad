"""A named query from a cold process, against a bare script that bulk-loads the same N-Quads and runs the same SPARQL.

Whole processes are timed, medians of a number of runs, the two taken in turns; what counts is their ratio, which the
project holds at 1.5 or less. Usage: python benchmarks/cold_query.py [RUNS] [QUERY ...]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import famkg
from famkg.query.slots import fill

BARE = """
import sys
from pyoxigraph import NamedNode, RdfFormat, Store
store = Store()
store.bulk_load(path=sys.argv[1], format=RdfFormat.N_QUADS)
facts = NamedNode("https://w3id.org/famkg/graph/facts")
solutions = store.query(open(sys.argv[2]).read(), default_graph=facts)
names = [variable.value for variable in solutions.variables]
for solution in solutions:
    print(*[solution[name] for name in names], sep=",")
"""


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    kg = famkg.load()
    names = sys.argv[2:] or ["seasons", "cast", "divergences", "conflicts"]
    program = str(Path(sys.executable).with_name("famkg"))
    with tempfile.TemporaryDirectory() as folder:
        quads, script, query = (Path(folder, name) for name in ("dataset.nq", "bare.py", "query.rq"))
        quads.write_text("".join(f"{quad} .\n" for quad in kg.quads()), encoding="utf-8")
        script.write_text(BARE, encoding="utf-8")
        print(f"{'query':<28} {'famkg s':>9} {'bare s':>9} {'ratio':>7}   medians of {runs} whole processes each")
        for name in names:
            query.write_text(fill(kg.catalogue.query(name).text, {}), encoding="utf-8")
            ours = [program, "query", name, "--format", "csv"]
            bare = [sys.executable, str(script), str(quads), str(query)]
            times = [(seconds(ours), seconds(bare)) for _ in range(runs)]
            mine, theirs = (statistics.median(column) for column in zip(*times, strict=True))
            print(f"{name:<28} {mine:>9.3f} {theirs:>9.3f} {mine / theirs:>7.2f}")


if __name__ == "__main__":
    main()
