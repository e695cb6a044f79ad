"""Rules about computed slugs: of role nodes, and of episodes and seasons.

Two sources agree about a casting by stating the same IRI, so the IRI is computed from what the node joins.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from famkg.check.findings import Fault, rule
from famkg.claims.model import Term
from famkg.progress import EPISODE_SLUG, SEASON_SLUG
from famkg.terms import CONCEPT, VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.check.context import Context

__all__ = ["ROLES", "RULES", "slug_of"]

_ABOUT = NamedNode(VOCABULARY_PREFIXES["schema"] + "about")
_NUMBERED = "(-[0-9]+)?"
_ANYTHING = "(-[a-z0-9-]+)?"


@dataclass(frozen=True, slots=True)
class _Key:
    """How a role node's slug is made: the parts it must have, those it may have, and what may follow."""

    parts: tuple[NamedNode, ...]
    optional: tuple[NamedNode, ...] = ()
    tail: str = ""
    form: str = ""


ROLES: Final[Mapping[NamedNode, _Key]] = {
    fam("Casting"): _Key(
        (fam("agent"), fam("character"), fam("work")), (fam("phase"),), form="<actor>-<character>-<season>[-<phase>]"
    ),
    fam("Credit"): _Key((fam("agent"), fam("role"), fam("work")), form="<person>-<job>-<work>"),
    fam("Post"): _Key(
        (fam("agent"), fam("role"), fam("organization")), tail=_NUMBERED, form="<holder>-<office>-<organization>[-n]"
    ),
    fam("Participation"): _Key((fam("event"), fam("agent"), fam("role")), form="<event>-<who>-<role>"),
    fam("Relationship"): _Key((fam("agent"), fam("relatedTo"), fam("role")), tail=_NUMBERED, form="<a>-<b>-<kind>[-n]"),
    fam("Quantity"): _Key((_ABOUT, fam("kind")), tail=_ANYTHING, form="<of>-<kind>[-<at>]"),
    fam("Announcement"): _Key((fam("work"), fam("kind")), (fam("agent"),), tail=_NUMBERED, form="<work>-<kind>[-<agent>][-n]"),
    fam("Nomination"): _Key((fam("work"), fam("award")), (fam("agent"),), form="<work>-<award>-<year>[-<agent>]"),
}
"""The classes whose nodes are made by claims and not registered, and how their slugs are computed."""


def slug_of(term: Term) -> str:
    """The part a term adds to a slug: a concept's follows its scheme, a literal's is its text in kebab-case."""
    if isinstance(term, Literal):
        bare = "".join(c for c in unicodedata.normalize("NFKD", term.value) if not unicodedata.combining(c))
        return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", bare.casefold())).strip("-")
    if term.value.startswith(CONCEPT):
        return term.value.removeprefix(CONCEPT).partition("-")[2]
    return term.value.rsplit("/", 1)[-1]


@rule("role-slug")
def role_slug(context: Context) -> Iterator[Fault]:
    """Two sources agree about a role by stating the same IRI, so its slug is computed from what the node joins, as the
    message says; what lacks a part of the key is no such node (an actor without a character is an announcement). Rename
    the node, or complete it.
    """
    values: dict[NamedNode, dict[NamedNode, set[Term]]] = defaultdict(lambda: defaultdict(set))
    for claim in context.stated:
        if claim.subject in context.typed and context.typed[claim.subject] in ROLES:
            values[claim.subject][claim.predicate].add(claim.object)
    for node, record in values.items():
        key = ROLES[context.typed[node]]
        missing = [context.curie(part) for part in key.parts if not record[part]]
        if missing:
            message = f"{context.curie(node)} lacks {', '.join(missing)}; its slug is {key.form}"
            yield Fault(context.at_node(node), message, node)
        elif not any(re.fullmatch(pattern, slug_of(node)) for pattern in _patterns(key, record)):
            yield Fault(context.at_node(node), f"{context.curie(node)} should be {_expected(key, record)}", node)


def _patterns(key: _Key, record: Mapping[NamedNode, set[Term]]) -> Iterator[str]:
    for parts in product(*(sorted(record[part], key=str) for part in key.parts)):
        stem = "-".join(map(slug_of, parts)) + ("-[0-9]{4}" if fam("award") in key.parts else "")
        yield stem + key.tail
        for extra in key.optional:
            yield from (f"{stem}-{slug_of(value)}{key.tail}" for value in record.get(extra, ()))


def _expected(key: _Key, record: Mapping[NamedNode, set[Term]]) -> str:
    patterns = [pattern.removesuffix(key.tail) for pattern in _patterns(key, record)]
    return " or ".join(patterns[:3]).replace("[0-9]{4}", "<year>") + f" ({key.form})"


@rule("work-number")
def work_number(context: Context) -> Iterator[Fault]:
    """Stamps are ordered by the numbers in the IRIs, episode:<show>-sNNeNN and season:<show>-N, so what is claimed of an
    episode or season must say the same. Mend the claim, or the IRI.
    """
    kinds = {fam("Episode"): EPISODE_SLUG, fam("Season"): SEASON_SLUG}
    for node in context.registered:
        pattern = kinds.get(context.claims.types.get(node, node))
        if pattern is not None and not pattern.fullmatch(slug_of(node)):
            form = "<show>-sNNeNN" if pattern is EPISODE_SLUG else "<show>-N"
            yield Fault(context.at_node(node), f"{context.curie(node)} has no number; name it {form}", node)
    wholes = {fam("Season"): fam("Show"), fam("Episode"): fam("Season")}
    for claim in context.stated:
        kind = context.claims.types.get(claim.subject)
        if kind is None or kind not in kinds or not (found := kinds[kind].fullmatch(slug_of(claim.subject))):
            continue
        place = (found["show"], int(found["season"]))
        if claim.predicate == fam("number"):
            own = int(found["episode"]) if kind == fam("Episode") else place[1]
            if claim.object.value != str(own):
                message = f"{context.curie(claim.subject)} has the number {own}, not {claim.object.value}"
                yield Fault(context.at_claim(claim), message, claim.subject, claim.predicate)
        elif claim.predicate == fam("partOf") and _is_a(context, claim.object, wholes[kind]):
            whole = f"{place[0]}-{place[1]}" if kind == fam("Episode") else place[0]
            if slug_of(claim.object) != whole:
                message = f"{context.curie(claim.subject)} is part of {whole}, not of {context.curie(claim.object)}"
                yield Fault(context.at_claim(claim), message, claim.subject, claim.predicate)


def _is_a(context: Context, term: Term, kind: NamedNode) -> bool:
    return isinstance(term, NamedNode) and context.claims.types.get(term) == kind


RULES = (role_slug, work_number)
