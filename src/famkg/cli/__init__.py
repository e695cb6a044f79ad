"""The command line: one file a command, each found by name and imported only when it is called."""

from __future__ import annotations

import importlib
import os
import sys

import click

from famkg.errors import FamkgError
from famkg.plain import HIDDEN
from famkg.version import __version__

__all__ = ["COMMANDS", "app", "main"]

COMMANDS = {
    "build": "Check, compile, and write views, pages and dumps to a folder.",
    "check": "Check every rule; print findings as path:line  rule  message.",
    "query": "Ask a named query, a query file, or standard input.",
    "show": "Show what is known of one thing, with citations.",
    "why": "Show the passages behind a fact, its rivals and the judgement.",
    "compare": "Lay the told world and real history side by side.",
    "path": "Tell how two things are connected, with citations for every step.",
    "rank": "Rank the things of a view by how central they are; find communities and bridges.",
    "search": "Find things by name, misspelt or not.",
    "view": "Draw a named view as an HTML page.",
    "export": "Write the dataset in a format.",
    "push": "Load the dataset into a remote store.",
    "new-source": "Write the skeleton of a source file.",
    "new-franchise": "Write the skeleton of a data folder for another franchise.",
}
"""Every command and its one-line help."""


_INTERNAL = 70
"""The exit code of a fault of famkg's own (EX_SOFTWARE of sysexits.h)."""


class _Commands(click.Group):
    """A group that lists its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click passes it
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"famkg.cli.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            from famkg.errors import UnknownNameError

            raise UnknownNameError("command", args[0], COMMANDS, hint="famkg --help lists them")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="famkg")
def app() -> None:
    """The knowledge graph of a franchise: who says so, in which world, and when a viewer learns it."""


def main() -> None:
    """Run the command line; errors of famkg become one message and an exit code."""
    _open_streams()
    try:
        code = app.main(prog_name="famkg", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except FamkgError as fault:
        if "--debug" in sys.argv:
            raise
        _fail(str(fault), fault.exit_code)
    except click.ClickException as fault:
        context = getattr(fault, "ctx", None)
        where = f" (see {context.command_path} --help)" if context else ""
        _fail(fault.format_message() + where, 2)
    except (click.Abort, KeyboardInterrupt):
        _fail("interrupted; nothing was left half-written", 130)
    except BrokenPipeError:
        _close_quietly()
        sys.exit(0)
    except Exception as fault:
        if "--debug" in sys.argv:
            raise
        _fail(f"a fault in famkg itself ({type(fault).__name__}: {fault}); the same with --debug shows where", _INTERNAL)


def _open_streams() -> None:
    """Give the streams that were closed before the start somewhere to go."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open until the process ends
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def _fail(message: str, code: int) -> None:
    """Print a message, without what would drive a terminal: it may quote what files hold."""
    try:
        sys.stdout.flush()
    except OSError:
        _close_quietly()
    click.echo("famkg: " + HIDDEN.sub("\ufffd", message), err=True)
    sys.exit(code)


def _close_quietly() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
