"""Rules about the register: who and what exists, each once, with a class, a name and a world."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from famkg.check.findings import Fault, rule
from famkg.check.slugs import ROLES
from famkg.terms import DECLARE, HIDDEN_LABEL, PREF_LABEL, REPLACED_BY, TYPE, URL, VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.check.context import Context

__all__ = ["RULES"]

_IN_WORLD = fam("inWorld")
_SCHEMA = VOCABULARY_PREFIXES["schema"]
_SAME_AS = NamedNode(_SCHEMA + "sameAs")
_ALLOWED = frozenset({TYPE, PREF_LABEL, HIDDEN_LABEL, _IN_WORLD, REPLACED_BY, _SAME_AS, NamedNode(_SCHEMA + "identifier")})
_ADDRESSES = frozenset({_SAME_AS, URL})
"""Properties whose values are pages elsewhere, though their addresses may begin like an IRI of ours."""


@rule("entity-type")
def entity_type(context: Context) -> Iterator[Fault]:
    """A thing is of exactly one declared class, or no query finds it. Give it one class with a."""
    for node, record in context.registered.items():
        kinds = record[TYPE]
        if len(kinds) != 1:
            message = f"{context.curie(node)} is registered with {len(kinds) or 'no'} classes; give it one"
            yield Fault(context.at_node(node), message.replace("no classes", "no class"), node, TYPE)
        elif kinds[0] not in context.vocabulary.ancestry:
            yield Fault(context.at_node(node), f"class {context.curie(kinds[0])} is not declared", node, TYPE)
        elif kinds[0] in ROLES:
            message = f"{context.curie(node)} is a role node; its claims make it, the register does not"
            yield Fault(context.at_node(node), message, node, TYPE)


@rule("entity-label")
def entity_label(context: Context) -> Iterator[Fault]:
    """Pages, tables and drawings call a thing by its skos:prefLabel: exactly one, with a language tag, the name at first
    appearance. Add it, or make later names stamped claims (skos:altLabel, fam:displayName).
    """
    for node, record in context.registered.items():
        labels = record[PREF_LABEL]
        if len(labels) != 1 or not isinstance(labels[0], Literal) or not labels[0].language or not labels[0].value.strip():
            message = f"{context.curie(node)} needs one skos:prefLabel with a language tag"
            yield Fault(context.at_node(node), message, node, PREF_LABEL)


@rule("entity-world")
def entity_world(context: Context) -> Iterator[Fault]:
    """Characters, events, missions and craft belong to exactly one world, and nothing belongs to two: what two
    histories have of their own are two entities joined by fam:counterpart. Add fam:inWorld, or split the entity.
    """
    for node, record in context.registered.items():
        worlds = record[_IN_WORLD]
        kind = context.claims.types.get(node)
        needed = kind is not None and _IN_WORLD in context.schema.required.get(kind, frozenset())
        if len(worlds) > 1 or (needed and not worlds):
            message = f"{context.curie(node)} is in {len(worlds) or 'no'} worlds; register it in one"
            yield Fault(context.at_node(node), message.replace("no worlds", "no world"), node, _IN_WORLD)


@rule("entity-twice")
def entity_twice(context: Context) -> Iterator[Fault]:
    """Each thing has one block in the register, so that a change is made in one place. Merge the blocks."""
    entities = context.layers.graph / "entities"
    for node in context.registered:
        first, *more = (place for place in context.locator.blocks(node) if place.path.is_relative_to(entities))
        for place in more:
            yield Fault(place, f"{context.curie(node)} is registered at {first.path.name}:{first.line} already", node)


@rule("entity-property")
def entity_property(context: Context) -> Iterator[Fault]:
    """The register says who exists, not what is known of them: only a, skos:prefLabel, skos:hiddenLabel, fam:inWorld,
    schema:sameAs, schema:identifier and dcterms:isReplacedBy. Everything else is a claim: state it in a passage.
    """
    for entry in context.register:
        if entry.predicate not in _ALLOWED:
            message = f"{context.curie(entry.predicate)} does not belong in the register; state it in a passage"
            yield Fault(context.at_claim(entry), message, entry.subject, entry.predicate)


@rule("dangling")
def dangling(context: Context) -> Iterator[Fault]:
    """An IRI of ours that leads to nothing is a misspelling, or a thing that was never registered. Mend the name,
    register the entity in graph/entities/, or give the role node its class.
    """
    roles = {node for node, kind in context.typed.items() if kind in ROLES}
    known: set[object] = {*context.registered, *roles, *context.claims.records}
    known |= {triple.subject for triple in context.upkeep} | {t.object for t in context.upkeep if t.predicate == DECLARE}
    ours = context.prefixes.data_namespaces
    for claim in (*context.stated, *context.register, *context.records, *context.upkeep):
        for term in (claim.subject, claim.object):
            if term in known or not isinstance(term, NamedNode) or not term.value.startswith(ours):
                continue
            if claim.predicate == fam("revealedIn") or (term == claim.object and claim.predicate in _ADDRESSES):
                continue
            known.add(term)  # once is enough
            kind = context.typed.get(term)
            what = f"is {context.curie(kind)} and not registered" if kind else "is neither registered nor a role node"
            yield Fault(context.at_claim(claim), f"{context.curie(term)} {what}", term)


@rule("unused-entity")
def unused_entity(context: Context) -> Iterator[Fault]:
    """What no claim, stamp or other entity names is known from nothing. State what a source says of it, or remove it;
    episodes and seasons stay, since stamps are ordered by them.
    """
    used: set[object] = {term for claim in context.stated for term in (claim.subject, claim.object)}
    used |= {each.object for each in (*context.records, *context.upkeep, *context.register)}
    for node, record in context.registered.items():
        ordered = node.value in context.claims.order.episodes or node.value in context.claims.order.seasons
        if node not in used and not ordered and not record[REPLACED_BY]:
            yield Fault(context.at_node(node), f"{context.curie(node)} is in no claim", node)


RULES = (
    entity_type,
    entity_label,
    entity_world,
    entity_twice,
    entity_property,
    dangling,
    unused_entity,
)
