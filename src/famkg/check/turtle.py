"""Rules about the look of Turtle and TriG, read from the text: re-serialising would lose comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from famkg.check.findings import Fault, Reach, rule
from famkg.check.reading import DataFile
from famkg.check.upkeep import dataset_prefix
from famkg.claims.locate import Place
from famkg.claims.text import Pair, Statement, prefixes_of, read_statements
from famkg.plain import HIDDEN

if TYPE_CHECKING:
    from famkg.check.context import Context

__all__ = ["RULES", "WIDTH"]

WIDTH = 100
"""How wide a statement on one line may be, in columns."""

_STEP = 2
_LABELS = ("skos:prefLabel", "rdfs:label")


@rule("turtle-text", reach=Reach.FILE)
def turtle_text(context: Context) -> Iterator[Fault]:
    """A difference between two versions of a file must be a difference of facts: no tabs, no space at the end of a line,
    lines that end in a line feed alone, one line feed at the end of the file.
    """
    for file in (*context.files, *context.ontology):
        lines = file.text.split("\n")
        for number, line in enumerate(lines, 1):
            if "\r" in line:
                yield Fault(Place(file.path, number), "a carriage return; end lines with a line feed alone")
                break
        for number, line in enumerate(lines, 1):
            if "\t" in line:
                yield Fault(Place(file.path, number), "a tab; indent with two spaces")
            if re.search(r"[ \t]+\r?$", line):
                yield Fault(Place(file.path, number), "space at the end of the line")
        if file.text and (not file.text.endswith("\n") or file.text.endswith("\n\n")):
            yield Fault(Place(file.path, len(file.text.rstrip("\n").split("\n"))), "end the file with one line feed")


@rule("turtle-prefixes")
def turtle_prefixes(context: Context) -> Iterator[Fault]:
    """Every file under graph/ opens with the same prefixes, so that a name means the same everywhere: those of the
    vocabulary and those that graph/dataset.ttl declares, in the order of the alphabet. Copy the header of another file;
    comments may stand above it. Files of the ontology declare what they use.
    """
    header = context.prefixes.turtle()
    is_sound = not any(dataset_prefix.find(context))  # else every file would be told to repeat the fault
    for file in context.readable if is_sound else ():
        start = re.match(r"(#[^\n]*\n|\s*\n)*", file.text)
        at = start.end() if start else 0
        if file.text.startswith(header, at) and file.text[at + len(header) :][:1] in ("\n", ""):
            continue
        wanted, line = header.splitlines(), file.text.count("\n", 0, at) + 1
        found = file.text[at:].splitlines()
        agreeing = next((i for i, text in enumerate(wanted) if i >= len(found) or found[i] != text), len(wanted))
        expected = wanted[agreeing] if agreeing < len(wanted) else "an empty line, and no further prefix,"
        yield Fault(Place(file.path, line + agreeing), f"{expected} must stand here")
    known = context.prefixes.namespaces
    for file in context.ontology:
        for prefix, iri in prefixes_of(file.text).items():
            if known.get(prefix, iri) != iri:
                number = next(n for n, text in enumerate(file.text.splitlines(), 1) if f"{prefix}:" in text)
                yield Fault(Place(file.path, number), f"{prefix}: is <{known[prefix]}> elsewhere, not <{iri}>")


@rule("turtle-layout", reach=Reach.FILE)
def turtle_layout(context: Context) -> Iterator[Fault]:
    """Turtle has one look: the subject on a line of its own, each predicate on the next lines, two spaces further in;
    several objects one a line. A whole statement may stand on one line where that is a passage's record or a claim, and
    no wider than 100 columns. Within a graph everything is two spaces further in.
    """
    for file in _laid_out(context):
        lines = file.text.split("\n")
        for statement in read_statements(file.text):
            for line, message in islice(_layout_faults(statement, lines), 1):
                yield Fault(Place(file.path, line), message)


def _layout_faults(statement: Statement, lines: list[str]) -> Iterator[tuple[int, str]]:
    """Line and message of what is wrong with a statement's layout, from its first line to its last."""
    subject = statement.subject
    margin = _STEP if statement.graph else 0
    if subject.column != margin + 1:
        yield subject.line, f"indent the subject by {margin} spaces" if margin else "a subject begins its line"
    elif statement.last_line == subject.line:
        yield from _line_faults(statement, lines[subject.line - 1])
    else:
        line, indent = subject.line, margin + _STEP
        for pair in statement.pairs:
            predicate = pair.predicate
            if predicate.line == line:
                yield predicate.line, f"begin a line with {predicate.text}"
            elif predicate.column != indent + 1:
                yield predicate.line, f"indent {predicate.text} by {indent} spaces"
            line = predicate.line
            for number, value in enumerate(pair.objects):
                first, last = value[0], value[-1]
                if first.line == line and number:
                    yield first.line, "write one object a line"
                elif first.line != line and first.column != indent + _STEP + 1:
                    yield first.line, f"indent the object by {indent + _STEP} spaces"
                line = last.line + last.text.count("\n")


def _line_faults(statement: Statement, text: str) -> Iterator[tuple[int, str]]:
    line = statement.subject.line
    kinds = {value[0].text for pair in statement.pairs if pair.predicate.text == "a" for value in pair.objects}
    if not statement.graph and "fam:Passage" not in kinds:
        yield line, "write the subject on a line of its own"
    elif len(text) > WIDTH:
        yield line, f"{len(text)} columns; a statement on one line has {WIDTH} at most"


@rule("turtle-order", reach=Reach.FILE)
def turtle_order(context: Context) -> Iterator[Fault]:
    """A reader finds a predicate where it always stands: a first, then the label, then the others in the order of the
    alphabet by their prefixed names, each once. Move the line.
    """
    for file in _laid_out(context):
        for statement in read_statements(file.text):
            for before, after in zip(statement.pairs, statement.pairs[1:], strict=False):
                if _rank(before) == _rank(after):
                    yield Fault(Place(file.path, after.predicate.line), f"{after.predicate.text} twice; join the objects")
                elif _rank(before) > _rank(after):
                    message = f"{after.predicate.text} belongs before {before.predicate.text}"
                    yield Fault(Place(file.path, after.predicate.line), message)


def _rank(pair: Pair) -> tuple[int, str]:
    name = pair.predicate.text
    return (0 if name == "a" else 1 if name in _LABELS else 2, name)


def _laid_out(context: Context) -> tuple[DataFile, ...]:
    return (*context.readable, *(file for file in context.ontology if not file.faults))


@rule("hidden-character", reach=Reach.FILE)
def hidden_character(context: Context) -> Iterator[Fault]:
    """Control characters, and marks that turn the direction of text, make a line read otherwise than it stands: on a
    terminal, in a review, on a page. Remove them; an escape for one in a literal does the same.
    """
    texts = [(file.path, file.text) for file in (*context.files, *context.ontology)]
    for path, text in (*texts, *((query.path, query.text) for query in context.queries)):
        if HIDDEN.search(text):
            for number, line in enumerate(text.split("\n"), 1):
                if found := HIDDEN.search(line):
                    yield Fault(Place(path, number), f"a hidden character, U+{ord(found[0]):04X}")


RULES = (hidden_character, turtle_text, turtle_prefixes, turtle_layout, turtle_order)
