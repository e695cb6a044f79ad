"""What tests share: a small invented franchise, a cache of their own, and no network beyond loopback."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest

import famkg

from .leaks.figures import write_summary

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
