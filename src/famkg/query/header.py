"""The header of a query file: its first comment block, in the manner of grlc.

``#+ summary:`` one line (required), ``#+ description:`` (may be repeated), ``#+ tags:`` words,
``#+ parameter: NAME TYPE TEXT`` (one each), ``#+ columns:`` the selected variables, ``#+ world: both``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from famkg.errors import DataError

__all__ = ["PARAMETER_TYPES", "Header", "Parameter", "find_faults", "read_header"]

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


def find_faults(text: str) -> tuple[tuple[int, str], ...]:
    """Every line of a query's header that is wrong, with what is wrong with it; a header without a summary is wrong at 1."""
    given: set[str] = set()
    named: set[str] = set()
    faults: list[tuple[int, str]] = []
    misread = False  # then it may have been the summary
    for number, line in _lines(text):
        found = _LINE.fullmatch(line)
        if found is None or found["key"] not in _KEYS:
            misread = True
            faults.append((number, f"no header line: {line[:80]!r}; the keys are {', '.join(_KEYS)}"))
            continue
        key, value = found["key"], found["value"]
        if key in _ONCE and key in given:
            faults.append((number, f"a second {key} line"))
        given.add(key)
        if key == "parameter" and (fault := _parameter_fault(value, named)):
            faults.append((number, fault))
        if key == "world" and value != "both":
            faults.append((number, f"world can only be 'both', not {value!r}"))
    if "summary" not in given and not misread:
        faults.insert(0, (1, "no '#+ summary:' line in the first comment block"))
    return tuple(faults)


def read_header(text: str, path: Path) -> Header:
    """The header of a query's text.

    Raises DataError, with file and line, for an unknown or malformed line: no query silently vanishes.
    """
    for number, message in find_faults(text):
        raise DataError(message, path=path, line=number)
    values: dict[str, list[str]] = {key: [] for key in _KEYS}
    for _, line in _lines(text):
        if found := _LINE.fullmatch(line):
            values[found["key"]].append(found["value"])
    return Header(
        summary=values["summary"][0],
        description=" ".join(values["description"]),
        tags=tuple(" ".join(values["tags"]).replace(",", " ").split()),
        parameters=tuple(Parameter(*value.split(None, 2)) for value in values["parameter"]),
        columns=tuple(" ".join(values["columns"]).replace(",", " ").replace("?", "").split()),
        world=" ".join(values["world"]),
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of the first comment block that are meant for us, with their numbers."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith("#"):
            return
        if line.startswith("#+"):
            yield number, line.rstrip("\r")


def _parameter_fault(value: str, named: set[str]) -> str:
    """What is wrong with a parameter's declaration; ``named`` gathers the names of those before it."""
    parts = value.split(None, 2)
    if len(parts) != 3 or parts[1] not in PARAMETER_TYPES or not re.fullmatch(r"\w+", parts[0]):
        return f"no parameter: {value!r}; write NAME TYPE TEXT with a type of {', '.join(PARAMETER_TYPES)}"
    if parts[0] in named:
        return f"a second parameter {parts[0]}"
    named.add(parts[0])
    return ""
