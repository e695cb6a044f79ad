"""What sources only guess or deny: no fact on that word alone, and told all the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from famkg.query.evidence import Citation
from famkg.site.evidence.saying import Names, anchor_of
from famkg.site.evidence.standing import Standings
from famkg.terms import TYPE

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["Alike", "Guess", "fold", "read_guesses"]

_ALIKE = 4
"""From so many guesses of one kind and source on, they stand in a fold."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What passages only guess, or deny, of one thing; ``held`` are those claims that are facts on the word of others."""

    anchor: str
    subject: NamedNode
    claims: tuple[Triple, ...]
    held: frozenset[Triple]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """Guesses that say the same properties on the word of the same sources; mostly one."""

    predicates: tuple[NamedNode, ...]
    guesses: tuple[Guess, ...]


def fold(guesses: Iterable[Guess]) -> tuple[Alike, ...]:
    """Guesses as they are listed: those that say the same kind of thing on the word of the same sources in one fold."""
    found: dict[tuple[tuple[NamedNode, ...], tuple[str, ...]], list[Guess]] = defaultdict(list)
    for guess in guesses:
        said = tuple(sorted({t.predicate for t in guess.claims}, key=str))
        found[said, tuple(sorted({c.source for c in guess.citations}))].append(guess)
    folds = [Alike(said, tuple(each)) for (said, _), each in found.items() if len(each) >= _ALIKE]
    single = [Alike(said, (guess,)) for (said, _), each in found.items() if len(each) < _ALIKE for guess in each]
    return (*single, *folds)


def read_guesses(reading: Reading, standings: Standings, names: Names, status: str) -> tuple[Guess, ...]:
    """What passages of this status say, by what they say it of."""
    by_subject: dict[NamedNode, dict[Triple, list[Citation]]] = defaultdict(dict)
    for triple, citations in reading.citations.items():
        saying = [citation for citation in citations if citation.status == status]
        if saying and isinstance(triple.subject, NamedNode):
            by_subject[triple.subject][triple] = saying
    found = []
    for subject, claims in by_subject.items():
        told = tuple(t for t in claims if t.predicate != TYPE) or tuple(claims)
        held = frozenset(t for t in claims if standings.holds(t))
        citations = tuple(dict.fromkeys(c for t in told for c in claims[t]))
        found.append(Guess(f"{status}-{anchor_of(reading, subject, None)}", subject, told, held, citations))
    return tuple(sorted(found, key=lambda guess: (names.of(guess.subject).casefold(), guess.subject.value)))
