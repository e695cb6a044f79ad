"""Completion: what a shell is offered for a word that was begun, and what that costs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from famkg.cli import COMMANDS, app
from famkg.errors import UsageError
from famkg.export import FORMATS

from .conftest import FRANCHISE

PROGRAM = Path(sys.executable).with_name("famkg")
SHELLS: dict[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}


def offered(*words: str, begun: str = "") -> list[str]:
    """The values offered for a word begun after others."""
    completion = BashComplete(app, {}, "famkg", "_FAMKG_COMPLETE")
    return [item.value for item in completion.get_completions(list(words), begun)]


def in_shell(shell: str, words: str, begun: str) -> str:
    """What the program prints when the shell asks it."""
    number = len(words.split())
    line = f"{words} {begun}".rstrip()
    asked = {"COMP_WORDS": words if shell == "fish" else line, "COMP_CWORD": begun if shell == "fish" else str(number)}
    done = subprocess.run(
        [PROGRAM],
        env={**os.environ, **asked, "_FAMKG_COMPLETE": f"{shell}_complete"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "" == done.stderr
    return done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_is_given_a_script(shell: str) -> None:
    done = subprocess.run(
        [PROGRAM], env={**os.environ, "_FAMKG_COMPLETE": f"{shell}_source"}, capture_output=True, text=True, check=True
    )
    assert f"_FAMKG_COMPLETE={shell}_complete" in done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_is_offered_commands_queries_and_formats(shell: str) -> None:
    assert "query" in in_shell(shell, "famkg", "qu")
    assert "keepers" in in_shell(shell, f"famkg query --data {FRANCHISE}", "kee")
    assert "graphml" in in_shell(shell, "famkg export", "graph")


def test_every_command_and_its_options_are_offered() -> None:
    assert list(COMMANDS) == offered()
    for name in COMMANDS:
        assert "--help" in offered(name, begun="--")
    assert ["--seen", "--set", "--store"] == sorted(offered("query", begun="--s"))


def test_queries_and_views_are_those_of_the_franchise_named_before() -> None:
    assert "cast" in offered("query", begun="ca")
    assert [] == offered("query", begun="keep")
    assert ["keepers"] == offered("query", "--data", str(FRANCHISE), begun="keep")
    assert ["keepers"] == offered("view", "--data", str(FRANCHISE), begun="keep")
    assert ["keepers"] == offered("rank", "--data", str(FRANCHISE), "--view", begun="keep")


def test_a_query_file_is_left_to_the_shell() -> None:
    (item,) = BashComplete(app, {}, "famkg", "_FAMKG_COMPLETE").get_completions(["query"], "./my")
    assert ("./my", "file") == (item.value, item.type)


def test_help_tells_what_a_query_answers() -> None:
    (item,) = ZshComplete(app, {}, "famkg", "_FAMKG_COMPLETE").get_completions(["query", "--data", str(FRANCHISE)], "keepers")
    assert item.help
    assert item.help.startswith("Who kept a lamp")


def test_formats_are_offered_wherever_one_is_taken() -> None:
    assert list(FORMATS) == offered("export")
    context = app.make_context("famkg", [], resilient_parsing=True)
    for name in COMMANDS:
        command = app.get_command(context, name)
        assert command is not None
        if any("--format" in option.opts for option in command.params):
            assert len(offered(name, "--format")) >= 2, name


@pytest.mark.parametrize("form", offered("query", "--format"))
def test_what_is_offered_as_a_format_of_rows_is_taken(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    app.main(
        ["query", "seasons", "--set", "show=show:fog", "--format", form, "--data", str(FRANCHISE)],
        prog_name="famkg",
        standalone_mode=False,
    )
    assert "Fog season 1" in capsys.readouterr().out


def test_progress_is_offered_by_the_episodes_of_the_main_show() -> None:
    codes = offered("show", "--data", str(FRANCHISE), "--seen")
    assert ["all", "none", "s01e01", "s01e02", "s01e03", "s02e01", "s02e02", "s02e03"] == codes
    assert ["s02e01", "s02e02", "s02e03"] == offered("show", "--data", str(FRANCHISE), "--seen", begun="s02")


def test_where_nothing_can_be_read_nothing_is_offered(tmp_path: Path) -> None:
    assert [] == offered("query", "--data", str(tmp_path))
    assert ["all", "none"] == offered("query", "--data", str(tmp_path), "--seen")
    assert [] == offered("no-such-command", begun="x")


def test_a_word_that_is_no_command_is_still_an_error() -> None:
    with pytest.raises(UsageError, match="unknown command"):
        app.main(["no-such-command"], prog_name="famkg", standalone_mode=False)


@pytest.mark.parametrize(
    "words",
    [("--help",), ("--version",), ("query", "--help"), ("build", "--help"), ("rank", "--help")],
    ids=" ".join,
)
def test_help_imports_only_click_and_pyoxigraph(words: tuple[str, ...]) -> None:
    assert set() == _foreign(words, {})


@pytest.mark.parametrize(
    ("line", "number"),
    [("famkg", 1), ("famkg query ca", 2), ("famkg export", 2), ("famkg query --seen", 3), ("famkg query --format", 3)],
)
def test_completion_imports_only_click_and_pyoxigraph(line: str, number: int) -> None:
    asked = {"COMP_WORDS": line, "COMP_CWORD": str(number), "_FAMKG_COMPLETE": "bash_complete"}
    assert set() == _foreign((), asked)


def _foreign(words: tuple[str, ...], asked: dict[str, str]) -> set[str]:
    """The packages outside the standard library that a call imports, beside those that the start may."""
    code = (
        "import atexit, sys\n"
        "before = set(sys.modules)\n"
        "atexit.register(lambda: print(*sorted({m.partition('.')[0] for m in set(sys.modules) - before}), file=sys.stderr))\n"
        f"sys.argv = ['famkg', *{list(words)!r}]\n"
        "from famkg.cli import main\nmain()\n"
    )
    environment = {**os.environ, **asked}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    imported = {name for name in done.stderr.split() if name not in sys.stdlib_module_names}
    return imported - {"click", "pyoxigraph", "famkg", "__mp_main__"}


def test_every_completer_takes_what_click_gives_it() -> None:
    context = app.make_context("famkg", [], resilient_parsing=True)
    for name in COMMANDS:
        command = app.get_command(context, name)
        assert command is not None
        for param in command.params:
            items = param.shell_complete(click.Context(command, info_name=name), "")
            assert all(isinstance(item.value, str) for item in items), (name, param.name)
