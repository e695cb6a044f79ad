"""One entity and what is known of it: facts with citations, role nodes read as one line each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from pyoxigraph import NamedNode, Triple

from famkg.query.evidence import Citation, passages_about
from famkg.query.html import tell
from famkg.query.labels import Labels
from famkg.store import Solutions, Store
from famkg.terms import ALT_LABEL, PREF_LABEL, TYPE, Prefixes, fam

__all__ = ["Entity", "Fact", "read_entity"]

_ABOUT = """
PREFIX graph: <https://w3id.org/famkg/graph/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?s ?p ?o ?inferred WHERE {{
  GRAPH graph:facts {{
    {{ VALUES ?s {{ {node} }} ?s ?p ?o }}
    UNION {{ VALUES ?o {{ {node} }} ?s ?p ?o }}
    UNION {{ ?s ?towards {node} ; ?p ?o FILTER NOT EXISTS {{ ?s skos:prefLabel ?label }} }}
  }}
  BIND(EXISTS {{ GRAPH graph:inferred {{ ?s ?p ?o }} }} AS ?inferred)
}} ORDER BY ?s ?p ?o
"""
_NAMES = (PREF_LABEL, ALT_LABEL)
_UNSHOWN = {TYPE, PREF_LABEL, ALT_LABEL, NamedNode("http://www.w3.org/2004/02/skos/core#hiddenLabel"), fam("displayName")}
_UNSHOWN |= {fam("inWorld"), fam("earliest"), fam("latest")}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about an entity.

    ``about`` is a property's label (with ``of`` before it where the entity is the object) or a role node's class;
    ``text`` what it says; ``citations`` index the entity's ``citations``, none for what is inferred.
    """

    about: str
    text: str
    citations: tuple[int, ...]
    inferred: bool


@dataclass(frozen=True, slots=True)
class Entity:
    """What this viewer may know of one thing."""

    iri: str
    curie: str
    label: str
    kind: str
    world: str
    names: tuple[str, ...]
    facts: tuple[Fact, ...]
    citations: tuple[Citation, ...]

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.kind, self.world) if part)
        lines = [f"{self.label} ({where})  {self.curie}"]
        if self.names:
            lines.append("also called: " + "; ".join(self.names))
        width = max((len(fact.about) for fact in self.facts), default=0)
        lines += [f"  {fact.about:<{width}}  {fact.text} {self._marks(fact)}".rstrip() for fact in self.facts]
        lines += [f"[{number}] {citation}" for number, citation in enumerate(self.citations, 1)]
        return "\n".join(lines) + "\n"

    _repr_pretty_ = tell

    def _repr_html_(self) -> str:
        from famkg.query.html import as_citation, as_list

        where = " · ".join(escape(part) for part in (self.kind, self.world) if part)
        names = f"<p>also called {escape('; '.join(self.names))}</p>" if self.names else ""
        rows = "".join(
            f'<tr><th style="text-align:left">{escape(f.about)}</th><td style="text-align:left">{escape(f.text)} '
            f"<small>{self._marks(f)}</small></td></tr>"
            for f in self.facts
        )
        head = f"<h3>{escape(self.label)}</h3><p>{where} · <code>{escape(self.curie)}</code></p>"
        return f"{head}{names}<table>{rows}</table>" + as_list(map(as_citation, self.citations))

    @staticmethod
    def _marks(fact: Fact) -> str:
        return "".join(f"[{number + 1}]" for number in fact.citations) or ("(inferred)" if fact.inferred else "")


def read_entity(store: Store, node: NamedNode, prefixes: Prefixes) -> Entity | None:
    """The entity with this IRI, or None where the dataset says nothing of it."""
    answer = store.query(_ABOUT.format(node=node))
    assert isinstance(answer, Solutions)
    triples: dict[Triple, bool] = {}
    for s, p, o, inferred in answer.rows:
        triples[Triple(s, p, o)] = inferred is not None and inferred.value == "true"  # type: ignore[arg-type]
    own = [t for t in triples if t.subject == node]
    if not own:
        return None
    labels = Labels(store, prefixes)
    labels.learn(term for triple in triples for term in triple)
    cited = passages_about(store, node)
    roles: dict[NamedNode, list[Triple]] = defaultdict(list)
    for triple in triples:
        subject, *_ = triple
        if subject != node:
            roles[subject].append(triple)
    numbering: dict[str, Citation] = {}
    facts = [_fact(t, triples[t], labels, cited, numbering) for t in own if t.predicate not in _UNSHOWN]
    for role_triples in roles.values():
        facts.extend(_towards(node, role_triples, triples, labels=labels, cited=cited, numbering=numbering))
    facts.sort(key=lambda fact: (fact.about, fact.text))
    kinds = [labels[t.object] for t in own if t.predicate == TYPE]
    worlds = [labels[t.object] for t in own if t.predicate == fam("inWorld")]
    names = {labels[t.object] for t in own if t.predicate in _NAMES} - {labels[node]}
    return Entity(
        iri=node.value,
        curie=prefixes.shrink(node.value),
        label=labels[node],
        kind=", ".join(sorted(kinds)),
        world=", ".join(sorted(worlds)),
        names=tuple(sorted(names)),
        facts=tuple(facts),
        citations=tuple(numbering.values()),
    )


def _fact(
    triple: Triple,
    inferred: bool,
    labels: Labels,
    cited: Mapping[Triple, tuple[Citation, ...]],
    numbering: dict[str, Citation],
) -> Fact:
    return Fact(labels[triple.predicate], labels[triple.object], _numbers([triple], cited, numbering), inferred)


def _towards(
    node: NamedNode,
    group: list[Triple],
    triples: Mapping[Triple, bool],
    *,
    labels: Labels,
    cited: Mapping[Triple, tuple[Citation, ...]],
    numbering: dict[str, Citation],
) -> Iterable[Fact]:
    """Facts whose object is the node: a role node as one line, anything else as the property turned round."""
    pointing = [triple for triple in group if triple.object == node]
    kinds = [labels[t.object] for t in group if t.predicate == TYPE]
    if not kinds:
        for triple in pointing:
            if not triples[triple]:  # what is inferred towards the node stands as a role node or the other way round
                about = f"is {labels[triple.predicate]} of"
                yield Fact(about, labels[triple.subject], _numbers([triple], cited, numbering), inferred=False)
        return
    hidden = {TYPE, fam("earliest"), fam("latest"), fam("inWorld")}
    rest = [t for t in group if t.object != node and t.predicate not in hidden]
    text = " · ".join(dict.fromkeys(f"{_short(t, labels)}" for t in sorted(rest, key=lambda t: str(t.predicate))))
    yield Fact(kinds[0], text, _numbers(pointing, cited, numbering), all(triples[t] for t in pointing))


def _short(triple: Triple, labels: Labels) -> str:
    value = labels[triple.object]
    if isinstance(triple.object, NamedNode):
        return value
    return f"{labels[triple.predicate]} {value}"


def _numbers(
    triples: Iterable[Triple], cited: Mapping[Triple, tuple[Citation, ...]], numbering: dict[str, Citation]
) -> tuple[int, ...]:
    """The numbers of the triples' citations; passages that read the same when cited share one."""
    found = sorted({citation for triple in triples for citation in cited.get(triple, ())}, key=lambda c: c.passage)
    for citation in found:
        numbering.setdefault(str(citation), citation)
    order = list(numbering)
    return tuple(sorted({order.index(str(citation)) for citation in found}))
