"""Any SPARQL 1.1 endpoint, through SPARQLWrapper; and loading a dataset there with SPARQL Update."""

from __future__ import annotations

import socket
import urllib.error
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import (
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from famkg.errors import RemoteError, UsageError
from famkg.store.base import Answer, Solutions, asks_evidence, without_comments
from famkg.terms import FACTS
from famkg.version import __version__

__all__ = ["RemoteStore", "push"]

_AGENT = f"famkg/{__version__}"
_TRIPLES_A_REQUEST = 2_000


class RemoteStore:
    """A SPARQL endpoint that holds a compiled dataset.

    ``timeout`` is in seconds and holds for each wait on the connection.
    """

    def __init__(self, url: str, *, timeout: float = 30.0) -> None:
        self.url = url
        self.timeout = timeout

    def query(self, text: str) -> Answer:
        """Answer a query; see ``Store.query``."""
        from SPARQLWrapper import ASK, CONSTRUCT, DESCRIBE, JSON, POST, TURTLE

        request = _request(self.url, self.timeout)
        request.setMethod(POST)
        request.setQuery(without_comments(text))  # the wrapper takes words of a comment for the kind of query
        graph = request.queryType in (CONSTRUCT, DESCRIBE)
        request.setReturnFormat(TURTLE if graph else JSON)
        if not asks_evidence(text):
            request.addParameter("default-graph-uri", FACTS.value)
        body = _send(request, self.url)
        try:
            if graph:
                return tuple(quad.triple for quad in parse(body, format=RdfFormat.TURTLE))
            answer = parse_query_results(body, format=QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as fault:
            what = "an ASK" if request.queryType == ASK else "a query"
            raise RemoteError(f"{self.url} answered {what} with what is no SPARQL result: {fault}") from None
        if isinstance(answer, QueryBoolean):
            return bool(answer)
        if isinstance(answer, QuerySolutions):
            names = tuple(variable.value for variable in answer.variables)
            return Solutions(names, tuple(tuple(solution[name] for name in names) for solution in answer))
        raise RemoteError(f"{self.url} answered with no result")

    def quads(self) -> Iterator[Quad]:
        """Every quad in a named graph of the endpoint."""
        answer = self.query("SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        assert isinstance(answer, Solutions)
        for subject, predicate, value, graph in answer.rows:
            yield Quad(subject, predicate, value, graph)  # type: ignore[arg-type]


def push(quads: Iterable[Quad], url: str, *, timeout: float = 60.0) -> int:
    """Load quads into the store behind a SPARQL 1.1 Update endpoint; returns how many triples were sent.

    All graphs in the namespaces of the dataset's own graphs are emptied first, so that nothing of an earlier push
    stays. Requests carry up to 2,000 triples each; where one fails, the store is left with part of the dataset, and
    the error says so.
    """
    by_graph: dict[Any, list[Triple]] = defaultdict(list)
    for quad in quads:
        by_graph[quad.graph_name].append(quad.triple)
    for namespace in sorted({graph.value.rpartition("/")[0] + "/" for graph in by_graph}):
        ours = f'GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{namespace}"))'
        _update(f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ {ours} }}", url, timeout)
    sent = 0
    for batch in _batches(by_graph):
        text = "".join(f"GRAPH {graph} {{ {' '.join(f'{t} .' for t in triples)} }}\n" for graph, triples in batch)
        try:
            _update(f"INSERT DATA {{\n{text}}}", url, timeout)
        except RemoteError as fault:
            raise RemoteError(f"{fault}; {sent} triples had been loaded: push again") from None
        sent += sum(len(triples) for _, triples in batch)
    return sent


def _batches(by_graph: dict[Any, list[Triple]]) -> Iterator[list[tuple[Any, list[Triple]]]]:
    batch: list[tuple[Any, list[Triple]]] = []
    size = 0
    for graph, triples in by_graph.items():
        for start in range(0, len(triples), _TRIPLES_A_REQUEST):
            part = triples[start : start + _TRIPLES_A_REQUEST]
            if size + len(part) > _TRIPLES_A_REQUEST and batch:
                yield batch
                batch, size = [], 0
            batch.append((graph, part))
            size += len(part)
    if batch:
        yield batch


def _request(url: str, timeout: float) -> Any:
    from SPARQLWrapper import SPARQLWrapper

    if not url.startswith(("http://", "https://")):
        raise UsageError(f"{url!r} is no address of an endpoint; write http://… or https://…")
    request = SPARQLWrapper(url, agent=_AGENT)
    request.setTimeout(timeout)  # type: ignore[arg-type] # annotated int, but seconds may be parts
    return request


def _update(text: str, url: str, timeout: float) -> None:
    from SPARQLWrapper import POST, POSTDIRECTLY

    request = _request(url, timeout)
    request.setMethod(POST)
    request.setRequestMethod(POSTDIRECTLY)
    request.setQuery(text)
    request.queryType = "INSERT"
    _send(request, url)


def _send(request: Any, url: str) -> bytes:
    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    try:
        body: bytes = request.query().response.read()
        return body
    except (TimeoutError, socket.timeout):  # noqa: UP041 - a name of its own until Python 3.10, kept by wrappers
        raise RemoteError(f"{url} did not answer within {request.timeout} seconds; try a larger --timeout") from None
    except urllib.error.HTTPError as fault:
        raise RemoteError(f"{url} answered {fault.code} {fault.reason}; is this the right address?") from None
    except urllib.error.URLError as fault:
        if isinstance(fault.reason, TimeoutError):
            raise RemoteError(f"{url} did not answer within {request.timeout} seconds") from None
        raise RemoteError(f"{url} cannot be reached: {fault.reason}; is the server running?") from None
    except SPARQLWrapperException as fault:
        raise RemoteError(f"{url} refused the request: {str(fault).strip()[:500]}") from None
    except OSError as fault:
        raise RemoteError(f"{url} broke off: {fault}") from None
