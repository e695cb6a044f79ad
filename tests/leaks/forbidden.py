"""What a viewer may not know, worked out from the files alone: slow, obvious, and nothing of famkg imported.

The files are read with pyoxigraph; the rules are those of the design's section on stamps, written down once more:

- a passage shows when it has a stamp and every one of its stamps is seen; production news is always seen, a season
  counts as its last registered episode;
- a casting waits for the season's first episode where its billing is main and nobody says otherwise, else for its
  first credited episode, else for the season's last; credits, nominations, titles and story dates of an episode wait
  for that episode, and so does a casting's credit in it; news of a cast waits for the last episode of the season before;
- a thing and its names show when a claim that shows, stated or announced, mentions it; so does its world;
- a source's title and address show when everything that it says shows, and every stamp of its own is seen;
- a judgement shows when it has a stamp, every one is seen, and all that it names shows.

``Viewer`` holds what follows from them for one progress; everything else in the files is forbidden.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

FAM = "https://w3id.org/famkg/ontology#"
CONCEPT = "https://w3id.org/famkg/concept/"
GRAPH = "https://w3id.org/famkg/graph/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
SCHEMA = "https://schema.org/"
SHACL = "http://www.w3.org/ns/shacl#"

TYPE = NamedNode(RDF + "type")
PREF_LABEL = NamedNode(SKOS + "prefLabel")
ALT_LABEL = NamedNode(SKOS + "altLabel")
IN_WORLD = NamedNode(FAM + "inWorld")
TITLE = NamedNode(DCTERMS + "title")
URL = NamedNode(SCHEMA + "url")
NAMING = {PREF_LABEL, ALT_LABEL, TITLE, NamedNode(SKOS + "hiddenLabel"), NamedNode(FAM + "displayName")}
NAMING |= {NamedNode(FAM + "creditedAs"), NamedNode(FAM + "award")}
STORY_TIMES = {NamedNode(FAM + name) for name in ("when", "from", "until", "setDuring")}
BOUNDS = {NamedNode(FAM + "earliest"), NamedNode(FAM + "latest")}

PUBLIC = (".ttl", ".rq", ".jsonld", ".md")

Record = dict[str, list]
Seen = Mapping[str, tuple[int, int]]


def record_of(triples: Iterable[Triple]) -> Record:
    """Values by the full IRI of the property."""
    record: Record = defaultdict(list)
    for triple in triples:
        record[triple.predicate.value].append(triple.object)
    return record


@dataclass(frozen=True)
class Files:
    """What the files of one franchise say, sorted by where it stands."""

    register: dict[NamedNode, list[Triple]]
    claims: list[Quad]
    passages: dict[NamedNode, list[Triple]]
    sources: dict[NamedNode, list[Triple]]
    judgements: dict[NamedNode, list[Triple]]
    upkeep: list[Triple]
    concepts: dict[NamedNode, list[Triple]]
    ontology: set[Triple]
    rules: list[str]
    public: str

    @cached_property
    def namespaces(self) -> tuple[str, ...]:
        """The namespaces of the franchise's things, as its dataset declares them."""
        return tuple(sorted(t.object.value for t in self.upkeep if t.predicate.value == SHACL + "namespace"))

    @cached_property
    def episodes(self) -> dict[NamedNode, tuple[str, int, int]]:
        found = {}
        for thing, triples in self.register.items():
            if NamedNode(FAM + "Episode") in {t.object for t in triples if t.predicate == TYPE}:
                show, season, number = re.search(r"/([^/]+)-s(\d+)e(\d+)$", thing.value).groups()  # type: ignore[union-attr]
                found[thing] = (show, int(season), int(number))
        return found

    @cached_property
    def seasons(self) -> dict[NamedNode, tuple[str, int]]:
        found = {}
        for thing, triples in self.register.items():
            if NamedNode(FAM + "Season") in {t.object for t in triples if t.predicate == TYPE}:
                show, season = re.search(r"/([^/]+)-(\d+)$", thing.value).groups()  # type: ignore[union-attr]
                found[thing] = (show, int(season))
        return found

    def of_season(self, show: str, season: int) -> list[tuple[str, int, int]]:
        """The registered episodes of a season, in order."""
        return sorted(place for place in self.episodes.values() if place[:2] == (show, season))

    def in_order(self, show: str) -> list[tuple[int, int]]:
        return sorted(place[1:] for place in self.episodes.values() if place[0] == show)

    @property
    def shows(self) -> list[str]:
        return sorted({show for show, _, _ in self.episodes.values()})

    @cached_property
    def saying(self) -> set[NamedNode]:
        """The passages that state or announce, and neither guess nor deny."""
        wanted = {NamedNode(CONCEPT + "status-stated"), NamedNode(CONCEPT + "status-announced")}
        return {p for p, triples in self.passages.items() if any(t.object in wanted for t in triples)}

    @cached_property
    def nodes(self) -> dict[NamedNode, Record]:
        """What all passages together say of each thing; of billing and credits only what is no guess."""
        grouped: dict[NamedNode, list[Triple]] = defaultdict(list)
        for quad in self.claims:
            if quad.graph_name in self.saying or quad.predicate.value not in (FAM + "billing", FAM + "creditedIn"):
                grouped[quad.subject].append(quad.triple)
        return {node: record_of(triples) for node, triples in grouped.items()}

    def is_ours(self, term: object) -> bool:
        return isinstance(term, NamedNode) and term.value.startswith(self.namespaces)


def read_files(data: Path, shipped: Path) -> Files:
    """The franchise in the folder ``data``; ontology, rules and queries are the shipped ones and what it adds."""
    roots = [shipped] if data == shipped else [shipped, data]
    register: dict[NamedNode, list[Triple]] = defaultdict(list)
    for path in sorted((data / "graph/entities").rglob("*.ttl")):
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            register[quad.subject].append(quad.triple)
    claims: list[Quad] = []
    records: dict[NamedNode, list[Triple]] = defaultdict(list)
    for path in sorted((data / "graph/sources").rglob("*.trig")):
        for quad in parse(path=path, format=RdfFormat.TRIG):
            if isinstance(quad.graph_name, NamedNode):
                claims.append(quad)
            else:
                records[quad.subject].append(quad.triple)
    judgements: dict[NamedNode, list[Triple]] = defaultdict(list)
    if (data / "graph/judgements.ttl").exists():
        for quad in parse(path=data / "graph/judgements.ttl", format=RdfFormat.TURTLE):
            judgements[quad.subject].append(quad.triple)

    def of_class(name: str) -> dict[NamedNode, list[Triple]]:
        kind = NamedNode(FAM + name)
        return {s: ts for s, ts in records.items() if any(t.predicate == TYPE and t.object == kind for t in ts)}

    def vocabulary(*names: str) -> set[Triple]:
        paths = [root / "ontology" / name for root in roots for name in names]
        return {quad.triple for path in paths if path.exists() for quad in parse(path=path, format=RdfFormat.TURTLE)}

    concepts: dict[NamedNode, list[Triple]] = defaultdict(list)
    for triple in vocabulary("concepts.ttl"):
        concepts[triple.subject].append(triple)
    public = [path for root in roots for part in ("ontology", "queries") for path in sorted((root / part).rglob("*.*"))]
    return Files(
        register=dict(register),
        claims=claims,
        passages=of_class("Passage"),
        sources=of_class("Source"),
        judgements=dict(judgements),
        upkeep=[quad.triple for quad in parse(path=data / "graph/dataset.ttl", format=RdfFormat.TURTLE)],
        concepts=concepts,
        ontology=vocabulary("famkg.ttl", "alignments.ttl"),
        rules=[path.read_text() for root in roots for path in sorted((root / "queries/rules").glob("*.rq"))],
        public="\n".join(path.read_text() for path in public if path.suffix in PUBLIC and path.name != "concepts.ttl"),
    )


class Viewer:
    """What one who has seen this much may know. ``seen`` is the last episode, as season and number, of each show."""

    def __init__(self, files: Files, seen: Seen) -> None:
        self.files = files
        self.seen = dict(seen)

    @property
    def progress(self) -> str:
        """The progress as ``--seen`` takes it."""
        return ",".join(f"{show}=s{s:02}e{e:02}" for show, (s, e) in sorted(self.seen.items())) or "none"

    def has_seen(self, place: tuple[str, int, int]) -> bool:
        show, season, number = place
        return show in self.seen and (season, number) <= self.seen[show]

    def knows(self, stamp: NamedNode) -> bool:
        files = self.files
        if stamp.value == FAM + "Production":
            return True
        if stamp in files.episodes:
            return self.has_seen(files.episodes[stamp])
        if stamp in files.seasons:
            episodes = files.of_season(*files.seasons[stamp])
            return bool(episodes) and self.has_seen(episodes[-1])
        return False

    def passes(self, triples: Iterable[Triple]) -> bool:
        """Whether the stamps in a record let this viewer read it."""
        stamps = [t.object for t in triples if t.predicate.value == FAM + "revealedIn"]
        return bool(stamps) and all(self.knows(stamp) for stamp in stamps)

    @cached_property
    def waiting(self) -> set[NamedNode]:
        """Castings, credits, nominations and cast news that this viewer may not know yet, whatever their stamps."""
        return {node for node, record in self.files.nodes.items() if not all(map(self.has_seen, self._floors(record)))}

    def _floors(self, record: Record) -> list[tuple[str, int, int]]:
        files = self.files
        kinds = {kind.value.removeprefix(FAM) for kind in record[TYPE.value]}
        floors: list[tuple[str, int, int]] = []
        for work in record[FAM + "work"]:
            if kinds & {"Casting", "Credit", "Nomination"} and work in files.episodes:
                floors.append(files.episodes[work])
            elif "Casting" in kinds and work in files.seasons:
                episodes = files.of_season(*files.seasons[work])
                credited = sorted(files.episodes[e] for e in record[FAM + "creditedIn"] if files.episodes.get(e) in episodes)
                billing = {concept.value.removeprefix(CONCEPT) for concept in record[FAM + "billing"]}
                if billing == {"billing-main"}:
                    floors += episodes[:1]
                else:
                    floors += credited[:1] or episodes[-1:]
            elif "Announcement" in kinds and NamedNode(CONCEPT + "announcement-cast") in record[FAM + "kind"]:
                show, season = files.seasons.get(work) or files.episodes.get(work, ("", 0, 0))[:2]
                floors += files.of_season(show, season - 1)[-1:]
        return floors

    @cached_property
    def claims(self) -> set[Quad]:
        """The claims that this viewer may know, each in its passage."""
        readable = {passage for passage, triples in self.files.passages.items() if self.passes(triples)}
        return {quad for quad in self.files.claims if quad.graph_name in readable and not self._too_early(quad)}

    def _too_early(self, quad: Quad) -> bool:
        if {quad.subject, quad.object} & self.waiting:
            return True
        episodes = []
        if quad.predicate == TITLE or quad.predicate.value == FAM + "setDuring":
            episodes.append(quad.subject)
        if quad.predicate.value == FAM + "creditedIn":
            episodes.append(quad.object)
        return not all(self.has_seen(self.files.episodes[e]) for e in episodes if e in self.files.episodes)

    @cached_property
    def passages(self) -> set[NamedNode]:
        return {quad.graph_name for quad in self.claims}

    @cached_property
    def stated(self) -> set[Triple]:
        """What a passage states or announces, as triples."""
        return {quad.triple for quad in self.claims if quad.graph_name in self.files.saying}

    @cached_property
    def things(self) -> set[NamedNode]:
        """The registered things that may stand in the facts."""
        mentioned = {term for triple in self.stated for term in (triple.subject, triple.object) if term in self.files.register}
        worlds = {t.object for thing in mentioned for t in self.files.register[thing] if t.predicate == IN_WORLD}
        return mentioned | worlds

    @cached_property
    def register(self) -> set[Triple]:
        return {triple for thing in self.things for triple in self.files.register.get(thing, ())}

    @cached_property
    def sources(self) -> set[NamedNode]:
        return {t.object for p in self.passages for t in self.files.passages[p] if t.predicate.value == PROV + "wasDerivedFrom"}

    @cached_property
    def told_sources(self) -> set[NamedNode]:
        """The sources of which nothing is hidden: their titles and addresses may show."""
        files, derived, stamp = self.files, PROV + "wasDerivedFrom", FAM + "revealedIn"
        hidden_passages = {quad.graph_name for quad in files.claims if quad not in self.claims}
        hidden_passages |= {passage for passage, triples in files.passages.items() if not self.passes(triples)}
        hidden = {t.object for p in hidden_passages for t in files.passages[p] if t.predicate.value == derived}
        stamped = {s for s, triples in files.sources.items() if any(t.predicate.value == stamp for t in triples)}
        hidden |= {source for source in stamped if not self.passes(files.sources[source])}
        return self.sources - hidden

    @cached_property
    def _read(self) -> set[NamedNode]:
        """Everything named in what may be read: claims of whatever status, their passages and sources."""
        named = {term for quad in self.claims for term in (quad.subject, quad.object, quad.graph_name)}
        named |= self.things | self.sources
        named |= {e for e, place in self.files.episodes.items() if self.has_seen(place)}
        named |= {t.object for p in self.passages for t in self.files.passages[p] if t.predicate.value == FAM + "revealedIn"}
        named |= {t.object for t in self.register}
        return {term for term in named if self.files.is_ours(term)}

    @cached_property
    def judgements(self) -> set[NamedNode]:
        def bears_on_what_shows(triples: list[Triple]) -> bool:
            return all(t.object in self._read for t in triples if self.files.is_ours(t.object))

        return {j for j, triples in self.files.judgements.items() if self.passes(triples) and bears_on_what_shows(triples)}

    @cached_property
    def iris(self) -> set[str]:
        """The IRIs of the franchise that may be written anywhere at all."""
        upkeep = {t.subject for t in self.files.upkeep if self.files.is_ours(t.subject)}
        return {term.value for term in self._read | self.judgements | upkeep}

    @cached_property
    def evidence(self) -> set[Triple]:
        """The records of sources, passages, judgements and of the dataset itself."""
        found = {t for p in self.passages for t in self.files.passages[p]}
        found |= {t for j in self.judgements for t in self.files.judgements[j]}
        for source in self.sources:
            told = source in self.told_sources
            found |= {t for t in self.files.sources[source] if told or t.predicate not in (TITLE, URL)}
        found |= set(self.files.upkeep)
        return {t for t in found if not self.files.is_ours(t.object) or t.object.value in self.iris}

    @cached_property
    def concepts(self) -> set[Triple]:
        """Schemes, the concepts that something which shows uses, and the broader ones above them."""
        files = self.files
        used = {t.object for t in self.evidence} | {quad.object for quad in self.claims}
        used |= {c for c, triples in files.concepts.items() if any(t.object.value == SKOS + "ConceptScheme" for t in triples)}
        while True:
            above = {t.object for c in used for t in files.concepts.get(c, ()) if t.predicate.value == SKOS + "broader"}
            if above <= used:
                return {t for concept in used for t in files.concepts.get(concept, ())}
            used |= above

    @cached_property
    def consequences(self) -> set[Triple]:
        """All that the rules can conclude from all that shows: more than the facts, which settle contradictions first."""
        known = self.stated | self.register | {t for triples in self.files.concepts.values() for t in triples}
        store = Store()
        store.extend(Quad(*triple) for triple in known)
        found: set[Triple] = set()
        while True:
            new = {triple for rule in self.files.rules for triple in store.query(rule)} - found  # type: ignore[union-attr]
            if not new:
                return found
            found |= new
            store.extend(Quad(*triple) for triple in new)

    @cached_property
    def texts(self) -> set[str]:
        """Every text that may show: literals of claims, publishers, and what things are called that may be named.

        The titles of sources are left out: they must themselves tell nothing too early. So are places that both
        histories share: that there is a Houston is no secret.
        """
        found = {quad.object.value for quad in self.claims if isinstance(quad.object, Literal)}
        found |= {t.object.value for t in self.evidence if t.predicate.value == SCHEMA + "publisher"}
        found |= {t.object.value for t in self.concepts if isinstance(t.object, Literal)}
        for thing, triples in self.files.register.items():
            shared = not any(t.predicate == IN_WORLD for t in triples) and thing.value.rsplit("/", 2)[1] == "place"
            if thing in self._read or shared:
                found.add(thing.value.rsplit("/", 1)[1].replace("-", " "))
                found |= {t.object.value for t in triples if isinstance(t.object, Literal)}
        return found

    @cached_property
    def explained(self) -> dict[str, set[Triple]]:
        """What may stand in the graphs of a compiled dataset, by their local names; names and bounds are judged apart."""
        ours, things = self.files.is_ours, self.things
        register = {triple for triple in self.register if not ours(triple.object) or triple.object in things}
        return {
            "facts": self.concepts | self.stated | register | self.consequences,
            "inferred": self.consequences,
            "evidence": self.evidence,
        }

    def explains(self, quad: Quad) -> bool:
        """Whether this quad may stand in the dataset that is compiled for this viewer."""
        if not isinstance(quad.graph_name, NamedNode) or not quad.graph_name.value.startswith(GRAPH):
            return quad in self.claims
        triple, graph = quad.triple, quad.graph_name.value.removeprefix(GRAPH)
        if graph == "ontology":
            return without_blank_nodes(triple) in self.ontology
        if triple in self.explained.get(graph, ()):
            return True
        return graph == "facts" and (self._explains_name(triple) or self._explains_bound(triple))

    @cached_property
    def ontology(self) -> set[tuple[str, ...]]:
        return {without_blank_nodes(triple) for triple in self.files.ontology}

    def _explains_name(self, triple: Triple) -> bool:
        """A learned name may be the label, and the first label another name."""
        if triple.predicate not in (PREF_LABEL, ALT_LABEL) or triple.subject not in self.things:
            return False
        own = {t.object.value for t in self.register if t.subject == triple.subject and t.predicate == PREF_LABEL}
        own |= {t.object.value for t in self.stated if t.subject == triple.subject and t.predicate in NAMING}
        return triple.object.value in own

    @cached_property
    def _story_times(self) -> dict[NamedNode, list[str]]:
        found: dict[NamedNode, list[str]] = defaultdict(list)
        for triple in self.stated:
            if triple.predicate in STORY_TIMES:
                found[triple.subject].append(triple.object.value)
        return found

    def _explains_bound(self, triple: Triple) -> bool:
        """A first or last day lies in a year that a story time which shows names (X for any digit)."""
        if triple.predicate not in BOUNDS:
            return False
        year = int(triple.object.value[:4])
        texts = self._story_times.get(triple.subject, ())
        named = [form for text in texts for form in re.findall(r"(?<![\dX-])\d[\dX]{3}", text)]
        winters = [int(form) + 1 for text in texts for form in re.findall(r"(\d{4})-24", text)]
        return year in winters or any(re.fullmatch(form.replace("X", r"\d"), str(year)) for form in named)


def without_blank_nodes(triple: Triple) -> tuple[str, ...]:
    """A triple as texts; parsers number blank nodes anew each time, so they all look alike."""
    return tuple("[]" if isinstance(term, BlankNode) else str(term) for term in triple)


def leaks_in_dataset(quads: Iterable[Quad], viewer: Viewer) -> list[str]:
    """Every quad of a compiled dataset that this viewer may not know, as one line each."""
    return [f"{viewer.progress}: {quad.graph_name}: {quad.triple}" for quad in quads if not viewer.explains(quad)]
