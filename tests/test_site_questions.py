"""Questions and graphs on the site: the answer, the text that gives it, and nothing in either that this viewer may not know."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

import famkg
from famkg.query.slots import slot_data
from famkg.site.once import once
from famkg.site.question.answers import MOST
from famkg.site.question.pages import ask, pages, safe_text
from famkg.site.question.sparql import parts
from famkg.site.reading import Reading, read_site
from famkg.site.shell import Page, Shell
from famkg.views.drawing import arrange
from famkg.views.thumbnail import HEIGHT, WIDTH, miniature

from .conftest import FRANCHISE


@pytest.fixture(scope="module")
def reading(small: famkg.KnowledgeGraph) -> Reading:
    return read_site(small)


@pytest.fixture(scope="module")
def early() -> Reading:
    return read_site(famkg.load(seen="none"))


def write(reading: Reading) -> dict[str, str]:
    """The pages of the questions alone."""
    shell = Shell(reading, title="A franchise", licence="https://example.org/", base=reading.home)
    return {page.path: shell.write(page).decode() for page in pages(reading)}


@pytest.fixture(scope="module")
def written(early: Reading) -> Mapping[str, str]:
    """The pages for who has seen nothing of the shipped franchise."""
    return write(early)


@pytest.fixture(scope="module")
def whole(real: famkg.KnowledgeGraph) -> Mapping[str, str]:
    """The pages for who has seen all of the shipped franchise."""
    return write(read_site(real))


def table(page: str) -> list[list[str]]:
    """The cells of the answer on a page."""
    body = re.search(r'<table class="answer[^"]*">.*?<tbody>(.*?)</tbody>', page, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", body[1], re.DOTALL) if body else []
    return [[unescape(re.sub("<[^>]*>", "", cell)).strip() for cell in re.findall(r"<td.*?</td>", row)] for row in rows]


def test_every_question_has_a_page_a_query_and_its_rows(small_site: Mapping[str, bytes], small: famkg.KnowledgeGraph) -> None:
    for name in small.catalogue.queries:
        assert {f"questions/{name}.html", f"questions/{name}.rq", f"questions/{name}.csv"} <= set(small_site)
        assert f'href="questions/{name}.html"'.encode() in small_site["questions.html"]


def test_the_rows_as_csv_are_those_the_query_file_gives(small_site: Mapping[str, bytes], small: famkg.KnowledgeGraph) -> None:
    from famkg.query.result import Result

    for name in small.catalogue.queries:
        answer = small.sparql(small_site[f"questions/{name}.rq"].decode())
        assert small_site[f"questions/{name}.csv"] == Result.of(answer, small.prefixes).to("csv").encode()  # type: ignore[arg-type]


def test_the_page_shows_the_rows_with_labels_that_link(small_site: Mapping[str, bytes]) -> None:
    page = small_site["questions/keepers.html"].decode()
    rows = list(csv.DictReader(io.StringIO(small_site["questions/keepers.csv"].decode())))
    assert rows
    assert len(rows) == len(table(page))
    assert f'<p class="meta">{len(rows)} row{"" if len(rows) == 1 else "s"}.' in page
    assert 'href="../doc/character/bruno-marsh.html"' in page


def test_rows_over_facts_bear_the_notes_of_who_says_so(whole: Mapping[str, str], real: famkg.KnowledgeGraph) -> None:
    page = whole["questions/cast.html"]
    cited = real.cite("cast")
    assert cited.citations is not None
    assert len(cited) == len(table(page))
    for row, citations in zip(table(page), cited.citations, strict=True):
        assert bool(citations) == bool(re.match(r"\[\d+", row[-1]))
        assert (f"+{len(citations) - 3}" in row[-1]) == (len(citations) > 3)
    marked = set(re.findall(r'href="#note-(\d+)"', page))
    assert marked
    assert marked <= set(re.findall(r'id="note-(\d+)"', page))


def test_a_long_answer_is_cut_and_says_where_the_rest_is(whole: Mapping[str, str], real: famkg.KnowledgeGraph) -> None:
    long = [asked.query.name for asked in ask(read_site(real)) if len(asked.result) > MOST]
    assert long
    page = whole[f"questions/{long[0]}.html"]
    assert MOST == len(table(page))
    assert f"The first {MOST} are shown" in page


def test_a_slot_that_holds_what_the_viewer_does_not_know_is_empty(reading: Reading) -> None:
    query = reading.kg.catalogue.query("names")
    assert "UNDEF" != slot_data(query.text)["thing"]
    assert "UNDEF" == slot_data(safe_text(reading, query))["thing"]


def test_a_slot_that_holds_what_the_viewer_knows_stays(real: famkg.KnowledgeGraph) -> None:
    reading = read_site(real)
    for query in real.catalogue.queries.values():
        if all(parameter.type == "iri" for parameter in query.header.parameters):
            assert query.text == safe_text(reading, query)


def test_no_page_names_a_thing_that_this_viewer_does_not_know(
    early: Reading, written: Mapping[str, str], real: famkg.KnowledgeGraph
) -> None:
    unknown = {t.subject.value for t in real.facts() if isinstance(t.subject, NamedNode)} - {n.value for n in early.facts}
    unknown -= {node.value for node in (*early.evidence, *early.ontology)}
    curies = {real.prefixes.shrink(iri) for iri in unknown if iri.startswith(real.prefixes.data_namespaces)}
    assert "character:ed-baldwin" in curies
    for path, page in written.items():
        assert set() == curies & set(re.findall(r"[a-z]+:[a-z0-9-]+", page)), path
    assert "names.html" in " ".join(written)


def test_a_question_without_an_answer_says_so(early: Reading, written: Mapping[str, str]) -> None:
    empty = {asked.query.name for asked in ask(early) if not len(asked.result)}
    assert empty
    for asked in ask(early):
        page = written[f"questions/{asked.query.name}.html"]
        assert (asked.query.name in empty) == ("Nothing that this viewer may know answers it" in page)
        assert "--seen none" in page


def test_the_text_of_a_query_is_whole_and_its_parts_are_told_apart() -> None:
    text = '#+ summary: x\nSELECT ?a WHERE { VALUES ?a { fam:b <http://c> "d # e" 1 } }\n'
    found = list(parts(text))
    assert text == "".join(part for _, part in found)
    assert {"comment", "word", "variable", "name", "iri", "string", "number"} == {kind for kind, _ in found if kind}
    assert ("string", '"d # e"') in found


def test_every_shipped_query_is_on_its_page_as_it_stands(small_site: Mapping[str, bytes], small: famkg.KnowledgeGraph) -> None:
    for name in small.catalogue.queries:
        shown = re.search(
            r'<pre class="sparql".*?><code>(.*?)</code></pre>', small_site[f"questions/{name}.html"].decode(), re.DOTALL
        )
        assert shown is not None
        assert small_site[f"questions/{name}.rq"].decode() == unescape(re.sub(r"</?span[^>]*>", "", shown[1]))


def test_queries_are_asked_once_for_their_pages_and_files(reading: Reading) -> None:
    assert ask(reading) is ask(reading)
    calls = []
    count = once(lambda reading: calls.append(reading) or len(calls))
    assert [1, 1] == [count(reading), count(reading)]


def test_what_was_made_for_a_graph_goes_when_the_graph_goes() -> None:
    import gc
    from weakref import ref

    reading = read_site(famkg.load(FRANCHISE))
    ask(reading)
    graph = ref(reading.kg)
    del reading
    gc.collect()
    assert graph() is None


def test_the_index_of_graphs_shows_each_view_with_its_figures(
    small_site: Mapping[str, bytes], small: famkg.KnowledgeGraph
) -> None:
    page = small_site["views/index.html"].decode()
    for name in small.catalogue.views:
        network = small.network(name)
        assert (f'href="{name}.html"' in page) == (len(network) > 1)
        assert f'href="{name}.rq"' in page
    assert "famkg view --around NAME" in page
    assert 'href="explore.html"' in page


def test_a_miniature_stays_in_its_frame_and_shows_every_kind(small: famkg.KnowledgeGraph) -> None:
    drawing = arrange(small.network("everything"))
    shown = miniature(drawing)
    assert {kind.label for kind in drawing.kinds} == {dots.kind for dots in shown.dots}
    for path in (shown.lines, *(dots.path for dots in shown.dots)):
        for x, y in re.findall(r"[ML](-?\d+) (-?\d+)", path):
            assert 0 <= int(x) <= WIDTH
            assert 0 <= int(y) <= HEIGHT


def test_views_and_comparison_lead_to_the_site_and_to_the_pages_of_things(small_site: Mapping[str, bytes]) -> None:
    view = small_site["views/everything.html"].decode()
    assert '<a href="index.html">All graphs</a>' in view
    assert "../doc/character/ada-quill.html" in view
    comparison = small_site["compare.html"].decode()
    assert '<a class="brand" href="index.html">famkg</a>' in comparison
    assert 'href="sources.html"' in comparison
    inside = set(re.findall(r'href="(doc/[^"#]+)"', comparison))
    assert any(link.startswith("doc/event/") for link in inside)
    assert any(link.startswith("doc/divergence/") for link in inside)
    assert inside <= set(small_site)


def test_links_of_questions_and_graphs_lead_to_files(small_site: Mapping[str, bytes]) -> None:
    from posixpath import dirname, normpath

    for path, page in small_site.items():
        if path.startswith(("questions", "views/index")) and path.endswith(".html"):
            for link in re.findall(r'href="([^"#]+)', page.decode()):
                if not re.match(r"[a-z]+:", link):
                    assert normpath(f"{dirname(path)}/{unescape(link)}".lstrip("/")) in small_site, (path, link)


def test_a_hostile_summary_is_text(franchise: Path) -> None:
    query = franchise / "queries/story/keepers.rq"
    query.write_text(re.sub(r"#\+ summary:.*", "#+ summary: <img src=x onerror=alert(1)>", query.read_text()))
    reading = read_site(famkg.load(franchise))
    shell = Shell(reading, title="Harbour", licence="https://example.org/", base=reading.home)
    found: list[Page] = [page for page in pages(reading) if page.path in ("questions.html", "questions/keepers.html")]
    assert 2 == len(found)
    assert not [page.path for page in found if b"<img" in shell.write(page)]
