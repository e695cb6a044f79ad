"""What the tables hold: their columns, in words that go into the files themselves."""

from __future__ import annotations

from dataclasses import dataclass

from famkg.export.tables import Column

__all__ = [
    "ABOUT",
    "CLAIMS",
    "COVERAGE",
    "EDGES",
    "ENTITIES",
    "FACTS",
    "JUDGEMENTS",
    "NAMES",
    "NODES",
    "PASSAGES",
    "PROPERTIES",
    "SOURCES",
    "VIEW",
    "Shape",
]

VIEW = "everything"
"""The view that the tables of nodes and edges hold."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A table before its rows are known; the first column is the key."""

    name: str
    summary: str
    columns: tuple[Column, ...]


_OBJECT = (
    Column("value", "what it is, where that is a text, number, date or an address outside the data"),
    Column("datatype", "the datatype of the value, as a CURIE; empty for a text in a language"),
    Column("language", "the language of the value (BCP 47)"),
)
_STAMP = Column("revealed_in", "the episodes that reveal it, all of them needed; fam:Production tells nothing of the story")
_DAYS = (
    Column("earliest", "the first day that its dates in the story allow; empty where open or unknown", "date"),
    Column("latest", "the last day that its dates in the story allow; empty where open or unknown", "date"),
)

ABOUT = Shape(
    "about",
    "What this dataset is, and for which viewer it was made",
    (Column("name", "what is told", filled=True), Column("value", "what it is", filled=True)),
)
ENTITIES = Shape(
    "entities",
    "Everything the facts speak of: characters, people, works, events, also posts and castings, and the concepts they use",
    (
        Column("id", "its CURIE", filled=True),
        Column("iri", "its IRI"),
        Column("name", "what it is called by who has seen this much; a role is named after what it joins", filled=True),
        Column("class", "its class, as a CURIE"),
        Column("kind", "its class in words"),
        Column("world", "the world it belongs to; empty for what is in several or none", to="entities"),
        *_DAYS,
    ),
)
NAMES = Shape(
    "names",
    "Every name of every entity",
    (
        Column("id", "a number", "integer", filled=True),
        Column("entity", "what bears the name", to="entities", filled=True),
        Column("name", "the name", filled=True),
        Column("kind", "preferred, alternative, or misspelling: one that is met and not shown"),
        Column("language", "the language of the name (BCP 47)"),
    ),
)
PROPERTIES = Shape(
    "properties",
    "The predicates of facts and claims",
    (
        Column("id", "its CURIE", filled=True),
        Column("iri", "its IRI", filled=True),
        Column("name", "what it is called", filled=True),
        Column("definition", "what it means"),
    ),
)
FACTS = Shape(
    "facts",
    "What holds: claims that were accepted, and what follows from them",
    (
        Column("id", "a number", "integer", filled=True),
        Column("subject", "what it is about", to="entities", filled=True),
        Column("predicate", "which property", to="properties", filled=True),
        Column("object", "what it is joined to", to="entities"),
        *_OBJECT,
        Column("inferred", "whether a rule concluded it", "boolean", filled=True),
    ),
)
SOURCES = Shape(
    "sources",
    "Articles and other texts; of one whose title or address would tell too much, these are left out",
    (
        Column("id", "its CURIE", filled=True),
        Column("publisher", "who published it"),
        Column("published", "the day of publication", "date"),
        Column("title", "its title"),
        Column("url", "its address"),
        Column("tier", "on-screen, official, creator, press, wiki or fan"),
        Column("copy_of", "the source that it repeats, and with which it counts once", to="sources"),
    ),
)
PASSAGES = Shape(
    "passages",
    "Stretches of sources, each with what it states",
    (
        Column("id", "its CURIE", filled=True),
        Column("source", "where it stands", to="sources"),
        Column("locator", "which line, or a timecode; page where only part of a page was seen"),
        Column("status", "stated, announced, speculated or denied"),
        Column("tier", "its own tier where it quotes someone, else that of its source"),
        Column("quoted_from", "whom it quotes"),
        _STAMP,
    ),
)
CLAIMS = Shape(
    "claims",
    "What passages say, held or not; several that say the same are several claims",
    (
        Column("id", "a number", "integer", filled=True),
        Column("passage", "which passage says it", to="passages", filled=True),
        Column("subject", "what it is about; not an entity where nothing of it is held", filled=True),
        Column("predicate", "which property", to="properties", filled=True),
        Column("object", "what it is joined to; not an entity where nothing of it is held"),
        *_OBJECT,
        Column("fact", "the fact that it makes; empty where it is not held", "integer", to="facts"),
    ),
)
JUDGEMENTS = Shape(
    "judgements",
    "Which claims are held true or not, and why",
    (
        Column("id", "its CURIE", filled=True),
        Column("verdict", "preferred or rejected"),
        Column("reason", "why"),
        Column("judges", "the passage, role or event judged as a whole"),
        Column("subject", "what the judged claim is about"),
        Column("predicate", "which property"),
        Column("object", "the thing or value that was claimed"),
        Column("passage", "the passage, where it is judged only as that one says it", to="passages"),
        _STAMP,
    ),
)
COVERAGE = Shape(
    "coverage",
    "What is complete, and through which episode",
    (
        Column("id", "its CURIE", filled=True),
        Column("area", "what it speaks of"),
        Column("complete_through", "the last work of which all is there"),
        Column("missing", "what is known to be missing"),
        Column("checked", "the day this was last looked at", "date"),
    ),
)
NODES = Shape(
    "nodes",
    "The facts as a network: its things",
    (
        Column("id", "its CURIE", to="entities", filled=True),
        Column("label", "its name", filled=True),
        Column("kind", "its class in words", filled=True),
        Column("world", "the world it belongs to, in words"),
        *_DAYS,
    ),
)
EDGES = Shape(
    "edges",
    "The facts as a network: its connections; posts, castings and other roles are connections that name the role",
    (
        Column("id", "a number", "integer", filled=True),
        Column("source", "where it begins", to="nodes", filled=True),
        Column("target", "where it ends", to="nodes", filled=True),
        Column("predicate", "the property or role, as a CURIE", filled=True),
        Column("label", "the property or role in words", filled=True),
        *_DAYS,
        Column("inferred", "whether a rule concluded it", "boolean", filled=True),
        Column("symmetric", "whether it has no direction", "boolean", filled=True),
        Column("facts", "what is said of the role"),
        Column("sources", "who says so, as citations"),
    ),
)
