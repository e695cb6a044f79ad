"""The whole site as its users meet it: every link, valid HTML, no barrier that axe-core knows, nothing fetched from elsewhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from posixpath import dirname, normpath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from .conftest import FRANCHISE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]

MODULES = Path(__file__).parent / "web/node_modules"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}
EXECUTABLE = ("href", "src", "action", "formaction", "data", "poster")


def needed(path: Path | str | None, what: str) -> str:
    """Something that these tests need; where it lacks they are left out, but not in CI."""
    if path is None or not Path(path).exists():
        if os.environ.get("FAMKG_REQUIRE_BROWSER") == "1":
            pytest.fail(f"FAMKG_REQUIRE_BROWSER=1, and {what} is not installed")
        pytest.skip(f"{what} is not installed")
    return str(path)


class Links(HTMLParser):
    """The links of a page, the anchors it has, and its images."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = {""}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in EXECUTABLE and value is not None:
                self.links.append(value)
            elif name == "id" and value:
                self.anchors.add(value)


@pytest.fixture(scope="session")
def folder(real_site: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the shipped franchise on disk."""
    return written(real_site, tmp_path_factory.mktemp("site"))


def written(files: Mapping[str, bytes], out: Path) -> Path:
    for name, content in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(content)
    return out


def broken(files: Mapping[str, bytes]) -> Iterator[str]:
    """Each link of the site's pages that leads nowhere in it."""
    pages = {name: Links(content.decode()) for name, content in files.items() if name.endswith(".html")}
    for name, page in pages.items():
        for link in dict.fromkeys(page.links):
            if link.startswith(("http://", "https://", "mailto:", "data:image/")):
                continue
            address, _, fragment = link.partition("#")
            path = unquote(address.partition("?")[0])
            target = normpath(f"{dirname(name)}/{path}").removeprefix("/") if path else name
            if target not in files:
                yield f"{name}: {link}: no such file"
            elif target in pages and not target.startswith("views/") and unquote(fragment) not in pages[target].anchors:
                yield f"{name}: {link}: no such anchor"


@pytest.mark.parametrize("site", ["small_site", "real_site"])
def test_every_link_and_anchor_leads_somewhere(site: str, request: pytest.FixtureRequest) -> None:
    files = request.getfixturevalue(site)
    assert [] == list(broken(files))[:20]


@pytest.mark.parametrize("site", ["small_site", "real_site"])
def test_no_page_is_an_island(site: str, request: pytest.FixtureRequest) -> None:
    """From the start page every page can be reached by links alone."""
    files = request.getfixturevalue(site)
    pages = {name: Links(content.decode()).links for name, content in files.items() if name.endswith(".html")}
    reached: set[str] = set()
    waiting = {"index.html"}
    while waiting:
        reached |= waiting
        found = {
            normpath(f"{dirname(name)}/{unquote(link.partition('#')[0])}").removeprefix("/")
            for name in waiting
            for link in pages[name]
        }
        waiting = (found & set(pages)) - reached
    assert [] == sorted(set(pages) - reached)[:20]


def test_every_page_is_valid_html(folder: Path) -> None:
    """Judged by the Nu Html Checker; what it says of Content-Security-Policy hashes, which it does not know, is left out."""
    jar = needed(MODULES / "vnu-jar/build/dist/vnu.jar", "vnu-jar (npm)")
    java = needed(shutil.which("java"), "java")
    done = subprocess.run(
        [java, "-Xss4m", "-jar", jar, "--skip-non-html", "--errors-only", "--format", "json", str(folder)],
        check=False,
        capture_output=True,
        text=True,
    )
    said = json.loads(done.stderr)["messages"]
    faults = [f"{Path(each.get('url', '')).name}:{each.get('lastLine')}: {each['message']}" for each in said]
    assert [] == sorted({fault for fault in faults if "paint-order" not in fault.lower()})[:20]


def kinds(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    """The pages to look at: of each kind (a folder, or a page by itself) the largest and the smallest."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in files:
        if name.endswith(".html"):
            path = PurePosixPath(name)
            alone = len(path.parts) == 1 or path.parts[0] == "views"
            found[name if alone else str(path.parent)].append(name)
    return {
        kind: sorted({max(names, key=lambda n: len(files[n])), min(names, key=lambda n: len(files[n]))})
        for kind, names in found.items()
    }


@dataclass
class Visit:
    """A page, what it complained of, and what it asked for."""

    page: Page
    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, file: Path) -> None:
        self.faults.clear()
        self.requests.clear()
        self.page.goto(file.as_uri())
        self.page.wait_for_load_state("load")


@pytest.fixture
def visit(browser: Browser) -> Iterator[Any]:
    contexts = []

    def visiting(size: Mapping[str, int] = DESKTOP, scheme: str = "light", **options: Any) -> Visit:
        context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce", **options)  # type: ignore[arg-type]
        contexts.append(context)
        visit = Visit(context.new_page())
        visit.page.on("console", lambda said: visit.faults.append(said.text) if said.type in ("error", "warning") else None)
        visit.page.on("pageerror", lambda fault: visit.faults.append(str(fault)))
        visit.page.on("request", lambda asked: visit.requests.append(asked.url))
        return visit

    yield visiting
    for context in contexts:
        context.close()


@cache
def axe() -> str:
    return (MODULES / "axe-core/axe.min.js").read_text(encoding="utf-8")


def barriers(page: Page) -> Iterator[str]:
    """What axe-core finds: the rule, the element, and the address."""
    page.evaluate(axe())
    found = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations'], iframes: false, preload: false})).violations"
    )
    for violation in found:
        for node in violation["nodes"][:3]:
            yield f"{violation['id']}: {node['html'][:160]}: {node['failureSummary'].splitlines()[-1].strip()}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_each_kind_of_page_is_without_barriers_faults_and_foreign_requests(
    visit: Any, folder: Path, real_site: Mapping[str, bytes], size: Mapping[str, int], scheme: str
) -> None:
    needed(MODULES / "axe-core/axe.min.js", "axe-core (npm)")
    visited = visit(size, scheme)
    found: list[str] = []
    for names in kinds(real_site).values():
        for name in names:
            visited.open(folder / name)
            found += [f"{name}: {barrier}" for barrier in barriers(visited.page)]
            found += [f"{name}: console: {fault}" for fault in visited.faults]
            found += [f"{name}: asked for {url}" for url in visited.requests if not url.startswith(("file:", "data:", "blob:"))]
            if visited.page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{name}: scrolls sideways")
    assert not found, "\n".join(found[:40])


def test_pages_can_be_read_without_scripts(visit: Any, folder: Path, real_site: Mapping[str, bytes]) -> None:
    visited = visit(java_script_enabled=False)
    for names in kinds(real_site).values():
        visited.open(folder / names[0])
        assert len(visited.page.inner_text("body").split()) > 20, names[0]
        assert visited.page.locator("h1").count() == 1, names[0]


def test_by_keyboard_alone_the_skip_link_leads_to_the_content(visit: Any, folder: Path) -> None:
    visited = visit()
    visited.open(folder / "about.html")
    visited.page.keyboard.press("Tab")
    assert "Skip to the content" == visited.page.evaluate("() => document.activeElement.textContent.trim()")
    visited.page.keyboard.press("Enter")
    assert "main" == visited.page.evaluate("() => document.activeElement.id")


def test_every_control_can_be_reached_and_its_focus_seen(visit: Any, folder: Path) -> None:
    visited = visit()
    visited.open(folder / "about.html")
    reached = []
    for _ in range(25):
        visited.page.keyboard.press("Tab")
        reached.append(
            visited.page.evaluate(
                """() => { const e = document.activeElement; const s = getComputedStyle(e);
                return [e.tagName, e.getAttribute('href'), s.outlineStyle !== 'none' || s.boxShadow !== 'none']; }"""
            )
        )
    assert {"guide.html", "sources.html", "data.html"} <= {href for _, href, _ in reached}
    assert [] == [each for each in reached if each[0] != "BODY" and not each[2]]


def test_a_site_of_another_franchise_is_whole_too(visit: Any, small_site: Mapping[str, bytes], tmp_path: Path) -> None:
    assert FRANCHISE.is_dir()
    folder = written(small_site, tmp_path)
    visited = visit()
    for names in kinds(small_site).values():
        visited.open(folder / names[0])
        assert ([], []) == (visited.faults, [url for url in visited.requests if not url.startswith(("file:", "data:"))])
