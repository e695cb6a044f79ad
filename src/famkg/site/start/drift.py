"""The picture on the start page: how far the told history has left the real one, a dot for each divergence point.

The real history is a straight line of years; the told one leaves it and climbs by one step with each divergence point.
What has no date is counted and not drawn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from famkg.compare import Row

__all__ = ["Dot", "Drift", "Stretch", "count_fields", "draw_drift"]

_SIDE, _TOP, _BELOW = 14.0, 72.0, 58.0
_LARGEST, _SMALLEST = 6.0, 3.0
_TALLEST = 34.0
"""How high one step is at most."""

_EVERY = 10
"""Years between two ticks."""

_Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Dot:
    """A divergence point: where, in the colour of which field (its slug), and what it is."""

    x: float
    y: float
    field: str
    title: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """The years in which a season plays, as a stretch of the axis."""

    label: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Drift:
    """The drawing in user units: ``path`` is the told history, ``area`` what lies between the two, ``threads`` join them."""

    width: float
    height: float
    base: float
    radius: float
    path: str
    area: str
    end: _Point
    dots: tuple[Dot, ...]
    threads: tuple[_Point, ...]
    ticks: tuple[tuple[int, float], ...]
    stretches: tuple[Stretch, ...]


def draw_drift(rows: Sequence[Row], seasons: Iterable[tuple[str, int, int]], *, width: float, height: float) -> Drift | None:
    """The drawing of the divergence points among ``rows``, lower where they are few; None where fewer than two have a date.

    ``seasons`` are labels with the first and the last year of their story.
    """
    by_year = _by_year(rows)
    if sum(map(len, by_year.values())) < 2:
        return None
    seasons = [season for season in seasons if season[2] >= min(by_year)]
    first, last = min(by_year) - 1, max(*by_year, *(end for _, _, end in seasons), min(by_year) + 3) + 1
    count = sum(map(len, by_year.values()))
    step = min(_TALLEST, (height - _TOP - _BELOW) / count)
    base = round(_TOP + step * count, 1)
    radius = round(min(_LARGEST, max(_SMALLEST, step * 0.6)), 1)

    def at(year: int) -> float:
        return round(_SIDE + (year - first) * (width - 2 * _SIDE) / (last - first), 1)

    dots: list[Dot] = []
    corners: list[_Point] = [(at(first), base)]
    for year, found in sorted(by_year.items()):
        for row in found:
            sway = 0.0 if len(found) == 1 else radius * (0.8 if len(dots) % 2 else -0.8)
            dots.append(Dot(round(at(year) + sway, 1), round(base - step * (len(dots) + 1), 1), _field(row), _title(row)))
        corners.append((at(year), dots[-1].y))
    end = (at(last), corners[-1][1])
    path = _curve([*corners, end])
    return Drift(
        width=width,
        height=base + _BELOW,
        base=base,
        radius=radius,
        path=path,
        area=f"{path}V{base:g}H{at(first):g}Z",
        end=end,
        dots=tuple(dots),
        threads=tuple(corners[1:]),
        ticks=tuple((year, at(year)) for year in range(first + -first % _EVERY, last + 1, _EVERY)),
        stretches=tuple(Stretch(label, at(max(start, first)), at(stop + 1)) for label, start, stop in seasons),
    )


def count_fields(rows: Iterable[Row]) -> tuple[tuple[str, str, int], ...]:
    """The fields of divergence points, the commonest first: slug, label, how many are of it first of all."""
    counted = Counter((_field(row), row.fields[0].label) for row in rows if row.fields)
    return tuple((slug, label, count) for (slug, label), count in sorted(counted.items(), key=lambda c: (-c[1], c[0])))


def _by_year(rows: Iterable[Row]) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.first.first is not None:
            found[row.first.first.year].append(row)
    return found


def _curve(points: Sequence[_Point]) -> str:
    """A line through the points, level at each of them."""
    moves = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        middle = round((x + to_x) / 2, 1)
        moves.append(f"C{middle:g} {y:g} {middle:g} {to_y:g} {to_x:g} {to_y:g}")
    return "".join(moves)


def _field(row: Row) -> str:
    return row.fields[0].curie.partition(":")[2] if row.fields else ""


def _title(row: Row) -> str:
    return f"{row.first.words}: {row.label}" + (f" ({row.difference})" if row.difference else "")
