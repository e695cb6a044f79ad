"""What a drawing shares with the pages around it: the site's head and foot, and one set of colours and typefaces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["ALONE", "Frame", "frame_style"]


@dataclass(frozen=True, slots=True)
class Frame:
    """The site that a drawing is a part of; ``ALONE`` it is a file that needs nothing else.

    ``doors`` are addresses and names of the site's parts, the first that of the site itself, an empty address the drawing;
    ``section`` is the address of the part that it belongs to. ``icon`` is the address of the site's mark, ``licence`` that
    of the licence of its data, and ``terms`` what this is called.
    """

    doors: Sequence[tuple[str, str]] = ()
    section: str = ""
    icon: str = ""
    licence: str = ""
    terms: str = ""

    @property
    def images(self) -> str:
        """What the policy of a page lets it show: the mark of its site, and what it holds itself."""
        return "'self' data:" if self.icon else "data:"


ALONE = Frame()


@cache
def frame_style() -> str:
    """The style sheet of head and foot, with the colours that drawings share with the site's pages."""
    return (files("famkg.views") / "templates" / "frame.css").read_text(encoding="utf-8").strip()
