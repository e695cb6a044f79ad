"""The state of each history at a date: who held which post, and who lived, as far as the facts tell.

Nobody is called alive for want of a death: it takes word from before the date and word from after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from famkg.compare.facts import Facts, concept, moment_of, nodes
from famkg.compare.model import Life, Person, Post
from famkg.compare.moments import UNDATED, Moment
from famkg.dates import Bounds

__all__ = ["lives_at", "posts_at"]

_TIMES = ("when", "from", "until")
_DECEASED = concept("part-deceased")
_NO_ACT = {concept("part-honoured"), concept("part-subject")}
"""Parts that the dead can have too."""
_MODELS = {concept("degree-inspired"), concept("degree-invented")}
"""Degrees of a character that is not its counterpart's in-story self."""

Values = Mapping[str, Sequence[NamedNode | Literal]]


def posts_at(facts: Facts, day: Bounds) -> dict[NamedNode, list[Post]]:
    """The posts held at a date by world, those certainly held first, then by organization, office and holder.

    A post without any date is left out: nothing puts it at the date.
    """
    found: dict[NamedNode, list[Post]] = defaultdict(list)
    stated = facts.of(("Post",), ("agent", "role", "organization", "inWorld", *_TIMES))
    held = {post: moment.held(day) for post, values in stated.items() if (moment := moment_of(values)).is_dated}
    names = [value for post in held for each in stated[post].values() for value in each]
    facts.labels.learn(names)
    for post, certainty in held.items():
        values = stated[post]
        if certainty:
            holder, office, body = (
                " and ".join(facts.labels[each] for each in nodes(values[name])) for name in ("agent", "role", "organization")
            )
            for world in nodes(values["inWorld"]):
                found[world].append(Post(facts.curie(post), holder, office, body, moment_of(values), certainty))
    for posts in found.values():
        posts.sort(key=lambda post: (post.certainty != "held", post.organization, post.office, post.holder, post.curie))
    return found


def lives_at(facts: Facts, day: Bounds, told: set[NamedNode], real: set[NamedNode]) -> list[Life]:
    """Who is known of by a date in either history, one who stands in both joined, sorted by name."""
    people = facts.of(("Character", "Person"), ("inWorld", "counterpart", "degree", "from", "until"))
    records = _records(facts, people)
    facts.labels.learn(people)
    lived_real = {agent for agent, record in records.items() if record.worlds & real}
    known: dict[NamedNode, Person] = {}
    for node in people:
        if (person := _person(facts, node, records[node], day)) is not None:
            known[node] = person
    lives: list[Life] = []
    paired: set[NamedNode] = set()
    for node, values in people.items():
        if not set(nodes(values["inWorld"])) & told:
            continue
        same = [] if set(nodes(values["degree"])) & _MODELS else nodes(values["counterpart"])
        others = [known[other] for other in same if other in known]
        paired |= set(same)
        if node in known or others:
            lives.append(Life(known.get(node), others[0] if others else None))
    lives += [Life(None, known[node]) for node in people if node in lived_real - paired and node in known]
    return sorted(lives, key=lambda life: ((life.told or life.real).label, (life.told or life.real).curie))  # type: ignore[union-attr]


@dataclass(slots=True)
class _Record:
    """What the facts tell of one life: deaths and acts with what they are called."""

    born: Moment = UNDATED
    deaths: list[tuple[Moment, str]] = field(default_factory=list)
    acts: list[tuple[Moment, str]] = field(default_factory=list)
    worlds: set[NamedNode] = field(default_factory=set)


def _records(facts: Facts, people: Mapping[NamedNode, Values]) -> dict[NamedNode, _Record]:
    records: dict[NamedNode, _Record] = defaultdict(_Record)
    for node, values in people.items():
        records[node].born = Moment(when=moment_of(values).start)
        if end := moment_of(values).end:
            records[node].deaths.append((Moment(when=end), ""))
    parts = facts.of(("Participation",), ("agent", "event", "role", "inWorld"))
    events = facts.of(("Event", "Mission"), _TIMES)
    facts.labels.learn(events)
    for values in parts.values():
        roles = set(nodes(values["role"]))
        for agent in nodes(values["agent"]):
            records[agent].worlds |= set(nodes(values["inWorld"]))
            for event in nodes(values["event"]):
                told = (moment_of(events.get(event, {})), facts.labels[event])
                if _DECEASED in roles:
                    records[agent].deaths.append(told)
                elif not roles & _NO_ACT:
                    records[agent].acts.append(told)
    for values in facts.of(("Post",), ("agent", "inWorld", *_TIMES)).values():
        for agent in nodes(values["agent"]):
            records[agent].worlds |= set(nodes(values["inWorld"]))
            records[agent].acts += [(Moment(when=edge), "") for edge in _edges(values)]
    return records


def _edges(values: Values) -> Iterable[str]:
    """The times at which a post was held for certain: within what is stated of it."""
    return [literal.value for name in _TIMES for literal in values[name]]


def _person(facts: Facts, node: NamedNode, record: _Record, day: Bounds) -> Person | None:
    assert day.latest is not None
    curie, label = facts.curie(node), facts.labels[node]
    if record.born.standing(day) == "to-come":
        return None
    deaths = sorted(record.deaths, key=lambda death: (not death[0].is_dated, str(death[0].first), death[1]))
    death, cause = deaths[0] if deaths else (UNDATED, "")
    died = death.standing(day) if deaths else ""
    words = "" if not deaths else f"{death.words}: {_bare(cause)}" if cause else death.words
    if died in ("past", "current"):
        return Person(curie, label, "dead", words)
    earlier = [act for act in (record.born, *(moment for moment, _ in record.acts)) if act.standing(day) in ("past", "current")]
    if died == "perhaps" or (died == "undated" and earlier):
        return Person(curie, label, "perhaps-dead", words)
    if not earlier:
        return None
    later = [act for act, _ in record.acts if act.standing(day) in ("to-come", "current")]
    if died == "to-come" or later:
        return Person(curie, label, "alive", f"until {words}" if died == "to-come" else "")
    return Person(curie, label, "no-word", "")


def _bare(label: str) -> str:
    return label.rsplit(" (", 1)[0] if label.endswith(")") else label
