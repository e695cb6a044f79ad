"""Turtle and TriG in the project's one look: what a person would write by hand, and the same every time.

A subject on its own line, ``a`` first, the label next, then predicates in the order of their prefixed names; only the prefixes
that are used are declared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from famkg.terms import LABEL, PREF_LABEL, TYPE, VOCABULARY_PREFIXES

__all__ = ["Turtle"]

Node = NamedNode | BlankNode

_RDF, _XSD = VOCABULARY_PREFIXES["rdf"], VOCABULARY_PREFIXES["xsd"]
_FIRST, _REST, _NIL = (NamedNode(_RDF + name) for name in ("first", "rest", "nil"))
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
"""Local names that stand in Turtle as they are (part of PN_LOCAL, Turtle 1.1 section 6.5)."""
_BARE = {_XSD + "integer": re.compile(r"[+-]?[0-9]+"), _XSD + "boolean": re.compile("true|false")}
"""Datatypes whose literals stand without quotes, and the lexical forms that do (section 2.5.2)."""
_LABELS = (PREF_LABEL, LABEL)


class Turtle:
    """Writes triples with these prefixes; a term is shortened once, however often it is written."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self._namespaces = dict(sorted(namespaces.items()))
        self._prefixes = {namespace: prefix for prefix, namespace in self._namespaces.items()}
        self._known: dict[object, tuple[str, str]] = {}

    def write(
        self,
        triples: Iterable[Triple],
        graphs: Mapping[NamedNode, Iterable[Triple]] | None = None,
        *,
        first: Iterable[NamedNode] = (),
    ) -> bytes:
        """The triples as Turtle, named graphs after them as TriG; the subjects ``first`` lead, the others follow in order."""
        used: set[str] = set()
        blocks = self._blocks(triples, used, first, "")
        for name, stated in (graphs or {}).items():
            inner = "\n".join(self._blocks(stated, used, (), "  "))
            blocks.append(f"{self._term(name, used)} {{\n{inner}}}\n")
        header = "".join(f"@prefix {prefix}: <{self._namespaces[prefix]}> .\n" for prefix in sorted(used))
        return "\n".join([header, *blocks] if header else blocks).encode()

    def _blocks(self, triples: Iterable[Triple], used: set[str], first: Iterable[NamedNode], indent: str) -> list[str]:
        subjects: dict[Node, dict[NamedNode, set[object]]] = {}
        for triple in triples:
            subject: Node = triple.subject  # type: ignore[assignment]
            subjects.setdefault(subject, {}).setdefault(triple.predicate, set()).add(triple.object)
        lists = _lists(subjects)
        leading = [node for node in first if node in subjects]
        rest = sorted((node for node in subjects if node not in leading and node not in lists), key=str)
        return [self._block(node, subjects[node], lists, used, indent) for node in (*leading, *rest)]

    def _block(
        self,
        subject: Node,
        values: Mapping[NamedNode, set[object]],
        lists: Mapping[Node, list[object]],
        used: set[str],
        indent: str,
    ) -> str:
        named = [
            (predicate != TYPE, predicate not in _LABELS, self._verb(predicate, used), objects)
            for predicate, objects in values.items()
        ]
        lines = [f"{indent}{self._term(subject, used)}"]
        for *_, verb, objects in sorted(named, key=lambda each: each[:3]):
            terms = sorted(self._value(each, lists, used) for each in objects)
            if len(terms) == 1:
                lines.append(f"{indent}  {verb} {terms[0]} ;")
            else:
                lines.append(f"{indent}  {verb}")
                lines.extend(f"{indent}    {term} ," for term in terms)
                lines[-1] = lines[-1][:-1] + ";"
        lines[-1] = lines[-1][:-1] + "."
        return "\n".join(lines) + "\n"

    def _verb(self, predicate: NamedNode, used: set[str]) -> str:
        return "a" if predicate == TYPE else self._term(predicate, used)

    def _value(self, value: object, lists: Mapping[Node, list[object]], used: set[str]) -> str:
        if isinstance(value, BlankNode) and value in lists:
            return "( " + " ".join(self._value(each, lists, used) for each in lists[value]) + " )"
        return self._term(value, used)

    def _term(self, term: object, used: set[str]) -> str:
        """A term as Turtle; the prefix that it needs is noted."""
        if term not in self._known:
            self._known[term] = self._literal(term) if isinstance(term, Literal) else self._node(term)
        text, prefix = self._known[term]
        if prefix:
            used.add(prefix)
        return text

    def _node(self, term: object) -> tuple[str, str]:
        if isinstance(term, NamedNode):
            cut = max(term.value.rfind("/"), term.value.rfind("#")) + 1
            prefix = self._prefixes.get(term.value[:cut])
            if prefix is not None and _LOCAL.fullmatch(term.value, cut):
                return f"{prefix}:{term.value[cut:]}", prefix
        return str(term), ""

    def _literal(self, literal: Literal) -> tuple[str, str]:
        datatype = literal.datatype.value
        if (bare := _BARE.get(datatype)) is not None and bare.fullmatch(literal.value):
            return literal.value, ""
        if literal.language or datatype == _XSD + "string":
            return str(literal), ""
        short, prefix = self._node(literal.datatype)
        return f"{Literal(literal.value)}^^{short}", prefix


def _lists(subjects: Mapping[Node, Mapping[NamedNode, set[object]]]) -> dict[Node, list[object]]:
    """The nodes of well-formed lists that nothing else is said of, each with the items from there on."""
    times: dict[object, int] = defaultdict(int)
    for values in subjects.values():
        for objects in values.values():
            for value in objects:
                times[value] += 1
    heads: dict[object, Node] = {}
    items: dict[Node, object] = {}
    for node, values in subjects.items():
        if isinstance(node, BlankNode) and set(values) == {_FIRST, _REST} and times[node] == 1:
            first, rest = values[_FIRST], values[_REST]
            if len(first) == len(rest) == 1:
                items[node] = next(iter(first))
                heads[next(iter(rest))] = node
    found: dict[Node, list[object]] = {}
    ends = [node for node in items if _NIL in subjects[node][_REST]]
    for end in ends:  # from the end of each list back to its head, so that a ring is none
        here: Node | None = end
        after: list[object] = []
        while here is not None:
            after = found[here] = [items[here], *after]
            here = heads.get(here)
    return found
