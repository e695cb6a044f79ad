"""DCAT 3: a dataset in a catalogue, with its publisher, version, making, and a distribution for every dump (W3C 2024)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from famkg.export.teller import Teller, term
from famkg.terms import FACTS
from famkg.version import __version__

__all__ = ["MEDIA", "Distribution", "tell_catalogue", "tell_distribution", "tell_making"]

MEDIA = "https://www.iana.org/assignments/media-types/"
"""The namespace of media types as DCAT names them (section 6.8.11)."""

_FEATURES: Mapping[str, str] = {
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
}
"""The names of RDF formats under https://www.w3.org/ns/formats/ by media type: what VoID counts as a dump."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A file to take away: ``name`` says it among its like, ``path`` where it lies, ``holds`` what is in it.

    ``compression`` is a media type, empty where the file is as it is; ``digest`` is SHA-256 in hexadecimal.
    """

    name: str
    path: str
    media_type: str
    holds: str
    title: str
    size: int
    digest: str
    compression: str = ""


def tell_catalogue(teller: Teller, *, version: str, seen: str | None) -> Iterator[Triple]:
    """The dataset as an entry of a catalogue of its own; ``seen`` is the progress that it is limited to."""
    dataset, publisher, catalogue = teller.dataset, teller.part("publisher"), teller.part("catalogue")
    yield from teller.say(
        dataset,
        rdf_type=term("dcat:Dataset"),
        dcat_landingPage=teller.page("data.html"),
        dcat_version=version,
        dcterms_identifier=dataset.value,
        dcterms_publisher=publisher,
    )
    if seen not in (None, "all"):
        note = f"Holds only what one may know who has seen: {seen}."
        yield from teller.say(dataset, skos_scopeNote=Literal(note, language="en"))
    names = teller.own("dcterms:creator") or teller.own("dcterms:title")
    yield from teller.say(publisher, rdf_type=term("foaf:Agent"), foaf_name=names)
    yield from teller.say(
        catalogue,
        rdf_type=term("dcat:Catalog"),
        dcat_dataset=dataset,
        dcterms_description=teller.own("dcterms:description"),
        dcterms_license=teller.own("dcterms:license"),
        dcterms_modified=teller.own("dcterms:modified"),
        dcterms_publisher=publisher,
        dcterms_title=teller.own("dcterms:title"),
        foaf_homepage=teller.page(""),
    )


def tell_making(teller: Teller) -> Iterator[Triple]:
    """How the dataset came about: compiled from claims by a version of this program."""
    activity, program = teller.part("compilation"), teller.part("program")
    yield from teller.say(teller.dataset, prov_wasGeneratedBy=activity)
    yield from teller.say(
        activity,
        rdf_type=term("prov:Activity"),
        prov_wasAssociatedWith=program,
        rdfs_label=Literal("compilation of claims into facts", language="en"),
    )
    yield from teller.say(program, rdf_type=term("prov:SoftwareAgent"), foaf_name=f"famkg {__version__}")


def tell_distribution(teller: Teller, each: Distribution) -> Iterator[Triple]:
    """One dump with its checksum (section 6.8); one in RDF is VoID's dump of the dataset or of the facts too."""
    node, checksum, address = teller.part(each.name), teller.part(f"{each.name}-sha256"), teller.page(each.path)
    yield from teller.say(teller.dataset, dcat_distribution=node)
    if (feature := _FEATURES.get(each.media_type)) is not None:
        yield from teller.say(teller.dataset if each.holds == "everything" else FACTS, void_dataDump=address)
        yield from teller.say(teller.dataset, void_feature=NamedNode(f"http://www.w3.org/ns/formats/{feature}"))
    if each.compression:
        yield from teller.say(node, dcat_compressFormat=NamedNode(MEDIA + each.compression))
    yield from teller.say(
        node,
        rdf_type=term("dcat:Distribution"),
        dcat_accessURL=teller.page("data.html"),
        dcat_byteSize=Literal(str(each.size), datatype=term("xsd:nonNegativeInteger")),
        dcat_downloadURL=address,
        dcat_mediaType=NamedNode(MEDIA + each.media_type),
        dcterms_license=teller.own("dcterms:license"),
        dcterms_modified=teller.own("dcterms:modified"),
        dcterms_title=Literal(each.title, language="en"),
        spdx_checksum=checksum,
    )
    yield from teller.say(
        checksum,
        rdf_type=term("spdx:Checksum"),
        spdx_algorithm=term("spdx:checksumAlgorithm_sha256"),
        spdx_checksumValue=Literal(each.digest, datatype=term("xsd:hexBinary")),
    )
