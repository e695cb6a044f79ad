"""The dataset as files to take away: every format, compressed where that helps.

``dumps/dataset.<extension>`` is always the latest. ``dumps/<version>/`` holds the same bytes under a version that is made from
them, so that no other bytes can ever stand there: whoever publishes keeps the folders of earlier versions beside the new one.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from famkg.export import FORMATS, Format, export_all
from famkg.export.dcat import Distribution
from famkg.terms import DATE_MODIFIED

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["GZIP", "OFFERED", "Dumps", "dump_path", "make_dumps"]

GZIP = "application/gzip"

OFFERED: Mapping[str, Format] = {name: form for name, form in FORMATS.items() if not form.media_type.startswith("image/")}
"""The formats that the site offers: all but pictures, which stand on pages."""

_COMPRESSED = ("application/zip",)


@dataclass(frozen=True, slots=True)
class Dumps:
    """The files by path, their version, and a distribution for each format as it is and one for each that is compressed."""

    version: str
    files: Mapping[str, bytes]
    distributions: tuple[Distribution, ...]

    @property
    def folder(self) -> str:
        """The folder whose content never changes."""
        return f"dumps/{self.version}/"


def dump_path(form: str) -> str:
    """The path of a dump in the site."""
    return f"dumps/dataset.{FORMATS[form].extension}"


def make_dumps(reading: Reading) -> Dumps:
    """Write every dump; the same dataset gives the same files and the same version."""
    plain = export_all(reading.kg, OFFERED)
    version = _version(reading, plain)
    files: dict[str, bytes] = {}
    fixed: dict[str, bytes] = {}
    distributions: list[Distribution] = []
    for form, content in plain.items():
        known, path = FORMATS[form], dump_path(form)
        files[path] = content
        distributions.append(_distribution(known, path, content))
        name = path.removeprefix("dumps/")
        if known.media_type in _COMPRESSED:
            fixed[name] = content
        else:
            packed = files[f"{path}.gz"] = fixed[f"{name}.gz"] = _gzip(content)
            distributions.append(_distribution(known, f"dumps/{version}/{name}.gz", packed, GZIP))
    latest = {"version": version, "folder": f"{version}/", "files": {name: _listed(fixed[name]) for name in sorted(fixed)}}
    files["dumps/latest.json"] = (json.dumps(latest, indent=1) + "\n").encode()
    files["dumps/SHA256SUMS"] = _sums({path.removeprefix("dumps/"): content for path, content in files.items()})
    files |= {f"dumps/{version}/{name}": content for name, content in fixed.items()}
    files[f"dumps/{version}/SHA256SUMS"] = _sums(fixed)
    return Dumps(version, files, tuple(distributions))


def _version(reading: Reading, plain: Mapping[str, bytes]) -> str:
    """A name for just these bytes: the day that the dataset was last changed, and the beginning of a digest."""
    digest = hashlib.sha256("".join(f"{form} {_digest(content)}\n" for form, content in plain.items()).encode()).hexdigest()
    return "-".join(filter(None, (reading.value(reading.dataset, DATE_MODIFIED), digest[:8])))


def _distribution(form: Format, path: str, content: bytes, compression: str = "") -> Distribution:
    return Distribution(
        name=f"{form.name}-gz" if compression else form.name,
        path=path,
        media_type=form.media_type,
        holds=form.holds,
        title=f"{form.summary}, compressed" if compression else form.summary,
        size=len(content),
        digest=_digest(content),
        compression=compression,
    )


def _gzip(content: bytes) -> bytes:
    """Compressed with neither a time nor an operating system in its header (RFC 1952 section 2.3.1)."""
    packed = bytearray(gzip.compress(content, mtime=0))
    packed[9] = 255
    return bytes(packed)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _listed(content: bytes) -> dict[str, str | int]:
    return {"bytes": len(content), "sha256": _digest(content)}


def _sums(files: Mapping[str, bytes]) -> bytes:
    """Checksums as sha256sum writes and verifies them."""
    return "".join(f"{_digest(files[name])}  {name}\n" for name in sorted(files)).encode()
