"""Rules about judgements: each judges something that is claimed, says why, and is stamped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from famkg.check.findings import Fault, Reach, rule
from famkg.terms import DESCRIPTION, TYPE, fam

if TYPE_CHECKING:
    from famkg.check.context import Context

__all__ = ["RULES"]


@rule("judgement-form", reach=Reach.FILE)
def judgement_form(context: Context) -> Iterator[Fault]:
    """A judgement prefers or rejects one triple (rdf:subject, rdf:predicate, rdf:object; in one passage with
    fam:inPassage), or one node or passage (fam:judges). Give it one fam:verdict and one of the two targets.
    """
    read = {judgement.iri for judgement in context.claims.judgements}
    for node in _judgements(context):
        if node not in read:
            message = f"{context.curie(node)} needs fam:verdict preferred or rejected, and a triple or fam:judges"
            yield Fault(context.at_node(node), message, node)


@rule("judgement-reason", reach=Reach.FILE)
def judgement_reason(context: Context) -> Iterator[Fault]:
    """A decision without its reason cannot be argued with. Say why in dcterms:description."""
    for node, triples in _judgements(context).items():
        if not any(t.predicate == DESCRIPTION and t.object.value.strip() for t in triples):
            yield Fault(context.at_node(node), f"{context.curie(node)} does not say why", node, DESCRIPTION)


@rule("judgement-stamp", reach=Reach.FILE)
def judgement_stamp(context: Context) -> Iterator[Fault]:
    """A judgement tells too: a truth that the story overturns later carries the overturning episode, a source's mistake
    fam:Production. Add fam:revealedIn.
    """
    for node, triples in _judgements(context).items():
        if not any(triple.predicate == fam("revealedIn") for triple in triples):
            yield Fault(context.at_node(node), f"{context.curie(node)} has no fam:revealedIn", node, fam("revealedIn"))


@rule("judgement-target")
def judgement_target(context: Context) -> Iterator[Fault]:
    """A judgement about what nobody claims changes nothing: its triple was misspelt or mended since. Mend the target, or
    remove the judgement.
    """
    claims = context.claims
    triples = {quad.triple for quad in claims.quads}
    stated = {(quad.triple, quad.graph_name) for quad in claims.quads}
    nodes = {term for triple in triples for term in (triple.subject, triple.object)}
    for judgement in claims.judgements:
        name = context.curie(judgement.iri)
        if judgement.node is not None and judgement.node not in nodes and judgement.node not in claims.passages:
            message = f"{name} judges {context.curie(judgement.node)}, of which nothing is claimed"
            yield Fault(context.at_node(judgement.iri), message, judgement.iri)
        if judgement.triple is not None:
            triple, passage = Triple(*judgement.triple), judgement.in_passage
            if (passage is None and triple not in triples) or (passage is not None and (triple, passage) not in stated):
                where = f" in {context.curie(passage)}" if passage is not None else ""
                message = f"{name} judges {' '.join(map(context.curie, triple))}, which is not claimed{where}"
                yield Fault(context.at_node(judgement.iri), message, judgement.iri)


def _judgements(context: Context) -> dict[NamedNode, tuple[Triple, ...]]:
    found = context.claims.records.items()
    return {
        node: triples
        for node, triples in found
        if any(t.predicate == TYPE and t.object == fam("Judgement") for t in triples)
    }


RULES = (judgement_form, judgement_reason, judgement_stamp, judgement_target)
