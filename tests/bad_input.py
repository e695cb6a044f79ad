"""The corpus of bad input to the command line: what is done, and what famkg says.

Each case is a call of famkg in a folder that holds a copy of the small franchise as ``data``, after something was spoilt
there. ``tests/resources/bad-input/README.md`` is the table of exit codes and messages. After a change ``python -m
tests.bad_input`` writes it anew, to be read before it is kept.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from famkg.cli import main
from famkg.resources import shipped_root
from tests.conftest import FRANCHISE

__all__ = ["CASES", "TABLE", "Case", "Outcome", "expected", "run", "table"]

TABLE = Path(__file__).parent / "resources" / "bad-input" / "README.md"

_OPENING = """# What famkg says of bad input

Each row is a call in a folder with a copy of the small franchise ([`tests/franchise`](../../franchise)) as `data`, after
something was spoilt there. `tests/test_bad_input.py` holds the table to what happens: the exit code, the message (shortened
here after 200 characters), no traceback, nothing written. Exit codes: 0 fine, 1 findings, 2 usage, 3 data, 4 remote.
`python -m tests.bad_input` writes the table anew.

What cannot be told by one call stands in `tests/test_bad_input.py` too: a full disk, a build that is killed or interrupted at
every step, two builds at once, a damaged or read-only cache, a closed pipe, and random text for every small reader.

| case | what is wrong | call | exit | famkg says |
|---|---|---|---|---|
"""

STORY = "data/graph/entities/story.ttl"
DATASET = "data/graph/dataset.ttl"
JUDGEMENTS = "data/graph/judgements.ttl"
WIKI = "data/graph/sources/2021/harbour-wiki-1.trig"
QUERY = """#+ summary: Shows
#+ columns: show
PREFIX fam: <https://w3id.org/famkg/ontology#>
SELECT ?show WHERE {
  ?show a fam:Show .
} ORDER BY ?show
"""

Spoil = Callable[[Path], object]


@dataclass(frozen=True)
class Case:
    """A call, after something was spoilt: its name, a sentence, the words of the command line."""

    name: str
    sentence: str
    words: str
    spoil: Spoil = lambda _: None
    stdin: bytes = b""


@dataclass(frozen=True)
class Outcome:
    """What a call did: its exit code, what it printed, and what it changed in the folder."""

    code: int
    out: str
    err: str
    changed: tuple[str, ...]


def put(file: str, content: str | bytes) -> Spoil:
    def spoil(folder: Path) -> None:
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    return spoil


def swap(file: str, old: str | bytes, new: str | bytes) -> Spoil:
    def spoil(folder: Path) -> None:
        before, after = (text.encode() if isinstance(text, str) else text for text in (old, new))
        body = (folder / file).read_bytes()
        assert before in body, before
        (folder / file).write_bytes(body.replace(before, after, 1))

    return spoil


def drop(name: str) -> Spoil:
    def spoil(folder: Path) -> None:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()

    return spoil


def loop(name: str) -> Spoil:
    def spoil(folder: Path) -> None:
        (folder / name).symlink_to(Path(name).name)

    return spoil


def folder_at(name: str) -> Spoil:
    return lambda folder: (folder / name).mkdir(parents=True)


def data(name: str, sentence: str, spoil: Spoil, words: str = "query seasons --data data") -> Case:
    return Case(f"data-{name}", sentence, words, spoil)


def query(name: str, sentence: str, text: str | bytes, words: str = "query my.rq --data data") -> Case:
    return Case(f"query-{name}", sentence, words, put("my.rq", text))


def seen(name: str, sentence: str, progress: str) -> Case:
    return Case(f"seen-{name}", sentence, f"query seasons --data data --seen {shlex.quote(progress)}")


CASES = (
    # words
    Case("command", "An unknown command.", "qurey seasons"),
    Case("option", "An unknown option.", "query seasons --data data --fromat csv"),
    Case("query", "An unknown query.", "query seasns --data data"),
    Case("view", "An unknown view.", "view storry --data data"),
    Case("format-query", "An unknown format of a query.", "query seasons --data data --format tabel"),
    Case("format-export", "An unknown format of an export.", "export ntripels --data data"),
    Case("format-check", "An unknown format of findings.", "check --data data --format sarrif"),
    Case("format-show", "An unknown format of a thing.", "show 'Ada Quill' --data data --format jason"),
    Case("parameter", "A parameter that the query does not take.", "query seasons --data data --set sho=show:fog"),
    Case("parameter-empty", "A setting without a value.", "query seasons --data data --set show"),
    Case("parameter-integer", "A parameter that is no number.", "query married-at --data data --set year=late"),
    Case("parameter-huge", "A number of 5,000 digits.", f"query married-at --data data --set year={'9' * 5000}"),
    Case("parameter-date", "A parameter that is no day.", "query alive-at --data data --set date=1983-02-30"),
    Case("parameter-iri", "A parameter that would end its slot.", "query seasons --data data --set 'show=https://x.example/> } #'"),
    Case("parameter-bytes", "A parameter that is no UTF-8.", "query seasons --data data --set show=\udcff"),
    Case("entity", "An entity that is not there.", "show character:ada-quil --data data"),
    Case("entity-prefix", "An entity with an unknown prefix.", "show charakter:ada-quill --data data"),
    Case("entity-name", "A name nearly spelt right.", "show 'Ada Qill' --data data"),
    Case("entity-several", "A name that several things bear.", "show harbour --data data"),
    Case("entity-controls", "A name that drives a terminal.", "show '\x1b[31mred\u202e' --data data"),
    Case("why-property", "A fact with an unknown property.", "why 'Ada Quill' fam:spuse --data data"),
    Case("why-iri", "A fact with a property that is no IRI.", "why 'Ada Quill' 'fam:a b<c>' --data data"),
    Case("path-same", "A path from a thing to itself.", "path 'Ada Quill' character:ada-quill --data data"),
    Case("timeout", "A time to wait that is no number.", "query seasons --data data --timeout nan"),
    Case("timeout-none", "No time to wait.", "query seasons --data data --timeout 0"),
    Case("texts", "Texts that are no folder.", "check --data data --texts nowhere"),
    Case("new-source-tier", "An unknown tier.", "new-source x --publisher P --title T --url https://x.example --tier prss --data data"),
    # progress
    seen("word", "A progress that is no episode.", "all of it"),
    seen("episode", "An episode that is not registered.", "s01e09"),
    seen("show", "A show that is not registered.", "harbor-lights=s01e01"),
    seen("twice", "A show that stands twice.", "fog=s01e01,fog=s01e02"),
    seen("empty", "A show without an episode.", "fog="),
    seen("comma", "A comma too many.", "s01e01,"),
    Case("seen-main", "A bare episode where no main show is named.", "query seasons --data data --seen s01e01",
         swap(DATASET, "  fam:mainShow show:harbour-lights ;\n", "")),
    # query files
    query("missing", "A query file that is not there.", "", "query your.rq --data data"),
    query("empty", "An empty query file.", ""),
    query("summary", "A header without a summary.", "SELECT ?s WHERE { ?s ?p ?o }\n"),
    query("key", "A header line with an unknown key.", QUERY.replace("#+ columns", "#+ colums")),
    query("type", "A parameter of an unknown type.", QUERY.replace("#+ columns: show", "#+ parameter: show iris A show")),
    query("slot", "A parameter without a slot.", QUERY.replace("#+ columns: show", "#+ parameter: show iri A show")),
    query("syntax", "A query that is no SPARQL.", QUERY.replace("?show a fam:Show", "?show a")),
    query("prefix", "A query with an undeclared prefix.", QUERY.replace("fam:Show", "famm:Show")),
    query("update", "An update.", "#+ summary: Remove everything\nDELETE WHERE { ?s ?p ?o }\n"),
    query("service", "A query that asks another endpoint.", QUERY.replace("} ORDER", "SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } } ORDER")),
    query("bytes", "A query that is no UTF-8.", QUERY.encode().replace(b"Shows", b"Caf\xe9s")),
    query("mark", "A query with a byte order mark.", "\ufeff" + QUERY),
    query("nul", "A query with a NUL byte.", QUERY.replace("?show a", "?show\0 a")),
    query("returns", "A query whose lines end in CR and LF.", QUERY.replace("\n", "\r\n")),
    query("braces", "A query that kills the process that runs it.", QUERY.replace("?show a fam:Show .", "{" * 3000 + "?show a fam:Show" + "}" * 3000)),
    query("long", "A query that never ends.",
          "#+ summary: Count\nSELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(9)) + " }\n",
          "query my.rq --data data --timeout 1"),
    query("cite", "Citations of what cannot be cited.", QUERY.replace("?show a fam:Show .", "GRAPH ?g { ?show a fam:Show }"),
          "query my.rq --data data --cite"),
    Case("query-folder", "A folder for a query.", "query my.rq --data data", folder_at("my.rq")),
    Case("query-loop", "A query file that is a link to itself.", "query my.rq --data data", loop("my.rq")),
    Case("query-stdin-bytes", "Standard input that is no UTF-8.", "query - --data data", stdin=b"SELECT \xff"),
    Case("query-stdin-empty", "Empty standard input.", "query - --data data"),
    # data
    data("missing", "A data folder that is not there.", lambda _: None, "query seasons --data nowhere"),
    data("file", "A data folder that is a file.", put("nowhere", ""), "query seasons --data nowhere"),
    data("dataset", "No dataset.ttl.", drop(DATASET)),
    data("entities", "No entities.", drop("data/graph/entities")),
    data("sources", "No sources.", drop("data/graph/sources")),
    data("dataset-empty", "An empty dataset.ttl.", put(DATASET, "")),
    data("turtle", "Turtle that breaks off.", swap(STORY, "  fam:inWorld world:harbour .", "  fam:inWorld")),
    data("trig", "TriG that breaks off.", swap(WIKI, "fam:ledTo event:great-storm .\n", "fam:ledTo\n")),
    data("prefix", "An undeclared prefix.", swap(STORY, "a fam:Character", "a famm:Character")),
    data("iri", "An IRI with a space.", swap(WIKI, "https://example.org/press/harbour-wiki-1>", "https://example.org/a b>")),
    data("bytes", "Turtle that is no UTF-8.", swap(STORY, b"Dora Vane", b"Dora V\xe9ne")),
    data("bytes-trig", "TriG that is no UTF-8.", swap(WIKI, b"Ada marries", b"Ad\xe9 marries")),
    data("mark", "Turtle with a byte order mark.", swap(STORY, b"@prefix announcement:", b"\xef\xbb\xbf@prefix announcement:")),
    data("nul", "Turtle with a NUL byte.", swap(STORY, b"Dora Vane", b"Dora\0Vane")),
    data("returns", "Turtle whose lines end in CR and LF.", lambda folder: (folder / STORY).write_bytes(
        (folder / STORY).read_bytes().replace(b"\n", b"\r\n"))),
    data("depth", "100,000 open brackets.", put("data/graph/entities/deep.ttl", "<https://x.example/a> <https://x.example/b> " + "[" * 100_000)),
    data("blank", "A blank node.", swap(WIKI, "event:great-storm fam:when", "[] fam:when")),
    data("source", "A passage without a source.", swap(WIKI, " ;\n  prov:wasDerivedFrom source:harbour-wiki-1 .\n\npassage:harbour-wiki-1-2 {", " .\n\npassage:harbour-wiki-1-2 {")),
    data("status", "A passage without a status.", swap(WIKI, "  fam:status concept:status-stated ;\n", "")),
    data("record", "A graph without a passage.", swap(WIKI, "passage:harbour-wiki-1-2 {", "passage:harbour-wiki-1-7 {")),
    data("judgement", "A judgement without a verdict.", swap(JUDGEMENTS, "  fam:verdict concept:verdict-rejected ;\n", "")),
    data("folder", "A folder that is named like a file.", folder_at("data/graph/entities/more.ttl")),
    data("loop", "A file that is a link to itself.", loop("data/graph/entities/more.ttl")),
    data("loop-folder", "A folder that is a link to itself.", loop("data/graph/entities/more")),
    data("loop-up", "A folder that is a link to the one it is in.", lambda folder: (folder / "data/graph/entities/up").symlink_to("..")),
    data("query", "A query of the franchise with a wrong header.", put("data/queries/story/mine.rq", QUERY.replace("summary", "sumary"))),
    data("query-twice", "A query of the franchise with the name of one of ours.", put("data/queries/works/seasons.rq", QUERY)),
    data("query-bytes", "A query of the franchise that is no UTF-8.", put("data/queries/story/mine.rq", b"#+ summary: \xff\n")),
    data("rule", "An inference rule that is no Datalog.", put("data/queries/rules/mine.rq", "#+ summary: x\nCONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }\n")),
    data("rule-bytes", "An inference rule that is no UTF-8.", put("data/queries/rules/mine.rq", b"#+ summary: \xff\n")),
    data("rival", "A query of rivals that is no SPARQL.", put("data/queries/checks/rival-mine.rq", "#+ summary: x\nSELECT\n")),
    data("ontology", "An ontology that breaks off.", put("data/ontology/famkg.ttl", "<https://x.example/a> a")),
    data("term", "A term that is not declared, as famkg check tells it.", swap(WIKI, "fam:ledTo", "fam:ledOn"), "check --data data --quiet"),
    data("check", "Everything broken at once, as famkg check tells it.",
         lambda folder: [spoil(folder) for spoil in (put(DATASET, ""), swap(STORY, b"Dora Vane", b"Dora V\xe9ne"), put(JUDGEMENTS, "x"))],
         "check --data data --quiet"),
    # outputs
    Case("output-nowhere", "An output file in a folder that is not there.", "query seasons --data data -o no/rows.csv"),
    Case("output-folder", "An output file that is a folder.", "query seasons --data data -o rows", folder_at("rows")),
    Case("output-loop", "An output file that is a link to itself.", "query seasons --data data -o rows", loop("rows")),
    Case("output-view", "A page in a folder that is not there.", "view cast --data data -o no/cast.html"),
    Case("store-strangers", "A store in a folder with files of somebody else.", "query seasons --data data --store data"),
    Case("store-file", "A store that is a file.", "query seasons --data data --store my.txt", put("my.txt", "mine")),
    Case("store-nowhere", "A store that cannot be written.", "query seasons --data data --store /proc/famkg"),
    Case("store-remote", "A remote store that is not there.", "query seasons --data data --store http://127.0.0.1:9/query"),
    Case("store-seen", "A progress for a remote store.", "query seasons --store http://127.0.0.1:9/query --seen s01e01"),
    Case("build-strangers", "A site in a folder with files of somebody else.", "build --data data --out mine", put("mine/letter.txt", "mine")),
    Case("build-file", "A site in a file.", "build --data data --out mine", put("mine", "mine")),
    Case("build-nowhere", "A site that cannot be written.", "build --data data --out /proc/famkg"),
    Case("build-manifest", "A site whose manifest is damaged.", "build --data data --out mine", put("mine/.famkg-manifest.json", "{")),
    Case("build-findings", "A site of a franchise with a fault.", "build --data data --quiet", swap(STORY, "a fam:Place", "a fam:Plaice")),
    Case("build-seen", "A site for a progress that is none.", "build --data data --seen s99e99 --quiet"),
)  # fmt: skip
"""Every case, in the order of the table."""


def run(case: Case, folder: Path) -> Outcome:
    """Do it in an empty folder."""
    shutil.copytree(FRANCHISE, folder / "data")
    case.spoil(folder)
    before = _files(folder)
    with _inside(folder), _streams(case.stdin) as (out, err), _words("famkg", *shlex.split(case.words)):
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
    changed = tuple(sorted({name for name, _ in before ^ _files(folder)}))
    said = (stream.getvalue().decode("utf-8", "backslashreplace") for stream in (out, err))
    return Outcome(
        code, *(text.replace(str(folder.resolve()), "…").replace(str(shipped_root()), "…") for text in said), changed
    )


def _files(folder: Path) -> set[tuple[str, int]]:
    found = (Path(base, name) for base, _, names in os.walk(folder) for name in names)
    return {(path.relative_to(folder).as_posix(), path.lstat().st_mtime_ns) for path in found}


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    here = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)


@contextmanager
def _streams(stdin: bytes) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    kept = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8")
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8", errors="backslashreplace")
    wrapped = sys.stdout, sys.stderr
    try:
        yield out, err
    finally:
        for stream in wrapped:
            stream.flush()
            stream.detach()
        sys.stdin, sys.stdout, sys.stderr = kept


@contextmanager
def _words(*words: str) -> Iterator[None]:
    kept = sys.argv
    sys.argv = list(words)
    try:
        yield
    finally:
        sys.argv = kept


def said(outcome: Outcome) -> str:
    """What a row of the table shows: the message, or how many lines were printed where there is none."""
    lines = outcome.err.splitlines() or outcome.out.splitlines()
    text = "<br>".join(_cell(line) for line in lines if not line.startswith(("check", "reading"))) if outcome.code else ""
    return text or f"{len(outcome.out.splitlines())} lines"


def _cell(text: str) -> str:
    plain = text if len(text) <= 200 else text[:200] + "…"
    return "`" + re.sub(r"[`|]", "'", plain) + "`"


def row(case: Case, outcome: Outcome) -> str:
    words = case.words if len(case.words) < 120 else case.words[:117] + "…"
    call = _cell(
        "famkg " + words.encode("utf-8", "backslashreplace").decode().replace("\x1b", "\\x1b").replace("\u202e", "\\u202e")
    )
    return f"| {case.name} | {case.sentence} | {call} | {outcome.code} | {said(outcome)} |"


def expected() -> dict[str, str]:
    """The rows of the table, by case."""
    rows = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
    return {line.split(" | ")[0].removeprefix("| "): line for line in rows}


def table() -> str:
    """The README: every case with what happens."""
    rows = []
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(row(case, run(case, Path(folder))))
    return _OPENING + "\n".join(rows) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
