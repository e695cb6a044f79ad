"""famkg new-franchise: a data folder that every command takes, written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

import famkg
from famkg.check import check
from famkg.cli import app
from famkg.errors import FamkgError, OutputError, UsageError
from famkg.resources import layers

BASE = ("--base", "https://example.org/mill/")


def begin(folder: Path, *words: str, title: str = "The Mill") -> None:
    app.main(["new-franchise", str(folder), "--show", title, *words], prog_name="famkg", standalone_mode=False)


def test_the_skeleton_has_no_fault_and_can_be_asked(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "mill"
    begin(folder, *BASE, "--license", "https://example.org/licence")
    assert () == check(layers(folder)).findings
    kg = famkg.load(folder)
    assert "the-mill" == kg.main_show
    assert "https://example.org/mill/character/" == kg.prefixes.namespaces["character"]
    assert ("s01e01",) == kg.order().codes("the-mill")
    assert 0 == len(kg.query("seasons", show=None))


def test_its_prefixes_are_of_the_kinds_that_the_shipped_franchise_has(tmp_path: Path, real: famkg.KnowledgeGraph) -> None:
    begin(tmp_path / "mill", *BASE)
    assert set(real.prefixes.namespaces) == set(famkg.load(tmp_path / "mill").prefixes.namespaces)


def test_the_base_needs_no_slash_and_the_slug_is_made_of_the_title(tmp_path: Path) -> None:
    begin(tmp_path / "mill", "--base", "https://example.org/mill", title='L’Été "du" Moulin')
    assert () == check(layers(tmp_path / "mill")).findings
    works = (tmp_path / "mill/graph/entities/works.ttl").read_text(encoding="utf-8")
    assert "episode:lete-du-moulin-s01e01\n" in works
    assert r'"L’Été \"du\" Moulin"@en' in works


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--base", "example.org"), "no address"),
        (("--base", "https://example.org/a b"), "no address"),
        (("--base", "https://w3id.org/famkg/"), "shipped franchise"),
        ((*BASE, "--slug", "The Mill"), "no slug"),
        ((*BASE, "--license", "cc0"), "no address"),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_is_written(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=said):
        begin(tmp_path / "mill", *words)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("title", ["", "two\nlines", "磨坊"])
def test_a_title_that_gives_no_name_is_refused(title: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        begin(tmp_path / "mill", *BASE, title=title)
    assert [] == list(tmp_path.iterdir())


def test_a_title_in_another_script_takes_a_slug(tmp_path: Path) -> None:
    begin(tmp_path / "mill", *BASE, "--slug", "mofang", title="磨坊")
    assert "mofang" == famkg.load(tmp_path / "mill").main_show


def test_a_folder_with_files_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(UsageError, match="holds files already"):
        begin(tmp_path, *BASE)
    assert ["note.txt"] == [path.name for path in tmp_path.iterdir()]


def test_a_file_in_the_way_is_an_error_of_output(tmp_path: Path) -> None:
    (tmp_path / "mill").write_text("a file")
    with pytest.raises(OutputError, match="cannot be written"):
        begin(tmp_path / "mill", *BASE)
    assert "a file" == (tmp_path / "mill").read_text()
    assert ["mill"] == [path.name for path in tmp_path.iterdir()]


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises((click.MissingParameter, FamkgError), match=r"(?i)base"):
        begin(tmp_path / "mill")
