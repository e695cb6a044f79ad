"""In which order a page tells of a thing, under which headings, and in which words.

All of it is about the vocabulary and holds for any franchise. What is named nowhere here is told all the same: an unknown
property with the first facts, an unknown role under the label of its class, a link from elsewhere with the other links.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pyoxigraph import NamedNode

from famkg.terms import CONCEPT, DATE_PUBLISHED, TITLE, VOCABULARY_PREFIXES, fam

__all__ = [
    "COLUMNS",
    "EMPLOYED",
    "FIRST",
    "GISTS",
    "INVERSE",
    "MUTUAL",
    "NARROWER",
    "OUTSIDE",
    "SECTIONS",
    "SPREAD",
    "TITLES",
    "WORDS",
    "Entry",
    "Section",
]

Way = Literal["out", "in", "role"]


def _schema(name: str) -> NamedNode:
    return NamedNode(VOCABULARY_PREFIXES["schema"] + name)


def _skos(name: str) -> NamedNode:
    return NamedNode(VOCABULARY_PREFIXES["skos"] + name)


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands under a heading: a property of the thing (``out``), things that name it by one (``in``), or role nodes
    of a class that name it by one (``role``). ``title`` heads it where it is not the section's only entry.
    """

    way: Way
    predicate: NamedNode
    title: str = ""
    kind: NamedNode | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its entries."""

    title: str
    entries: tuple[Entry, ...]


def _out(name: str | NamedNode, title: str = "") -> Entry:
    return Entry("out", fam(name) if isinstance(name, str) else name, title)


def _in(name: str | NamedNode, title: str = "") -> Entry:
    return Entry("in", fam(name) if isinstance(name, str) else name, title)


def _role(kind: str, name: str | NamedNode, title: str = "") -> Entry:
    return Entry("role", fam(name) if isinstance(name, str) else name, title, fam(kind))


OUTSIDE: Sequence[NamedNode] = (
    *(NamedNode(VOCABULARY_PREFIXES["owl"] + "sameAs"), _schema("sameAs"), _skos("exactMatch"), _skos("closeMatch")),
    _schema("identifier"),
)
"""What leads to the same thing elsewhere."""

FIRST: Sequence[NamedNode] = (
    *(TITLE, fam("kind"), fam("number"), fam("fictionalSide"), fam("realSide"), fam("field"), fam("learnedThrough")),
    *(_schema("hasOccupation"), fam("role"), fam("agent"), fam("character"), fam("event"), fam("organization")),
    *(fam("relatedTo"), fam("work"), _schema("about"), fam("billing"), fam("phase"), fam("creditedAs"), fam("creditedIn")),
    *(fam("award"), _schema("value"), _schema("minValue"), _schema("maxValue"), _schema("unitText")),
    *(fam("when"), fam("from"), fam("until"), fam("setDuring"), DATE_PUBLISHED, fam("outcome"), fam("cause")),
    *(fam("partOf"), fam("spinoffOf"), fam("companionTo"), fam("sharesWorldWith"), fam("setIn")),
    *(_schema("creator"), _schema("genre"), _schema("numberOfSeasons"), _schema("numberOfEpisodes"), _schema("duration")),
    *(_schema("location"), _schema("containedInPlace"), fam("operator"), fam("craft"), fam("destination")),
    *(_schema("birthPlace"), _schema("nationality"), fam("memberOf"), fam("namedAfter")),
    *(fam("pointOfDivergence"), fam("supersedes"), _skos("broader"), _skos("inScheme")),
)
"""The order of the facts that a page begins with."""

SECTIONS: Sequence[Section] = (
    Section(
        "Where the histories part",
        (
            _in("fictionalSide", "As the told side of"),
            _in("realSide", "As the real side of"),
            _in("pointOfDivergence", "The point of divergence of"),
            _out("followsFrom", "Follows from"),
            _in("followsFrom", "What follows from it"),
        ),
    ),
    Section("Played by", (_role("Casting", "character"), _out("portrayedBy"))),
    Section("Plays", (_role("Casting", "agent"),)),
    Section("Cast", (_role("Casting", "work"), _out(_schema("actor")))),
    Section(
        "Family and relationships",
        (
            _role("Relationship", "agent"),
            _role("Relationship", "relatedTo"),
            *(_out("spouse"), _out("parent"), _out("child"), _out("sibling")),
        ),
    ),
    Section("Offices and work", (_role("Post", "agent", "Works or worked for"),)),
    Section("Offices and their holders", (_role("Post", "organization", "Employees"),)),
    Section("Who took part", (_role("Participation", "event"), _out("participant"))),
    Section("Missions and events", (_role("Participation", "agent"),)),
    Section("Causes and consequences", (_in("ledTo", "What led to it"), _out("ledTo", "What it led to"))),
    Section("Parts", (_in("partOf"),)),
    Section("Members", (_in("memberOf"),)),
    Section("Missions and craft", (_in("operator", "Run by it"), _in("craft", "Used in"), _in("destination", "Bound for it"))),
    Section(
        "Here", (_in(_schema("location"), "What happened or lies here"), _in(_schema("containedInPlace"), "Places within"))
    ),
    Section(
        "Makers",
        (
            _role("Credit", "work"),
            *(_out(_schema(name)) for name in ("director", "author", "musicBy")),
        ),
    ),
    Section("Credits", (_role("Credit", "agent"),)),
    Section("Companion works and spin-offs", (_in("companionTo", "Companion works"), _in("spinoffOf", "Spin-offs"))),
    Section(
        "Announcements",
        (_role("Announcement", "work"), _role("Announcement", "agent"), _role("Announcement", _schema("about"))),
    ),
    Section("Awards", (_role("Nomination", "work"), _role("Nomination", "agent"))),
    Section("Figures", (_role("Quantity", _schema("about")), _role("Quantity", "work"))),
    Section("Appears in", (_out("appearsIn"),)),
    Section("Who and what appears", (_in("appearsIn"),)),
    Section("In this world", (_in("inWorld"),)),
    Section("Narrower and in the scheme", (_in(_skos("broader"), "Narrower"), _in(_skos("inScheme"), "Concepts"))),
)
"""What follows the first facts, in order."""

COLUMNS: Sequence[NamedNode] = (
    *(fam("event"), fam("agent"), fam("character"), fam("relatedTo"), fam("role"), fam("organization"), fam("work")),
    *(_schema("about"), fam("phase"), fam("billing"), fam("creditedAs"), fam("creditedIn"), fam("kind"), fam("award")),
    *(_schema("value"), _schema("minValue"), _schema("maxValue"), _schema("unitText"), fam("outcome"), DATE_PUBLISHED),
)
"""The order of the columns of a table of role nodes; others follow."""

SPREAD: Sequence[NamedNode] = (fam("work"), fam("role"))
"""The column that role nodes share a row by, the first of these that a table has: what else they say is the same."""

EMPLOYED = NamedNode(f"{CONCEPT}office-employee")
"""The post of those who hold no office: they stand in a line below the offices."""


def _relation(name: str) -> NamedNode:
    return NamedNode(f"{CONCEPT}relation-{name}")


MUTUAL = frozenset(
    _relation(name)
    for name in (
        *("adoptive-sibling", "affair", "business-partner", "fiance", "friend", "partner", "rival", "romantic-interest"),
        *("sibling", "spouse"),
    )
)
"""The relationships in which each is to the other what the other is to it."""

NARROWER: Mapping[NamedNode, NamedNode] = {
    _relation("adopted-child"): _relation("child"),
    _relation("stepchild"): _relation("child"),
    _relation("adoptive-sibling"): _relation("sibling"),
}
"""The relationships that sources also tell by a wider word, and that word."""

WORDS: Mapping[tuple[str, NamedNode], str] = {
    ("Casting", fam("agent")): "actor",
    ("Casting", fam("character")): "character",
    ("Casting", fam("work")): "season",
    ("Credit", fam("agent")): "who",
    ("Credit", fam("role")): "job",
    ("Credit", fam("work")): "work",
    ("Post", fam("agent")): "holder",
    ("Post", fam("role")): "office",
    ("Post", fam("organization")): "organization",
    ("Participation", fam("agent")): "who",
    ("Participation", fam("event")): "event",
    ("Participation", fam("role")): "part",
    ("Relationship", fam("agent")): "who",
    ("Relationship", fam("role")): "is",
    ("Relationship", fam("relatedTo")): "of",
    ("Announcement", fam("agent")): "who",
    ("Announcement", fam("work")): "work",
    ("Nomination", fam("work")): "work",
    ("Quantity", fam("work")): "work",
    ("Person", fam("from")): "born",
    ("Person", fam("until")): "died",
    ("Character", fam("from")): "born",
    ("Character", fam("until")): "died",
    ("", _schema("about")): "about",
    ("", _schema("value")): "value",
    ("", _schema("minValue")): "at least",
    ("", _schema("maxValue")): "at most",
    ("", _schema("unitText")): "unit",
    ("", _schema("hasOccupation")): "occupation",
    ("", _schema("containedInPlace")): "lies in",
    ("", _schema("inLanguage")): "language",
    ("", _schema("locationCreated")): "made in",
    ("", _schema("countryOfOrigin")): "country",
    ("", _schema("numberOfEpisodes")): "episodes",
    ("", _schema("numberOfSeasons")): "seasons",
    ("", _schema("author")): "written by",
    ("", _schema("director")): "directed by",
    ("", _schema("creator")): "created by",
    ("", _schema("musicBy")): "music by",
    ("", DATE_PUBLISHED): "published",
    ("", _skos("inScheme")): "scheme",
    ("", fam("fictionalSide")): "as told",
    ("", fam("realSide")): "in real history",
    ("", fam("sharesWorldWith")): "shares its world with",
    ("", fam("learnedThrough")): "how the viewer learns it",
}
"""What a page calls a property: of a class (by its local name), else of any; else by its label."""

TITLES: Mapping[str, str] = {
    "Casting": "{agent} as {character}, {work}",
    "Credit": "{agent}, {role} of {work}",
    "Post": "{agent}, {role}, {organization}",
    "Participation": "{agent}, {role}, {event}",
    "Relationship": "{agent}, {role} of {relatedTo}",
    "Quantity": "{kind} of {about}",
    "Announcement": "{work}: {kind}",
    "Nomination": "{work}: {award}",
}
"""How a thing without a label is called, by the local name of its class, from the labels of its parts."""

INVERSE: Mapping[NamedNode, str] = {
    fam("partOf"): "part of it",
    fam("memberOf"): "member of it",
    fam("operator"): "run by it",
    fam("craft"): "uses it",
    fam("destination"): "bound for it",
    fam("ledTo"): "led to it",
    fam("companionTo"): "companion to it",
    fam("spinoffOf"): "spin-off of it",
    fam("followsFrom"): "follows from it",
    fam("fictionalSide"): "has it as told side",
    fam("realSide"): "has it as real side",
    fam("pointOfDivergence"): "begins with it",
    fam("appearsIn"): "appears in it",
    fam("counterpart"): "told version",
    fam("setIn"): "set in it",
    fam("namedAfter"): "named after it",
    _schema("location"): "took place here",
    _schema("containedInPlace"): "lies in it",
    _schema("about"): "about it",
    _schema("birthPlace"): "born here",
    _schema("nationality"): "of this nation",
}
"""What a thing is to another that it names by a property."""

GISTS: Mapping[str, Sequence[tuple[NamedNode, str]]] = {
    "Character": ((_schema("hasOccupation"), ""), (fam("portrayedBy"), "played by")),
    "Person": ((_schema("hasOccupation"), ""), (_schema("birthPlace"), "born in")),
    "Event": ((fam("kind"), ""), (fam("when"), ""), (_schema("location"), "at")),
    "Mission": ((fam("kind"), ""), (fam("destination"), "to"), (fam("when"), ""), (fam("operator"), "run by")),
    "Craft": ((fam("kind"), ""), (fam("operator"), "run by")),
    "Place": ((fam("kind"), ""), (_schema("containedInPlace"), "in")),
    "Organization": ((fam("kind"), ""), (_schema("location"), "in")),
    "Show": ((fam("kind"), ""), (_schema("creator"), "created by"), (DATE_PUBLISHED, "first shown")),
    "Season": ((DATE_PUBLISHED, "first shown"), (fam("setDuring"), "set in")),
    "Episode": ((DATE_PUBLISHED, "first shown"), (fam("setDuring"), "set in"), (_schema("director"), "directed by")),
    "CompanionWork": ((fam("kind"), ""), (fam("companionTo"), "to")),
}
"""What to say of a thing in one line, by the local name of its class: properties and the words before them."""
