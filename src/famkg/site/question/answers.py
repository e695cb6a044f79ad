"""The answer to a question as a table of a page: labels that link, dates in words, numbers to the right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from famkg.terms import VOCABULARY_PREFIXES

if TYPE_CHECKING:
    from famkg.query.evidence import Citation
    from famkg.query.result import Result
    from famkg.site.evidence.saying import Names
    from famkg.site.marks import Notes
    from famkg.store.base import Term

__all__ = ["MOST", "Answer", "Cell", "Column", "as_answer"]

MOST = 500
"""How many rows a page shows; the CSV file has them all."""

_CITED = 3
"""How many notes a row bears; a row of an aggregate rests on hundreds of passages."""

_XSD = VOCABULARY_PREFIXES["xsd"]
_NUMERIC = {_XSD + name for name in ("integer", "decimal", "double")}
_CASE = re.compile(r"(?<=[a-z0-9])([A-Z])")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what heads it, and whether it holds numbers only."""

    title: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, and the thing it names, if any; ``out`` is an address elsewhere."""

    text: str
    thing: NamedNode | None = None
    out: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A result as a page shows it: at most ``MOST`` of ``total`` rows, each with its cells and notes, and how many more
    passages each rests on.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[Cell, ...], tuple[int, ...], int], ...]
    total: int
    is_cited: bool

    @property
    def has_gaps(self) -> bool:
        """Whether a cell that is shown has nothing in it."""
        return any(not cell.text for cells, *_ in self.rows for cell in cells)


def as_answer(result: Result, names: Names, citations: Sequence[tuple[Citation, ...]] | None, notes: Notes) -> Answer:
    """The table of a result; with ``citations`` of each row they are numbered among the notes of the page."""
    labelled = {name for name in result.columns if f"{name}Label" in result.columns}
    shown = [i for i, name in enumerate(result.columns) if name not in labelled]
    place = {name: i for i, name in enumerate(result.columns)}
    columns = []
    for i in shown:
        found = [row[i] for row in result.rows if row[i] is not None]
        is_number = bool(found) and all(isinstance(t, Literal) and t.datatype.value in _NUMERIC for t in found)
        columns.append(Column(_title(result.columns[i]), is_number))
    rows = []
    for number, row in enumerate(result.rows[:MOST]):
        cells = []
        for i in shown:
            own = place.get(result.columns[i].removesuffix("Label"))
            thing = row[own] if own is not None and own != i else None
            cells.append(_cell(row[i], thing, names))
        cited = citations[number] if citations is not None else ()
        rows.append((tuple(cells), notes.numbers(cited[:_CITED]), max(0, len(cited) - _CITED)))
    return Answer(tuple(columns), tuple(rows), len(result.rows), citations is not None and any(map(bool, citations)))


def _title(name: str) -> str:
    words = _CASE.sub(lambda found: f" {found[1].lower()}", name.removesuffix("Label")).replace("_", " ")
    return words[:1].upper() + words[1:]


def _cell(term: Term | None, thing: Term | None, names: Names) -> Cell:
    if term is None:
        return Cell("")
    if isinstance(term, NamedNode):
        if term.value.startswith(("https://", "http://")) and names.is_foreign(term):
            return Cell(term.value, out=term.value)
        return Cell(names.of(term), term)
    if isinstance(term, Literal) and term.datatype.value == _XSD + "boolean":
        return Cell("yes" if term.value in ("true", "1") else "no")
    return Cell(names.words(term), thing if isinstance(thing, NamedNode) else None)
