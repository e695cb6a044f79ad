"""The worked example of graph/README.md: its files are built from the page, and its table must be true."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import famkg
from famkg.store import Solutions

from .conftest import ROOT

PAGE = (ROOT / "graph" / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(?:turtle|trig)\n# graph/(?P<path>\S+)\n(?P<body>.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds what the page shows, and of the real graph only the register and the prefixes."""
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(ROOT / "graph" / "entities", folder / "graph" / "entities")
    shutil.copy(ROOT / "graph" / "dataset.ttl", folder / "graph" / "dataset.ttl")
    header = famkg.load(seen="none").prefixes.turtle()
    for found in BLOCK.finditer(PAGE):
        if not found["path"].startswith("entities/"):
            target = folder / "graph" / found["path"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(f"{header}\n{found['body']}", encoding="utf-8")
    return folder


def test_the_page_shows_about_two_dozen_claims_of_five_sources() -> None:
    paths = [found["path"] for found in BLOCK.finditer(PAGE)]
    assert 5 == sum(path.startswith("sources/") for path in paths)
    assert "judgements.ttl" in paths


def test_the_register_on_the_page_is_the_register() -> None:
    for found in BLOCK.finditer(PAGE):
        if found["path"].startswith("entities/"):
            assert found["body"].strip() in (ROOT / "graph" / found["path"]).read_text(encoding="utf-8")


QUESTIONS = {
    "Who plays Ellen?": "?c fam:portrayedBy person:jodi-balfour ; skos:prefLabel ?answer",
    "Who is married to Tracy Stevens?": "character:tracy-stevens fam:spouse ?s . ?s skos:prefLabel ?answer",
    "Is Margo Madison in the fourth season?": "character:margo-madison fam:appearsIn season:for-all-mankind-4 BIND('yes' AS ?answer)",
    "When did the first season start?": "season:for-all-mankind-1 schema:datePublished ?answer",
    "Is there news of a fifth season?": "?n a fam:Announcement ; fam:work season:for-all-mankind-5 ; fam:kind ?k . ?k skos:prefLabel ?answer",
    "Who plays Kelly Baldwin in the fifth season?": "?x fam:character character:kelly-baldwin ; fam:agent ?a . ?a skos:prefLabel ?answer",
    "Who plays Aleida Rosales in the fourth season?": "?x fam:character character:aleida-rosales ; fam:agent ?a . ?a skos:prefLabel ?answer",
    "What does a search for *Dornan* find?": "?p skos:hiddenLabel 'Michael Dornan'@en ; skos:prefLabel ?answer",
}
ANSWERS = {
    "Who plays Ellen?": ([], ["Ellen Wilson"], ["Ellen Wilson"]),
    "Who is married to Tracy Stevens?": ([], ["Gordo Stevens"], ["Gordo Stevens"]),
    "Is Margo Madison in the fourth season?": ([], [], ["yes"]),
    "When did the first season start?": (["2019-11-01"], ["2019-11-01"], ["2019-11-01"]),
    "Is there news of a fifth season?": (["renewed"], ["renewed"], ["renewed"]),
    "Who plays Kelly Baldwin in the fifth season?": ([], [], []),
    "Who plays Aleida Rosales in the fourth season?": ([], [], []),
    "What does a search for *Dornan* find?": (["Michael Dorman"], ["Michael Dorman"], ["Michael Dorman"]),
}
PROGRESSES = ("none", "s01e10", "all")


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_of_the_table_has_its_answers(example: Path, question: str) -> None:
    assert f"| {question} |" in PAGE
    for seen, expected in zip(PROGRESSES, ANSWERS[question], strict=True):
        kg = famkg.load(example, seen=seen)
        answer = kg.sparql(f"{kg.prefixes.sparql()} SELECT DISTINCT ?answer WHERE {{ {QUESTIONS[question]} }} ORDER BY ?answer")
        assert isinstance(answer, Solutions)
        assert (seen, expected) == (seen, [row[0].value for row in answer.rows])  # type: ignore[union-attr]


@pytest.mark.parametrize(("row", "kind"), [("Passages", "Passage"), ("Judgements", "Judgement")])
def test_the_evidence_grows_as_the_table_says(example: Path, row: str, kind: str) -> None:
    found = re.search(rf"\| {row} in evidence \| (\d+) of (\d+) \| (\d+) of \2 \| (\d+) of \2 \|", PAGE)
    assert found
    for seen, expected in zip(PROGRESSES, (found[1], found[3], found[4]), strict=True):
        kg = famkg.load(example, seen=seen)
        answer = kg.sparql(
            f"{kg.prefixes.sparql()} SELECT (COUNT(DISTINCT ?n) AS ?count) WHERE {{ GRAPH graph:evidence {{ ?n a fam:{kind} }} }}"
        )
        assert isinstance(answer, Solutions)
        assert (seen, expected) == (seen, answer.rows[0][0].value)  # type: ignore[union-attr]
