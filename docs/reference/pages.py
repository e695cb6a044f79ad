"""The reference pages: which there are, and what writes each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import content
import program

__all__ = ["PAGES", "page"]

PAGES: Final[Mapping[str, tuple[str, Callable[[], Iterable[str]]]]] = {
    "commands": ("Commands", program.commands),
    "queries": ("Queries and views", content.queries),
    "formats": ("Formats", program.formats),
    "errors": ("Errors and exit codes", program.errors),
    "rules": ("Rules", content.rules),
    "vocabulary": ("Vocabulary", content.vocabulary),
    "concepts": ("Concepts", content.concepts),
    "python": ("Python", program.python),
}
"""Each page by the stem of its name, with its title and what writes it."""


def page(name: str) -> str:
    """The text of a page."""
    title, write = PAGES[name]
    return f"<!-- Written by `make docs`: do not edit it here. -->\n\n# {title}\n\n" + "\n".join(write())
