"""Rules about judgements: each judges something that is claimed, says why, and is stamped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.check.findings import Fault, Reach, rule
from famkg.check.reading import Record
from famkg.terms import DESCRIPTION, fam

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
    for node, record in _judgements(context).items():
        if not any(value.value.strip() for value in record[DESCRIPTION]):
            yield Fault(context.at_node(node), f"{context.curie(node)} does not say why", node, DESCRIPTION)


@rule("judgement-stamp", reach=Reach.FILE)
def judgement_stamp(context: Context) -> Iterator[Fault]:
    """A judgement tells too: a truth that the story overturns later carries the overturning episode, a source's mistake
    fam:Production. Add fam:revealedIn.
    """
    for node, record in _judgements(context).items():
        if not record[fam("revealedIn")]:
            yield Fault(context.at_node(node), f"{context.curie(node)} has no fam:revealedIn", node, fam("revealedIn"))


@rule("judgement-target")
def judgement_target(context: Context) -> Iterator[Fault]:
    """A judgement about what nobody claims changes nothing: its triple was misspelt or mended since. Mend the target, or
    remove the judgement.
    """
    triples = {claim.triple for claim in context.stated}
    stated = {(claim.triple, claim.passage) for claim in context.stated}
    nodes: set[object] = {term for subject, _, value in triples for term in (subject, value)} | set(context.claims.passages)
    for judgement in context.claims.judgements:
        name = context.curie(judgement.iri)
        if judgement.node is not None and judgement.node not in nodes:
            message = f"{name} judges {context.curie(judgement.node)}, of which nothing is claimed"
            yield Fault(context.at_node(judgement.iri), message, judgement.iri)
        if judgement.triple is not None:
            passage = judgement.in_passage
            claimed = judgement.triple in triples if passage is None else (judgement.triple, passage) in stated
            if not claimed:
                where = f" in {context.curie(passage)}" if passage is not None else ""
                message = f"{name} judges {' '.join(map(context.curie, judgement.triple))}, which is not claimed{where}"
                yield Fault(context.at_node(judgement.iri), message, judgement.iri)


def _judgements(context: Context) -> dict[NamedNode, Record]:
    files = [file for file in context.readable if file.path == context.layers.graph / "judgements.ttl"]
    return {node: record for file in files for node, record in file.by_subject(fam("Judgement")).items()}


RULES = (judgement_form, judgement_reason, judgement_stamp, judgement_target)
