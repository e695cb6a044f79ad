"""Switch off one rule at a time: something that holds with it must then fail.

The cases are files: ``tests/resources/rules/<rule>.trig`` says what follows from what by each inference rule,
``tests/resources/faults/*.patch`` what each rule of ``famkg check`` finds (its README lists them).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from famkg.check import rules_of
from famkg.compile.infer import infer
from famkg.compile.rules import read_rules
from famkg.resources import layers
from tests.conftest import ROOT
from tests.faults import CASES, checked, expected, opened, places

RESOURCES = Path(__file__).parent / "resources"
INFERENCE = read_rules(layers().queries)


def example(name: str) -> tuple[frozenset[Triple], frozenset[Triple]]:
    """What is given and what follows from it, by the example of an inference rule."""
    quads = list(parse(path=RESOURCES / "rules" / f"{name}.trig", format=RdfFormat.TRIG))
    given, follows = (
        frozenset(quad.triple for quad in quads if quad.graph_name == NamedNode(f"https://example.org/{part}"))
        for part in ("given", "follows")
    )
    return given, follows


def test_every_inference_rule_has_an_example_and_no_example_lacks_its_rule() -> None:
    assert {rule.name for rule in INFERENCE} == {path.stem for path in (RESOURCES / "rules").glob("*.trig")}


@pytest.mark.parametrize("name", [rule.name for rule in INFERENCE])
def test_an_inference_rule_gives_what_its_example_says_and_without_it_that_is_gone(name: str) -> None:
    given, follows = example(name)
    assert follows == infer(given, INFERENCE)
    assert follows != infer(given, [rule for rule in INFERENCE if rule.name != name])


FOUND = expected()
RIVALS = sorted(path.stem for path in (ROOT / "queries/checks").glob("rival-*.rq"))


def rules_in(found: list[str]) -> set[str]:
    return {place.rpartition("  ")[2] for place in found}


FIRST = {rule: case for case in sorted(FOUND, reverse=True) for rule in rules_in(FOUND[case])}
"""The first case of each rule: the one in which it is switched off."""


def test_every_rule_of_the_check_has_a_case() -> None:
    names = {rule.name for rule in rules_of(layers())} - set(RIVALS)
    assert set() == names - {rule for found in FOUND.values() for rule in rules_in(found)}
    assert sorted(FOUND) == sorted(CASES)


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_found_as_the_table_says_and_without_its_rule_it_is_not(case: str, tmp_path: Path) -> None:
    with opened(case, tmp_path) as context:
        assert FOUND[case] == places(checked(context), context)
        for rule in (rule for rule in rules_in(FOUND[case]) if FIRST[rule] == case):
            left = places(checked(context, without=rule), context)
            assert rule not in rules_in(left)
            assert FOUND[case] != left


@pytest.mark.parametrize("name", RIVALS)
def test_without_the_query_that_defines_rivals_there_is_no_conflict(name: str, tmp_path: Path) -> None:
    case = name.replace("rival-", "conflict-")
    assert {"conflict"} == rules_in(FOUND[case])
    with opened(case, tmp_path, without=name) as context:
        assert "conflict" not in rules_in(places(checked(context), context))
