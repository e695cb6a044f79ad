"""An output folder that is replaced whole: only what a manifest lists is ever removed.

Everything is written to a folder beside the target first, then moved in file by file, the manifest last; what an
earlier build wrote and this one does not is removed. A build that is broken off leaves files that the next one replaces.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from famkg.errors import OutputError

__all__ = ["MANIFEST", "write_folder"]

MANIFEST = ".famkg-manifest.json"


def write_folder(files: Mapping[str, bytes], out: Path) -> None:
    """Put the files (relative path to content) into the folder.

    Raises OutputError where the folder holds files that famkg did not make, or cannot be written.
    """
    try:
        before = _listed(out)
        out.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".famkg-", dir=out))
        try:
            for name, content in files.items():
                target = work / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            (out / MANIFEST).write_text(json.dumps(sorted({*before, *files}), indent=0) + "\n", encoding="utf-8")
            for name in files:
                (out / name).parent.mkdir(parents=True, exist_ok=True)
                (work / name).replace(out / name)
            for name in before - set(files):
                (out / name).unlink(missing_ok=True)
                _drop_empty((out / name).parent, out)
            (out / MANIFEST).write_text(json.dumps(sorted(files), indent=0) + "\n", encoding="utf-8")
        finally:
            shutil.rmtree(work, ignore_errors=True)
    except OSError as fault:
        raise OutputError(f"{out} cannot be written: {fault.strerror or fault}; nothing half-written was left") from None


def _listed(out: Path) -> set[str]:
    """What an earlier build wrote there; OutputError for a folder with files of somebody else."""
    if not out.exists():
        return set()
    if not out.is_dir():
        raise OutputError(f"{out} is a file; name a folder with --out")
    try:
        listed = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        strangers = sorted(entry.name for entry in os.scandir(out) if not entry.name.startswith(".famkg-"))
        if strangers:
            raise OutputError(f"{out} holds files that famkg did not make ({strangers[0]}); name another folder") from None
        return set()
    except ValueError:
        raise OutputError(f"{out / MANIFEST} is damaged; remove the folder or name another") from None
    return {name for name in listed if isinstance(name, str) and not Path(name).is_absolute() and ".." not in Path(name).parts}


def _drop_empty(folder: Path, out: Path) -> None:
    while folder != out and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
