"""A dataset described for machines: VoID with its figures, and DCAT 3 with a distribution for every dump.

All nodes have IRIs, so that the description reads the same in every format and every run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Triple

from famkg.export.dcat import Distribution, tell_catalogue, tell_distribution, tell_making
from famkg.export.figures import Figures, count
from famkg.export.teller import Teller, home_of
from famkg.export.void import tell_figures, tell_links, tell_parts, tell_place
from famkg.terms import CONCEPT, FACTS, GRAPH, Prefixes

__all__ = ["Description", "describe_dataset"]


@dataclass(frozen=True, slots=True)
class Description:
    """The dataset described: the triples, and the figures in them of all graphs together and of the facts alone."""

    dataset: NamedNode
    triples: tuple[Triple, ...]
    whole: Figures
    facts: Figures


def describe_dataset(
    quads: Iterable[Quad],
    dataset: NamedNode,
    prefixes: Prefixes,
    distributions: Iterable[Distribution],
    *,
    base: str,
    version: str,
    seen: str | None,
    documents: int,
) -> Description:
    """Describe the compiled dataset.

    ``base`` is the address of the site, with a slash at its end; ``version`` names these files; ``seen`` is the
    viewer's progress; ``documents`` is how many documents describe single things.
    """
    quads = list(quads)
    own = (*prefixes.data_namespaces, CONCEPT, GRAPH, home_of(dataset))
    whole = count(quads, spaces=own)
    facts = count((quad for quad in quads if quad.graph_name == FACTS), spaces=own)
    sizes = Counter(quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode))
    teller = Teller(quads, dataset, base=base)
    triples = [
        *teller.told,
        *tell_place(teller, whole, documents=documents),
        *tell_catalogue(teller, version=version, seen=seen),
        *tell_making(teller),
        *tell_figures(teller, dataset, whole),
        *tell_parts(teller, facts, sizes),
        *tell_links(teller, whole),
        *(triple for each in distributions for triple in tell_distribution(teller, each)),
    ]
    return Description(dataset, tuple(sorted(set(triples), key=str)), whole, facts)
