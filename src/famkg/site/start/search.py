"""The search of the site: an index of all names as a script of data, and the page that lists what was found.

Hidden labels, such as misspellings in the press, are searched and never shown. All of it comes from the compiled dataset.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.site.entity.wording import plural
from famkg.site.graphs import read_views
from famkg.site.shell import SECTIONS, Page
from famkg.site.start.describe import describe, world_of
from famkg.site.start.things import kind_page, named_things
from famkg.site.start.weight import by_weight
from famkg.terms import ALT_LABEL, HIDDEN_LABEL, PREF_LABEL, TITLE
from famkg.views.drawing import plain

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["INDEX", "make", "pages"]

INDEX = "assets/search.js"

_SHOWN = (PREF_LABEL, ALT_LABEL, TITLE)

_Entry = list[object]
"""Name, kind, world, folder and rest of the path (numbers count into lists), what tells it apart, other names, hidden ones."""


def pages(reading: Reading) -> Iterator[Page]:
    """The page of results; without a script it leads to the lists."""
    yield Page(
        path="search.html",
        title="Search",
        template="search.html",
        values={"count": sum(1 for _ in named_things(reading))},
        description="Everything by name, misspelt or not.",
    )


def make(reading: Reading) -> Iterator[tuple[str, bytes]]:
    """The index: things in order of weight, then the parts of the site, its lists, questions and graphs."""
    index = _Index()
    for thing in by_weight(reading, named_things(reading)):
        index.add_thing(reading, thing)
    for path, name in SECTIONS.items():
        index.add(name, kind="part of the site", path=path)
    for kind in sorted({reading.classes[thing] for thing in named_things(reading)}, key=str):
        index.add(plural(reading.labels[kind]).capitalize(), kind="list from A to Z", path=kind_page(kind))
    for query in reading.kg.catalogue.queries.values():
        index.add(query.header.summary, kind="question", path=f"questions/{query.name}.html", hidden=[query.name])
    for view in read_views(reading):
        if view.thumbnail is not None:
            index.add(view.query.header.summary, kind="graph", path=f"views/{view.name}.html", hidden=[view.name])
    text = json.dumps(index.content, ensure_ascii=False, separators=(",", ":"))
    yield INDEX, f"window.famkgIndex={text};\n".encode()


class _Index:
    """The content of the index; what recurs (kinds, worlds, folders) stands once and is counted into."""

    def __init__(self) -> None:
        self._kinds: dict[str, int] = {}
        self._worlds: dict[str, int] = {}
        self._folders: dict[str, int] = {}
        self._entries: list[_Entry] = []

    @property
    def content(self) -> dict[str, object]:
        """What the script reads."""
        lists = {"kinds": self._kinds, "worlds": self._worlds, "folders": self._folders}
        return {name: list(values) for name, values in lists.items()} | {"entries": self._entries}

    def add_thing(self, reading: Reading, thing: NamedNode) -> None:
        """A thing under every name it has."""
        label = reading.labels[thing]
        names = {p: {t.object.value for t in reading.facts[thing] if t.predicate == p} for p in (*_SHOWN, HIDDEN_LABEL)}  # type: ignore[union-attr]
        shown = set().union(*(names[predicate] for predicate in _SHOWN))
        world = world_of(reading, thing)
        path = reading.addresses.page(thing.value)
        assert path is not None
        self.add(
            label,
            kind=reading.labels[reading.classes[thing]],
            path=path,
            world="" if world is None else reading.labels[world],
            about=describe(reading, thing),
            others=sorted(shown - {label}),
            hidden=sorted(names[HIDDEN_LABEL] - shown),
        )

    def add(
        self,
        name: str,
        *,
        kind: str,
        path: str,
        world: str = "",
        about: str = "",
        others: list[str] | None = None,
        hidden: list[str] | None = None,
    ) -> None:
        """One entry; what is empty at its end is left out."""
        folder, slash, rest = path.rpartition("/")
        entry: _Entry = [
            plain(name),
            _place(self._kinds, plain(kind)),
            _place(self._worlds, plain(world)) if world else -1,
            _place(self._folders, folder + slash),
            rest,
            plain(about),
            [plain(other) for other in others or ()],
            [plain(other) for other in hidden or ()],
        ]
        while entry[-1] in ("", []):
            entry.pop()
        self._entries.append(entry)


def _place(values: dict[str, int], value: str) -> int:
    return values.setdefault(value, len(values))
