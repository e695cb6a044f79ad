"""A comparison as one HTML page: a timeline of two lanes in SVG, and the same as tables with citations.

Nothing runs and nothing loads: the page is text, one style sheet under a hash, and vectors. On a narrow screen the
tables become the lanes, as a list from top to bottom.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise

from markupsafe import Markup

from famkg.compare import Comparison, Row
from famkg.compare.moments import STANDINGS
from famkg.compare.table import PERSON_WORDS
from famkg.query.seen import audience
from famkg.query.wording import when_in_words
from famkg.views.entries import Band, Entry
from famkg.views.frame import ALONE, Frame, frame_style
from famkg.views.lanes import Lanes, place
from famkg.views.palette import COLOURS, GROUND
from famkg.views.strokes import CENTRE, GUTTER, REAL, TOLD, WIDTH, Arc, Bar, Join
from famkg.views.templating import environment

__all__ = ["draw_timeline"]

_SHAPES = {
    "circle": "M0-6.5A6.5 6.5 0 1 0 0 6.5A6.5 6.5 0 1 0 0-6.5Z",
    "square": "M-5.7-5.7H5.7V5.7H-5.7Z",
    "diamond": "M0-8L7.2 0L0 8L-7.2 0Z",
    "triangle": "M0-7.2L7.6 5.8H-7.6Z",
    "down": "M0 7.2L-7.6-5.8H7.6Z",
    "hexagon": "M-3.8-6.6H3.8L7.6 0L3.8 6.6H-3.8L-7.6 0Z",
    "star": "M0-8.6L2.5-2.9L8.6-2.6L3.9 1.2L5.4 7.2L0 3.9L-5.4 7.2L-3.9 1.2L-8.6-2.6L-2.5-2.9Z",
    "plus": "M-2.5-7H2.5V-2.5H7V2.5H2.5V7H-2.5V2.5H-7V-2.5H-2.5Z",
    "pentagon": "M0-7.6L7.2-2.3L4.5 6.2H-4.5L-7.2-2.3Z",
}
_LOOKS = {
    "space": ("blue", "circle"),
    "politics": ("red", "square"),
    "culture": ("violet", "diamond"),
    "technology": ("orange", "pentagon"),
    "society": ("pink", "triangle"),
    "military": ("slate", "down"),
    "economy": ("gold", "hexagon"),
    "environment": ("green", "plus"),
    "crime": ("brown", "star"),
}
"""How the vocabulary's fields are drawn, the same for every viewer; any other field takes what is left."""

_PAGE, _FIRST_PAGE = 740.0, 500.0
"""How much of the drawing a sheet of A4 holds when it lies on its side; the first bears the title too."""

_ABOVE = 14.0
_MARK = 11
_WIDEST = 9.2
"""How wide a letter of a label is at most, on the average, whatever typeface a machine has."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the drawing that is not broken across pages: from ``top``, this high, with all that shows in it."""

    top: float
    height: float
    entries: tuple[Entry, ...]
    bars: tuple[Bar, ...]
    joins: tuple[Join, ...]
    arcs: tuple[Arc, ...]
    bands: tuple[Band, ...]


def draw_timeline(
    comparison: Comparison,
    *,
    seen: str | None = None,
    pages: Mapping[str, str] | None = None,
    frame: Frame = ALONE,
) -> str:
    """The page of a comparison, the same text for the same comparison.

    Its title says what the viewer has ``seen``, in words (``famkg.query.seen``) or as the comparison has it. ``pages``
    gives the address of the page about a thing for its CURIE, relative to this one; ``frame`` is the site around it.
    """
    lanes = place(comparison)
    looks = _looks([field.label for field in comparison.fields])
    style = _style([colour for colour, _ in looks])
    env = environment("famkg.views")
    env.filters.update(arc_path=_arc, join_path=_join, leader_path=_leader, number=_number)
    divergences = comparison.divergences
    return env.get_template("famkg-timeline.html.j2").render(
        comparison=comparison,
        pages=pages or {},
        frame=frame,
        heads=comparison.heads,
        at=when_in_words(comparison.at) if comparison.at else "",
        progress=audience(seen or comparison.seen or ""),
        divergences=divergences,
        years=_year_heads(divergences),
        others=[row for row in comparison.rows if row.kind != "divergence"],
        lives_both=[life for life in comparison.lives if life.told and life.real],
        lives_one=[life for life in comparison.lives if not (life.told and life.real)],
        standings=STANDINGS,
        person_words=PERSON_WORDS,
        slices=list(_slices(lanes)),
        shapes=[_SHAPES[shape] for _, shape in looks],
        ranks={field: i for i, field in enumerate(comparison.fields)},
        told_x=TOLD,
        real_x=REAL,
        centre=CENTRE,
        gutter=GUTTER,
        width=WIDTH,
        style=Markup(style),
        policy=f"default-src 'none'; style-src {_hash(style)}; img-src {frame.images}; base-uri 'none'; form-action 'none'",
    )


def _year_heads(rows: Sequence[Row]) -> list[str]:
    """What to head each row of a list with: its year where that is not the year of the row before."""
    years = [str(row.first.first.year) if row.first.first else "No date" for row in rows]
    return [year if year != before else "" for before, year in zip(["", *years], years, strict=False)]


def _slices(lanes: Lanes) -> Iterator[Slice]:
    """The drawing cut into parts that fit a page: between years if that will do, and never through an entry."""
    cuts = [0.0]
    while lanes.height - cuts[-1] > (room := _PAGE if len(cuts) > 1 else _FIRST_PAGE):
        within = [cut for cut in _gaps(lanes) if cuts[-1] < cut <= cuts[-1] + room]
        years = [band.top for band in lanes.bands if cuts[-1] + room / 2 < band.top <= cuts[-1] + room]
        cuts.append(max(years or within, default=cuts[-1] + room))
    cuts.append(lanes.height)
    for top, bottom in pairwise(cuts):
        yield Slice(
            top=top,
            height=bottom - top,
            entries=tuple(entry for entry in lanes.entries if top <= entry.y < bottom),
            bars=tuple(bar for bar in lanes.bars if bar.top < bottom and bar.bottom > top),
            joins=tuple(join for join in lanes.joins if _crosses(join.told_y, join.real_y, top, bottom)),
            arcs=tuple(arc for arc in lanes.arcs if _crosses(arc.start, arc.end, top, bottom)),
            bands=tuple(band for band in lanes.bands if top <= band.top < bottom),
        )


def _gaps(lanes: Lanes) -> list[float]:
    """The heights just above an entry at which no other entry stands."""
    spans = [(entry.y - _ABOVE, entry.y - _ABOVE + entry.height) for entry in lanes.entries]
    return [top for top, _ in spans if not any(above < top < below for above, below in spans)]


def _crosses(one: float, other: float, top: float, bottom: float) -> bool:
    return min(one, other) < bottom and max(one, other) > top


def _join(join: Join) -> str:
    """The path from a mark in one lane to a mark in the other: level at both ends."""
    start, end, bend = TOLD + _MARK, REAL - _MARK, 62
    return (
        f"M{start} {_number(join.told_y)}C{start + bend} {_number(join.told_y)} "
        f"{end - bend} {_number(join.real_y)} {end} {_number(join.real_y)}"
    )


def _arc(arc: Arc) -> str:
    """The path of a cause to its effect, outside the labels, with the head of an arrow at the effect."""
    outward = -1 if arc.column == "told" else 1
    edge = GUTTER if arc.column == "told" else WIDTH - GUTTER
    far = edge + outward * arc.reach * 4 / 3
    end = _number(arc.end)
    return (
        f"M{edge} {_number(arc.start)}C{_number(far)} {_number(arc.start)} {_number(far)} {end} {edge} {end}"
        f"m{outward * 7}-4l{-outward * 7} 4l{outward * 7} 4"
    )


def _leader(entry: Entry) -> str:
    """The dotted line from a label to the causal links at the edge, clear of the widest a browser sets the label."""
    outward = -1 if entry.column == "told" else 1
    edge = GUTTER if entry.column == "told" else WIDTH - GUTTER
    room = min(len(entry.lines[0]) * _WIDEST + 26, abs((TOLD if entry.column == "told" else REAL) - edge))
    near = (TOLD if entry.column == "told" else REAL) + outward * room
    return f"M{edge} {_number(entry.y)}H{_number(near)}"


def _number(value: float) -> str:
    """A coordinate with one digit after the point at most, the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")


def _looks(fields: Sequence[str]) -> list[tuple[str, str]]:
    """A colour and a shape for each field: its own, else a pair that no other field of these has."""
    free = ((colour, shape) for shape in reversed(_SHAPES) for colour in COLOURS if (colour, shape) not in _LOOKS.values())
    return [_LOOKS.get(field) or next(free, ("slate", "circle")) for field in fields]


def _style(colours: Sequence[str]) -> str:
    """The style sheet with a colour for each field, on light and on dark ground."""

    def variables(ground: int) -> str:
        named = [
            f"--ground: {GROUND[ground]}",
            *(f"--field-{i}: {COLOURS[colour][ground]}" for i, colour in enumerate(colours)),
        ]
        return ":root { " + "; ".join(named) + "; }"

    rules = "\n".join(f".field-{i} {{ color: var(--field-{i}); }}" for i in range(len(colours)))
    sheet = (files("famkg.views") / "templates" / "timeline.css").read_text(encoding="utf-8").strip()
    own = f"{variables(0)}\n@media screen and (prefers-color-scheme: dark) {{ {variables(1)} }}"
    return f"{own}\n{frame_style()}\n{sheet}\n{rules}\n"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
