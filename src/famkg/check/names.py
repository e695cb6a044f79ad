"""Rules about names: each thing has its own, nobody's tells what comes later, slugs are plain."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from famkg.check.findings import Fault, rule
from famkg.check.slugs import slug_of
from famkg.progress import EpisodeOrder, Progress
from famkg.query.names import fold
from famkg.terms import ALT_LABEL, PREF_LABEL, REPLACED_BY, fam

if TYPE_CHECKING:
    from famkg.check.context import Context

__all__ = ["RULES"]

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_OTHER_NAMES = frozenset({ALT_LABEL, fam("displayName")})
_SHORTEST, _LONGEST = 8, 200
"""In a name of fewer letters one letter likely makes another name; one of more is no name."""


@rule("near-duplicate")
def near_duplicate(context: Context) -> Iterator[Fault]:
    """Two things of one class whose names differ in nothing but case, accents, punctuation, the order of words or one
    letter are likely one thing registered twice. Merge them (dcterms:isReplacedBy keeps the old IRI), or tell their
    labels apart; the same name in two worlds is fine, and so are names that differ in a number.
    """
    groups: dict[object, list[tuple[str, NamedNode]]] = defaultdict(list)
    for node, record in context.registered.items():
        if not record[REPLACED_BY]:
            group = context.claims.types.get(node), frozenset(record[fam("inWorld")])
            groups[group] += [(fold(label.value), node) for label in record[PREF_LABEL]]
    for members in groups.values():
        seen: dict[str, NamedNode] = {}
        for name, node in members:
            twin = next((seen[key] for key in _keys(name) if key in seen and seen[key] != node), None)
            if twin is not None:
                yield Fault(context.at_node(node), f"{context.curie(node)} is named like {context.curie(twin)}", node)
            for key in _keys(name):
                seen.setdefault(key, node)


def _keys(name: str) -> Iterator[str]:
    """What two near names share: the name with its words sorted; of a long one without numbers, also less one letter."""
    yield " ".join(sorted(name.split()))
    if _SHORTEST <= len(name) <= _LONGEST and not any(map(str.isdigit, name)):
        yield from (f"{name[:at]}\0{name[at + 1 :]}" for at in range(len(name)))
        yield from (f"{name[:at]}\0{name[at:]}" for at in range(len(name) + 1))


@rule("slug-form")
def slug_form(context: Context) -> Iterator[Fault]:
    """A slug is an address that people type and file systems hold: lower-case ASCII letters, digits, single hyphens, and
    it never changes. Rename the thing everywhere before it is published.
    """
    for node in dict.fromkeys((*context.registered, *context.typed, *context.claims.records)):
        if node.value.startswith(context.prefixes.data_namespaces) and not _SLUG.fullmatch(_local(context, node)):
            message = f"slug {_local(context, node)!r} is not lower-case ASCII words with single hyphens"
            yield Fault(context.at_node(node), message, node)


def _local(context: Context, node: NamedNode) -> str:
    spaces = (space for space in context.prefixes.data_namespaces if node.value.startswith(space))
    return node.value[len(max(spaces, key=len)) :]


@rule("spoiling-name")
def spoiling_name(context: Context) -> Iterator[Fault]:
    """Label and slug are shown to everyone who may know the thing at all, so neither may be a name that the thing takes
    later, nor name a character that a viewer meets later. Register the name at first appearance, and state the later one
    as a stamped claim (skos:altLabel, fam:displayName).
    """
    about, later = _tellings(context)
    meets = {
        fold(label.value): node
        for node, record in context.registered.items()
        if context.claims.types.get(node) == fam("Character")
        for label in record[PREF_LABEL]
        if len(label.value) <= _LONGEST
    }
    most = max((len(name.split()) for name in meets), default=0)
    for node, record in context.registered.items():
        viewers = _first_viewers(context, about.get(node, set()))
        labels = {fold(label.value) for label in record[PREF_LABEL]}
        slug = " ".join(slug_of(node).split("-"))
        shown = labels if any(set(slug.split()) <= set(label.split()) for label in labels) else {*labels, slug}
        for name, telling in later.get(node, {}).items():
            if name in shown and any(not _knows(context, viewer, telling) for viewer in viewers):
                message = f"{context.curie(node)} is registered by the name {name!r}, which is told later"
                yield Fault(context.at_node(node), message, node)
        for name in sorted(part for text in shown for part in _parts(text, most) if meets.get(part, node) != node):
            telling = about.get(meets[name], set())
            if telling and any(not _knows(context, viewer, telling) for viewer in viewers):
                message = f"{context.curie(node)} names {context.curie(meets[name])}, whom a viewer meets later"
                yield Fault(context.at_node(node), message, node)


_Tellings = Mapping[NamedNode, set[NamedNode]]


def _tellings(context: Context) -> tuple[_Tellings, Mapping[NamedNode, Mapping[str, set[NamedNode]]]]:
    """The passages that speak of each thing, and those that tell each other name of it (folded)."""
    about: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    names: dict[NamedNode, dict[str, set[NamedNode]]] = defaultdict(lambda: defaultdict(set))
    for claim in context.stated:
        if claim.passage not in context.claims.passages:
            continue
        for term in (claim.subject, claim.object):
            if isinstance(term, NamedNode) and claim.passage is not None:
                about[term].add(claim.passage)
        if claim.predicate in _OTHER_NAMES and isinstance(claim.object, Literal) and claim.passage is not None:
            names[claim.subject][fold(claim.object.value)].add(claim.passage)
    return about, names


def _first_viewers(context: Context, passages: set[NamedNode]) -> set[Progress]:
    """Of each passage the viewer who has seen just enough to be told it; of one that nobody is told, none."""
    order = context.claims.order
    stamps = (context.claims.passages[passage].stamps for passage in passages)
    return {viewer for each in stamps if each and (viewer := _just_enough(each, order)).knows_all(_values(each), order)}


def _just_enough(stamps: tuple[NamedNode, ...], order: EpisodeOrder) -> Progress:
    seen: dict[str, tuple[int, int]] = {}
    for stamp in stamps:
        if position := order.position(stamp.value):
            show, season, episode = position
            seen[show] = max((season, episode), seen.get(show, (0, 0)))
    return Progress(tuple(sorted(seen.items())))


def _knows(context: Context, viewer: Progress, passages: set[NamedNode]) -> bool:
    order = context.claims.order
    return any(viewer.knows_all(_values(context.claims.passages[passage].stamps), order) for passage in passages)


def _values(stamps: tuple[NamedNode, ...]) -> Iterator[str]:
    return (stamp.value for stamp in stamps)


def _parts(text: str, most: int) -> Iterator[str]:
    """Every run of two or more words of a text, and at most so many, but not the whole text: real people and their
    in-story versions share a name.
    """
    words = text.split()
    for size in range(2, min(most, len(words) - 1) + 1):
        yield from (" ".join(words[start : start + size]) for start in range(len(words) - size + 1))


RULES = (near_duplicate, slug_form, spoiling_name)
