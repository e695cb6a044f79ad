"""What a comparison holds: rows with two sides, and at a date who held which post and who lived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from famkg.compare.moments import UNDATED, Moment, Standing
from famkg.query.evidence import Citation
from famkg.query.html import tell

__all__ = [
    "HAPPENED",
    "NOT",
    "UNMENTIONED",
    "Comparison",
    "Event",
    "Field",
    "Life",
    "Link",
    "Person",
    "Post",
    "Row",
    "Side",
    "State",
]

State = Literal["happened", "did-not-happen", "not-mentioned"]
HAPPENED: State = "happened"
NOT: State = "did-not-happen"
"""A divergence point says that it did not happen on this side."""
UNMENTIONED: State = "not-mentioned"
"""No source speaks of it on this side: it may have happened there or not."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of life that divergence points concern; ``rank`` is its place among those known."""

    curie: str
    label: str
    rank: int


@dataclass(frozen=True, slots=True)
class Link:
    """Something that a row or event comes from or leads to."""

    curie: str
    label: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event of one world. ``label`` leaves out the world's name, which heads the column.

    ``standing`` is how it stands at the date asked for.
    """

    iri: str
    curie: str
    label: str
    world: str
    kinds: tuple[str, ...]
    moment: Moment
    standing: Standing = ""
    caused_by: tuple[Link, ...] = ()
    led_to: tuple[Link, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One history's side of a row.

    ``state`` tells what happened, what is known not to have happened, and what is not mentioned apart. Where something
    did not happen, ``events`` are what happened instead.
    """

    state: State
    events: tuple[Event, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def words(self) -> str:
        """The state in words, empty where something happened."""
        return {HAPPENED: "", NOT: "did not happen", UNMENTIONED: "not mentioned"}[self.state]


@dataclass(frozen=True, slots=True)
class Row:
    """Two sides of one thing.

    ``kind`` is ``divergence`` (a divergence point), ``counterpart`` (an event and its real model), or ``event`` (what
    one history alone is known to have); ``difference`` is the label of a divergence's kind. ``moment`` is what is stated
    of the divergence point itself. ``follows_from`` and ``led_to`` name divergence points, and events that are no side of
    one of those.
    """

    kind: Literal["divergence", "counterpart", "event"]
    iri: str
    curie: str
    label: str
    told: Side
    real: Side
    difference: str = ""
    fields: tuple[Field, ...] = ()
    moment: Moment = UNDATED
    follows_from: tuple[Link, ...] = ()
    led_to: tuple[Link, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """The events of both sides."""
        return (*self.told.events, *self.real.events)

    @property
    def first(self) -> Moment:
        """The time it is sorted by: the earliest of its events, else its own; undated where none has any."""
        dated = [event.moment for event in self.events if event.moment.first is not None] or [self.moment]
        return min(dated, key=lambda moment: (str(moment.first), str(moment.last)))


@dataclass(frozen=True, slots=True)
class Post:
    """An office held at a date: ``certainty`` is ``held``, or ``perhaps`` where a source leaves it open."""

    curie: str
    holder: str
    office: str
    organization: str
    moment: Moment
    certainty: Literal["held", "perhaps"]


@dataclass(frozen=True, slots=True)
class Person:
    """One who lived in one history, as known at a date.

    ``standing`` is ``dead``, ``alive`` (heard of by then and acts or dies later), ``perhaps-dead`` or ``no-word`` (heard
    of by then, and of no death); ``words`` say what it rests on.
    """

    curie: str
    label: str
    standing: Literal["dead", "alive", "perhaps-dead", "no-word"]
    words: str


@dataclass(frozen=True, slots=True)
class Life:
    """A person in both histories, or in one; None where nothing is known by the date."""

    told: Person | None
    real: Person | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two histories side by side as one viewer may know them.

    ``told`` and ``real`` name the worlds of the two columns; ``at`` and ``field`` are what was asked for, else empty.
    ``rows`` are sorted by date, the undated last. Where a date was asked for, ``posts`` and ``lives`` are filled, and
    ``left_out`` counts the undated events that stand in no divergence: nothing puts them before or after it.
    """

    told: tuple[str, ...]
    real: tuple[str, ...]
    rows: tuple[Row, ...]
    fields: tuple[Field, ...]
    seen: str | None = None
    at: str = ""
    field: str = ""
    told_posts: tuple[Post, ...] = ()
    real_posts: tuple[Post, ...] = ()
    lives: tuple[Life, ...] = ()
    left_out: int = 0

    @property
    def heads(self) -> tuple[str, str]:
        """What the two columns are called."""
        return " and ".join(self.told) or "The story", " and ".join(self.real) or "Real history"

    @property
    def divergences(self) -> tuple[Row, ...]:
        """The rows that are divergence points."""
        return tuple(row for row in self.rows if row.kind == "divergence")

    def to(self, form: str, *, width: int = 100) -> str:
        """The comparison as ``table`` (wrapped to a width in columns) or ``json``; UnknownNameError for another form.

        ``famkg.views.timeline`` draws it as a page.
        """
        from famkg.compare.forms import write

        return write(self, form, width=width)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __str__(self) -> str:
        return self.to("table")

    _repr_pretty_ = tell

    def _repr_html_(self) -> str:
        from famkg.compare.html import to_html

        return to_html(self)
