"""Rules about query files: headers, form, the graphs they ask, the terms and prefixes they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.check.context import QueryFile
from famkg.check.findings import Fault, Reach, rule
from famkg.check.sparql import Outline, read_outline
from famkg.claims.locate import Place
from famkg.compile.rules import read_rule
from famkg.errors import DataError, UsageError
from famkg.query.header import find_faults, read_header
from famkg.query.slots import slot_names
from famkg.store.base import Solutions
from famkg.terms import CONCEPT, FAM, VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.check.context import Context

__all__ = ["RULES", "asked", "line_of"]

_outline = lru_cache(maxsize=None)(read_outline)


def asked(context: Context) -> Iterator[tuple[QueryFile, Outline]]:
    """The queries that are asked, with their outlines: all files but the inference rules."""
    for query in context.queries:
        if query.topic != "rules" and not query.fault:
            yield query, _outline(query.text)


def line_of(text: str, word: str, *, comments: bool = False) -> int:
    """The line of the first word of this spelling, outside comments or in one, else 1."""
    for number, line in enumerate(text.split("\n"), 1):
        if re.search(rf"\b{word}\b", line, re.IGNORECASE) and line.lstrip().startswith("#") == comments:
            return number
    return 1


@rule("query-header", reach=Reach.FILE)
def query_header(context: Context) -> Iterator[Fault]:
    """A query's header makes it findable and fillable: #+ summary:, #+ parameter: NAME TYPE TEXT with a slot of that
    name, #+ columns:, and nothing that no one reads. Two queries of one name hide one another. Mend the header or
    rename the file.
    """
    names: dict[tuple[bool, str], str] = {}
    for query, _ in asked(context):
        faults = find_faults(query.text)
        for line, message in faults:
            yield Fault(Place(query.path, line), message)
        if not faults:
            slots = slot_names(query.text)
            for parameter in read_header(query.text, query.path).parameters:
                if parameter.name not in slots:
                    line = line_of(query.text, rf"parameter:\s+{parameter.name}", comments=True)
                    yield Fault(Place(query.path, line), f"no slot VALUES ?{parameter.name} {{ … }}")
        key = (query.topic == "views", query.path.stem)
        if query.topic != "checks" and names.setdefault(key, str(query.path)) != str(query.path):
            yield Fault(Place(query.path, 1), f"a query named {query.path.stem} stands in {names[key]} too")


@rule("query-select", reach=Reach.FILE)
def query_select(context: Context) -> Iterator[Fault]:
    """SELECT * gives other columns on every change of the pattern and in another order on every engine. List the
    variables.
    """
    for query, outline in asked(context):
        if outline.star:
            yield Fault(Place(query.path, line_of(query.text, "SELECT")), "SELECT * lists no variables; name them")


@rule("query-order", reach=Reach.FILE)
def query_order(context: Context) -> Iterator[Fault]:
    """Without ORDER BY the rows come in another order on every run and engine. End the query with ORDER BY and enough
    variables to tell all rows apart.
    """
    for query, outline in asked(context):
        if outline.form == "SELECT" and not outline.ordered:
            yield Fault(Place(query.path, line_of(query.text, "SELECT")), "no ORDER BY; say how the rows are ordered")


@rule("query-graphs", reach=Reach.FILE)
def query_graphs(context: Context) -> Iterator[Fault]:
    """A query is over facts (no GRAPH) or over evidence (triple patterns inside GRAPH only): what the default graph holds
    is another thing on every engine. Put the pattern into GRAPH graph:facts { … }.
    """
    for query, outline in asked(context):
        if outline.loose is not None:
            yield Fault(Place(query.path, outline.loose), "a triple pattern outside GRAPH, in a query that names graphs")


@rule("query-service", reach=Reach.FILE)
def query_service(context: Context) -> Iterator[Fault]:
    """SERVICE sends the question to another address and FROM names another dataset: the answer is then no longer that of
    this franchise for this viewer, and not the same tomorrow. Ask what is here, or join the other data afterwards.
    """
    for query, outline in asked(context):
        if outline.elsewhere is not None:
            yield Fault(Place(query.path, outline.elsewhere), "SERVICE or FROM leads out of this dataset")


@rule("query-world")
def query_world(context: Context) -> Iterator[Fault]:
    """Two histories live in one graph, and a question about one must not be answered from both. A query that names a
    class whose things must have a world, or a property with such a class as domain or range, is over in-story things: it
    names fam:inWorld, or its header says #+ world: both. Inferred or not, what counts is that the text names the term.
    """
    told = _told_terms(context)
    for query, outline in asked(context):
        names = {fam(name.partition(":")[2]): line for name, line in reversed(outline.names) if name.startswith("fam:")}
        found = sorted((line, term.value) for term, line in names.items() if term in told)
        if found and fam("inWorld") not in names and not re.search(r"^#\+ world:\s*both\s*$", query.text, re.MULTILINE):
            line, term = found[0]
            message = f"{context.curie(NamedNode(term))} is of a story: bind fam:inWorld, or say #+ world: both"
            yield Fault(Place(query.path, line), message)


def _told_terms(context: Context) -> set[NamedNode]:
    vocabulary = context.vocabulary
    classes = {each for each, needed in context.schema.required.items() if fam("inWorld") in needed}
    properties = {p for p in vocabulary.properties if {vocabulary.domains.get(p), vocabulary.ranges.get(p)} & classes}
    return classes | properties


@rule("query-terms")
def query_terms(context: Context) -> Iterator[Fault]:
    """A query that names a term nobody declares answers nothing, and nobody notices. Mend the spelling of the property,
    class or concept, or declare it.
    """
    defined = {triple.subject for triple in (*context.claims.concepts, *context.claims.ontology)}
    for query, outline in asked(context):
        reported: set[str] = set()
        for name, line in outline.names:
            prefix, _, local = name.partition(":")
            iri = outline.prefixes.get(prefix, ("", 0))[0] + local
            if local and name not in reported and iri.startswith((FAM, CONCEPT)) and NamedNode(iri) not in defined:
                reported.add(name)
                yield Fault(Place(query.path, line), f"{name} is not declared")


@rule("query-prefixes")
def query_prefixes(context: Context) -> Iterator[Fault]:
    """A prefix means the same in every file of a franchise: the vocabulary's stand in famkg, its own in
    graph/dataset.ttl. Use the prefix as it is declared there.
    """
    for query in context.queries:
        own = query.path.is_relative_to(context.layers.graph.parent)
        known = context.prefixes.namespaces if own else VOCABULARY_PREFIXES
        for prefix, (iri, line) in _outline(query.text).prefixes.items():
            if prefix in known and known[prefix] != iri:
                yield Fault(Place(query.path, line), f"{prefix}: is <{known[prefix]}> here, not <{iri}>")
            elif prefix not in known and iri in known.values():
                other = next(name for name, namespace in known.items() if namespace == iri)
                yield Fault(Place(query.path, line), f"<{iri}> has the prefix {other}: here, not {prefix}:")


@rule("query-runs", reach=Reach.COMPILED)
def query_runs(context: Context) -> Iterator[Fault]:
    """Every query must be one, answer over the compiled dataset within a minute and 4 GiB, and give the columns that its
    header names. Mend the text where the message says, let patterns that share no variable share one, or mend the
    #+ columns: line.
    """
    for query, outline in asked(context):
        if outline.elsewhere is not None:  # query-service reports it
            continue
        try:
            answer = context.store.query(query.text)
        except UsageError as fault:
            found = re.search(r"error at (\d+):", str(fault))
            yield Fault(Place(query.path, int(found[1]) if found else 1), str(fault))
            continue
        if isinstance(answer, Solutions):
            header = re.search(r"^#\+ columns:(.*)$", query.text, re.MULTILINE)
            given = list(answer.variables)
            columns = header[1].replace(",", " ").replace("?", "").split() if header else given
            if columns != given:
                message = f"the header names the columns {' '.join(columns)}, the query gives {' '.join(given)}"
                yield Fault(Place(query.path, line_of(query.text, "columns", comments=True)), message)


@rule("rule-datalog", reach=Reach.FILE)
def rule_datalog(context: Context) -> Iterator[Fault]:
    """An inference rule is Datalog in SPARQL CONSTRUCT: triple patterns and FILTER over bound variables, no path,
    OPTIONAL, negation, aggregate or new term. Only then does seeing more never take an inference back, and famkg why can
    cite the premises. Write it so, or as several rules.
    """
    names: dict[str, str] = {}
    for query in context.queries:
        if query.topic != "rules" or query.fault:
            continue
        try:
            read_rule(query.path)
        except DataError as fault:
            yield Fault(Place(query.path, fault.line or 1), fault.message)
        if names.setdefault(query.path.stem, str(query.path)) != str(query.path):
            yield Fault(Place(query.path, 1), f"a rule named {query.path.stem} stands in {names[query.path.stem]} too")


RULES = (
    query_header,
    query_select,
    query_order,
    query_graphs,
    query_service,
    query_world,
    query_terms,
    query_prefixes,
    query_runs,
    rule_datalog,
)
