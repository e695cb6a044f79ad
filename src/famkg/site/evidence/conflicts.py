"""Where sources disagree: rival values and rival nodes side by side, who says each, what is held and why.

A claim that is wrong is not deleted: it stands here, beside what is held instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from famkg.query.evidence import SAYING, Citation
from famkg.site.entity.wording import plural
from famkg.site.evidence.asking import KINDS, NODES, VALUES
from famkg.site.evidence.guesses import fold, read_guesses
from famkg.site.evidence.saying import Names, anchor_of, local_name, when
from famkg.site.evidence.standing import Standing, Standings, Verdict, read_standings
from famkg.site.shell import Page
from famkg.terms import DESCRIPTION, TYPE, fam

if TYPE_CHECKING:
    from famkg.site.reading import Reading

__all__ = ["Case", "Group", "Option", "pages", "read_cases"]

_MANY = 8
"""Of a property that takes many values, the held ones are shown beside the rejected where they are no more than these."""

_BESIDE = 4
"""Of roles that another holds, these are shown beside one that is rejected and has no rival, where they are no more."""


@dataclass(frozen=True, slots=True)
class Option:
    """One side of a case: a value, or a node with what is said of it; who says so, and how it stands."""

    claim: Triple
    parts: tuple[Triple, ...]
    citations: tuple[Citation, ...]
    standing: Standing

    @property
    def is_held(self) -> bool:
        """Whether it is what this viewer's facts have."""
        return self.standing.state == "held"


@dataclass(frozen=True, slots=True)
class Case:
    """Claims that cannot all hold, what is held first.

    ``question`` is what they answer differently, ``subject`` what they are about; ``predicate`` the property whose values
    they are, None where whole nodes exclude each other; ``reasons`` are the judgements that decide.
    """

    anchor: str
    question: str
    kind: NamedNode
    subject: NamedNode
    predicate: NamedNode | None
    options: tuple[Option, ...]
    reasons: tuple[Verdict, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing settles it."""
        return any(option.standing.state == "open" for option in self.options)


@dataclass(frozen=True, slots=True)
class Group:
    """The cases about one class of things."""

    kind: NamedNode
    cases: tuple[Case, ...]


def pages(reading: Reading) -> Iterator[Page]:
    """The one page."""
    standings = read_standings(reading)
    names = Names(reading)
    cases = read_cases(reading, standings, names)
    judged = sum(1 for case in cases if case.reasons)
    yield Page(
        path="conflicts.html",
        title="Conflicts",
        description="Where sources disagree, side by side: who says what, what is held, and why. Guesses and denials too.",
        template="conflicts.html",
        section="conflicts.html",
        values={
            "unsettled": [case for case in cases if case.is_open],
            "groups": list(_grouped(reading, [case for case in cases if not case.is_open])),
            "cases": len(cases),
            "judged": judged,
            "judgements": [(each, reading.value(each, DESCRIPTION)) for each in reading.of_class(fam("Judgement"))],
            "guesses": [(status, fold(read_guesses(reading, standings, names, status))) for status in ("speculated", "denied")],
            "names": names,
            "plural": plural,
            "when": when,
            "type": TYPE,
        },
    )


def read_cases(reading: Reading, standings: Standings, names: Names) -> tuple[Case, ...]:
    """All cases, by what they are about and its property."""
    losing = [t for t in reading.citations if standings.of(t).state in ("rejected", "outweighed", "open")]
    nodes = {t.subject for t in losing if t.predicate == TYPE and isinstance(t.subject, NamedNode)}
    spoken_of = {triple.subject for triple in reading.citations}
    nodes |= {v.node for v in standings.verdicts if v.triple is None and v.node in spoken_of}
    cases = [*_value_cases(reading, standings, names, losing, nodes), *_joined(_node_cases(reading, standings, names, nodes))]
    return tuple(sorted(cases, key=lambda case: (names.of(case.subject), str(case.predicate), case.anchor)))


def _value_cases(
    reading: Reading, standings: Standings, names: Names, losing: Iterable[Triple], nodes: Iterable[object]
) -> Iterator[Case]:
    """Several values of a property, some of which are not held; a node that is not held at all is a case of its own."""
    apart = set(nodes)
    pairs = dict.fromkeys((t.subject, t.predicate) for t in losing if not {t.subject, t.object} & apart)
    said: dict[tuple[object, NamedNode], list[Triple]] = defaultdict(list)
    for triple, citations in reading.citations.items():
        if any(citation.status in SAYING for citation in citations):
            said[triple.subject, triple.predicate].append(triple)
    for subject, predicate in pairs:
        claims = [t for t in said[subject, predicate] if t.object not in apart]
        held = [t for t in claims if standings.holds(t)]
        if len(held) > _MANY:
            claims = [t for t in claims if not standings.holds(t)]
        assert isinstance(subject, NamedNode)
        yield _case(reading, standings, names, (subject, predicate), [(claim, ()) for claim in claims])


def _node_cases(reading: Reading, standings: Standings, names: Names, nodes: Iterable[NamedNode]) -> Iterator[Case]:
    """Nodes that exclude each other, and nodes that are judged as a whole."""
    parts: dict[NamedNode, list[Triple]] = defaultdict(list)
    for triple, citations in reading.citations.items():
        if isinstance(triple.subject, NamedNode) and any(citation.status in SAYING for citation in citations):
            parts[triple.subject].append(triple)
    waiting = sorted(nodes, key=str)
    done: set[NamedNode] = set()
    for node in waiting:
        if node in done:
            continue
        group = _all_rivals(node, standings)
        done |= group
        if not any(standings.is_held_node(member) for member in group):
            group |= _held_by_others(reading, node, parts[node])
        options = []
        for member in sorted(group, key=str):
            told = tuple(t for t in parts[member] if t.predicate != TYPE and not names.tells(member, t.predicate))
            being = Triple(member, TYPE, standings.kind_of(member))
            options.append((being, told))
        yield _case(reading, standings, names, (node, None), options)


def _joined(cases: Iterable[Case]) -> Iterator[Case]:
    """The cases, those that ask the same and are settled for the same reasons as one: two names struck from one credit."""
    found: dict[tuple[str, tuple[str, ...]], Case] = {}
    for case in cases:
        key = (case.question, tuple(verdict.reason for verdict in case.reasons))
        known = found.get(key)
        options = {option.claim: option for option in (*(known.options if known else ()), *case.options)}
        found[key] = replace(known or case, options=tuple(sorted(options.values(), key=_rank)))
    yield from found.values()


def _question(reading: Reading, names: Names, kind: NamedNode, subject: NamedNode, predicate: NamedNode | None) -> str:
    """What a case asks, by its property or by the class of its nodes."""
    own, name = local_name(kind), names.of(subject)
    if predicate is None:
        asked = names.filled(subject, NODES.get(own, "")) or f"{name}?"
    else:
        local = local_name(predicate)
        template = VALUES.get(f"{own} {local}") or VALUES.get(local) or "{0}: {1}?"
        asked = template.format(name, reading.labels[predicate])
    return asked[:1].upper() + asked[1:]


def _rank(option: Option) -> tuple[bool, int, str]:
    return (not option.is_held, -len(option.citations), str(option.claim))


def _all_rivals(node: NamedNode, standings: Standings) -> set[NamedNode]:
    found = {node}
    waiting = [node]
    while waiting:
        for rival in standings.rivals.get(waiting.pop(), ()):
            if rival not in found:
                found.add(rival)
                waiting.append(rival)
    return found


def _held_by_others(reading: Reading, node: NamedNode, said: Iterable[Triple]) -> set[NamedNode]:
    """The held nodes that say the same of someone else: who else wrote the episode, or held the office."""
    same = [(t.predicate, t.object) for t in said if isinstance(t.object, NamedNode) and t.predicate != fam("agent")]
    if len(same) < 3 or all(t.predicate != fam("agent") for t in said):  # its class, and what it joins
        return set()
    sharing = [{t.subject for t in reading.towards.get(o, ()) if t.predicate == p} for p, o in same if p != TYPE]
    kind = next((o for p, o in same if p == TYPE), None)
    shared = set.intersection(*sharing) - {node}
    found = {other for other in shared if isinstance(other, NamedNode) and reading.classes.get(other) == kind}
    return found if len(found) <= _BESIDE else set()


def _case(
    reading: Reading,
    standings: Standings,
    names: Names,
    about: tuple[NamedNode, NamedNode | None],
    claims: Iterable[tuple[Triple, tuple[Triple, ...]]],
) -> Case:
    subject, predicate = about
    options = [Option(t, parts, _saying(reading, t, parts), standings.of(t)) for t, parts in claims]
    options.sort(key=_rank)
    verdicts = dict.fromkeys(v for option in options for v in option.standing.verdicts)
    reasons: dict[str, Verdict] = {}
    for verdict in verdicts:
        reasons.setdefault(verdict.reason, verdict)
    return Case(
        anchor=anchor_of(reading, subject, predicate),
        question=_question(reading, names, standings.kind_of(subject), subject, predicate),
        kind=standings.kind_of(subject),
        subject=subject,
        predicate=predicate,
        options=tuple(options),
        reasons=tuple(reasons.values()),
    )


def _saying(reading: Reading, claim: Triple, parts: Iterable[Triple]) -> tuple[Citation, ...]:
    """Who makes a claim; of a thing of the register, whose class no passage states, who says anything of it."""
    return reading.citations.get(claim) or tuple(dict.fromkeys(c for part in parts for c in reading.citations[part]))


def _grouped(reading: Reading, cases: Iterable[Case]) -> Iterator[Group]:
    kinds: dict[NamedNode, list[Case]] = defaultdict(list)
    for case in cases:
        kinds[case.kind].append(case)
    for kind in sorted(kinds, key=lambda kind: (_place(kind), reading.labels[kind])):
        yield Group(kind, tuple(kinds[kind]))


def _place(kind: NamedNode) -> int:
    """Where the cases of a class stand; what the list does not have comes before what is news of the making."""
    local = local_name(kind)
    return KINDS.index(local) if local in KINDS else KINDS.index("Person")
