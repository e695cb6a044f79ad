"""Hostile data is inert: whatever labels, literals and IRIs hold, every output shows it and none obeys it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
import rdflib
from click.testing import CliRunner
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

import famkg
from famkg.check import check
from famkg.check.report import write_findings
from famkg.cli import app
from famkg.export import FORMATS as EXPORTS
from famkg.plain import HIDDEN
from famkg.query.result import FORMATS, Result
from famkg.resources import layers
from famkg.site import render, write_folder
from famkg.views.page import draw

from .conftest import FRANCHISE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TEXTS = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"'><svg/onload=alert(1)>",
    "]]></text></svg><script>alert(1)</script>",
    "javascript:alert(1)",
    "[click](javascript:alert(1)) **bold** `code` | cell",
    "{{ 7 * 7 }} {% raw %} ${alert(1)} %s {0}",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J \x7f",
    "\x1b]8;;https://evil.example\x07link\x1b]8;;\x07",
    "right \u202eto\u202c left \u2066isolated\u2069",
    "lines\nof\r\ntext\u2028and\u2029more\ttabs\x0b\x0c\x85",
    "NUL \x00 and \x01\x02\x08\x1f and \ufffe \ufeff",
    '=HYPERLINK("https://evil.example")',
    "'; DROP TABLE facts; --",
    "__proto__",
    "ADA QUILL",
    "Áda Quíll",
    "ada  quill",
    " ",
)
LOCALS = (
    "../../x",
    "..",
    "%2e%2e/%2e%2e/x",
    "con",
    "NUL.html",
    "a/b/../../../../c",
    ".htaccess",
    "index",
    "Ada-Quill",
    "ADA-QUILL",
    "x" * 3_000,
    "tail.",
    "a%00b",
    "a:b",
    "a'(b);c&d=e",
    "älter",
    "a//b",
    "doc/character/ada-quill.html",
    "日本語",
)
"""Local names after ``character:`` that are IRIs, and no file names."""

BASE = "https://example.org/harbour/"
PASSAGE = "passage:harbour-wiki-1-6"


def hostile(folder: Path) -> Path:
    """The small franchise with a character for each text and each local name, and hostile records beside them."""
    data = Path(shutil.copytree(FRANCHISE, folder / "franchise"))
    register, claims = [], []
    names = [(f"hostile-{number}", text) for number, text in enumerate(TEXTS)]
    names += [(local, f"Named {number}") for number, local in enumerate(LOCALS)]
    for number, (local, label) in enumerate(names):
        node = NamedNode(f"{BASE}character/{local}")
        text = Literal(label, language="en")
        register.append(f"{node} a fam:Character ; skos:prefLabel {text} ; fam:inWorld world:harbour .")
        tie = f"{BASE}relationship/{local}-friend"
        claims += [
            f"{node} skos:altLabel {text} ; fam:from {Literal(str(1800 + number), datatype=NamedNode('http://id.loc.gov/datatypes/edtf/EDTF'))} .",
            f"<{tie}> a fam:Relationship ; fam:agent {node} ; fam:relatedTo character:ada-quill ; fam:role concept:relation-friend .",
            f"event:great-storm fam:ledTo event:hostile-{number} .",
        ]
        register.append(f"event:hostile-{number} a fam:Event ; skos:prefLabel {text} ; fam:inWorld world:harbour .")
        claims.append(f'event:hostile-{number} fam:when "{1932 + number}"^^edtf:EDTF .')
    story = data / "graph/entities/story.ttl"
    story.write_bytes((story.read_text("utf-8") + "\n" + "\n".join(register) + "\n").encode())
    wiki = data / "graph/sources/2021/harbour-wiki-1.trig"
    text = wiki.read_text("utf-8").replace('"Harbour Wiki"', str(Literal(TEXTS[0] + TEXTS[7] + TEXTS[9])))
    text = text.replace('"Ada marries Bruno"', str(Literal(TEXTS[1] + TEXTS[10]))).replace(
        "<https://example.org/press/harbour-wiki-1>", "<javascript:alert(1)>"
    )
    record = (
        f"\n{PASSAGE} a fam:Passage ; fam:locator {Literal(TEXTS[2] + TEXTS[7])} ; fam:revealedIn fam:Production ; "
        "fam:status concept:status-stated ; prov:wasDerivedFrom source:harbour-wiki-1 .\n"
    )
    wiki.write_bytes((text + record + f"{PASSAGE} {{\n" + "\n".join(claims) + "\n}\n").encode())
    judgements = data / "graph/judgements.ttl"
    reason = str(Literal("".join(TEXTS[:12])))
    judged = re.sub(r'"The wiki counts[^"]*"', lambda _: reason, judgements.read_text("utf-8"))
    assert reason in judged
    judgements.write_bytes(judged.encode())
    dataset = data / "graph/dataset.ttl"
    titled = dataset.read_text("utf-8").replace('"Harbour Lights, an invented franchise"', str(Literal(TEXTS[0] + TEXTS[9])))
    dataset.write_bytes(titled.encode())
    return data


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def kg(data: Path) -> famkg.KnowledgeGraph:
    return famkg.load(data)


@pytest.fixture(scope="module")
def site(kg: famkg.KnowledgeGraph) -> dict[str, bytes]:
    return dict(render(kg).files)


def results(kg: famkg.KnowledgeGraph) -> Iterator[tuple[str, Result]]:
    """Every named query with its slots open, as far as it then is a table of ours."""
    for name, query in kg.catalogue.queries.items():
        iris = {each.name: None for each in query.header.parameters if each.type == "iri"}
        yield name, kg.ask(query, iris if query.kind == "facts" else {})


def test_the_hostile_franchise_says_what_it_should(kg: famkg.KnowledgeGraph) -> None:
    labels = {t.object.value for t in kg.facts() if t.predicate.value.endswith("#prefLabel") and isinstance(t.object, Literal)}
    assert set(TEXTS) <= labels
    assert {f"{BASE}character/{local}" for local in LOCALS} <= {t.subject.value for t in kg.facts()}


# Results of queries


def test_tables_for_people_hold_a_row_a_line_and_nothing_that_drives_a_terminal(kg: famkg.KnowledgeGraph) -> None:
    for name, result in results(kg):
        table = result.to("table")
        assert not HIDDEN.search(table), name
        assert len(result) + 3 == len(table.split("\n")) - 1, name
        markdown = result.to("markdown")
        assert not HIDDEN.search(markdown), name
        assert len(result) + 2 == len(markdown.split("\n")) - 1, name
        assert not re.search(r"(?<!\\)<(?!https?://[^<>\s]+>$)|(?<!\\)\]\(", markdown, re.MULTILINE), name


def test_tables_for_programs_give_every_value_back(kg: famkg.KnowledgeGraph) -> None:
    for name, result in results(kg):
        values = [["" if term is None else term.value for term in row] for row in result.rows]
        assert values == list(csv.reader(io.StringIO(result.to("csv"), newline="")))[1:], name
        cells = [line.split("\t") for line in result.to("tsv").split("\n")[1:-1]]
        assert [["" if term is None else str(term) for term in row] for row in result.rows] == cells, name
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", result.to("tsv")), name
        bindings = json.loads(result.to("json"))["results"]["bindings"]
        assert values == [[row[c]["value"] if c in row else "" for c in result.columns] for row in bindings], name
        lines = result.to("jsonl").split("\n")[:-1]
        assert list(result) == [json.loads(line) for line in lines], name
        assert set(FORMATS) == {"table", "markdown", "csv", "tsv", "json", "jsonl"}


class Elements(HTMLParser):
    """The elements of a page, and the attributes that could act."""

    ACTING = ("on", "formaction", "srcdoc")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.acting: list[tuple[str, str, str]] = []
        self.addresses: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        for name, value in attrs:
            if name.startswith(self.ACTING):
                self.acting.append((tag, name, value or ""))
            if name in ("href", "src", "xlink:href", "action"):
                self.addresses.append((value or "").strip())


def assert_inert(text: str, where: str) -> None:
    found = Elements(text)
    assert found.acting == [], where
    assert not [
        address for address in found.addresses if re.match(r"\s*(javascript|vbscript|data:text)", address, re.IGNORECASE)
    ], where
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text), where


def test_results_and_entities_in_a_notebook_hold_text_alone(kg: famkg.KnowledgeGraph) -> None:
    for name, result in results(kg):
        page = result._repr_html_()
        assert not {"script", "img", "svg", "iframe", "style"} & set(Elements(page).names), name
        assert_inert(page, name)
    for number in range(len(TEXTS)):
        page = kg.entity(f"character:hostile-{number}")._repr_html_()
        assert not {"script", "img", "svg", "iframe"} & set(Elements(page).names)
        assert_inert(page, str(number))


# Commands


THINGS = [f"character:hostile-{number}" for number in range(len(TEXTS))]
CALLS = [
    *[["show", thing] for thing in THINGS],
    *[["show", f"{BASE}character/{local}"] for local in LOCALS],
    *[["why", thing, "skos:altLabel"] for thing in THINGS],
    ["why", "character:ada-quill", "fam:from"],
    *[["path", "character:hostile-0", thing] for thing in THINGS[1:]],
    *[["search", text] for text in (*TEXTS, "named", "lines", "red")],
    ["rank"],
    ["rank", "--communities"],
    ["compare"],
    ["compare", "--at", "1940"],
    ["query", "names"],
    ["query", "characters", "--set", "world=", "--cite"],
]


@pytest.mark.parametrize("words", CALLS, ids=lambda words: repr(" ".join(words))[1:60])
def test_no_command_prints_what_drives_a_terminal(words: list[str], data: Path) -> None:
    done = CliRunner().invoke(
        app,
        [words[0], "--data", str(data), *words[1:2], "--", *words[2:]]
        if words[0] == "search"
        else [*words, "--data", str(data)],
    )
    assert done.exit_code == 0 or isinstance(done.exception, famkg.FamkgError), done.output
    assert not HIDDEN.search(done.output), repr(HIDDEN.search(done.output))


# Exports


def named(quads: Iterable[Quad]) -> set[Quad]:
    """Those without blank nodes, which have other names in every file."""
    return {quad for quad in quads if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode)}


def test_rdf_exports_give_every_statement_back(kg: famkg.KnowledgeGraph) -> None:
    facts, quads = set(kg.facts()), named(kg.quads())
    assert quads == named(parse(kg.export("nq"), format=RdfFormat.N_QUADS))
    assert quads == named(parse(kg.export("trig"), format=RdfFormat.TRIG))
    for form, rdf in (("nt", RdfFormat.N_TRIPLES), ("ttl", RdfFormat.TURTLE)):
        assert facts == {quad.triple for quad in parse(kg.export(form), format=rdf)}
    assert len(facts) == len(rdflib.Graph().parse(data=kg.export("rdfxml"), format="xml"))
    json.loads(kg.export("jsonld"))


@pytest.mark.parametrize("form", sorted({"rdfxml", "graphml", "gexf", "svg"} & set(EXPORTS)))
def test_xml_exports_are_xml_without_scripts(form: str, kg: famkg.KnowledgeGraph) -> None:
    root = ElementTree.fromstring(kg.export(form))
    for element in root.iter():
        assert not str(element.tag).lower().endswith("}script"), form
        assert not [name for name in element.attrib if name.lower().startswith("on")], form


def test_the_other_exports_can_be_read(kg: famkg.KnowledgeGraph, tmp_path: Path) -> None:
    for form in sorted(set(EXPORTS) - {"nq", "trig", "nt", "ttl", "rdfxml", "jsonld", "graphml", "gexf", "svg"}):
        content = kg.export(form)
        assert content, form
        if form == "sqlite":
            (tmp_path / "x.db").write_bytes(content)
            with sqlite3.connect(tmp_path / "x.db") as database:
                assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if EXPORTS[form].extension.endswith("json"):
            json.loads(content)


# Pages


def test_every_file_of_the_site_has_a_name_for_every_file_system(site: dict[str, bytes], tmp_path: Path) -> None:
    devices = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
    assert len(site) == len({name.casefold() for name in site})
    for name in site:
        assert len(name.encode()) < 240, name
        for part in name.split("/"):
            assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", part) or part in (".nojekyll", ".well-known"), name
            assert not devices.fullmatch(part), name
            assert not part.endswith("."), name
    write_folder(site, tmp_path / "site")
    assert {"site"} == {path.name for path in tmp_path.iterdir()}


def test_every_page_of_the_site_and_every_view_is_inert(site: dict[str, bytes], kg: famkg.KnowledgeGraph) -> None:
    pages = {name: content for name, content in site.items() if name.endswith((".html", ".svg", ".xml"))}
    assert len(pages) > 5
    for name, content in pages.items():
        assert_inert(content.decode("utf-8"), name)
        if not name.endswith(".html"):
            ElementTree.fromstring(content)
    for name in kg.catalogue.views:
        values = (
            {"thing": "character:hostile-0"}
            if any(p.name == "thing" for p in kg.catalogue.views[name].header.parameters)
            else {}
        )
        assert_inert(draw(kg.network(name, **values), seen=kg.seen), name)


@pytest.mark.browser
def test_no_page_runs_anything_of_it_in_a_browser(
    browser: Browser,
    site: dict[str, bytes],
    kg: famkg.KnowledgeGraph,
    tmp_path: Path,
) -> None:
    view = draw(kg.network("everything"), seen=kg.seen)
    write_folder({**site, "drawn.html": view.encode()}, tmp_path / "site")
    page = browser.new_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.on(
        "request",
        lambda request: asked.append(request.url) if not request.url.startswith(("file:", "data:", "blob:")) else None,
    )
    hostile_pages = [name for name in sorted(site) if "hostile" in name and name.endswith(".html")]
    others = [name for name in sorted(site) if name.endswith(".html") and name.count("/") < 2]
    for name in ["drawn.html", *hostile_pages[:20], *others[:20]]:
        page.goto((tmp_path / "site" / name).as_uri())
        page.wait_for_load_state("load")
        assert page.evaluate("document.querySelectorAll('img[src=\"x\"], [onload], [onerror], iframe').length") == 0, name
        assert asked == [], name
    page.close()


# The check


def test_the_check_names_what_is_hostile_and_comes_to_its_end(data: Path) -> None:
    found = check(layers(data)).findings
    rules = {finding.rule for finding in found}
    assert {"literal", "slug-form", "near-duplicate", "source-record", "passage-locator"} <= rules
    for form in ("table", "github", "sarif"):
        assert not HIDDEN.search(write_findings(found, form))


# Size


def test_a_label_of_a_megabyte_passes_through(tmp_path: Path) -> None:
    data = Path(shutil.copytree(FRANCHISE, tmp_path / "franchise"))
    story = data / "graph/entities/story.ttl"
    label = "Dora " * 200_000
    story.write_text(story.read_text("utf-8").replace('"Dora Vane"@en', f'"{label}"@en'), encoding="utf-8")
    assert check(layers(data)).findings == ()
    kg = famkg.load(data)
    assert label.strip() in str(kg.entity("character:dora-vane"))
    assert label in kg.query("names", thing="character:dora-vane").to("csv")
    assert len(draw(kg.network("around", thing="character:dora-vane"), seen=kg.seen)) > len(label)
    assert len(render(kg).files) > 5
