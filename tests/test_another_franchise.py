"""famkg serves any franchise: an invented one goes the whole way, and nothing shipped but graph/ names an entity of ours."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import famkg
from famkg.claims import read_claims
from famkg.cli import COMMANDS, app
from famkg.query.header import read_header
from famkg.query.slots import fill, slot_names
from famkg.resources import layers
from famkg.terms import PREF_LABEL, TYPE, fam

from .conftest import FRANCHISE, ROOT

CALLS = {
    "check": [],
    "query": ["keepers"],
    "show": ["Bruno Marsh"],
    "why": ["Bruno Marsh", "spouse"],
    "compare": [],
    "path": ["Ada Marsh", "Lamp Board"],
    "rank": ["--view", "keepers"],
    "search": ["brunno mash"],
    "view": ["keepers", "-o", "{out}/keepers.html"],
    "export": ["ttl"],
    "build": ["--out", "{out}/site"],
}
"""A call of every command that reads a franchise."""

ELSEWHERE = {"push": "needs a remote store", "new-source": "reads no franchise", "new-franchise": "writes one"}


def run(*words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--data", str(FRANCHISE)], prog_name="famkg", catch_exceptions=False)


@pytest.mark.parametrize("command", CALLS)
def test_an_invented_franchise_goes_through_every_command(command: str, tmp_path: Path) -> None:
    words = [word.format(out=tmp_path) for word in CALLS[command]]
    result = run(command, *words)
    assert 0 == (result.return_value or result.exit_code), result.output
    assert command == "check" or result.output


def test_every_command_is_tried() -> None:
    assert set() == set(COMMANDS) - set(CALLS) - set(ELSEWHERE)


def test_its_own_question_and_view_stand_beside_the_shipped_ones(
    small: famkg.KnowledgeGraph, real: famkg.KnowledgeGraph
) -> None:
    assert {"keepers"} == set(small.catalogue.queries) - set(real.catalogue.queries)
    assert {"keepers"} == set(small.catalogue.views) - set(real.catalogue.views)
    assert [("Bruno Marsh", "director")] == [(row["keeperLabel"], row["officeLabel"]) for row in small.query("keepers")]
    assert "organization:lamp-board" in small.network("keepers")


def test_two_of_its_shows_share_a_world_and_a_third_world_stands_apart(small: famkg.KnowledgeGraph) -> None:
    shared = {(row["showLabel"], row["otherLabel"]) for row in small.query("shared-worlds")}
    assert {("Fog", "Harbour Lights")} <= shared | {(b, a) for a, b in shared}
    worlds = {str(t.subject) for t in small.facts() if t.predicate == TYPE and t.object == fam("World")}
    assert 3 == len(worlds)


def test_the_site_of_the_invented_franchise_names_its_own_base_only(small_site: dict[str, bytes]) -> None:
    page = small_site["index.html"].decode()
    assert "https://example.org/harbour/" in page
    assert json.loads(small_site["dumps/dataset.jsonld"])


def slots_unset(text: str) -> str:
    """A query's text without the values of its slots and without its prefixes."""
    unset = fill(text, dict.fromkeys(slot_names(text)))
    return re.sub(r"(?m)^PREFIX .*$", "", unset)


def shipped() -> list[Path]:
    folders = ("src", "ontology", "queries")
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".ttl", ".rq", ".html", ".js", ".css", ".j2", ".jsonld")
    )


def test_no_program_vocabulary_or_question_names_an_entity_of_ours() -> None:
    """Neither by IRI or CURIE, nor what the story tells of by name; a slot's default may, and examples show real history."""
    claims = read_claims(layers())
    data = {
        prefix for prefix in claims.prefixes.namespaces if claims.prefixes.namespaces[prefix] in claims.prefixes.data_namespaces
    }
    curie = re.compile(rf"(?<![\w:-])(?:{'|'.join(sorted(data))}):[a-z0-9]+(?:-[a-z0-9]+)*")
    own = {f"{claims.prefixes.shrink(t.subject.value)}" for t in claims.register}
    told, real = set(), set()
    for thing, label in ((t.subject, t.object.value) for t in claims.register if t.predicate == PREF_LABEL):
        kind = claims.prefixes.shrink(thing.value).split(":")[0]
        (told if kind in ("character", "show", "divergence", "episode", "work") else real).add(
            label.removesuffix(" (real history)")
        )
    told -= real
    names = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(told) if " " in name))
    found = []
    for path in shipped():
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".rq":
            text = slots_unset(text)
        found += [f"{path.relative_to(ROOT)}: {each}" for each in curie.findall(text) if each in own]
        found += [f"{path.relative_to(ROOT)}: {each}" for each in names.findall(text)]
    assert [] == found


def test_every_header_says_what_a_slot_takes_without_naming_one_of_ours() -> None:
    for path in sorted((ROOT / "queries").rglob("*.rq")):
        header = read_header(path.read_text(encoding="utf-8"), path=path)
        assert [] == [p.name for p in header.parameters if re.search(r"such as (?!concept:)\w+:", p.text)]
