"""The values of a query's parameters as RDF terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

from famkg.errors import UnknownNameError, UsageError, quoted
from famkg.progress import EPISODE_SLUG
from famkg.query.catalogue import Query
from famkg.store import Solutions, Store
from famkg.terms import DATE, Prefixes

__all__ = ["find_episode", "terms"]

_EPISODE = """
PREFIX fam: <https://w3id.org/famkg/ontology#>
SELECT ?e WHERE { ?e a fam:Episode FILTER(STRENDS(STR(?e), %s)) } ORDER BY ?e
"""
_EPISODES = """
PREFIX fam: <https://w3id.org/famkg/ontology#>
SELECT ?e WHERE { ?e a fam:Episode } ORDER BY ?e
"""
_CODE = re.compile(r"s(\d{1,3})e(\d{1,3})")

Find = Callable[[str], NamedNode]


def terms(query: Query, values: Mapping[str, object], *, find: Find, episode: Find) -> dict[str, NamedNode | Literal | None]:
    """The term of each value, by the type its parameter declares; None stays None, which means any.

    ``find`` finds what a name, CURIE or IRI means, ``episode`` what an episode code means. Raises UnknownNameError for a
    parameter there is not, UsageError for a value of the wrong type.
    """
    types = {parameter.name: parameter.type for parameter in query.header.parameters}
    for name in values:
        if name not in types:
            hint = f"{query.name} takes " + (", ".join(types) or "none")
            raise UnknownNameError("parameter", name, types, hint=hint)
    return {name: _term(name, types[name], value, find, episode) for name, value in values.items()}


def _term(name: str, kind: str, value: object, find: Find, episode: Find) -> NamedNode | Literal | None:
    if value is None or isinstance(value, NamedNode):
        return value
    text = str(value)
    try:
        if kind == "integer":
            return Literal(int(text))
        if kind == "date":
            return Literal(date.fromisoformat(text).isoformat(), datatype=DATE)
    except ValueError:
        wanted = "a day as 1983-05-12" if kind == "date" else "a whole number"
        raise UsageError(f"parameter {name} takes {wanted}, not {quoted(text)}") from None
    if kind == "string":
        try:
            return Literal(text)
        except ValueError:
            raise UsageError(f"parameter {name} takes text, not {quoted(text)}") from None
    return episode(text) if kind == "episode" else find(text)


def find_episode(store: Store, text: str, *, prefixes: Prefixes, main_show: str | None) -> NamedNode:
    """The episode that a CURIE, an IRI or a code (``s02e06``, ``SHOW=s02e06``) means, among those in the facts.

    Raises UsageError for what is no code, UnknownNameError for an episode that the facts do not have.
    """
    if (expanded := prefixes.expand(text)) or text.startswith("http"):
        try:
            return NamedNode(expanded or text)
        except ValueError:
            raise UsageError(f"{text!r} is no IRI") from None
    show, equals, code = text.lower().rpartition("=")
    found = _CODE.fullmatch(code)
    if found is None:
        raise UsageError(f"{text!r} is no episode; write s02e06 or SHOW=s02e06")
    if not equals and main_show is None:
        raise UsageError(f"this franchise names no main show; write SHOW={text}")
    slug = f"/{show if equals else main_show}-s{int(found[1]):02}e{int(found[2]):02}"
    answer = store.query(_EPISODE % Literal(slug))
    assert isinstance(answer, Solutions)
    if not answer.rows:
        raise UnknownNameError("episode", text, _codes(store, show if equals else main_show or ""))
    episode = answer.rows[0][0]
    assert isinstance(episode, NamedNode)
    return episode


def _codes(store: Store, show: str) -> list[str]:
    """The codes of the episodes in the facts, of this show first."""
    answer = store.query(_EPISODES)
    assert isinstance(answer, Solutions)
    ends = (row[0].value.rsplit("/", 1)[-1] for row in answer.rows if isinstance(row[0], NamedNode))
    slugs = [found for end in ends if (found := EPISODE_SLUG.fullmatch(end))]
    own = [f"s{slug['season']}e{slug['episode']}" for slug in slugs if slug["show"] == show]
    return own or [f"{slug['show']}=s{slug['season']}e{slug['episode']}" for slug in slugs]
