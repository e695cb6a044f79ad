"""How things hang together, looked up once: which node is a role node, what it joins, what it is called."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from famkg.query.evidence import SAYING, Citation
from famkg.site.entity.outline import COLUMNS, TITLES
from famkg.site.entity.wording import local, words
from famkg.terms import FAM, PREF_LABEL, TYPE, fam

if TYPE_CHECKING:
    from famkg.site.evidence.standing import Standings
    from famkg.site.reading import Reading

__all__ = ["BOUNDS", "Joins"]

BOUNDS = frozenset({fam("earliest"), fam("latest")})
_UNJOINED = {TYPE, fam("inWorld"), *BOUNDS}
_UNTITLED = (fam("creditedIn"), fam("creditedAs"))
_SLOT = re.compile(r"\{(\w+)\}")


class Joins:
    """``roles`` are the nodes of a class of ours without a label, ``named`` the things that have one.

    ``ties`` gives for a named thing each other one that a stated fact or a role node joins it to, and by what: the property
    and whether it runs from the thing, or the role node.
    """

    def __init__(self, reading: Reading, standings: Standings) -> None:
        self.reading = reading
        self._wrong = frozenset(
            ((verdict.passage or verdict.node).value, verdict.triple)
            for verdict in standings.verdicts
            if verdict.verdict == "rejected"
        )
        self.named = frozenset(
            thing for thing, triples in reading.facts.items() if any(t.predicate == PREF_LABEL for t in triples)
        )
        self.roles = frozenset(
            thing
            for thing in reading.facts
            if thing not in self.named and (kind := reading.classes.get(thing)) is not None and kind.value.startswith(FAM)
        )
        self.ties: Mapping[NamedNode, Mapping[NamedNode, list[Triple | NamedNode]]] = self._ties()

    def cited(self, triple: Triple) -> tuple[Citation, ...]:
        """The passages that make a fact one, those of its premises where it is inferred; none where the register says so."""
        if triple in self.reading.support.steps:
            return self.reading.support.citations[triple]
        return tuple(
            c
            for c in self.reading.citations.get(triple, ())
            if c.status in SAYING and (c.passage, None) not in self._wrong and (c.passage, triple) not in self._wrong
        )

    def _ties(self) -> dict[NamedNode, dict[NamedNode, list[Triple | NamedNode]]]:
        found: dict[NamedNode, dict[NamedNode, list[Triple | NamedNode]]] = defaultdict(lambda: defaultdict(list))
        for thing, triples in self.reading.facts.items():
            if thing in self.roles:
                ends = self.ends(thing)
                for one in ends:
                    for other in ends:
                        if one != other:
                            found[one][other].append(thing)
            elif thing in self.named:
                for triple in triples:
                    value = triple.object
                    if triple.predicate in _UNJOINED or triple in self.reading.inferred:
                        continue
                    if isinstance(value, NamedNode) and self._is_thing(value):
                        found[thing][value].append(triple)
                        found[value][thing].append(triple)
        return found

    def ends(self, role: NamedNode) -> tuple[NamedNode, ...]:
        """The things of the franchise that a role node names."""
        told = (t.object for t in self.reading.facts[role] if t.predicate not in _UNJOINED)
        return tuple(value for value in told if isinstance(value, NamedNode) and self._is_thing(value))

    def _is_thing(self, value: NamedNode) -> bool:
        kind = self.reading.classes.get(value)
        return value in self.named and kind is not None and kind.value.startswith(FAM)

    def title(self, thing: NamedNode) -> str:
        """The label of a thing; of a role node what it joins, in words: ``James Webb, administrator, NASA``."""
        if thing not in self.roles:
            return self.reading.labels[thing]
        kind = self.reading.classes[thing]
        told: dict[str, str] = {}
        for triple in self.reading.facts[thing]:
            name = words(self.reading, triple.object)
            key = local(triple.predicate)
            told[key] = f"{told[key]} and {name}" if key in told else name
        template = TITLES.get(local(kind), "")
        if template and all(slot in told for slot in _SLOT.findall(template)):
            return _SLOT.sub(lambda found: told[found[1]], template)
        parts = [told[local(column)] for column in COLUMNS if local(column) in told and column not in _UNTITLED]
        return " · ".join(dict.fromkeys(parts[:3])) or self.reading.kg.prefixes.shrink(thing.value)
