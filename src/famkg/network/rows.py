"""Asking one query about many terms at once: see ``famkg.query.rows``."""

from famkg.query.rows import as_row, ask

__all__ = ["as_row", "ask"]
