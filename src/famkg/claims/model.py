"""What is read from ``graph/`` and ``ontology/``, before anyone asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad, Triple

from famkg.progress import EpisodeOrder
from famkg.terms import Prefixes

__all__ = ["Claims", "Judgement", "Passage", "Source", "Term"]

Term = NamedNode | Literal
"""What stands as the object of a claim: no blank nodes in ``graph/``."""


@dataclass(frozen=True, slots=True)
class Source:
    """A publication: who published it when, and how much weight it carries.

    ``tier`` is the slug of its concept (``press``), ``date`` ISO text or empty where undated,
    ``alternate_of`` the source it is a copy of, ``stamps`` what a viewer must have seen to be told its title and address,
    beside all that the source itself states.
    """

    iri: NamedNode
    title: str = ""
    publisher: str = ""
    date: str = ""
    tier: str = ""
    url: str = ""
    alternate_of: NamedNode | None = None
    stamps: tuple[NamedNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What one stretch of a source states, with one status and one stamp.

    ``tier`` is that of whom it quotes, else that of its source; ``stamps`` are all required.
    """

    iri: NamedNode
    source: NamedNode
    locator: str
    status: str
    tier: str
    stamps: tuple[NamedNode, ...]
    quoted_from: NamedNode | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision about a triple (in every passage, or in ``in_passage`` only), or about a node or passage."""

    iri: NamedNode
    verdict: str
    reason: str
    stamps: tuple[NamedNode, ...]
    triple: tuple[NamedNode, NamedNode, Term] | None = None
    in_passage: NamedNode | None = None
    node: NamedNode | None = None


@dataclass(frozen=True, slots=True)
class Claims:
    """Everything a franchise's files say.

    ``register`` holds the entities' own triples; ``quads`` the claims, each quad's graph name its passage;
    ``records`` the triples about sources, passages, judgements and the dataset, by subject.
    """

    prefixes: Prefixes
    main_show: str | None
    register: tuple[Triple, ...]
    quads: tuple[Quad, ...]
    sources: Mapping[NamedNode, Source]
    passages: Mapping[NamedNode, Passage]
    judgements: tuple[Judgement, ...]
    records: Mapping[NamedNode, tuple[Triple, ...]]
    upkeep: tuple[Triple, ...]
    concepts: tuple[Triple, ...]
    ontology: tuple[Triple, ...]
    shapes: tuple[Triple, ...]
    order: EpisodeOrder
    types: Mapping[NamedNode, NamedNode] = field(default_factory=dict)
