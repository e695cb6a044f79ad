"""What famkg is, how a fact becomes one, what is covered, and how to use, cite and mend it; the anchors of what has no page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.compile.accept import TIERS
from famkg.site.evidence.saying import when
from famkg.site.guide.works import read_works
from famkg.site.shell import Page
from famkg.site.start.home import example_progress
from famkg.terms import CONCEPT, DERIVED_FROM, DESCRIPTION, LICENSE, TITLE, VOCABULARY_PREFIXES, fam
from famkg.version import __version__

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["pages"]

_SECTION = "about.html"
_CREATOR, _MODIFIED, _DATE = (NamedNode(VOCABULARY_PREFIXES["dcterms"] + name) for name in ("creator", "modified", "date"))
_DEFINITION = NamedNode(VOCABULARY_PREFIXES["skos"] + "definition")
_CONTACTS = tuple(
    map(
        NamedNode,
        (
            "http://www.w3.org/ns/dcat#contactPoint",
            "http://xmlns.com/foaf/0.1/homepage",
            VOCABULARY_PREFIXES["schema"] + "codeRepository",
        ),
    )
)
"""By which properties a dataset may say where its makers are reached."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A coverage record: an area, through which work it is complete, when that was checked, and what is missing."""

    iri: NamedNode
    area: str
    through: tuple[NamedNode, ...]
    checked: str
    missing: str


@dataclass(frozen=True, slots=True)
class Word:
    """A status or tier: how many records have it (passages or sources), and how many claims these make."""

    iri: NamedNode
    definition: str
    records: int
    claims: int


def pages(reading: Reading) -> Iterator[Page]:
    """The one page."""
    modified = reading.value(reading.dataset, _MODIFIED)
    yield Page(
        path=_SECTION,
        title="About",
        description="What famkg is, how a fact becomes one, what is covered, and how to cite it.",
        template="about.html",
        section=_SECTION,
        values={
            "dataset": reading.dataset.value,
            "title": reading.value(reading.dataset, TITLE) or "famkg",
            "said": reading.value(reading.dataset, DESCRIPTION),
            "creator": reading.value(reading.dataset, _CREATOR),
            "modified": modified,
            "modified_words": when(modified),
            "year": modified[:4],
            "version": __version__,
            "home": reading.home,
            "example": example_progress(read_works(reading)),
            "coverage": _coverage(reading),
            "statuses": _statuses(reading),
            "tiers": _tiers(reading),
            "judged": _verdicts(reading),
            "contacts": _contacts(reading),
            "licence_iri": reading.value(reading.dataset, LICENSE),
            "prefixes": reading.kg.prefixes.namespaces,
            "counts": {
                "sources": len(reading.of_class(fam("Source"))),
                "passages": len(reading.claims),
                "claims": sum(map(len, reading.claims.values())),
                "facts": sum(map(len, reading.facts.values())),
                "inferred": len(reading.inferred),
            },
        },
    )


def _coverage(reading: Reading) -> list[Covered]:
    found = []
    for record in reading.of_class(fam("Coverage")):
        checked = reading.value(record, _DATE)
        found.append(
            Covered(
                record,
                reading.value(record, fam("area")),
                reading.objects(record, fam("completeThrough")),
                when(checked),
                reading.value(record, fam("missing")),
            )
        )
    return sorted(found, key=lambda covered: (covered.area, covered.iri.value))


def _statuses(reading: Reading) -> list[Word]:
    """The statuses, the commonest first: how many passages have each."""
    records: Counter[NamedNode] = Counter()
    claims: Counter[NamedNode] = Counter()
    for passage, stated in reading.claims.items():
        for status in reading.objects(passage, fam("status")):
            records[status] += 1
            claims[status] += len(stated)
    return _words(reading, records, claims)


def _tiers(reading: Reading) -> list[Word]:
    """The tiers, the weightiest first: how many sources have each, and the claims by the tier that each carries."""
    records: Counter[NamedNode] = Counter()
    claims: Counter[NamedNode] = Counter()
    own: dict[NamedNode, NamedNode] = {}
    for source in reading.of_class(fam("Source")):
        for tier in reading.objects(source, fam("tier")):
            records[tier] += 1
            own[source] = tier
    for passage, stated in reading.claims.items():
        quoted = reading.objects(passage, fam("tier"))
        tiers = quoted or tuple(own[source] for source in reading.objects(passage, DERIVED_FROM) if source in own)
        for tier in tiers[:1]:
            claims[tier] += len(stated)
    ranks = {NamedNode(f"{CONCEPT}tier-{tier}"): rank for rank, tier in enumerate(TIERS)}
    return sorted(_words(reading, records, claims), key=lambda word: -ranks.get(word.iri, -1))


def _words(reading: Reading, records: Counter[NamedNode], claims: Counter[NamedNode]) -> list[Word]:
    found = [Word(each, reading.value(each, _DEFINITION), records[each], claims[each]) for each in {*records, *claims}]
    return sorted(found, key=lambda word: (-word.claims, -word.records, word.iri.value))


def _verdicts(reading: Reading) -> list[tuple[NamedNode, int]]:
    counted = Counter(v for judgement in reading.of_class(fam("Judgement")) for v in reading.objects(judgement, fam("verdict")))
    return sorted(counted.items(), key=lambda item: (-item[1], item[0].value))


def _contacts(reading: Reading) -> list[str]:
    """Where the makers of the dataset are reached, as far as it says so; only what a browser may open."""
    found = [contact.value for predicate in _CONTACTS for contact in reading.objects(reading.dataset, predicate)]
    return [contact for contact in found if contact.startswith(("https://", "http://", "mailto:"))]
