"""What is central in a view, its communities, and the bridges between them."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys

import networkx
import pytest
from click.testing import CliRunner

import famkg
from famkg.cli import app
from famkg.errors import UnknownNameError
from famkg.network.ranking import MEASURES

from .conftest import FRANCHISE

DATA = ("--data", str(FRANCHISE))


def run(*words: str) -> str:
    ended = CliRunner().invoke(app, ["rank", *words, *DATA], catch_exceptions=False)
    assert 0 == ended.exit_code, ended.stderr
    return str(ended.stdout)


def values(kg: famkg.KnowledgeGraph, by: str) -> dict[str, float]:
    return {central.thing.curie: central.value for central in kg.rank(by=by).things}


def test_the_degree_counts_other_things_once(small: famkg.KnowledgeGraph) -> None:
    ranking = small.rank()
    assert ("character:bruno-marsh", 3) == (ranking.things[0].thing.curie, ranking.things[0].value)
    assert (6, 4) == (ranking.size, ranking.joined)


def test_equals_share_a_rank_and_stand_by_name(small: famkg.KnowledgeGraph) -> None:
    rows = list(small.rank().result())
    assert [1, 2, 2, 2, 2, 2] == [row["rank"] for row in rows]
    labels = [row["thingLabel"] for row in rows[1:]]
    assert sorted(labels) == labels


def test_each_measure_is_the_one_of_networkx_that_it_names(small: famkg.KnowledgeGraph) -> None:
    graph = networkx.Graph(small.network("story").to_undirected())
    betweenness, harmonic = networkx.betweenness_centrality(graph), networkx.harmonic_centrality(graph)
    assert {node: round(value, 6) for node, value in betweenness.items()} == values(small, "betweenness")
    assert {node: round(value / 5, 6) for node, value in harmonic.items()} == values(small, "closeness")
    assert dict(graph.degree) == values(small, "degree")
    assert {"character:bruno-marsh"} == {node for node, value in values(small, "eigenvector").items() if value > 0.7}
    for measure in MEASURES.values():
        function = measure.function.split()[0].removeprefix("networkx.").split(".")[-1]
        assert hasattr(networkx, function) or hasattr(networkx.Graph, function)


@pytest.mark.parametrize("by", MEASURES)
def test_the_answer_names_and_defines_its_measure(by: str) -> None:
    first_lines = run("--by", by).splitlines()[:2]
    assert "(story): 6 things, 4 pairs of them joined" in first_lines[0]
    assert f"{by.capitalize()}: {MEASURES[by].definition} ({MEASURES[by].function})" == first_lines[1]


def test_a_kind_limits_the_list_and_not_what_is_measured(small: famkg.KnowledgeGraph) -> None:
    characters = small.rank(kind="character").things
    assert {"character"} == {central.thing.kind for central in characters}
    assert 3 == characters[0].value


def test_communities_hold_everything_once_the_largest_first(small: famkg.KnowledgeGraph) -> None:
    ranking = small.rank("everything", communities=True)
    members = [member.thing.curie for group in ranking.communities for member in group.members]
    assert sorted(small.network("everything")) == sorted(members)
    sizes = [group.size for group in ranking.communities]
    assert (sorted(sizes, reverse=True), list(range(1, len(sizes) + 1))) == (sizes, [g.number for g in ranking.communities])


def test_bridges_and_crossings_join_different_communities(small: famkg.KnowledgeGraph) -> None:
    ranking = small.rank("everything", communities=True)
    number = {member.thing.curie: group.number for group in ranking.communities for member in group.members}
    assert ranking.bridges
    assert all(number[bridge.thing.curie] == bridge.community not in bridge.joins for bridge in ranking.bridges)
    ends = [(number[c.hop.start.curie], number[c.hop.end.curie]) for c in ranking.crossings]
    assert [crossing.communities for crossing in ranking.crossings] == ends
    assert all(one != other for one, other in ends)
    assert all(link.sources for crossing in ranking.crossings for link in crossing.hop.links)


def test_communities_are_the_same_in_every_process() -> None:
    program = (
        "import sys, famkg; print(famkg.load(sys.argv[1]).rank('everything', by='betweenness', communities=True).to_json())"
    )

    def answer(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        words = [sys.executable, "-c", program, str(FRANCHISE)]
        return subprocess.run(words, capture_output=True, text=True, check=True, env=environment).stdout

    assert answer("1") == answer("2")


def test_a_table_tells_how_many_it_leaves_out_and_data_leave_out_none() -> None:
    assert ["and 4 more"] == run("--most", "2").splitlines()[-1:]
    assert "more" not in run()
    assert 6 == len(list(csv.DictReader(io.StringIO(run("--format", "csv")))))
    assert 2 == len(json.loads(run("--format", "json", "--most", "2"))["things"])


def test_communities_come_as_text_rows_and_json() -> None:
    text = run("--view", "everything", "--communities", "--most", "2")
    assert "louvain_communities, seeds 0 to 9); modularity 0." in text
    assert {"Communities", "Bridges", "Crossings"} <= {line.partition(":")[0] for line in text.splitlines()}
    rows = list(csv.DictReader(io.StringIO(run("--communities", "--format", "csv"))))
    assert ["community", "thing", "thingLabel", "kind", "world", "degree"] == list(rows[0])
    told = json.loads(run("--communities", "--format", "json"))
    assert {"communities", "bridges", "crossings"} == set(told["methods"])
    assert 4 == told["communities"][0]["size"]


def test_a_slot_limits_what_is_measured(small: famkg.KnowledgeGraph) -> None:
    assert 0 == small.rank("cast", season="season:harbour-lights-2").size
    assert "0 things" in run("--view", "cast", "--set", "season=season:harbour-lights-2", "--communities")


def test_nothing_seen_is_an_empty_list_and_no_error() -> None:
    for by in MEASURES:
        assert "0 things" in run("--seen", "none", "--kind", "character", "--by", by)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"by": "betwenness"}, "did you mean 'betweenness'"),
        ({"kind": "charcter"}, "did you mean 'character'.*in this view: character, event, organization"),
    ],
)
def test_an_unknown_measure_or_kind_suggests_the_nearest(words: dict[str, str], said: str, small: famkg.KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError, match=said):
        small.rank(**words)  # type: ignore[arg-type]


def test_who_is_central_depends_on_what_is_seen() -> None:
    early = famkg.load(seen="s01e03").rank(kind="character")
    known = {central.thing.curie for central in early.things}
    assert "character:kelly-baldwin" not in known
    assert "character:kelly-baldwin" in {central.thing.curie for central in famkg.load().rank(kind="character").things[:20]}


def test_the_communities_of_the_story_have_named_bridges(real: famkg.KnowledgeGraph) -> None:
    ranking = real.rank(communities=True)
    assert (ranking.modularity or 0) > 0.5
    assert "organization:nasa" in [bridge.thing.curie for bridge in ranking.bridges[:3]]
    assert all(link.sources for crossing in ranking.crossings for link in crossing.hop.links)
