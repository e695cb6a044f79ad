"""Where everything of a comparison stands in its drawing: two lanes, the years between them, undated things at the end."""

from __future__ import annotations

from dataclasses import dataclass, replace

from famkg.compare import Comparison
from famkg.views.entries import Band, Entry, counts_of, entries_of, stack
from famkg.views.strokes import Arc, Bar, Join, arcs_of, bars_of, joins_of

__all__ = ["Lanes", "place"]


@dataclass(frozen=True, slots=True)
class Lanes:
    """A drawing: everything in it, its height, and the heights at which a page may break."""

    entries: tuple[Entry, ...]
    bars: tuple[Bar, ...]
    joins: tuple[Join, ...]
    arcs: tuple[Arc, ...]
    bands: tuple[Band, ...]
    height: float


def place(comparison: Comparison, *, named: int = 30) -> Lanes:
    """The drawing of a comparison: its divergence points, and every event where there are no more rows than ``named``."""
    ranks = {field: i for i, field in enumerate(comparison.fields)}
    all_named = len(comparison.rows) <= named
    drawn = [row for row in comparison.rows if all_named or row.kind == "divergence"]
    others = [row for row in comparison.rows if not all_named and row.kind != "divergence"]
    groups = [(row, entries_of(row, ranks[row.fields[0]] if row.fields else -1)) for row in drawn]
    bands, placed = stack(groups, counts_of(others))
    height = bands[-1].bottom if bands else 0.0
    arcs = tuple(arcs_of(placed, height))
    linked = {(arc.column, y) for arc in arcs for y in (arc.start, arc.end)}
    return Lanes(
        entries=tuple(replace(entry, linked=(entry.column, entry.y) in linked) for _, group in placed for entry in group),
        bars=tuple(bars_of(placed, bands)),
        joins=tuple(joins_of(placed)),
        arcs=arcs,
        bands=bands,
        height=height,
    )
