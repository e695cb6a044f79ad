"""A dataset as tables that refer to one another: what the CSV bundle and the database are written from.

A table says of each column what it holds; keys and references hold within what this viewer may know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf

__all__ = ["Cell", "Column", "Kind", "Row", "Table", "check"]

Kind = OneOf["string", "integer", "boolean", "date"]
"""The types of the Table Schema (https://datapackage.org/standard/table-schema/) that occur."""

Cell = str | int | bool | None
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, what it holds, the table whose key it refers to, and whether it is always filled."""

    name: str
    summary: str
    kind: Kind = "string"
    to: str = ""
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column is its key; ``rows`` are sorted by it."""

    name: str
    summary: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def key(self) -> str:
        """The name of the key column."""
        return self.columns[0].name

    def references(self) -> Iterator[tuple[str, str]]:
        """Each column that refers to a table, with the name of that table."""
        return ((column.name, column.to) for column in self.columns if column.to)


def check(tables: Mapping[str, Table]) -> None:
    """Assert what the writers rely on: whole rows, unique keys, references that are met."""
    keys = {name: {row[0] for row in table.rows} for name, table in tables.items()}
    for name, table in tables.items():
        assert len(keys[name]) == len(table.rows), name
        for place, column in enumerate(table.columns):
            values = {row[place] for row in table.rows}
            assert not (column.filled and None in values), f"{name}.{column.name}"
            assert not column.to or values - {None} <= keys[column.to], f"{name}.{column.name}"
