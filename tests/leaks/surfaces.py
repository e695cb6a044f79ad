"""Every surface of famkg for one viewer, as bytes: what a person or a program can be shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import cache
from importlib.resources import files as resource_files
from typing import Any, TypeVar

from click.testing import CliRunner

import famkg
from famkg.cli import COMMANDS, app
from famkg.errors import FamkgError
from famkg.export import FORMATS
from famkg.site import render
from famkg.views.page import draw

from .forbidden import Viewer
from .search import Search

Surface = tuple[str, bytes]
Item = TypeVar("Item")

UNSEARCHED = {
    "check": "speaks of the files, to who writes them",
    "push": "sends the compiled dataset, which is searched whole",
    "new-source": "reads no dataset",
    "new-franchise": "reads no dataset",
    "build": "writes what famkg.site renders, which is searched",
}
"""The commands whose output is not searched, and why."""


def sample(items: Iterable[Item], most: int) -> list[Item]:
    """At most so many of the items, evenly spread over their order."""
    found = sorted(items, key=str)
    step = max(1, -(-len(found) // most))
    return found[::step]


@cache
def _static() -> str:
    """vis-network, which every view page carries: not ours, and the same for all."""
    text = (resource_files("pyvis") / "templates/lib/vis-9.1.2/vis-network.min.js").read_text(encoding="utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\\x85")


def without_static(page: bytes) -> bytes:
    return page.replace(_static().encode(), b"")


def surfaces(
    kg: famkg.KnowledgeGraph, viewer: Viewer, search: Search, *, entities: int = 30, reasons: int = 30, widest: bool = True
) -> Iterator[Surface]:
    """What the Python face gives: queries, entities, reasons, pages, exports, the site, comparisons, and errors.

    ``entities`` are shown and asked for in vain, ``reasons`` asked why; ``widest`` asks queries with their slots
    empty too, and twenty of them with citations.
    """
    facts = kg.facts()
    shown = sorted({t.subject.value for t in facts if viewer.files.is_ours(t.subject) and t.subject in viewer.things})
    yield "dataset", "".join(f"{quad} .\n" for quad in kg.quads()).encode()
    cited = sample(kg.catalogue.queries, 20) if widest else ()
    for name, query in kg.catalogue.queries.items():
        yield f"query {name}", kg.query(name).to("csv").encode()
        if name in cited:
            yield f"query {name}, cited", _told(lambda name=name: kg.cite(name).to("json"))
        iris = {parameter.name: None for parameter in query.header.parameters if parameter.type == "iri"}
        if widest and iris and query.kind == "facts":
            yield f"query {name}, any", _told(lambda query=query, iris=iris: kg.ask(query, iris).to("json"))
    for iri in sample(shown, entities):
        entity = kg.entity(iri)
        yield f"show {iri}", f"{entity}\n{entity._repr_html_()}\n{json.dumps(asdict(entity), ensure_ascii=False)}".encode()
    for triple in sample((t for t in facts if viewer.files.is_ours(t.subject)), reasons):
        subject, predicate, value = (term.value for term in triple)
        yield f"why {triple}", _told(lambda s=subject, p=predicate, o=value: "".join(map(str, kg.why(s, p, o))))
    yield from _answers_to_forbidden_names(kg, search, entities)
    for name, view in kg.catalogue.views.items():
        if any(parameter.name == "thing" for parameter in view.header.parameters):
            for iri in sample(shown, 3):
                yield f"view {name} {iri}", without_static(draw(kg.network(name, thing=iri), seen=kg.seen).encode())
    site = render(kg)
    yield "site: file names", "\n".join(site.files).encode()
    for name, content in site.files.items():
        if not name.endswith(".gz"):
            yield f"site: {name}", without_static(content)
    rendered = set(site.files.values())
    for form in FORMATS:
        if (written := kg.export(form)) not in rendered:
            yield f"export {form}", written
    yield from _comparisons(kg)
    yield from _in_a_notebook(kg)


def _told(ask: Any) -> bytes:
    """The answer, or what the error says."""
    try:
        return str(ask()).encode()
    except FamkgError as fault:
        return str(fault).encode()


def _answers_to_forbidden_names(kg: famkg.KnowledgeGraph, search: Search, most: int) -> Iterator[Surface]:
    """Errors and suggestions for who asks after what they may not know; what they typed themselves is cut out."""
    for name in sample(search.names, most):
        answers = [_told(lambda name=name: kg.entity(name)), _told(lambda name=name: kg.why(name, "fam:agent"))]
        found = "\n".join(f"{shown} {thing.value}" for shown, thing in kg.names.search(name))
        said = b"\n".join([*answers, found.encode()]).decode()
        yield f"asking for {name}", said.replace(repr(name), "").encode()
    for iri in sample(search.iris, most):
        curie = kg.prefixes.shrink(iri)
        said = _told(lambda iri=iri: kg.entity(iri)).decode() + _told(lambda iri=iri: kg.why(iri, "fam:agent")).decode()
        yield f"asking for {curie}", said.replace(f"{curie} fam:agent", "").replace(curie, "").replace(iri, "").encode()


def _in_a_notebook(kg: famkg.KnowledgeGraph) -> Iterator[Surface]:
    """What a notebook shows by itself of what is not searched elsewhere."""
    shown = [kg, kg.compare(), *(kg.network(name) for name in sample(kg.catalogue.views, 2))]
    for each in shown:
        yield f"notebook: {each!r:.60}", f"{each!r} {each._repr_html_()}".encode()


def _comparisons(kg: famkg.KnowledgeGraph) -> Iterator[Surface]:
    from famkg.views.timeline import draw_timeline

    for at in (None, "1983"):
        comparison = kg.compare(at=at)
        yield f"compare {at}: page", draw_timeline(comparison).encode()
        for form in ("table", "json"):
            yield f"compare {at}: {form}", str(comparison.to(form)).encode()


def commands(names: Sequence[str], queries: Sequence[str]) -> dict[str, list[list[str]]]:
    """Calls of every command that shows a dataset, by command; ``names`` are things that this viewer may know."""
    first, last = names[0], names[-1]
    return {
        "query": [[], *[[query, "--format", "csv"] for query in queries]],
        "show": [[name, "--format", form] for name in names for form in ("text", "json")],
        "why": [[first, "rdf:type"], [last, "skos:prefLabel", "--format", "json"]],
        "search": [[name] for name in names],
        "view": [[], ["everything", "-o", "-"], ["--around", first, "-o", "-"]],
        "export": [[], *[[form] for form, known in FORMATS.items() if not known.binary]],  # those are searched unpacked
        "compare": [[], ["--format", "json"], ["--format", "html"]],
        "path": [[first, last], [first, last, "--format", "json"]],
        "rank": [[], ["--communities", "--format", "json"]],
    }


def command_line(words: Sequence[str], common: Sequence[str]) -> bytes:
    """All that a call of the command line prints, on either stream, errors too."""
    result = CliRunner().invoke(app, [*words, *common], prog_name="famkg")
    said = result.output + (str(result.exception) if isinstance(result.exception, FamkgError) else "")
    if result.exception is not None and not isinstance(result.exception, FamkgError | SystemExit):
        raise result.exception
    assert "Usage:" not in said, f"famkg {' '.join(words)} is no call: {said}"
    return without_static(said.encode())


def shown_commands() -> list[str]:
    return [name for name in COMMANDS if name not in UNSEARCHED]
