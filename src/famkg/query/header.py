"""The header of a query file: its first comment block, in the manner of grlc.

``#+ summary:`` one line (required), ``#+ description:`` (may be repeated), ``#+ tags:`` words,
``#+ parameter: NAME TYPE TEXT`` (one each), ``#+ columns:`` the selected variables, ``#+ world: both``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from famkg.errors import DataError

__all__ = ["PARAMETER_TYPES", "Header", "Parameter", "read_header"]

PARAMETER_TYPES = ("iri", "string", "integer", "date", "episode")
"""What a parameter's value can be."""

_LINE = re.compile(r"#\+ (?P<key>[a-z]+):\s*(?P<value>.*\S)\s*")
_KEYS = ("summary", "description", "tags", "parameter", "columns", "world")
_ONCE = ("summary", "tags", "columns", "world")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A slot of a query: the variable it fills, what it takes, and what it means."""

    name: str
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class Header:
    """What a query file says of itself."""

    summary: str
    description: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[str, ...] = ()
    world: str = ""


def read_header(text: str, path: Path) -> Header:
    """The header of a query's text.

    Raises DataError, with file and line, for an unknown or malformed line: no query silently vanishes.
    """
    values: dict[str, list[str]] = {key: [] for key in _KEYS}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        if not line.startswith("#+"):
            continue
        found = _LINE.fullmatch(line)
        if found is None or found["key"] not in _KEYS:
            raise DataError(f"no header line: {line!r}; the keys are {', '.join(_KEYS)}", path=path, line=number)
        key = found["key"]
        if key in _ONCE and values[key]:
            raise DataError(f"a second {key} line", path=path, line=number)
        if key == "parameter":
            _parameter(found["value"], path, number)
        if key == "world" and found["value"] != "both":
            raise DataError(f"world can only be 'both', not {found['value']!r}", path=path, line=number)
        values[key].append(found["value"])
    if not values["summary"]:
        raise DataError("no '#+ summary:' line in the first comment block", path=path, line=1)
    return Header(
        summary=values["summary"][0],
        description=" ".join(values["description"]),
        tags=tuple(" ".join(values["tags"]).replace(",", " ").split()),
        parameters=tuple(_parameter(value, path, 1) for value in values["parameter"]),
        columns=tuple(" ".join(values["columns"]).replace(",", " ").replace("?", "").split()),
        world=" ".join(values["world"]),
    )


def _parameter(value: str, path: Path, line: int) -> Parameter:
    parts = value.split(None, 2)
    if len(parts) != 3 or parts[1] not in PARAMETER_TYPES or not re.fullmatch(r"\w+", parts[0]):
        raise DataError(
            f"no parameter: {value!r}; write NAME TYPE TEXT with a type of {', '.join(PARAMETER_TYPES)}", path=path, line=line
        )
    return Parameter(*parts)
