"""famkg new-source: the skeleton of a source file."""

from __future__ import annotations

import re
from pathlib import Path

import click

from famkg.cli.completion import offering
from famkg.cli.options import data_option, debug_option, quiet_option

__all__ = ["command"]

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@click.command("new-source")
@click.argument("slug")
@click.option("--publisher", metavar="NAME", required=True, help="Who published it: The Gazette.")
@click.option("--title", metavar="TEXT", required=True, help="Its title.")
@click.option("--url", metavar="URL", required=True, help="Its address.")
@click.option("--date", metavar="YYYY-MM-DD", help="When it was published. [default: undated]")
@click.option(
    "--tier",
    metavar="TIER",
    required=True,
    shell_complete=offering("famkg.compile.accept:TIERS"),
    help="on-screen, official, creator, press, wiki or fan.",
)
@data_option
@quiet_option
@debug_option
def command(
    slug: str, *, publisher: str, title: str, url: str, date: str | None, tier: str, data: Path | None, quiet: bool
) -> None:
    """Write the skeleton of the source file SLUG: its record, and one passage to fill in.

    The file is graph/sources/YEAR/SLUG.trig, or undated/SLUG.trig. The passage has no stamp yet, so it stays hidden, and
    states nothing yet: famkg check says both until they are mended.

    Example: famkg new-source gazette-2020-01-05 --publisher "The Gazette" --title "It is coming" --url
    https://example.org/1 --date 2020-01-05 --tier press
    """
    from famkg.claims import read_prefixes
    from famkg.errors import UsageError
    from famkg.resources import layers

    if not _SLUG.fullmatch(slug):
        raise UsageError(f"{slug!r} is no slug; write lower-case ASCII letters, digits and single hyphens: gazette-2020-01-05")
    found = layers(data)
    prefixes, _ = read_prefixes(found.graph)
    record = _record(publisher.strip(), title.strip(), url.strip(), date, tier)
    for path in (found.graph / "sources").rglob(f"{slug}.trig"):
        raise UsageError(f"{path} is there already; choose another slug, or add a passage to it")
    path = found.graph / "sources" / (date[:4] if date else "undated") / f"{slug}.trig"
    passage = f"passage:{slug}-1"
    _write(
        path,
        f"{prefixes.turtle()}\n"
        f"source:{slug}\n  a fam:Source ;\n{record} .\n\n"
        f'{passage}\n  a fam:Passage ;\n  fam:locator "line 1" ;\n  fam:status concept:status-stated ;\n'
        f"  prov:wasDerivedFrom source:{slug} .\n\n"
        f"{passage} {{\n}}\n",
    )
    click.echo(path)
    if not quiet:
        click.echo(f"stamp {passage} with fam:revealedIn, and state in its graph what the line says", err=True)


def _record(publisher: str, title: str, url: str, date: str | None, tier: str) -> str:
    from datetime import date as day

    from pyoxigraph import Literal, NamedNode

    from famkg.compile.accept import TIERS
    from famkg.errors import UnknownNameError, UsageError

    if tier not in TIERS:
        raise UnknownNameError("tier", tier, TIERS, hint="one of " + ", ".join(reversed(TIERS)))
    for option, text in (("--publisher", publisher), ("--title", title)):
        if not text or not text.isprintable():
            raise UsageError(f"{option} {text!r} is no line of text")
    try:
        address = NamedNode(url)
    except ValueError:
        address = None
    if address is None or not re.match(r"https?://[^/\s]+", url):
        raise UsageError(f"--url {url!r} is no address; write https://…")
    lines = [f"  dcterms:title {Literal(title)}", f"  fam:tier concept:tier-{tier}"]
    if date is not None:
        try:
            if day.fromisoformat(date).isoformat() != date:
                raise ValueError
        except ValueError:
            raise UsageError(f"--date {date!r} is no day; write it as 2020-01-05") from None
        lines.append(f'  schema:datePublished "{date}"^^xsd:date')
    lines += [f"  schema:publisher {Literal(publisher)}", f"  schema:url {address}"]
    return " ;\n".join(lines)


def _write(path: Path, text: str) -> None:
    """Write a new file; one that is there, even since a moment ago, is left alone."""
    from famkg.errors import OutputError, UsageError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} is there already; nothing was written") from None
    except OSError as fault:
        if path.exists() and path.read_text(encoding="utf-8") != text:
            path.unlink()
        raise OutputError(f"{path} cannot be written: {fault.strerror}") from None
