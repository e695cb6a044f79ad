"""What results look like in a notebook: plain HTML without scripts or styles of its own, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from famkg.query.evidence import Citation

__all__ = ["MOST_ROWS", "as_citation", "as_link", "as_list", "as_table", "as_text", "tell"]

MOST_ROWS = 50
"""How many rows a notebook shows of a table."""


def tell(result: object, printer: Any, cycle: bool) -> None:  # noqa: ARG001 - IPython passes it
    """What IPython shows where there is no HTML, as a class's ``_repr_pretty_``: the result in words, as ``str`` gives it."""
    printer.text(str(result).rstrip())


def as_table(names: Sequence[str], rows: Sequence[Sequence[str]], *, rest: str = "") -> str:
    """A table of HTML cells under plain names; of many rows the first, then how many there are and how to get the ``rest``."""
    head = "".join(f'<th style="text-align:left">{escape(name)}</th>' for name in names)
    body = "".join("<tr>" + "".join(f'<td style="text-align:left">{c}</td>' for c in row) + "</tr>" for row in rows[:MOST_ROWS])
    more = f"<p>{MOST_ROWS} of {len(rows):,} rows{escape(rest)}</p>" if len(rows) > MOST_ROWS else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def as_list(items: Iterable[str]) -> str:
    """A numbered list of HTML items, or nothing where there are none."""
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f"<ol>{listed}</ol>" if listed else ""


def as_link(url: str, text: str) -> str:
    """A link, where the address is one of the web; else the text alone."""
    if not url.startswith(("https://", "http://")):
        return escape(text)
    return f'<a href="{escape(url)}" rel="noreferrer">{escape(text)}</a>'


def as_citation(citation: Citation) -> str:
    """A citation, linked where its source may be told."""
    text, _, _ = str(citation).partition(" <")
    return as_link(citation.url, text) if citation.url else escape(text)


def as_text(text: str) -> str:
    """Lines as they are, in the letters of code, broken where they are too long."""
    return f'<pre style="white-space:pre-wrap">{escape(text)}</pre>'
