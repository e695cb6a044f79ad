"""The code blocks of a document, and how they are run: as a reader would, from the first to the last, in one folder.

- ``sh``: a shell runs it and must succeed.
- ``console``: what follows each ``$ `` line is what it prints; ``…`` stands for any text.
- ``python``: executed, names kept from block to block.
- ``turtle``, ``trig`` or ``sparql`` that begins with ``# some/path``: the reader writes that file. ``below the prefixes``
  after the path keeps the prefixes that the file has.

Above a block that cannot run stands ``<!-- not run: the reason -->``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RUN = ("sh", "console", "python")
FILES = ("turtle", "trig", "sparql")

_BLOCK = re.compile(
    r"(?:^<!-- not run: (?P<reason>[^\n]+?) -->\n+)?^```(?P<language>\S*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)
_PATH = re.compile(r"# (?P<path>[\w./-]+\.\w+)(?P<below>, below the prefixes)?\n\n?")


@dataclass(frozen=True, slots=True)
class Block:
    """A code block: where it stands, its language and text, and why it is not run, if it is not."""

    path: Path
    line: int
    language: str
    text: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.path.name}:{self.line}"


def blocks_of(path: Path) -> tuple[Block, ...]:
    """All code blocks of a Markdown file."""
    text = path.read_text(encoding="utf-8")
    return tuple(
        Block(path, text.count("\n", 0, found.start("text")), found["language"], found["text"], found["reason"] or "")
        for found in _BLOCK.finditer(text)
    )


@dataclass(slots=True)
class Reader:
    """Somebody who does what a document says, in a folder of their own."""

    folder: Path
    names: dict[str, Any] = field(default_factory=dict)

    def follow(self, block: Block) -> None:
        """Do what one block says; AssertionError where it is not as the block says."""
        if block.reason:
            return
        if block.language == "sh":
            done = self._shell(f"set -eo pipefail\n{block.text}")
            assert 0 == done.returncode, f"{block}: {done.stdout}"
        elif block.language == "console":
            for command, shown in _commands(block.text):
                done = self._shell(command)
                assert re.fullmatch(_pattern(shown), done.stdout), f"{block}: $ {command}\n{done.stdout}"
        elif block.language == "python":
            before = Path.cwd()
            os.chdir(self.folder)
            try:
                exec(compile(block.text, str(block), "exec"), self.names)
            finally:
                os.chdir(before)
        elif block.language in FILES and (found := _PATH.match(block.text)):
            self._write(self.folder / found["path"], block.text[found.end() :], below=bool(found["below"]))

    def _shell(self, script: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "LC_ALL": "C.UTF-8",
        }
        return subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    def _write(self, path: Path, text: str, *, below: bool) -> None:
        if below:
            header = re.match(r"(@prefix [^\n]*\n)+", path.read_text(encoding="utf-8"))
            assert header, path
            text = f"{header.group()}\n{text}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command, with what is shown below it; a command goes on after a backslash."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        found = re.match(r"(?:[^\n]*\\\n)*[^\n]*\n", part)
        assert found, part
        yield found.group().strip(), part[found.end() :]


def _pattern(shown: str) -> str:
    """What matches the output that is shown; blank lines at its end, and spaces at the ends of lines, do not count."""
    if not shown.strip():
        return r"(?s).*"
    lines = (re.escape(line.rstrip()).replace("…", r"[\s\S]*") + r"[ \t]*" for line in shown.strip("\n").splitlines())
    return "\n".join(lines) + r"\s*"
