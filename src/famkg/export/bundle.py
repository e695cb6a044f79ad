"""The CSV bundle: a zip of tables, with a Data Package descriptor that says what each column holds.

Formats: RFC 4180 in UTF-8; Data Package 2 (https://datapackage.org). The zip stores its files as they are: compressed
bytes differ from one build of zlib to the next, and the same dataset is to give the same bytes everywhere.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from famkg.export.tables import Cell, Table
from famkg.export.tabulate import tabulate
from famkg.export.values import for_sheets, for_tables

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph

__all__ = ["DESCRIPTOR", "to_bundle"]

DESCRIPTOR = "datapackage.json"

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_LICENSES = {"https://creativecommons.org/publicdomain/zero/1.0/": ("CC0-1.0", "CC0 1.0 Universal")}
_NOTE = (
    "A text that a spreadsheet would calculate (it begins with = + - @, a tab or a line end) has an apostrophe before it; "
    "take one apostrophe away to have the text back. Numbers and dates are written as they are. An empty cell is no value."
)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_UNIX = 3


def to_bundle(kg: KnowledgeGraph) -> bytes:
    """The tables of a dataset as a zip: ``datapackage.json``, then a CSV file a table."""
    tables = tabulate(kg)
    files = {f"{name}.csv": _csv(table) for name, table in tables.items()}
    descriptor = _descriptor(tables, files)
    written = json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n"
    return _zipped({DESCRIPTOR: written.encode(), **files})


def _csv(table: Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    texts = [column.kind == "string" for column in table.columns]
    for row in table.rows:
        writer.writerow(_cell(value, is_text=is_text) for value, is_text in zip(row, texts, strict=True))
    return text.getvalue().encode()


def _cell(value: Cell, *, is_text: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return for_sheets(str(value)) if is_text else str(value)


def _descriptor(tables: Mapping[str, Table], files: Mapping[str, bytes]) -> dict[str, Any]:
    about = {str(name): for_tables(str(value)) for name, value in tables["about"].rows}
    told = filter(None, (about.get("description"), f"For who has seen: {about['seen']}.", _NOTE))
    described: dict[str, Any] = {"$schema": _PROFILE, "name": "famkg", "title": about.get("title")}
    described |= {"description": "\n\n".join(told), "version": about.get("modified")}
    if address := about.get("license"):
        name, title = _LICENSES.get(address, ("", ""))
        license_ = {"name": name, "path": address, "title": title}
        described["licenses"] = [{key: value for key, value in license_.items() if value}]
    described["resources"] = [_resource(table, files[f"{table.name}.csv"]) for table in tables.values()]
    return {name: value for name, value in described.items() if value is not None}


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {
                "name": column.name,
                "type": column.kind,
                "description": column.summary,
                **({"constraints": {"required": True}} if column.filled else {}),
            }
            for column in table.columns
        ],
        "missingValues": [""],
        "primaryKey": [table.key],
    }
    if keys := [_foreign_key(table, *reference) for reference in table.references()]:
        schema["foreignKeys"] = keys
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "description": table.summary,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _foreign_key(table: Table, column: str, to: str) -> dict[str, Any]:
    """A reference, to the table itself where that is meant; every key of ours is called ``id``."""
    resource = "" if to == table.name else to
    return {"fields": [column], "reference": {"resource": resource, "fields": ["id"]}}


def _zipped(files: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, content in _in_order(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            archive.writestr(entry, content)
    return written.getvalue()


def _in_order(files: Mapping[str, bytes]) -> Iterable[tuple[str, bytes]]:
    """The descriptor first, where a reader looks, then the tables by name."""
    return sorted(files.items(), key=lambda file: (file[0] != DESCRIPTOR, file[0]))
