"""The notebooks of the documentation: they run as they are kept, show what they showed, and tell nothing too early."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest

from .leaks.forbidden import Viewer
from .leaks.search import Search, distinct
from .leaks.viewers import files_of
from .notebooks import NOTEBOOKS, ROOT, run

FIRST_EPISODE = {"for-all-mankind": (1, 1)}
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_there_is_a_notebook() -> None:
    assert [ROOT / "docs" / "notebook" / "tour.ipynb"] == NOTEBOOKS


@each_notebook
def test_a_notebook_run_anew_shows_what_is_kept(path: Path) -> None:
    kept, shown = json.loads(path.read_text(encoding="utf-8")), json.loads(run(path))
    for cell, again in zip(kept["cells"], shown["cells"], strict=True):
        assert cell == again, "what it shows has changed: look at it, and keep it with python -m tests.notebooks"
    assert kept == shown


@each_notebook
def test_every_cell_of_code_is_kept_with_what_it_shows(path: Path) -> None:
    code = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert list(range(1, len(code) + 1)) == [cell["execution_count"] for cell in code]
    assert all(cell["outputs"] for cell in code)


@each_notebook
def test_a_notebook_is_valid_and_names_no_machine(path: Path) -> None:
    nbformat.validate(nbformat.read(path, as_version=4))
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.:/])/(work|root|home|tmp|Users)/|0x[0-9a-f]{6,}|Traceback", text)
    assert {"kernelspec", "language_info"} == json.loads(text)["metadata"].keys()


@each_notebook
def test_a_notebook_is_safe_for_who_has_seen_the_first_episode(path: Path) -> None:
    leaks = Search(Viewer(files_of("real"), FIRST_EPISODE), public=True).leaks(path.read_bytes())
    assert not leaks, distinct(leaks)


@each_notebook
def test_a_notebook_says_how_far_one_has_to_be(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "who has seen the first episode and nothing else" in text
    assert 'famkg.load(seen=\\"s01e01\\")' in text
