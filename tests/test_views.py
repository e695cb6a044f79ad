"""Pages of views: what they hold, that nothing in them runs or loads but our own, and where things stand."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx
import pytest
from click.testing import CliRunner

import famkg
from famkg.cli import app
from famkg.errors import UnknownNameError, UsageError
from famkg.query.seen import audience, progress_in_words
from famkg.views.boxes import Box, pack, spread, untangle
from famkg.views.drawing import arrange, link
from famkg.views.frame import Frame
from famkg.views.groups import MANY, divide
from famkg.views.layers import layered
from famkg.views.legend import count_strokes
from famkg.views.page import draw, draw_explorer
from famkg.views.palette import COLOURS, GROUND, MARKS, SHAPES, looks
from famkg.views.years import in_years
from tests.conftest import FRANCHISE, ROOT

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"'><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7 * 7 }} <!-- href",
    "right \u202eto left",
    "]]></text><script>alert(1)</script>",
    "\x00\x07\u2028 &#0; &amp; %s ${alert(1)}",
    'https://example.org/" onmouseover="alert(1)',
    "{{constructor.constructor('alert(1)')()}}",
    "__proto__",
)


def hostile_network() -> networkx.MultiDiGraph[str]:
    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name=HOSTILE[0], summary=HOSTILE[1], values={"a": HOSTILE[2]})
    for number, label in enumerate(HOSTILE):
        iri, facts = f"https://example.org/{number}", [(label, label)]
        network.add_node(f"character:{number}", iri=iri, label=label, kind=label, world=label, facts=facts)
    network.add_node(HOSTILE[0], iri=HOSTILE[3], label="", kind="", world="", facts=[])
    for number, label in enumerate(HOSTILE[1:], 1):
        sources = (
            label,
            f"{label} <javascript:alert(1)>",
            f"{label} <https://example.org/?q={label}>",
            "<http://example.org/a>",
        )
        ends = ("character:0", f"character:{number}")
        network.add_edge(*ends, predicate=label, label=label, sources=sources, facts=[(label, label)], inferred=True)
    return network


class Page(HTMLParser):
    """The elements of a page, and the texts of its scripts, styles and data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str, str]] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            tag, attributes = self.elements[-1]
            self.texts.append((tag, attributes.get("type") or "", data))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def data_of(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(next(body for _, kind, body in Page(text).texts if kind == "application/json"))
    return found


def test_the_same_network_gives_the_same_page(small: famkg.KnowledgeGraph) -> None:
    assert draw(small.network("everything")) == draw(small.network("everything"))


def test_drawing_leaves_the_network_as_it_was(small: famkg.KnowledgeGraph) -> None:
    network = small.network("cast")
    draw(network)
    assert networkx.utils.graphs_equal(small.network("cast"), network)


def test_the_policy_allows_the_very_texts_of_the_page_and_nothing_else(small: famkg.KnowledgeGraph) -> None:
    page = Page(draw(small.network("cast")))
    policy = next(meta["content"] for meta in page.named("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    scripts = [body for tag, kind, body in page.texts if tag == "script" and not kind]
    styles = [body for tag, _, body in page.texts if tag == "style"]
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(t.encode()).digest()).decode()}'" for t in (*scripts, *styles)]
    assert hashes == re.findall(r"'sha256-[^']+'", policy)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_a_page_loads_nothing(small: famkg.KnowledgeGraph) -> None:
    page = Page(draw(small.network("everything")))
    assert not [tag for tag, attributes in page.elements if "src" in attributes or tag in ("link", "iframe", "object", "img")]
    assert not [attributes for _, attributes in page.elements if "style" in attributes]


def test_a_page_is_a_document_with_language_title_and_viewport(small: famkg.KnowledgeGraph) -> None:
    text = draw(small.network("cast"))
    page = Page(text)
    assert text.startswith("<!doctype html>")
    assert page.named("html") == [{"lang": "en"}]
    assert "viewport" in [meta.get("name") for meta in page.named("meta")]
    assert "<title>Cast · famkg</title>" in text


def test_hostile_labels_are_text() -> None:
    text = draw(hostile_network(), title=HOSTILE[0], seen=HOSTILE[1])
    page = Page(text)
    assert len(page.named("script")) == 3
    assert page.named("img") == []
    assert not [attributes for _, attributes in page.elements if any(name.startswith("on") for name in attributes)]
    assert "{{ 7 * 7 }}" in text
    assert "\u202e" not in text
    assert {node["name"] for node in data_of(text)["nodes"]} >= {HOSTILE[0], HOSTILE[3], "right to left"}


def test_a_citation_links_only_to_the_web() -> None:
    text = draw(hostile_network())
    assert {href for a in Page(text).named("a") if (href := a["href"]) and not href.startswith("#")} >= {"http://example.org/a"}
    assert not [a for a in Page(text).named("a") if not re.match(r"#(source-\d+|main)$|https?://", a["href"] or "")]
    assert not [source for source in data_of(text)["sources"] if not re.match(r"$|https?://", source["url"])]


@pytest.mark.parametrize(
    ("seen", "stated"),
    [
        ("s02e06", "Safe for those who have seen s02e06"),
        ("one=s01e02,two=s03e04", "Safe for those who have seen one s01e02, two s03e04"),
        ("none", "Safe for those who have seen nothing"),
        ("all", "For those who have seen everything"),
        (None, ""),
    ],
)
def test_a_page_states_the_viewers_progress(small: famkg.KnowledgeGraph, seen: str | None, stated: str) -> None:
    found = re.search(r'<strong class="seen">(.*?)</strong>', draw(small.network("cast"), seen=seen))
    assert stated == (found[1] if found else "")


def test_a_page_is_titled_after_view_and_slots(small: famkg.KnowledgeGraph) -> None:
    assert ">Cast: Harbour Lights season 1</h1>" in draw(small.network("cast", season="season:harbour-lights-1"))


def test_tables_say_what_the_drawing_says(small: famkg.KnowledgeGraph) -> None:
    network = small.network("posts")
    text = draw(network)
    assert len(network) + network.number_of_edges() == len([row for row in Page(text).named("th") if row.get("scope") == "row"])
    for said in ("Bruno Marsh", "director", "Lamp Board", "1919", "The Beacon, “A storm is coming”"):
        assert said in text.split("<table>", 1)[1].split("</details>")[0]


def test_an_empty_view_says_so(small: famkg.KnowledgeGraph) -> None:
    assert "Nothing to draw for this viewer" in draw(small.network("cast", season="season:harbour-lights-2"))


def test_one_module_imports_pyvis_and_keeps_off_its_template() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "src" / "famkg").rglob("*.py")}
    assert [name for name, text in texts.items() if re.search(r"^\s*(from|import) pyvis", text, re.MULTILINE)] == ["page.py"]
    assert not re.search(r"\.(set_template|write_html|show|from_nx)\(", texts["page.py"])


@pytest.mark.parametrize("screen", ["wide", "tall"])
@pytest.mark.parametrize("view", ["everything", "families", "divergences"])
def test_no_two_nodes_of_a_view_cover_each_other(small: famkg.KnowledgeGraph, view: str, screen: str) -> None:
    things = [(*getattr(thing, screen), thing) for thing in arrange(small.network(view)).things]
    for i, (x, y, one) in enumerate(things):
        for other_x, other_y, other in things[i + 1 :]:
            assert max(abs(x - other_x), abs(y - other_y)) > (one.size + other.size) / 2, (one.id, other.id)


def test_parents_stand_above_children_and_spouses_beside_each_other(small: famkg.KnowledgeGraph) -> None:
    at = {thing.id: thing for thing in arrange(small.network("families")).things}
    bruno, ada, cleo = (at[f"character:{name}"] for name in ("bruno-marsh", "ada-quill", "cleo-marsh"))
    assert (bruno.wide[1] == ada.wide[1], bruno.wide[1] < cleo.wide[1]) == (True, True)
    assert (bruno.tall[0] == ada.tall[0], bruno.tall[0] < cleo.tall[0]) == (True, True)


def test_a_tall_screen_gets_a_tall_drawing(real: famkg.KnowledgeGraph) -> None:
    for view in ("cast", "families", "divergences"):
        things = arrange(real.network(view)).things
        wide, tall = (
            [max(p[axis] for p in places) - min(p[axis] for p in places) for axis in (0, 1)]
            for places in ([thing.wide for thing in things], [thing.tall for thing in things])
        )
        assert (wide[0] > wide[1], tall[1] > 0.9 * tall[0]) == (True, True), view


def test_time_runs_from_left_to_right_or_down_under_the_marks_of_its_years(small: famkg.KnowledgeGraph) -> None:
    drawing = arrange(small.network("divergences"))
    at = {thing.id: thing for thing in drawing.things}
    for axis, bands in enumerate(drawing.bands):
        places = {name: (thing.wide if axis == 0 else thing.tall)[axis] for name, thing in at.items()}
        assert places["event:lamp-stays-lit"] < places["event:great-storm"]
        assert [band.label for band in bands] == ["1912", "1931"]
        for name, label in (("event:lamp-put-out-real-history", "1912"), ("event:great-storm", "1931")):
            assert [label] == [band.label for band in bands if band.start < places[name] < band.end]


def test_what_has_no_date_stands_with_the_first_dated_thing_near_it_or_last() -> None:
    boxes = [Box(100, 40)] * 6
    points, bands = in_years(boxes, {0: 1983, 1: 1969, 2: 1974}, [(3, 0), (3, 1), (4, 3)], aspect=1.0)
    year = {i: next(b.label for b in bands if b.start < y < b.end) for i, (_, y) in enumerate(points)}
    assert {0: "1983", 1: "1969", 2: "1974", 3: "1969", 4: "1969", 5: "no date"} == year


def test_what_happened_on_no_known_day_stands_apart_whatever_it_is_joined_to() -> None:
    points, bands = in_years([Box(100, 40)] * 4, {0: 1969}, [(1, 0), (2, 1), (3, 2)], undated={1}, aspect=1.0)
    last, dated = bands[-1], bands[0]
    assert [("1969", True), ("no date", False)] == [(band.label, band.dated) for band in bands]
    assert [False, True, True, True] == [last.start < y < last.end for _, y in points]
    assert last.start > dated.end


def test_only_what_happens_takes_its_place_in_time_from_its_own_dates() -> None:
    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name="flights", tags=("timeline",), occurrences=("mission",))
    spans = {"pilot": (("1931-01-01", ""),), "flight": (("1969-07-16", "1969-07-24"),), "other": ()}
    for node, kind in {"pilot": "person", "flight": "mission", "other": "mission"}.items():
        network.add_node(node, iri=node, label=node, kind=kind, world="", facts=[], spans=spans[node])
    for flight in ("flight", "other"):
        network.add_edge("pilot", flight, key="role", label="role", sources=())
    drawing = arrange(network)
    assert ["1969", "no date"] == [band.label for band in drawing.bands[0]]
    at = {thing.id: next(b.label for b in drawing.bands[0] if b.start < thing.wide[0] < b.end) for thing in drawing.things}
    assert {"pilot": "1969", "flight": "1969", "other": "no date"} == at


def test_many_things_of_one_year_fill_several_rows_under_one_mark() -> None:
    points, bands = in_years([Box(100, 40)] * 30, dict.fromkeys(range(30), 1983), [], aspect=1.0)
    assert ["1983"] == [band.label for band in bands]
    assert len({y for _, y in points}) > 2
    assert len(set(points)) == 30


def test_each_thing_says_in_which_shows_and_seasons_it_occurs(small: famkg.KnowledgeGraph) -> None:
    drawing = arrange(small.network("everything"))
    occurs = {thing.id: {drawing.works[work].id for work in thing.works} for thing in drawing.things}
    assert {"show:harbour-lights", "season:harbour-lights-1"} == occurs["character:ada-quill"]
    assert {"show:fog", "season:fog-1"} == occurs["character:dora-vane"]
    assert "season:harbour-lights-1" in occurs["event:lamp-put-out-real-history"]
    assert set() == occurs["world:harbour"]
    for work in drawing.works:
        assert work.count == sum(work.id in works for works in occurs.values())


def clusters(count: int, size: int) -> networkx.MultiDiGraph[str]:
    """So many rings of things, each joined to the next by one line, and as many things alone."""
    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name="clusters", summary="")
    for i in range(count * (size + 1)):
        data = {"iri": f"https://example.org/{i}", "label": f"Thing {i}", "kind": "thing", "world": "", "facts": []}
        network.add_node(f"thing:{i:05}", **data)
    said = {"predicate": "p", "label": "p", "sources": (), "facts": [], "inferred": False}
    for i in range(count * size):
        ring = i - i % size
        for step in (1, 2, 3):
            network.add_edge(f"thing:{i:05}", f"thing:{ring + (i + step) % size:05}", **said)
        if i % size == 0:
            network.add_edge(f"thing:{i:05}", f"thing:{(i + size) % (count * size):05}", **said)
    return network


def test_a_network_too_large_to_draw_is_drawn_by_communities() -> None:
    network = clusters(40, 50)
    communities, ties = divide(network)
    assert sorted(network) == sorted(node for community in communities for node in community.members)
    assert max(len(community.members) for community in communities) <= MANY
    assert (40, "Loosely joined") == (len(communities[-1].members), communities[-1].name)
    number = {node: i for i, community in enumerate(communities) for node in community.members}
    assert sum(number[a] != number[b] for a, b in network.edges()) == sum(tie.count for tie in ties)
    assert (communities, ties) == divide(clusters(40, 50))
    data = data_of(draw(network))
    assert ("groups", len(communities)) == (data["mode"], len(data["groups"]))
    assert {node["id"]: node["group"] for node in data["nodes"]} == number


def test_one_thing_joined_to_all_others_is_cut_into_what_can_be_drawn() -> None:
    network = clusters(1, 3)
    for i in range(4, MANY + 500):
        network.add_node(f"leaf:{i}", iri="", label=f"Leaf {i}", kind="thing", world="", facts=[])
        network.add_edge("thing:00000", f"leaf:{i}", predicate="p", label="p", sources=(), facts=[], inferred=False)
    sizes = [len(community.members) for community in divide(network)[0]]
    assert (len(network), True) == (sum(sizes), max(sizes) <= MANY)


def test_the_explorer_names_where_it_starts_and_places_nothing(small: famkg.KnowledgeGraph) -> None:
    network = small.network("everything")
    data = data_of(draw_explorer(network, around="character:ada-quill"))
    assert ("explore", "character:ada-quill", len(network)) == (data["mode"], data["around"], len(data["nodes"]))
    assert {(0.0, 0.0)} == {tuple(node["wide"]) for node in data["nodes"]}
    assert data_of(draw_explorer(network, around="character:nobody"))["around"] is None


def test_names_lead_to_the_pages_there_are(small: famkg.KnowledgeGraph) -> None:
    iri = "https://example.org/harbour/character/bruno-marsh"
    text = draw(small.network("families"), pages={iri: "../doc/character/bruno-marsh.html"})
    links = [a["href"] for a in Page(text).named("a") if (a["href"] or "").startswith("..")]
    assert {"../doc/character/bruno-marsh.html"} == set(links)
    pages = {node["id"]: node["page"] for node in data_of(text)["nodes"]}
    assert ("../doc/character/bruno-marsh.html", "") == (pages["character:bruno-marsh"], pages["character:ada-quill"])


def test_a_fact_of_a_thing_has_its_citations_in_details_and_tables(small: famkg.KnowledgeGraph) -> None:
    text = draw(small.network("families"))
    data = data_of(text)
    (ada,) = [node for node in data["nodes"] if node["id"] == "character:ada-quill"]
    cited = {about: [data["sources"][number]["text"] for number in numbers] for about, _, numbers in ada["facts"]}
    assert ["The Beacon, “A storm is coming”, 2021-06-01, line 2, press"] == cited["from"]
    number = next(numbers for about, _, numbers in ada["facts"] if about == "from")[0] + 1
    assert f'<bdi>1893</bdi> <a href="#source-{number}">[{number}]</a>' in text


def test_layers_survive_a_circle_of_descent() -> None:
    points = layered([Box(10, 10)] * 3, [(0, 1), (1, 2), (2, 0)], [], 100)
    assert len({y for _, y in points}) == 3


def test_a_chain_of_spouses_stands_in_line() -> None:
    xs = [x for x, _ in layered([Box(10, 10)] * 3, [], [(0, 2), (2, 1)], 100)]
    assert xs[2] == sorted(xs)[1]


def test_spread_keeps_order_and_distance_near_what_was_wanted() -> None:
    assert spread([0.0, 100.0], [10, 10]) == [0.0, 100.0]
    assert spread([5.0, 5.0, 5.0], [10, 10, 10]) == [-5.0, 5.0, 15.0]


def test_untangle_parts_boxes_that_cover_each_other() -> None:
    (x, y), (to_x, to_y) = untangle([(0.0, 0.0), (1.0, 0.0)], [Box(20, 10)] * 2)
    assert abs(to_x - x) >= 19 or abs(to_y - y) >= 9


def test_pack_sets_parts_side_by_side() -> None:
    assert pack([(10, 10), (10, 10), (10, 10), (10, 10)], 1.0) == [(0, 0), (10, 0), (0, 10), (10, 10)]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", [0, 1], ids=["light", "dark"])
def test_colours_stand_out_from_their_ground(ground: int) -> None:
    assert [name for name, pair in COLOURS.items() if contrast(pair[ground], GROUND[ground]) < 3] == []


def test_inks_of_the_page_are_readable() -> None:
    styles = [(ROOT / "src/famkg/views/templates" / name).read_text(encoding="utf-8") for name in ("frame.css", "page.css")]
    schemes = zip(*(re.findall(r":root \{(.*?)\}", style, re.DOTALL) for style in styles), strict=True)
    for ground, blocks in zip(GROUND, schemes, strict=True):
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", "".join(blocks)))
        for ink in ("ink", "soft", "accent"):
            for back in (ground, colours["paper"], colours["wash"]):
                assert contrast(colours[ink], back) >= 4.5, (ink, back)
        assert contrast(colours["rule"], ground) >= 3
        assert contrast(colours["accent-ink"], colours["accent"]) >= 4.5


def test_kinds_that_the_vocabulary_lacks_have_looks_of_their_own() -> None:
    found = looks(["character", *(f"kind {i}" for i in range(30))])
    assert len(set(found.values())) == 31
    assert {look.shape for look in found.values()} <= set(SHAPES)
    assert set(SHAPES) == set(MARKS)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["view", "--data", str(FRANCHISE), *arguments], catch_exceptions=False)
    return result.exit_code, result.output


def test_view_without_a_name_lists_the_views() -> None:
    code, output = run()
    assert code == 0
    assert re.search(r"^cast +Who plays whom, and in which seasons \[season\]$", output, re.MULTILINE)


def test_view_writes_a_page_named_after_the_view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _, output = run("cast", "--seen", "s01e01")
    assert "cast.html: 5 things, 4 connections" in output
    assert "Safe for those who have seen Harbour Lights S01E01" in Path("cast.html").read_text(encoding="utf-8")


def test_view_around_a_thing_is_named_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("--around", "bruno marsh", "--quiet")
    text = Path("around-bruno-marsh.html").read_text(encoding="utf-8")
    assert ">Around Bruno Marsh</h1>" in text
    assert "character:bruno-marsh" == data_of(text)["around"]


def test_view_around_a_thing_joined_to_nothing_draws_it_alone() -> None:
    data = data_of(run("--around", "Dream of the keeper", "-o", "-")[1])
    assert ("whole", ["world:dream"]) == (data["mode"], [node["id"] for node in data["nodes"]])


def test_around_has_no_slots() -> None:
    with pytest.raises(UsageError, match="--around has no slots"):
        run("--around", "Bruno Marsh", "--set", "season=season:harbour-lights-1")


def test_view_prints_to_standard_output_on_request() -> None:
    assert run("families", "-o", "-")[1].startswith("<!doctype html>")


def test_view_opens_what_it_wrote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    run("families", "--open", "-o", str(tmp_path / "a b.html"))
    assert opened == [f"{tmp_path.as_uri()}/a%20b.html"]


def test_an_unknown_view_suggests_the_nearest_name() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown view: 'famlies'; did you mean 'families'"):
        run("famlies")


def test_a_view_and_around_exclude_each_other() -> None:
    with pytest.raises(UsageError, match="not both"):
        run("cast", "--around", "Bruno Marsh")


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        ("all", "everything"),
        ("none", "nothing"),
        ("s01e02", "Harbour Lights S01E02"),
        ("fog=s01e01,harbour-lights=s02e01", "Harbour Lights S02E01 and Fog S01E01"),
    ],
)
def test_progress_is_told_with_the_names_of_shows(seen: str, words: str) -> None:
    assert words == progress_in_words(famkg.load(FRANCHISE, seen=seen))


def test_a_store_that_does_not_tell_its_progress_is_not_guessed_at(small: famkg.KnowledgeGraph) -> None:
    assert "" == progress_in_words(famkg.KnowledgeGraph(small.store, small.layers))
    assert "" == audience("")


def test_a_page_of_a_site_bears_its_head_and_foot(small: famkg.KnowledgeGraph) -> None:
    doors = (("../index.html", "famkg"), ("index.html", "Graphs"), ("", "Here"))
    licence = "https://creativecommons.org/publicdomain/zero/1.0/"
    frame = Frame(doors=doors, section="index.html", icon="../icon.svg", licence=licence, terms="CC0 1.0")
    text = draw(small.network("cast"), seen="nothing", frame=frame)
    page = Page(text)
    assert ["#main", "../index.html", "index.html", "#main"] == [a["href"] for a in page.named("a")][:4]
    assert ["true", "page"] == [a["aria-current"] for a in page.named("a") if "aria-current" in a]
    assert {"license": licence, "icon": "../icon.svg"} == {str(link["rel"]): link["href"] for link in page.named("link")}
    policy = next(meta["content"] for meta in page.named("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert "img-src 'self' data:;" in str(policy)
    assert [("main", "-1")] == [(main["id"], main["tabindex"]) for main in page.named("main")]
    assert 1 == text.count('class="seen"')
    assert "CC0 1.0" in text.partition("</main>")[2]


def test_a_page_alone_has_no_head_and_foot_of_a_site(small: famkg.KnowledgeGraph) -> None:
    page = Page(draw(small.network("cast")))
    assert [] == page.named("nav") + page.named("footer") + page.named("link") + page.named("img")


def test_an_arranged_network_is_drawn_as_it_is(small: famkg.KnowledgeGraph) -> None:
    network = small.network("cast")
    pages = {network.nodes["character:ada-quill"]["iri"]: "ada.html"}
    assert draw(network, pages=pages) == draw(network, drawing=link(arrange(network), pages))


@pytest.mark.parametrize(
    ("label", "predicate", "back"),
    [
        ("parent", "fam:parent", "child"),
        ("operator", "fam:operator", "operator of"),
        ("led to", "fam:ledTo", "led to this"),
        ("commander", "concept:role-commander", "commander"),
    ],
)
def test_a_line_is_named_from_its_end_too(label: str, predicate: str, back: str) -> None:
    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name="two", inverses={"fam:parent": "child"})
    for node in ("one", "other"):
        network.add_node(node, iri=node, label=node, kind="thing", world="", facts=[])
    network.add_edge("one", "other", key=predicate, predicate=predicate, label=label, sources=())
    assert [back] == [line.back for line in arrange(network).lines]


def test_lines_between_equals_are_broken_and_the_legend_says_so(small: famkg.KnowledgeGraph) -> None:
    strokes = count_strokes([("parent", True), ("spouse", False), ("spouse", False), ("sibling", False)])
    assert ["parent", "spouse", "sibling"] == [stroke.name for stroke in strokes]
    assert 3 == len({stroke.dashes for stroke in strokes})
    assert () == strokes[0].dashes
    assert () == count_strokes([("part of", True), ("spin-off of", True)])
    assert () == arrange(small.network("cast")).strokes


def test_families_of_people_stand_apart_from_those_of_characters() -> None:
    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name="families", tags=("layered",))
    for number in range(4):
        kind = "person" if number % 2 else "character"
        for node in (f"{number} child", f"{number} parent"):
            network.add_node(node, iri=node, label=node, kind=kind, world="", facts=[])
        network.add_edge(f"{number} child", f"{number} parent", key="p", predicate="p", label="parent", sources=())
    drawing = arrange(network)
    across = {kind.label: [t.wide[0] for t in drawing.things if drawing.kinds[t.kind] == kind] for kind in drawing.kinds}
    assert max(across["character"]) < min(across["person"])
