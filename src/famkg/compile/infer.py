"""Infer: the rules to a fixpoint, over the facts that a viewer has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode, Quad, Store, Triple

from famkg.compile.rules import Rule

__all__ = ["infer"]


def infer(facts: Iterable[Triple], rules: Sequence[Rule]) -> frozenset[Triple]:
    """What follows from the facts and is not among them.

    A rule runs again only when a predicate of its body has gained triples.
    """
    known = set(facts)
    store = Store()
    store.extend(Quad(*triple) for triple in known)
    inferred: set[Triple] = set()
    waiting: Iterable[Rule] = rules
    while waiting := tuple(waiting):
        gained: set[NamedNode] = set()
        for rule in waiting:
            new = {triple for triple in store.query(rule.text) if triple not in known}  # type: ignore[union-attr]
            if new:
                known |= new
                inferred |= new
                gained |= {triple.predicate for triple in new}
                store.extend(Quad(*triple) for triple in new)
        waiting = (rule for rule in rules if rule.body_predicates & gained)
    return frozenset(inferred)
