"""What the shapes ask of each class, in words that a page can say: how many values a property takes, and of what.

Read from ``shapes.ttl`` of the ontology folders (SHACL Core), which are the same for every viewer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, parse

from famkg.terms import CONCEPT, VOCABULARY_PREFIXES

__all__ = ["Constraint", "read_constraints"]

_SH = VOCABULARY_PREFIXES["sh"]
_RDF = VOCABULARY_PREFIXES["rdf"]
_SCHEME = re.compile(r"/concept/([a-z0-9]+(?:-[a-z0-9]+)*)-\[")
_NODES = {"IRI": "an address", "Literal": "text", "BlankNodeOrIRI": "a node"}

_Values = Mapping[Any, Mapping[str, list[Any]]]


@dataclass(frozen=True, slots=True)
class Constraint:
    """What the shape of a class asks of one property.

    ``count`` is in words (``exactly one``); ``values`` are the classes, datatypes or concept schemes that a value is of, any of
    them; ``words`` say it where no term does.
    """

    path: NamedNode
    count: str
    values: tuple[NamedNode, ...]
    words: str


def read_constraints(folders: Iterable[Path]) -> dict[NamedNode, tuple[Constraint, ...]]:
    """The constraints of each class that a node shape targets, by the IRI of the property."""
    values = _read(folder / "shapes.ttl" for folder in folders)
    found: dict[NamedNode, dict[NamedNode, Constraint]] = defaultdict(dict)
    for shape in list(values.values()):
        for target in shape.get("targetClass", ()):
            for node in shape.get("property", ()):
                for constraint in _constraints(values, node):
                    before = found[target].get(constraint.path)
                    found[target][constraint.path] = constraint if before is None else _both(before, constraint)
    return {
        target: tuple(sorted(each.values(), key=lambda constraint: constraint.path.value)) for target, each in found.items()
    }


def _read(paths: Iterable[Path]) -> dict[Any, dict[str, list[Any]]]:
    """The values of every node by local name of the SHACL property; ``first`` and ``rest`` for lists."""
    values: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for path in paths:
        if path.exists():
            for quad in parse(path=str(path), format=RdfFormat.TURTLE):
                for space in (_SH, _RDF):
                    if quad.predicate.value.startswith(space):
                        values[quad.subject][quad.predicate.value.removeprefix(space)].append(quad.object)
    return values


def _constraints(values: _Values, node: Any) -> Iterator[Constraint]:
    shape = values[node]
    for path in shape.get("path", ()):
        if isinstance(path, NamedNode):
            terms, words = _of(values, node)
            yield Constraint(path, _count(shape), terms, words)


def _count(shape: Mapping[str, list[Any]]) -> str:
    least = int(next((limit.value for limit in shape.get("minCount", ())), 0))
    most = next((int(limit.value) for limit in shape.get("maxCount", ())), None)
    if most == 0:
        return "none"
    if least and least == most:
        return "exactly one" if least == 1 else f"exactly {least}"
    if most is not None:
        return ("at most one" if most == 1 else f"at most {most}") if not least else f"{least} to {most}"
    return ("at least one" if least == 1 else f"at least {least}") if least else "any number"


def _of(values: _Values, node: Any) -> tuple[tuple[NamedNode, ...], str]:
    """What a value must be: terms, or words."""
    shape = values[node]
    terms = [*shape.get("class", ()), *shape.get("datatype", ())]
    for either in shape.get("or", ()):
        for member in _members(values, either):
            terms += values[member].get("class", []) + values[member].get("datatype", [])
    for pattern in shape.get("pattern", ()):
        scheme = _SCHEME.search(pattern.value)
        terms += [NamedNode(CONCEPT + scheme[1])] if scheme else []
    for listed in shape.get("in", ()):
        schemes = {member.value.removeprefix(CONCEPT).partition("-")[0] for member in _members(values, listed)}
        terms += [NamedNode(CONCEPT + scheme) for scheme in sorted(schemes)]
    words = "" if terms else next((_NODES.get(kind.value.removeprefix(_SH), "") for kind in shape.get("nodeKind", ())), "")
    return tuple(dict.fromkeys(term for term in terms if isinstance(term, NamedNode))), words


def _members(values: _Values, node: Any) -> Iterator[Any]:
    while node in values and values[node].get("first"):
        yield values[node]["first"][0]
        node = values[node]["rest"][0]


def _both(one: Constraint, other: Constraint) -> Constraint:
    """Two constraints on one property: the first that says something of the count, and all that is said of values."""
    count = one.count if one.count != "any number" else other.count
    return Constraint(one.path, count, tuple(dict.fromkeys((*one.values, *other.values))), one.words or other.words)
