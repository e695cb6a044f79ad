"""Rules about sources and passages: every claim leads to who says so, how, and when a viewer may know it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.check.findings import Fault, Reach, rule
from famkg.check.reading import DataFile, Record
from famkg.claims.model import Term
from famkg.compile.accept import TIERS
from famkg.terms import CONCEPT, DERIVED_FROM, PUBLISHER, QUOTED_FROM, TITLE, URL, fam

if TYPE_CHECKING:
    from famkg.check.context import Context

__all__ = ["LOCATOR", "RULES"]

LOCATOR = re.compile(r"line [1-9][0-9]*|time [0-9]{2}:[0-5][0-9]:[0-5][0-9]|page")
"""How a passage says where in its source it stands."""

_WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_STATUSES = ("stated", "announced", "speculated", "denied")


def _passages(context: Context) -> Iterator[tuple[DataFile, NamedNode, Record]]:
    for file in context.sources:
        for node, record in file.by_subject(fam("Passage")).items():
            yield file, node, record


def _one_of(values: Sequence[Term], scheme: str, slugs: tuple[str, ...]) -> bool:
    return len(values) == 1 and values[0].value in {f"{CONCEPT}{scheme}-{slug}" for slug in slugs}


@rule("passage-record", reach=Reach.FILE)
def passage_record(context: Context) -> Iterator[Fault]:
    """The name of a graph is the citation of its claims, so each graph needs the record of its passage in the same
    file. Write the record above the graph, or mend the name.
    """
    for file in context.sources:
        recorded = file.by_subject(fam("Passage"))
        reported: set[NamedNode] = set()
        for claim in file.stated:
            name = claim.passage
            if name is not None and name not in recorded and name not in reported:
                reported.add(name)
                yield Fault(context.at_claim(claim), f"graph {context.curie(name)} has no passage record", name)


@rule("passage-source", reach=Reach.FILE)
def passage_source(context: Context) -> Iterator[Fault]:
    """A passage without its source says nothing about who says so. Add prov:wasDerivedFrom with the source whose
    record stands in the same file.
    """
    for file, node, record in _passages(context):
        named = record[DERIVED_FROM]
        if len(named) != 1 or named[0] not in file.by_subject(fam("Source")):
            yield Fault(context.at_node(node), f"{context.curie(node)} names no one source of this file", node, DERIVED_FROM)


@rule("passage-status", reach=Reach.FILE)
def passage_status(context: Context) -> Iterator[Fault]:
    """What is stated, announced, speculated and denied must stay apart: only the first two can become facts. Give the
    passage exactly one fam:status of these four; a stretch that mixes is several passages.
    """
    for _, node, record in _passages(context):
        if not _one_of(record[fam("status")], "status", _STATUSES):
            yield Fault(context.at_node(node), f"{context.curie(node)} needs one fam:status: {', '.join(_STATUSES)}", node)


@rule("passage-locator", reach=Reach.FILE)
def passage_locator(context: Context) -> Iterator[Fault]:
    """A reader must find the place. Give exactly one fam:locator: line N (the n-th non-empty line), time HH:MM:SS, or
    page where only part of a page was seen.
    """
    for _, node, record in _passages(context):
        found = record[fam("locator")]
        if len(found) != 1 or not LOCATOR.fullmatch(found[0].value):
            message = f'{context.curie(node)} needs one fam:locator: "line 12", "time 00:41:30" or "page"'
            yield Fault(context.at_node(node), message, node)


@rule("passage-stamp", reach=Reach.FILE)
def passage_stamp(context: Context) -> Iterator[Fault]:
    """The stamp says when a viewer learns what the passage states; without one it stays hidden from whoever has not
    seen everything. Add fam:revealedIn with an episode, a season, or fam:Production for what tells nothing.
    """
    for _, node, record in _passages(context):
        if not record[fam("revealedIn")]:
            yield Fault(context.at_node(node), f"{context.curie(node)} has no fam:revealedIn", node)


@rule("passage-empty", reach=Reach.FILE)
def passage_empty(context: Context) -> Iterator[Fault]:
    """A passage about nothing of ours is not written. State in its graph what the stretch says, or remove the record."""
    for file, node, _ in _passages(context):
        if not any(claim.passage == node for claim in file.stated):
            yield Fault(context.at_node(node), f"{context.curie(node)} states nothing", node)


@rule("passage-digest", reach=Reach.FILE)
def passage_digest(context: Context) -> Iterator[Fault]:
    """fam:textDigest lets whoever has the text verify our reading: SHA-256 in 64 lower-case hexadecimal digits of the
    line that the locator names. Mend it, or remove it where the text is not located by line.
    """
    for _, node, record in _passages(context):
        found = record[fam("textDigest")]
        if not found:
            continue
        if len(found) > 1 or not _DIGEST.fullmatch(found[0].value):
            yield Fault(context.at_node(node), f"{context.curie(node)} needs one fam:textDigest of 64 hexadecimal digits", node)
        elif not any(value.value.startswith("line ") for value in record[fam("locator")]):
            yield Fault(context.at_node(node), f"{context.curie(node)} has a fam:textDigest and no locator by line", node)


@rule("passage-quote", reach=Reach.FILE)
def passage_quote(context: Context) -> Iterator[Fault]:
    """A passage weighs as much as its source, or as the one person or body it quotes. Give fam:tier only beside one
    prov:wasQuotedFrom; two speakers are two passages.
    """
    for _, node, record in _passages(context):
        if len(record[QUOTED_FROM]) > 1:
            yield Fault(context.at_node(node), f"{context.curie(node)} quotes several; two speakers are two passages", node)
        if record[fam("tier")] and not (record[QUOTED_FROM] and _one_of(record[fam("tier")], "tier", TIERS)):
            yield Fault(context.at_node(node), f"{context.curie(node)} may have one fam:tier, beside prov:wasQuotedFrom", node)


@rule("source-record", reach=Reach.FILE)
def source_record(context: Context) -> Iterator[Fault]:
    """A citation names publisher and title and leads to an address, and its tier settles contradictions. Give the source
    exactly one schema:publisher, dcterms:title, fam:tier and schema:url; an episode (tier on-screen) needs no address.
    """
    for file in context.sources:
        for node, record in file.by_subject(fam("Source")).items():
            name = context.curie(node)
            for term, shown in ((PUBLISHER, "schema:publisher"), (TITLE, "dcterms:title")):
                if len(record[term]) != 1 or not record[term][0].value.strip() or isinstance(record[term][0], NamedNode):
                    yield Fault(context.at_node(node), f"{name} needs one {shown}", node, term)
            if not _one_of(record[fam("tier")], "tier", TIERS):
                yield Fault(context.at_node(node), f"{name} needs one fam:tier: {', '.join(TIERS)}", node, fam("tier"))
            addresses = [each for each in record[URL] if isinstance(each, NamedNode) and _WEB.match(each.value)]
            on_screen = _one_of(record[fam("tier")], "tier", ("on-screen",))
            if len(addresses) != len(record[URL]) or len(addresses) > 1 or not (addresses or on_screen):
                yield Fault(context.at_node(node), f"{name} needs one schema:url, an address on the web", node, URL)


@rule("stamp-target")
def stamp_target(context: Context) -> Iterator[Fault]:
    """A stamp that is no registered episode or season lets nobody pass. Name one, or fam:Production."""
    order = context.claims.order
    for record in context.records:
        if record.predicate != fam("revealedIn") or record.object == fam("Production"):
            continue
        if order.position(record.object.value) is None:
            message = f"{context.curie(record.object)} is no registered episode, nor a season that has one"
            yield Fault(context.at_claim(record), message, record.subject)


RULES = (
    passage_record,
    passage_source,
    passage_status,
    passage_locator,
    passage_stamp,
    passage_empty,
    passage_digest,
    passage_quote,
    source_record,
    stamp_target,
)
