"""Oxigraph in this process: in memory, or a database on disk opened for reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, parse
from pyoxigraph import Store as Oxigraph

from famkg.errors import DataError, UsageError
from famkg.store.base import Answer, Solutions, asks_elsewhere
from famkg.store.syntax import explain_syntax
from famkg.terms import FACTS

__all__ = ["EmbeddedStore", "ask"]


def ask(oxigraph: Oxigraph, text: str) -> QuerySolutions | QueryBoolean | QueryTriples:
    """What Oxigraph answers, with the facts as default graph.

    Raises UsageError for what is no query, asks another endpoint, or fails before its first result.
    """
    if asks_elsewhere(text):
        raise UsageError("SERVICE asks another endpoint; famkg answers from its own dataset alone")
    try:
        return oxigraph.query(text, default_graph=FACTS)
    except SyntaxError as fault:
        raise UsageError(explain_syntax(text, fault.msg)) from None
    except (RuntimeError, ValueError, OSError) as fault:
        raise UsageError(f"the query failed: {fault}") from None


class EmbeddedStore:
    """A store in this process; ``oxigraph`` is the database itself, for who needs more, ``database`` its folder on disk."""

    def __init__(self, oxigraph: Oxigraph, quads: Path | tuple[Quad, ...], database: Path | None = None) -> None:
        self.oxigraph = oxigraph
        self.database = database
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
            return cls(Oxigraph.read_only(str(database)), quads, database)
        except (OSError, RuntimeError) as fault:  # RuntimeError: a file of it is damaged or gone
            raise DataError(f"no Oxigraph database that can be read: {fault}", path=database) from None

    def query(self, text: str) -> Answer:
        """Answer a query; see ``Store.query``."""
        answer = ask(self.oxigraph, text)
        try:
            if isinstance(answer, QuerySolutions):
                names = tuple(variable.value for variable in answer.variables)
                return Solutions(names, tuple(tuple(solution[name] for name in names) for solution in answer))
            return bool(answer) if isinstance(answer, QueryBoolean) else tuple(answer)
        except (RuntimeError, ValueError, OSError) as fault:
            raise UsageError(f"the query failed: {fault}") from None

    def quads(self) -> Iterator[Quad]:
        """The quads as compiled: the database itself may have rewritten literals."""
        if isinstance(self._quads, tuple):
            return iter(self._quads)
        return parse(path=str(self._quads), format=RdfFormat.N_QUADS)
