"""The Python face: its names, what they say of themselves, data frames, and what a notebook shows."""

from __future__ import annotations

import inspect
import pickle
import pkgutil
import re
import subprocess
import sys
import typing
from collections.abc import Iterator
from datetime import date, datetime
from html.parser import HTMLParser
from importlib import import_module
from importlib.resources import files

import networkx
import pandas
import polars
import pyoxigraph as ox
import pytest

import famkg
from famkg.query.result import Result
from famkg.resources import layers
from famkg.store import EmbeddedStore, Solutions
from famkg.terms import FACTS, PREF_LABEL, TYPE, VOCABULARY_PREFIXES, Prefixes, fam
from tests.conftest import FRANCHISE

XSD = VOCABULARY_PREFIXES["xsd"]
MARKUP = "<script>alert('x')</script><img src=x onerror=y>&amp;\"'\u202e"


def members() -> Iterator[tuple[str, object]]:
    """Every public name of famkg, and the public methods and properties of its classes."""
    for name in famkg.__all__:
        thing = getattr(famkg, name)
        yield name, thing
        if inspect.isclass(thing):
            yield from ((f"{name}.{own}", member) for own, member in vars(thing).items() if not own.startswith("_"))


def functions() -> Iterator[tuple[str, typing.Any]]:
    for name, member in members():
        plain = member.fget if isinstance(member, property) else getattr(member, "func", getattr(member, "__func__", member))
        if inspect.isfunction(plain):
            yield name, plain


def test_the_public_names_are_those_of_all_and_no_others() -> None:
    assert sorted(famkg.__all__) == list(famkg.__all__) == dir(famkg)
    assert {"KnowledgeGraph", "Result", "Entity", "Network", "load"} < set(famkg.__all__)
    for name in famkg.__all__:
        assert getattr(famkg, name) is not None
    errors = import_module("famkg.errors")
    assert {name for name in errors.__all__ if inspect.isclass(getattr(errors, name))} <= set(famkg.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        famkg.nothing  # noqa: B018


def test_a_star_import_gives_the_public_names() -> None:
    space: dict[str, object] = {}
    exec("from famkg import *", space)
    assert set(famkg.__all__) == space.keys() - {"__builtins__"}


@pytest.mark.parametrize(("name", "member"), list(members()), ids=lambda value: value if isinstance(value, str) else "")
def test_every_public_name_says_what_it_is(name: str, member: object) -> None:
    if not isinstance(member, str) and not inspect.ismemberdescriptor(member):
        assert inspect.getdoc(member), name


@pytest.mark.parametrize(("name", "function"), list(functions()), ids=lambda value: value if isinstance(value, str) else "")
def test_every_signature_is_typed(name: str, function: typing.Any) -> None:
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    untyped = [p.name for p in signature.parameters.values() if p.annotation is p.empty and p.name not in ("self", "cls")]
    assert [] == untyped


def test_every_module_names_what_it_offers_and_documents_it() -> None:
    for module in pkgutil.walk_packages(famkg.__path__, "famkg."):
        found = import_module(module.name)
        assert inspect.getdoc(found), module.name
        for name in getattr(found, "__all__", ()):
            thing = getattr(found, name)
            if inspect.isclass(thing) or (inspect.isfunction(thing) and thing.__module__.startswith("famkg")):
                assert thing.__doc__, f"{module.name}.{name}"


def test_the_types_are_published() -> None:
    assert (files("famkg") / "py.typed").is_file()


def test_importing_famkg_imports_next_to_nothing() -> None:
    code = "import sys; before = set(sys.modules); import famkg; print(*set(sys.modules) - before)"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = set(ended.stdout.split())
    assert {"famkg", "famkg.version"} == {name for name in imported if name.partition(".")[0] not in sys.stdlib_module_names}


def test_errors_are_one_tree() -> None:
    for name in famkg.__all__:
        thing = getattr(famkg, name)
        if inspect.isclass(thing) and issubclass(thing, Exception):
            assert issubclass(thing, famkg.FamkgError)


def test_methods_give_what_they_are_annotated_with(small: famkg.KnowledgeGraph) -> None:
    calls = {
        "query": ("seasons",),
        "cite": ("seasons",),
        "entity": ("Ada Quill",),
        "why": ("Ada Quill", "from"),
        "network": ("posts",),
        "compare": (),
        "path": ("Ada Quill", "Bruno Marsh"),
        "rank": ("everything",),
        "export": ("ttl",),
    }
    for name, words in calls.items():
        method = getattr(small, name)
        expected = inspect.signature(method).return_annotation
        assert expected == type(method(*words)).__name__, name


# --- data frames


def result_of(**columns: list[ox.Literal | ox.NamedNode | ox.BlankNode | None]) -> Result:
    return Result.of(Solutions(tuple(columns), tuple(zip(*columns.values(), strict=True))), Prefixes())


def typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


EVERY = {
    "whole": [ox.Literal(3), None, ox.Literal(-1)],
    "huge": [ox.Literal(3), None, typed("12345678901234567890", "integer")],
    "real": [typed("2.50", "decimal"), None, typed("1e3", "double")],
    "truth": [ox.Literal(True), None, typed("0", "boolean")],
    "day": [typed("1969-07-20", "date"), None, typed("0800-01-01", "date")],
    "bad": [typed("1969-13-20", "date"), None, typed("1969-07-20", "date")],
    "zoned": [typed("1969-07-20Z", "date"), None, None],
    "text": [ox.Literal("a"), None, ox.Literal("b", language="en")],
    "iri": [ox.NamedNode("https://example.org/a"), None, ox.BlankNode("b")],
    "mixed": [ox.Literal(1), None, ox.Literal("b")],
    "none": [None, None, None],
}
TEXTS = {"bad": "1969-13-20", "zoned": "1969-07-20Z", "text": "a", "iri": "https://example.org/a", "mixed": "1", "huge": "3"}


def test_pandas_columns_have_the_type_of_their_values() -> None:
    frame = result_of(**EVERY).to_pandas()
    expected = {"whole": "Int64", "real": "Float64", "truth": "boolean", "day": "datetime64[s]"}
    assert {name: expected.get(name, "string") for name in EVERY} == {name: str(dtype) for name, dtype in frame.dtypes.items()}
    assert [3, -1] == frame["whole"].dropna().tolist()
    assert [2.5, 1000.0] == frame["real"].dropna().tolist()
    assert [True, False] == frame["truth"].dropna().tolist()
    assert [datetime(1969, 7, 20), datetime(800, 1, 1)] == frame["day"].dropna().tolist()
    assert TEXTS == {name: frame[name][0] for name in TEXTS}
    assert frame.iloc[1].isna().all()


def test_polars_columns_have_the_type_of_their_values() -> None:
    frame = result_of(**EVERY).to_polars()
    expected = {"whole": polars.Int64, "real": polars.Float64, "truth": polars.Boolean, "day": polars.Date}
    assert {name: expected.get(name, polars.String) for name in EVERY} == dict(frame.schema)
    assert (3, 2.5, True, date(1969, 7, 20)) == frame.select("whole", "real", "truth", "day").row(0)
    assert TEXTS == {name: frame[name][0] for name in TEXTS}
    assert {None} == set(frame.row(1))


def test_frames_have_the_rows_of_the_result(small: famkg.KnowledgeGraph) -> None:
    result = small.query("seasons", show=None)
    assert len(result)
    for frame in (result.to_pandas(), result.to_polars()):
        assert (len(result), list(result.columns)) == (len(frame), list(frame.columns))
    assert result.to_pandas()["seasonLabel"].tolist() == result.to_polars()["seasonLabel"].to_list()


def test_a_result_without_rows_has_its_columns() -> None:
    result = result_of(a=[], b=[])
    assert (["a", "b"], ["a", "b"]) == (list(result.to_pandas().columns), result.to_polars().columns)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_what_is_not_installed_is_named_with_how_to_get_it(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(famkg.UsageError, match=re.escape(f"pip install 'famkg[{library}]'")):
        getattr(result_of(a=[]), f"to_{library}")()


def test_pandas_reads_what_the_bundle_writes(small: famkg.KnowledgeGraph, tmp_path) -> None:  # type: ignore[no-untyped-def]
    import zipfile

    target = tmp_path / "dataset.zip"
    target.write_bytes(small.export("csv"))
    with zipfile.ZipFile(target) as archive, archive.open("facts.csv") as file:
        assert len(small.facts()) == len(pandas.read_csv(file))


# --- networks


def test_a_network_is_a_multidigraph_whose_copies_are_networks(small: famkg.KnowledgeGraph) -> None:
    network = small.network("everything")
    assert isinstance(network, famkg.Network)
    assert isinstance(network, networkx.MultiDiGraph)
    some = sorted(network)[:5]
    for same in (
        network.copy(),
        network.subgraph(some),
        network.subgraph(some).copy(),
        network.reverse(),
        pickle.loads(pickle.dumps(network)),
    ):
        assert isinstance(same, famkg.Network)
        assert "<svg" in same._repr_html_()
    assert networkx.utils.graphs_equal(network, network.copy())
    assert networkx.utils.graphs_equal(networkx.MultiDiGraph(network), network)
    assert type(network.to_undirected()) is networkx.MultiGraph


def test_a_network_of_ones_own_shows_itself_too() -> None:
    network = famkg.Network([("a", "b"), ("b", "c")])
    assert "3 things, 2 connections" in network._repr_html_()
    assert "<Network: 3 things, 2 connections>" == repr(network)
    assert "0 things" in famkg.Network()._repr_html_()


# --- notebooks


class Tags(HTMLParser):
    """Every tag with its attributes; what is left open at the end stays in ``open``."""

    VOID = ("br", "img", "hr")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()


@pytest.fixture(scope="module")
def marked_up() -> famkg.KnowledgeGraph:
    """A graph in which every text is markup."""
    one, other = (ox.NamedNode(f"https://example.org/harbour/character/{name}") for name in ("one", "other"))
    quads = [ox.Quad(thing, TYPE, fam("Character"), FACTS) for thing in (one, other)]
    quads += [ox.Quad(thing, PREF_LABEL, ox.Literal(MARKUP + thing.value[-1], language="en"), FACTS) for thing in (one, other)]
    quads += [ox.Quad(one, fam("spouse"), other, FACTS), ox.Quad(one, fam("when"), ox.Literal(MARKUP), FACTS)]
    return famkg.KnowledgeGraph(EmbeddedStore.in_memory(quads), layers(FRANCHISE), seen=MARKUP)


def shown(kg: famkg.KnowledgeGraph, one: str, other: str) -> Iterator[object]:
    yield kg
    yield kg.entity(one)
    yield kg.network("everything")
    yield kg.why(one, "skos:prefLabel")
    yield kg.why(one, "skos:prefLabel")[0]
    yield kg.path(one, other)
    yield kg.rank("everything", communities=True)
    yield kg.compare()
    yield kg.query("names")


@pytest.mark.parametrize("name", ["small", "marked_up"])
def test_whatever_a_notebook_shows_is_whole_and_inert(name: str, request: pytest.FixtureRequest) -> None:
    kg: famkg.KnowledgeGraph = request.getfixturevalue(name)
    things = sorted(kg.prefixes.shrink(each.value) for _, each in kg.names.search("marsh" if name == "small" else "script", 2))
    one, other = (things[0], things[-1]) if name == "small" else [t.subject.value for t in kg.facts() if t.predicate == TYPE]
    if one == other:
        other = "character:ada-quill"
    for each in shown(kg, one, other):
        html = each._repr_html_()  # type: ignore[attr-defined]
        tags = Tags(html)
        assert [] == tags.open, type(each)
        assert not {"script", "iframe", "object", "style", "img"} & {tag for tag, _ in tags.found}
        for tag, attributes in tags.found:
            assert not [a for a in attributes if a.startswith("on") or a in ("src", "srcdoc", "xlink:href")], tag
            assert (attributes.get("href") or "https://").startswith(("https://", "http://"))


def test_a_knowledge_graph_shows_what_it_holds_for_whom_and_how_to_go_on(small: famkg.KnowledgeGraph) -> None:
    html = small._repr_html_()
    assert f"{len(small.facts()):,} facts, resting on 13 passages of 3 sources" in html
    assert "for who has seen <b>all</b>" in html
    assert "kg.entity(name)" in html
    assert repr(small).startswith("<KnowledgeGraph of ")


def test_an_entity_shows_its_citations_and_links_their_sources(small: famkg.KnowledgeGraph) -> None:
    html = small.entity("Ada Quill")._repr_html_()
    assert "<small>[1]</small>" in html
    assert '<li><a href="https://example.org/press/beacon-2021-06-01" rel="noreferrer">The Beacon, “A storm is coming”' in html


def test_a_cited_result_shows_its_notes(small: famkg.KnowledgeGraph) -> None:
    html = small.cite("seasons", show="show:harbour-lights")._repr_html_()
    assert "<ol><li>" in html
    assert "[1]" in html


def test_a_long_result_shows_its_first_rows_and_how_to_get_the_rest() -> None:
    html = result_of(n=[ox.Literal(n) for n in range(1_234)])._repr_html_()
    assert 51 == html.count("<tr>")
    assert "<p>50 of 1,234 rows; to_pandas(), to_polars() and to(&#x27;csv&#x27;) have them all</p>" in html


def test_reasons_show_as_a_tree(small: famkg.KnowledgeGraph) -> None:
    reasons = small.why("Ada Quill", "from")
    assert isinstance(reasons, tuple)
    assert "judged: rejected 1890" in reasons._repr_html_()
    assert str(reasons) == "\n".join(map(str, reasons))


def test_an_export_takes_a_view_and_its_slots(small: famkg.KnowledgeGraph) -> None:
    assert small.export("svg", view="around", thing="Bruno Marsh") != small.export("svg", view="around", thing="Ada Quill")
    with pytest.raises(famkg.UsageError, match="views go with graphml, gexf, nodelink, svg"):
        small.export("csv", view="posts")
