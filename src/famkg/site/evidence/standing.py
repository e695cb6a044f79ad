"""How each claim stands: held, judged wrong, outweighed, open, or no more than a guess or a denial, and why.

The same answers as ``famkg.query.why`` gives for one claim, for all of them at once from one reading: what excludes what
is asked once, the rest is looked up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pyoxigraph import NamedNode, Quad, Triple
from pyoxigraph import Store as Oxigraph

from famkg.loading import read_rival_queries
from famkg.query.evidence import SAYING, Citation
from famkg.query.rivals import outweighed_by, read_shapes
from famkg.site.once import once
from famkg.terms import (
    CONCEPT,
    DESCRIPTION,
    RDF_OBJECT,
    RDF_PREDICATE,
    RDF_SUBJECT,
    TYPE,
    VOCABULARY_PREFIXES,
    fam,
)

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["Standing", "Standings", "State", "Verdict", "read_standings"]

State = Literal["held", "rejected", "outweighed", "open", "speculated", "denied", "dropped"]
"""``open``: nothing decides between it and its rivals; ``dropped``: what it is part of, or points to, is not held."""

_BROADER = NamedNode(VOCABULARY_PREFIXES["skos"] + "broader")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement: on a triple, perhaps only as one passage has it, or on a whole node or passage."""

    iri: NamedNode
    verdict: str
    reason: str
    node: NamedNode
    triple: Triple | None = None
    passage: NamedNode | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a claim stands; ``because`` says in words why it is not held, ``instead`` are the rivals that are."""

    state: State
    because: str = ""
    verdicts: tuple[Verdict, ...] = ()
    instead: tuple[Triple, ...] = ()


class Standings:
    """Answers how any claim of a reading stands.

    ``values`` are the rival values of each single-valued property, ``rivals`` the role nodes that exclude each other,
    ``kinds`` the class of every thing that a passage speaks of, held or not.
    """

    def __init__(
        self,
        reading: Reading,
        *,
        verdicts: Iterable[Verdict],
        values: Mapping[tuple[NamedNode, NamedNode], tuple[Triple, ...]],
        rivals: Mapping[NamedNode, frozenset[NamedNode]],
        kinds: Mapping[NamedNode, NamedNode],
    ) -> None:
        # What it needs of the reading and not the whole, which holds the knowledge graph: standings are kept by that.
        self._citations = reading.citations
        self._prefixes = reading.kg.prefixes
        self._terms = {reading.labels[term].replace(" ", "-"): term for term in reversed(tuple(reading.ontology))}
        self._subjects = frozenset(reading.facts)
        self.verdicts = tuple(verdicts)
        self.values = values
        self.rivals = rivals
        self.kinds = kinds
        self._facts = frozenset(triple for triples in reading.facts.values() for triple in triples)
        self._on_nodes: dict[NamedNode, list[Verdict]] = defaultdict(list)
        self._on_triples: dict[Triple, list[Verdict]] = defaultdict(list)
        for verdict in self.verdicts:
            if verdict.triple is None:
                self._on_nodes[verdict.node].append(verdict)
            else:
                self._on_triples[verdict.triple].append(verdict)

    def holds(self, triple: Triple) -> bool:
        """Whether it is among the facts."""
        return triple in self._facts

    def is_held_node(self, node: NamedNode) -> bool:
        """Whether a role node (or anything else) is among the facts."""
        return node in self._subjects

    def kind_of(self, node: NamedNode) -> NamedNode:
        """The class of a thing. One that only rejected claims know has none in the dataset: its prefix then tells."""
        if node in self.kinds:
            return self.kinds[node]
        return self._terms.get(self._prefixes.shrink(node.value).partition(":")[0], fam("Entity"))

    def on_node(self, node: NamedNode) -> tuple[Verdict, ...]:
        """The judgements on a node or a passage as a whole."""
        return tuple(self._on_nodes.get(node, ()))

    def of(self, triple: Triple) -> Standing:
        """How a claim stands, whoever makes it."""
        citations = self._citations.get(triple, ())
        verdicts = self._bearing_on(triple, citations)
        if self.holds(triple):
            return Standing("held", verdicts=verdicts)
        if any(verdict.verdict == "rejected" for verdict in verdicts):
            return Standing("rejected", "judged wrong", verdicts, self._held_instead(triple))
        statuses = {citation.status for citation in citations}
        if not statuses & set(SAYING):
            guessed: State = "speculated" if "speculated" in statuses else "denied"
            return Standing(guessed, "only " + " or ".join(sorted(statuses, reverse=True)), verdicts)
        return self._outweighed(triple, citations, verdicts)

    def in_passage(self, triple: Triple, citation: Citation) -> Standing:
        """How a claim stands as one passage makes it: that passage may err, or only guess, where others do not."""
        standing = self.of(triple)
        here = tuple(v for v in standing.verdicts if v.passage is None or v.passage.value == citation.passage)
        wrong = [v for v in here if v.verdict == "rejected"]
        if standing.state == "held" and wrong:
            return Standing("rejected", "judged wrong here, and held on the word of others", here)
        if standing.state == "held" and citation.status not in SAYING:
            guessed: State = "speculated" if citation.status == "speculated" else "denied"
            return Standing(guessed, f"only {citation.status} here, and held on the word of others", here)
        return standing

    def _bearing_on(self, triple: Triple, citations: Iterable[Citation]) -> tuple[Verdict, ...]:
        ends = [term for term in (triple.subject, triple.object) if isinstance(term, NamedNode)]
        passages = [NamedNode(citation.passage) for citation in citations]
        found = [verdict for node in (*ends, *passages) for verdict in self._on_nodes.get(node, ())]
        return tuple(dict.fromkeys((*self._on_triples.get(triple, ()), *found)))

    def _held_instead(self, triple: Triple) -> tuple[Triple, ...]:
        subject, predicate, _ = triple
        held = [t for t in self.values.get((subject, predicate), ()) if t != triple and self.holds(t)]
        if held:
            return tuple(held)
        others = sorted(self.rivals.get(subject, ()), key=str)
        return tuple(being for node in others if self.holds(being := Triple(node, TYPE, self.kind_of(node))))

    def _outweighed(self, triple: Triple, citations: tuple[Citation, ...], verdicts: tuple[Verdict, ...]) -> Standing:
        subject, predicate, _ = triple
        assert isinstance(subject, NamedNode)
        instead = self._held_instead(triple)
        if instead:
            over = instead[0]
            others = self._citations.get(over, ())
            preferred = any(v.verdict == "preferred" for v in self._bearing_on(over, others))
            because = outweighed_by(citations, others, preferred=preferred) or "another stands instead"
            return Standing("outweighed", because, verdicts, instead)
        if len(self.values.get((subject, predicate), ())) > 1 or self.rivals.get(subject):
            return Standing("open", "nothing decides between it and its rivals", verdicts)
        part = "what it points to is not held" if self.is_held_node(subject) else "what it is part of is not held"
        return Standing("dropped", part, verdicts)


@once
def read_standings(reading: Reading) -> Standings:
    """Look up once what excludes what, and what is judged."""
    kinds: dict[NamedNode, NamedNode] = dict(reading.classes)
    said: list[Triple] = []
    for triple, citations in reading.citations.items():
        if any(citation.status in SAYING for citation in citations):
            said.append(triple)
        subject, predicate, value = triple
        if predicate == TYPE and isinstance(subject, NamedNode) and isinstance(value, NamedNode):
            kinds.setdefault(subject, value)
    schema = read_shapes(reading.kg.store, reading.kg.layers.ontology)
    values: dict[tuple[NamedNode, NamedNode], list[Triple]] = defaultdict(list)
    for triple in said:
        subject, predicate, _ = triple
        if isinstance(subject, NamedNode) and (kind := kinds.get(subject)) and predicate in schema.single.get(kind, ()):
            values[subject, predicate].append(triple)
    return Standings(
        reading,
        verdicts=_verdicts(reading),
        values={key: tuple(sorted(found, key=str)) for key, found in values.items()},
        rivals=_rivals(reading, said),
        kinds=kinds,
    )


def _verdicts(reading: Reading) -> Iterable[Verdict]:
    for judgement in reading.of_class(fam("Judgement")):
        told = {t.predicate: t.object for t in reading.evidence[judgement]}
        verdict = getattr(told.get(fam("verdict")), "value", "").removeprefix(f"{CONCEPT}verdict-")
        reason = getattr(told.get(DESCRIPTION), "value", "")
        passage = told.get(fam("inPassage"))
        subject, predicate = told.get(RDF_SUBJECT), told.get(RDF_PREDICATE)
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode):
            triple = Triple(subject, predicate, told[RDF_OBJECT])
            yield Verdict(judgement, verdict, reason, subject, triple, passage if isinstance(passage, NamedNode) else None)
        elif isinstance(node := told.get(fam("judges")), NamedNode):
            yield Verdict(judgement, verdict, reason, node)


def _rivals(reading: Reading, said: Iterable[Triple]) -> dict[NamedNode, frozenset[NamedNode]]:
    """The role nodes that exclude each other, of all that passages state or announce."""
    told = Oxigraph()
    told.extend(Quad(*triple) for triple in said)
    told.extend(Quad(*t) for triples in reading.facts.values() for t in triples if t.predicate == _BROADER)
    found: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for text in read_rival_queries(reading.kg.layers):
        for solution in told.query(text):  # type: ignore[union-attr]
            node, rival = solution["node"], solution["rival"]
            found[node].add(rival)
            found[rival].add(node)
    return {node: frozenset(rivals) for node, rivals in sorted(found.items(), key=lambda item: item[0].value)}
