"""Ask queries in a process of their own: Oxigraph cannot cancel one, and one that runs away takes its process with it.

The process speaks in lines of JSON: a query's text comes in, SPARQL 1.1 JSON results or ``{"fault": …}`` go out.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from pyoxigraph import Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

__all__ = ["LIMIT_BYTES", "LIMIT_SECONDS", "Asker"]

LIMIT_SECONDS = 60
"""How long a query may take."""

LIMIT_BYTES = 4 * 1024**3
"""How much memory the process may take, where the system can limit it."""

Rows = tuple[tuple[object, ...], ...]


class Asker:
    """A dataset to be asked, in another process that starts with the first query; close it, or use ``with``."""

    def __init__(self, quads: Iterable[Quad], *, seconds: float = LIMIT_SECONDS) -> None:
        self.seconds = seconds
        self._folder = tempfile.TemporaryDirectory(prefix="famkg-check-")
        self._path = Path(self._folder.name) / "dataset.nq"
        self._path.write_text("".join(f"{quad} .\n" for quad in quads), encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, text: str) -> tuple[tuple[str, ...], Rows] | str:
        """Variables and rows of a SELECT, neither for another form, or why there is no answer."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self.seconds, give_up)
        timer.start()
        try:
            process.stdin.write(json.dumps(text).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = b""
        finally:
            timer.cancel()
            timer.join()
        if not line.endswith(b"\n"):
            self._stop()
            limit = f"{LIMIT_BYTES // 1024**3} GiB of memory"
            return (
                f"the query takes longer than {self.seconds:g} seconds"
                if late.is_set()
                else f"the query takes more than {limit}"
            )
        return _read(line)

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "famkg.check.asking", str(self._path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self._process

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def close(self) -> None:
        """End the process and remove its files."""
        self._stop()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _read(line: bytes) -> tuple[tuple[str, ...], Rows] | str:
    answer = json.loads(line)
    if "fault" in answer:
        return str(answer["fault"])
    if "head" not in answer or "results" not in answer:
        return (), ()
    solutions = parse_query_results(line, format=QueryResultsFormat.JSON)
    assert isinstance(solutions, QuerySolutions)
    names = tuple(variable.value for variable in solutions.variables)
    return names, tuple(tuple(solution[name] for name in names) for solution in solutions)


def _serve(path: Path, requests: IO[bytes], answers: IO[bytes]) -> None:
    from famkg.errors import UsageError
    from famkg.store import EmbeddedStore
    from famkg.terms import FACTS

    store = EmbeddedStore.in_memory(parse(path=str(path), format=RdfFormat.N_QUADS)).oxigraph
    for request in requests:
        try:
            found = store.query(json.loads(request), default_graph=FACTS)
            if isinstance(found, QuerySolutions | QueryBoolean):
                body = found.serialize(format=QueryResultsFormat.JSON) or b""
            else:
                body = json.dumps({"triples": sum(1 for _ in found)}).encode()
        except (SyntaxError, UsageError, RuntimeError, ValueError, OSError) as fault:
            body = json.dumps({"fault": str(fault)}).encode()
        answers.write(body + b"\n")
        answers.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT_BYTES if most < 0 else min(LIMIT_BYTES, most), most))


if __name__ == "__main__":
    _limit_memory()
    _serve(Path(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
