"""How IRIs lead to documents: the rules of a namespace, read from what the site has, to be written for one server or another.

Everything is relative: names to the address that the franchise's own IRIs lie under, paths to that of the site.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from famkg.export.void import PARTS
from famkg.site.linked.documents import Document, version_names
from famkg.terms import FAM, TYPE, VOCABULARY_PREFIXES

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["SLUG", "Rules", "read_rules"]

SLUG = "[a-z0-9][a-z0-9_-]*"
"""Slugs that are file names as they are: see ``famkg.site.addresses.file_name``."""

_PASSAGE = re.compile(r"([^/]+)/(.+)-[0-9]+")
_DECLARATION = VOCABULARY_PREFIXES["sh"] + "PrefixDeclaration"


@dataclass(frozen=True, slots=True)
class Rules:
    """How the IRIs of a namespace lead to documents.

    ``kinds`` are folders whose slugs are file names under ``doc/``; ``things`` the documents of what is not found that way.
    ``passages`` gives the document and anchor of each passage; ``usual`` the folder of passages and that of the documents
    about their sources, where most are named after their source. ``dataset`` are the names that lead to the description of
    the dataset. ``versions`` are those of the vocabulary, None where it lies elsewhere.
    """

    kinds: tuple[str, ...]
    things: Mapping[str, str]
    passages: Mapping[str, tuple[str, str]]
    usual: tuple[str, str] | None
    dataset: tuple[str, ...]
    versions: tuple[str, ...] | None

    def is_usual(self, passage: str) -> bool:
        """Whether the document of a passage follows from its name."""
        return _named_after_source(passage, self.passages[passage]) == self.usual


def read_rules(reading: Reading, documents: Iterable[Document]) -> Rules:
    """The rules of the namespace that the franchise's own IRIs lie in."""
    home = reading.home
    paths = {document.thing.value.removeprefix(home): document.path for document in documents if _lies(document, home)}
    kinds = sorted({name.partition("/")[0] for name, path in paths.items() if path == f"doc/{name}"})
    regular = re.compile(rf"(?:{'|'.join(kinds)})/{SLUG}")
    passages = {
        iri.removeprefix(home): (path.partition(".html#")[0], path.partition("#")[2])
        for iri, path in reading.addresses.anchors.items()
        if iri.startswith(home) and path.startswith("doc/")
    }
    usual = Counter(pair for name, part in passages.items() if (pair := _named_after_source(name, part)) is not None)
    declared = [term for term, told in reading.evidence.items() if any(_declares(t) for t in told)]
    described = [node.value for node in (reading.dataset, *declared, *PARTS) if node.value.startswith(home)]
    return Rules(
        kinds=tuple(kinds),
        things={name: path for name, path in sorted(paths.items()) if path != f"doc/{name}" or not regular.fullmatch(name)},
        passages=dict(sorted(passages.items())),
        usual=usual.most_common(1)[0][0] if usual else None,
        dataset=tuple(sorted(iri.removeprefix(home) for iri in described)),
        versions=version_names(reading) if FAM.startswith(home) else None,
    )


def _lies(document: Document, home: str) -> bool:
    return document.thing.value.startswith(home)


def _named_after_source(name: str, part: tuple[str, str]) -> tuple[str, str] | None:
    """The folders of a passage and of the document of its source, where both have the name that is to be expected."""
    found = _PASSAGE.fullmatch(name)
    folder, _, slug = part[0].removeprefix("doc/").partition("/")
    if found is None or slug != found[2] or part[1] != name.partition("/")[2] or not re.fullmatch(SLUG, slug):
        return None
    return found[1], folder


def _declares(triple: object) -> bool:
    return getattr(triple, "predicate", None) == TYPE and getattr(getattr(triple, "object", None), "value", "") == _DECLARATION
