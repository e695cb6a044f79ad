"""The errors famkg raises.

FamkgError
├── UsageError            exit code 2: the request is wrong
│   ├── UnknownNameError      no such entity, query, parameter, episode, format
│   └── OutputError           an output file or folder cannot be written
├── DataError             exit code 3: a file of graph/, ontology/ or queries/ is wrong
└── RemoteError           exit code 4: a SPARQL endpoint did not answer as it should
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import ClassVar

__all__ = ["DataError", "FamkgError", "OutputError", "RemoteError", "UnknownNameError", "UsageError", "quoted"]


_FEW = 12
_LONGEST = 80


def quoted(text: str) -> str:
    """A word that somebody gave, as a message quotes it: in quotes, without what would drive a terminal, and no longer
    than a line.
    """
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


class FamkgError(Exception):
    """Anything famkg reports: the message says what is wrong, where, and what to try."""

    exit_code: ClassVar[int] = 1


class UsageError(FamkgError):
    """A request that cannot be met as it stands."""

    exit_code = 2


class UnknownNameError(UsageError):
    """A name that nothing bears, with the nearest names that something does."""

    def __init__(self, kind: str, name: str, known: Iterable[str], *, hint: str = "") -> None:
        known = tuple(known)
        lower = {candidate.lower(): candidate for candidate in known}
        near = [lower[match] for match in get_close_matches(name.lower(), lower, n=3, cutoff=0.5)]
        self.suggestions = tuple(near)
        message = f"unknown {kind}: {quoted(name)}"
        if near:
            message += "; did you mean " + " or ".join(repr(candidate) for candidate in near) + "?"
        elif not hint and 0 < len(known) <= _FEW:
            hint = "there is " + ", ".join(known)
        super().__init__(message + (f" ({hint})" if hint else ""))


class OutputError(UsageError):
    """An output that cannot be written; nothing was left half-written."""


class DataError(FamkgError):
    """A fault in a data file: ``message`` says what, ``path`` and ``line`` (counted from one) where."""

    exit_code = 3

    def __init__(self, message: str, *, path: Path | None = None, line: int | None = None) -> None:
        self.message = message
        self.path = path
        self.line = line
        where = f"{path}:{line}: " if path and line else f"{path}: " if path else ""
        super().__init__(where + message)


class RemoteError(FamkgError):
    """A remote store that cannot be reached, refuses, or answers what is no SPARQL result."""

    exit_code = 4
