"""Whom a copy of the site is for, on every page, the way to copies for others, and licences in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import TYPE_CHECKING

import pytest

import famkg
from famkg.errors import UsageError
from famkg.site.copies import Copy, licence_in_words, read_copy
from famkg.site.evidence.naming import Speller
from famkg.site.reading import read_site
from famkg.site.shell import Shell
from famkg.site.start import about, home

from .conftest import FRANCHISE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BASE = "https://example.org/all/"


def header_of(page: bytes) -> str:
    """What stands in the header of a page, without its tags."""
    found = re.search(r'<header class="site">.*?</header>', page.decode(), re.DOTALL)
    assert found is not None
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", found[0])).split())


def written(*copies: Copy, seen: str | None = None) -> dict[str, str]:
    """The start page and About with these copies named."""
    reading = read_site(famkg.load(FRANCHISE, seen=seen))
    shell = Shell(reading, title="Harbour", licence="https://example.org/terms", base=BASE, copies=copies)
    return {page.path: shell.write(page).decode() for room in (home, about) for page in room.pages(reading)}


def test_every_page_says_whom_it_is_for(small_site: Mapping[str, bytes]) -> None:
    framed = [path for path, content in small_site.items() if path.endswith(".html") and b'<header class="site">' in content]
    assert len(framed) > 50
    assert [] == [path for path in framed if "For those who have seen everything" not in header_of(small_site[path])]


def test_a_limited_copy_says_so_in_header_footer_and_start_page() -> None:
    page = written(seen="s01e02")["index.html"]
    words = "Safe for those who have seen Harbour Lights S01E02"
    assert words in header_of(page.encode())
    assert f"{words}, and tells nothing that comes later." in page
    assert f"<p>{words}, and no further.</p>" in page


def test_copies_for_others_are_offered_on_every_page_and_this_one_is_marked() -> None:
    everything, early = Copy("everything", BASE), Copy("season 1 <i>", "https://example.org/s1/")
    for page in written(everything, early, Copy("nothing", "../none/index.html")).values():
        assert "<strong>everything</strong>" in page
        assert f'href="{BASE}">everything' not in page
        assert '<a href="https://example.org/s1/">season 1 &lt;i&gt;</a>' in page
        assert '<a href="../none/index.html">nothing</a>' in page


def test_without_named_copies_the_pill_leads_to_how_one_is_built() -> None:
    page = written()["index.html"]
    assert '<a class="audience pill" href="about.html#copy">' in page
    assert "<details" not in header_of(page.encode())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("season 1=https://example.org/?a=b", Copy("season 1", "https://example.org/?a=b")),
        (" nothing = ../none/index.html ", Copy("nothing", "../none/index.html")),
    ],
)
def test_a_copy_is_named_by_label_and_address(text: str, expected: Copy) -> None:
    assert expected == read_copy(text)


@pytest.mark.parametrize(
    "text",
    [
        "season 1",
        "=https://example.org/",
        "x=",
        "x=javascript:alert(1)",
        "x=//example.org/",
        "x=https://",
        "x=a b",
        "x=http://[",
    ],
)
def test_what_names_no_copy_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_copy(text)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"),
        ("http://creativecommons.org/licenses/by-sa/4.0/deed.en", "CC BY-SA 4.0"),
        ("https://creativecommons.org/licenses/other/4.0/", "https://creativecommons.org/licenses/other/4.0/"),
        ("https://example.org/terms", "https://example.org/terms"),
    ],
)
def test_a_known_licence_is_said_by_name(address: str, expected: str) -> None:
    assert expected == licence_in_words(address)


def test_a_name_is_made_of_a_slug_with_the_capitals_that_labels_have() -> None:
    speller = Speller(["Voyage to Port Sable"], proper=["Ines Holt"], worlds=["Real history"])
    assert "Arrival of Ines in Sable (real history)" == speller.spell("arrival-of-ines-in-sable-real-history", proper=False)
    assert "Mary J. Holt of the Quay" == speller.spell("mary-j-holt-of-the-quay", proper=True)


@pytest.mark.browser
def test_on_a_phone_the_parts_of_the_site_stand_in_one_row(browser: Browser, small_folder: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=True)
    page = context.new_page()
    page.goto(f"{small_folder}/about.html")
    tops = page.evaluate(
        "() => [...document.querySelectorAll('header.site > nav li')].map((li) => li.getBoundingClientRect().top)"
    )
    assert 1 == len(set(tops))
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    here = page.locator("header.site > nav [aria-current]").bounding_box()
    assert here is not None
    assert 0 <= here["x"] < 390 - here["width"]
    context.close()


@pytest.fixture
def small_folder(small_site: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("copies")
    for name in [name for name in small_site if name.startswith("assets/") or name == "about.html"]:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(small_site[name])
    return out.as_uri()
