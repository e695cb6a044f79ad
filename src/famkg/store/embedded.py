"""Oxigraph in this process: in memory, or a database on disk opened for reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Quad, QueryBoolean, QuerySolutions, RdfFormat, parse
from pyoxigraph import Store as Oxigraph

from famkg.errors import DataError, UsageError
from famkg.store.base import Answer, Solutions
from famkg.terms import FACTS

__all__ = ["EmbeddedStore"]


class EmbeddedStore:
    """A store in this process; ``oxigraph`` is the database itself, for who needs more."""

    def __init__(self, oxigraph: Oxigraph, quads: Path | tuple[Quad, ...]) -> None:
        self.oxigraph = oxigraph
        self._quads = quads

    @classmethod
    def in_memory(cls, quads: Iterable[Quad]) -> EmbeddedStore:
        """A store of these quads that ends with the process."""
        kept = tuple(quads)
        oxigraph = Oxigraph()
        oxigraph.bulk_extend(kept)
        return cls(oxigraph, kept)

    @classmethod
    def on_disk(cls, database: Path, quads: Path) -> EmbeddedStore:
        """The database in a folder, opened for reading; ``quads`` is the N-Quads file it was loaded from."""
        try:
            return cls(Oxigraph.read_only(str(database)), quads)
        except OSError as fault:
            raise DataError(f"no Oxigraph database that can be read: {fault}", path=database) from None

    def query(self, text: str) -> Answer:
        """Answer a query; see ``Store.query``."""
        try:
            answer = self.oxigraph.query(text, default_graph=FACTS)
        except SyntaxError as fault:
            raise UsageError(f"no SPARQL query: {fault.msg}") from None
        except (RuntimeError, ValueError, OSError) as fault:
            raise UsageError(f"the query failed: {fault}") from None
        if isinstance(answer, QuerySolutions):
            names = tuple(variable.value for variable in answer.variables)
            return Solutions(names, tuple(tuple(solution[name] for name in names) for solution in answer))
        if isinstance(answer, QueryBoolean):
            return bool(answer)
        return tuple(answer)

    def quads(self) -> Iterator[Quad]:
        """The quads as compiled: the database itself may have rewritten literals."""
        if isinstance(self._quads, tuple):
            return iter(self._quads)
        return parse(path=str(self._quads), format=RdfFormat.N_QUADS)
