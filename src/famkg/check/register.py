"""Rules about the register: who and what exists, each once, with a class, a name and a world."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Triple

from famkg.check.findings import Fault, rule
from famkg.check.slugs import ROLES
from famkg.query.names import fold
from famkg.terms import DECLARE, HIDDEN_LABEL, PREF_LABEL, REPLACED_BY, TYPE, VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.check.context import Context

__all__ = ["RULES"]

_IN_WORLD = fam("inWorld")
_SCHEMA = VOCABULARY_PREFIXES["schema"]
_ALLOWED = frozenset(
    {TYPE, PREF_LABEL, HIDDEN_LABEL, _IN_WORLD, REPLACED_BY, NamedNode(_SCHEMA + "sameAs"), NamedNode(_SCHEMA + "identifier")}
)


def _values(triples: tuple[Triple, ...], predicate: NamedNode) -> list[object]:
    return [triple.object for triple in triples if triple.predicate == predicate]


@rule("entity-type")
def entity_type(context: Context) -> Iterator[Fault]:
    """A thing is of exactly one declared class, or no query finds it. Give it one class with a."""
    for node, triples in context.registered.items():
        kinds = _values(triples, TYPE)
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
    for node, triples in context.registered.items():
        labels = _values(triples, PREF_LABEL)
        if len(labels) != 1 or not isinstance(labels[0], Literal) or not labels[0].language or not labels[0].value.strip():
            message = f"{context.curie(node)} needs one skos:prefLabel with a language tag"
            yield Fault(context.at_node(node), message, node, PREF_LABEL)


@rule("entity-world")
def entity_world(context: Context) -> Iterator[Fault]:
    """Characters, events, missions and craft belong to exactly one world, and nothing belongs to two: what two
    histories have of their own are two entities joined by fam:counterpart. Add fam:inWorld, or split the entity.
    """
    for node, triples in context.registered.items():
        worlds = _values(triples, _IN_WORLD)
        kind = context.claims.types.get(node)
        needed = kind is not None and _IN_WORLD in context.schema.required.get(kind, frozenset())
        if len(worlds) > 1 or (needed and not worlds):
            message = f"{context.curie(node)} is in {len(worlds) or 'no'} worlds; register it in one"
            yield Fault(context.at_node(node), message.replace("no worlds", "no world"), node, _IN_WORLD)


@rule("entity-twice")
def entity_twice(context: Context) -> Iterator[Fault]:
    """Each thing has one block in the register, so that a change is made in one place. Merge the blocks."""
    for node in context.registered:
        for place in context.locator.blocks(node)[1:]:
            first = context.locator.blocks(node)[0]
            yield Fault(place, f"{context.curie(node)} is registered at {first.path.name}:{first.line} already", node)


@rule("entity-property")
def entity_property(context: Context) -> Iterator[Fault]:
    """The register says who exists, not what is known of them: only a, skos:prefLabel, skos:hiddenLabel, fam:inWorld,
    schema:sameAs, schema:identifier and dcterms:isReplacedBy. Everything else is a claim: state it in a passage.
    """
    for triple in context.claims.register:
        if triple.predicate not in _ALLOWED:
            message = f"{context.curie(triple.predicate)} does not belong in the register; state it in a passage"
            yield Fault(context.at_triple(triple), message, triple.subject, triple.predicate)


@rule("dangling")
def dangling(context: Context) -> Iterator[Fault]:
    """An IRI of ours that leads to nothing is a misspelling, or a thing that was never registered. Mend the name,
    register the entity in graph/entities/, or give the role node its class.
    """
    claims = context.claims
    roles = {node for node, kind in context.typed.items() if kind in ROLES}
    known = {*context.registered, *roles, *claims.records, *claims.sources, *claims.passages}
    known |= {triple.subject for triple in claims.upkeep} | {t.object for t in claims.upkeep if t.predicate == DECLARE}
    ours = claims.prefixes.data_namespaces
    stated = [*claims.quads, *(Quad(*triple) for triple in claims.register)]
    stated += [Quad(*triple) for triples in claims.records.values() for triple in triples]
    stated += [Quad(*triple) for triple in claims.upkeep]
    reported: set[NamedNode] = set()
    for quad in stated:
        for term in (quad.subject, quad.object):
            if not isinstance(term, NamedNode) or term in known or term in reported or not term.value.startswith(ours):
                continue
            if quad.predicate == fam("revealedIn") or _is_address(quad, term):
                continue
            reported.add(term)
            kind = context.typed.get(term)
            what = f"is {context.curie(kind)} and not registered" if kind else "is neither registered nor a role node"
            yield Fault(context.at_claim(quad), f"{context.curie(term)} {what}", term)


def _is_address(quad: Quad, term: NamedNode) -> bool:
    """Whether an IRI is a page's address or an identifier elsewhere, which may lie in one of our namespaces."""
    return term == quad.object and quad.predicate.value in (_SCHEMA + "url", _SCHEMA + "sameAs")


@rule("near-duplicate")
def near_duplicate(context: Context) -> Iterator[Fault]:
    """Two things of one class whose names differ in nothing but case, accents or punctuation are likely one thing
    registered twice. Merge them (dcterms:isReplacedBy keeps the old IRI), or tell their labels apart; the same name in
    two worlds is fine.
    """
    bearers: dict[tuple[NamedNode | None, str], list[NamedNode]] = defaultdict(list)
    for node, triples in context.registered.items():
        if not _values(triples, REPLACED_BY):
            for label in _values(triples, PREF_LABEL):
                bearers[context.claims.types.get(node), fold(getattr(label, "value", ""))].append(node)
    for nodes in bearers.values():
        for i, node in enumerate(nodes):
            worlds = _values(context.registered[node], _IN_WORLD)
            twin = next((n for n in nodes[:i] if _values(context.registered[n], _IN_WORLD) == worlds), None)
            if twin is not None:
                yield Fault(context.at_node(node), f"{context.curie(node)} has the name of {context.curie(twin)}", node)


@rule("unused-entity")
def unused_entity(context: Context) -> Iterator[Fault]:
    """What no claim, stamp or other entity names is known from nothing. State what a source says of it, or remove it."""
    claims = context.claims
    used: set[object] = {term for quad in claims.quads for term in (quad.subject, quad.object)}
    used |= {triple.object for triples in claims.records.values() for triple in triples}
    used |= {triple.object for triple in (*claims.upkeep, *claims.register)}
    for node, triples in context.registered.items():
        if node not in used and not _values(triples, REPLACED_BY):
            yield Fault(context.at_node(node), f"{context.curie(node)} is in no claim", node)


RULES = (
    entity_type,
    entity_label,
    entity_world,
    entity_twice,
    entity_property,
    dangling,
    near_duplicate,
    unused_entity,
)
