"""The vocabulary on one page: classes, properties, concept schemes, what other vocabularies lend, and a diagram.

Read from what this viewer's dataset holds: a concept that only later episodes use is not in it, and so not here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Triple

from famkg.site.evidence.saying import local_name, when
from famkg.site.linked.documents import unheld
from famkg.site.shell import Page
from famkg.site.vocabulary.borrowed import Lent, Scheme, read_lent, read_schemes
from famkg.site.vocabulary.constraints import Constraint, read_constraints
from famkg.site.vocabulary.diagram import draw_diagram
from famkg.terms import (
    CONCEPT,
    DOMAIN,
    ONTOLOGY,
    RANGE,
    SUBCLASS_OF,
    TYPE,
    VOCABULARY_PREFIXES,
    Prefixes,
)

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["Term", "Vocabulary", "pages", "read_vocabulary"]

_SKOS, _OWL, _RDF, _RDFS = (VOCABULARY_PREFIXES[prefix] for prefix in ("skos", "owl", "rdf", "rdfs"))
_CLASS = NamedNode(_OWL + "Class")
_OBJECT, _DATATYPE = NamedNode(_OWL + "ObjectProperty"), NamedNode(_OWL + "DatatypeProperty")
_ONTOLOGY = NamedNode(_OWL + "Ontology")
_DEFINITION, _EXAMPLE = NamedNode(_SKOS + "definition"), NamedNode(_SKOS + "example")
_SUBPROPERTY_OF = NamedNode(_RDFS + "subPropertyOf")
_INVERSE_OF = NamedNode(_OWL + "inverseOf")
_MEMBERS, _FIRST, _REST = NamedNode(_OWL + "members"), NamedNode(_RDF + "first"), NamedNode(_RDF + "rest")
_TRAITS: Mapping[NamedNode, str] = {
    NamedNode(_OWL + "SymmetricProperty"): "symmetric",
    NamedNode(_OWL + "TransitiveProperty"): "transitive",
    NamedNode(_OWL + "FunctionalProperty"): "functional",
    NamedNode(_OWL + "InverseFunctionalProperty"): "inverse functional",
}
_ALIGNED: Mapping[NamedNode, str] = {
    SUBCLASS_OF: "a kind of",
    _SUBPROPERTY_OF: "a kind of",
    NamedNode(_SKOS + "exactMatch"): "the same as",
    NamedNode(_SKOS + "closeMatch"): "close to",
    NamedNode(_SKOS + "broadMatch"): "narrower than",
    NamedNode(_SKOS + "narrowMatch"): "wider than",
    NamedNode(_SKOS + "relatedMatch"): "related to",
}
"""How a term stands to one of another vocabulary, in words."""

_NEIGHBOURS = {
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "wd": "http://www.wikidata.org/entity/",
}
"""Prefixes of vocabularies that only alignments name."""


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property as the page documents it.

    ``uses`` counts things of the class, or facts and records with the property, ``inferred`` those that rules conclude.
    ``borne`` are the classes that bear the property.

    ``constraints`` are those of a class by property, or those of a property by class. ``aligned`` says how it stands to terms
    of other vocabularies: words, and pairs of CURIE and IRI.
    """

    iri: NamedNode
    anchor: str
    curie: str
    label: str
    definition: str
    examples: tuple[str, ...]
    traits: tuple[str, ...]
    above: tuple[NamedNode, ...]
    below: tuple[NamedNode, ...]
    domain: NamedNode | None
    range: NamedNode | None
    inverse: tuple[NamedNode, ...]
    aligned: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    uses: int
    inferred: int
    borne: tuple[NamedNode, ...]
    constraints: tuple[tuple[NamedNode, Constraint], ...]
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that the page says."""

    iri: NamedNode | None
    record: Mapping[str, str]
    classes: tuple[Term, ...]
    properties: tuple[Term, ...]
    others: tuple[Term, ...]
    disjoint: tuple[tuple[str, tuple[NamedNode, ...]], ...]
    schemes: tuple[Scheme, ...]
    lent: tuple[Lent, ...]


def pages(reading: Reading) -> Iterator[Page]:
    """The one page."""
    found = read_vocabulary(reading)
    labels = {term.iri.value: term.label for term in (*found.classes, *found.properties)}
    concept = _SKOS + "Concept"
    labels[concept] = "concept"
    objects = [t for t in found.properties if t.domain and t.range and (t.range.value in labels)]
    yield Page(
        path="ontology.html",
        title="Vocabulary",
        description=found.record.get("abstract", "") or "The classes, properties and concepts that the graph is written in.",
        template="ontology.html",
        section="ontology.html",
        about=found.iri,
        alternates={"text/turtle": "ontology.ttl", "application/ld+json": "ontology.jsonld"},
        values={
            "found": found,
            "when": when,
            "diagram": draw_diagram(
                [(term.iri.value, term.depth) for term in found.classes],
                [(t.iri.value, t.domain.value, t.range.value) for t in objects if t.domain and t.range],
                labels,
            ),
            "concept": concept,
            "unused": [(iri, document) for iri, document in unheld(reading).items() if iri.startswith(CONCEPT)],
            "shrink": reading.kg.prefixes.shrink,
        },
    )


def read_vocabulary(reading: Reading) -> Vocabulary:
    """What the dataset says of its vocabulary, and how much it uses each term."""
    uses, inferred, borne = _uses(reading)
    constraints = read_constraints(reading.kg.layers.ontology)
    on_property: dict[NamedNode, list[tuple[NamedNode, Constraint]]] = defaultdict(list)
    for kind, found in constraints.items():
        for constraint in found:
            on_property[constraint.path].append((kind, constraint))
    below = _below(reading)

    def term(iri: NamedNode, depth: int = 0) -> Term:
        told = reading.ontology[iri]
        is_class = Triple(iri, TYPE, _CLASS) in told
        asked = tuple((c.path, c) for c in constraints.get(iri, ())) if is_class else tuple(on_property.get(iri, ()))
        return Term(
            iri=iri,
            anchor=local_name(iri),
            curie=reading.kg.prefixes.shrink(iri.value),
            label=reading.labels[iri],
            definition=_text(told, _DEFINITION),
            examples=tuple(t.object.value for t in told if t.predicate == _EXAMPLE),  # type: ignore[union-attr]
            traits=tuple(words for trait, words in _TRAITS.items() if Triple(iri, TYPE, trait) in told),
            above=tuple(o for o in _nodes(told, SUBCLASS_OF, _SUBPROPERTY_OF) if o in reading.ontology),
            below=tuple(below.get(iri, ())),
            domain=next(_nodes(told, DOMAIN), None),
            range=next(_nodes(told, RANGE), None),
            inverse=tuple(_nodes(told, _INVERSE_OF)),
            aligned=tuple(_aligned(reading, told)),
            uses=uses[iri],
            inferred=inferred[iri],
            borne=tuple(borne.get(iri, ())),
            constraints=tuple(sorted(asked, key=lambda pair: reading.labels[pair[0]])),
            depth=depth,
        )

    kinds = {iri: set(_nodes(told, TYPE)) for iri, told in reading.ontology.items()}
    properties = sorted((i for i, k in kinds.items() if k & {_OBJECT, _DATATYPE}), key=lambda i: local_name(i).lower())
    own = next((iri for iri, kind in kinds.items() if _ONTOLOGY in kind), None)
    members = dict(_disjoint(reading))
    others = [i for i, k in kinds.items() if not k & {_CLASS, _OBJECT, _DATATYPE, _ONTOLOGY} and i not in members]
    return Vocabulary(
        iri=own,
        record={} if own is None else {local_name(t.predicate): _value(t) for t in reading.ontology[own]},
        classes=tuple(term(iri, depth) for iri, depth in _tree(reading, below)),
        properties=tuple(map(term, properties)),
        others=tuple(map(term, others)),
        disjoint=tuple((local_name(iri), found) for iri, found in members.items()),
        schemes=tuple(read_schemes(reading)),
        lent=tuple(read_lent(reading, uses, borne)),
    )


def _tree(reading: Reading, below: Mapping[NamedNode, list[NamedNode]]) -> Iterator[tuple[NamedNode, int]]:
    """Every class once, under the first of those above it that is a tree's root or has been met, and its depth."""
    classes = [iri for iri, told in reading.ontology.items() if Triple(iri, TYPE, _CLASS) in told]
    roots = [iri for iri in classes if not any(o in reading.ontology for o in _nodes(reading.ontology[iri], SUBCLASS_OF))]
    done: set[NamedNode] = set()

    def walk(iri: NamedNode, depth: int) -> Iterator[tuple[NamedNode, int]]:
        if iri not in done:
            done.add(iri)
            yield iri, depth
            for child in below.get(iri, ()):
                yield from walk(child, depth + 1)

    for root in sorted(roots, key=lambda iri: (-_size(iri, below), reading.labels[iri])):
        yield from walk(root, 0)


def _size(iri: NamedNode, below: Mapping[NamedNode, list[NamedNode]]) -> int:
    return 1 + sum(_size(child, below) for child in below.get(iri, ()))


def _below(reading: Reading) -> dict[NamedNode, list[NamedNode]]:
    found: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for iri, told in reading.ontology.items():
        for above in _nodes(told, SUBCLASS_OF, _SUBPROPERTY_OF):
            if above in reading.ontology:
                found[above].append(iri)
    return {iri: sorted(each, key=lambda term: reading.labels[term]) for iri, each in found.items()}


def _uses(reading: Reading) -> tuple[Counter[NamedNode], Counter[NamedNode], dict[NamedNode, list[NamedNode]]]:
    """How often each class and property is used, how often by inference, and by things of which classes, the most first."""
    uses: Counter[NamedNode] = Counter()
    inferred: Counter[NamedNode] = Counter()
    bearing: dict[NamedNode, Counter[NamedNode]] = defaultdict(Counter)
    for index in (reading.facts, reading.evidence):
        for thing, triples in index.items():
            kind = reading.classes.get(thing)
            for triple in triples:
                if triple.predicate == TYPE and isinstance(triple.object, NamedNode):
                    uses[triple.object] += 1
                uses[triple.predicate] += 1
                inferred[triple.predicate] += triple in reading.inferred
                if kind is not None:
                    bearing[triple.predicate][kind] += 1
    borne = {
        predicate: [kind for kind, _ in sorted(kinds.items(), key=lambda item: (-item[1], item[0].value))]
        for predicate, kinds in bearing.items()
    }
    return uses, inferred, borne


def _aligned(reading: Reading, told: Iterable[Triple]) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    prefixes = Prefixes({**reading.kg.prefixes.namespaces, **_NEIGHBOURS})
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for predicate, words in _ALIGNED.items():
        for node in _nodes(told, predicate):
            if node not in reading.ontology:
                found[words].append((prefixes.shrink(node.value), node.value))
    for words, terms in found.items():
        yield words, tuple(sorted(terms))


def _disjoint(reading: Reading) -> Iterator[tuple[NamedNode, tuple[NamedNode, ...]]]:
    """What is never two of several classes at once: the lists of owl:AllDisjointClasses."""
    lists: dict[BlankNode, dict[NamedNode, object]] = defaultdict(dict)
    for quad in reading.kg.quads():
        if quad.graph_name == ONTOLOGY and isinstance(quad.subject, BlankNode):
            lists[quad.subject][quad.predicate] = quad.object
    for iri, told in reading.ontology.items():
        for triple in told:
            if triple.predicate == _MEMBERS:
                members = []
                node: object = triple.object
                while isinstance(node, BlankNode) and isinstance(first := lists[node].get(_FIRST), NamedNode):
                    members.append(first)
                    node = lists[node].get(_REST)
                yield iri, tuple(members)


def _nodes(told: Iterable[Triple], *predicates: NamedNode) -> Iterator[NamedNode]:
    return (t.object for t in told if t.predicate in predicates and isinstance(t.object, NamedNode))


def _text(told: Iterable[Triple], predicate: NamedNode) -> str:
    return next((_value(t) for t in told if t.predicate == predicate), "")


def _value(triple: Triple) -> str:
    return getattr(triple.object, "value", "")
