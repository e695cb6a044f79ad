"""The sources: an index of all that this viewer may know of, and a page each with its passages and what they state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from famkg.compile.accept import TIERS
from famkg.query.evidence import Citation
from famkg.site.addresses import file_name
from famkg.site.evidence.saying import Names, local_name, slug, when
from famkg.site.evidence.standing import Standing, Standings, Verdict, read_standings
from famkg.site.shell import Page
from famkg.terms import (
    ALTERNATE_OF,
    CONCEPT,
    DATE_PUBLISHED,
    DERIVED_FROM,
    PUBLISHER,
    QUOTED_FROM,
    TITLE,
    URL,
    VOCABULARY_PREFIXES,
    fam,
)

if TYPE_CHECKING:
    from pyoxigraph import BlankNode

    from famkg.site.reading import Reading

    Subject = NamedNode | BlankNode | Triple

__all__ = ["Claim", "Passage", "Source", "pages", "read_sources"]

_DEFINITION = NamedNode(VOCABULARY_PREFIXES["skos"] + "definition")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a passage states, and how it stands there."""

    triple: Triple
    standing: Standing


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with its claims; ``anchor`` is its place on the page of its source."""

    iri: NamedNode
    anchor: str
    locator: str
    status: str
    tier: str
    stamps: tuple[NamedNode, ...]
    quoted: NamedNode | None
    digest: str
    claims: tuple[Claim, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def by_subject(self) -> list[tuple[Subject, list[Claim]]]:
        """The claims about each thing, in order."""
        return [(subject, list(claims)) for subject, claims in groupby(self.claims, lambda claim: claim.triple.subject)]


@dataclass(frozen=True, slots=True)
class Source:
    """A source as this viewer may know it: title and address are empty where they would tell what is not yet seen."""

    iri: NamedNode
    title: str
    publisher: str
    date: str
    url: str
    tier: str
    stamps: tuple[NamedNode, ...]
    copy_of: tuple[NamedNode, ...]
    copies: tuple[NamedNode, ...]
    passages: tuple[Passage, ...]

    @property
    def name(self) -> str:
        """What to call it: its title, else its publisher and date."""
        return self.title or ", ".join(part for part in (self.publisher, when(self.date)) if part) or local_name(self.iri)

    @property
    def claims(self) -> int:
        """How many claims its passages make."""
        return sum(len(passage.claims) for passage in self.passages)

    @property
    def is_verifiable(self) -> bool:
        """Whether a reader who has the text can check our reading of a passage."""
        return any(passage.digest for passage in self.passages)


def pages(reading: Reading) -> Iterator[Page]:
    """The index, and the page of each source."""
    sources = read_sources(reading, read_standings(reading))
    by_tier: dict[str, list[Source]] = {tier: [] for tier in reversed(TIERS)}
    for source in sources:
        by_tier.setdefault(source.tier, []).append(source)
    yield Page(
        path="sources.html",
        title="Sources",
        description="Every publication that says something of the franchise here, by how near it stands to the screen.",
        template="sources.html",
        section="sources.html",
        values={
            "tiers": [_tier(reading, tier, found) for tier, found in by_tier.items() if found],
            "sources": len(sources),
            "passages": sum(len(source.passages) for source in sources),
            "claims": sum(source.claims for source in sources),
            "when": when,
        },
    )
    names = Names(reading)
    named = {source.iri: source for source in sources}
    for source in sources:
        document = reading.addresses.pages.get(source.iri.value)
        if document is None:
            continue
        yield Page(
            path=f"{document}.html",
            title=source.name,
            description=f"What {source.publisher or 'this source'} states"
            + (f", {when(source.date)}" if source.date else "")
            + f": {source.claims} claims in {len(source.passages)} passages.",
            template="source.html",
            section="sources.html",
            about=source.iri,
            alternates={"text/turtle": f"{document}.ttl", "application/ld+json": f"{document}.jsonld"},
            values={"source": source, "named": named, "names": names, "when": when, "production": fam("Production")},
        )


def _tier(reading: Reading, tier: str, sources: Sequence[Source]) -> tuple[NamedNode, str, Sequence[Source]]:
    concept = NamedNode(f"{CONCEPT}tier-{tier}")
    return concept, reading.value(concept, _DEFINITION), sources


def read_sources(reading: Reading, standings: Standings) -> tuple[Source, ...]:
    """All sources with their passages, by publisher, date and title."""
    passages: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    copies: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for thing, triples in reading.evidence.items():
        for triple in triples:
            if triple.predicate == DERIVED_FROM and isinstance(triple.object, NamedNode):
                passages[triple.object].append(thing)
            elif triple.predicate == ALTERNATE_OF and isinstance(triple.object, NamedNode):
                copies[triple.object].append(thing)
    found = [
        Source(
            iri=iri,
            title=reading.value(iri, TITLE),
            publisher=reading.value(iri, PUBLISHER),
            date=reading.value(iri, DATE_PUBLISHED),
            url=_address(reading.value(iri, URL)),
            tier=slug(reading.value(iri, fam("tier"))),
            stamps=reading.objects(iri, fam("revealedIn")),
            copy_of=reading.objects(iri, ALTERNATE_OF),
            copies=tuple(copies[iri]),
            passages=tuple(_passages(reading, standings, passages[iri])),
        )
        for iri in reading.of_class(fam("Source"))
    ]
    return tuple(sorted(found, key=lambda s: (s.publisher.casefold(), s.date or "9999", s.title.casefold(), s.iri.value)))


def _passages(reading: Reading, standings: Standings, passages: Iterable[NamedNode]) -> Iterator[Passage]:
    for iri in sorted(passages, key=lambda passage: _natural(local_name(passage))):
        claims = reading.claims.get(iri, ())
        cited = {triple: _citation(reading, triple, iri) for triple in claims}
        yield Passage(
            iri=iri,
            anchor=file_name(local_name(iri)),
            locator=reading.value(iri, fam("locator")),
            status=slug(reading.value(iri, fam("status"))),
            tier=slug(reading.value(iri, fam("tier"))),
            stamps=reading.objects(iri, fam("revealedIn")),
            quoted=next(iter(reading.objects(iri, QUOTED_FROM)), None),
            digest=reading.value(iri, fam("textDigest")),
            claims=tuple(Claim(t, standings.in_passage(t, found)) for t, found in cited.items() if found is not None),
            verdicts=standings.on_node(iri),
        )


def _citation(reading: Reading, triple: Triple, passage: NamedNode) -> Citation | None:
    return next((c for c in reading.citations.get(triple, ()) if c.passage == passage.value), None)


def _natural(name: str) -> tuple[str, int, str]:
    """A key that puts passage 10 after passage 9."""
    head, _, number = name.rpartition("-")
    return (head, int(number), "") if number.isdecimal() else (name, 0, number)


def _address(url: str) -> str:
    """An address that a browser may open; nothing for any other scheme."""
    return url if url.startswith(("https://", "http://")) else ""
