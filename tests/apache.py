"""A real Apache on loopback that answers for a namespace with an .htaccess, as w3id.org does."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

APACHE = shutil.which("apache2") or shutil.which("httpd")
_MODULES = ("mpm_event", "authz_core", "mime", "dir", "headers", "rewrite")


def needed() -> None:
    """Leave a test out where there is no Apache, unless FAMKG_REQUIRE_APACHE=1."""
    if APACHE is None:
        if os.environ.get("FAMKG_REQUIRE_APACHE") == "1":
            pytest.fail("FAMKG_REQUIRE_APACHE=1, and no Apache is installed")
        pytest.skip("no Apache is installed")


class Apache:
    """A running server: ``ask`` it for a path; nothing is followed."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._connection = HTTPConnection("127.0.0.1", port, timeout=10)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def close(self) -> None:
        self._connection.close()

    def ask(self, path: str, accept: str | None = None, *, method: str = "GET") -> tuple[HTTPResponse, bytes]:
        self._connection.request(method, path, headers={} if accept is None else {"Accept": accept})
        response = self._connection.getresponse()
        return response, response.read()


@contextmanager
def running(files: Mapping[str, bytes] | None = None) -> Iterator[tuple[Apache, Path]]:
    """Start Apache over a new folder, which is given too, and stop it at the end."""
    assert APACHE is not None
    root = Path(tempfile.mkdtemp(prefix="famkg-apache-"))
    root.chmod(0o755)
    try:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        (root / "files").mkdir(mode=0o755)
        (root / "apache.conf").write_text(_configuration(root, port))
        server = subprocess.Popen([APACHE, "-f", str(root / "apache.conf"), "-DFOREGROUND"], stderr=subprocess.PIPE)
        try:
            _wait(port, server)
            apache = Apache(port)
            yield apache, root / "files"
            apache.close()
        finally:
            server.terminate()
            server.wait(10)
            if server.stderr:
                server.stderr.close()
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _configuration(root: Path, port: int) -> str:
    folder = next(path for path in ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules") if Path(path).is_dir())
    modules = "".join(
        f"LoadModule {name}_module {folder}/mod_{name}.so\n" for name in _MODULES if Path(folder, f"mod_{name}.so").exists()
    )
    user = "User nobody\nGroup nogroup\n" if os.geteuid() == 0 else ""
    return (
        f"{modules}{user}ServerName 127.0.0.1\nListen 127.0.0.1:{port}\nPidFile {root}/pid\nMutex file:{root}\n"
        f"ErrorLog {root}/error.log\nTypesConfig /dev/null\nDocumentRoot {root}/files\nMaxKeepAliveRequests 0\nKeepAliveTimeout 60\n"
        f"<Directory {root}/files>\nAllowOverride All\nRequire all granted\nOptions FollowSymLinks MultiViews\n</Directory>\n"
    )


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise AssertionError(f"Apache ended: {server.stderr.read().decode() if server.stderr else ''}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("Apache does not answer")
