"""Rules about what a stamp may let everyone see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from famkg.check.findings import Fault, rule
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
    claims = context.claims
    told = {quad.object for quad in claims.quads if quad.predicate == fam("setIn")}
    open_passages = {node for node, passage in claims.passages.items() if _PRODUCTION in passage.stamps}
    official = {
        quad.triple
        for quad in claims.quads
        if quad.graph_name in open_passages and claims.passages[quad.graph_name].tier == "official"
    }
    worlds = _worlds(context)
    for quad in claims.quads:
        if quad.graph_name not in open_passages or len(claims.passages[quad.graph_name].stamps) > 1:
            continue
        found = worlds.get(quad.subject, frozenset()) & told
        if found and claims.types.get(quad.subject) not in _FLOORED and quad.triple not in official:
            message = (
                f"{context.curie(quad.subject)} is in {context.curie(min(found, key=str))}, "
                f"and {context.curie(quad.graph_name)} is stamped fam:Production"
            )
            yield Fault(context.at_claim(quad), message, quad.subject, quad.predicate)


def _worlds(context: Context) -> dict[NamedNode, frozenset[NamedNode]]:
    """The worlds of entities, and of role nodes by what they join."""
    own = {t.subject: frozenset({t.object}) for t in context.claims.register if t.predicate == fam("inWorld")}
    found = dict(own)
    for quad in context.claims.quads:
        if quad.predicate in _JOINING and quad.object in own:
            found[quad.subject] = found.get(quad.subject, frozenset()) | own[quad.object]
    return found


RULES = (production_stamp,)
