"""The page of a view in a real browser: drawn offline under its own policy, used by hand and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

import famkg
from famkg.views.groups import divide
from famkg.views.page import draw, draw_explorer
from tests.test_views import HOSTILE, clusters, hostile_network

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}

IN_DRAWING = """() => Number(document.querySelector("#drawing canvas").dataset.things)"""
"""How many things the drawing holds."""

FILLED = """() => {
  const canvas = document.querySelector("#drawing canvas");
  const { width, height } = canvas;
  const data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      const at = 4 * (y * width + x);
      const [most, least] = [Math.max(data[at], data[at + 1], data[at + 2]), Math.min(data[at], data[at + 1], data[at + 2])];
      if (data[at + 3] < 250 || most - least < 60) continue;
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    }
  }
  return [(right - left) / width, (bottom - top) / height];
}"""
"""Which share of the width and of the height of the canvas lies between marks: what is coloured there."""


@dataclass
class Opened:
    """A page, what it complained of, and what it asked the network for."""

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def names(self, selector: str) -> list[str]:
        return [" ".join(text.split()) for text in self.page.locator(selector).all_inner_texts()]

    def choose(self, name: str) -> None:
        self.page.fill("#search", name)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("#details h2")


@pytest.fixture
def opened(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    contexts = []

    def opening(text: str, *, viewport: dict[str, int] | None = None, scheme: str = "light", touch: bool = False) -> Opened:
        file = tmp_path / "view.html"
        file.write_text(text, encoding="utf-8")
        size = viewport or DESKTOP
        context = browser.new_context(viewport=size, color_scheme=scheme, has_touch=touch, reduced_motion="reduce")  # type: ignore[arg-type]
        contexts.append(context)
        result = Opened(context.new_page(), file.as_uri())
        result.page.on("console", lambda said: result.faults.append(said.text) if said.type in ("error", "warning") else None)
        result.page.on("pageerror", lambda fault: result.faults.append(str(fault)))
        result.page.on("dialog", lambda dialog: (result.faults.append(f"dialog {dialog.message}"), dialog.dismiss()))
        result.page.on("request", lambda asked: result.requests.append(asked.url))
        result.page.goto(file.as_uri())
        result.page.wait_for_selector("html[data-ready=yes]")
        return result

    yield opening
    for context in contexts:
        context.close()


def everything(small: famkg.KnowledgeGraph) -> str:
    return draw(small.network("everything"), seen="all")


def drawn_colours(page: Page) -> int:
    """How many colours the canvas shows: one where nothing is drawn."""
    count: int = page.evaluate(
        """async () => {
          for (let i = 0; i < 2; i += 1) await new Promise(requestAnimationFrame);
          const canvas = document.querySelector("#drawing canvas");
          const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          const colours = new Set();
          for (let i = 0; i < data.length; i += 4) colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
          return colours.size;
        }"""
    )
    return count


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_draws_without_a_request_or_a_fault(opened: Any, small: famkg.KnowledgeGraph, scheme: str) -> None:
    shown = opened(everything(small), scheme=scheme)
    assert drawn_colours(shown.page) > 8
    assert shown.faults == []
    assert [url for url in shown.requests if not url.startswith("file:")] == []
    assert len(shown.requests) == 1


def test_the_policy_stops_what_is_not_ours(opened: Any, small: famkg.KnowledgeGraph) -> None:
    shown = opened(everything(small))
    shown.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          const image = new Image();
          image.src = "https://example.org/pixel.png";
          document.body.append(image);
        }"""
    )
    assert shown.page.evaluate("() => window.ran") is None
    assert len(shown.faults) == 2
    assert all("Content Security Policy" in fault for fault in shown.faults)


def test_search_finds_a_thing_by_keyboard_and_its_details_appear(opened: Any, small: famkg.KnowledgeGraph) -> None:
    shown = opened(everything(small))
    shown.page.fill("#search", "marsh")
    assert shown.names("#matches [role=option] bdi") == ["Ada Marsh", "Bruno Marsh", "Cleo Marsh"]
    shown.page.keyboard.press("ArrowDown")
    assert shown.page.get_attribute("#search", "aria-activedescendant") == "match-1"
    shown.page.keyboard.press("Enter")
    assert shown.names("#details h2") == ["Bruno Marsh"]
    details = shown.page.inner_text("#details")
    for said in ("character · Harbour timeline", "portrayed by", "Jonas Wick", "Lamp Board", "from 1919", "The Beacon"):
        assert said in details
    assert shown.page.is_hidden("#matches")


def test_search_finds_by_another_name_and_without_accents_or_case(opened: Any, small: famkg.KnowledgeGraph) -> None:
    network = small.network("cast")
    network.nodes["character:bruno-marsh"]["label"] = "Brünö Marsh"
    shown = opened(draw(network))
    for typed, name in (("ada quill", "Ada Marsh"), ("BRUNO", "Brünö Marsh")):
        shown.choose(typed)
        assert shown.names("#details h2") == [name]


def test_a_name_that_is_not_there_is_said_to_be_missing(opened: Any, small: famkg.KnowledgeGraph) -> None:
    shown = opened(everything(small))
    shown.page.fill("#search", "zzz")
    assert shown.names("#matches li") == ["No such name in this view"]
    shown.page.keyboard.press("Escape")
    assert shown.page.is_hidden("#matches")


def test_a_neighbour_in_the_details_leads_on(opened: Any, small: famkg.KnowledgeGraph) -> None:
    shown = opened(everything(small))
    shown.choose("Bruno Marsh")
    shown.page.click("#details .jump:has-text('Jonas Wick')")
    assert shown.names("#details h2") == ["Jonas Wick"]
    shown.page.keyboard.press("Escape")
    assert "Choose a thing" in shown.page.inner_text("#details")


def test_a_click_on_a_drawn_thing_shows_it(opened: Any, small: famkg.KnowledgeGraph) -> None:
    network = small.network("around", thing="Dream of the keeper")
    shown = opened(draw(network))
    shown.page.click("#drawing canvas")
    assert shown.names("#details h2") == ["Dream of the keeper"]


def test_the_legend_counts_and_filters_kinds(opened: Any, small: famkg.KnowledgeGraph) -> None:
    shown = opened(draw(small.network("cast")))
    assert shown.names("[data-kind]") == ["character 3", "person 3", "season 1"]
    before = drawn_colours(shown.page)
    shown.page.click("[data-kind='1']")
    assert shown.page.get_attribute("[data-kind='1']", "aria-pressed") == "false"
    assert shown.page.inner_text("#shown") == "4 of 7 shown"
    assert drawn_colours(shown.page) < before
    shown.choose("Ines Holt")
    assert shown.page.get_attribute("[data-kind='1']", "aria-pressed") == "true"
    assert shown.page.inner_text("#shown") == ""


def test_worlds_can_be_hidden_too(opened: Any, small: famkg.KnowledgeGraph) -> None:
    shown = opened(draw(small.network("divergences")))
    assert shown.names("[data-world]") == ["Harbour timeline 2", "Real history 1"]
    shown.page.click("[data-world='1']")
    assert shown.page.inner_text("#shown") == "3 of 4 shown"


def test_hostile_labels_are_inert_wherever_they_show(opened: Any) -> None:
    shown = opened(draw(hostile_network(), title=HOSTILE[0], seen=HOSTILE[1]))
    shown.page.click("#tables summary")
    for label in HOSTILE[:5]:
        shown.choose(label)
        assert shown.names("#details h2") == [label]
    for chip in shown.page.locator(".chip").all():
        chip.click()
    assert shown.faults == []
    assert len(shown.requests) == 1
    assert shown.page.locator("img, script:not([type]), [onerror], [onload]").count() == 2
    assert [a for a in shown.page.locator("a").evaluate_all("all => all.map(a => a.protocol)") if a == "javascript:"] == []


def test_a_link_to_a_thing_opens_its_details(opened: Any, small: famkg.KnowledgeGraph) -> None:
    shown = opened(everything(small))
    shown.page.evaluate("() => { location.hash = '#show:fog'; }")
    shown.page.wait_for_selector("#details h2")
    assert shown.names("#details h2") == ["Fog"]


@pytest.mark.parametrize("chosen", [None, "Bruno Marsh"])
def test_a_phone_shows_the_whole_width_without_scrolling_sideways(
    opened: Any, small: famkg.KnowledgeGraph, chosen: str | None
) -> None:
    shown = opened(everything(small), viewport=PHONE, touch=True)
    if chosen:
        shown.choose(chosen)
        box = shown.page.locator("#details").bounding_box()
        assert box["y"] + box["height"] <= PHONE["height"] + 1
    shown.page.click("#tables summary", force=True)
    assert shown.page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
    assert shown.page.locator("#drawing").bounding_box()["width"] == PHONE["width"]
    for control in shown.page.locator(".zoom button, .chip").all():
        assert control.bounding_box()["height"] >= 24


def shared(page: Page) -> str:
    """What the address tells, once it has been told."""
    page.wait_for_timeout(300)
    return str(page.evaluate("() => location.hash"))


def reopened(shown: Opened, hash_: str) -> None:
    shown.page.goto("about:blank")
    shown.page.goto(f"{shown.url}{hash_}")
    shown.page.wait_for_selector("html[data-ready=yes]")


def test_seasons_limit_what_is_shown_and_what_is_in_none_stays_beside_the_rest(
    opened: Any, small: famkg.KnowledgeGraph
) -> None:
    shown = opened(everything(small))
    assert ["Fog 8", "1 7", "Harbour Lights 18", "1 16", "2 1"] == shown.names(".show .chip")
    shown.page.get_by_role("button", name="Hide all: Shows and seasons").click()
    assert shown.page.inner_text("#shown").startswith("0 of")
    shown.page.get_by_role("button", name="Fog season 1, 7").click()
    assert 7 <= int(shown.page.inner_text("#shown").split()[0]) < len(small.network("everything"))
    shown.page.get_by_role("button", name="Show all: Shows and seasons").click()
    assert "" == shown.page.inner_text("#shown")
    assert [] == shown.faults


def test_a_whole_kind_of_filter_is_hidden_and_shown_by_one_press(opened: Any, small: famkg.KnowledgeGraph) -> None:
    shown = opened(draw(small.network("cast")))
    shown.page.get_by_role("button", name="Hide all: Kinds").click()
    assert "0 of 7 shown" == shown.page.inner_text("#shown")
    shown.page.click("[data-kind='2']")
    assert "1 of 7 shown" == shown.page.inner_text("#shown")


def test_the_shortest_path_of_two_things_is_told_step_by_step(opened: Any, small: famkg.KnowledgeGraph) -> None:
    shown = opened(everything(small))
    shown.choose("Cleo Marsh")
    shown.page.get_by_role("button", name="Path to …").click()
    shown.choose("Lamp Board")
    assert ["Cleo Marsh → Lamp Board"] == shown.names("#details h2")
    assert ["Cleo Marsh", "Bruno Marsh", "Lamp Board"] == shown.names("#details .steps .jump")
    assert "parent" in shown.names("#details .steps li")[1]
    assert "director from 1919" in shown.names("#details .steps li")[2]
    assert "The Beacon" in shown.page.inner_text("#details .cited")
    told = shared(shown.page)
    assert "#path=character:cleo-marsh&path=organization:lamp-board" == told
    reopened(shown, told)
    assert ["Cleo Marsh", "Bruno Marsh", "Lamp Board"] == shown.names("#details .steps .jump")
    assert [] == shown.faults


def test_where_nothing_joins_two_things_the_page_says_so(opened: Any) -> None:
    network = clusters(1, 5)
    shown = opened(draw(network))
    shown.choose("Thing 5")
    assert shown.page.get_by_role("button", name="Path to …").count() == 0
    shown.choose("Thing 1")
    shown.page.get_by_role("button", name="Path to …").click()
    shown.choose("Thing 5")
    shown.page.wait_for_selector("#details h2:has-text('→')")
    assert "Nothing in this view joins them." in shown.page.inner_text("#details")


def test_the_surroundings_of_a_thing_grow_on_demand_and_lead_back(opened: Any, small: famkg.KnowledgeGraph) -> None:
    shown = opened(everything(small))
    shown.choose("Cleo Marsh")
    shown.page.get_by_role("button", name="Surroundings").click()
    assert "Around Cleo Marsh" == shown.page.inner_text("#place")
    few = int(shown.page.evaluate(IN_DRAWING))
    shown.choose("Bruno Marsh")
    shown.page.get_by_role("button", name="more").click()
    assert int(shown.page.evaluate(IN_DRAWING)) > few
    told = shared(shown.page)
    assert "#around=character:cleo-marsh&open=character:bruno-marsh&at=character:bruno-marsh" == told
    many = shown.page.evaluate(IN_DRAWING)
    reopened(shown, told)
    assert many == shown.page.evaluate(IN_DRAWING)
    shown.page.click("#back")
    assert len(small.network("everything")) == shown.page.evaluate(IN_DRAWING)
    assert [] == shown.faults


def test_a_link_restores_filters_choice_place_and_zoom(opened: Any, small: famkg.KnowledgeGraph) -> None:
    shown = opened(everything(small))
    shown.page.click(".chip:has-text('Real history')")
    shown.choose("Bruno Marsh")
    shown.page.click("#closer")
    shown.page.mouse.move(1400, 860)
    told = shared(shown.page)
    assert "#no-world=Real+history&at=character:bruno-marsh&view=" in told
    reopened(shown, told)
    picture = shown.page.locator("#drawing").screenshot()
    reopened(shown, told)
    assert "false" == shown.page.get_attribute(".chip:has-text('Real history')", "aria-pressed")
    assert ["Bruno Marsh"] == shown.names("#details h2")
    assert told == shared(shown.page)
    assert picture == shown.page.locator("#drawing").screenshot()


@pytest.mark.parametrize(
    "hash_", ["#view=1,2,NaN,wide", "#at=%", "#group=7&around=nobody&path=a&path=b", "#no-kind=x&hops=9", "#%00"]
)
def test_an_address_that_means_nothing_shows_the_whole(opened: Any, small: famkg.KnowledgeGraph, hash_: str) -> None:
    shown = opened(draw(small.network("cast")))
    reopened(shown, hash_)
    assert ("", True) == (shown.page.inner_text("#shown"), shown.page.is_hidden("#where"))
    assert [] == shown.faults


def test_a_link_is_copied(opened: Any, small: famkg.KnowledgeGraph) -> None:
    shown = opened(draw(small.network("cast")))
    shown.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    shown.choose("Bruno Marsh")
    shown.page.click("#link")
    shown.page.wait_for_function("() => document.getElementById('said').textContent || document.querySelector('.address')")
    assert "Link copied" == shown.page.inner_text("#said")
    assert shown.page.evaluate("() => navigator.clipboard.readText()").endswith("#character:bruno-marsh")


def saved(shown: Opened, button: str) -> tuple[str, bytes]:
    with shown.page.expect_download() as waiting:
        shown.page.click(button)
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_the_drawing_is_saved_as_a_picture(opened: Any, small: famkg.KnowledgeGraph) -> None:
    shown = opened(draw(small.network("divergences")))
    name, picture = saved(shown, "#png")
    assert ("divergences.png", b"\x89PNG\r\n\x1a\n") == (name, picture[:8])
    name, text = saved(shown, "#svg")
    svg = ElementTree.fromstring(text)
    said = [" ".join(each.itertext()) for each in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert ("divergences.svg", "{http://www.w3.org/2000/svg}svg") == (name, svg.tag)
    for words in ("The great storm", "1912", "1931", "divergence point"):
        assert words in said, said
    assert [] == shown.faults


def test_hostile_labels_are_text_in_a_saved_picture(opened: Any) -> None:
    shown = opened(draw(hostile_network(), title=HOSTILE[0]))
    name, text = saved(shown, "#svg")
    svg = ElementTree.fromstring(text)
    assert "script-script-alert-1-script.svg" == name
    tags = {each.tag.rpartition("}")[2] for each in svg.iter()}
    assert tags <= {"svg", "title", "rect", "g", "path", "text", "circle"}
    assert {"d", "fill", "transform"} >= {name for each in svg.iter() for name in each.attrib if name.startswith("on")}
    assert "<img src=x" in "".join(svg.itertext())


def test_things_are_reached_by_arrow_keys(opened: Any, small: famkg.KnowledgeGraph) -> None:
    shown = opened(draw(small.network("families")))
    shown.page.focus("#drawing")
    shown.page.keyboard.press("ArrowDown")
    first = shown.names("#details h2")
    for key in ("ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"):
        shown.page.keyboard.press(key)
    assert first != []
    visited = set(shown.names("#details h2"))
    for key in ("ArrowDown", "ArrowUp", "ArrowRight", "ArrowRight", "ArrowLeft"):
        shown.page.keyboard.press(key)
        visited |= set(shown.names("#details h2"))
    assert {"Ada Marsh", "Bruno Marsh", "Cleo Marsh"} == visited
    shown.page.keyboard.press("Enter")
    assert "details" == shown.page.evaluate("() => document.activeElement.id")
    shown.page.keyboard.press("Escape")
    assert "drawing" == shown.page.evaluate("() => document.activeElement.id")


def test_of_a_large_network_a_community_opens_and_leads_back(opened: Any) -> None:
    network = clusters(40, 50)
    communities, _ = divide(network)
    shown = opened(draw(network))
    assert len(communities) == shown.page.evaluate(IN_DRAWING)
    shown.page.focus("#drawing")
    shown.page.keyboard.press("ArrowRight")
    assert "Best connected" in shown.page.inner_text("#details")
    shown.page.get_by_role("button", name="Open this group").click()
    assert len(communities[0].members) == shown.page.evaluate(IN_DRAWING)
    assert "#group=1" == shared(shown.page)
    shown.page.go_back()
    shown.page.wait_for_selector("#where", state="hidden")
    assert len(communities) == shown.page.evaluate(IN_DRAWING)
    shown.choose("Thing 1777")
    assert 50 <= shown.page.evaluate(IN_DRAWING) < 500
    shown.page.click("#back")
    assert len(communities) == shown.page.evaluate(IN_DRAWING)
    reopened(shown, "#thing:00042")
    assert ["Thing 42"] == shown.names("#details h2")
    assert [] == shown.faults


def test_a_path_through_a_large_network_is_drawn_alone(opened: Any) -> None:
    shown = opened(draw(clusters(40, 50)))
    reopened(shown, "#path=thing:00000&path=thing:00300")
    steps = shown.names("#details .steps .jump")
    assert ("Thing 0", "Thing 300") == (steps[0], steps[-1])
    assert len(steps) == shown.page.evaluate(IN_DRAWING)


def test_the_explorer_shows_what_the_address_names(opened: Any, small: famkg.KnowledgeGraph) -> None:
    network = small.network("everything")
    shown = opened(draw_explorer(network, pages={network.nodes["character:cleo-marsh"]["iri"]: "../doc/cleo.html"}))
    reopened(shown, "#around=character:cleo-marsh")
    assert ["Cleo Marsh"] == shown.names("#details h2")
    assert "../doc/cleo.html" == shown.page.get_by_role("link", name="Its page").get_attribute("href")
    joined = set(network.successors("character:cleo-marsh")) | set(network.predecessors("character:cleo-marsh"))
    assert len(joined) + 1 == shown.page.evaluate(IN_DRAWING)
    shown.page.get_by_role("button", name="Two steps").click()
    assert len(joined) + 1 < shown.page.evaluate(IN_DRAWING)
    shown.page.evaluate("() => { location.hash = '#around=person:ines-holt'; }")
    shown.page.wait_for_selector("#place:has-text('Ines Holt')")
    shown.page.go_back()
    shown.page.wait_for_selector("#place:has-text('Cleo Marsh')")
    assert [] == shown.faults


@pytest.mark.parametrize("view", ["cast", "families", "divergences", "missions", "franchise", "posts"])
def test_a_phone_is_filled_from_the_first_frame(opened: Any, real: famkg.KnowledgeGraph, view: str) -> None:
    shown = opened(draw(real.network(view)), viewport=PHONE, touch=True)
    wide, high = shown.page.evaluate(FILLED)
    assert min(wide, high) > 0.45, (wide, high)
    assert max(wide, high) > 0.7, (wide, high)


def test_the_drawing_and_the_fold_below_it_fill_the_window_and_take_one_tab_stop(
    opened: Any, small: famkg.KnowledgeGraph
) -> None:
    page = opened(draw(small.network("cast"))).page
    assert page.evaluate("document.querySelector('#tables > summary').getBoundingClientRect().bottom <= innerHeight")
    assert ["drawing"] == page.evaluate("[...document.querySelectorAll('.canvas [tabindex=\"0\"]')].map(({ id }) => id)")


def test_an_empty_view_says_that_there_is_nothing_to_draw(opened: Any, small: famkg.KnowledgeGraph) -> None:
    shown = opened(draw(small.network("cast", season="season:harbour-lights-2")))
    assert shown.page.is_visible("text=Nothing to draw for this viewer")
    assert shown.faults == []


def test_the_real_franchise_draws_whole(opened: Any, real: famkg.KnowledgeGraph) -> None:
    shown = opened(draw(real.network("everything"), seen="all"))
    assert drawn_colours(shown.page) > 50
    assert shown.faults == []
