"""The rows a query answers with, and the forms they can be written in.

Where a row has ``?x`` and ``?xLabel``, the forms for people (table, markdown, HTML) show the label under ``x``.

A cited result has a last column ``sources``: for people the numbers of notes, which follow the rows and name each source
once, by publisher and date; in csv, tsv, json and jsonl the IRIs of the passages, with a space between two.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode

from famkg.errors import UnknownNameError, UsageError
from famkg.plain import plain
from famkg.query.html import tell
from famkg.store.base import Solutions, Term
from famkg.terms import VOCABULARY_PREFIXES, Prefixes

if TYPE_CHECKING:
    import pandas
    import polars

    from famkg.query.evidence import Citation

__all__ = ["FORMATS", "SOURCES", "Result"]

FORMATS = ("table", "csv", "tsv", "json", "jsonl", "markdown")
"""The forms of a result: for people, SPARQL 1.1 CSV and TSV, SPARQL 1.1 JSON results, one object a line, Markdown."""

SOURCES = "sources"
"""The column of a cited result that holds the citations."""

_XSD = VOCABULARY_PREFIXES["xsd"]
_NUMBERS = {_XSD + name for name in ("integer", "decimal", "double")}


@dataclass(frozen=True, slots=True)
class Result:
    """A table of RDF terms: ``columns`` names, ``rows`` of one term or None a column.

    ``citations`` are those of each row where it is cited, else None.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    prefixes: Prefixes
    citations: tuple[tuple[Citation, ...], ...] | None = None

    @classmethod
    def of(cls, solutions: Solutions, prefixes: Prefixes) -> Result:
        """The result that a store's solutions make."""
        return cls(solutions.variables, solutions.rows, prefixes)

    def cited(self, citations: Sequence[tuple[Citation, ...]]) -> Result:
        """The same result with the citations of each row and the column ``sources``; UsageError where it has such a column."""
        if SOURCES in self.columns:
            raise UsageError(f"the query has a column {SOURCES} of its own; rename ?{SOURCES} to cite its rows")
        named = (Literal(" ".join(sorted({c.passage for c in each}))) if each else None for each in citations)
        rows = tuple((*row, passages) for row, passages in zip(self.rows, named, strict=True))
        return Result((*self.columns, SOURCES), rows, self.prefixes, tuple(citations))

    def __str__(self) -> str:
        from famkg.query.html import MOST_ROWS

        if len(self) <= MOST_ROWS:
            return self._table()
        cited = None if self.citations is None else self.citations[:MOST_ROWS]
        return replace(self, rows=self.rows[:MOST_ROWS], citations=cited)._table(of=len(self))

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Rows as dicts of Python values: IRIs as text, numbers as numbers, None where nothing is bound."""
        for row in self.rows:
            yield {name: _value(term) for name, term in zip(self.columns, row, strict=True)}

    def to(self, form: str) -> str:
        """The result in one of ``FORMATS``; UnknownNameError for another."""
        writers = {
            "table": self._table,
            "csv": self._csv,
            "tsv": self._tsv,
            "json": self._json,
            "jsonl": self._jsonl,
            "markdown": self._markdown,
        }
        if form not in writers:
            raise UnknownNameError("format", form, FORMATS, hint="one of " + ", ".join(FORMATS))
        return writers[form]()

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas DataFrame with a column a variable, typed as ``famkg.query.frames`` says; needs famkg[pandas]."""
        from famkg.query.frames import to_pandas

        return to_pandas(self)

    def to_polars(self) -> polars.DataFrame:
        """A polars DataFrame with a column a variable, typed as ``famkg.query.frames`` says; needs famkg[polars]."""
        from famkg.query.frames import to_polars

        return to_polars(self)

    _repr_pretty_ = tell

    def _repr_html_(self) -> str:
        from famkg.query.html import MOST_ROWS, as_link, as_list, as_table

        names, rows = self._shown()
        cells = [[escape(cell) for cell in row] for row in rows]
        shown = self if self.citations is None else replace(self, citations=self.citations[:MOST_ROWS])
        table = as_table(names, cells, rest="; to_pandas(), to_polars() and to('csv') have them all")
        return table + as_list(as_link(cited.url, _note(cited).partition(" <")[0]) for cited in shown._sources().values())

    def _shown(self) -> tuple[list[str], list[list[str]]]:
        labelled = {name for name in self.columns if f"{name}Label" in self.columns}
        shown = [i for i, name in enumerate(self.columns) if name not in labelled]
        names = [self.columns[i].removesuffix("Label") for i in shown]
        cells = [[_readable(row[i], self.prefixes) for i in shown] for row in self.rows]
        if self.citations is not None:
            numbers = {source: number for number, source in enumerate(self._notes(), 1)}
            for line, citations in zip(cells, self.citations, strict=True):
                line[-1] = _runs(sorted({numbers[citation.source] for citation in citations}))
        return names, cells

    def _notes(self) -> dict[str, str]:
        """Each source that is cited, once, in the order in which the rows come to it, with its note."""
        return {source: _note(citation) for source, citation in self._sources().items()}

    def _sources(self) -> dict[str, Citation]:
        """Each source that is cited, once, in that order, by a passage of it."""
        return {citation.source: citation for citations in self.citations or () for citation in citations}

    def _table(self, *, of: int | None = None) -> str:
        names, rows = self._shown()
        widths = [max(map(_width, column)) for column in zip(names, *rows, strict=True)]
        lines = [names, ["─" * width for width in widths], *rows]
        text = "\n".join(
            "  ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
        )
        count = (f"{len(self.rows)}" if of is None else f"{len(self.rows)} of {of:,}") + (" row" if len(self) == 1 else " rows")
        notes = "".join(f"[{number}] {note}\n" for number, note in enumerate(self._notes().values(), 1))
        return f"{text}\n{count}\n" + (f"\n{notes}" if notes else "")

    def _markdown(self) -> str:
        names, rows = self._shown()
        lines = [names, ["---"] * len(names), *rows]
        table = "".join("| " + " | ".join(map(_unmarked, line)) + " |\n" for line in lines)
        notes = "".join(f"{number}. {_linked(note)}\n" for number, note in enumerate(self._notes().values(), 1))
        return table + (f"\n{notes}" if notes else "")

    def _csv(self) -> str:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows(["" if term is None else _plain(term) for term in row] for row in self.rows)
        return text.getvalue()

    def _tsv(self) -> str:
        lines = ["\t".join(f"?{name}" for name in self.columns)]
        lines += ["\t".join("" if term is None else str(term) for term in row) for row in self.rows]
        return "\n".join(lines) + "\n"

    def _json(self) -> str:
        bindings = [
            {name: _json_term(term) for name, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.rows
        ]
        answer = {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}
        return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"

    def _jsonl(self) -> str:
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in self)


def _plain(term: Term) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


def _readable(term: Term | None, prefixes: Prefixes) -> str:
    if term is None:
        return ""
    text = prefixes.shrink(term.value) if isinstance(term, NamedNode) else _plain(term)
    return plain(text)


def _unmarked(text: str) -> str:
    """Text as Markdown shows it: what would mark it up, or pass through as HTML, is escaped (CommonMark 2.4)."""
    return re.sub(r"([\\`*_\[\]<>|&])", r"\\\1", text)


def _linked(note: str) -> str:
    """A note in Markdown: the address at its end a link, the rest plain."""
    text, angle, address = note.rpartition(" <")
    return f"{_unmarked(text)} <{address}" if angle and address.endswith(">") else _unmarked(note)


def _value(term: Term | None) -> Any:
    if term is None:
        return None
    if isinstance(term, Literal):
        datatype = term.datatype.value
        if datatype == _XSD + "integer":
            return int(term.value)
        if datatype in _NUMBERS:
            return float(term.value)
        if datatype == _XSD + "boolean":
            return term.value in ("true", "1")
    return _plain(term)


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    if term.datatype.value == _XSD + "string":
        return {"type": "literal", "value": term.value}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def _note(citation: Citation) -> str:
    """A source as a note names it: publisher, date and address; the last is not told before all of it may be."""
    text = f"{citation.publisher}, {citation.date or 'undated'}" if citation.publisher else citation.date or citation.source
    return text + (f" <{citation.url}>" if citation.url else "")


def _runs(numbers: Sequence[int]) -> str:
    """Numbers of notes as a cell shows them: ``[1][3–5]``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    texts = [f"{run[0]}–{run[-1]}" if len(run) > 2 else "][".join(map(str, run)) for run in runs]
    return "".join(f"[{text}]" for text in texts)


def _width(text: str) -> int:
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
