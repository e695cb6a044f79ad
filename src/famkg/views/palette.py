"""Which colour and shape stand for which kind of thing, on light and on dark ground.

Colour is never alone: a shape says the same. Every colour has a contrast of at least 3:1 to its ground (WCAG 2.2,
success criterion 1.4.11), the inks at least 4.5:1 (1.4.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["COLOURS", "GROUND", "MARKS", "SHAPES", "Look", "looks"]

GROUND = ("#fbfaf7", "#11161d")
"""The ground of the drawing, light and dark."""

COLOURS = {
    "blue": ("#2b62a8", "#6ea8f0"),
    "orange": ("#b4570d", "#f0a055"),
    "green": ("#2f7a4b", "#67c38b"),
    "violet": ("#7647b8", "#b496f2"),
    "red": ("#b8374a", "#f2808d"),
    "teal": ("#0d7680", "#52c3cb"),
    "pink": ("#a8358a", "#ea8cca"),
    "gold": ("#8a6a00", "#d9b548"),
    "brown": ("#85583a", "#cfa483"),
    "indigo": ("#4a50c0", "#9aa2ff"),
    "slate": ("#55606f", "#a5b1c1"),
}
"""Colours by name: on light and on dark ground."""

SHAPES = ("dot", "square", "diamond", "triangle", "triangleDown", "hexagon", "star")
"""The shapes of vis-network that have their label outside."""

MARKS = {
    "dot": "M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14z",
    "square": "M4 4h12v12H4z",
    "diamond": "M10 2l7 8l-7 8l-7-8z",
    "triangle": "M10 3l8 14H2z",
    "triangleDown": "M10 17l8-14H2z",
    "hexagon": "M6 3h8l4 7l-4 7H6l-4-7z",
    "star": "M10 1.5l2.5 5.8l6.2.5l-4.7 4.1l1.4 6.1l-5.4-3.2l-5.4 3.2l1.4-6.1L1.3 7.8l6.2-.5z",
}
"""The same shapes as SVG paths, in a box of 20 by 20."""

_LOOKS = {
    "character": ("blue", "dot"),
    "person": ("orange", "dot"),
    "organization": ("violet", "hexagon"),
    "show": ("red", "square"),
    "season": ("pink", "square"),
    "episode": ("brown", "square"),
    "franchise": ("red", "star"),
    "companion work": ("gold", "square"),
    "world": ("teal", "star"),
    "event": ("green", "diamond"),
    "mission": ("teal", "triangle"),
    "craft": ("indigo", "triangle"),
    "place": ("brown", "triangleDown"),
    "divergence point": ("red", "diamond"),
    "announcement": ("gold", "hexagon"),
    "nomination": ("gold", "star"),
    "source": ("slate", "square"),
    "claim that is held": ("green", "dot"),
    "claim that is not held": ("red", "diamond"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of thing is drawn."""

    colour: str
    shape: str


def looks(kinds: Iterable[str]) -> dict[str, Look]:
    """A look for each kind: its own where the vocabulary has it, else one that no other kind of these has."""
    kinds = sorted(set(kinds))
    chosen = {kind: Look(*_LOOKS[kind]) for kind in kinds if kind in _LOOKS}
    free = (Look(colour, shape) for shape in SHAPES for colour in reversed(COLOURS))
    for kind in kinds:
        if kind not in chosen:
            chosen[kind] = next((look for look in free if look not in chosen.values()), Look("slate", "dot"))
    return chosen
