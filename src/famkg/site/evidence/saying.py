"""Terms in words: what several rooms of the site write alike."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from famkg.progress import EPISODE_SLUG, SEASON_SLUG
from famkg.query.values import in_words
from famkg.query.wording import when_in_words
from famkg.site.addresses import file_name
from famkg.site.entity.outline import TITLES
from famkg.site.evidence.naming import Speller
from famkg.site.linked.documents import unheld
from famkg.terms import ALT_LABEL, CONCEPT, PREF_LABEL, fam

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["Names", "anchor_of", "local_name", "slug", "when"]

_SLOT = re.compile(r"\{(\w+)\}")
_NAMING = ("prefLabel", "displayName", "title", "altLabel")
"""By which properties a passage may name a thing, the best first."""
_PROPER = frozenset(("character", "person", "organization", "place", "craft", "show", "franchise", "world"))
"""The kinds of which a name is all there is: every word of it has a capital."""


class Names:
    """What to call anything that a passage speaks of, whether it is held or not.

    A thing that has a label is called by it. A role node has none, nor has a thing that only rejected claims know: the
    one is called by what it joins, the other as those who speak of it call it, or by its slug as words.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._said: dict[str, dict[str, list[Triple]]] = defaultdict(lambda: defaultdict(list))
        for triple in reading.citations:
            self._said[triple.subject.value][local_name(triple.predicate)].append(triple)  # type: ignore[union-attr]
        self._known: dict[str, str] = {}
        self._unheld = unheld(reading)
        self._speller = _speller(reading)

    def page_of_unheld(self, node: NamedNode | str) -> str | None:
        """The page of what passages speak of and nothing is held of; None for whatever else."""
        document = self._unheld.get(node.value if isinstance(node, NamedNode) else node)
        return None if document is None else f"{document}.html"

    def of(self, node: NamedNode | str) -> str:
        """Its name."""
        iri = node.value if isinstance(node, NamedNode) else node
        if iri not in self._known:
            self._known[iri] = self._name(NamedNode(iri))
        return self._known[iri]

    def tells(self, node: NamedNode, predicate: NamedNode) -> bool:
        """Whether the name of a role node says the value of this property."""
        said = self._said.get(node.value, {})
        kind = next((t.object for t in said.get("type", ()) if isinstance(t.object, NamedNode)), None)
        slots = _SLOT.findall(TITLES.get(local_name(kind), "")) if kind is not None else ()
        return local_name(predicate) in slots and all(slot in said for slot in slots)

    def is_foreign(self, node: NamedNode) -> bool:
        """Whether it is an address elsewhere: no thing of the dataset, and under none of its prefixes."""
        return self._reading.kg.prefixes.shrink(node.value) == node.value

    def words(self, term: object) -> str:
        """A literal as people say it, the name of a thing."""
        return self.of(term) if isinstance(term, NamedNode) else in_words(term, self._reading.labels)

    def _name(self, node: NamedNode) -> str:
        reading = self._reading
        if any(t.predicate == PREF_LABEL for t in reading.facts.get(node, ())) or node in reading.ontology:
            return reading.labels[node]
        said = self._said.get(node.value, {})
        kind = next((t.object for t in said.get("type", ()) if isinstance(t.object, NamedNode)), None)
        template = TITLES.get(local_name(kind), "") if kind is not None else ""
        if filled := self.filled(node, template):
            return filled
        if node.value not in self._unheld:
            return reading.labels[node]
        given = [t.object.value for name in _NAMING for t in said.get(name, ())[:1] if isinstance(t.object, Literal)]
        return given[0] if given else self._spelled(node)

    def filled(self, node: NamedNode, template: str) -> str:
        """A template with the names of what a role node joins; empty where a part is missing."""
        said = self._said.get(node.value, {})
        if not template or not all(slot in said for slot in _SLOT.findall(template)):
            return ""
        return _SLOT.sub(lambda found: " and ".join(self.words(t.object) for t in said[found[1]]), template)

    def _spelled(self, node: NamedNode) -> str:
        prefix, _, local = self._reading.kg.prefixes.shrink(node.value).partition(":")
        if prefix == "concept":
            return local.partition("-")[2].replace("-", " ") or local
        work = {"season": SEASON_SLUG, "episode": EPISODE_SLUG}.get(prefix)
        found = work.fullmatch(local) if work else None
        if found:
            show = self.of(f"{self._reading.home}show/{found['show']}")
            if prefix == "season":
                return f"{show} season {found['season']}"
            return f"{show} S{int(found['season']):02}E{int(found['episode']):02}"
        return self._speller.spell(local, proper=prefix in _PROPER)


def _speller(reading: Reading) -> Speller:
    proper: list[str] = []
    labels: list[str] = []
    for thing, kind in reading.classes.items():
        told = [t.object.value for t in reading.facts.get(thing, ()) if t.predicate in (PREF_LABEL, ALT_LABEL)]  # type: ignore[union-attr]
        (proper if local_name(kind).lower() in _PROPER else labels).extend(told)
    return Speller(labels, proper=proper, worlds=(reading.labels[world] for world in reading.of_class(fam("World"))))


def when(text: str) -> str:
    """A day (ISO 8601) in words; nothing for nothing."""
    try:
        return when_in_words(text) if text else ""
    except ValueError:
        return text


def local_name(iri: NamedNode | str) -> str:
    """The last part of an IRI: what follows its namespace."""
    text = iri.value if isinstance(iri, NamedNode) else iri
    return text.rpartition("#")[2] if "#" in text else text.rpartition("/")[2]


def slug(concept: NamedNode | str) -> str:
    """What tells a concept from others of its scheme, whose name is one word: ``on-screen`` of ``tier-on-screen``."""
    text = concept.value if isinstance(concept, NamedNode) else concept
    return text.removeprefix(CONCEPT).partition("-")[2]


def anchor_of(reading: Reading, subject: NamedNode, predicate: NamedNode | None) -> str:
    """The fragment at which a page tells of a thing, or of one of its properties."""
    curie = reading.kg.prefixes.shrink(subject.value).replace(":", "-")
    of = "" if predicate is None else "-" + reading.kg.prefixes.shrink(predicate.value).rpartition(":")[2].lower()
    return file_name(curie + of)
