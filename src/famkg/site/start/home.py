"""The start page: what this is, a field to search in, where to begin, and how much there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from famkg.site.entity.wording import plural
from famkg.site.guide.telling import latest_told, read_telling
from famkg.site.guide.works import Works, read_works
from famkg.site.shell import Page
from famkg.site.start.describe import describe
from famkg.site.start.drift import count_fields, draw_drift
from famkg.site.start.things import kind_page, named_things
from famkg.site.start.weight import by_weight
from famkg.terms import DESCRIPTION, TITLE, fam

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["example_progress", "pages"]

_SIZES = ((1040.0, 380.0), (420.0, 400.0))
"""The picture on a wide screen and on a phone."""

_FOREMOST = 12
_COUNTED = {"passage": fam("Passage"), "source": fam("Source"), "divergence point": fam("DivergencePoint")}


def pages(reading: Reading) -> Iterator[Page]:
    """The one page."""
    works = read_works(reading)
    comparison = reading.kg.compare()
    rows = comparison.divergences
    dated = [row for row in rows if row.first.first is not None]
    stories = _stories(reading, works)
    who = reading.of_class(fam("Character")) or reading.of_class(fam("Person"))
    foremost = by_weight(reading, who)[:_FOREMOST]
    yield Page(
        path="index.html",
        title=reading.value(reading.dataset, TITLE) or "famkg",
        description=reading.value(reading.dataset, DESCRIPTION),
        template="home.html",
        values={
            "works": works,
            "drifts": [draw_drift(rows, stories, width=width, height=height) for width, height in _SIZES],
            "heads": comparison.heads,
            "rows": rows,
            "dated": dated,
            "fields": count_fields(dated),
            "foremost": foremost,
            "foremost_kind": reading.classes[foremost[0]] if foremost else None,
            "foremost_page": kind_page(reading.classes[foremost[0]]) if foremost else "",
            "plural": plural,
            "about": lambda thing: describe(reading, thing),
            "queries": len(reading.kg.catalogue.queries),
            "example": example_progress(works),
            "figures": _figures(reading),
            **_latest(reading, works),
        },
    )


def _stories(reading: Reading, works: Works) -> list[tuple[str, int, int]]:
    """The seasons of the first show whose story has a beginning and an end: a label, the first year and the last."""
    found = []
    for season in works.shows[0].seasons if works.shows else ():
        start, end = (reading.value(season.iri, fam(name))[:4] for name in ("earliest", "latest"))
        if start and end:
            found.append((f"Season {season.number}", int(start), int(end)))
    return found


def _latest(reading: Reading, works: Works) -> dict[str, Any]:
    """The last episode that tells this viewer something, and the weightiest of what it brings in."""
    telling = read_telling(reading)
    found = latest_told(works, telling)
    if found is None:
        return {"latest": None}
    season, episode = found
    things = telling.things[episode.iri]
    return {
        "latest": episode,
        "latest_season": season,
        "latest_things": by_weight(reading, things)[:8],
        "latest_count": len(things),
    }


def example_progress(works: Works) -> str:
    """A progress to show how a copy for another is built: the end of the first season that has episodes."""
    return next((season.episodes[-1].code.lower() for season in works.seasons if season.episodes), "none")


def _figures(reading: Reading) -> list[tuple[str, int]]:
    counts = {
        "named thing": sum(1 for _ in named_things(reading)),
        "claim": sum(map(len, reading.claims.values())),
        **{noun: len(reading.of_class(kind)) for noun, kind in _COUNTED.items()},
    }
    return [(noun if count == 1 else plural(noun), count) for noun, count in counts.items()]
