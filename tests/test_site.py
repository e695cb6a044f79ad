"""What ``famkg build`` writes: whole, the same every time, and only over its own files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import famkg
from famkg.errors import OutputError
from famkg.site import render, write_folder
from famkg.site.folder import MANIFEST

from .conftest import FRANCHISE


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return dict(render(famkg.load(FRANCHISE)).files)


def test_the_site_has_a_start_page_a_page_a_view_and_the_dumps(files: dict[str, bytes], small: famkg.KnowledgeGraph) -> None:
    drawn = {f"views/{name}.html" for name in small.catalogue.views if len(small.network(name)) > 1}
    assert "views/cast.html" in drawn
    assert drawn <= set(files)
    assert {"index.html", "dumps/dataset.trig", "dumps/dataset.nq.gz", "dumps/dataset.rdf"} <= set(files)


def test_two_builds_are_byte_identical(files: dict[str, bytes]) -> None:
    assert files == dict(render(famkg.load(FRANCHISE)).files)


def test_a_later_build_replaces_what_an_earlier_one_wrote_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_folder({"index.html": b"one", "views/old.html": b"old"}, out)
    (out / "mine.txt").write_text("mine")
    write_folder({"index.html": b"two", "views/new.html": b"new"}, out)
    found = {str(path.relative_to(out)): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert ["index.html", "views/new.html"] == json.loads(found.pop(MANIFEST))
    assert {"index.html": b"two", "views/new.html": b"new", "mine.txt": b"mine"} == found


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"did not make \(letter.txt\)"):
        write_folder({"index.html": b"page"}, tmp_path)
    assert ["letter.txt"] == [path.name for path in tmp_path.iterdir()]


def test_a_manifest_that_points_outside_removes_nothing_there(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    out = tmp_path / "site"
    out.mkdir()
    (out / MANIFEST).write_text(json.dumps(["../outside.txt", str(outside)]))
    write_folder({"index.html": b"page"}, out)
    assert "mine" == outside.read_text()


def test_an_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.write_text("mine")
    with pytest.raises(OutputError, match="is a file"):
        write_folder({"index.html": b"page"}, target)


def test_a_failed_build_leaves_the_earlier_one(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_folder({"index.html": b"one"}, out)
    with pytest.raises(OutputError):
        write_folder({"index.html": b"two", "x" * 300: b"a name too long for a file"}, out)
    assert b"one" == (out / "index.html").read_bytes()
    assert {MANIFEST, "index.html"} == {path.name for path in out.iterdir()}
