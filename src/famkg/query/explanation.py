"""An explanation as it is told: as a tree of lines, or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from famkg.query.evidence import Citation
from famkg.query.html import tell

__all__ = ["Explanation", "Explanations", "Verdict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement as it bears on a claim: ``preferred`` or ``rejected``, and why.

    ``of`` says what was judged: the ``claim`` (``value`` is its object; ``passage`` set where only as that passage says
    it), the whole role or event ``node``, or the ``passage``.
    """

    iri: str
    verdict: str
    of: str
    value: str
    passage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A fact or claim and what it rests on; ``str`` gives it as a tree, ``to_dict`` for JSON.

    ``fact`` is the triple in N-Triples terms, ``text`` the same in labels; of a rival role node, the triple that gives its
    class and all that is said of it. ``holds`` says whether it is among the facts, and ``basis`` how: by ``passages``, by
    a ``rule`` (with its summary and ``premises``, each explained in turn), ``computed`` from premises by compiling, or the
    ``register`` alone says so. ``because`` is why it is not held. ``citations`` are all passages that state it, whatever
    their status, the weightiest first; ``rivals`` are other values of a property that takes one, and role nodes that
    exclude this one.
    """

    text: str
    holds: bool
    fact: tuple[str, str, str]
    basis: str
    because: str = ""
    citations: tuple[Citation, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    rule: str = ""
    premises: tuple[Explanation, ...] = ()
    rivals: tuple[Explanation, ...] = ()
    parts: tuple[str, str] = field(default=("", ""), repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The fields above as JSON has them, without ``parts``, which only serve to write lines."""
        from dataclasses import asdict

        def bare(found: dict[str, Any]) -> dict[str, Any]:
            del found["parts"]
            for name in ("premises", "rivals"):
                found[name] = [bare(each) for each in found[name]]
            return found

        return bare(asdict(self))

    def __str__(self) -> str:
        held = "" if self.holds else "  (not held)" + (f": {self.because}" if self.because else "")
        return "\n".join([self.text + held, *self._grounds("  ")]) + "\n"

    _repr_pretty_ = tell

    def _repr_html_(self) -> str:
        from famkg.query.html import as_text

        return as_text(str(self))

    def _grounds(self, indent: str) -> Iterator[str]:
        yield from dict.fromkeys(
            f"{indent}says {citation}" + (f" (quoting {citation.quoted})" if citation.quoted else "")
            for citation in self.citations
        )
        yield from _judged(indent, self.verdicts, self.citations)
        if self.basis == "register":
            yield f"{indent}stands in the register, and needs no passage"
        if self.rule:
            yield (
                f"{indent}is computed as {self.rule}, from"
                if self.basis == "computed"
                else (f"{indent}follows by the rule “{self.rule}” from")
            )
            yield from _told(indent + "  ", self.premises)
        yield from _rivals(indent, self.rivals, instead=not self.holds)


class Explanations(tuple[Explanation, ...]):
    """What ``why`` answers: an explanation a value of the property; ``str`` gives one tree after the other."""

    __slots__ = ()

    def __str__(self) -> str:
        return "\n".join(map(str, self))

    _repr_pretty_ = tell

    def _repr_html_(self) -> str:
        from famkg.query.html import as_text

        return as_text(str(self))


def _told(indent: str, premises: Sequence[Explanation]) -> Iterator[str]:
    """Premises as lines; several about one thing that rest on the same are one line."""
    start = 0
    while start < len(premises):
        first = premises[start]
        end = start + 1
        while end < len(premises) and _joins(first, premises[end]):
            end += 1
        group = premises[start:end]
        yield f"{indent}{first.parts[0]} — " + "; ".join(premise.parts[1] for premise in group)
        yield from first._grounds(indent + "  ")
        for premise in group[1:]:
            yield from _judged(indent + "  ", [v for v in premise.verdicts if v not in first.verdicts], premise.citations)
            yield from _rivals(indent + "  ", premise.rivals, instead=not premise.holds)
        start = end


def _joins(one: Explanation, other: Explanation) -> bool:
    return (one.fact[0], one.citations, one.basis) == (other.fact[0], other.citations, other.basis) and not other.rule


def _rivals(indent: str, rivals: Sequence[Explanation], *, instead: bool) -> Iterator[str]:
    for rival in rivals:
        first, *others = str(rival).splitlines()
        yield f"{indent}{'held instead' if instead and rival.holds else 'rival'}: {first}"
        yield from (indent + line for line in others)


def _judged(indent: str, verdicts: Sequence[Verdict], citations: Sequence[Citation]) -> Iterator[str]:
    by_passage = {citation.passage: citation for citation in citations}
    for verdict in verdicts:
        where = by_passage.get(verdict.passage)
        said = verdict.passage.rpartition("/")[2]
        if where:
            said = ", ".join(part for part in (where.publisher, where.locator.removesuffix("page")) if part)
        what = {"claim": f" {verdict.value}", "node": " as a whole", "passage": f" all that {said} says"}[verdict.of]
        only = f" (only as {said} has it)" if verdict.of == "claim" and verdict.passage else ""
        yield f"{indent}judged: {verdict.verdict}{what}: {verdict.reason}{only}"
