"""schema.org in the pages: every property is one that the type has, every value one that the property may have."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import famkg
from famkg.site.linked.schemaorg import SchemaOrg
from famkg.site.reading import Reading, read_site
from famkg.terms import fam

RESOURCE = Path(__file__).parent / "resources" / "schema-org.tsv"
TEXT = {"Text", "URL", "PronounceableText", "CssSelectorType", "XPathType"}
KINDS: Mapping[type, set[str]] = {
    str: TEXT | {"Date", "DateTime", "Time", "Duration", "Country"},
    int: {"Integer", "Number", "Text", "Float"},
    float: {"Number", "Float", "Text"},
    bool: {"Boolean"},
}


def read_types() -> tuple[dict[str, list[str]], dict[str, dict[str, set[str]]]]:
    parents: dict[str, list[str]] = {}
    properties: dict[str, dict[str, set[str]]] = {}
    current = ""
    for line in RESOURCE.read_text(encoding="utf-8").splitlines():
        kind, *fields = line.split("\t")
        if kind == "type":
            current = fields[0]
            parents[current] = fields[1].split() if len(fields) > 1 else []
            properties[current] = {}
        elif kind == "property":
            properties[current][fields[0]] = set(fields[1].split())
    return parents, properties


PARENTS, PROPERTIES = read_types()


def ancestry(type_: str) -> set[str]:
    return {type_}.union(*(ancestry(parent) for parent in PARENTS.get(type_, ())))


def faults(node: Mapping[str, Any], through: str = "") -> Iterator[str]:
    """What a node of JSON-LD says that schema.org does not know; ``through`` is the property that leads to it."""
    type_ = node.get("@type", "")
    if not type_:
        if set(node) != {"@id"}:
            yield f"no type: {node}"
        return
    if type_ not in PARENTS:
        yield f"no type of schema.org: {type_}"
        return
    known = {name: range_ for each in ancestry(type_) for name, range_ in PROPERTIES[each].items()}
    for name, values in node.items():
        if name.startswith("@"):
            continue
        if name not in known and not ("Role" in ancestry(type_) and name == (through or name)):
            yield f"{type_} has no {name}"
            continue
        for value in values if isinstance(values, list) else [values]:
            yield from wrong_values(type_, name, value, known.get(name))


def wrong_values(type_: str, name: str, value: Any, expected: set[str] | None) -> Iterator[str]:
    if isinstance(value, dict):
        kind = value.get("@type")
        if kind and expected is not None and not ancestry(kind) & (expected | {"Role"}):
            yield f"{type_} {name} is no {kind}"
        yield from faults(value, name)
    elif expected is not None:
        if not KINDS[type(value)] & expected:
            yield f"{type_} {name} is no {type(value).__name__}: {value!r}"
        is_date = isinstance(value, str) and not TEXT & expected and bool({"Date", "DateTime"} & expected)
        if is_date and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
            yield f"{type_} {name} is no date: {value!r}"
        if value in ("", None):
            yield f"{type_} {name} is empty"


def structured(page: bytes) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.decode(), re.DOTALL)
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.fixture(scope="module")
def reading(real: famkg.KnowledgeGraph) -> Reading:
    return read_site(real)


@pytest.fixture(scope="module")
def things(reading: Reading) -> SchemaOrg:
    return SchemaOrg(reading, base="https://site.example/")


def test_the_extract_of_schema_org_finds_faults() -> None:
    assert [] == list(faults({"@type": "TVEpisode", "episodeNumber": 3, "partOfSeason": {"@type": "TVSeason", "name": "x"}}))
    role = {"@type": "PerformanceRole", "actor": {"@type": "Person", "name": "x"}, "characterName": "y"}
    assert [] == list(faults({"@type": "TVSeason", "actor": [role]}))
    assert ["TVSeason has no birthDate"] == list(faults({"@type": "TVSeason", "birthDate": "1969"}))
    assert ["Person spouse is no Place"] == list(faults({"@type": "Person", "spouse": {"@type": "Place", "name": "x"}}))
    assert ["Event startDate is no date: 'soon'"] == list(faults({"@type": "Event", "startDate": "soon"}))
    assert ["TVSeason numberOfEpisodes is no bool: True"] == list(faults({"@type": "TVSeason", "numberOfEpisodes": True}))
    assert ["no type of schema.org: Spaceship"] == list(faults({"@type": "Spaceship"}))


def test_every_thing_is_valid_in_schema_org(reading: Reading, things: SchemaOrg) -> None:
    types: Counter[str] = Counter()
    for thing in reading.classes:
        said = things.describe(thing, name="a name")
        types[said["@type"]] += 1
        assert [] == list(faults(said)), thing
        assert thing.value == said["@id"]
        assert said["name"]
    assert {"TVSeries", "TVSeason", "TVEpisode", "Person", "Organization", "Event", "Place", "PerformanceRole"} <= set(types)


def test_every_page_is_valid_in_schema_org(small_site: Mapping[str, bytes]) -> None:
    pages = [path for path in small_site if path.endswith(".html") and b'rel="canonical"' in small_site[path]]
    assert len(pages) > 50
    for path in pages:
        said = structured(small_site[path])
        assert "https://schema.org" == said["@context"]
        graph = said.get("@graph", [said])
        assert [] == [fault for node in graph for fault in faults(node)], path
        itself = graph[0]
        assert "WebPage" == itself["@type"]
        canonical = re.findall(r'<link rel="canonical" href="([^"]+)">', small_site[path].decode())
        assert [itself["url"]] == canonical
        if path.startswith("doc/"):
            assert itself["mainEntity"]["@id"] == graph[1]["@id"], path
        positions = [step["position"] for step in itself.get("breadcrumb", {}).get("itemListElement", [])]
        assert list(range(1, len(positions) + 1)) == positions


def test_works_are_what_search_engines_look_for(reading: Reading, things: SchemaOrg) -> None:
    for show in reading.of_class(fam("Show")):
        said = things.describe(show)
        assert "TVSeries" == said["@type"]
        assert {"containsSeason", "actor", "url"} <= set(said)
    for season in reading.of_class(fam("Season")):
        said = things.describe(season)
        assert ("TVSeason", int) == (said["@type"], type(said["seasonNumber"]))
        assert "TVSeries" == said["partOfSeries"]["@type"]
    for episode in reading.of_class(fam("Episode")):
        said = things.describe(episode)
        assert ("TVEpisode", int) == (said["@type"], type(said["episodeNumber"]))
        assert ("TVSeason", "TVSeries") == (said["partOfSeason"]["@type"], said["partOfSeries"]["@type"])


def test_a_character_is_a_person_of_another_class(reading: Reading, things: SchemaOrg) -> None:
    people = {things.describe(each)["additionalType"] for each in reading.of_class(fam("Person"), fam("Character"))}
    assert {fam("Person").value, fam("Character").value} == people
    assert {"Person"} == {things.type_of(each) for each in reading.of_class(fam("Person"), fam("Character"))}


def test_an_actor_plays_a_part_in_a_season_once(reading: Reading, things: SchemaOrg) -> None:
    for season in reading.of_class(fam("Season")):
        roles = things.describe(season).get("actor", [])
        roles = roles if isinstance(roles, list) else [roles]
        parts = [(role["actor"]["@id"], role["characterName"]) for role in roles]
        assert len(parts) == len(set(parts))


def test_the_dataset_is_described_for_search_engines(small_site: Mapping[str, bytes]) -> None:
    for path in ("index.html", "data.html"):
        _, dataset = structured(small_site[path])["@graph"]
        assert "Dataset" == dataset["@type"]
        wanted = ("name", "description", "license", "distribution", "identifier", "url", "version")
        assert [] == [name for name in wanted if not dataset.get(name)]
        assert 50 <= len(dataset["description"]) <= 5000
        for file in dataset["distribution"]:
            content = small_site[file["contentUrl"].removeprefix("https://example.org/harbour/")]
            assert f"{len(content)} B" == file["contentSize"]


def test_the_dataset_of_the_shipped_franchise_has_creator_and_keywords(reading: Reading) -> None:
    told = {triple.predicate.value for triple in reading.told(reading.dataset)}
    assert {"http://purl.org/dc/terms/creator", "http://www.w3.org/ns/dcat#keyword"} <= told


def test_hostile_names_stay_text(franchise: Path) -> None:
    entities = next((franchise / "graph/entities").glob("*.ttl"))
    text = entities.read_text(encoding="utf-8")
    first = re.search(r'skos:prefLabel "([^"]+)"@en', text)
    assert first is not None
    hostile = "</script><script>alert(1)</script>"
    entities.write_text(text.replace(first[1], hostile, 1), encoding="utf-8")
    from famkg.site.linked.publication import prepare
    from famkg.site.linked.structured import Structured
    from famkg.site.shell import Page, Shell

    reading = read_site(famkg.load(franchise))
    things = [thing for thing in reading.facts if hostile in reading.labels[thing]]
    assert things
    structured_ = Structured(prepare(reading, base="https://site.example/"))
    shell = Shell(reading, title="t", licence="https://x.example/", base="https://site.example/")
    page = Page(
        path="x.html",
        title=hostile,
        template="unheld.html",
        values={"curie": "x:y", "kind_label": "thing", "claims": [], "near": [], "names": None, "when": None},
        about=things[0],
    )
    written = shell.write(structured_.dress(page)).decode()
    assert "<script>alert" not in written
    assert hostile in json.dumps(structured(written.encode()), ensure_ascii=False)
    assert html.escape(hostile) in written
