"""The options that several commands share, each defined once."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from famkg.cli.completion import complete_progress
from famkg.errors import OutputError, UsageError
from famkg.plain import HIDDEN

__all__ = ["data_option", "debug_option", "output_option", "quiet_option", "reading", "seen_option", "setting", "write_output"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

_LONGEST = 86_400

seen_option = click.option(
    "--seen",
    metavar="PROGRESS",
    shell_complete=complete_progress,
    help="Show only what this viewer may know: all, none, s02e06, or show=s02e06,other=none. [default: FAMKG_SEEN, else all]",
)
data_option = click.option(
    "--data",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder with graph/, and queries/ and ontology/ that add to the shipped ones. [default: the shipped franchise]",
)
store_option = click.option(
    "--store",
    metavar="memory|PATH|URL",
    default="memory",
    help="Where to ask: in this process, a folder in which to keep the database, or a SPARQL endpoint. [default: memory]",
)


def _seconds(ctx: click.Context, param: click.Parameter, value: float) -> float:
    if not 0 < value <= _LONGEST:
        raise click.BadParameter(f"{value} is no time to wait; give seconds between 0 and {_LONGEST}", ctx, param)
    return value


timeout_option = click.option(
    "--timeout",
    metavar="SECONDS",
    type=float,
    default=30.0,
    callback=_seconds,
    help="How long to wait for a remote store, and for a query that is a file or standard input. [default: 30]",
)
output_option = click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write to a file, whole or not at all. [default: standard output]",
)
quiet_option = click.option("--quiet", is_flag=True, help="Print no progress.")
debug_option = click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of an error.")


def reading(command: _Command) -> _Command:
    """The options of every command that reads a compiled dataset."""
    for option in (debug_option, timeout_option, store_option, data_option, seen_option):
        command = option(command)
    return command


def setting(text: str) -> tuple[str, str]:
    """The name and the value of one ``--set NAME=VALUE``."""
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"--set {text!r} has no value; write --set {text}=VALUE, or --set {text}= for any")
    return name, value


def write_output(content: str | bytes, output: Path | None) -> None:
    """Write to standard output, or to a file that is replaced whole; OutputError leaves the old one."""
    body = content.encode("utf-8") if isinstance(content, str) else content
    if output is None:
        _print(body)
        return
    work: str | None = None
    try:
        if output.exists() and not output.is_file():  # a device, a pipe: nothing to replace
            output.write_bytes(body)
            return
        descriptor, work = tempfile.mkstemp(prefix=".famkg-", dir=output.resolve().parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(body)
        Path(work).chmod(0o666 & ~_umask())
        Path(work).replace(output.resolve())
        work = None
    except (OSError, RuntimeError) as fault:  # RuntimeError: a loop of links, before Python 3.13
        raise OutputError(f"{output} cannot be written: {getattr(fault, 'strerror', None) or fault}") from None
    finally:
        if work is not None:
            Path(work).unlink(missing_ok=True)


def _print(body: bytes) -> None:
    """Write to standard output; on a terminal what would drive it is shown as a replacement character, as ls does."""
    if sys.stdout.isatty():
        body = HIDDEN.sub("\ufffd", body.decode("utf-8", "replace")).encode("utf-8")
    try:
        click.echo(body, nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise OutputError(f"standard output cannot be written: {fault.strerror}") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
