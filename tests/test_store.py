"""Both stores: the same questions, the same answers; and a remote one that fails is named plainly."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

import famkg
from famkg.errors import RemoteError, UsageError
from famkg.knowledge import KnowledgeGraph
from famkg.resources import layers
from famkg.store import EmbeddedStore, Solutions, asks_evidence
from famkg.store.remote import RemoteStore, push

from .conftest import FRANCHISE


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real Oxigraph server on a free loopback port, ended afterwards."""
    beside = Path(sys.executable).with_name("oxigraph")
    program = str(beside) if beside.exists() else shutil.which("oxigraph")
    assert program, "the oxigraph server is among the development packages"
    address = f"127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [program, "serve", "--location", str(tmp_path_factory.mktemp("oxigraph")), "--bind", address],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_up(f"http://{address}/", process)
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    pause = threading.Event()
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            pause.wait(0.05)
    raise AssertionError("the server did not come up")


@pytest.fixture(scope="module")
def remote(server: str, real: KnowledgeGraph) -> KnowledgeGraph:
    sent = push(real.quads(), f"{server}/update")
    assert sum(1 for _ in real.quads()) == sent
    return famkg.load(store=f"{server}/query")


def test_every_named_query_answers_the_same_from_both_stores(real: KnowledgeGraph, remote: KnowledgeGraph) -> None:
    for name in real.catalogue.queries:
        expected, actual = real.query(name), remote.query(name)
        assert (name, expected.columns, expected.rows) == (name, actual.columns, actual.rows)


def test_ask_and_construct_answer_the_same_from_both_stores(real: KnowledgeGraph, remote: KnowledgeGraph) -> None:
    ask = "PREFIX fam: <https://w3id.org/famkg/ontology#> ASK { ?show a fam:Show }"
    construct = "PREFIX fam: <https://w3id.org/famkg/ontology#> CONSTRUCT { ?s a fam:Show } WHERE { ?s a fam:Show }"
    assert real.sparql(ask) is remote.sparql(ask) is True
    assert sorted(map(str, real.sparql(construct))) == sorted(map(str, remote.sparql(construct)))  # type: ignore[arg-type]


def test_entities_and_reasons_are_the_same_from_both_stores(real: KnowledgeGraph, remote: KnowledgeGraph) -> None:
    assert str(real.entity("Ed Baldwin")) == str(remote.entity("Ed Baldwin"))
    assert real.why("Ed Baldwin", "spouse") == remote.why("Ed Baldwin", "spouse")


def test_a_second_push_replaces_the_first(server: str) -> None:
    everything, little = famkg.load(FRANCHISE), famkg.load(FRANCHISE, seen="none")
    push(everything.quads(), f"{server}/update")
    push(little.quads(), f"{server}/update")
    kept = RemoteStore(f"{server}/query")
    found = {quad for quad in kept.quads() if "example.org/harbour" in str(quad.subject)}
    assert {quad for quad in little.quads() if "example.org/harbour" in str(quad.subject)} == found


def test_a_remote_store_takes_no_progress(server: str) -> None:
    with pytest.raises(UsageError, match="push --seen"):
        famkg.load(store=f"{server}/query", seen="none")


def test_a_server_that_is_not_there_is_named() -> None:
    address = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(RemoteError, match=r"cannot be reached.*is the server running"):
        RemoteStore(address).query("ASK {}")


def test_a_wrong_address_and_a_bad_query_are_told_apart(server: str) -> None:
    with pytest.raises(RemoteError, match="not possible to connect"):
        RemoteStore(f"{server}/nothing-here").query("ASK {}")
    with pytest.raises(RemoteError, match="refused the request"):
        RemoteStore(f"{server}/query").query("SELECT ?x WHERE { ?x FROGS ?y }")


class Slow(BaseHTTPRequestHandler):
    """A server that answers after the client has given up."""

    stop = threading.Event()

    def do_POST(self) -> None:
        self.stop.wait(10)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


def test_a_slow_server_is_given_up_on() -> None:
    Slow.stop.clear()
    slow = HTTPServer(("127.0.0.1", 0), Slow)
    thread = threading.Thread(target=slow.serve_forever, daemon=True)
    thread.start()
    try:
        with pytest.raises(RemoteError, match="did not answer within"):
            RemoteStore(f"http://127.0.0.1:{slow.server_port}/query", timeout=1).query("ASK {}")
    finally:
        Slow.stop.set()
        slow.shutdown()
        slow.server_close()
        thread.join(timeout=10)


class Babbling(BaseHTTPRequestHandler):
    """A server that answers with a page instead of a result."""

    def do_POST(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<html>It works!</html>")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_what_is_no_result_is_said_to_be_none() -> None:
    babbling = HTTPServer(("127.0.0.1", 0), Babbling)
    thread = threading.Thread(target=babbling.serve_forever, daemon=True)
    thread.start()
    try:
        with pytest.raises(RemoteError, match="no SPARQL result"):
            RemoteStore(f"http://127.0.0.1:{babbling.server_port}/query").query("ASK {}")
    finally:
        babbling.shutdown()
        babbling.server_close()
        thread.join(timeout=10)


def test_facts_are_the_default_graph_and_evidence_names_its_graphs(small: KnowledgeGraph) -> None:
    count = "SELECT (COUNT(*) AS ?n) WHERE { %s }"
    facts = small.sparql(count % "?s ?p ?o")
    named = small.sparql(count % "GRAPH <https://w3id.org/famkg/graph/facts> { ?s ?p ?o }")
    assert facts == named
    assert isinstance(facts, Solutions)
    assert str(len(small.facts())) == facts.rows[0][0].value  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * WHERE { GRAPH ?g { ?s ?p ?o } }", True),
        ("select * { graph ?g { ?s ?p ?o } }", True),
        ("SELECT * WHERE { ?s ?p ?o } # GRAPH", False),
        ("PREFIX graph: <https://example.org/> SELECT * WHERE { ?s graph:GRAPH ?graph }", False),
        ('SELECT * WHERE { ?s ?p "GRAPH" }', False),
        ("SELECT * FROM <https://example.org/g> WHERE { ?s ?p ?o }", True),
    ],
)
def test_a_query_that_names_graphs_is_told_from_one_that_does_not(text: str, expected: bool) -> None:
    assert expected is asks_evidence(text)


def test_a_store_in_memory_answers_as_one_on_disk(small: KnowledgeGraph) -> None:
    memory = KnowledgeGraph(EmbeddedStore.in_memory(small.quads()), layers(FRANCHISE))
    for name in small.catalogue.queries:
        assert (name, small.query(name).rows) == (name, memory.query(name).rows)


def test_a_store_in_a_folder_is_kept_there_and_renewed_when_the_data_change(franchise: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    assert famkg.load(franchise, store=str(folder)).entity("Ada Quill")
    board = franchise / "graph/entities/story.ttl"
    board.write_text(board.read_text().replace("Ada Quill", "Ada Feather"))
    assert "Ada Feather" in famkg.load(franchise, store=str(folder), seen="s01e01").entity("character:ada-quill").label


def test_a_folder_with_files_of_others_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(UsageError, match="did not make"):
        famkg.load(FRANCHISE, store=str(tmp_path))
    assert "mine" == (tmp_path / "letter.txt").read_text()
