"""What a page is made of: values with their notes, in rows by property and in tables of role nodes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from famkg.query.evidence import Citation

__all__ = ["MOST", "Group", "Row", "Table", "TableRow", "Told", "Value", "factored", "is_announced"]

MOST = 120
"""How many values of one property a page names; how many more there are it says."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value: a thing or a text, ``aside`` a few words beside it, ``notes`` the numbers of its notes.

    ``announced`` says that nobody states it yet; ``node`` is the role node that it is told through, if any. ``also`` are
    further role nodes that tell of the same thing, each by its ``aside``.
    """

    text: str
    thing: NamedNode | None = None
    aside: str = ""
    notes: tuple[int, ...] = ()
    announced: bool = False
    node: NamedNode | None = None
    also: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Values that stand alike, stated or inferred by one ``rule``, which rests on ``notes`` for all of them alike.

    ``left`` is how many more there are than a page names.
    """

    values: tuple[Value, ...]
    rule: str = ""
    notes: tuple[int, ...] = ()
    left: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A property in words, and its values."""

    label: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A role node: a cell a column, when it held, its notes.

    Where some of a table say the same but in one column they share a row. It has no ``node`` then: each value of that cell has
    its own, with its notes, and ``notes`` are of its time alone.
    """

    node: NamedNode | None
    title: str
    cells: tuple[tuple[Value, ...], ...]
    when: str
    notes: tuple[int, ...]
    announced: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Role nodes of one class."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]

    @property
    def is_dated(self) -> bool:
        """Whether any row says when."""
        return any(row.when for row in self.rows)

    @property
    def is_noted(self) -> bool:
        """Whether rows lead to a page of their own, with their notes beside the link."""
        return any(row.node for row in self.rows)


@dataclass(frozen=True, slots=True)
class Told:
    """A section of a page."""

    title: str
    tables: tuple[Table, ...]
    rows: tuple[Row, ...]

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return self.title.lower().replace(" ", "-")


def factored(group: Group) -> Group:
    """The group with the notes that all its values share told once."""
    if not group.rule or len(group.values) < 2:
        return group
    shared = set.intersection(*(set(value.notes) for value in group.values))
    values = tuple(replace(value, notes=tuple(n for n in value.notes if n not in shared)) for value in group.values)
    return replace(group, values=values, notes=tuple(sorted(shared)))


def is_announced(citations: Iterable[Citation]) -> bool:
    """Whether somebody announces it, and nobody states it."""
    return {citation.status for citation in citations} == {"announced"}
