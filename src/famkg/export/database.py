"""A SQLite database: the tables with their keys and references, views to ask, and full-text search over names.

Datasette serves it as it stands: it follows the references, finds the search by its ``content``, and shows the name of
what a reference leads to. What it would take from a metadata file stands in the table ``dictionary``, which any tool
can read, so there is one file and none to go with it.

The same dataset gives the same bytes with the same SQLite library. The file is built in memory and packed, and the
version of the library, which SQLite notes in the header and nobody reads, is replaced (Database File Format, 1.3.19).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import TYPE_CHECKING

from famkg.errors import UsageError
from famkg.export.tables import Cell, Column, Table
from famkg.export.tabulate import tabulate
from famkg.export.values import for_tables

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph

__all__ = ["to_database"]

_TYPES = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER", "boolean": "INTEGER"}
_APPLICATION = 0x66616D6B  # "famk"
_VERSION = slice(96, 100)
_AS_IF = (3_037_000).to_bytes(4, "big")
_PAGES = "PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA auto_vacuum = NONE; PRAGMA foreign_keys = ON;"

_SEARCH = """
CREATE VIRTUAL TABLE names_fts USING FTS5 (name, content="names", content_rowid="id", tokenize="unicode61 remove_diacritics 2");
INSERT INTO names_fts (names_fts) VALUES ('rebuild');
INSERT INTO names_fts (names_fts) VALUES ('optimize');
"""

_VIEWS = """
CREATE VIEW described_facts AS
SELECT f.id, s.name AS subject, p.name AS predicate, coalesce(o.name, f.value) AS object,
  f.inferred,
  (SELECT count(DISTINCT q.source) FROM claims c JOIN passages q ON q.id = c.passage WHERE c.fact = f.id) AS sources,
  f.subject AS subject_id, f.predicate AS predicate_id, f.object AS object_id
FROM facts f JOIN entities s ON s.id = f.subject JOIN properties p ON p.id = f.predicate
LEFT JOIN entities o ON o.id = f.object;

CREATE VIEW citations AS
SELECT c.fact, s.publisher, s.published, s.title, s.url, q.locator, q.status, q.tier, q.id AS passage
FROM claims c JOIN passages q ON q.id = c.passage JOIN sources s ON s.id = q.source WHERE c.fact IS NOT NULL;

CREATE VIEW claims_not_held AS
SELECT c.subject, c.predicate, coalesce(c.object, c.value) AS object,
  q.status, q.tier, s.publisher, s.published, q.id AS passage
FROM claims c JOIN passages q ON q.id = c.passage JOIN sources s ON s.id = q.source WHERE c.fact IS NULL;

CREATE VIEW works AS
SELECT e.id, e.name, e.kind, CAST(n.value AS INTEGER) AS number, w.object AS part_of, d.value AS published
FROM entities e
LEFT JOIN facts n ON n.subject = e.id AND n.predicate = 'fam:number'
LEFT JOIN facts w ON w.subject = e.id AND w.predicate = 'fam:partOf' AND w.inferred = 0
LEFT JOIN facts d ON d.subject = e.id AND d.predicate = 'schema:datePublished'
WHERE e.class IN ('fam:Franchise', 'fam:Show', 'fam:Season', 'fam:Episode', 'fam:CompanionWork');

CREATE VIEW castings AS
SELECT k.id, a.object AS actor, c.object AS character, w.object AS work, b.object AS billing
FROM entities k
JOIN facts a ON a.subject = k.id AND a.predicate = 'fam:agent'
JOIN facts c ON c.subject = k.id AND c.predicate = 'fam:character'
LEFT JOIN facts w ON w.subject = k.id AND w.predicate = 'fam:work'
LEFT JOIN facts b ON b.subject = k.id AND b.predicate = 'fam:billing'
WHERE k.class = 'fam:Casting';

CREATE VIEW posts AS
SELECT k.id, a.object AS holder, r.object AS office, o.object AS organization, k.world, k.earliest, k.latest
FROM entities k
JOIN facts a ON a.subject = k.id AND a.predicate = 'fam:agent'
JOIN facts r ON r.subject = k.id AND r.predicate = 'fam:role'
LEFT JOIN facts o ON o.subject = k.id AND o.predicate = 'fam:organization'
WHERE k.class = 'fam:Post';
"""


def to_database(kg: KnowledgeGraph) -> bytes:
    """The tables of a dataset as the bytes of a SQLite file; UsageError where this Python's SQLite has no FTS5."""
    tables = tabulate(kg)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.executescript(_PAGES)
        database.execute(f"PRAGMA application_id = {_APPLICATION}")
        database.execute("BEGIN")
        for table in tables.values():
            _write(database, table)
        _write_dictionary(database, tables.values())
        database.execute("COMMIT")
        try:
            database.executescript(_SEARCH + _VIEWS)
        except sqlite3.OperationalError as fault:
            raise UsageError(f"this Python's SQLite cannot write the database ({fault}); use one built with FTS5") from None
        database.execute("VACUUM")
        written = bytearray(database.serialize())
    written[_VERSION] = _AS_IF
    return bytes(written)


def _write(database: sqlite3.Connection, table: Table) -> None:
    database.execute(_definition(table))
    marks = ", ".join("?" for _ in table.columns)
    # a row may refer to one of its own table that stands further down: such references are checked at the end of all
    database.execute("PRAGMA defer_foreign_keys = ON")
    database.executemany(f"INSERT INTO {_quoted(table.name)} VALUES ({marks})", (tuple(map(_cell, row)) for row in table.rows))
    for column, _ in table.references():
        if column != table.key:
            database.execute(f'CREATE INDEX "{table.name}_{column}" ON {_quoted(table.name)} ({_quoted(column)})')


def _definition(table: Table) -> str:
    lines = [_column(column, is_key=place == 0) for place, column in enumerate(table.columns)]
    lines += [f'FOREIGN KEY ({_quoted(column)}) REFERENCES {_quoted(to)} ("id")' for column, to in table.references()]
    return f"CREATE TABLE {_quoted(table.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _column(column: Column, *, is_key: bool) -> str:
    text = f"{_quoted(column.name)} {_TYPES[column.kind]}"
    text += " PRIMARY KEY" if is_key else ""
    text += " NOT NULL" if column.filled else ""
    return text + (f" CHECK ({_quoted(column.name)} IN (0, 1))" if column.kind == "boolean" else "")


def _write_dictionary(database: sqlite3.Connection, tables: Iterable[Table]) -> None:
    """What each table and column holds: a row a column, and one a table, whose column is empty."""
    database.execute(
        'CREATE TABLE "dictionary" ("table" TEXT NOT NULL, "column" TEXT NOT NULL, "summary" TEXT NOT NULL, '
        'PRIMARY KEY ("table", "column")) WITHOUT ROWID'
    )
    rows = [(table.name, "", table.summary) for table in tables]
    rows += [(table.name, column.name, column.summary) for table in tables for column in table.columns]
    database.executemany('INSERT INTO "dictionary" VALUES (?, ?, ?)', rows)


def _cell(value: Cell) -> Cell:
    return for_tables(value) if isinstance(value, str) else value


def _quoted(name: str) -> str:
    return f'"{name}"'
