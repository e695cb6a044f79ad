"""The rule that verifies our reading against the texts of sources, where they are at hand."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.check.findings import Fault, rule
from famkg.claims import Claims, Passage
from famkg.claims.locate import Place

if TYPE_CHECKING:
    from famkg.check.context import Context

__all__ = ["RULES", "Verification", "digest_of_line", "digests_of", "verify"]


def digest_of_line(line: str) -> str:
    """SHA-256 of a line: NFC, trimmed, runs of white space as one space, in UTF-8."""
    return hashlib.sha256(" ".join(unicodedata.normalize("NFC", line).split()).encode()).hexdigest()


def digests_of(text: str) -> dict[str, str]:
    """Locator (``line 1`` …) to digest of the non-empty lines of a text."""
    lines = [line for line in text.removeprefix("\ufeff").split("\n") if line.strip()]
    return {f"line {number}": digest_of_line(line) for number, line in enumerate(lines, 1)}


@dataclass(frozen=True, slots=True)
class Verification:
    """How many digests there are and how many agree; what else was found, by the source or passage it is about.

    ``unreadable`` are texts that could not be read.
    """

    total: int
    verified: int
    faults: tuple[tuple[NamedNode, str], ...]
    unreadable: tuple[tuple[Path, str], ...]


def verify(claims: Claims, folder: Path) -> Verification:
    """Compare the digests of passages with the ``.txt`` files in a folder.

    The text of a source is the file with which most of its digests agree.
    """
    texts: dict[Path, Mapping[str, str]] = {}
    unreadable: list[tuple[Path, str]] = []
    for path in sorted(folder.glob("*.txt")):
        try:
            texts[path] = digests_of(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as fault:
            unreadable.append((path, f"cannot be read: {fault}"))
    by_source: dict[NamedNode, list[Passage]] = defaultdict(list)
    for passage in claims.passages.values():
        if passage.digest:
            by_source[passage.source].append(passage)
    faults: list[tuple[NamedNode, str]] = []
    verified = 0
    for source, passages in by_source.items():
        agreeing = {path: sum(lines.get(p.locator) == p.digest for p in passages) for path, lines in texts.items()}
        best = max(agreeing, key=lambda path: agreeing[path], default=None)
        if best is None or not agreeing[best]:
            name = claims.prefixes.shrink(source.value)
            faults.append((source, f"no text in {folder} has any of the {len(passages)} lines that {name} cites"))
            continue
        verified += agreeing[best]
        faults += [
            (passage.iri, _disagreement(passage, best.name, texts[best]))
            for passage in passages
            if texts[best].get(passage.locator) != passage.digest
        ]
    return Verification(sum(map(len, by_source.values())), verified, tuple(faults), tuple(unreadable))


def _disagreement(passage: Passage, name: str, lines: Mapping[str, str]) -> str:
    if passage.locator not in lines:
        return f"{name} has no {passage.locator}; it has {len(lines)} lines"
    elsewhere = next((locator for locator, digest in lines.items() if digest == passage.digest), None)
    return f"{passage.locator} of {name} reads otherwise" + (f"; {elsewhere} has this digest" if elsewhere else "")


@rule("text-digest")
def text_digest(context: Context) -> Iterator[Fault]:
    """With --texts DIR, the digest of each passage must be that of the line it names in the text of its source: the .txt
    file in DIR with which most of the source's digests agree. Read the line again and mend locator or digest; where the
    text is not the one that was read, get that one.
    """
    if context.texts is not None:
        found = verify(context.claims, context.texts)
        for path, message in found.unreadable:
            yield Fault(Place(path, 1), message)
        for node, message in found.faults:
            yield Fault(context.at_node(node), message, node)


RULES = (text_digest,)
