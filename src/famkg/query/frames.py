"""Results as data frames: a column a variable, each of the type that all its values have.

- whole numbers (``xsd:integer`` within 64 bits): ``Int64`` in both, nullable;
- other numbers (``xsd:decimal``, ``xsd:double``): ``Float64``; truths: ``boolean`` and ``Boolean``, nullable;
- days (``xsd:date``): ``datetime64[s]`` in pandas, which has no type for days, and ``Date`` in polars;
- whatever else, and a column of several types: text, as ``csv`` has it (IRIs whole, story time as EDTF).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from typing import Literal as OneOf

from pyoxigraph import BlankNode, Literal

from famkg.errors import UsageError
from famkg.store.base import Term
from famkg.terms import VOCABULARY_PREFIXES

if TYPE_CHECKING:
    import pandas
    import polars

    from famkg.query.result import Result

__all__ = ["to_pandas", "to_polars"]

_Kind = OneOf["integer", "number", "boolean", "date", "text"]

_XSD = VOCABULARY_PREFIXES["xsd"]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LARGEST = 2**63
_EXACT = 2**53


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of Python values, None where nothing is bound."""

    name: str
    kind: _Kind
    values: Sequence[Any]


def to_pandas(result: Result) -> pandas.DataFrame:
    """The result as a pandas DataFrame; UsageError where pandas is not installed."""
    try:
        import pandas
    except ImportError:
        raise UsageError("pandas is not installed; pip install 'famkg[pandas]'") from None
    dtypes = {"integer": "Int64", "number": "Float64", "boolean": "boolean", "date": "datetime64[s]", "text": "string"}
    series = {column.name: pandas.Series(column.values, dtype=dtypes[column.kind]) for column in _columns(result)}
    return pandas.DataFrame(series, columns=list(result.columns), index=range(len(result)))


def to_polars(result: Result) -> polars.DataFrame:
    """The result as a polars DataFrame; UsageError where polars is not installed."""
    try:
        import polars
    except ImportError:
        raise UsageError("polars is not installed; pip install 'famkg[polars]'") from None
    dtypes = {
        "integer": polars.Int64,
        "number": polars.Float64,
        "boolean": polars.Boolean,
        "date": polars.Date,
        "text": polars.String,
    }
    return polars.DataFrame([polars.Series(c.name, c.values, dtype=dtypes[c.kind], strict=True) for c in _columns(result)])


def _columns(result: Result) -> Iterable[_Column]:
    for place, name in enumerate(result.columns):
        yield _column(name, [row[place] for row in result.rows])


def _column(name: str, terms: Sequence[Term | None]) -> _Column:
    bound = [term for term in terms if term is not None]
    for kind, read in _READERS.items():
        values = [read(term) for term in bound]
        if values and None not in values:
            found = iter(values)
            return _Column(name, kind, [None if term is None else next(found) for term in terms])
    return _Column(name, "text", [None if term is None else _text(term) for term in terms])


def _text(term: Term) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


def _typed(term: Term, *names: str) -> str | None:
    """The text of a literal of one of these datatypes."""
    return term.value if isinstance(term, Literal) and term.datatype.value.removeprefix(_XSD) in names else None


def _integer(term: Term) -> int | None:
    text = _typed(term, "integer")
    try:
        number = None if text is None else int(text)
    except ValueError:
        return None
    return number if number is not None and -_LARGEST <= number < _LARGEST else None


def _number(term: Term) -> float | None:
    """A number; a whole one only where a double holds all its digits."""
    whole = _integer(term)
    if whole is not None:
        return float(whole) if abs(whole) <= _EXACT else None
    text = _typed(term, "decimal", "double", "float")
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


def _boolean(term: Term) -> bool | None:
    return {"true": True, "1": True, "false": False, "0": False}.get(_typed(term, "boolean") or "")


def _date(term: Term) -> date | None:
    text = _typed(term, "date")
    try:
        return date.fromisoformat(text) if text and _DAY.fullmatch(text) else None
    except ValueError:
        return None


_READERS: dict[_Kind, Callable[[Term], Any]] = {"integer": _integer, "number": _number, "boolean": _boolean, "date": _date}
