"""The corpus of faults: each case a patch to the small franchise, and what ``famkg check`` then finds.

``tests/resources/faults/<case>.patch`` opens with a sentence that says what is wrong; ``README.md`` beside them is the
table of what is found. After a change to the franchise or the corpus, ``python -m tests.faults`` writes the table anew,
to be read before it is kept.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from famkg.check.context import Context
from famkg.check.findings import Rule
from famkg.check.run import Report, report, rules_for
from famkg.resources import Layers, layers
from tests.conftest import FRANCHISE, ROOT

__all__ = ["CASES", "FOLDER", "Case", "expected", "opened", "places", "read_case", "table"]

FOLDER = Path(__file__).parent / "resources" / "faults"
CASES = tuple(sorted(path.stem for path in FOLDER.glob("*.patch")))

_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@.*\n")
_OPENING = """# What famkg check finds

Each case is a patch to the small franchise in [`tests/franchise`](../../franchise), with one thing wrong and nothing else.
The table says what is found: `path:line  rule`. `tests/test_mutation.py` holds the two to one another, and switches off one
rule at a time to see that its findings vanish. `python -m tests.faults` writes the table anew.

| case | what is wrong | what is found |
|---|---|---|
"""


@dataclass(frozen=True)
class Hunk:
    """Lines that stand in a file, near a line counted from nought, and what they become."""

    near: int
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """What is wrong, in a sentence, and the changes that make it so: hunks by file."""

    name: str
    sentence: str
    changes: dict[str, list[Hunk]]

    def apply(self, root: Path) -> None:
        for file, hunks in self.changes.items():
            path = root / file
            lines = re.findall(r"[^\n]*\n|[^\n]+", path.read_bytes().decode()) if path.exists() else []
            for hunk in hunks:
                at = _place(lines, hunk)
                lines[at : at + len(hunk.old)] = hunk.new
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes("".join(lines).encode())


def _place(lines: list[str], hunk: Hunk) -> int:
    """Where a hunk's old lines stand: the place nearest to where they stood when the patch was made."""
    size = len(hunk.old)
    found = [at for at in range(len(lines) - size + 1) if tuple(lines[at : at + size]) == hunk.old]
    assert found, f"the patch does not apply: {hunk.old}"
    return min(found, key=lambda at: abs(at - hunk.near))


def read_case(name: str) -> Case:
    """A case: the sentence above the first ``---``, then a unified diff."""
    text = (FOLDER / f"{name}.patch").read_bytes().decode()
    sentence, _, diff = text.partition("--- ")
    changes: dict[str, list[Hunk]] = {}
    for part in re.split(r"^--- ", diff, flags=re.MULTILINE):
        head, _, body = part.partition("\n+++ b/")
        assert head, name
        file, _, body = body.partition("\n")
        starts = [int(start) - 1 for start in _HUNK.findall(body)]
        changes[file] = [_hunk(near, piece) for near, piece in zip(starts, _HUNK.split(body)[2::2], strict=True)]
    return Case(name, " ".join(sentence.split()), changes)


def _hunk(near: int, text: str) -> Hunk:
    old: list[str] = []
    new: list[str] = []
    for mark, line in re.findall(r"([ +-])([^\n]*\n)", text):
        if mark in " -":
            old.append(line)
        if mark in " +":
            new.append(line)
    return Hunk(max(near, 0), tuple(old), tuple(new))


@contextmanager
def opened(case: str, folder: Path, *, without: str = "") -> Iterator[Context]:
    """The patched franchise, read, in a folder; ``without`` names a query under ``queries/checks`` to leave out."""
    root = Path(shutil.copytree(FRANCHISE, folder / "franchise"))
    read_case(case).apply(root)
    texts = root / "texts"
    context = Context(_layers(root, folder / "shipped", without), texts if texts.is_dir() else None)
    try:
        yield context
    finally:
        context.close()


def _layers(root: Path, shipped: Path, without: str) -> Layers:
    """The layers of the franchise over those shipped layers that rules need.

    The style shapes, which take the longest, come along only for a franchise with terms of its own.
    """
    found = layers(root)
    plain = () if (root / "ontology").is_dir() else ("style-shapes.ttl",)
    shutil.copytree(ROOT / "ontology", shipped / "ontology", ignore=shutil.ignore_patterns(*plain))
    for topic in ("checks", "rules"):
        shutil.copytree(ROOT / "queries" / topic, shipped / "queries" / topic)
    if without:
        (shipped / "queries/checks" / f"{without}.rq").unlink()
    return replace(
        found, ontology=(shipped / "ontology", *found.ontology[1:]), queries=(shipped / "queries", *found.queries[1:])
    )


def checked(context: Context, *, without: str = "") -> Report:
    """What every rule finds, or every rule but one."""
    rules: Sequence[Rule] = rules_for(context)
    return report(context, [rule for rule in rules if rule.name != without])


def places(found: Report, context: Context) -> list[str]:
    """The findings as ``path:line  rule``."""
    root = context.layers.graph.parent
    return [f"{os.path.relpath(each.path, root)}:{each.line}  {each.rule}" for each in found.findings]


def expected() -> dict[str, list[str]]:
    """What the table says is found in each case."""
    rows = re.findall(r"^\| \[([^]]+)\]\([^)]*\) \| .* \| (.*) \|$", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE)
    return {name: re.findall(r"`([^`]+)`", cell) for name, cell in rows}


def table() -> str:
    """The README: every case with what is wrong and what is found."""
    rows = []
    for name in CASES:
        with tempfile.TemporaryDirectory() as folder, opened(name, Path(folder)) as context:
            cell = "<br>".join(f"`{place}`" for place in places(checked(context), context))
        rows.append(f"| [{name}]({name}.patch) | {read_case(name).sentence} | {cell} |\n")
    return _OPENING + "".join(rows)


if __name__ == "__main__":
    (FOLDER / "README.md").write_text(table(), encoding="utf-8")
