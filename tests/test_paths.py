"""How two things are connected: the shortest way, what counts as one, and the evidence of every hop."""

from __future__ import annotations

import json
import subprocess
import sys

import networkx
import pytest
from click.testing import CliRunner

import famkg
from famkg.cli import app
from famkg.errors import UnknownNameError, UsageError
from famkg.network.paths import Connections, Hop, _shortest, find_connections

from .conftest import FRANCHISE

DATA = ("--data", str(FRANCHISE))


def only_path(kg: famkg.KnowledgeGraph, start: str, end: str) -> tuple[Hop, ...]:
    (path,) = kg.path(start, end).paths
    return path


def ways(found: Connections) -> list[list[str]]:
    return [[found.start.curie, *(hop.end.curie for hop in path)] for path in found.paths]


def test_things_that_are_joined_are_connected_directly(small: famkg.KnowledgeGraph) -> None:
    found = small.path("Ada Quill", "Bruno Marsh")
    assert (1, 1, "within Harbour timeline") == (found.steps, found.count, found.within)
    (hop,) = only_path(small, "Ada Quill", "Bruno Marsh")
    assert ["fam:spouse"] == [link.predicate for link in hop.links]
    assert "Ada Marsh — spouse — Bruno Marsh" == next(hop.lines())[0]


def test_a_hop_tells_its_direction_role_dates_and_sources(small: famkg.KnowledgeGraph) -> None:
    last = only_path(small, "Cleo Marsh", "Lamp Board")[-1]
    (link,) = last.links
    assert (True, False, (("from", "1919"),)) == (link.forward, link.inferred, link.facts)
    assert ["The Beacon"] == [source.split(",")[0] for source in link.sources]
    first = only_path(small, "Lamp Board", "Cleo Marsh")[0]
    assert "Lamp Board ← director — Bruno Marsh (from 1919)" == next(first.lines())[0]


def test_an_inferred_hop_says_so_and_cites_its_premises(small: famkg.KnowledgeGraph) -> None:
    (link,) = only_path(small, "Cleo Marsh", "Lamp Board")[0].links
    assert link.inferred
    assert ["The Gazette"] == [source.split(",")[0] for source in link.sources]
    assert "Cleo Marsh — parent → Bruno Marsh (inferred) [1]" in str(small.path("Cleo Marsh", "Lamp Board"))


def test_citations_are_numbered_and_listed_once(small: famkg.KnowledgeGraph) -> None:
    text = str(small.path("Cleo Marsh", "Lamp Board"))
    assert 2 == text.count("[1]")
    assert "[2] The Beacon, “A storm is coming”" in text.splitlines()[-1]


def test_a_connection_reads_the_same_backwards(small: famkg.KnowledgeGraph) -> None:
    there, back = (small.path(*ends) for ends in (("Cleo Marsh", "Lamp Board"), ("Lamp Board", "Cleo Marsh")))
    assert ways(there) == [way[::-1] for way in ways(back)]


def test_sharing_a_season_connects_no_two_characters() -> None:
    found = famkg.load(FRANCHISE, seen="s01e03").path("Ada Quill", "Cleo Marsh")
    assert (0, 0, ()) == (found.steps, found.count, found.paths)
    assert str(found).startswith("No connection between Ada Quill and Cleo Marsh is known")


def test_sharing_a_world_or_franchise_connects_nothing(small: famkg.KnowledgeGraph) -> None:
    assert 0 == small.path("show:fog", "character:ada-quill").count
    assert 0 == small.path("world:dream", "Ada Quill").count


def test_a_season_connects_people_whom_nothing_else_does(small: famkg.KnowledgeGraph) -> None:
    found = small.path("Leo Brandt", "Ines Holt")
    assert "through a whole show or season" == found.within
    between = ["episode:harbour-lights-s01e01", "season:harbour-lights-1", "character:ada-quill"]
    assert [["person:leo-brandt", *between, "person:ines-holt"]] == ways(found)


def test_an_end_may_be_what_no_connection_runs_through(small: famkg.KnowledgeGraph) -> None:
    assert [["world:harbour", "show:harbour-lights"]] == ways(small.path("world:harbour", "show:harbour-lights"))


def test_a_shared_place_belongs_to_the_story(small: famkg.KnowledgeGraph) -> None:
    found = small.path("The great storm", "place:harbour")
    assert ("within Harbour timeline", 2) == (found.within, found.steps)


def test_of_equal_paths_the_least_joined_come_first_and_ties_go_by_name() -> None:
    hub = [("hub", other) for other in ("a", "b", "c", "d", "e")]
    graph = networkx.Graph([*hub, ("a", "y"), ("y", "b"), ("a", "x"), ("x", "b")])
    degrees = dict(graph.degree)
    count, paths = _shortest(graph, "a", "b", most=2, degrees=degrees)
    assert (3, [("a", "x", "b"), ("a", "y", "b")]) == (count, paths)
    assert [("a", "hub", "b")] == _shortest(graph, "a", "b", most=3, degrees=degrees)[1][2:]


def test_the_first_paths_are_the_first_of_all_paths() -> None:
    graph = networkx.convert_node_labels_to_integers(networkx.grid_2d_graph(4, 4))
    named = networkx.relabel_nodes(graph, {n: f"n{n:02}" for n in graph})
    degrees = dict(named.degree)
    every = [tuple(path) for path in networkx.all_shortest_paths(named, "n00", "n15")]
    every.sort(key=lambda path: (sum(degrees[node] for node in path[1:-1]), path))
    assert (len(every), every[:7]) == _shortest(named, "n00", "n15", most=7, degrees=degrees)


def test_what_is_not_seen_connects_nothing() -> None:
    early = famkg.load(FRANCHISE, seen="s01e03")
    with pytest.raises(UnknownNameError, match="Lamp Board"):
        early.path("Cleo Marsh", "Lamp Board")
    assert 1 == famkg.load(FRANCHISE, seen="s02e01").path("Cleo Marsh", "Lamp Board").count


def test_a_misspelt_end_gets_the_nearest_name(small: famkg.KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError, match="Bruno Marsh"):
        small.path("Ada Quill", "Brunno Marsh")


def test_a_thing_and_itself_is_a_fault(small: famkg.KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="same thing"):
        small.path("Ada Quill", "Aida Quill")


def test_the_command_prints_text_or_json_and_no_connection_is_no_error() -> None:
    def run(*words: str) -> str:
        ended = CliRunner().invoke(app, ["path", *words, *DATA], catch_exceptions=False)
        assert 0 == ended.exit_code
        return str(ended.stdout)

    assert "by way of Bruno Marsh" in run("Cleo Marsh", "Lamp Board")
    told = json.loads(run("Cleo Marsh", "Lamp Board", "--format", "json"))
    assert ("character:cleo-marsh", 2, 1) == (told["start"]["curie"], told["steps"], len(told["paths"]))
    assert run("world:dream", "Ada Quill").startswith("No connection")


@pytest.mark.parametrize("seen", ["s01e01", "s02e06", "all"])
def test_known_characters_are_connected_with_evidence_on_every_hop(seen: str) -> None:
    kg = famkg.load(seen=seen)
    found = find_connections(kg, "character:ed-baldwin", "character:margo-madison", most=5)
    assert 2 == found.steps
    assert all(link.sources for path in found.paths for hop in path for link in hop.links)
    known = set(kg.network("everything"))
    assert {hop.end.curie for path in found.paths for hop in path} <= known


def test_seeing_more_tells_of_connections_that_come_later() -> None:
    def between(seen: str) -> set[str]:
        found = famkg.load(seen=seen).path("character:ed-baldwin", "character:margo-madison", most=99)
        return {path[0].end.curie for path in found.paths}

    assert {"organization:nasa"} == between("s01e01")
    assert "event:goldilocks-hijack" in between("all") - between("s04e09")


def test_networkx_is_not_imported_before_a_path_is_asked_for() -> None:
    program = "import sys, famkg.cli.path, famkg.cli.rank; print('networkx' in sys.modules)"
    assert "False\n" == subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
