"""famkg build: check, compile, and write the site."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from famkg.cli.options import data_option, debug_option, quiet_option, seen_option

__all__ = ["command"]


@click.command("build")
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path("site"),
    help="The folder to write; only what an earlier build wrote there is replaced. [default: site]",
)
@click.option("--check/--no-check", "checked", default=True, help="Check every rule first. [default: check]")
@seen_option
@data_option
@quiet_option
@debug_option
def command(out: Path, checked: bool, seen: str | None, data: Path | None, quiet: bool) -> int:
    """Check, compile, and write the site to a folder: a start page, a page a view, and the dumps.

    Findings of the check are printed, and nothing is written (exit code 1).
    """
    from famkg.knowledge import load
    from famkg.site import render, write_folder

    def step(text: str) -> None:
        if not quiet:
            end = "\r" if sys.stderr.isatty() else "\n"
            click.echo(f"{text:<60}" if end == "\r" else text, err=True, nl=end == "\n")
            if end == "\r":
                click.echo("\r", err=True, nl=False)

    if checked:
        from famkg.check import check
        from famkg.check.report import write_findings
        from famkg.resources import layers

        step("check")
        findings = check(layers(data)).findings
        if findings:
            click.echo(write_findings(findings, "table"), err=True, nl=False)
            click.echo(f"famkg: {len(findings)} findings; nothing was written", err=True)
            return 1
    step("compile")
    site = render(load(data, seen=seen), step=step)
    write_folder(site.files, out)
    if not quiet:
        click.echo(f"{len(site.files)} files in {out}: open {out / 'index.html'}", err=True)
    return 0
