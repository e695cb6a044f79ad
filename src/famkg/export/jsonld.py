"""JSON-LD 1.1 with its context inside: ``ontology/context.jsonld``, the franchise's prefixes and its base.

Compacted by hand and in order: a value takes a term of the context only where that term gives it back exactly.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from os.path import commonprefix
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from famkg.errors import DataError
from famkg.export.rdf import all_triples
from famkg.terms import TYPE, VOCABULARY_PREFIXES, Prefixes

if TYPE_CHECKING:
    from pathlib import Path

    from famkg.knowledge import KnowledgeGraph
    from famkg.resources import Layers

__all__ = ["CONTEXT_FILE", "Compactor", "read_context", "to_jsonld"]

CONTEXT_FILE = "context.jsonld"

_STRING = VOCABULARY_PREFIXES["xsd"] + "string"
_RELATIVE = re.compile(r"[A-Za-z0-9][\w-]*(/[\w-]+)+")


def to_jsonld(kg: KnowledgeGraph) -> bytes:
    """The facts as one JSON-LD document: a context and a graph with an object a subject."""
    compactor = Compactor(read_context(kg.layers), kg.prefixes)
    document = {"@context": compactor.context, "@graph": compactor.objects(all_triples(kg))}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def read_context(layers: Layers) -> dict[str, Any]:
    """The context of the last ``ontology/`` folder that has one; an empty one where none has.

    Raises DataError for a file that is no context.
    """
    found = [folder / CONTEXT_FILE for folder in layers.ontology if (folder / CONTEXT_FILE).exists()]
    return _context(found[-1]) if found else {}


def _context(path: Path) -> dict[str, Any]:
    try:
        context = json.loads(path.read_text(encoding="utf-8"))["@context"]
    except (ValueError, KeyError, TypeError) as fault:
        raise DataError(f"no JSON-LD context: {fault}", path=path) from None
    if not isinstance(context, dict):
        raise DataError("no JSON-LD context: '@context' is no object", path=path)
    return context


@dataclass(frozen=True, slots=True)
class _Term:
    """A term for a property: its type (``@id``, a datatype or None) and containers."""

    name: str
    type: str | None
    containers: frozenset[str]


class Compactor:
    """Writes RDF terms as the context allows."""

    def __init__(self, context: Mapping[str, Any], prefixes: Prefixes) -> None:
        self.base = _base(prefixes)
        taken = {name for name, meaning in context.items() if not _is_prefix(meaning)}
        self.namespaces = {name: iri for name, iri in prefixes.namespaces.items() if name not in taken}
        self.namespaces |= {name: meaning for name, meaning in context.items() if _is_prefix(meaning)}
        self.longest_first = sorted(self.namespaces.items(), key=lambda item: (-len(item[1]), item[0]))
        self.context: dict[str, Any] = {"@base": self.base} if self.base else {}
        self.context |= {name: self.namespaces[name] for name in sorted(self.namespaces)}
        self.context |= {name: meaning for name, meaning in context.items() if name not in self.namespaces}
        self.classes: dict[str, str] = {}
        self.terms: dict[str, list[_Term]] = {}
        for name, meaning in sorted(context.items()):
            self._learn(name, meaning)
        self.known: dict[str, str] = {}

    def _learn(self, name: str, meaning: Any) -> None:
        if isinstance(meaning, dict) and "@id" in meaning and not set(meaning) - {"@id", "@type", "@container"}:
            container = meaning.get("@container", [])
            containers = frozenset([container] if isinstance(container, str) else container)
            kind = meaning.get("@type")
            kind = kind if kind is None or kind.startswith("@") else self._expand(kind)
            if containers <= {"@set", "@language"} and (kind is None or kind == "@id" or not kind.startswith("@")):
                self.terms.setdefault(self._expand(meaning["@id"]), []).append(_Term(name, kind, containers))
        elif isinstance(meaning, str) and not _is_prefix(meaning) and not meaning.startswith("@"):
            self.classes[self._expand(meaning)] = name

    def _expand(self, curie: str) -> str:
        prefix, _, local = curie.partition(":")
        return self.namespaces[prefix] + local if prefix in self.namespaces else curie

    def curie(self, iri: str) -> str:
        """The IRI with a prefix of the context where one fits."""
        if iri not in self.known:
            self.known[iri] = iri
            for prefix, namespace in self.longest_first:
                local = iri.removeprefix(namespace)
                if local and local != iri and not local.startswith("//"):
                    self.known[iri] = f"{prefix}:{local}"
                    break
        return self.known[iri]

    def reference(self, node: object) -> str:
        """A node as an ``@id``: relative to the base, else with a prefix, else whole."""
        if not isinstance(node, NamedNode):
            return str(node)
        local = node.value.removeprefix(self.base)
        if self.base and local != node.value and _RELATIVE.fullmatch(local):
            return local
        return self.curie(node.value)

    def objects(self, triples: Iterable[Triple]) -> list[dict[str, Any]]:
        """An object a subject, in the order in which the subjects come."""
        subjects: dict[Any, dict[str, Any]] = {}
        for triple in triples:
            if triple.subject not in subjects:
                subjects[triple.subject] = {"@id": self.reference(triple.subject)}
            self.add(subjects[triple.subject], triple.predicate, triple.object)
        return list(subjects.values())

    def document(self, triples: Iterable[Triple]) -> bytes:
        """The triples as a small JSON-LD document of its own: its context holds the terms and prefixes that it uses."""
        graph = [self._plain(each) for each in self.objects(triples)]
        used = set(self._used(graph))
        for name in list(used):
            meaning = self.context.get(name)
            mentioned = meaning.values() if isinstance(meaning, dict) else [meaning]
            used.update(str(each).partition(":")[0] for each in mentioned)
        context = {name: meaning for name, meaning in self.context.items() if name in used or name == "@base"}
        return (json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1) + "\n").encode()

    def _plain(self, subject: dict[str, Any]) -> dict[str, Any]:
        """An object whose single values stand alone, but where the context says that there may be several."""
        plain: dict[str, Any] = {}
        for name in sorted(subject, key=lambda name: (name != "@id", name != "@type")):
            values, meaning = subject[name], self.context.get(name)
            if isinstance(values, dict):
                plain[name] = {language: texts[0] if len(texts) == 1 else texts for language, texts in values.items()}
            elif isinstance(values, list) and len(values) == 1 and "@set" not in str(meaning):
                plain[name] = values[0]
            else:
                plain[name] = values
        return plain

    def _used(self, value: Any) -> Iterable[str]:
        """The terms in an object, and what may be a prefix in its values."""
        if isinstance(value, str):
            yield value
            yield value.partition(":")[0]
        elif isinstance(value, list):
            for each in value:
                yield from self._used(each)
        else:
            for name, each in value.items():
                yield name
                yield name.partition(":")[0]
                yield from self._used(each)

    def add(self, subject: dict[str, Any], predicate: NamedNode, value: Any) -> None:
        """Write one value into the object of its subject."""
        if predicate == TYPE and not isinstance(value, Literal):
            named = str(value) if isinstance(value, BlankNode) else self.classes.get(value.value) or self.curie(value.value)
            subject.setdefault("@type", []).append(named)
            return
        for term in self.terms.get(predicate.value, ()):
            if "@language" in term.containers:
                if term.type is None and isinstance(value, Literal) and value.language and value.direction is None:
                    subject.setdefault(term.name, {}).setdefault(value.language, []).append(value.value)
                    return
            elif (short := self._short(term, value)) is not None:
                subject.setdefault(term.name, []).append(short)
                return
        subject.setdefault(self.curie(predicate.value), []).append(self._long(value))

    def _short(self, term: _Term, value: Any) -> Any:
        """A value as this term means it by itself, or None where it would mean another."""
        if not isinstance(value, Literal):
            return self.reference(value) if term.type == "@id" else None
        if term.type is not None:
            return value.value if value.datatype.value == term.type and not value.language else None
        return value.value if value.datatype.value == _STRING else self._long(value)

    def _long(self, value: Any) -> dict[str, str]:
        """A value that says all of itself."""
        if not isinstance(value, Literal):
            return {"@id": self.reference(value)}
        if value.language:
            return {"@value": value.value, "@language": value.language}
        if value.datatype.value == _STRING:
            return {"@value": value.value}
        return {"@value": value.value, "@type": self.curie(value.datatype.value)}


def _is_prefix(meaning: Any) -> bool:
    return isinstance(meaning, str) and meaning[-1:] in ("/", "#")


def _base(prefixes: Prefixes) -> str:
    """What the IRIs of the franchise's things have in common, up to a slash."""
    shared = commonprefix(list(prefixes.data_namespaces))  # noqa: RUF071 - IRIs are no paths; cut at a slash below
    base = shared[: shared.rfind("/") + 1]
    return base if base.count("/") > 2 else ""
