"""The documents, held to what the program does."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import famkg
from famkg.cli import COMMANDS
from famkg.site.build import DUMPS

from .conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def shell_lines(language: str) -> list[str]:
    blocks = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    if language == "console":
        lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    return [line for line in lines if line.startswith("famkg ")]


def runnable(line: str) -> bool:
    """Whether a line runs by itself: a server is started by other tests, and the site is built by ``make build``."""
    return "127.0.0.1" not in line and "--out site" not in line


def test_every_command_is_in_the_readme() -> None:
    words = " ".join(re.findall(r"`?famkg ([a-z-]+)", README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert command in words, command
        assert f"`{command}`" in changelog or f"famkg {command}" in changelog, command


@pytest.mark.parametrize("line", [line for form in ("console", "sh") for line in shell_lines(form) if runnable(line)])
def test_every_command_line_of_the_readme_runs(line: str, tmp_path: Path) -> None:
    (tmp_path / "my-question.rq").write_text("#+ summary: anything\nSELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s LIMIT 1\n")
    words = shlex.split(line, comments=True)
    program = Path(sys.executable).with_name("famkg")
    ended = subprocess.run([str(program), *words[1:]], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert 0 == ended.returncode, ended.stderr


def test_the_first_answer_of_the_readme_is_the_answer() -> None:
    shown = re.search(r"\$ famkg query cast[^\n]*\n(.*?)…", README, re.DOTALL)
    assert shown
    answer = famkg.load(seen="s01e01").query("cast", season="season:for-all-mankind-1").to("table")
    assert answer.startswith(shown[1])


def test_the_python_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})


def test_every_dump_is_named_in_the_readme() -> None:
    for form in DUMPS:
        assert form in README


def test_documents_name_no_folder_of_a_machine() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("*/README.md"), *ROOT.glob("src/**/*.py")]:
        assert not re.search(r"(?<![\w.])/(work|root|home)/", path.read_text(encoding="utf-8")), path
