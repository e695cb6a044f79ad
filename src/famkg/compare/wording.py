"""Story time in words: see ``famkg.query.wording``."""

from famkg.query.wording import span_in_words, when_in_words

__all__ = ["span_in_words", "when_in_words"]
