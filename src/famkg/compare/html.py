"""A comparison in a notebook: a row a divergence or event, both histories side by side.

``famkg.views.timeline`` draws it as a page of its own.
"""

from __future__ import annotations

from html import escape

from famkg.compare.model import Comparison, Row, Side
from famkg.query.html import as_table

__all__ = ["to_html"]


def to_html(comparison: Comparison) -> str:
    """When, what, and what each history has of it; of many rows the first."""
    rows = [[escape(row.first.words), _what(row), _side(row.told), _side(row.real)] for row in comparison.rows]
    told, real = comparison.heads
    return as_table(("when", "what", told, real), rows, rest="; to('json') has them all")


def _what(row: Row) -> str:
    fields = ", ".join(field.label for field in row.fields)
    told = " · ".join(filter(None, (row.difference, fields)))
    return f"<b>{escape(row.label)}</b>" + (f"<br><small>{escape(told)}</small>" if told else "")


def _side(side: Side) -> str:
    events = [escape(event.label) for event in side.events]
    return "<br>".join([f"<i>{escape(side.words)}</i>", *events] if side.words else events)
