"""The leak test finds what it is for: leaks seeded on purpose, one for each way a fact could slip through."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import famkg

from .forbidden import Files, Viewer, leaks_in_dataset, read_files
from .search import Search, distinct
from .seeds import IN_DATASETS, IN_SURFACES, Seed, widen
from .surfaces import surfaces
from .viewers import ROOT, SMALL, compiled, every_combination, files_of


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Files]:
    """The small franchise with a few passages more, and its files as the independent derivation reads them: without a
    seed, nothing leaks.
    """
    data = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("wide") / "franchise"))
    widen(data)
    files = read_files(data, ROOT)
    found = leaking(data, files)
    assert not found, distinct(leak for leaks in found.values() for leak in leaks)
    return data, files


def leaking(data: Path, files: Files) -> dict[str, list[str]]:
    """The progresses whose dataset leaks, with what leaks."""
    found = {}
    for seen in every_combination(files):
        viewer = Viewer(files, seen)
        if leaks := leaks_in_dataset(compiled(data, viewer.progress).quads, viewer):
            found[viewer.progress] = leaks
    return found


@pytest.mark.parametrize("seed", IN_DATASETS, ids=lambda seed: seed.__name__)
def test_a_leak_seeded_in_compiling_is_found(seed: Seed, wide: tuple[Path, Files], monkeypatch: pytest.MonkeyPatch) -> None:
    seed(monkeypatch)
    assert leaking(*wide)


@pytest.mark.parametrize("seed", IN_SURFACES, ids=lambda seed: seed.__name__)
def test_a_leak_seeded_in_a_surface_is_found(seed: Seed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMKG_CACHE", str(tmp_path / "cache"))
    viewer = Viewer(files_of("small"), {"harbour-lights": (1, 2)})
    search = Search(viewer)

    def leaks() -> set[str]:
        kg = famkg.load(SMALL, seen=viewer.progress)
        return {leak for _, content in surfaces(kg, viewer, search, entities=40) for leak in search.leaks(content)}

    assert set() == leaks()
    seed(monkeypatch)
    famkg.load(SMALL)
    shutil.rmtree(tmp_path / "cache")
    famkg.load(SMALL)
    assert leaks()
