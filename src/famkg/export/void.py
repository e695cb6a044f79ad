"""VoID: what a dataset holds, in figures, and where it leads (Describing Linked Datasets with VoID, W3C 2011)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, Triple

from famkg.export.figures import Figures
from famkg.export.teller import Teller, home_of, short, space_of, term
from famkg.terms import EVIDENCE, FACTS, INFERRED, ONTOLOGY

__all__ = ["PARTS", "tell_figures", "tell_links", "tell_parts", "tell_place"]

PARTS: Mapping[NamedNode, str] = {
    FACTS: "The facts: what is held true, inferred facts included.",
    INFERRED: "The inferred facts alone.",
    EVIDENCE: "The records of sources, passages, judgements and coverage.",
    ONTOLOGY: "The vocabulary.",
}
"""The named graphs that every dataset has beside those of its passages."""


def tell_place(teller: Teller, figures: Figures, *, documents: int) -> Iterator[Triple]:
    """Where the dataset's things lie, the vocabularies whose terms it uses, and the description itself."""
    dataset = teller.dataset
    used = {space_of(each) for each in (*figures.classes, *figures.properties)}
    yield from teller.say(
        dataset,
        rdf_type=term("void:Dataset"),
        foaf_homepage=teller.page(""),
        void_documents=documents,
        void_exampleResource=teller.own("fam:mainShow"),
        void_uriSpace=home_of(dataset),
        void_vocabulary=[NamedNode(space) for space in sorted(used)],
    )
    yield from teller.say(
        teller.page("void.ttl"),
        rdf_type=term("void:DatasetDescription"),
        dcterms_license=teller.own("dcterms:license"),
        dcterms_title=Literal("Description of the dataset", language="en"),
        foaf_primaryTopic=dataset,
    )


def tell_figures(teller: Teller, subject: NamedNode, figures: Figures) -> Iterator[Triple]:
    """The figures of the dataset or a part of it, with the members of each class and the triples of each property."""
    yield from teller.say(
        subject,
        void_classes=len(figures.classes),
        void_distinctObjects=figures.objects,
        void_distinctSubjects=figures.subjects,
        void_entities=figures.entities,
        void_properties=len(figures.properties),
        void_triples=figures.triples,
    )
    name = "facts" if subject == FACTS else "all"
    for kind, members in figures.classes.items():
        node = teller.part(f"{name}-class-{short(kind)}")
        yield from teller.say(subject, void_classPartition=node)
        yield from teller.say(node, void_class=kind, void_entities=members)
    for predicate, triples in figures.properties.items():
        node = teller.part(f"{name}-property-{short(predicate)}")
        yield from teller.say(subject, void_propertyPartition=node)
        yield from teller.say(node, void_property=predicate, void_triples=triples)


def tell_parts(teller: Teller, facts: Figures, sizes: Mapping[NamedNode, int]) -> Iterator[Triple]:
    """The graphs that every dataset has, as its subsets: the facts with all their figures, the others with their size."""
    for graph, what in PARTS.items():
        yield from teller.say(teller.dataset, void_subset=graph)
        yield from teller.say(
            graph,
            rdf_type=term("void:Dataset"),
            dcterms_description=Literal(what, language="en"),
            dcterms_license=teller.own("dcterms:license"),
        )
        if graph != FACTS:
            yield from teller.say(graph, void_triples=sizes.get(graph, 0))
    yield from tell_figures(teller, FACTS, facts)


def tell_links(teller: Teller, figures: Figures) -> Iterator[Triple]:
    """How many links lead to which outside site, by which property: a linkset has one."""
    for (site, predicate), triples in figures.links.items():
        host = urlsplit(site).netloc
        node, target = teller.part(f"links-{host}-{short(predicate)}"), teller.part(f"site-{host}")
        yield from teller.say(teller.dataset, void_subset=node)
        yield from teller.say(
            node,
            rdf_type=term("void:Linkset"),
            void_linkPredicate=predicate,
            void_objectsTarget=target,
            void_subjectsTarget=teller.dataset,
            void_triples=triples,
        )
        yield from teller.say(target, rdf_type=term("void:Dataset"), foaf_homepage=NamedNode(site), void_uriSpace=site)
