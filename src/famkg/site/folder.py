"""An output folder that holds one build and no mixture of two; only what a manifest lists is ever replaced or removed.

The folder may be a mount, a checkout or what a server serves from, so it is never renamed: its files are. A build

1. writes every file to ``.famkg-next`` inside the folder, where what fails (a full disk, an interrupt) leaves the old
   build whole;
2. writes a journal: from that moment the new build stands;
3. moves the files into place, removes what only the old build had, writes the manifest and drops the journal.

A build that is killed in 1 leaves the old build; in 3 it leaves the journal, and the next build finishes the moves before
it begins. Builds into one folder take turns, and the last one stands (on systems that have ``flock``).
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from famkg.errors import OutputError

__all__ = ["MANIFEST", "require_folder", "write_folder"]

MANIFEST = ".famkg-manifest.json"
_JOURNAL = ".famkg-journal.json"
_NEXT = ".famkg-next"
_PATIENCE = 60
"""How many seconds to wait for another build."""


def require_folder(out: Path) -> None:
    """Raise OutputError now for what would fail after all the work: files of somebody else, a folder that cannot be written."""
    with _told(out):
        place = next(folder for folder in (out, *out.absolute().parents) if folder.exists())
        if place == out:
            _listed(out)
        probe = place / f"{_NEXT}-{os.getpid()}"
        probe.mkdir()
        probe.rmdir()


def write_folder(files: Mapping[str, bytes], out: Path) -> None:
    """Put the files (relative path to content) into the folder, in place of an earlier build's.

    Raises OutputError where the folder holds files that famkg did not make, a path leads out of it, or it cannot be written.
    """
    for name in files:
        _require_inside(name, out)
    with _told(out):
        out.mkdir(parents=True, exist_ok=True)
        with _turn(out):
            _finish(out)
            before = _listed(out)
            _require_free(files, before, out)
            _stage(files, out)
            _write_json(out / _JOURNAL, {"files": sorted(files), "gone": sorted(before - set(files))})
            try:
                _finish(out)
            except KeyboardInterrupt:
                _finish(out)  # a moment's work, and whoever interrupts is not left with a mixture
                raise


@contextmanager
def _told(out: Path) -> Iterator[None]:
    """Whatever the system refuses, as an OutputError that says what has become of the folder."""
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out} is a file; name a folder with --out")
    try:
        yield
    except OSError as fault:
        if (out / _JOURNAL).exists():
            end = "the files are part old and part new; build again to mend that"
        else:
            end = "nothing in it was changed"
        raise OutputError(f"{out} cannot be written: {fault.strerror or fault}; {end}") from None


@contextmanager
def _turn(out: Path) -> Iterator[None]:
    """Wait for other builds into this folder; a killed one waits no longer, since the system drops its lock."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    descriptor = os.open(out, os.O_RDONLY)
    try:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise OutputError(f"another build is writing to {out}; wait for it, or name another folder") from None
                time.sleep(0.05)
            except OSError:  # a file system without locks
                break
            else:
                break
        yield
    finally:
        os.close(descriptor)


def _stage(files: Mapping[str, bytes], out: Path) -> None:
    """Write every file beside its place; what cannot be written leaves nothing."""
    shutil.rmtree(out / _NEXT, ignore_errors=True)
    try:
        for name, content in files.items():
            target = out / _NEXT / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    except BaseException:
        shutil.rmtree(out / _NEXT, ignore_errors=True)
        raise


def _finish(out: Path) -> None:
    """Do what the journal says and is not done yet; it may be broken off and begun again at any point."""
    journal = _read_journal(out)
    if journal is None:
        return
    files, gone = journal
    for name in gone:
        if not (out / name).is_dir():  # since the last attempt a new file's folder may stand in its place
            (out / name).unlink(missing_ok=True)
            _drop_empty((out / name).parent, out)
    for name in files:
        if (out / _NEXT / name).exists():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            for hollow, _, _ in os.walk(out / name, topdown=False):  # folders without files stand in nobody's way
                Path(hollow).rmdir()
            (out / _NEXT / name).replace(out / name)
    _write_json(out / MANIFEST, [name for name in files if (out / name).exists()])
    (out / _JOURNAL).unlink()
    shutil.rmtree(out / _NEXT, ignore_errors=True)


def _read_journal(out: Path) -> tuple[list[str], list[str]] | None:
    try:
        found = json.loads((out / _JOURNAL).read_text(encoding="utf-8"))
        return sorted(_inside(found["files"])), sorted(_inside(found["gone"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise OutputError(f"{out / _JOURNAL} is damaged; remove the folder or name another") from None


def _write_json(path: Path, value: object) -> None:
    work = path.with_name(f"{path.name}.new")
    work.write_text(json.dumps(value, indent=0) + "\n", encoding="utf-8")
    work.replace(path)


def _listed(out: Path) -> set[str]:
    """What an earlier build wrote there; OutputError for a folder with files of somebody else.

    Hidden ones are none of a site's: the ``.git`` of a checkout, what a server keeps.
    """
    try:
        return _inside(json.loads((out / MANIFEST).read_text(encoding="utf-8")))
    except FileNotFoundError:
        strangers = sorted(entry.name for entry in os.scandir(out) if not entry.name.startswith("."))
        if strangers:
            raise OutputError(f"{out} holds files that famkg did not make ({strangers[0]}); name another folder") from None
        return set()
    except (ValueError, TypeError):
        raise OutputError(f"{out / MANIFEST} is damaged; remove the folder or name another") from None


def _inside(names: Iterable[object]) -> set[str]:
    return {name for name in names if isinstance(name, str) and _is_inside(name)}


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    plain = bool(path.parts) and not {"..", "."} & set(name.split("/")) and not set(name) & set("\0\\:")
    return plain and not path.is_absolute() and not path.parts[0].startswith(".famkg-")


def _require_inside(name: str, out: Path) -> None:
    parent = (out / name).parent if _is_inside(name) else None
    if parent is None or not parent.resolve().is_relative_to(out.resolve()):
        raise OutputError(f"{name!r} leads out of {out}; nothing was written")


def _require_free(files: Iterable[str], before: set[str], out: Path) -> None:
    """OutputError where something that no earlier build wrote stands in a file's place, or in that of its folder."""
    for name in files:
        target = out / name
        for place in (target, *(folder for folder in target.parents if folder != out and folder.is_relative_to(out))):
            if place.relative_to(out).as_posix() in before or not os.path.lexists(place):
                continue
            if not (_holds_only(place, before, out) if place == target else place.is_dir()):
                raise OutputError(f"{place} is not of an earlier build, and {name} has to stand there; move it away")


def _holds_only(folder: Path, before: set[str], out: Path) -> bool:
    """Whether a folder holds files of the earlier build alone, so that it goes with them."""
    if not folder.is_dir() or folder.is_symlink():
        return False
    found = (Path(base, name) for base, _, names in os.walk(folder) for name in names)
    return all(path.relative_to(out).as_posix() in before for path in found)


def _drop_empty(folder: Path, out: Path) -> None:
    while folder != out and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
