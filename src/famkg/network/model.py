"""The graph of a view: a NetworkX graph that shows itself in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx

if TYPE_CHECKING:
    _MultiDiGraph = networkx.MultiDiGraph[str]
else:
    _MultiDiGraph = networkx.MultiDiGraph

__all__ = ["Network"]


class Network(_MultiDiGraph):
    """A ``networkx.MultiDiGraph`` in every respect; ``famkg.network.read_network`` says what its nodes and edges hold.

    Copies, subgraphs and reversals of it are networks too. In a notebook it is a small still picture.
    """

    def __repr__(self) -> str:
        name = self.graph.get("name")
        named = f" of {name}" if name else ""
        return f"<Network{named}: {len(self)} things, {self.number_of_edges()} connections>"

    def _repr_html_(self) -> str:
        from famkg.export.svg import sketch

        return sketch(self)
