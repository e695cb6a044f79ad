"""Rules about what a stamp may let everyone see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from famkg.check.findings import Fault, rule
from famkg.claims.model import Term
from famkg.terms import fam

if TYPE_CHECKING:
    from famkg.check.context import Context

__all__ = ["RULES"]

_PRODUCTION: Final = fam("Production")
_FLOORED: Final = frozenset({fam("Casting"), fam("Credit"), fam("Announcement"), fam("Nomination")})
_JOINING: Final = (fam("event"), fam("organization"), fam("agent"), fam("relatedTo"))
"""What a role node of a story takes its world from."""


@rule("production-stamp")
def production_stamp(context: Context) -> Iterator[Fault]:
    """fam:Production lets everyone see a passage, so a claim about a thing of a show's world must not stand there: it
    would tell the story. Excepted are castings, credits, announcements and nominations, which wait for their episode by
    themselves, and what an official source tells everyone beforehand. Stamp the passage with the episode that reveals
    it, in a passage of its own if the others are news.
    """
    told = {claim.object for claim in context.stated if claim.predicate == fam("setIn")}
    passages = context.claims.passages
    open_to_all = {node for node, passage in passages.items() if passage.stamps == (_PRODUCTION,)}
    shown = [claim for claim in context.stated if claim.passage in open_to_all]
    official = {claim.triple for claim in shown if claim.passage and passages[claim.passage].tier == "official"}
    worlds = _worlds(context)
    for claim in shown:
        found = worlds.get(claim.subject, frozenset()) & told
        floored = context.claims.types.get(claim.subject) in _FLOORED
        if found and not floored and claim.triple not in official:
            message = (
                f"{context.curie(claim.subject)} is in {context.curie(min(found, key=str))}, "
                f"and {context.curie(claim.passage)} is stamped fam:Production"
            )
            yield Fault(context.at_claim(claim), message, claim.subject, claim.predicate)


def _worlds(context: Context) -> dict[NamedNode, frozenset[Term]]:
    """The worlds of entities, and of role nodes by what they join."""
    own = {node: frozenset(record[fam("inWorld")]) for node, record in context.registered.items()}
    found = dict(own)
    for claim in context.stated:
        if claim.predicate in _JOINING and isinstance(claim.object, NamedNode) and claim.object in own:
            found[claim.subject] = found.get(claim.subject, frozenset()) | own[claim.object]
    return found


RULES = (production_stamp,)
