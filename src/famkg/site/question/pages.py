"""The questions: every named query by topic, and a page each with its answer for this viewer, its text and its rows as CSV.

A query's text can tell, for a slot may hold a thing: where this viewer does not know it, the slot is shown and asked empty,
which means any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from famkg.compile.rules import read_rules
from famkg.errors import UsageError
from famkg.query.catalogue import Query
from famkg.query.citing import read_grounds, worth_citing
from famkg.query.evidence import Citation, by_weight
from famkg.query.header import Parameter
from famkg.query.result import Result
from famkg.query.slots import slot_data
from famkg.query.support import read_support
from famkg.site.evidence.saying import Names
from famkg.site.marks import Notes
from famkg.site.once import once
from famkg.site.question.answers import MOST, as_answer
from famkg.site.question.sparql import parts
from famkg.site.shell import Page
from famkg.store.base import Solutions

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["Asked", "Slot", "ask", "make", "pages", "safe_text"]

_TOPICS: Mapping[str, str] = {
    "works": "Shows, seasons and episodes, who made them, and what is announced.",
    "people": "Who plays whom, in which season, and who makes what.",
    "story": "What happens, to whom, and when: lives, missions, families, offices.",
    "history": "Where the told history leaves ours, and what follows from it.",
    "claims": "Who says so, how sure it is, and where sources disagree.",
    "identity": "Names, aliases and identifiers.",
    "network": "Who is tied to whom.",
}
"""What the topics of the shipped queries are about; another topic stands by its name alone."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter of a query, and what its slot holds: a thing, or text; both empty where it means any."""

    parameter: Parameter
    thing: NamedNode | None
    text: str
    setting: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with what this viewer may read of its text, its slots, and its rows; ``grounds`` are the triples that each row
    rests on, None where rows cannot be led back to facts.
    """

    query: Query
    text: str
    slots: tuple[Slot, ...]
    result: Result
    grounds: tuple[frozenset[Triple], ...] | None


@once
def ask(reading: Reading) -> tuple[Asked, ...]:
    """Every named query, asked with what its slots hold; by topic and name."""
    found = []
    for query in sorted(reading.kg.catalogue.queries.values(), key=lambda query: (_topic_rank(query.topic), query.name)):
        slots = tuple(_slots(reading, query))
        text = safe_text(reading, query)
        answer = reading.kg.sparql(text)
        if isinstance(answer, Solutions):
            grounds = _grounds(reading, query, text, answer)
            found.append(Asked(query, text, slots, Result.of(answer, reading.kg.prefixes), grounds))
    return tuple(found)


def safe_text(reading: Reading, query: Query) -> str:
    """The text of a query in which no slot holds what this viewer does not know."""
    return reading.kg.text_of(query, {slot.parameter.name: None for slot in _slots(reading, query) if not slot.setting})


def make(reading: Reading) -> Iterator[tuple[str, bytes]]:
    """The text of each query as a file, and its rows as CSV (SPARQL 1.1 Query Results CSV)."""
    for asked in ask(reading):
        yield f"questions/{asked.query.name}.rq", asked.text.encode()
        yield f"questions/{asked.query.name}.csv", asked.result.to("csv").encode()


def pages(reading: Reading) -> Iterator[Page]:
    """The list by topic, and a page for each question."""
    questions = ask(reading)
    names = Names(reading)
    citations = _citations(reading, questions)
    topics: dict[str, list[Asked]] = defaultdict(list)
    for asked in questions:
        topics[asked.query.topic].append(asked)
    yield Page(
        path="questions.html",
        title="Questions",
        description="Every question that the graph is asked by name, with its answer, its text in SPARQL, and its rows as CSV.",
        template="questions.html",
        section="questions.html",
        values={"topics": [(topic, _TOPICS.get(topic, ""), found) for topic, found in topics.items()], "most": MOST},
    )
    for asked in questions:
        yield _page(reading, asked, names, citations)


def _page(reading: Reading, asked: Asked, names: Names, citations: Mapping[Triple, tuple[Citation, ...]]) -> Page:
    query, notes = asked.query, Notes(reading)
    cited = None
    if asked.grounds is not None:
        cited = [
            tuple(sorted({c for triple in triples for c in citations.get(triple, ())}, key=by_weight))
            for triples in asked.grounds[:MOST]
        ]
    answer = as_answer(asked.result, names, cited, notes)
    return Page(
        path=f"questions/{query.name}.html",
        title=query.header.summary,
        description=query.header.description or f"{query.header.summary}: the answer as a table, as CSV, and the query.",
        template="question.html",
        section="questions.html",
        alternates={"text/csv": f"questions/{query.name}.csv", "application/sparql-query": f"questions/{query.name}.rq"},
        values={
            "query": query,
            "slots": asked.slots,
            "answer": answer,
            "notes": notes.listed,
            "names": names,
            "parts": list(parts(asked.text)),
            "seen_option": f" --seen {reading.kg.seen}" if reading.kg.seen not in (None, "all") else "",
        },
    )


def _topic_rank(topic: str) -> tuple[int, str]:
    order = list(_TOPICS)
    return (order.index(topic) if topic in order else len(order), topic)


def _slots(reading: Reading, query: Query) -> Iterator[Slot]:
    data = slot_data(query.text)
    for parameter in query.header.parameters:
        held = data[parameter.name]
        if parameter.type in ("iri", "episode"):
            iri = held[1:-1] if held.startswith("<") else reading.kg.prefixes.expand(held)
            known = NamedNode(iri) if iri is not None and _is_known(reading, iri) else None
            yield Slot(parameter, known, "", "" if known is None else reading.kg.prefixes.shrink(known.value))
        else:
            text = "" if held == "UNDEF" else held.partition("^^")[0].strip('"')
            yield Slot(parameter, None, text, text)


def _is_known(reading: Reading, iri: str) -> bool:
    """Whether this viewer's dataset speaks of a thing, or the vocabulary does."""
    try:
        node = NamedNode(iri)
    except ValueError:
        return False
    return node in reading.facts or node in reading.evidence or node in reading.ontology


def _grounds(reading: Reading, query: Query, text: str, answer: Solutions) -> tuple[frozenset[Triple], ...] | None:
    if query.kind == "evidence":
        return None
    try:
        return tuple(frozenset(worth_citing(triples)) for triples in read_grounds(reading.kg.store, text, answer))
    except UsageError:  # its rows cannot be led back to the triples they rest on
        return None


def _citations(reading: Reading, questions: Sequence[Asked]) -> Mapping[Triple, tuple[Citation, ...]]:
    """The passages behind every triple that a row of any of the questions rests on."""
    wanted = {triple for asked in questions for triples in asked.grounds or () for triple in triples}
    return read_support(reading.kg.store, read_rules(reading.kg.layers.queries), wanted).citations
