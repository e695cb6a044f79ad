"""Which of our properties is which of schema.org, type by type."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["PARENTS", "SAID"]

PARENTS: Mapping[str, tuple[str, ...]] = {
    "TVSeries": ("CreativeWork",),
    "TVSeason": ("CreativeWork",),
    "TVEpisode": ("CreativeWork",),
    "PerformanceRole": ("Role",),
    "OrganizationRole": ("Role",),
}
"""Of the types that are used, those whose supertype has properties that are used too."""

SAID: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "Thing": {
        "skos:altLabel": ("alternateName", "text"),
        "skos:definition": ("description", "text"),
        "schema:sameAs": ("sameAs", "address"),
        "schema:identifier": ("identifier", "text"),
        "schema:url": ("url", "address"),
    },
    "CreativeWork": {
        "schema:about": ("about", ">"),
        "schema:author": ("author", ">Person Organization"),
        "schema:countryOfOrigin": ("countryOfOrigin", "Country"),
        "schema:creator": ("creator", ">Person Organization"),
        "schema:datePublished": ("datePublished", "day"),
        "schema:genre": ("genre", "text"),
        "schema:inLanguage": ("inLanguage", "text"),
        "schema:locationCreated": ("locationCreated", ">Place"),
        "schema:publisher": ("publisher", "Organization"),
        "fam:companionTo": ("isBasedOn", ">CreativeWork TVSeries TVSeason TVEpisode"),
        "fam:spinoffOf": ("isBasedOn", ">CreativeWork TVSeries TVSeason TVEpisode"),
    },
    "TVSeries": {
        "fam:partOf": ("isPartOf", ">CreativeWork TVSeries"),
        "schema:director": ("director", ">Person"),
        "schema:musicBy": ("musicBy", ">Person"),
        "schema:numberOfEpisodes": ("numberOfEpisodes", "number"),
        "schema:numberOfSeasons": ("numberOfSeasons", "number"),
    },
    "TVSeason": {
        "fam:number": ("seasonNumber", "number"),
        "schema:numberOfEpisodes": ("numberOfEpisodes", "number"),
    },
    "TVEpisode": {
        "fam:number": ("episodeNumber", "number"),
        "schema:director": ("director", ">Person"),
        "schema:duration": ("duration", "text"),
        "schema:musicBy": ("musicBy", ">Person"),
    },
    "Person": {
        "fam:child": ("children", ">Person"),
        "fam:memberOf": ("memberOf", ">Organization"),
        "fam:parent": ("parent", ">Person"),
        "fam:sibling": ("sibling", ">Person"),
        "fam:spouse": ("spouse", ">Person"),
        "schema:birthPlace": ("birthPlace", ">Place"),
        "schema:hasOccupation": ("hasOccupation", "Occupation"),
        "schema:nationality": ("nationality", "Country"),
    },
    "Event": {"fam:when": ("startDate", "day"), "schema:location": ("location", ">Place")},
    "Organization": {"schema:location": ("location", ">Place")},
    "Place": {"schema:containedInPlace": ("containedInPlace", ">Place")},
    "Role": {
        "fam:from": ("startDate", "day"),
        "fam:role": ("roleName", "text"),
        "fam:until": ("endDate", "day"),
    },
    "QuantitativeValue": {
        "schema:maxValue": ("maxValue", "number"),
        "schema:minValue": ("minValue", "number"),
        "schema:unitText": ("unitText", "text"),
        "schema:value": ("value", "number"),
    },
    "DefinedTerm": {"skos:inScheme": ("inDefinedTermSet", ">DefinedTermSet")},
}
"""By type of schema.org: our property, theirs, and what its value is: text, a day, a number, an address, something of the type
that is named, or, after ``>``, a thing of ours, and then only one of the types that are named, if any are."""
