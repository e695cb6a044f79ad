"""The catalogue: every query file under the ``queries/`` folders, by the stem of its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from famkg.errors import DataError, UnknownNameError
from famkg.query.header import Header, read_header
from famkg.query.slots import slot_names
from famkg.resources import read_text
from famkg.store.base import asks_evidence

__all__ = ["Catalogue", "Query", "read_catalogue", "read_query"]

_NOT_TABLES = ("rules", "checks", "views")


@dataclass(frozen=True, slots=True)
class Query:
    """A query file: its name, topic (its folder), header and text."""

    name: str
    topic: str
    path: Path
    text: str
    header: Header

    @property
    def kind(self) -> str:
        """``evidence`` where the query names graphs, else ``facts``."""
        return "evidence" if asks_evidence(self.text) else "facts"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Named queries and named views."""

    queries: Mapping[str, Query]
    views: Mapping[str, Query]

    def query(self, name: str) -> Query:
        """The query of this name; UnknownNameError with the nearest names."""
        if name not in self.queries:
            raise UnknownNameError("query", name, self.queries, hint="famkg query lists them")
        return self.queries[name]

    def view(self, name: str) -> Query:
        """The view of this name; UnknownNameError with the nearest names."""
        if name not in self.views:
            raise UnknownNameError("view", name, self.views, hint="famkg view lists them")
        return self.views[name]


def read_query(path: Path, topic: str = "") -> Query:
    """One query file; DataError for what is no text in UTF-8, a header that is wrong, or a parameter without a slot."""
    text = read_text(path)
    header = read_header(text, path)
    slots = slot_names(text)
    for parameter in header.parameters:
        if parameter.name not in slots:
            raise DataError(f"parameter {parameter.name} has no slot VALUES ?{parameter.name} {{ … }}", path=path, line=1)
    return Query(path.stem, topic or path.parent.name, path, text, header)


def read_catalogue(folders: Iterable[Path]) -> Catalogue:
    """All queries and views of several folders; two of one name are an error."""
    queries: dict[str, Query] = {}
    views: dict[str, Query] = {}
    for folder in folders:
        for path in sorted(folder.glob("*/*.rq")):
            topic = path.parent.name
            found = views if topic == "views" else queries
            if topic in _NOT_TABLES and topic != "views":
                continue
            if path.stem in found:
                raise DataError(f"a query named {path.stem} stands in {found[path.stem].path} too", path=path)
            found[path.stem] = read_query(path, topic)
    return Catalogue(dict(sorted(queries.items())), dict(sorted(views.items())))
