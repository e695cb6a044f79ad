"""Where the shipped ``ontology/``, ``graph/`` and ``queries/`` are, how their texts are read, where a cache may be kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from famkg.errors import DataError

__all__ = ["Layers", "cache_root", "layers", "read_text", "shipped_root"]


@dataclass(frozen=True, slots=True)
class Layers:
    """The folders a franchise is read from.

    ``ontology`` and ``queries`` list the shipped folder first, then those that a ``--data`` folder adds.
    """

    graph: Path
    ontology: tuple[Path, ...]
    queries: tuple[Path, ...]


def shipped_root() -> Path:
    """The folder that holds the shipped layers: in the package when installed, else the checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "shipped"
    return inside if inside.is_dir() else package.parents[1]


def layers(data: Path | None = None) -> Layers:
    """The layers of the shipped franchise, or of the folder ``data``.

    Raises DataError where the folder lacks ``graph/`` or a part of it.
    """
    shipped = shipped_root()
    root = shipped if data is None else data
    graph = root / "graph"
    for needed in (graph, graph / "dataset.ttl", graph / "entities", graph / "sources"):
        if not needed.exists():
            raise DataError(
                f"no {needed.relative_to(root)} here; a data folder holds graph/ with dataset.ttl, entities/ and sources/",
                path=root,
            )
    added = () if data is None else (data,)
    return Layers(
        graph=graph,
        ontology=tuple(folder / "ontology" for folder in (shipped, *added) if (folder / "ontology").is_dir()),
        queries=tuple(folder / "queries" for folder in (shipped, *added) if (folder / "queries").is_dir()),
    )


def cache_root() -> Path:
    """The folder for compiled datasets: ``FAMKG_CACHE``, else the user's cache folder."""
    import os

    if chosen := os.environ.get("FAMKG_CACHE"):
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("famkg")


def read_text(path: Path) -> str:
    """The text of a query file, its lines ending as they stand there; DataError for what is no text in UTF-8."""
    try:
        body = path.read_bytes()
    except OSError as fault:
        raise DataError(f"cannot be read: {fault.strerror}", path=path) from None
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = body.count(b"\n", 0, fault.start) + 1
        message = f"no UTF-8: byte {body[fault.start]:#04x}; save the file as UTF-8"
        raise DataError(message, path=path, line=line) from None
    if text.startswith("\ufeff"):
        raise DataError("a byte order mark; save the file as UTF-8 without one", path=path, line=1)
    return text
