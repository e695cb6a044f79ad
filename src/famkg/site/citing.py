"""How to cite a page of the site: in a line, and as an entry for BibTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.plain import plain
from famkg.site.evidence.saying import when
from famkg.terms import DATE_MODIFIED, TITLE, VOCABULARY_PREFIXES

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["Citing", "citing"]

_CREATOR = NamedNode(VOCABULARY_PREFIXES["dcterms"] + "creator")
_SPECIAL = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_ESCAPED = str.maketrans(_SPECIAL | {letter: f"\\{letter}" for letter in "#$%&_"})


@dataclass(frozen=True, slots=True)
class Citing:
    """A page as a part of its dataset: ``day`` is when the dataset last changed, which is its version; ``key`` its CURIE."""

    title: str
    key: str
    iri: str
    dataset: str
    makers: tuple[str, ...]
    day: str

    def line(self, address: str) -> str:
        """The citation of the page at this address as one line of text."""
        makers = f"{' and '.join(self.makers)}. " if self.makers else ""
        version = f", version of {when(self.day)}" if self.day else ""
        return f"{makers}“{self.title}”. In: {self.dataset}{version}. {self.iri}, shown at {address}."

    def bibtex(self, address: str) -> str:
        """The same as an entry of the kind ``misc``, which every style knows."""
        fields = {
            "author": " and ".join(f"{{{_escape(maker)}}}" for maker in self.makers),
            "title": f"{{{_escape(self.title)}}}",
            "howpublished": f"In: {_escape(self.dataset)}",
            "year": self.day[:4],
            "version": self.day,
            "url": address,
            "note": rf"\url{{{self.iri}}}",
        }
        told = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        return f"@misc{{{re.sub(r'[^A-Za-z0-9:-]+', '-', self.key)},\n" + ",\n".join(told) + "\n}"


def citing(reading: Reading, thing: NamedNode, title: str) -> Citing:
    """How to cite the page of a thing."""
    makers = (t.object for t in reading.evidence[reading.dataset] if t.predicate == _CREATOR)
    return Citing(
        title=plain(title),
        key=reading.kg.prefixes.shrink(thing.value),
        iri=thing.value,
        dataset=plain(reading.value(reading.dataset, TITLE)) or reading.dataset.value,
        makers=tuple(plain(reading.labels[maker]) for maker in makers),
        day=reading.value(reading.dataset, DATE_MODIFIED),
    )


def _escape(text: str) -> str:
    return text.translate(_ESCAPED)
