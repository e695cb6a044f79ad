"""Bad input gets a clear error, and nothing that was there is lost or half-written."""

from __future__ import annotations

import errno
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

import famkg
from famkg.claims.read import parse_file
from famkg.claims.text import read_statements, tokens_of
from famkg.compile.cache import KEPT
from famkg.dates import bounds
from famkg.errors import FamkgError, OutputError
from famkg.plain import HIDDEN
from famkg.progress import EpisodeOrder, parse_progress
from famkg.query.header import read_header
from famkg.query.slots import fill, slot_names
from famkg.site import folder as site_folder
from famkg.site import require_folder, write_folder
from famkg.site.folder import MANIFEST

from .bad_input import CASES, Case, expected, row, run
from .conftest import FRANCHISE

OLD = {"index.html": b"old", "a/kept.html": b"old", "b/gone.html": b"old", "c": b"old"}
NEW = {"index.html": b"new", "a/kept.html": b"new", "a/more.html": b"new", "c/deep/page.html": b"new"}


# What the table says


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_bad_input_gets_what_the_table_says(case: Case, tmp_path: Path) -> None:
    outcome = run(case, tmp_path)
    assert expected()[case.name] == row(case, outcome)
    assert "Traceback" not in outcome.err
    assert outcome.changed == ()
    assert not HIDDEN.search(outcome.err + outcome.out)
    if outcome.code > 1:
        assert outcome.err.startswith("famkg: ")
        assert outcome.out == ""


def test_the_table_has_every_case_once() -> None:
    assert [case.name for case in CASES] == list(expected())


# The output folder


def held(out: Path) -> dict[str, bytes]:
    """The files of a folder but famkg's own."""
    files = (path for path in out.rglob("*") if path.is_file())
    found = {path.relative_to(out).as_posix(): path.read_bytes() for path in files}
    return {name: content for name, content in found.items() if not name.startswith(".famkg-")}


def child(code: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir")


def build_ended_at(step: int, number: signal.Signals, out: Path) -> bool:
    """Build in a process that gets a signal at its n-th change of the folder; whether it came to its end before."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of a fork beside threads: the child runs nothing of theirs
        process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    left = step

    def watch(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
        if (event in CHANGES or writes) and str(args[0]).startswith(str(out)):
            left -= 1
            if left == -1:
                os.kill(os.getpid(), number)

    code = 1
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.addaudithook(watch)
        write_folder(NEW, out)
        code = 0
    finally:
        os._exit(code)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_build_ended_at_any_step_leaves_the_old_site_or_one_that_the_next_build_mends(
    number: signal.Signals, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    states = []
    for step in range(200):
        shutil.rmtree(out, ignore_errors=True)
        write_folder(OLD, out)
        (out / "mine.txt").write_text("mine")
        ended = build_ended_at(step, number, out)
        found = held(out)
        assert found.pop("mine.txt") == b"mine"
        journal = (out / ".famkg-journal.json").exists()
        assert journal or found in (OLD, NEW), step
        states.append("mixed" if journal else "old" if found == OLD else "new")
        write_folder({**NEW, "last.html": b"last"}, out)
        assert held(out) == {**NEW, "last.html": b"last", "mine.txt": b"mine"}, step
        assert [MANIFEST] == [path.name for path in out.glob(".famkg-*")]
        if ended:
            break
    assert states[0] == "old"
    assert states[-1] == "new"
    assert ("mixed" in states) == (number == signal.SIGKILL)


def test_what_a_killed_build_left_is_finished_before_the_next_begins(tmp_path: Path) -> None:
    out = tmp_path / "site"
    write_folder(OLD, out)
    for name, content in NEW.items():
        (out / ".famkg-next" / name).parent.mkdir(parents=True, exist_ok=True)
        (out / ".famkg-next" / name).write_bytes(content)
    gone = sorted(set(OLD) - set(NEW))
    (out / ".famkg-journal.json").write_text(json.dumps({"files": sorted(NEW), "gone": gone}))
    with pytest.raises(OutputError, match="leads out of"):
        write_folder({"../x": b""}, out)
    (out / "a stranger/inside").mkdir(parents=True)
    (out / "a stranger/inside/letter.txt").write_text("mine")
    with pytest.raises(OutputError, match="is not of an earlier build"):
        write_folder({"a stranger": b""}, out)
    (out / "a stranger/inside/letter.txt").unlink()
    assert held(out) == NEW
    write_folder({"a stranger": b"now a file"}, out)
    assert held(out) == {"a stranger": b"now a file"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs flock")
def test_builds_into_one_folder_take_turns_and_the_last_one_stands(tmp_path: Path) -> None:
    out = tmp_path / "site"
    code = (
        "import sys; from pathlib import Path; from famkg.site import write_folder\n"
        "for turn in range(5): write_folder({f'{i}/{i}.html': f'{sys.argv[2]} {turn}'.encode() for i in range(40)}, Path(sys.argv[1]))"
    )
    builds = [child(code, str(out), name) for name in ("one", "other")]
    assert [("", 0), ("", 0)] == [(build.communicate(timeout=120)[1], build.returncode) for build in builds]
    assert len(set(held(out).values())) == 1
    assert len(held(out)) == 40


def test_a_build_does_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    out = tmp_path / "site"
    write_folder(OLD, out)
    monkeypatch.setattr(site_folder, "_PATIENCE", 0)
    descriptor = os.open(out, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with pytest.raises(OutputError, match="another build is writing"):
        write_folder(NEW, out)
    os.close(descriptor)
    assert held(out) == OLD


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB, where this process may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_fills_up_leaves_the_old_site(tiny_disk: Path) -> None:
    out = tiny_disk / "site"
    write_folder(OLD, out)
    with pytest.raises(OutputError, match="No space left on device; nothing in it was changed"):
        write_folder({name: content * 30_000 for name, content in NEW.items()}, out)
    assert held(out) == OLD
    assert [MANIFEST] == [path.name for path in out.glob(".famkg-*")]


@pytest.mark.parametrize("name", ["write_bytes", "write_text", "replace", "mkdir"])
def test_whatever_the_disk_refuses_the_next_build_is_whole(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same by hand, for who may not mount: the disk is full at the n-th call, for every n."""
    out = tmp_path / "site"
    kept = getattr(Path, name)
    for step in range(50):
        shutil.rmtree(out, ignore_errors=True)
        write_folder(OLD, out)
        left = step

        def refusing(path: Path, *args: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left < 0 and path.is_relative_to(out):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return kept(path, *args, **named)

        with monkeypatch.context() as patch:
            patch.setattr(Path, name, refusing)
            _, refusal = told(lambda: write_folder(NEW, out))
        if not refusal:
            break
        assert "No space left on device" in refusal
        mixed = "part old and part new" in refusal
        assert mixed == (out / ".famkg-journal.json").exists()
        assert mixed or held(out) == OLD
        write_folder(NEW, out)
        assert held(out) == NEW
    assert held(out) == NEW


def test_hidden_files_of_a_checkout_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/pages")
    write_folder(OLD, tmp_path)
    write_folder({}, tmp_path)
    assert held(tmp_path) == {".git/HEAD": b"ref: refs/heads/pages"}


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/x", "", ".", "a/./b", "a\0b", "c:x", "a\\b", ".famkg-manifest.json"])
def test_no_path_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="leads out of"):
        write_folder({name: b"x"}, tmp_path / "site")
    assert [] == list(tmp_path.iterdir())


def test_a_link_in_the_folder_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site/a").symlink_to(tmp_path / "mine")
    with pytest.raises(OutputError, match="leads out of"):
        write_folder({"a/x": b"x"}, tmp_path / "site")
    assert [] == list((tmp_path / "mine").iterdir())


def test_a_manifest_that_lists_what_is_outside_removes_nothing_there(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / MANIFEST).write_text(json.dumps(["../mine.txt", str(tmp_path / "mine.txt"), 7]))
    write_folder(NEW, tmp_path / "site")
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_folder_is_refused_before_the_work_begins(tmp_path: Path) -> None:
    require_folder(tmp_path / "new" / "site")
    assert [] == list(tmp_path.iterdir())
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"did not make \(letter.txt\)"):
        require_folder(tmp_path)


# The cache


def ask(cache: Path, *words: str, data: Path = FRANCHISE, **how: object) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", "from famkg.cli import main; main()"]
    call = [*program, *(words or ("query", "cast", "--set", "season=", "--format", "csv")), "--data", str(data)]
    environment = {**os.environ, "FAMKG_CACHE": str(cache)}
    return subprocess.run(call, capture_output=True, text=True, check=False, env=environment, **how)  # type: ignore[call-overload,no-any-return]


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> str:
    found = ask(tmp_path_factory.mktemp("cache"))
    assert (found.returncode, found.stderr) == (0, "")
    assert len(found.stdout.splitlines()) > 2
    return found.stdout


def entry_in(cache: Path) -> Path:
    (entry,) = cache.iterdir()
    return entry


def no_store(entry: Path) -> None:
    shutil.rmtree(entry / "store")


def no_tables(entry: Path) -> None:
    for path in (entry / "store").glob("*.sst"):
        path.unlink()


def cut_tables(entry: Path) -> None:
    for path in (entry / "store").glob("*.sst"):
        path.write_bytes(path.read_bytes()[:100])


def other_manifest(entry: Path) -> None:
    for path in (entry / "store").glob("MANIFEST-*"):
        path.write_bytes(b"\0" * 100)


def cut_quads(entry: Path) -> None:
    path = entry / "dataset.nq"
    path.write_bytes(path.read_bytes()[:-20])


def other_mark(entry: Path) -> None:
    (entry / "compiled.json").write_text("[]")


def no_mark(entry: Path) -> None:
    (entry / "compiled.json").unlink()


@pytest.mark.parametrize("spoil", [no_store, no_tables, cut_tables, other_manifest, cut_quads, other_mark, no_mark])
def test_a_damaged_cache_is_compiled_anew(spoil: Callable[[Path], None], answer: str, tmp_path: Path) -> None:
    assert ask(tmp_path).returncode == 0
    spoil(entry_in(tmp_path))
    again = ask(tmp_path)
    assert (answer, "", 0) == (again.stdout, again.stderr, again.returncode)
    assert (entry_in(tmp_path) / "store/CURRENT").exists()


def test_a_cache_of_another_version_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAMKG_CACHE", str(tmp_path))
    famkg.load(FRANCHISE)
    monkeypatch.setattr("famkg.compile.cache.__version__", "0.0.0")
    famkg.load(FRANCHISE)
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("cache", ["/proc/famkg", "/dev/null"])
def test_a_cache_that_cannot_be_written_is_done_without(cache: str, answer: str) -> None:
    found = ask(Path(cache))
    assert (answer, "", 0) == (found.stdout, found.stderr, found.returncode)


def test_a_home_that_is_read_only_is_done_without(answer: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in ("FAMKG_CACHE", "XDG_CACHE_HOME")}
    code = "import famkg, sys; sys.stdout.write(famkg.load(sys.argv[1]).query('cast', season=None).to('csv'))"
    call = [sys.executable, "-c", code, str(FRANCHISE)]
    found = subprocess.run(call, capture_output=True, text=True, check=False, env={**environment, "HOME": "/proc"})
    assert (answer, "", 0) == (found.stdout, found.stderr, found.returncode)


def test_a_compilation_that_was_killed_leaves_nothing_for_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = tmp_path / ".famkg-left"
    left.mkdir()
    old = time.time() - 2 * 86_400
    os.utime(left, (old, old))
    fresh = tmp_path / ".famkg-fresh"
    fresh.mkdir()
    monkeypatch.setenv("FAMKG_CACHE", str(tmp_path))
    for _ in range(2):
        famkg.load(FRANCHISE)
    assert [fresh] == list(tmp_path.glob(".famkg-*"))
    assert KEPT >= 2


# Standard output and files


def test_a_full_disk_behind_standard_output_is_told() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-c", "from famkg.cli import main; main()", "query", "seasons", "--data", str(FRANCHISE)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    expected_words = "famkg: standard output cannot be written: No space left on device\n"
    assert (2, expected_words) == (ended.returncode, ended.stderr)


@pytest.mark.parametrize("stream", ["1", "2"])
def test_a_closed_stream_is_no_fault(stream: str) -> None:
    command = f"{sys.executable} -c 'from famkg.cli import main; main()' query seasons --data {FRANCHISE} {stream}>&-"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (0, "") == (ended.returncode, ended.stderr)


def test_a_file_that_grows_too_large_leaves_the_old_one(tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("old")

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    ended = ask(Path("/proc/famkg"), "export", "nq", "-o", str(rows), preexec_fn=limited)
    assert ended.returncode == 2
    assert "cannot be written: File too large" in ended.stderr
    assert {"rows.csv": "old"} == {path.name: path.read_text() for path in tmp_path.iterdir()}


def test_an_interrupt_ends_with_130_and_one_line(tmp_path: Path) -> None:
    code = (
        "import os, signal, famkg.compile.dataset as d, famkg.cli\n"
        "d._compile = lambda *_: os.kill(os.getpid(), signal.SIGINT)\n"
        "famkg.cli.main()"
    )
    environment = {**os.environ, "FAMKG_CACHE": str(tmp_path / "cache")}
    out = tmp_path / "site"
    call = [sys.executable, "-c", code, "build", "--data", str(FRANCHISE), "--out", str(out), "--quiet", "--no-check"]
    ended = subprocess.run(call, capture_output=True, text=True, check=False, env=environment)
    assert (130, "famkg: interrupted; nothing was left half-written") == (ended.returncode, ended.stderr.strip())
    assert not out.exists()


def test_a_fault_of_famkg_itself_is_one_line_and_no_traceback() -> None:
    code = "import famkg.cli, famkg.knowledge\nfamkg.knowledge.load = lambda *_, **__: 1 / 0\nfamkg.cli.main()"
    call = [sys.executable, "-c", code, "show", "x"]
    ended = subprocess.run(call, capture_output=True, text=True, check=False)
    assert 70 == ended.returncode
    assert ended.stderr == (
        "famkg: a fault in famkg itself (ZeroDivisionError: division by zero); the same with --debug shows where\n"
    )
    shown = subprocess.run([*call, "--debug"], capture_output=True, text=True, check=False)
    assert "Traceback" in shown.stderr


def test_huge_texts_are_read(tmp_path: Path) -> None:
    data = Path(shutil.copytree(FRANCHISE, tmp_path / "data"))
    story = data / "graph/entities/story.ttl"
    story.write_text(story.read_text().replace('"Dora Vane"@en', f'"{"Dora " * 200_000}"@en'))
    found = famkg.load(data).query("characters", world=None)
    assert len(found) > 3


# Random text: only success or an error of ours

T = TypeVar("T")


def told(call: Callable[[], T], kind: type[Exception] = FamkgError) -> tuple[T | None, str]:
    """What a call gives, or what its error says; any other error is a fault."""
    try:
        return call(), ""
    except kind as fault:
        return None, str(fault) or "nothing"


ORDER = EpisodeOrder.of(("https://x.example/episode/fog-s01e01",), ("https://x.example/season/fog-1",))
ANY = st.text(max_size=60)
NEARLY = st.text(alphabet="s0123eSE=,-all none fogX/[]..~?%", max_size=30)
LIMITS = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@LIMITS
@given(text=ANY | NEARLY)
def test_any_text_is_story_time_or_no_edtf(text: str) -> None:
    found, fault = told(lambda: bounds(text), ValueError)
    assert "EDTF" in fault if found is None else not fault
    if found is not None and found.earliest is not None and found.latest is not None:
        assert found.earliest <= found.latest


@LIMITS
@given(text=ANY | NEARLY, main_show=st.sampled_from([None, "fog"]))
def test_any_text_is_a_progress_or_an_error_of_ours(text: str, main_show: str | None) -> None:
    found, _ = told(lambda: parse_progress(text, ORDER, main_show=main_show))
    assert found is None or found == parse_progress(str(found), ORDER, main_show=main_show)


@LIMITS
@given(lines=st.lists(st.sampled_from(["#+ summary: x", "#+ parameter: a iri b", "#+ world: both", "# x"]) | ANY, max_size=6))
def test_any_header_is_read_or_told_with_its_line(lines: list[str]) -> None:
    header, fault = told(lambda: read_header("\n".join(lines), Path("x.rq")))
    assert header.summary if header else fault.startswith("x.rq:")


@LIMITS
@given(text=ANY | st.text(alphabet="VALUES ?a{}<>\"\\'\n#", max_size=80))
def test_a_filled_slot_changes_nothing_else(text: str) -> None:
    names = slot_names(text)
    value = NamedNode("https://x.example/VALUES?a")
    found, _ = told(lambda: fill(text, dict.fromkeys(names, value)))
    assert found is None or names == slot_names(found)
    assert names or found == text


@LIMITS
@given(text=ANY | st.text(alphabet="@prefix :<>\"'[](){};,.\\ a\n#^_", max_size=80))
def test_any_text_can_be_located_as_turtle(text: str) -> None:
    read_statements(text)
    space = str.maketrans("", "", " \t\r\n")
    assert text.translate(space) == "".join(token.text for token in tokens_of(text)).translate(space)


@LIMITS
@given(body=st.binary(max_size=60) | ANY.map(str.encode))
def test_any_bytes_are_turtle_or_an_error_of_ours(body: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_bytes(body)
    quads, fault = told(lambda: parse_file(path))
    assert quads is not None or fault.startswith(str(path))


WORDS = st.sampled_from(
    [
        *[
            "query",
            "show",
            "why",
            "search",
            "path",
            "view",
            "export",
            "rank",
            "compare",
            "seasons",
            "--seen",
            "s01e01",
            "--set",
            "--format",
            "csv",
            "json",
            "--cite",
        ],
        *["fam:from", "--around", "--kind", "--at", "1983", "--limit", "-", "nt", "--help", "show="],
        "Ada Quill",
    ]
)
WORD = WORDS | st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0/"), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(WORD, min_size=1, max_size=6))
def test_any_words_are_a_call_or_an_error_of_ours(words: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    import shlex

    if words[0] in ("build", "push", "serve", "new-source", "new-franchise") or "--open" in words:
        return
    folder = tmp_path_factory.mktemp("call")
    outcome = run(Case("any", "", shlex.join([*words, "--data", "data"])), folder)
    assert outcome.code in (0, 1, 2, 3), (words, outcome.err)
    assert "Traceback" not in outcome.err
