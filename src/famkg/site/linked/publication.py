"""The dataset as it is published: documents, dumps and their description, and what leads machines to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from famkg.export.description import Description, describe_dataset
from famkg.site.linked import documents as linked
from famkg.site.linked import servers, sitemap
from famkg.site.linked.documents import Document, Linked, find_documents
from famkg.site.linked.dumps import Dumps, make_dumps
from famkg.site.linked.redirects import read_rules
from famkg.terms import DATE_MODIFIED, fam

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["Publication", "prepare"]


@dataclass(frozen=True, slots=True)
class Publication:
    """What is published under ``base``: the document of each thing, the dumps, and the description of it all."""

    reading: Reading
    base: str
    documents: tuple[Document, ...]
    dumps: Dumps
    description: Description

    @property
    def example(self) -> str:
        """The IRI of a thing to try: the main show where this viewer may know it."""
        shows = self.reading.objects(self.reading.dataset, fam("mainShow"))
        return next((show.value for show in shows if show in self.reading.facts), self.reading.dataset.value)

    def make(self) -> Iterator[tuple[str, bytes]]:
        """Path and content of everything that is no page."""
        yield from self.dumps.files.items()
        yield from linked.make(self.reading, self.documents, base=self.base)
        writer = Linked(self.reading, base=self.base)
        described = writer.turtle.write(self.description.triples, first=(self.reading.dataset,))
        yield "void.ttl", described
        yield "void.jsonld", writer.compactor.document(self.description.triples)
        yield ".well-known/void", described

    def lead(self, pages: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Path and content of what leads to these pages and to the documents: sitemap, rules for servers."""
        modified = self.reading.value(self.reading.dataset, DATE_MODIFIED)
        documents = [f"{each.path}.{form}" for each in self.documents for form in each.forms if form != "html"]
        yield from sitemap.make({*pages, *documents}, base=self.base, modified=modified)
        rules = read_rules(self.reading, self.documents)
        yield from servers.make(rules, home=self.reading.home, base=self.base, version=self.dumps.version)


def prepare(reading: Reading, *, base: str) -> Publication:
    """Write the dumps and describe them."""
    documents = find_documents(reading)
    dumps = make_dumps(reading)
    description = describe_dataset(
        reading.kg.quads(),
        reading.dataset,
        reading.kg.prefixes,
        dumps.distributions,
        base=base,
        version=dumps.version,
        seen=reading.kg.seen,
        documents=len(documents),
    )
    return Publication(reading, base, documents, dumps, description)
