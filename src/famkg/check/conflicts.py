"""The rule about contradictions that nothing settles, for every viewer at the end of a season."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.check.findings import Fault, rule
from famkg.check.reading import claims_in
from famkg.claims import Claims
from famkg.compile.accept import Conflict, accept
from famkg.compile.see import see
from famkg.progress import ALL, Progress
from famkg.terms import DATE_PUBLISHED

if TYPE_CHECKING:
    from famkg.check.context import Context

__all__ = ["RULES", "season_ends"]


def season_ends(claims: Claims) -> tuple[Progress, ...]:
    """Everything, then the end of each season: of its show alone, and with all seasons that had ended by then.

    Seasons follow one another by the date of their last episode, as far as a claim tells it, else by their number.
    """
    order = claims.order
    dates = {c.subject.value: c.object.value for c in claims_in(claims.quads) if c.predicate == DATE_PUBLISHED}
    slugs = {position: iri for iri, position in order.episodes.items()}
    ends = []
    for (show, season), episode in order.last.items():
        date = dates.get(slugs[show, season, episode], "9999")
        ends.append((date, season, show, episode))
    found = [ALL]
    so_far: dict[str, tuple[int, int]] = {}
    for _, season, show, episode in sorted(ends):
        so_far[show] = max((season, episode), so_far.get(show, (0, 0)))
        found += [Progress(((show, (season, episode)),)), Progress(tuple(sorted(so_far.items())))]
    return tuple(dict.fromkeys(found))


@rule("conflict")
def conflict(context: Context) -> Iterator[Fault]:
    """Where sources contradict each other and neither status, date, tier nor a narrower date decides, no value enters
    the facts. It is looked for with everything seen and at each season's end. Judge one value preferred or rejected in
    graph/judgements.ttl, say why, and stamp the judgement like what it rests on.
    """
    claims = context.claims
    reported: set[tuple[NamedNode, NamedNode | None, tuple[object, ...]]] = set()
    for progress in season_ends(claims):
        accepted = accept(see(claims, progress), claims, context.schema, context.rival_queries)
        for found in accepted.conflicts:
            key = (found.subject, found.predicate, found.rivals)
            if key not in reported:
                reported.add(key)
                yield _fault(context, found, progress)


def _fault(context: Context, found: Conflict, progress: Progress) -> Fault:
    shown = []
    places = []
    for rival in found.rivals:
        stating = [
            claim
            for claim in context.stated
            if claim.passage in found.passages
            and (claim.subject == rival if found.predicate is None else claim.triple == (found.subject, found.predicate, rival))
        ]
        citations = sorted({_citation(context, claim.passage) for claim in stating if claim.passage})
        shown.append(f"{_plain(context, rival)} ({'; '.join(citations)})")
        places += [context.at_claim(claim) for claim in stating[:1]]
    what = f"{context.curie(found.subject)} {context.curie(found.predicate)}: " if found.predicate is not None else ""
    message = f"{what}{' or '.join(shown)}; seen {progress}, nothing decides"
    place = places[0] if places and found.predicate is not None else context.at_node(found.subject)
    return Fault(place, message, found.subject, found.predicate)


def _citation(context: Context, passage: NamedNode) -> str:
    record = context.claims.passages[passage]
    source = context.claims.sources[record.source]
    return f"{source.publisher or context.curie(source.iri)} {source.date}, {record.locator}".replace(" ,", ",")


def _plain(context: Context, term: object) -> str:
    return context.curie(term) if isinstance(term, NamedNode) else getattr(term, "value", str(term))


RULES = (conflict,)
