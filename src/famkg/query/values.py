"""The values of facts as people read them: story time and days in words, whatever else as it is."""

from __future__ import annotations

from famkg.query.labels import Labels
from famkg.query.wording import when_in_words
from famkg.terms import DATE, EDTF

__all__ = ["in_words"]


def in_words(value: object, labels: Labels) -> str:
    """The label of a thing, or the text of a literal; a date that cannot be read stands as it is written."""
    if getattr(value, "datatype", None) in (EDTF, DATE):
        text: str = getattr(value, "value", "")
        try:
            return when_in_words(text)
        except ValueError:
            return text
    return labels[value]
