"""What each page says in schema.org's words: its thing, where it lies in the site, and on some pages the dataset itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from famkg.export.teller import term
from famkg.site.linked.schemaorg import SchemaOrg
from famkg.site.shell import SECTIONS, Page
from famkg.terms import DATE_MODIFIED, DESCRIPTION, LICENSE, TITLE
from famkg.views.drawing import plain

if TYPE_CHECKING:
    from famkg.site.linked.publication import Publication

__all__ = ["Structured", "describe_dataset"]

_DATASET_PAGES = ("index.html", "data.html")


class Structured:
    """Gives pages what they lack: structured data, and links to other forms of the document they are."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.things = SchemaOrg(publication.reading, base=publication.base)
        self._forms = {document.thing: document for document in publication.documents}

    def dress(self, page: Page) -> Page:
        """The page with its structured data, and with its alternates where it is about a thing."""
        structured = page.structured or self.say(page)
        document = self._forms.get(page.about) if page.about is not None else None
        if document is None or page.path != f"{document.path}.html":
            return replace(page, structured=structured)
        return replace(page, structured=structured, alternates={**document.alternates, **page.alternates})

    def say(self, page: Page) -> Mapping[str, Any]:
        """The page, the thing that it is about, and the way to it."""
        base = self.publication.base
        address = base + ("" if page.path == "index.html" else page.path)
        about: list[dict[str, Any]] = []
        if page.about is not None:
            about = [self.things.describe(page.about, name=page.title)]
        elif page.path in _DATASET_PAGES:
            about = [describe_dataset(self.publication)]
        itself: dict[str, Any] = {"@type": "WebPage", "@id": address, "url": address, "name": plain(page.title)}
        if page.description:
            itself["description"] = plain(page.description)
        if about:
            itself["mainEntity"] = {"@id": about[0]["@id"]}
        crumbs = [(base, "Home")]
        if page.section in SECTIONS and page.section != page.path:
            crumbs.append((base + page.section, SECTIONS[page.section]))
        if page.path != "index.html":
            crumbs.append((address, plain(page.title)))
            itself["breadcrumb"] = {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": number, "name": name, "item": {"@id": item}}
                    for number, (item, name) in enumerate(crumbs, 1)
                ],
            }
        return {"@context": "https://schema.org", "@graph": [itself, *about]}


def describe_dataset(publication: Publication) -> dict[str, Any]:
    """The dataset as schema.org's Dataset, with what Google's guidance on datasets asks for."""
    reading, described = publication.reading, publication.description
    title, licence = reading.value(reading.dataset, TITLE), reading.value(reading.dataset, LICENSE)
    counted = (
        f"{described.facts.triples:,} facts about {len(reading.classes):,} things, "
        f"drawn from {sum(map(len, reading.claims.values())):,} claims of sources, each with its passage."
    )
    creators = [t.object.value for t in reading.told(reading.dataset) if t.predicate == term("dcterms:creator")]  # type: ignore[union-attr]
    keywords = [t.object.value for t in reading.told(reading.dataset) if t.predicate == term("dcat:keyword")]  # type: ignore[union-attr]
    said: dict[str, Any] = {
        "@type": "Dataset",
        "@id": reading.dataset.value,
        "name": plain(title),
        "description": plain(" ".join(filter(None, (reading.value(reading.dataset, DESCRIPTION), counted)))),
        "identifier": reading.dataset.value,
        "url": f"{publication.base}data.html",
        "license": licence,
        "version": publication.dumps.version,
        "isAccessibleForFree": True,
        "dateModified": reading.value(reading.dataset, DATE_MODIFIED),
        "datePublished": reading.value(reading.dataset, term("dcterms:issued")),
        "creator": [{"@type": "Organization", "name": plain(name)} for name in creators],
        "keywords": [plain(word) for word in keywords],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": each.title,
                "contentUrl": publication.base + each.path,
                "encodingFormat": each.compression or each.media_type,
                "contentSize": f"{each.size} B",
                "sha256": each.digest,
            }
            for each in publication.dumps.distributions
        ],
    }
    return {name: value for name, value in said.items() if value not in ("", [])}
