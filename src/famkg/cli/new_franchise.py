"""famkg new-franchise: the skeleton of a data folder for another franchise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from famkg.cli.options import debug_option, quiet_option

if TYPE_CHECKING:
    from famkg.terms import Prefixes

__all__ = ["command"]

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@click.command("new-franchise")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--show", "title", metavar="TITLE", required=True, help="The title of the first show, or the only one.")
@click.option("--base", metavar="URL", required=True, help="What the IRIs of your things begin with, ending in a slash.")
@click.option("--slug", metavar="SLUG", help="The name of the show in IRIs. [default: made of its title]")
@click.option("--license", "licence", metavar="URL", help="The licence of your data. [default: none is stated]")
@quiet_option
@debug_option
def command(*, folder: Path, title: str, base: str, slug: str | None, licence: str | None, quiet: bool) -> None:
    """Write the skeleton of a data folder DIR for a franchise of your own: every command then takes it as --data DIR.

    It holds graph/dataset.ttl with the prefixes of your IRIs, the register with a show, its first season and episode, and
    an empty graph/sources/. famkg check finds nothing wrong with it.

    Example: famkg new-franchise mill --show "The Mill" --base https://example.org/mill/
    """
    from famkg.errors import UsageError

    title = title.strip()
    if not title or not title.isprintable():
        raise UsageError(f"--show {title!r} is no line of text")
    slug = _slug(title) if slug is None else slug
    if not _SLUG.fullmatch(slug):
        raise UsageError(f"{slug!r} is no slug; give --slug in lower-case ASCII letters, digits and single hyphens: the-mill")
    for option, address in (("--base", base), ("--license", licence)):
        if address is not None and not _is_address(address):
            raise UsageError(f"{option} {address!r} is no address; write https://…")
    prefixes = _prefixes(base.rstrip("/") + "/")
    _write(
        folder,
        {
            "graph/dataset.ttl": _dataset(prefixes, title, slug, licence),
            "graph/entities/people.ttl": prefixes.turtle(),
            "graph/entities/story.ttl": prefixes.turtle(),
            "graph/entities/works.ttl": _works(prefixes, title, slug),
        },
    )
    click.echo(folder)
    if not quiet:
        told = "register who and what there is in graph/entities/, then famkg new-source begins the file of a source"
        click.echo(told, err=True)


def _slug(title: str) -> str:
    from pyoxigraph import Literal

    from famkg.check.slugs import slug_of

    return slug_of(Literal(title))


def _is_address(text: str) -> bool:
    from pyoxigraph import NamedNode

    try:
        NamedNode(text)
    except ValueError:
        return False
    return re.match(r"https?://[^/\s]+", text) is not None


def _prefixes(base: str) -> Prefixes:
    """The prefixes of the shipped franchise, one a kind of thing, with another base."""
    from famkg.claims import read_prefixes
    from famkg.errors import UsageError
    from famkg.resources import layers
    from famkg.terms import VOCABULARY_PREFIXES, Prefixes

    shipped, _ = read_prefixes(layers().graph)
    kinds = [prefix for prefix in shipped.namespaces if prefix not in VOCABULARY_PREFIXES]
    if base in {shipped.namespaces[kind].removesuffix(f"{kind}/") for kind in kinds}:
        raise UsageError(f"--base {base} is that of the shipped franchise; choose an address of your own")
    return Prefixes({kind: f"{base}{kind}/" for kind in kinds})


def _dataset(prefixes: Prefixes, title: str, slug: str, licence: str | None) -> str:
    from pyoxigraph import Literal

    from famkg.terms import VOCABULARY_PREFIXES

    own = {prefix: iri for prefix, iri in prefixes.namespaces.items() if prefix not in VOCABULARY_PREFIXES}
    base = own["show"].removesuffix("show/")
    declared = {prefix: f"<{base}prefix/{prefix}>" for prefix in own}
    lines = [f"<{base}dataset>\n  a <http://rdfs.org/ns/void#Dataset> ;\n"]
    lines += [f"  dcterms:license <{licence}> ;\n"] if licence else []
    lines += [f"  dcterms:title {Literal(title, language='en')} ;\n  fam:mainShow show:{slug} ;\n  sh:declare\n    "]
    blocks = ["".join(lines) + " ,\n    ".join(declared.values()) + " .\n"]
    blocks += [
        f'{declared[prefix]}\n  a sh:PrefixDeclaration ;\n  sh:namespace "{iri}"^^xsd:anyURI ;\n  sh:prefix "{prefix}" .\n'
        for prefix, iri in own.items()
    ]
    return "\n".join((prefixes.turtle(), *blocks))


def _works(prefixes: Prefixes, title: str, slug: str) -> str:
    from pyoxigraph import Literal

    works = (
        (f"show:{slug}", "Show", title),
        (f"season:{slug}-1", "Season", f"{title} season 1"),
        (f"episode:{slug}-s01e01", "Episode", f"{title} S01E01"),
    )
    blocks = (f"{iri}\n  a fam:{kind} ;\n  skos:prefLabel {Literal(name, language='en')} .\n" for iri, kind, name in works)
    return "\n".join((prefixes.turtle(), *blocks))


def _write(folder: Path, files: Mapping[str, str]) -> None:
    """Write a new folder, whole or not at all; one with anything in it is left alone."""
    import shutil
    import tempfile

    from famkg.errors import OutputError, UsageError

    work: Path | None = None
    try:
        if folder.exists() and any(folder.iterdir()):
            raise UsageError(f"{folder} holds files already; name a new or empty folder")
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".famkg-", dir=folder.parent))
        work.chmod(0o755)
        (work / "graph" / "sources").mkdir(parents=True)
        for name, text in files.items():
            path = work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        work.replace(folder)
    except OSError as fault:
        raise OutputError(f"{folder} cannot be written: {fault.strerror}") from None
    finally:
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)
