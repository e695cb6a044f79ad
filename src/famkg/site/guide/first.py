"""What a work tells first, in order: for its place in the guide, and for its own page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.site.entity.wording import word
from famkg.site.guide.telling import Statement, by_kind, read_telling
from famkg.site.guide.works import read_works
from famkg.site.once import once
from famkg.terms import ALT_LABEL

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["Told", "read_told", "said_in"]

_WORDS = {ALT_LABEL: "also called"}
"""What properties of other vocabularies are called where their names are no words."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an episode or season tells first: things by class, and statements."""

    things: Mapping[NamedNode, list[NamedNode]]
    statements: tuple[Statement, ...]

    @property
    def new(self) -> int:
        """How many things it brings in."""
        return sum(map(len, self.things.values()))

    def __bool__(self) -> bool:
        return bool(self.things or self.statements)


@once
def read_told(reading: Reading) -> Mapping[NamedNode, Told]:
    """What each episode tells first, and each season where sources tell no more than that."""
    works, telling, labels = read_works(reading), read_telling(reading), reading.labels
    found: dict[NamedNode, Told] = {}
    for work in (*works.places, *(season.iri for season in works.seasons)):
        said = sorted(telling.statements.get(work, ()), key=lambda s: (labels[s.about], labels[s.said], str(s)))
        found[work] = Told(by_kind(reading, telling.things.get(work, ())), tuple(said))
    return found


def said_in(reading: Reading) -> Callable[[Statement], str]:
    """How to say what a statement says of its thing."""
    return lambda statement: _WORDS.get(statement.said) or word(reading, statement.said, reading.classes.get(statement.about))
