"""Things in schema.org's words, so that search engines and plain consumers get something useful.

What type a thing has follows from the alignments of the vocabulary (``rdfs:subClassOf`` into schema.org); a character is a
``Person`` as ``schema:character`` wants it ("Fictional person connected with a creative work"), and its own class, given as
``additionalType``, tells it from a human being. A casting is a ``PerformanceRole`` between a work and an actor.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from famkg.site.linked.schematerms import PARENTS, SAID
from famkg.terms import PREF_LABEL, SUBCLASS_OF, TITLE, VOCABULARY_PREFIXES, fam
from famkg.views.drawing import plain

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["SchemaOrg"]

_SCHEMA = VOCABULARY_PREFIXES["schema"]
_SKOS = VOCABULARY_PREFIXES["skos"]
_TYPES = {"Concept": "DefinedTerm", "ConceptScheme": "DefinedTermSet"}
_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_MAIN = "billing-main"


class SchemaOrg:
    """Describes the things of a reading for a site under ``base``."""

    def __init__(self, reading: Reading, *, base: str) -> None:
        self.reading = reading
        self.base = base
        self._types: dict[NamedNode, str] = {}
        self._castings: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        for casting in reading.of_class(fam("Casting")):
            for work in reading.objects(casting, fam("work")):
                self._castings[work].append(casting)

    def type_of(self, thing: NamedNode) -> str:
        """The type that a thing has in schema.org."""
        kind = self.reading.classes.get(thing)
        if kind is None:
            kind = next((t.object for t in self.reading.told(thing) if t.predicate.value.endswith("#type")), None)  # type: ignore[assignment]
        if not isinstance(kind, NamedNode):
            return "Thing"
        if kind not in self._types:
            self._types[kind] = self._type(kind)
        return self._types[kind]

    def describe(self, thing: NamedNode, *, name: str = "") -> dict[str, Any]:
        """A thing with its properties as a JSON-LD object in schema.org's context; ``name`` is for one without a label."""
        reading, type_ = self.reading, self.type_of(thing)
        said = self._reference(thing, name=name)
        kind = reading.classes.get(thing)
        if kind is not None:
            said["additionalType"] = kind.value
        rules = {
            **SAID["Thing"],
            **{p: r for each in (*PARENTS.get(type_, ()), type_) for p, r in SAID.get(each, {}).items()},
        }
        values: dict[str, list[Any]] = defaultdict(list)
        for triple in reading.told(thing):
            rule = rules.get(reading.kg.prefixes.shrink(triple.predicate.value))
            if rule is not None and (value := self._value(triple.object, rule[1])) is not None and value not in values[rule[0]]:
                values[rule[0]].append(value)
        said |= {name: found[0] if len(found) == 1 else found for name, found in values.items() if found}
        if "url" in values:
            said["mainEntityOfPage"] = self._page(thing)
        title = reading.value(thing, TITLE)
        if title and type_ != "Thing":
            if said.get("name") not in (None, title) and type_ == "TVEpisode":
                said["alternateName"] = said["name"]
            said["name"] = plain(title)
        said |= getattr(self, f"_of_{type_.lower()}", lambda _: {})(thing)
        return said

    def _of_tvseries(self, thing: NamedNode) -> dict[str, Any]:
        seasons = self._parts(thing, "Season")
        castings = [casting for season in seasons for casting in self._castings[season] if self._is_main(casting)]
        return _filled(containsSeason=[self._numbered(each, "seasonNumber") for each in seasons], actor=self._cast(castings))

    def _of_tvseason(self, thing: NamedNode) -> dict[str, Any]:
        castings = sorted(self._castings[thing], key=lambda casting: not self._is_main(casting))
        return _filled(
            actor=self._cast(castings),
            episode=[self._numbered(each, "episodeNumber") for each in self._parts(thing, "Episode")],
            partOfSeries=[self._reference(each) for each in self._wholes(thing, "TVSeries")],
        )

    def _of_tvepisode(self, thing: NamedNode) -> dict[str, Any]:
        return _filled(
            partOfSeason=[self._numbered(each, "seasonNumber") for each in self._wholes(thing, "TVSeason")],
            partOfSeries=[self._reference(each) for each in self._wholes(thing, "TVSeries")],
        )

    def _of_performancerole(self, thing: NamedNode) -> dict[str, Any]:
        return _filled(
            actor=[self._reference(each) for each in self.reading.objects(thing, fam("agent"))],
            characterName=[self._label(each) for each in self.reading.objects(thing, fam("character"))],
        )

    def _cast(self, castings: list[NamedNode]) -> list[dict[str, Any]]:
        """Each actor in each part once, the role between the work and the actor (schema.org, "Introducing Role")."""
        roles: dict[tuple[NamedNode, str], dict[str, Any]] = {}
        for casting in castings:
            for actor in self.reading.objects(casting, fam("agent")):
                for character in self.reading.objects(casting, fam("character")):
                    name = self._label(character)
                    roles[actor, name] = {"@type": "PerformanceRole", "actor": self._reference(actor), "characterName": name}
        return list(roles.values())

    def _is_main(self, casting: NamedNode) -> bool:
        return any(billing.value.endswith(_MAIN) for billing in self.reading.objects(casting, fam("billing")))

    def _parts(self, whole: NamedNode, kind: str) -> list[NamedNode]:
        found = {t.subject for t in self.reading.towards.get(whole, ()) if t.predicate == fam("partOf")}
        parts = [each for each in found if isinstance(each, NamedNode) and self.reading.classes.get(each) == fam(kind)]
        return sorted(parts, key=lambda part: (len(self._number(part)), self._number(part), part.value))

    def _wholes(self, part: NamedNode, type_: str) -> Iterator[NamedNode]:
        """What a part is part of, through others too."""
        waiting, seen = [part], {part}
        while waiting:
            for whole in self.reading.objects(waiting.pop(), fam("partOf")):
                if whole not in seen:
                    seen.add(whole)
                    waiting.append(whole)
                    if self.type_of(whole) == type_:
                        yield whole

    def _number(self, thing: NamedNode) -> str:
        return self.reading.value(thing, fam("number"))

    def _numbered(self, thing: NamedNode, name: str) -> dict[str, Any]:
        number = self._number(thing)
        return self._reference(thing) | ({name: int(number)} if number.isdecimal() else {})

    def _type(self, kind: NamedNode) -> str:
        """The nearest superclass of a class in schema.org."""
        if kind.value.startswith(_SKOS):
            return _TYPES.get(kind.value.removeprefix(_SKOS), "Thing")
        waiting, seen = [kind], {kind}
        while waiting:
            above = [t.object for each in waiting for t in self.reading.ontology.get(each, ()) if t.predicate == SUBCLASS_OF]
            named = [each for each in above if isinstance(each, NamedNode) and each not in seen]
            found = sorted(each.value.removeprefix(_SCHEMA) for each in named if each.value.startswith(_SCHEMA))
            if found:
                return found[0]
            seen.update(named)
            waiting = named
        return "Thing"

    def _value(self, value: object, kind: str) -> Any:
        if isinstance(value, Literal):
            return _literal(value.value, kind)
        if not isinstance(value, NamedNode):
            return None
        if kind == "address":
            return value.value if value.value.startswith(("https://", "http://")) else None
        if kind in ("text", "number", "day"):
            return self._label(value)
        if kind.startswith(">"):
            fits = kind == ">" or self.type_of(value) in kind[1:].split()
            return self._reference(value) if fits and value in self.reading.facts else None
        return {"@type": kind, "name": self._label(value)}

    def _reference(self, thing: NamedNode, *, name: str = "") -> dict[str, Any]:
        named = any(t.predicate == PREF_LABEL for t in self.reading.facts.get(thing, ()))
        said = {"@id": thing.value, "@type": self.type_of(thing), "name": self._label(thing) if named else plain(name)}
        if address := self._page(thing):
            said["url"] = address
        return {key: value for key, value in said.items() if value}

    def _page(self, thing: NamedNode) -> str:
        path = self.reading.addresses.page(thing.value)
        return self.base + path if path else ""

    def _label(self, thing: NamedNode) -> str:
        return plain(self.reading.labels[thing])


def _literal(text: str, kind: str) -> Any:
    if kind == "number":
        number = float(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else None
        return int(number) if number is not None and number == int(number) else number
    if kind == "day":
        return text if _DAY.fullmatch(text) else None
    if kind in ("text", "address"):
        return plain(text)
    return None if kind.startswith(">") else {"@type": kind, "name": plain(text)}


def _filled(**values: Any) -> dict[str, Any]:
    """What is not empty; one thing stands alone."""
    lists = {name: list(value) for name, value in values.items()}
    return {name: found[0] if len(found) == 1 else found for name, found in lists.items() if found}
