"""Queries of strangers in a process of their own: Oxigraph cannot cancel one, and one that runs away takes its process with it.

The other end is ``famkg.store.answering``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from pyoxigraph import Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, parse, parse_query_results

from famkg.errors import UsageError
from famkg.store.base import Answer, Solutions
from famkg.store.embedded import EmbeddedStore

__all__ = ["LIMIT_BYTES", "LIMIT_SECONDS", "ApartStore"]

LIMIT_SECONDS = 60.0
"""How long a query may take."""

LIMIT_BYTES = 4 * 1024**3
"""How much memory the process may take, where the system can limit it."""


class ApartStore:
    """A dataset asked in another process, which starts with the first query; close it, or use ``with``.

    ``database`` is a folder that an embedded store has on disk, or the quads themselves.
    """

    def __init__(self, dataset: Path | Iterable[Quad], *, seconds: float = LIMIT_SECONDS) -> None:
        self.seconds = seconds
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        if isinstance(dataset, Path):
            self._path = dataset
            return
        self._folder = tempfile.TemporaryDirectory(prefix="famkg-")
        self._path = Path(self._folder.name) / "dataset.nq"
        self._path.write_text("".join(f"{quad} .\n" for quad in dataset), encoding="utf-8")

    @classmethod
    def of(cls, store: EmbeddedStore, *, seconds: float = LIMIT_SECONDS) -> ApartStore:
        """The same dataset as an embedded store's, which goes on to answer ``quads``."""
        found = cls(store.database or store.quads(), seconds=seconds)
        found.quads = store.quads  # type: ignore[method-assign]
        return found

    def query(self, text: str) -> Answer:
        """Answer a query; see ``Store.query``. UsageError too where it takes too long, or ends its process."""
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
            raise UsageError(f"the query takes longer than {self.seconds:g} seconds")
        limit = f"it may take {LIMIT_BYTES // 1024**3} GiB of memory"
        raise UsageError(f"the query ended the process that ran it (code {code}); {limit}")

    def quads(self) -> Iterator[Quad]:
        """Every quad of the dataset."""
        return parse(path=str(self._path), format=RdfFormat.N_QUADS)

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "famkg.store.answering", str(self._path), str(LIMIT_BYTES)],
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
        if self._folder is not None:
            self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _read(line: bytes) -> Answer:
    answer = json.loads(line)
    if "fault" in answer:
        raise UsageError(str(answer["fault"]))
    if "triples" in answer:
        quads = parse(answer["triples"], format=RdfFormat.N_TRIPLES)
        return tuple(Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    found = parse_query_results(line, format=QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return bool(found)
    assert isinstance(found, QuerySolutions)
    names = tuple(variable.value for variable in found.variables)
    return Solutions(names, tuple(tuple(solution[name] for name in names) for solution in found))
