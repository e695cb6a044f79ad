"""What the program says of itself: commands, formats, errors and the Python names."""

from __future__ import annotations

import contextlib
import inspect
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import click

import famkg
from famkg.cli import COMMANDS, app
from famkg.errors import FamkgError

__all__ = ["answer_formats", "commands", "error_kinds", "errors", "formats", "python"]

FORMATS: Final = {
    "table": "columns for people, on a terminal or in an e-mail; the label of a thing, not its IRI",
    "text": "lines for people",
    "markdown": "a Markdown table for people; labels, not IRIs",
    "html": "one page that needs nothing else",
    "csv": "comma-separated values, IRIs in full",
    "query csv": "SPARQL 1.1 CSV results: values without their types",
    "query tsv": "SPARQL 1.1 TSV results: every term in full, as in Turtle",
    "query json": "SPARQL 1.1 JSON results",
    "query jsonl": "one JSON object a line, numbers as numbers",
    "json": "JSON of the whole answer",
    "check table": "path:line  rule  message, one finding a line",
    "check json": "an array of objects with path, line, rule and message",
    "check github": "workflow commands, which GitHub shows beside the lines",
    "check sarif": "SARIF 2.1.0, for code scanning and editors",
}
"""What a format is: of one command, or of whichever has no words of its own."""

ERRORS: Final[Mapping[str, tuple[str, str]]] = {
    "UsageError": (
        "query seasons --set show",
        "Change what you typed as the message says; `famkg COMMAND --help` tells what a command takes.",
    ),
    "UnknownNameError": (
        "query seasosn",
        "Take one of the names it offers. The hint says how to list them all.",
    ),
    "OutputError": (
        "query seasons -o no-such-folder/seasons.csv",
        "Make the folder, free some space, or name another file. What stood there before is still there.",
    ),
    "DataError": (
        "query seasons --data empty",
        "Mend the file at the line it names. `famkg check` finds everything else that is wrong in one run.",
    ),
    "RemoteError": (
        "query seasons --store http://127.0.0.1:9/query",
        "See that the server runs and that the address is that of its query endpoint; `--timeout` gives it longer.",
    ),
}
"""For each error, a command line that meets it, and what to do."""


def commands() -> Iterator[str]:
    """Every command as its own help tells it."""
    yield (
        "Every command, as `famkg COMMAND --help` prints it. [Formats](formats.md) and [errors](errors.md) have pages\n"
        "of their own, and [installing](install.md) tells how a shell completes what you type.\n"
    )
    with app.make_context("famkg", [], resilient_parsing=True, terminal_width=100, max_content_width=100) as top:
        yield f"```text\n{app.get_help(top)}\n```\n"
        for name in COMMANDS:
            command = app.get_command(top, name)
            assert command is not None
            with click.Context(command, info_name=name, parent=top, terminal_width=100, max_content_width=100) as ctx:
                yield f"## famkg {name}\n\n```text\n{command.get_help(ctx)}\n```\n"


def formats() -> Iterator[str]:
    """The formats of answers and of exports."""
    from famkg.export import FORMATS as EXPORTS

    yield (
        "## Answers\n\nWith `--format`. What goes to standard output is never shortened, coloured or framed.\n\n"
        "| command | format | what it is |\n| --- | --- | --- |\n"
        + "".join(f"| `{command}` | `{form}` | {_what(command, form)} |\n" for command, form in answer_formats())
    )
    yield (
        "## Exports\n\nWith `famkg export FORMAT`. The same dataset gives the same bytes, on every run and machine.\n\n"
        "| format | file | media type | holds | what it is |\n| --- | --- | --- | --- | --- |\n"
        + "".join(
            f"| `{f.name}` | `.{f.extension}` | `{f.media_type}` | {f.holds} | {_cell(f.summary)} |\n" for f in EXPORTS.values()
        )
        + "\n*Everything* is every named graph: facts, evidence, ontology, and each claim in the graph of its passage. "
        "*Facts* are the triples of `graph:facts`. A *network* is a view, with `--view NAME`.\n"
    )


def answer_formats() -> Iterator[tuple[str, str]]:
    """Each command that has --format, with each format it takes: what its completion offers."""
    ctx = app.make_context("famkg", [], resilient_parsing=True)
    for name in COMMANDS:
        command = app.get_command(ctx, name)
        assert command is not None
        for option in command.params:
            if "--format" in option.opts:
                offered = option.shell_complete(click.Context(command), "")
                yield from ((name, item.value) for item in offered)


def _what(command: str, form: str) -> str:
    told = FORMATS.get(f"{command} {form}") or FORMATS.get(form)
    if told is None:
        raise SystemExit(f"docs/reference.py: say in FORMATS what the format {form!r} of famkg {command} is")
    return told


def errors() -> Iterator[str]:
    """The tree of errors, the exit codes, and an example of each."""
    yield (
        "An error says what is wrong, where, and what to try, on standard error; `--debug` shows where it arose.\n"
        "In Python each is an exception, and all are `famkg.FamkgError`.\n\n"
        f"```text\n{_tree()}\n```\n"
    )
    yield (
        "## Exit codes\n\n| code | means |\n| --- | --- |\n| 0 | done; also where no row was found |\n"
        "| 1 | `famkg check` or `famkg build` found something wrong in the data |\n"
        + "".join(
            f"| {code} | {', '.join(f'`{kind.__name__}`' for kind in kinds)} |\n"
            for code, kinds in sorted(_by_code().items())
            if code != FamkgError.exit_code
        )
        + "| 130 | interrupted; nothing was left half-written |\n"
    )
    for kind in error_kinds():
        if kind is not FamkgError:
            if kind.__name__ not in ERRORS:
                raise SystemExit(f"docs/reference.py: write in ERRORS an example of {kind.__name__}, and what to do about it")
            line, advice = ERRORS[kind.__name__]
            told = f"```text\n$ famkg {line}\nfamkg: {_met(kind, line)}\n```\n"
            yield f"## {kind.__name__}\n\n{_markdown(kind)}\n\n{told}\n{advice}\n"


def error_kinds(top: type[FamkgError] = FamkgError) -> Iterator[type[FamkgError]]:
    """The class and all below it, each before those below it."""
    yield top
    for kind in top.__subclasses__():
        yield from error_kinds(kind)


def _tree() -> str:
    import famkg.errors as module

    return (module.__doc__ or "").partition("\n\n")[2].strip()


def _by_code() -> Mapping[int, list[type[FamkgError]]]:
    found: dict[int, list[type[FamkgError]]] = defaultdict(list)
    for kind in error_kinds():
        found[kind.exit_code].append(kind)
    return found


def _met(kind: type[FamkgError], line: str) -> str:
    """What a command line that fails says."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("empty").mkdir()
        try:
            app.main(line.split(), prog_name="famkg", standalone_mode=False)
        except FamkgError as fault:
            if type(fault) is kind:
                return str(fault)
            raise
    raise SystemExit(f"docs/reference.py: famkg {line} is no example of {kind.__name__}")


def python() -> Iterator[str]:
    """The public names of the package, from their docstrings."""
    yield "What `import famkg` gives. Everything else may change without notice.\n"
    for name in sorted(set(famkg.__all__) - {"__version__"}, key=lambda name: (name != "load", name != "KnowledgeGraph", name)):
        thing = getattr(famkg, name)
        if inspect.isclass(thing) and issubclass(thing, FamkgError):
            continue
        yield f"## {name}\n\n{'' if inspect.isclass(thing) else _signature(name, thing)}{_markdown(thing)}\n"
        members = vars(thing).items() if inspect.isclass(thing) else ()
        for each, member in members:
            if not each.startswith("_") and inspect.getdoc(member):
                call = getattr(thing, each)
                yield f"### {name}.{each}\n\n{_signature(each, call) if callable(call) else ''}{_markdown(member)}\n"
    yield "## Errors\n\nThe exceptions are told in [errors](errors.md); `famkg.__version__` is the version, as text.\n"


class _Raw(str):
    """An annotation that shows itself without quotation marks."""

    __slots__ = ()
    __repr__ = str.__str__


def _signature(name: str, thing: Callable[..., object]) -> str:
    found = inspect.signature(thing)
    shown = [p.replace(annotation=_Raw(p.annotation)) for p in found.parameters.values() if p.name != "self"]
    return f"`{name}{found.replace(parameters=shown, return_annotation=_Raw(found.return_annotation))}`\n\n"


def _markdown(thing: object) -> str:
    return (inspect.getdoc(thing) or "").replace("``", "`")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
