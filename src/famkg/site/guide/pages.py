"""The guide: shows, their seasons and episodes, and what each episode tells first, as far as this viewer has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.site.entity.wording import plural, stretch
from famkg.site.evidence.saying import when
from famkg.site.guide.first import Told, read_told, said_in
from famkg.site.guide.news import news_to_come
from famkg.site.guide.works import Season, Works, read_works
from famkg.site.shell import Page
from famkg.site.start.weight import by_weight
from famkg.terms import CONCEPT, DATE_PUBLISHED, VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["pages"]

_SECTION = "guide.html"
_SCHEMA = VOCABULARY_PREFIXES["schema"]
_MAIN = NamedNode(CONCEPT + "billing-main")


@dataclass(frozen=True, slots=True)
class Part:
    """A character of a season, and who plays it."""

    character: NamedNode
    actors: tuple[NamedNode, ...]


def pages(reading: Reading) -> Iterator[Page]:
    """The overview, and a page a season."""
    works = read_works(reading)
    told = read_told(reading)
    shared = {
        "works": works,
        "told": told,
        "aired": _aired,
        "story_time": lambda iri: when(reading.value(iri, fam("setDuring"))),
        "day": when,
        "untitled": "title unknown" if reading.kg.seen == "all" else "title comes with a later episode",
        "plural": plural,
        "word": said_in(reading),
        "of": lambda iri, name: reading.objects(iri, fam(name)),
        "by": lambda iri, name: reading.objects(iri, NamedNode(_SCHEMA + name)),
    }
    yield Page(
        path=_SECTION,
        title="Guide",
        description=_summary(works),
        template="guide.html",
        section=_SECTION,
        values=shared | {"news": news_to_come(reading), "companions": _companions(reading)},
    )
    for before, season, after in _between(works):
        main, others = _cast(reading, season)
        yield Page(
            path=season.page,
            title=reading.labels[season.iri],
            description=f"The episodes of {reading.labels[season.iri]}, and what each tells first.",
            template="guide-season.html",
            section=_SECTION,
            values=shared
            | {
                "season": season,
                "main": main,
                "others": others,
                "columns": _columns(reading, season, told),
                "silent": [episode for episode in season.episodes if not told[episode.iri]],
                "before": before,
                "after": after,
            },
        )


def _companions(reading: Reading) -> list[tuple[NamedNode, str]]:
    """The companion works in order of publication, each with its day in words."""
    dated = [(reading.value(work, DATE_PUBLISHED), work) for work in reading.of_class(fam("CompanionWork"))]
    dated.sort(key=lambda found: (found[0] or "9999", reading.labels[found[1]]))
    return [(work, when(date)) for date, work in dated]


def _aired(season: Season) -> str:
    """From when to when a season was first shown, in words; empty where no date is known."""
    dates = sorted(episode.date for episode in season.episodes if episode.date) or [date for date in (season.date,) if date]
    return stretch(dates[0], dates[-1]) if dates else ""


def _columns(reading: Reading, season: Season, told: Mapping[NamedNode, Told]) -> list[str]:
    """The columns of a season's table of episodes that hold anything."""
    held: Mapping[str, Callable[[NamedNode], object]] = {
        "Directed by": lambda work: reading.objects(work, NamedNode(_SCHEMA + "director")),
        "Written by": lambda work: reading.objects(work, NamedNode(_SCHEMA + "author")),
        "Story time": lambda work: reading.value(work, fam("setDuring")),
        "New here": lambda work: told[work].new,
    }
    return [name for name, holds in held.items() if any(holds(episode.iri) for episode in season.episodes)]


def _cast(reading: Reading, season: Season) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The main cast of a season, and the others: those who have most to do with the story first."""
    actors: dict[NamedNode, list[NamedNode]] = {}
    main: set[NamedNode] = set()
    for triple in reading.towards.get(season.iri, ()):
        casting = triple.subject
        if not isinstance(casting, NamedNode) or reading.classes.get(casting) != fam("Casting"):
            continue
        for character in reading.objects(casting, fam("character")):
            actors.setdefault(character, []).extend(reading.objects(casting, fam("agent")))
            if _MAIN in reading.objects(casting, fam("billing")):
                main.add(character)
    parts = [Part(each, tuple(dict.fromkeys(actors[each]))) for each in by_weight(reading, actors)]
    return tuple(p for p in parts if p.character in main), tuple(p for p in parts if p.character not in main)


def _between(works: Works) -> Iterator[tuple[Season | None, Season, Season | None]]:
    """Each season of a show with the one before and the one after."""
    for show in works.shows:
        padded = [None, *show.seasons, None]
        for (before, one), (_, after) in pairwise(pairwise(padded)):
            assert one is not None
            yield before, one, after


def _summary(works: Works) -> str:
    counts = {"show": len(works.shows), "season": len(works.seasons), "episode": len(works.places)}
    words = ", ".join(f"{number} {noun if number == 1 else plural(noun)}" for noun, number in counts.items())
    return f"{words}, and what each tells first."
