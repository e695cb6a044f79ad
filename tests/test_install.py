"""Installed anywhere: what the sdist and the wheel hold, and that the wheel works in an environment of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import famkg

from .conftest import FRANCHISE, ROOT

pytest.importorskip("hatchling", reason="hatchling is not installed; requirements.lock has it")

LAYERS = ("graph", "ontology", "queries")
UNWANTED = re.compile(r"(^|/)(\.(?!gitignore$|npmrc$)[^/]+|__pycache__|node_modules|site/index\.html)(/|$)|\.(pyc|db|nq|log)$")


def build(folder: Path, out: Path, target: str) -> Path:
    """Build a wheel or sdist from a folder, with what is installed here."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(out)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr
    (built,) = out.iterdir()
    return built


def files_of(wheel: Path) -> Mapping[str, bytes]:
    """The files of a wheel but for the records of the wheel itself."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith(("/RECORD", "/WHEEL"))}


def tree(folder: Path) -> Iterator[str]:
    """The files under a folder that Git would keep."""
    for path in folder.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(folder).as_posix()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("sdist"), "sdist")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program famkg in an empty environment, which sees ours for dependencies only: no .pth file of ours is read there."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, with_pip=True, symlinks=True)
    program = folder / "bin" / "python"
    subprocess.run([program, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel], check=True)
    own = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    (own / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return program.with_name("famkg")


def run(program: Path, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run([program, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_wheel_carries_the_program_and_the_layers(wheel: Path) -> None:
    names = set(files_of(wheel))
    assert set() == {f"famkg/{name}" for name in tree(ROOT / "src/famkg")} - names
    for layer in LAYERS:
        assert set(tree(ROOT / layer)) == {
            name.removeprefix(f"famkg/shipped/{layer}/") for name in names if f"/shipped/{layer}/" in name
        }
    assert "famkg/py.typed" in names
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    names = sorted(files_of(wheel))
    assert [] == [name for name in names if UNWANTED.search(name)]
    assert {"famkg", f"famkg-{famkg.__version__}.dist-info"} == {name.split("/")[0] for name in names}


def test_the_sdist_carries_what_the_checkout_has_and_no_leavings(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for folder in ("src/famkg", "docs", "benchmarks", *LAYERS):
        assert set() == {f"{folder}/{name}" for name in tree(ROOT / folder)} - names
    for file in ("Makefile", "README.md", "pyproject.toml", "requirements.lock", "requirements-dev.lock", "tests/conftest.py"):
        assert file in names
    assert [] == sorted(name for name in names if UNWANTED.search(name))


def test_the_sdist_makes_the_same_wheel(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    again = build(source, tmp_path / "wheel", "wheel")
    assert wheel.name == again.name
    assert files_of(wheel) == files_of(again)


def test_what_is_installed_runs_from_its_own_files(installed: Path, tmp_path: Path) -> None:
    code = "import famkg, famkg.resources as r; print(famkg.__file__, r.shipped_root(), famkg.__version__, sep='\\n')"
    done = run(installed.with_name("python"), "-c", code, folder=tmp_path)
    package, shipped, version = done.stdout.splitlines()
    assert Path(package).is_relative_to(installed.parents[1])
    assert Path(shipped).is_relative_to(installed.parents[1])
    assert famkg.__version__ == version
    assert f"famkg, version {version}\n" == run(installed, "--version", folder=tmp_path).stdout


def test_what_is_installed_answers_as_the_checkout_does(installed: Path, real: famkg.KnowledgeGraph, tmp_path: Path) -> None:
    answer = run(installed, "query", "seasons", "--format", "tsv", folder=tmp_path)
    assert real.query("seasons").to("tsv") == answer.stdout
    assert 0 == run(installed, "export", "ttl", "-o", "facts.ttl", folder=tmp_path).returncode
    assert real.export("ttl") == (tmp_path / "facts.ttl").read_bytes()


def test_what_is_installed_checks_draws_and_builds(installed: Path, tmp_path: Path) -> None:
    data = ("--data", str(FRANCHISE))
    assert "no findings\n" == run(installed, "check", *data, folder=tmp_path).stderr.splitlines(keepends=True)[-1]
    assert 0 == run(installed, "view", "cast", *data, folder=tmp_path).returncode
    built = run(installed, "build", "--out", "site", *data, folder=tmp_path)
    assert 0 == built.returncode, built.stderr
    assets = {f"assets/{name}" for name in tree(ROOT / "src/famkg/site/assets")}
    assert {"index.html", "dumps/dataset.ttl", *assets} <= set(tree(tmp_path / "site"))
