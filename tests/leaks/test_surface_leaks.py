"""No surface shows what its viewer may not know: the faces read a compiled dataset only, and their bytes are searched."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import pytest

import famkg

from .figures import Figures
from .forbidden import PUBLIC, Viewer
from .search import Search, distinct
from .surfaces import UNSEARCHED, Surface, command_line, commands, sample, shown_commands, surfaces
from .viewers import ROOT, SMALL, by_name, eight, every_combination, files_of

SOURCE = ROOT / "src/famkg"
FACES = ("cli", "compare", "export", "network", "query", "server", "site", "views", "knowledge.py")
ALLOWED = {
    "famkg.compile.rules": "rule texts are public: reasons are found by running a rule with its conclusion bound",
    "famkg.compile.accept.TIERS": "a constant: the tiers in their order",
    "famkg.compile.schema": "shapes are public: they say which properties have one value",
    "famkg.claims.read_order": "episode codes are public: --seen is read against them",
    "famkg.claims.read_prefixes": "prefixes are public: --seen needs the main show",
}
"""What faces may import from below a compiled dataset, and why."""

WRITING = ("cli/check.py", "cli/new_franchise.py", "cli/new_source.py")
"""Commands for those who write the files."""

SMALL_PROGRESSES = by_name(every_combination(files_of("small")))
REAL_PROGRESSES = by_name(eight(files_of("real")))
SEEN_FIRST = {"for-all-mankind": (1, 1)}


def faces() -> list[Path]:
    found = [path for face in FACES for path in sorted((SOURCE / face).rglob("*.py"))]
    return [*found, SOURCE / "knowledge.py"]


def imports_of(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """What a module imports, wherever in it, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = ("famkg." if node.level else "") + (node.module or "")
            yield from ((f"{module}.{alias.name}", node.lineno) for alias in node.names)


def reads_files(tree: ast.AST) -> Iterator[int]:
    """The lines where a module reaches for the folder of the claims; ``order`` tells the registered episode codes."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef) and node.name == "order":
            continue
        if isinstance(node, ast.Attribute) and node.attr == "graph" and "layers" in ast.unparse(node.value):
            yield node.lineno
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith((".trig", "judgements.ttl")):
            yield node.lineno
        yield from reads_files(node)


@pytest.mark.parametrize("path", faces(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_face_reads_the_compiled_dataset_and_nothing_below_it(path: Path) -> None:
    if str(path.relative_to(SOURCE)) in WRITING:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = [(name, line) for name, line in imports_of(tree) if name.startswith(("famkg.claims", "famkg.compile"))]
    assert [] == [f"{path}:{line}: {name}" for name, line in imports if not name.startswith(tuple(ALLOWED))]
    assert [] == [f"{path}:{line}: reads the files of the claims" for line in reads_files(tree)]


def test_every_face_is_watched() -> None:
    core = {
        "check",
        "claims",
        "compile",
        "store",
        "loading",
        "resources",
        "dates",
        "errors",
        "plain",
        "progress",
        "terms",
        "version",
    }
    rooms = {path.stem for path in SOURCE.iterdir() if not path.name.startswith("__p") and path.suffix in ("", ".py")}
    assert set() == rooms - core - {Path(face).stem for face in FACES} - {"__init__"}


def test_what_is_shown_needs_no_file_of_the_claims(tmp_path: Path) -> None:
    """Once loaded, a knowledge graph answers the same when the folder of the claims is gone."""
    viewer = Viewer(files_of("small"), {"harbour-lights": (2, 1)})
    search = Search(viewer)

    def shown(*, keep: bool) -> dict[str, bytes]:
        data = Path(shutil.copytree(SMALL, tmp_path / f"franchise-{keep}"))
        kg = famkg.load(data, seen=viewer.progress)
        if not keep:
            shutil.rmtree(data / "graph")
        return dict(surfaces(kg, viewer, search, entities=8))

    assert shown(keep=True) == shown(keep=False)


@pytest.mark.parametrize("progress", SMALL_PROGRESSES)
def test_no_surface_of_the_small_franchise_leaks(progress: str, figures: Figures) -> None:
    viewer = Viewer(files_of("small"), SMALL_PROGRESSES[progress])
    kg = famkg.load(SMALL, seen=progress)
    search_all(surfaces(kg, viewer, (search := Search(viewer))), search, figures, "small franchise")


@pytest.mark.parametrize("progress", REAL_PROGRESSES)
def test_no_surface_of_the_real_graph_leaks(progress: str, figures: Figures) -> None:
    viewer = Viewer(files_of("real"), REAL_PROGRESSES[progress])
    kg = famkg.load(seen=progress)
    names = [kg.prefixes.shrink(thing.value) for thing in sample(viewer.things, 2)]
    calls = [[command, *commands(names, [])[command][0]] for command in ("path", "rank")]
    told = ((f"famkg {' '.join(words)}", command_line(words, ["--seen", progress])) for words in calls)
    search = Search(viewer)
    made = surfaces(kg, viewer, search, reasons=15, widest=False)
    search_all(chain(made, told), search, figures, "real graph")


def search_all(made: Iterable[Surface], search: Search, figures: Figures, part: str) -> None:
    progress = search.viewer.progress
    leaks: list[str] = []
    searched = count = 0
    for name, content in made:
        leaks += [f"{progress}: {name}: {leak}" for leak in search.leaks(content)]
        searched += len(content)
        count += 1
    figures.note(f"surfaces of the {part}", progress=progress, searched=searched, leaks=len(leaks), surfaces=count)
    assert not leaks, distinct(leaks)


@pytest.mark.parametrize("progress", SMALL_PROGRESSES)
def test_no_command_leaks(progress: str, figures: Figures) -> None:
    viewer = Viewer(files_of("small"), SMALL_PROGRESSES[progress])
    search = Search(viewer)
    kg = famkg.load(SMALL, seen=progress)
    names = [kg.prefixes.shrink(iri) for iri in sample((t.value for t in viewer.things), 3)]
    calls = commands(names, sample(kg.catalogue.queries, 6))
    asked = [*((command, words) for command in shown_commands() for words in calls[command])]
    asked += [("show", [name]) for name in sample(search.names, 4)]
    leaks: list[str] = []
    searched = 0
    for command, words in asked:
        content = command_line([command, *words], ["--data", str(SMALL), "--seen", progress])
        if words and words[0] in search.names:
            content = content.replace(repr(words[0]).encode(), b"")
        searched += len(content)
        leaks += [f"{progress}: {command} {words}: {leak}" for leak in search.leaks(content)]
    figures.note("commands", progress=progress, searched=searched, leaks=len(leaks), surfaces=len(asked))
    assert not leaks, distinct(leaks)


def test_every_command_is_called_or_has_a_reason_not_to_be() -> None:
    missing = set(shown_commands()) - set(commands(["a:b"], []))
    assert set() == missing, "call it in surfaces.commands, or say in UNSEARCHED why its output need not be searched"
    assert all(UNSEARCHED.values())


@pytest.mark.parametrize(
    "path", sorted([ROOT / "README.md", *(p for d in ("docs", "ontology", "queries") for p in (ROOT / d).rglob("*.*"))])
)
def test_what_is_published_for_all_names_nothing_later_than_the_first_episode(path: Path) -> None:
    if path.suffix in PUBLIC:
        leaks = Search(Viewer(files_of("real"), SEEN_FIRST), public=True).leaks(path.read_bytes())
        assert not leaks, distinct(leaks)
