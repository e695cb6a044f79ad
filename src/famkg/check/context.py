"""What the rules look at: every file as text and as quads, the claims, the compiled dataset; all of it read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from famkg.check.reading import Claim, DataFile, Record, claims_in, gather, read_file
from famkg.check.vocabulary import Vocabulary, read_vocabulary
from famkg.claims import Claims
from famkg.claims.locate import Locator, Place
from famkg.claims.model import Term
from famkg.claims.read import data_files
from famkg.compile.dataset import Compiled, compile_dataset
from famkg.compile.rules import Rule, read_rule
from famkg.compile.schema import Schema, read_schema
from famkg.errors import DataError
from famkg.progress import ALL
from famkg.resources import Layers, read_text
from famkg.store.apart import ApartStore
from famkg.terms import FACTS, TYPE, Prefixes

__all__ = ["Context", "QueryFile"]


@dataclass(frozen=True, slots=True)
class QueryFile:
    """A query file: its topic is the name of its folder; ``fault`` says why (and ``line`` where) its text could not be read."""

    path: Path
    topic: str
    text: str
    fault: str = ""
    line: int = 1


class Context:
    """Everything a rule may look at; nothing it may change.

    ``texts`` is a folder with the texts of sources, to verify digests against, or None.
    """

    def __init__(self, layers: Layers, texts: Path | None = None) -> None:
        self.layers = layers
        self.texts = texts
        self.files = tuple(map(read_file, data_files(layers.graph)))
        self.ontology = tuple(read_file(path) for folder in layers.ontology for path in sorted(folder.glob("*.ttl")))
        self.queries = tuple(
            _read_query(path) for folder in layers.queries for path in sorted(folder.glob("*/*.rq")) if path.is_file()
        )

    @property
    def is_whole(self) -> bool:
        """Whether every file of ``graph/`` and ``ontology/`` could be read."""
        return not any(file.faults for file in (*self.files, *self.ontology))

    @property
    def readable(self) -> tuple[DataFile, ...]:
        """The files of ``graph/`` that could be read to their end."""
        return tuple(file for file in self.files if not file.faults)

    @property
    def sources(self) -> tuple[DataFile, ...]:
        """The readable files under ``graph/sources/``."""
        return tuple(file for file in self.readable if file.path.is_relative_to(self.layers.graph / "sources"))

    @cached_property
    def claims(self) -> Claims:
        """What the files say, as far as it can be read."""
        return gather(self.files, self.ontology, self.layers)

    @property
    def prefixes(self) -> Prefixes:
        """The prefixes of the franchise."""
        return self.claims.prefixes

    @cached_property
    def stated(self) -> tuple[Claim, ...]:
        """What the passages state, also those whose record has a fault and which are not compiled."""
        return tuple(claim for file in self.sources for claim in file.stated)

    @cached_property
    def register(self) -> tuple[Claim, ...]:
        """The triples of the register."""
        return tuple(claims_in(self.claims.register))

    @cached_property
    def records(self) -> tuple[Claim, ...]:
        """The triples about sources, passages and judgements."""
        return tuple(claims_in(triple for triples in self.claims.records.values() for triple in triples))

    @cached_property
    def upkeep(self) -> tuple[Claim, ...]:
        """The triples of dataset.ttl."""
        return tuple(claims_in(self.claims.upkeep))

    @cached_property
    def registered(self) -> Mapping[NamedNode, Record]:
        """The entities of the register: what is registered of each, by predicate."""
        found: dict[NamedNode, dict[NamedNode, list[Term]]] = {}
        for claim in self.register:
            values = found.setdefault(claim.subject, defaultdict(list))[claim.predicate]
            if claim.object not in values:
                values.append(claim.object)
        return found

    @cached_property
    def typed(self) -> Mapping[NamedNode, NamedNode]:
        """The class of each node that a claim types and the register does not know: role nodes."""
        return {
            claim.subject: claim.object
            for claim in self.stated
            if claim.predicate == TYPE and isinstance(claim.object, NamedNode) and claim.subject not in self.registered
        }

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The declared terms."""
        return read_vocabulary(self.claims.ontology, self.claims.shapes)

    @cached_property
    def schema(self) -> Schema:
        """Which properties the shapes want once, and at least once."""
        return read_schema(self.claims.shapes, self.claims.ontology)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The inference rules that can be read."""
        found = []
        for query in self.queries:
            if query.topic == "rules" and not query.fault:
                try:
                    found.append(read_rule(query.path))
                except DataError:
                    continue
        return tuple(sorted(found, key=lambda each: each.name))

    @cached_property
    def rival_queries(self) -> tuple[str, ...]:
        """The texts of the queries that define which nodes exclude each other."""
        return tuple(q.text for q in self.queries if q.topic == "checks" and q.path.stem.startswith("rival-"))

    @cached_property
    def compiled(self) -> Compiled:
        """The dataset of who has seen everything."""
        return compile_dataset(self.claims, ALL, rules=self.rules, rival_queries=self.rival_queries)

    @cached_property
    def facts(self) -> tuple[Triple, ...]:
        """The triples of the dataset's ``graph:facts``."""
        return tuple(quad.triple for quad in self.compiled.quads if quad.graph_name == FACTS)

    @cached_property
    def store(self) -> ApartStore:
        """The dataset, to be asked in a process of its own."""
        return ApartStore(self.compiled.quads)

    @cached_property
    def locator(self) -> Locator:
        """Where things stand in ``graph/`` and ``ontology/``."""
        return Locator({file.path: file.text for file in (*self.files, *self.ontology)})

    def close(self) -> None:
        """End what answers queries."""
        if "store" in self.__dict__:
            self.store.close()

    def at_node(self, node: NamedNode, *, within: Path | None = None) -> Place:
        """Where a thing is registered or recorded (in one file, if asked so), or first typed by a claim."""
        places = self.locator.blocks(node)
        if not places:
            stating = [claim for claim in self.stated if claim.subject == node]
            typing = next((claim for claim in stating if claim.predicate == TYPE), next(iter(stating), None))
            places = self.locator.blocks(node, typing.passage) if typing else ()
        first = next(iter(places), Place(self.layers.graph / "dataset.ttl", 1))
        return next((place for place in places if place.path == within), first)

    def at_claim(self, claim: Claim) -> Place:
        """Where a claim stands in its passage, a triple in its record or in the register."""
        return self.locator.claim(*claim) or self.at_node(claim.passage or claim.subject)

    def curie(self, term: object) -> str:
        """A term as a message shows it."""
        return self.prefixes.shrink(term.value) if isinstance(term, NamedNode) else str(term)


def _read_query(path: Path) -> QueryFile:
    try:
        return QueryFile(path, path.parent.name, read_text(path))
    except DataError as fault:
        return QueryFile(path, path.parent.name, "", fault.message, fault.line or 1)
