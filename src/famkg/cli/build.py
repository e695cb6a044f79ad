"""famkg build: check, compile, and write the site."""

from __future__ import annotations

from pathlib import Path

import click

from famkg.cli.options import data_option, debug_option, quiet_option, seen_option
from famkg.cli.progress import Progress

__all__ = ["command"]


@click.command("build")
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path("site"),
    help="The folder to write; only what an earlier build wrote there is replaced. [default: site]",
)
@click.option(
    "--base-url",
    metavar="URL",
    help="The address that the site will be published under, for canonical links. [default: that of the franchise's IRIs]",
)
@click.option(
    "--copy",
    "copied",
    metavar="LABEL=URL",
    multiple=True,
    help='A copy for other viewers that every page leads to: "season 1=https://example.org/season-1/", or a path from the '
    "start page. Repeatable; the one at --base-url is this copy.",
)
@click.option("--check/--no-check", "checked", default=True, help="Check every rule first. [default: check]")
@seen_option
@data_option
@quiet_option
@debug_option
def command(
    *,
    out: Path,
    base_url: str | None,
    copied: tuple[str, ...],
    checked: bool,
    seen: str | None,
    data: Path | None,
    quiet: bool,
) -> int:
    """Check, compile, and write the site to a folder: pages, graph views, and dumps.

    Findings of the check are printed, and nothing is written (exit code 1).
    """
    from famkg.knowledge import load
    from famkg.site import read_copy, render, require_folder, write_folder

    progress = None if quiet else Progress()
    copies = [read_copy(text) for text in copied]
    require_folder(out)
    if checked:
        from famkg.check import check
        from famkg.check.report import write_findings
        from famkg.resources import layers

        if progress:
            progress("check", 0, 0)
        findings = check(layers(data)).findings
        if findings:
            click.echo(write_findings(findings, "table"), err=True, nl=False)
            click.echo(f"famkg: {len(findings)} findings; nothing was written", err=True)
            return 1
    site = render(load(data, seen=seen), base=base_url, copies=copies, step=progress or (lambda *_: None))
    write_folder(site.files, out)
    if progress:
        progress.end()
        click.echo(f"{len(site.files)} files in {out}: open {out / 'index.html'}", err=True)
    return 0
