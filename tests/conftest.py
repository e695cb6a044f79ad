"""What tests share: a small invented franchise, a cache of their own, and no network beyond loopback."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import famkg

from .leaks.figures import write_summary

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FRANCHISE = Path(__file__).parent / "franchise"
ROOT = Path(__file__).parents[1]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    write_summary(terminalreporter)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    patch = pytest.MonkeyPatch()
    patch.setenv("FAMKG_CACHE", str(tmp_path_factory.mktemp("cache")))
    patch.delenv("FAMKG_SEEN", raising=False)


@pytest.fixture(scope="session", autouse=True)
def only_loopback() -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if host and host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)

    pytest.MonkeyPatch().setattr(socket.socket, "connect", guarded)


@pytest.fixture
def franchise(tmp_path: Path) -> Path:
    """A copy of the small franchise to change."""
    return Path(shutil.copytree(FRANCHISE, tmp_path / "franchise"))


@pytest.fixture(scope="session")
def small() -> famkg.KnowledgeGraph:
    """The small franchise for one who has seen everything."""
    return famkg.load(FRANCHISE)


@pytest.fixture(scope="session")
def real() -> famkg.KnowledgeGraph:
    """The shipped franchise for one who has seen everything."""
    return famkg.load()


@pytest.fixture(scope="session")
def small_site(small: famkg.KnowledgeGraph) -> Mapping[str, bytes]:
    """The site of the small franchise: path to content."""
    from famkg.site import render

    return render(small).files


@pytest.fixture(scope="session")
def real_site(real: famkg.KnowledgeGraph) -> Mapping[str, bytes]:
    """The site of the shipped franchise: path to content."""
    from famkg.site import render

    return render(real).files


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; without one these tests are left out, unless FAMKG_REQUIRE_BROWSER=1."""
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
