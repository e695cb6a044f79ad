"""Relationships as a page tells them: each other party once under what it is, whichever way round the sources put it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from famkg.site.entity.outline import MUTUAL, NARROWER
from famkg.site.entity.rows import Group, Row, Value
from famkg.terms import fam

if TYPE_CHECKING:
    from famkg.site.entity.roles import Roles

__all__ = ["kinships"]

_ROLE, _AGENT, _RELATED = fam("role"), fam("agent"), fam("relatedTo")

_Way = tuple[NamedNode, bool]
"""A kind of relationship, and whether the page's thing is one of the other; False where both are it of each other."""


def kinships(roles: Roles, *, bears: Iterable[NamedNode], named: Iterable[NamedNode]) -> Iterator[Row]:
    """A row a kind: what others are to the thing, and what it is of others.

    ``bears`` are the role nodes that have it as agent, ``named`` those that have it as the other. Who is told to be a thing
    in a wider and a narrower sense stands under the narrower, with the wider beside it.
    """
    reading = roles.reading
    found: dict[_Way, dict[NamedNode, list[NamedNode]]] = defaultdict(lambda: defaultdict(list))
    for nodes, is_bearer, end in ((bears, True, _RELATED), (named, False, _AGENT)):
        for node in nodes:
            for role in reading.objects(node, _ROLE):
                for other in reading.objects(node, end):
                    found[role, is_bearer and role not in MUTUAL][other].append(node)
    wider: dict[_Way, dict[NamedNode, list[NamedNode]]] = defaultdict(dict)
    for (role, is_bearer), others in found.items():
        if role in NARROWER and (NARROWER[role], is_bearer) in found:
            above = found[NARROWER[role], is_bearer]
            wider[role, is_bearer] = {other: above.pop(other) for other in others if other in above}
    labelled = {reading.labels[role] + (" of" if is_bearer else ""): (role, is_bearer) for role, is_bearer in found}
    for label, way in sorted(labelled.items()):
        values = roles.joined((other, node) for other, nodes in found[way].items() for node in nodes)
        if values:
            yield Row(label, (Group(tuple(_with_wider(roles, value, way, wider[way]) for value in values)),))


def _with_wider(roles: Roles, value: Value, way: _Way, wider: dict[NamedNode, list[NamedNode]]) -> Value:
    nodes = wider.get(value.thing, ()) if value.thing is not None else ()
    if not nodes:
        return value
    said = f"also told as {roles.reading.labels[NARROWER[way[0]]]}"
    more = (replace(roles.through(node, said), thing=None) for node in nodes)
    return replace(value, also=(*value.also, *more))
