"""The documents, held to what the program does: every block runs, every page is up to date, nothing is left out."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

import famkg
from famkg.check import rules_of
from famkg.cli import COMMANDS
from famkg.compile.rules import read_rules
from famkg.export import FORMATS
from famkg.resources import layers
from famkg.terms import FAM, TYPE

from .blocks import FILES, RUN, Block, Reader, blocks_of
from .conftest import ROOT

sys.path.insert(0, str(ROOT / "docs" / "reference"))
from pages import PAGES, page  # type: ignore[import-not-found]
from program import answer_formats, error_kinds  # type: ignore[import-not-found]

GUIDE = ROOT / "docs/franchise.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("*/README.md"), *ROOT.glob("docs/*.md")])
BLOCKS = [block for path in DOCUMENTS if path != GUIDE for block in blocks_of(path) if block.language in RUN]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Somebody in a checkout, with a home of their own and a question in a file."""
    for name in ("graph", "ontology", "queries", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "my-question.rq").write_text("#+ summary: anything\nSELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s LIMIT 1\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    return Reader(tmp_path)


@pytest.mark.parametrize("block", [block for block in BLOCKS if not block.reason], ids=str)
def test_every_block_of_a_document_runs(block: Block, reader: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    reader.follow(block)


def test_the_guide_leads_from_nothing_to_a_site(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    for block in blocks_of(GUIDE):
        reader.follow(block)
    assert (tmp_path / "site/index.html").exists()


def test_few_blocks_are_not_run_and_each_says_why() -> None:
    left = [block for path in DOCUMENTS for block in blocks_of(path) if block.reason]
    assert 7 >= len(left), [str(block) for block in left]
    assert [] == [str(block) for block in left if block.language not in RUN]


def test_every_block_has_a_language() -> None:
    known = {*RUN, *FILES, "text"}
    assert [] == [
        f"{block}: {block.language}" for path in DOCUMENTS for block in blocks_of(path) if block.language not in known
    ]


def test_a_block_that_does_not_do_what_it_says_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "wrong.md").write_text(
        "```sh\nfalse\n```\n\n```console\n$ echo one\ntwo\n```\n\n```python\nassert not 'true'\n```\n\n"
        "<!-- not run: it fails -->\n```sh\nfalse\n```\n\n```console\n$ echo one; \\\n  echo two\none\n…\n```\n"
    )
    *wrong, unrun, right = blocks_of(tmp_path / "wrong.md")
    for block in wrong:
        with pytest.raises(AssertionError):
            Reader(tmp_path).follow(block)
    Reader(tmp_path).follow(unrun)
    Reader(tmp_path).follow(right)
    assert [1, 5, 10] == [block.line for block in wrong]


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_what_the_program_says_now(name: str) -> None:
    assert page(name) == read(f"docs/{name}.md"), "run make docs"


def sections(name: str) -> set[str]:
    return set(re.findall(r"^##+ (.+)$", read(f"docs/{name}.md"), re.MULTILINE))


def terms() -> Iterable[str]:
    """What the ontology has of its own; axioms about several classes at once are no terms."""
    ontology = list(parse(path=ROOT / "ontology/famkg.ttl", format=RdfFormat.TURTLE))
    axioms = {quad.subject for quad in ontology if quad.predicate == TYPE and str(quad.object).endswith("#AllDisjointClasses>")}
    subjects = {quad.subject.value for quad in ontology if isinstance(quad.subject, NamedNode) and quad.subject not in axioms}
    return (f"fam:{iri.removeprefix(FAM)}" for iri in subjects if iri.startswith(FAM))


def concepts() -> Iterable[str]:
    return re.findall(r"^(concept:\S+)$", read("ontology/concepts.ttl"), re.MULTILINE)


NAMES: dict[str, Callable[[], Iterable[str]]] = {
    "commands": lambda: (f"famkg {name}" for name in COMMANDS),
    "queries": lambda: (path.stem for path in (ROOT / "queries").glob("*/*.rq") if path.parent.name not in ("rules", "checks")),
    "rules": lambda: [rule.name for rule in (*rules_of(layers()), *read_rules(layers().queries))],
    "errors": lambda: (kind.__name__ for kind in error_kinds() if kind is not famkg.FamkgError),
    "vocabulary": terms,
}
"""What a page must have a section for, as the program or the files themselves name it."""


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_left_out_of_a_reference_page(name: str) -> None:
    wanted = set(NAMES[name]())
    assert wanted
    assert set() == wanted - sections(name)


def test_every_format_and_concept_and_public_name_is_documented() -> None:
    formats, listed = read("docs/formats.md"), read("docs/concepts.md")
    assert [] == [form for form in FORMATS if f"| `{form}` | `." not in formats]
    assert [] == [pair for pair in answer_formats() if "| `{}` | `{}` |".format(*pair) not in formats]
    assert [] == [concept for concept in concepts() if f"`{concept}`" not in listed]
    shown = sections("python") | sections("errors") | {"FamkgError"}
    assert [] == [name for name in famkg.__all__ if name not in shown and name not in read("docs/python.md")]


def test_every_command_is_in_the_readme_or_the_guide_and_in_the_changelog() -> None:
    words = set(re.findall(r"famkg ([a-z-]+)", read("README.md") + read("CONTRIBUTING.md") + read("docs/franchise.md")))
    changelog = read("CHANGELOG.md")
    assert set() == set(COMMANDS) - words
    assert [] == [name for name in COMMANDS if f"`{name}`" not in changelog and f"famkg {name}" not in changelog]


def test_every_exit_code_is_documented() -> None:
    assert [] == [kind for kind in error_kinds() if f"| {kind.exit_code} | " not in read("docs/errors.md")]


def test_every_link_between_documents_leads_somewhere() -> None:
    for path in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), (path.name, target)


def test_every_document_is_in_the_index() -> None:
    index = read("docs/README.md")
    assert [] == [
        path.name for path in (ROOT / "docs").glob("*.md") if path.name != "README.md" and f"({path.name})" not in index
    ]


def test_documents_name_no_folder_of_a_machine() -> None:
    for path in [*DOCUMENTS, *ROOT.glob("src/**/*.py"), *ROOT.glob("docs/reference/*.py")]:
        assert not re.search(r"(?<![\w.])/(work|root|home)/", path.read_text(encoding="utf-8")), path
