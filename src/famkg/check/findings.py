"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.claims.locate import Place

if TYPE_CHECKING:
    from famkg.check.context import Context

__all__ = ["Fault", "Find", "Finding", "Reach", "Rule", "rule"]


class Reach(IntEnum):
    """What a rule looks at; a rule of a wider reach waits until every file can be read."""

    FILE = 0
    """One file at a time: it makes sense whatever is wrong with the others."""

    GRAPH = 1
    """All claims together."""

    COMPILED = 2
    """The dataset compiled from them, for who has seen everything."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong, where, and what to do about it.

    ``subject`` and ``predicate`` say what it is about, where it is about a statement.
    """

    place: Place
    message: str
    subject: NamedNode | None = None
    predicate: NamedNode | None = None


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A fault as it is reported: the file, the line counted from one, the rule's identifier, what to do."""

    path: Path
    line: int
    rule: str
    message: str


Find = Callable[["Context"], Iterable[Fault]]
"""The function of a rule: from everything that was read to what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of ``famkg check``: its identifier, why it stands and how to mend what it finds.

    A ``general`` rule keeps silent about a statement that another rule has found fault with already.
    """

    name: str
    text: str
    find: Find
    reach: Reach
    general: bool = False


def rule(name: str, *, reach: Reach = Reach.GRAPH, general: bool = False) -> Callable[[Find], Rule]:
    """Make a function a rule; its docstring is the rule's paragraph."""

    def made(find: Find) -> Rule:
        return Rule(name, " ".join(cleandoc(find.__doc__ or "").split()), find, reach, general)

    return made
