"""Two worlds side by side: what happened in each, what did not, and what is not mentioned."""

from famkg.compare.model import Comparison, Event, Row, Side
from famkg.compare.read import compare

__all__ = ["Comparison", "Event", "Row", "Side", "compare"]
