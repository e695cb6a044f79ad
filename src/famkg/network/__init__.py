"""A view's subgraph as a NetworkX graph: what drawing, GraphML and analysis start from."""

from famkg.network.read import read_network

__all__ = ["read_network"]
