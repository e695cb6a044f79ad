"""famkg: a franchise as claims that know who says so, in which world, and when a viewer learns it.

``load`` gives a ``KnowledgeGraph``; what its methods give and raise is here too, to annotate and to catch. Everything
is imported when it is first asked for: ``import famkg`` alone costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from famkg.version import __version__

if TYPE_CHECKING:
    from famkg.compare.model import Comparison
    from famkg.errors import DataError, FamkgError, OutputError, RemoteError, UnknownNameError, UsageError
    from famkg.knowledge import KnowledgeGraph, load
    from famkg.network.model import Network
    from famkg.network.paths import Connections
    from famkg.network.ranking import Ranking
    from famkg.query.entity import Entity
    from famkg.query.evidence import Citation
    from famkg.query.explanation import Explanation, Explanations
    from famkg.query.result import Result

__all__ = [
    "Citation",
    "Comparison",
    "Connections",
    "DataError",
    "Entity",
    "Explanation",
    "Explanations",
    "FamkgError",
    "KnowledgeGraph",
    "Network",
    "OutputError",
    "Ranking",
    "RemoteError",
    "Result",
    "UnknownNameError",
    "UsageError",
    "__version__",
    "load",
]

_ROOMS = {
    "compare.model": ("Comparison",),
    "errors": ("DataError", "FamkgError", "OutputError", "RemoteError", "UnknownNameError", "UsageError"),
    "knowledge": ("KnowledgeGraph", "load"),
    "network.model": ("Network",),
    "network.paths": ("Connections",),
    "network.ranking": ("Ranking",),
    "query.entity": ("Entity",),
    "query.evidence": ("Citation",),
    "query.explanation": ("Explanation", "Explanations"),
    "query.result": ("Result",),
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for."""
    for room, names in _ROOMS.items():
        if name in names:
            return getattr(import_module(f"famkg.{room}"), name)
    raise AttributeError(f"module 'famkg' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, whatever has been imported."""
    return sorted(__all__)
