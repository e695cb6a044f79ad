"""A network drawn: one HTML file that needs nothing else, offline, whatever its labels say."""

from famkg.views.page import draw

__all__ = ["draw"]
