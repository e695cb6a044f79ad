"""The search of the site: what its index holds, and how it answers in a real browser, from disk, by keyboard."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import famkg
from famkg.site import render
from famkg.site.reading import read_site
from famkg.site.start.search import INDEX, make
from famkg.site.start.things import named_things

from .conftest import FRANCHISE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOSTILE = "<img src=x onerror=alert(1)>\"'&lt;"
MOST_BYTES = 250_000


def index_of(kg: famkg.KnowledgeGraph) -> dict[str, Any]:
    [(path, content)] = make(read_site(kg))
    assert INDEX == path
    text = content.decode()
    assert text.startswith("window.famkgIndex=")
    found: dict[str, Any] = json.loads(text.removeprefix("window.famkgIndex=").rstrip(";\n"))
    return found


def names_in(index: dict[str, Any]) -> set[str]:
    return {name for entry in index["entries"] for name in (entry[0], *(n for names in entry[6:] for n in names))}


def test_every_name_is_in_the_index_hidden_ones_too(small: famkg.KnowledgeGraph) -> None:
    index = index_of(small)
    reading = read_site(small)
    things = {reading.labels[thing] for thing in named_things(reading)}
    assert things <= names_in(index)
    entry = next(entry for entry in index["entries"] if entry[0] == "Ada Marsh")
    kind, world, folder, rest, about, others, hidden = entry[1:]
    assert ("character", "Harbour timeline") == (index["kinds"][kind], index["worlds"][world])
    assert "doc/character/ada-quill.html" == index["folders"][folder] + rest
    assert ("played by Ines Holt", [], ["Aida Quill"]) == (about, [other for other in others if other != "Ada Quill"], hidden)


def test_names_learned_later_are_not_in_the_index() -> None:
    early = names_in(index_of(famkg.load(FRANCHISE, seen="s01e01")))
    assert {"Ada Quill", "Aida Quill"} <= early
    assert not early & {"Ada Marsh", "Cleo Marsh", "Ada is the Keeper", "The great storm", "Lamp Board"}


def test_every_entry_leads_to_a_page_of_the_site(small: famkg.KnowledgeGraph, small_site: Mapping[str, bytes]) -> None:
    index = index_of(small)
    paths = {index["folders"][entry[3]] + entry[4] for entry in index["entries"]}
    assert {"guide.html", "things/character.html", "questions/cast.html", "views/cast.html"} <= paths
    assert set() == paths - set(small_site)


def test_the_index_stays_small_and_is_the_same_every_time(real: famkg.KnowledgeGraph) -> None:
    reading = read_site(real)
    [(_, first)], [(_, second)] = make(reading), make(reading)
    assert first == second
    assert len(first) < MOST_BYTES


@dataclass
class Opened:
    """A page of the site opened from disk, what it complained of, and what it asked for."""

    page: Page
    folder: Path
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.folder.as_uri()}/{path}")

    def type(self, text: str) -> None:
        """Type into the field as a person does, and wait for the answer."""
        self.page.focus("[role=combobox]")
        self.page.fill("[role=combobox]", "")
        self.page.keyboard.type(text)
        self.page.wait_for_function("() => document.querySelector('.search [role=status]').textContent !== ''")

    @property
    def options(self) -> list[str]:
        return [" ".join(text.split()) for text in self.page.locator("[role=option] bdi").all_inner_texts()]

    @property
    def at(self) -> str:
        return self.page.url.removeprefix(f"{self.folder.as_uri()}/")


@pytest.fixture(scope="module")
def folder(small_site: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(small_site, tmp_path_factory.mktemp("site"))


def written(files: Mapping[str, bytes], out: Path) -> Path:
    for name, content in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(content)
    return out


@pytest.fixture
def opened(browser: Browser, folder: Path) -> Iterator[Any]:
    contexts = []

    def opening(path: str = "index.html", *, out: Path = folder, **options: Any) -> Opened:
        context = browser.new_context(reduced_motion="reduce", **{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        found = Opened(context.new_page(), out)
        found.page.on("console", lambda said: found.faults.append(said.text) if said.type in ("error", "warning") else None)
        found.page.on("pageerror", lambda fault: found.faults.append(str(fault)))
        found.page.on("dialog", lambda dialog: (found.faults.append(f"dialog {dialog.message}"), dialog.dismiss()))
        found.page.on("request", lambda asked: found.requests.append(asked.url))
        found.open(path)
        return found

    yield opening
    for context in contexts:
        assert [] == [page.url for page in context.pages if not page.url.startswith("file:")]
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("bruno marsh", "Bruno Marsh"),  # equal
        ("bru", "Bruno Marsh"),  # begins so
        ("board", "Lamp Board"),  # a word of it
        ("lampboard", "Lamp Board"),  # without the space
        ("brunno", "Bruno Marsh"),  # a letter too many
        ("burno marsh", "Bruno Marsh"),  # two letters changed about
        ("kira lünd", "Kira Lund"),  # an accent too many
        ("FERRYMAN", "The Ferryman"),  # case
        ("ferryma", "The Ferryman"),  # not yet typed whole
        ("ferrimen", "The Ferryman"),  # two letters wrong
        ("aida quill", "Ada Marsh"),  # a hidden name
        ("the lamp stays", "The lamp stays lit"),
        ("gide", "Guide"),  # a part of the site, misspelt
    ],
)
def test_names_are_found_however_they_are_typed(opened: Any, typed: str, first: str) -> None:
    shown = opened()
    shown.type(typed)
    assert first == shown.options[0]
    assert [] == shown.faults


@pytest.mark.browser
def test_a_hidden_name_is_found_and_never_shown(opened: Any) -> None:
    shown = opened()
    shown.type("aida")
    assert "Ada Marsh" in shown.options
    assert "Aida" not in shown.page.inner_text("body")
    shown.open("search.html?q=aida%20quill")
    shown.page.wait_for_selector(".results li")
    assert "Aida" not in shown.page.inner_text(".results")


@pytest.mark.browser
def test_all_who_bear_a_name_are_found_the_best_known_first_and_told_apart(opened: Any) -> None:
    shown = opened()
    shown.type("marsh")
    assert ["Bruno Marsh", "Ada Marsh", "Cleo Marsh"] == shown.options
    told = shown.page.locator("[role=option]").first.inner_text()
    assert "character · Harbour timeline · played by Jonas Wick" in told
    assert "3 found." == shown.page.inner_text(".search [role=status]")


@pytest.mark.browser
def test_the_search_is_used_by_keyboard_alone(opened: Any) -> None:
    shown = opened("about.html")
    shown.page.keyboard.press("/")
    assert "combobox" == shown.page.evaluate("() => document.activeElement.getAttribute('role')")
    shown.page.keyboard.type("marsh")
    shown.page.wait_for_selector("[role=option]")
    field = shown.page.locator("[role=combobox]")
    assert "true" == field.get_attribute("aria-expanded")

    def active() -> str | None:
        name: str | None = shown.page.evaluate(
            """() => { const id = document.activeElement.getAttribute('aria-activedescendant');
            const option = id && document.getElementById(id);
            return option && option.getAttribute('aria-selected') === 'true' ? option.querySelector('bdi').textContent : null; }"""
        )
        return name

    walked = []
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
        shown.page.keyboard.press(key)
        walked.append(active())
    assert ["Bruno Marsh", "Ada Marsh", "Cleo Marsh", None, "Cleo Marsh"] == walked
    shown.page.keyboard.press("Enter")
    shown.page.wait_for_url("**/doc/character/cleo-marsh.html")
    assert [] == shown.faults


@pytest.mark.browser
def test_escape_closes_the_list_and_then_empties_the_field(opened: Any) -> None:
    shown = opened()
    shown.type("marsh")
    shown.page.keyboard.press("Escape")
    assert shown.page.is_hidden("[role=listbox]")
    assert ("marsh", "false") == (
        shown.page.input_value("[role=combobox]"),
        shown.page.get_attribute("[role=combobox]", "aria-expanded"),
    )
    shown.page.keyboard.press("Escape")
    assert "" == shown.page.input_value("[role=combobox]")


@pytest.mark.browser
def test_a_slash_in_a_field_is_a_slash(opened: Any) -> None:
    shown = opened()
    shown.page.focus("[role=combobox]")
    shown.page.keyboard.type("a/b")
    assert "a/b" == shown.page.input_value("[role=combobox]")


@pytest.mark.browser
def test_enter_without_a_choice_lists_all_that_was_found(opened: Any) -> None:
    shown = opened("doc/character/bruno-marsh.html")
    shown.type("marsch")
    shown.page.keyboard.press("Enter")
    shown.page.wait_for_selector(".results li")
    assert "search.html?q=marsch" == shown.at
    assert {"Ada Marsh", "Bruno Marsh", "Cleo Marsh"} == set(shown.page.locator(".results a").all_inner_texts())
    assert "marsch" == shown.page.input_value("[role=combobox]")
    shown.page.click(".results a:has-text('Ada Marsh')")
    shown.page.wait_for_url("**/doc/character/ada-quill.html")
    assert "Ada Marsh" == shown.page.inner_text("h1")
    assert [] == shown.faults


@pytest.mark.browser
def test_a_click_on_a_match_opens_its_page(opened: Any) -> None:
    shown = opened("guide/harbour-lights-1.html")
    shown.type("ferryman")
    shown.page.click("[role=option]")
    shown.page.wait_for_url("**/doc/character/ferryman.html")


@pytest.mark.browser
def test_nothing_is_loaded_before_the_field_is_used_and_nothing_from_elsewhere(opened: Any) -> None:
    shown = opened()
    assert [] == [url for url in shown.requests if url.endswith(INDEX)]
    shown.type("ada")
    assert 1 == len([url for url in shown.requests if url.endswith(INDEX)])
    assert [] == [url for url in shown.requests if not url.startswith("file:")]


@pytest.mark.browser
def test_a_name_that_nobody_bears_is_said_to_be_missing(opened: Any) -> None:
    shown = opened()
    shown.type("zzzz")
    assert "Nothing has a name like it in this copy." == shown.page.inner_text(".search [role=status]")
    assert shown.page.is_hidden("[role=listbox]")


@pytest.mark.browser
def test_the_list_fits_a_phone(opened: Any) -> None:
    for path in ("index.html", "about.html"):
        shown = opened(path, viewport={"width": 390, "height": 844}, has_touch=True)
        shown.type("lights")
        box = shown.page.locator("[role=listbox]").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert shown.page.evaluate("() => document.documentElement.scrollWidth") <= 390
        assert all(option.bounding_box()["height"] >= 24 for option in shown.page.locator("[role=option]").all())


@pytest.mark.browser
def test_without_scripts_a_link_to_the_lists_stands_where_the_field_would(opened: Any) -> None:
    for path in ("index.html", "about.html", "search.html"):
        shown = opened(path, java_script_enabled=False)
        assert 0 == shown.page.locator("input").count()
        shown.page.click(".search a")
        assert "things.html" == shown.at


@pytest.mark.browser
def test_hostile_names_are_text(opened: Any, franchise: Path, tmp_path: Path) -> None:
    register = franchise / "graph/entities/people.ttl"
    text = register.read_text(encoding="utf-8")
    register.write_text(text.replace('"Leo Brandt"@en', f"{json.dumps(HOSTILE)}@en"), encoding="utf-8")
    shown = opened(out=written(render(famkg.load(franchise)).files, tmp_path / "hostile"))
    shown.type("img src")
    assert [HOSTILE] == shown.options
    shown.open("search.html?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    shown.page.wait_for_selector(".results li")
    assert HOSTILE == shown.page.locator(".results bdi").first.inner_text()
    assert 0 == shown.page.locator("img").count()
    assert [] == shown.faults
