"""famkg check: every rule, every finding."""

from __future__ import annotations

from pathlib import Path

import click

from famkg.cli.completion import offering
from famkg.cli.options import data_option, debug_option, output_option, quiet_option, write_output

__all__ = ["command"]


@click.command("check")
@click.option(
    "--texts",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder with the texts of sources (*.txt): verify the digests of passages against them.",
)
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    default="table",
    shell_complete=offering("famkg.check.report:FORMATS"),
    help="table (path:line  rule  message), json, sarif, or github (annotations). [default: table]",
)
@click.option("--rules", "listing", is_flag=True, help="List the rules, why they stand and how to mend; check nothing.")
@output_option
@data_option
@quiet_option
@debug_option
@click.pass_context
def command(
    ctx: click.Context, *, texts: Path | None, form: str, listing: bool, output: Path | None, data: Path | None, quiet: bool
) -> None:
    """Check every rule, and print what it finds as path:line  rule  message.

    All faults are found in one run; where a file cannot be read, the rules that need the whole graph wait. The exit code
    is 1 if anything was found.

    Example: famkg check --texts ~/articles
    """
    from famkg.check import check, rules_of
    from famkg.check.report import FORMATS, write_findings, write_rules
    from famkg.errors import UnknownNameError, UsageError
    from famkg.resources import layers

    if form not in FORMATS:
        raise UnknownNameError("format", form, FORMATS, hint="one of " + ", ".join(FORMATS))
    if texts is not None and not texts.is_dir():
        raise UsageError(f"{texts} is no folder; --texts takes one with the sources' texts as .txt files")
    found = layers(data)
    if listing:
        write_output(write_rules(rules_of(found)), output)
        return
    report = check(found, texts=texts)
    write_output(write_findings(report.findings, form, rules=report.rules), output)
    if not quiet:
        for note in report.notes:
            click.echo(note, err=True)
        if report.waiting:
            click.echo(f"{len(report.waiting)} rules wait until every file can be read", err=True)
        count = len(report.findings)
        click.echo(f"{count or 'no'} finding{'' if count == 1 else 's'}", err=True)
    if report.findings:
        ctx.exit(1)
