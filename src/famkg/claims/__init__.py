"""``graph/`` on disk: entities, sources, passages with their claims, judgements; and where each stands."""

from famkg.claims.model import Claims, Judgement, Passage, Source
from famkg.claims.read import read_claims, read_order, read_prefixes

__all__ = ["Claims", "Judgement", "Passage", "Source", "read_claims", "read_order", "read_prefixes"]
