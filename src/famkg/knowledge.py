"""The knowledge graph as one object: load it, ask it, draw it, export it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from famkg.errors import UnknownNameError, UsageError, quoted
from famkg.loading import open_store, read_rival_queries
from famkg.resources import Layers, layers
from famkg.terms import Prefixes

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Literal, NamedNode, Quad, Triple

    from famkg.compare.model import Comparison
    from famkg.network.model import Network
    from famkg.network.paths import Connections
    from famkg.network.ranking import Ranking
    from famkg.progress import EpisodeOrder
    from famkg.query.catalogue import Catalogue, Query
    from famkg.query.entity import Entity
    from famkg.query.explanation import Explanations
    from famkg.query.names import Names
    from famkg.query.result import Result
    from famkg.store.base import Answer, Store

__all__ = ["KnowledgeGraph", "load"]

_PREFIXES = """
PREFIX graph: <https://w3id.org/famkg/graph/> PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX fam: <https://w3id.org/famkg/ontology#>
SELECT ?prefix ?namespace ?show WHERE {
  GRAPH graph:evidence {
    { ?dataset sh:declare ?d . ?d sh:prefix ?prefix ; sh:namespace ?namespace } UNION { ?dataset fam:mainShow ?show }
  }
}
"""


def load(
    data: str | os.PathLike[str] | None = None,
    *,
    seen: str | None = None,
    store: str = "memory",
    timeout: float = 30.0,
) -> KnowledgeGraph:
    """Load a franchise as one viewer may know it.

    ``data`` is a folder with ``graph/`` (and ``queries/``, ``ontology/`` that add to the shipped ones), by default
    the shipped franchise. ``seen`` is a progress such as ``s02e06``; by default ``FAMKG_SEEN``, else everything.
    ``store`` is ``memory`` (compiled datasets are cached), a folder in which to keep the database, or the address of
    a SPARQL endpoint that a dataset was pushed to; ``timeout`` (seconds) is for the latter.

    Raises DataError for a franchise that cannot be read, UsageError for a wrong progress, RemoteError.
    """
    found = layers(None if data is None else Path(data))
    opened, progress = open_store(found, seen=seen, store=store, timeout=timeout)
    return KnowledgeGraph(opened, found, seen=progress)


class KnowledgeGraph:
    """A franchise as one viewer may know it: every method reads this one compiled dataset.

    ``seen`` is the viewer's progress as ``--seen`` writes it, None for a remote store, which holds what was pushed.
    """

    def __init__(self, store: Store, found: Layers, *, seen: str | None = None) -> None:
        self.store = store
        self.layers = found
        self.seen = seen

    @cached_property
    def _declared(self) -> tuple[Prefixes, str | None]:
        from famkg.store.base import Solutions

        answer = self.store.query(_PREFIXES)
        assert isinstance(answer, Solutions)
        rows = [tuple(term.value if term is not None else "" for term in row) for row in answer.rows]
        shows = [show.rsplit("/", 1)[-1] for _, _, show in rows if show]
        return Prefixes({prefix: namespace for prefix, namespace, _ in rows if prefix}), shows[0] if shows else None

    @property
    def prefixes(self) -> Prefixes:
        """The prefixes of the vocabulary and of this franchise."""
        return self._declared[0]

    @property
    def main_show(self) -> str | None:
        """The slug of the show that an episode code without a show means."""
        return self._declared[1]

    @cached_property
    def catalogue(self) -> Catalogue:
        """The named queries and views."""
        from famkg.query.catalogue import read_catalogue

        return read_catalogue(self.layers.queries)

    @cached_property
    def names(self) -> Names:
        """Every name in the facts."""
        from famkg.query.names import read_names

        return read_names(self.store)

    def query(self, name: str, /, **values: object) -> Result:
        """Ask a named query; keyword arguments fill its slots, None meaning any.

        Raises UnknownNameError for a query or parameter there is not, UsageError for a value of the wrong type.
        """
        return self.ask(self.catalogue.query(name), values)

    def cite(self, name: str, /, **values: object) -> Result:
        """Ask a named query over facts as ``query`` does, with the citations of each row: see ``famkg.query.citing``.

        Raises UsageError for a query over evidence, or one whose rows cannot be led back to the facts they rest on.
        """
        return self.ask(self.catalogue.query(name), values, cite=True)

    def ask(self, query: Query, values: Mapping[str, object] | None = None, *, cite: bool = False) -> Result:
        """Ask a query that was read from a file, with the citations of each row where ``cite`` is set."""
        from famkg.query.result import Result
        from famkg.store.base import Solutions

        if cite and query.kind == "evidence":
            raise UsageError(
                f"{query.name} asks the evidence itself (it has GRAPH): its rows already name passages or sources, "
                "and only rows of facts can be cited"
            )
        text = self.text_of(query, values or {})
        answer = self.sparql(text)
        if not isinstance(answer, Solutions):
            raise UsageError(f"{query.name} is no SELECT query")
        result = Result.of(answer, self.prefixes)
        if not cite:
            return result
        from famkg.compile.rules import read_rules
        from famkg.query.citing import cite_rows

        return result.cited(cite_rows(self.store, text, answer, read_rules(self.layers.queries)))

    def text_of(self, query: Query, values: Mapping[str, object]) -> str:
        """The text of a query with its slots filled."""
        from famkg.query.slots import fill

        return fill(query.text, self._terms(query, values))

    def sparql(self, text: str) -> Answer:
        """Answer any SPARQL 1.1 query; the facts are its default graph.

        Gives ``Solutions`` for SELECT, a bool for ASK, triples for CONSTRUCT and DESCRIBE.
        """
        return self.store.query(text)

    def find(self, name: str) -> NamedNode:
        """The thing that a CURIE, an IRI or a name means.

        Raises UnknownNameError with the nearest names, UsageError where several things bear the name.
        """
        from pyoxigraph import NamedNode

        expanded = self.prefixes.expand(name)
        if expanded or name.startswith(("http://", "https://")):
            try:
                return NamedNode(expanded or name)
            except ValueError:
                raise UsageError(f"{quoted(name)} is no IRI") from None
        return self.names.find(name, self.prefixes)

    def entity(self, name: str) -> Entity:
        """What is known of one thing, named by label, other name, CURIE or IRI."""
        from famkg.query.entity import read_entity

        node = self.find(name)
        entity = read_entity(self.store, node, self.prefixes)
        if entity is None:
            near = [self.prefixes.shrink(thing.value) for things in self.names.things.values() for thing in things]
            raise UnknownNameError("entity", self.prefixes.shrink(node.value), near)
        return entity

    def why(self, subject: str, predicate: str, value: str | None = None) -> Explanations:
        """Why each fact (or claim) with this subject and predicate, and object if given, is or is not held.

        Raises UnknownNameError where neither a fact nor a passage says anything of it.
        """
        from pyoxigraph import NamedNode

        from famkg.compile.rules import read_rules
        from famkg.query.explanation import Explanations
        from famkg.query.rivals import read_shapes
        from famkg.query.why import Explainer

        node = self.find(subject)
        explainer = Explainer(
            self.store,
            read_rules(self.layers.queries),
            self.prefixes,
            schema=read_shapes(self.store, self.layers.ontology),
            rival_queries=read_rival_queries(self.layers),
        )
        iri = self.prefixes.expand(predicate) or predicate if ":" in predicate else None
        try:
            prop = NamedNode(iri) if iri else explainer.property(node, predicate)
        except ValueError:
            raise UsageError(f"{quoted(predicate)} is no IRI") from None
        found = explainer.of(node, prop, None if value is None else self._object(value))
        if not found:
            what = f"{self.prefixes.shrink(node.value)} {self.prefixes.shrink(prop.value)}" + (f" {value}" if value else "")
            raise UnknownNameError("fact", what, (), hint="famkg show lists what is known of a thing")
        return Explanations(found)

    def network(self, view: str, /, **values: object) -> Network:
        """The graph of a named view, a ``networkx.MultiDiGraph``: nodes by CURIE with ``iri``, ``label``, ``kind``, ``world``;
        edges with ``predicate``, ``label``, ``sources``; see ``famkg.network.read_network`` for the rest.

        Keyword arguments fill its slots, None meaning any. Raises UnknownNameError for a view or slot there is not.
        """
        from famkg.network import read_network

        query = self.catalogue.view(view)
        return read_network(self, query, self._terms(query, values))

    def compare(self, *, at: str | None = None, field: str | None = None) -> Comparison:
        """Both histories side by side: rows in order of date, each with a told and a real side.

        ``at`` (``1983``, ``1983-05`` or ``1983-05-12``) gives the state at that date; ``field`` keeps the divergence points of
        one field. Raises UsageError for a wrong date, UnknownNameError for an unknown field.
        """
        from famkg.compare import compare

        return compare(self, at=at, field=field)

    def path(self, start: str, end: str, /, *, most: int = 3) -> Connections:
        """The shortest connections between two things, at most so many, with the evidence of every hop.

        Raises UnknownNameError with the nearest names, UsageError where both names mean the same thing.
        """
        from famkg.network.paths import find_connections

        return find_connections(self, start, end, most=most)

    def rank(
        self,
        view: str = "story",
        /,
        *,
        by: str = "degree",
        kind: str | None = None,
        communities: bool = False,
        **values: object,
    ) -> Ranking:
        """The things of a view by how central they are; ``by`` names one of ``famkg.network.ranking.MEASURES``.

        ``kind`` lists only things of that class, ``communities`` finds these and their bridges too, ``values`` fill slots.
        """
        from famkg.network.ranking import rank_network

        return rank_network(self, view, by=by, kind=kind, communities=communities, values=values)

    def quads(self) -> Iterator[Quad]:
        """Every quad of the compiled dataset."""
        return self.store.quads()

    def facts(self) -> tuple[Triple, ...]:
        """The triples of ``graph:facts``, sorted."""
        from famkg.terms import FACTS

        return tuple(sorted((quad.triple for quad in self.quads() if quad.graph_name == FACTS), key=str))

    def graph(self) -> rdflib.Graph:
        """The facts as an rdflib Graph of its own."""
        from famkg.export.copies import to_rdflib_graph

        return to_rdflib_graph(self)

    def dataset(self) -> rdflib.Dataset:
        """The whole dataset, every quad, as an rdflib Dataset of its own; its default graph is empty."""
        from famkg.export.copies import to_rdflib_dataset

        return to_rdflib_dataset(self)

    def export(self, form: str, /, *, view: str | None = None, **values: object) -> bytes:
        """The dataset in a format: see ``famkg.export.FORMATS``. The same bytes every time.

        ``view`` names the view that a network format writes, by default everything; other keyword arguments fill its slots.
        Raises UnknownNameError for a format or view there is not, UsageError for a view with a format that takes none.
        """
        from famkg.export import export

        return export(self, form, view=view, values=values)

    def __repr__(self) -> str:
        return f"<KnowledgeGraph of {self._title!r}, seen: {self.seen or 'what was pushed'}>"

    def _repr_html_(self) -> str:
        from famkg.query.figures import to_html

        return to_html(self)

    @cached_property
    def _title(self) -> str:
        from famkg.query.figures import title_of

        return title_of(self.store)

    def _terms(self, query: Query, values: Mapping[str, object]) -> dict[str, NamedNode | Literal | None]:
        from famkg.query.parameters import terms

        return terms(query, values, find=self.find, episode=self._episode)

    def _episode(self, text: str) -> NamedNode:
        from famkg.query.parameters import find_episode

        return find_episode(self.store, text, prefixes=self.prefixes, main_show=self.main_show)

    def _object(self, value: str) -> object:
        try:
            return self.find(value)
        except (UnknownNameError, UsageError):
            return value

    def order(self) -> EpisodeOrder:
        """The registered episodes of the franchise, whatever this viewer has seen."""
        from famkg.claims import read_order

        return read_order(self.layers.graph)
