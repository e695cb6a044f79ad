"""Names for what bears none here: the end of an IRI in words, with the capitals that labels give such words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

__all__ = ["Speller"]

_SMALL = frozenset(("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with"))
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


class Speller:
    """Knows how words are written from labels, and from ``proper`` names, in which the first word tells too.

    ``worlds`` are names that a slug may end with to tell two things apart.
    """

    def __init__(self, labels: Iterable[str], *, proper: Iterable[str] = (), worlds: Iterable[str] = ()) -> None:
        found: dict[str, Counter[str]] = {}
        told = [*(_WORD.findall(label)[1:] for label in labels), *(_WORD.findall(name) for name in proper)]
        for word in (word for words in told for word in words):  # a label's first word is capitalised whatever it is
            found.setdefault(word.lower(), Counter())[word] += 1
        self._known = {word: max(forms.items(), key=lambda item: (item[1], item[0]))[0] for word, forms in found.items()}
        self._worlds = sorted((world.lower() for world in worlds), key=lambda world: (-len(world), world))

    def spell(self, slug: str, *, proper: bool) -> str:
        """A slug as a name: ``Early departure from Chappaquiddick``, or where it is ``proper`` a name of somebody,
        ``Mary Jo Kopechne``, in which every word has its capital.
        """
        words = slug.replace("-", " ").replace("_", " ").strip()
        world = next((world for world in self._worlds if words.endswith(f" {world}")), "")
        parts = words.removesuffix(world).split()
        text = " ".join(self._word(part, proper=proper, last=part is parts[-1]) for part in parts)
        return text[:1].upper() + text[1:] + (f" ({world})" if world else "")

    def _word(self, word: str, *, proper: bool, last: bool) -> str:
        if word in _SMALL:
            return word
        if len(word) == 1 and word.isalpha():
            return word.upper() + ("" if last else ".")
        if word in self._known and not (proper and self._known[word].islower()):
            return self._known[word]
        return word.capitalize() if proper else word
