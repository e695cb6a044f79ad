"""What a thing is, in one line, from what is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.site.entity.outline import GISTS
from famkg.site.entity.wording import is_other, local, span, words
from famkg.terms import VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["gist"]

_SIDES = (("fictionalSide", "in the story"), ("realSide", "in real history"))
_DEFINITION = NamedNode(VOCABULARY_PREFIXES["skos"] + "definition")


def gist(reading: Reading, thing: NamedNode) -> str:
    """What a thing is, in one line; empty where little is known."""
    kind = reading.classes.get(thing)
    if definition := reading.value(thing, _DEFINITION):
        return definition
    if kind == fam("DivergencePoint"):
        return _parting(reading, thing)
    said = []
    for predicate, before in GISTS.get(local(kind), ()) if kind is not None else ():
        told = [t.object for t in reading.facts[thing] if t.predicate == predicate and not is_other(t.object)]
        if told:
            said.append(f"{before} {_listed([words(reading, value) for value in told])}".strip())
    if kind == fam("Person"):
        said += _doings(reading, thing)
    text = ", ".join(said)
    return text[:1].upper() + text[1:] + "." if text else ""


def _parting(reading: Reading, point: NamedNode) -> str:
    """Both sides of a divergence point; where one is not told, what its kind means."""
    sides = [f"{before}: {_listed(told)}" for name, before in _SIDES if (told := _sides(reading, point, fam(name)))]
    text = "; ".join(sides)
    text = text[:1].upper() + text[1:] + "." if text else ""
    if len(sides) == len(_SIDES):
        return text
    meant = next((said for kind in reading.objects(point, fam("kind")) if (said := reading.value(kind, _DEFINITION))), "")
    return " ".join(part for part in (text, meant) if part)


def _sides(reading: Reading, point: NamedNode, predicate: NamedNode) -> list[str]:
    """What happened, by name and time; the name without its world, which the sentence names."""
    found = []
    for side in reading.objects(point, predicate):
        name = reading.labels[side]
        for world in reading.objects(side, fam("inWorld")):
            ending = f" ({reading.labels[world]})"
            if name.casefold().endswith(ending.casefold()):
                name = name[: -len(ending)]
        found.append(", ".join(part for part in (name, span(reading, side)) if part))
    return found


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
