"""See: keep the claims, passages and judgements that a viewer may know. Filter first, reason second."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Triple

from famkg.claims import Claims, Judgement, Passage
from famkg.compile.floors import read_floors
from famkg.progress import Progress

__all__ = ["Seen", "see"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What one viewer may know: claims as quads, the passages that still state something, judgements.

    A judgement of what this viewer cannot see is none of theirs. ``whole_sources`` are the sources of which nothing is
    hidden from this viewer, and whose own stamps, if any, let title and address show.
    """

    quads: tuple[Quad, ...]
    passages: Mapping[NamedNode, Passage]
    judgements: tuple[Judgement, ...]
    whole_sources: frozenset[NamedNode]


def see(claims: Claims, progress: Progress) -> Seen:
    """Limit the claims to this viewer: by the stamps of passages and judgements, and by floors."""
    order = claims.order
    opening = {iri for iri, passage in claims.passages.items() if passage.status in ("stated", "announced")}
    floors = read_floors((q for q in claims.quads if q.graph_name in opening), claims.types, order)
    known = {iri for iri, p in claims.passages.items() if progress.knows_all((s.value for s in p.stamps), order)}
    quads: list[Quad] = []
    partly_hidden: set[NamedNode] = set()
    for quad in claims.quads:
        *_, graph = quad
        if graph in known and floors.clear(quad, progress):
            quads.append(quad)
        else:
            partly_hidden.add(claims.passages[graph].source)
    partly_hidden |= {
        iri for iri, source in claims.sources.items() if not all(progress.knows(s.value, order) for s in source.stamps)
    }
    stating = {quad.graph_name for quad in quads}
    timely = tuple(j for j in claims.judgements if progress.knows_all((stamp.value for stamp in j.stamps), order))
    return Seen(
        quads=tuple(quads),
        passages={iri: passage for iri, passage in claims.passages.items() if iri in stating},
        judgements=tuple(_about_what_is_seen(timely, quads)),
        whole_sources=frozenset(claims.sources) - partly_hidden,
    )


def _about_what_is_seen(judgements: Sequence[Judgement], quads: Sequence[Quad]) -> Iterable[Judgement]:
    """The judgements of what these quads say: that a source errs may be told early, what it errs about may not."""
    judged = {judgement.triple[0] for judgement in judgements if judgement.triple}
    stated = {(quad.triple, passage) for quad in quads if quad.subject in judged for passage in (None, quad.graph_name)}
    named = {term for quad in quads for term in (quad.subject, quad.object, quad.graph_name)}
    for judgement in judgements:
        if (Triple(*judgement.triple), judgement.in_passage) in stated if judgement.triple else judgement.node in named:
            yield judgement
