"""What a thing is, in one line, from what is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.site.entity.outline import DEFINED, GISTS
from famkg.site.entity.wording import local, words
from famkg.terms import VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["gist"]

_DEFINITION = NamedNode(VOCABULARY_PREFIXES["skos"] + "definition")


def gist(reading: Reading, thing: NamedNode) -> str:
    """What a thing is, in one line; empty where little is known."""
    kind = reading.classes.get(thing)
    if definition := reading.value(thing, _DEFINITION):
        return definition
    said = []
    for predicate, before in GISTS.get(local(kind), ()) if kind is not None else ():
        told = [t.object for t in reading.facts[thing] if t.predicate == predicate]
        if before == DEFINED:
            said += [text.rstrip(".") for value in told[:1] if (text := reading.value(value, _DEFINITION))]  # type: ignore[arg-type]
            continue
        if told:
            said.append(f"{before} {_listed([words(reading, value) for value in told])}".strip())
    if kind == fam("Person"):
        said += _doings(reading, thing)
    text = ", ".join(said)
    return text[:1].upper() + text[1:] + "." if text else ""


def _doings(reading: Reading, person: NamedNode) -> Iterator[str]:
    """What a person does for the works: the jobs on them, the characters played."""
    for kind, predicate, before in ((fam("Credit"), fam("role"), ""), (fam("Casting"), fam("character"), "plays ")):
        nodes = [t.subject for t in reading.towards.get(person, ()) if reading.classes.get(t.subject) == kind]  # type: ignore[arg-type]
        found = dict.fromkeys(reading.labels[value] for node in nodes for value in reading.objects(node, predicate))  # type: ignore[arg-type]
        if found:
            yield before + _listed(list(found))


def _listed(names: Sequence[str]) -> str:
    """Up to three names as one phrase."""
    if len(names) > 3:
        return f"{', '.join(names[:3])} and others"
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
