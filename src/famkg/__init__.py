"""famkg: a franchise as claims that know who says so, in which world, and when a viewer learns it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from famkg.version import __version__

if TYPE_CHECKING:
    from famkg.errors import DataError, FamkgError, RemoteError, UnknownNameError, UsageError
    from famkg.knowledge import KnowledgeGraph, load

__all__ = [
    "DataError",
    "FamkgError",
    "KnowledgeGraph",
    "RemoteError",
    "UnknownNameError",
    "UsageError",
    "__version__",
    "load",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: ``import famkg`` alone costs next to nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'famkg' has no attribute {name!r}")
    from famkg import errors, knowledge

    return getattr(knowledge if name in ("KnowledgeGraph", "load") else errors, name)
