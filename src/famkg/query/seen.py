"""How far this viewer has come, in words that a viewer reads: shows by name, episodes by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from famkg.plain import plain
from famkg.query.rows import ask
from famkg.store import Store
from famkg.terms import PREF_LABEL, fam

if TYPE_CHECKING:
    from famkg.knowledge import KnowledgeGraph

__all__ = ["audience", "progress_in_words"]

_SHOWS = f"SELECT ?show ?label WHERE {{ ?show a {fam('Show')} ; {PREF_LABEL} ?label }} ORDER BY ?show ?label"


def progress_in_words(kg: KnowledgeGraph) -> str:
    """The last episodes that this viewer has seen: ``Harbour Lights S01E03 and Night Ferry S01E01``.

    ``everything`` and ``nothing`` for those who have seen that, and empty where a remote store does not tell. The shows
    bear the names that this viewer knows, the main show comes first.
    """
    known = {"all": "everything", "none": "nothing"}
    if not kg.seen or kg.seen in known:
        return known.get(kg.seen or "", "")
    parts = [part.partition("=") for part in kg.seen.split(",")]
    names = _names(kg.store)
    parts.sort(key=lambda part: (part[0] != kg.main_show, part[0]))
    return " and ".join(f"{names.get(show, show)} {code.upper()}" for show, _, code in parts)


def audience(progress: str) -> str:
    """Whom a page or file is for, as a line above it, from what ``progress_in_words`` says or ``--seen`` takes."""
    told = {
        "": "",
        **dict.fromkeys(("all", "everything"), "For those who have seen everything"),
        **dict.fromkeys(("none", "nothing"), "Safe for those who have seen nothing"),
    }
    return told.get(progress, f"Safe for those who have seen {progress.replace('=', ' ').replace(',', ', ')}")


def _names(store: Store) -> dict[str, str]:
    """What each show is called, by the end of its IRI."""
    return {show.value.rpartition("/")[2]: plain(label.value) for show, label in ask(store, _SHOWS)}
