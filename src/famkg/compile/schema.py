"""What compiling needs of the shapes and the ontology: single-valued and required properties, by class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode, Triple

from famkg.terms import SUBCLASS_OF, VOCABULARY_PREFIXES

__all__ = ["Schema", "read_schema"]

_SH = VOCABULARY_PREFIXES["sh"]


@dataclass(frozen=True, slots=True)
class Schema:
    """Per class, superclasses' included: properties with ``sh:maxCount 1``, and with ``sh:minCount 1`` or more."""

    single: Mapping[NamedNode, frozenset[NamedNode]]
    required: Mapping[NamedNode, frozenset[NamedNode]]


def read_schema(shapes: Iterable[Triple], ontology: Iterable[Triple]) -> Schema:
    """The schema that node shapes with ``sh:targetClass`` and plain ``sh:path`` give."""
    values: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in shapes:
        if triple.predicate.value.startswith(_SH):
            values[triple.subject][triple.predicate.value.removeprefix(_SH)].append(triple.object)
    single: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    required: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for shape in list(values.values()):
        for target in shape["targetClass"]:
            for node in shape["property"]:
                constraint = values[node]
                for path in constraint["path"]:
                    if any(limit.value == "1" for limit in constraint["maxCount"]):
                        single[target].add(path)
                    if any(limit.value != "0" for limit in constraint["minCount"]):
                        required[target].add(path)
    parents: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for child, predicate, parent in ontology:
        if predicate == SUBCLASS_OF and isinstance(parent, NamedNode):
            parents[child].add(parent)
    classes = {*single, *required, *parents}
    ancestry = {each: _ancestors(each, parents) for each in classes}
    return Schema(
        {each: frozenset(p for above in ancestry[each] for p in single.get(above, ())) for each in classes},
        {each: frozenset(p for above in ancestry[each] for p in required.get(above, ())) for each in classes},
    )


def _ancestors(start: NamedNode, parents: Mapping[NamedNode, set[NamedNode]]) -> set[NamedNode]:
    found = {start}
    waiting = [start]
    while waiting:
        for parent in parents.get(waiting.pop(), ()):
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found
