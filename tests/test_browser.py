"""The page of a view in a real browser: drawn offline under its own policy, used by hand and by keyboard."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import famkg
from famkg.views.page import draw
from tests.test_views import HOSTILE, hostile_network

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    required = os.environ.get("FAMKG_REQUIRE_BROWSER") == "1"
    if program is None:
        if required:
            pytest.fail("FAMKG_REQUIRE_BROWSER=1, and no Chromium is installed")
        pytest.skip("no Chromium browser is installed")
    if required:
        from playwright import sync_api
    else:
        sync_api = pytest.importorskip("playwright.sync_api")
    rooted = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=[*rooted, "--disable-gpu"])
        yield chromium
        chromium.close()


@dataclass
class Opened:
    """A page, what it complained of, and what it asked the network for."""

    page: Page
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
        result = Opened(context.new_page())
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


def test_an_empty_view_says_that_there_is_nothing_to_draw(opened: Any, small: famkg.KnowledgeGraph) -> None:
    shown = opened(draw(small.network("cast", season="season:harbour-lights-2")))
    assert shown.page.is_visible("text=Nothing to draw for this viewer")
    assert shown.faults == []


def test_the_real_franchise_draws_whole(opened: Any, real: famkg.KnowledgeGraph) -> None:
    shown = opened(draw(real.network("everything"), seen="all"))
    assert drawn_colours(shown.page) > 50
    assert shown.faults == []
