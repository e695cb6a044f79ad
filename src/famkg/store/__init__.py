"""Where a compiled dataset is asked: in this process, or at a SPARQL endpoint."""

from famkg.store.base import Solutions, Store, asks_evidence
from famkg.store.embedded import EmbeddedStore
from famkg.store.remote import RemoteStore, push

__all__ = ["EmbeddedStore", "RemoteStore", "Solutions", "Store", "asks_evidence", "push"]
