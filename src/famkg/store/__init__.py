"""Where a compiled dataset is asked: in this process, or at a SPARQL endpoint."""

from famkg.store.base import Solutions, Store, asks_evidence
from famkg.store.embedded import EmbeddedStore

__all__ = ["EmbeddedStore", "Solutions", "Store", "asks_evidence"]
