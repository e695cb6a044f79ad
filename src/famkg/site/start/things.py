"""Everything that has a name, by kind and from A to Z, so that no page needs a script to be found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.query.names import fold
from famkg.site.entity.wording import plural
from famkg.site.marks import slug_of
from famkg.site.shell import Page
from famkg.site.start.describe import describe, world_of
from famkg.site.start.weight import by_weight
from famkg.terms import FAM

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["Kind", "kind_page", "named_things", "pages"]

_SECTION = "things.html"
_FEW = 40
"""Up to so many things stand in one list without letters."""

_OTHER = "#"


@dataclass(frozen=True, slots=True)
class Kind:
    """The named things of one class, in order of name, and the best connected of them."""

    iri: NamedNode
    name: str
    path: str
    things: tuple[NamedNode, ...]
    foremost: tuple[NamedNode, ...]


def pages(reading: Reading) -> Iterator[Page]:
    """The index of kinds, and a page a kind."""
    kinds = sorted(_kinds(reading), key=lambda kind: (-len(kind.things), kind.name))
    count = sum(len(kind.things) for kind in kinds)
    yield Page(
        path=_SECTION,
        title="Everything from A to Z",
        description=f"{count:,} things by kind and name.",
        template="things.html",
        section=_SECTION,
        values={"kinds": kinds, "count": count},
    )
    for kind in kinds:
        yield Page(
            path=kind.path,
            title=kind.name.capitalize(),
            description=f"{len(kind.things):,} {kind.name} by name.",
            template="things-kind.html",
            section=_SECTION,
            values={
                "kind_of_things": kind,
                "kinds": kinds,
                "letters": _letters(reading, kind.things),
                "about": lambda thing: describe(reading, thing),
                "world_of": lambda thing: world_of(reading, thing),
                "has_worlds": len({world_of(reading, thing) for thing in kind.things}) > 1,
            },
        )


def named_things(reading: Reading) -> Iterator[NamedNode]:
    """The things of our classes that have a name of their own and a page, sorted by IRI."""
    for thing, kind in reading.classes.items():
        if kind.value.startswith(FAM) and reading.is_named(thing) and reading.addresses.page(thing.value):
            yield thing


def kind_page(kind: NamedNode) -> str:
    """The page that lists the things of a class."""
    return f"things/{slug_of(kind)}.html"


def _kinds(reading: Reading) -> Iterator[Kind]:
    found: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for thing in named_things(reading):
        found[reading.classes[thing]].append(thing)
    for kind, things in found.items():
        things.sort(key=lambda thing: (fold(reading.labels[thing]), reading.labels[thing], thing.value))
        foremost = by_weight(reading, things)[:5]
        yield Kind(kind, plural(reading.labels[kind]), kind_page(kind), tuple(things), tuple(foremost))


def _letters(reading: Reading, things: tuple[NamedNode, ...]) -> dict[str, list[NamedNode]]:
    """Things by their first letter; all under none where they are few."""
    if len(things) <= _FEW:
        return {"": list(things)}
    found: dict[str, list[NamedNode]] = defaultdict(list)
    for thing in things:
        first = fold(reading.labels[thing])[:1].upper()
        found[first if first.isalpha() else _OTHER].append(thing)
    return dict(found)
