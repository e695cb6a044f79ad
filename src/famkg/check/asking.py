"""Ask queries in a process of their own: Oxigraph cannot cancel one, and one that runs away takes its process with it.

The other end is ``famkg.check.answering``: a query's text goes there as a line of JSON, and a line with SPARQL 1.1 JSON
results or ``{"fault": …}`` comes back.
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
from typing import Self

from pyoxigraph import Quad, QueryResultsFormat, QuerySolutions, parse_query_results

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
        if line.endswith(b"\n"):
            return _read(line)
        code = process.wait()
        self._stop()
        if late.is_set():
            return f"the query takes longer than {self.seconds:g} seconds"
        limit = f"it may take {LIMIT_BYTES // 1024**3} GiB of memory"
        return f"the query ended the process that ran it (code {code}); {limit}"

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "famkg.check.answering", str(self._path), str(LIMIT_BYTES)],
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
