"""Compiled datasets on disk: one folder a progress, by the digest of all that went into it.

A folder is written whole beside its place and renamed into it; the last twenty used are kept. It holds
``dataset.nq`` (the compiled quads, sorted, one a line: what exports read) and ``store/`` (the same as an Oxigraph
database: what queries read).
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from famkg.errors import DataError, OutputError
from famkg.version import __version__

if TYPE_CHECKING:
    from famkg.compile.dataset import Compiled

__all__ = ["KEPT", "Entry", "digest_of", "fetch", "input_files", "keep", "write_entry"]

Kept = TypeVar("Kept")

KEPT = 20
"""How many compiled datasets stay in a cache folder."""

_DONE = "compiled.json"
_WORK = ".famkg-"
_DAY = 86_400
_CODE = ("claims/*.py", "compile/*.py", "dates.py", "progress.py", "terms.py")


@dataclass(frozen=True, slots=True)
class Entry:
    """A compiled dataset on disk."""

    folder: Path

    @property
    def quads(self) -> Path:
        """The sorted N-Quads file."""
        return self.folder / "dataset.nq"

    @property
    def store(self) -> Path:
        """The folder of the Oxigraph database."""
        return self.folder / "store"

    def is_whole(self, digest: str) -> bool:
        """Whether the folder was written to its end from these inputs, and its parts are still there."""
        try:
            done = json.loads((self.folder / _DONE).read_text(encoding="utf-8"))
            return bool(
                done["digest"] == digest and done["bytes"] == self.quads.stat().st_size and (self.store / "CURRENT").exists()
            )
        except (OSError, ValueError, KeyError, TypeError):
            return False


def input_files(graph: Path, ontology: Iterable[Path], queries: Iterable[Path]) -> list[Path]:
    """Every file that a compiled dataset depends on, the program's own among them, sorted."""
    package = Path(__file__).resolve().parents[1]
    found = [path for pattern in _CODE for path in package.glob(pattern)]
    found += _below(graph, (".ttl", ".trig"))
    for folder in ontology:
        found += _below(folder, (".ttl",))
    for folder in queries:
        found += [*folder.glob("rules/*.rq"), *folder.glob("checks/rival-*.rq")]
    return sorted(found)


def _below(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    return [Path(base, name) for base, _, names in os.walk(folder) for name in names if name.endswith(endings)]


def digest_of(files: Sequence[Path], *parts: str) -> str:
    """A digest of the files (by name, size and time of last change), famkg's version and further parts."""
    summary = blake2b(__version__.encode(), digest_size=16)
    for part in parts:
        summary.update(b"\0" + part.encode())
    for path in files:
        try:
            status = path.stat()
        except OSError as fault:
            raise DataError(f"cannot be read: {fault.strerror}", path=path) from None
        summary.update(f"\0{path}\0{status.st_size}\0{status.st_mtime_ns}".encode("utf-8", "surrogateescape"))
    return summary.hexdigest()


def fetch(root: Path, digest: str, compute: Callable[[], Compiled], *, opened: Callable[[Entry], Kept]) -> Kept | Compiled:
    """The cached dataset of this digest as ``opened`` opens it, compiled and kept if it is not there yet or is damaged.

    Where the folder cannot be written, the compiled dataset itself comes back and nothing is kept.
    """
    entry = Entry(root / digest)
    if entry.is_whole(digest):
        try:
            found = opened(entry)
        except DataError:
            shutil.rmtree(entry.folder, ignore_errors=True)
        else:
            _mark_used(entry)
            return found
    compiled = compute()
    try:
        root.mkdir(parents=True, exist_ok=True)
        write_entry(entry, digest, compiled)
        _drop_oldest(root)
        return opened(entry)
    except (OSError, DataError):
        return compiled


def keep(folder: Path, digest: str, compute: Callable[[], Compiled]) -> Entry:
    """The dataset of this digest in a folder that the user named, compiled if it is not there.

    Raises OutputError where the folder holds files that famkg did not make, or cannot be written.
    """
    entry = Entry(folder)
    if entry.is_whole(digest):
        return entry
    try:
        if folder.exists() and not (folder / _DONE).exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise OutputError(f"{folder} holds files that famkg did not make; name an empty or new folder")
        write_entry(entry, digest, compute())
    except OSError as fault:
        raise OutputError(f"{folder} cannot be written: {fault.strerror or fault}; name another with --store") from None
    return entry


def write_entry(entry: Entry, digest: str, compiled: Compiled) -> None:
    """Write the folder of an entry whole, then put it in its place; OSError leaves nothing behind."""
    from pyoxigraph import RdfFormat, Store

    parent = entry.folder.parent
    parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=_WORK, dir=parent))
    try:
        new = Entry(work)
        new.quads.write_text("".join(f"{quad} .\n" for quad in compiled.quads), encoding="utf-8")
        store = Store(str(new.store))
        store.bulk_load(path=str(new.quads), format=RdfFormat.N_QUADS)
        store.optimize()
        store.flush()
        del store
        done = {"digest": digest, "bytes": new.quads.stat().st_size, "progress": str(compiled.progress)}
        (work / _DONE).write_text(json.dumps(done), encoding="utf-8")
        if entry.folder.exists() and not entry.is_whole(digest):
            shutil.rmtree(entry.folder)
        try:
            work.rename(entry.folder)
        except OSError:
            if not entry.is_whole(digest):  # another process may have put the same dataset there first
                raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _mark_used(entry: Entry) -> None:
    try:
        os.utime(entry.folder)
    except OSError:
        return


def _drop_oldest(root: Path) -> None:
    """Keep the last twenty used; what a killed process left half-written goes after a day."""
    ages: list[tuple[float, Path]] = []
    for path in root.iterdir():
        try:
            changed = path.stat().st_mtime
        except OSError:  # another process has just removed it
            continue
        if (path / _DONE).exists():
            ages.append((changed, path))
        elif path.name.startswith(_WORK) and changed < time.time() - _DAY:
            shutil.rmtree(path, ignore_errors=True)
    for _, path in sorted(ages)[:-KEPT]:
        shutil.rmtree(path, ignore_errors=True)
