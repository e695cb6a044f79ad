"""Tables for other tools: the CSV bundle and the database hold the same, all of it, and refer to nothing that is not there."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import famkg
from famkg.cli import app
from famkg.errors import UsageError
from famkg.export import FORMATS, database
from famkg.export.tables import check
from famkg.export.tabulate import tabulate
from famkg.export.values import for_sheets, for_tables
from famkg.resources import layers
from famkg.store import EmbeddedStore
from famkg.terms import EVIDENCE, FACTS, GRAPH, INFERRED, PREF_LABEL, TYPE, fam
from tests.conftest import FRANCHISE

HOSTILE = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "'=1",
    "''=1",
    "＝1",
    "a\x00b",
    "a\r\nb",
    'a"b,c',
    "\u202eabc",
    "",
    " ",
)
"""Names that a careless writer runs, cuts or splits."""


@pytest.fixture(scope="module")
def early() -> famkg.KnowledgeGraph:
    """The shipped franchise for one who has seen three episodes."""
    return famkg.load(seen="s01e03")


@pytest.fixture(scope="module")
def hostile() -> famkg.KnowledgeGraph:
    """Things that are called so, and say so of one another."""
    things = [ox.NamedNode(f"https://example.org/harbour/character/c{number}") for number in range(len(HOSTILE))]
    things += [ox.NamedNode("character:c0"), ox.NamedNode("https://example.org/harbour/character/c0?x=1#y")]
    quads = []
    for thing, name in zip(things, (*HOSTILE, "an IRI like a CURIE", "an odd IRI"), strict=True):
        for predicate, value in ((TYPE, fam("Character")), (PREF_LABEL, ox.Literal(name, language="en"))):
            quads.append(ox.Quad(thing, predicate, value, FACTS))
        quads.append(ox.Quad(things[0], ox.NamedNode("https://example.org/own#p"), thing, FACTS))
        quads.append(ox.Quad(thing, fam("when"), ox.Literal(name), FACTS))
        quads.append(ox.Quad(thing, fam("earliest"), ox.Literal("no day"), FACTS))
    sh = "http://www.w3.org/ns/shacl#"
    declared = ox.NamedNode("https://example.org/harbour/prefix/character")
    quads += [
        ox.Quad(ox.NamedNode("https://example.org/d"), ox.NamedNode(sh + "declare"), declared, EVIDENCE),
        ox.Quad(declared, ox.NamedNode(sh + "prefix"), ox.Literal("character"), EVIDENCE),
        ox.Quad(declared, ox.NamedNode(sh + "namespace"), ox.Literal("https://example.org/harbour/character/"), EVIDENCE),
    ]
    return famkg.KnowledgeGraph(EmbeddedStore.in_memory(quads), layers(FRANCHISE), seen="all")


KINDS = ("small", "early", "hostile")


@pytest.fixture(scope="module", params=KINDS)
def kg(request: pytest.FixtureRequest) -> famkg.KnowledgeGraph:
    found: famkg.KnowledgeGraph = request.getfixturevalue(request.param)
    return found


def opened(content: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    return connection


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def unquoted(cell: str) -> str:
    """The text of a cell as the descriptor says to read it."""
    return cell[1:] if re.match(r"'+[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]", cell) else cell


def names_of(kg: famkg.KnowledgeGraph, terms: Iterable[object]) -> Iterator[str]:
    """What the tables call things."""
    for term in terms:
        assert isinstance(term, ox.NamedNode)
        short = kg.prefixes.shrink(term.value)
        yield short if kg.prefixes.expand(short) in (None, term.value) else f"<{term.value}>"


def test_the_tables_keep_what_they_promise(kg: famkg.KnowledgeGraph) -> None:
    check(tabulate(kg))


def test_the_database_is_sound_and_every_reference_is_declared_and_met(kg: famkg.KnowledgeGraph) -> None:
    with closing(opened(kg.export("sqlite"))) as found:
        assert [("ok",)] == found.execute("PRAGMA integrity_check").fetchall()
        assert [] == found.execute("PRAGMA foreign_key_check").fetchall()
        for table in tabulate(kg).values():
            declared = {(row[3], row[2]) for row in found.execute(f"PRAGMA foreign_key_list({table.name})")}
            assert set(table.references()) == declared


def test_the_database_holds_every_fact_as_it_is(kg: famkg.KnowledgeGraph) -> None:
    subjects = {quad.subject for quad in kg.quads() if quad.graph_name == FACTS}
    expected = set()
    for s, p, o in kg.facts():
        subject, predicate = names_of(kg, (s, p))
        if isinstance(o, ox.Literal):
            expected.add((subject, predicate, None, for_tables(o.value), o.language))
        elif o in subjects:
            expected.add((subject, predicate, *names_of(kg, (o,)), None, None))
        else:
            expected.add((subject, predicate, None, o.value, None))
    with closing(opened(kg.export("sqlite"))) as found:
        actual = set(found.execute("SELECT subject, predicate, object, value, language FROM facts"))
        assert (len(kg.facts()),) == found.execute("SELECT count(*) FROM facts").fetchone()
    assert expected == actual


def test_claims_lead_to_their_facts_and_inferences_are_marked(kg: famkg.KnowledgeGraph) -> None:
    quads = list(kg.quads())
    stated = [quad for quad in quads if not quad.graph_name.value.startswith(GRAPH)]
    held = {quad.triple for quad in quads if quad.graph_name == FACTS}
    with closing(opened(kg.export("sqlite"))) as found:
        counts = found.execute("SELECT count(*), count(fact) FROM claims").fetchone()
        assert (len(stated), sum(quad.triple in held for quad in stated)) == counts
        (inferred,) = found.execute("SELECT sum(inferred) FROM facts").fetchone()
        assert sum(quad.graph_name == INFERRED for quad in quads) == inferred
        differ = "SELECT count(*) FROM claims c JOIN facts f ON f.id = c.fact WHERE (c.subject, c.predicate) <> (f.subject, f.predicate)"
        assert (0,) == found.execute(differ).fetchone()


def test_bundle_and_database_hold_the_same(kg: famkg.KnowledgeGraph) -> None:
    files = unzipped(kg.export("csv"))
    with closing(opened(kg.export("sqlite"))) as found:
        for table in tabulate(kg).values():
            expected = found.execute(f'SELECT * FROM "{table.name}" ORDER BY "{table.key}"').fetchall()
            cells = [[row[column.name] for column in table.columns] for row in rows_of(files[f"{table.name}.csv"])]
            kinds = [column.kind for column in table.columns]
            actual = [tuple(read(cell, kind) for cell, kind in zip(line, kinds, strict=True)) for line in cells]
            assert sorted(map(repr, blanked(expected))) == sorted(map(repr, actual)), table.name


def read(cell: str, kind: str) -> object:
    if cell == "":
        return None
    return {"integer": int, "boolean": ["false", "true"].index, "date": str, "string": unquoted}[kind](cell)


def blanked(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """A CSV file has one way to say both nothing and no text."""
    return [tuple(None if cell == "" else cell for cell in row) for row in rows]


def test_the_network_has_as_many_nodes_and_edges_as_the_view(kg: famkg.KnowledgeGraph) -> None:
    network = kg.network("everything")
    files = unzipped(kg.export("csv"))
    assert len(network) == len(rows_of(files["nodes.csv"]))
    assert network.number_of_edges() == len(rows_of(files["edges.csv"]))


def test_the_descriptor_describes_every_file_and_column(kg: famkg.KnowledgeGraph) -> None:
    files = unzipped(kg.export("csv"))
    descriptor = json.loads(files.pop("datapackage.json"))
    resources = {resource["path"]: resource for resource in descriptor["resources"]}
    assert files.keys() == resources.keys()
    keys = {r["name"]: {row["id"] for row in rows_of(files[path]) if "id" in row} for path, r in resources.items()}
    for path, resource in resources.items():
        content, schema = files[path], resource["schema"]
        assert (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}") == (resource["bytes"], resource["hash"])
        header = next(csv.reader(io.StringIO(content.decode())))
        assert header == [field["name"] for field in schema["fields"]]
        assert resource["description"]
        assert all(field["description"] for field in schema["fields"])
        found = rows_of(content)
        for field in schema["fields"]:
            values = [row[field["name"]] for row in found]
            assert all(values) or not field.get("constraints") or kg.seen == "all", f"{path}: {field['name']}"
            for value in filter(None, values):
                {"integer": int, "date": date.fromisoformat, "boolean": ["false", "true"].index, "string": str}[field["type"]](
                    value
                )
        for reference in schema.get("foreignKeys", ()):
            to = reference["reference"]["resource"] or resource["name"]
            assert {row[reference["fields"][0]] for row in found} - {""} <= keys[to]


def test_the_descriptor_says_the_licence_and_for_whom(early: famkg.KnowledgeGraph) -> None:
    descriptor = json.loads(unzipped(early.export("csv"))["datapackage.json"])
    assert ["CC0-1.0"] == [license_["name"] for license_ in descriptor["licenses"]]
    assert f"For who has seen: {early.seen}." in descriptor["description"]


def test_a_bundle_is_stored_alike_everywhere(small: famkg.KnowledgeGraph) -> None:
    with zipfile.ZipFile(io.BytesIO(small.export("csv"))) as archive:
        kinds = {(entry.compress_type, entry.date_time, entry.create_system) for entry in archive.infolist()}
    assert {(zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0), 3)} == kinds


def test_no_cell_is_a_formula_and_every_text_can_be_had_back(hostile: famkg.KnowledgeGraph) -> None:
    files = unzipped(hostile.export("csv"))
    for name, content in files.items():
        if name.endswith(".csv"):
            cells = [cell for row in csv.reader(io.StringIO(content.decode(), newline="")) for cell in row]
            assert [] == [cell for cell in cells if re.match(r"[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]", cell)]
    names = {unquoted(row["name"]) for row in rows_of(files["names.csv"])}
    assert set(map(for_tables, HOSTILE)) <= names


@given(st.text(st.characters(exclude_categories=())))
def test_what_is_written_for_spreadsheets_is_read_back(text: str) -> None:
    assert for_tables(text) == unquoted(for_sheets(text))


def test_an_iri_that_reads_like_a_curie_is_another_thing(hostile: famkg.KnowledgeGraph) -> None:
    with closing(opened(hostile.export("sqlite"))) as found:
        named = dict(found.execute("SELECT id, iri FROM entities WHERE iri LIKE '%character%c0'"))
    assert {"character:c0": "https://example.org/harbour/character/c0", "<character:c0>": "character:c0"} == named


def test_names_are_found_by_full_text_as_datasette_asks(small: famkg.KnowledgeGraph) -> None:
    with closing(opened(small.export("sqlite"))) as found:
        matching = "SELECT entity FROM names WHERE id IN (SELECT rowid FROM names_fts WHERE names_fts MATCH ?)"
        assert {("character:ada-quill",)} == set(found.execute(matching, ('"ada"',)))
        assert {("character:ada-quill",)} == set(found.execute(matching, ('"aida"',)))  # a misspelling, hidden elsewhere
        (sql,) = found.execute("SELECT sql FROM sqlite_master WHERE name = 'names_fts'").fetchone()
    assert 'content="names"' in sql  # how Datasette tells which table a search is of


def test_every_view_of_the_database_answers(small: famkg.KnowledgeGraph) -> None:
    with closing(opened(small.export("sqlite"))) as found:
        views = [name for (name,) in found.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        assert {"castings", "citations", "claims_not_held", "described_facts", "posts", "works"} == set(views)
        assert [] == [view for view in views if not found.execute(f"SELECT * FROM {view}").fetchall()]
        (post,) = found.execute("SELECT holder, organization, earliest, latest FROM posts").fetchall()
        cited = found.execute(
            "SELECT publisher FROM citations WHERE fact = (SELECT id FROM facts WHERE predicate = 'fam:spinoffOf')"
        )
        assert [("The Beacon",)] == cited.fetchall()
    assert ("character:bruno-marsh", "organization:lamp-board", "1919-01-01", None) == post


def test_the_database_says_what_its_columns_hold(small: famkg.KnowledgeGraph) -> None:
    with closing(opened(small.export("sqlite"))) as found:
        told = set(found.execute('SELECT "table", "column" FROM dictionary WHERE summary <> \'\''))
    tables = tabulate(small).values()
    assert {(table.name, name) for table in tables for name in ("", *(column.name for column in table.columns))} == told


def test_a_sqlite_without_full_text_search_is_named(small: famkg.KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_SEARCH", "CREATE VIRTUAL TABLE t USING fts99 (x);")
    with pytest.raises(UsageError, match="use one built with FTS5"):
        small.export("sqlite")


def test_the_whole_graph_makes_a_sound_database(real: famkg.KnowledgeGraph) -> None:
    written = real.export("sqlite")
    with closing(opened(written)) as found:
        assert [] == found.execute("PRAGMA foreign_key_check").fetchall()
        assert (len(real.facts()),) == found.execute("SELECT count(*) FROM facts").fetchone()
    assert written == real.export("sqlite")


@pytest.mark.parametrize("form", [name for name, known in FORMATS.items() if known.binary])
def test_a_binary_format_is_not_poured_into_a_terminal(form: str) -> None:
    terminal, inside = pty.openpty()
    words = [sys.executable, "-c", "from famkg.cli import main; main()", "export", form, "--data", str(FRANCHISE)]
    ended = subprocess.run(words, stdout=inside, stderr=subprocess.PIPE, text=True, check=False)
    os.close(inside)
    os.close(terminal)
    assert 2 == ended.returncode
    assert f"write it to a file with -o dataset.{FORMATS[form].extension}" in ended.stderr


@pytest.mark.parametrize("form", [name for name, known in FORMATS.items() if known.binary])
def test_a_binary_format_goes_to_a_file_or_a_pipe(form: str, tmp_path: Path, small: famkg.KnowledgeGraph) -> None:
    target = tmp_path / "dataset"
    to_file = CliRunner().invoke(app, ["export", form, "--data", str(FRANCHISE), "-o", str(target)], catch_exceptions=False)
    to_pipe = CliRunner().invoke(app, ["export", form, "--data", str(FRANCHISE), "-o", "-"], catch_exceptions=False)
    assert (0, 0) == (to_file.exit_code, to_pipe.exit_code)
    assert small.export(form) == target.read_bytes() == to_pipe.stdout_bytes


def test_an_export_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "dataset.svg"
    target.write_text("old")
    words = ["export", "svg", "--view", "none-such", "--data", str(FRANCHISE), "-o", str(target)]
    assert CliRunner().invoke(app, words).exit_code
    assert "old" == target.read_text()
    assert [target] == list(tmp_path.iterdir())


def test_a_slot_of_a_view_is_set_from_the_command_line(tmp_path: Path) -> None:
    words = ["export", "nodelink", "--view", "around", "--set", "thing=Bruno Marsh", "--data", str(FRANCHISE)]
    answer = CliRunner().invoke(app, words, catch_exceptions=False)
    assert "organization:lamp-board" in {node["id"] for node in json.loads(answer.output)["nodes"]}
