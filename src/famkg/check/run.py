"""Run every rule, and gather what each finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from famkg.check import (
    conflicts,
    digests,
    files,
    judgements,
    names,
    passages,
    queries,
    register,
    shapes,
    slugs,
    stamps,
    statements,
    turtle,
    upkeep,
)
from famkg.check.checks import query_rules
from famkg.check.context import Context
from famkg.check.findings import Fault, Finding, Reach, Rule
from famkg.resources import Layers

__all__ = ["Report", "check", "report", "rules_for", "rules_of"]

_RULES = (
    *files.RULES,
    *turtle.RULES,
    *passages.RULES,
    *statements.RULES,
    *upkeep.RULES,
    *register.RULES,
    *names.RULES,
    *slugs.RULES,
    *stamps.RULES,
    *judgements.RULES,
    *digests.RULES,
    *queries.RULES,
    *conflicts.RULES,
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: findings in the order of files and lines, and what it did, in words.

    ``rules`` are all there are, ``waiting`` the names of those that did not run since a file could not be read.
    """

    findings: tuple[Finding, ...]
    rules: tuple[Rule, ...]
    waiting: tuple[str, ...]
    notes: tuple[str, ...]


def rules_of(layers: Layers) -> tuple[Rule, ...]:
    """Every rule: those of famkg, and those that are queries of the franchise."""
    return rules_for(Context(layers))


def rules_for(context: Context) -> tuple[Rule, ...]:
    """The rules that hold of what was read, in the order in which they run."""
    return (*_RULES, *query_rules(context), *shapes.RULES)


def check(layers: Layers, *, texts: Path | None = None) -> Report:
    """Check a franchise against every rule, and the texts of its sources in a folder if one is given.

    Raises DataError only where ``layers`` lacks what makes it a franchise: every other fault is a finding.
    """
    context = Context(layers, texts)
    try:
        return report(context, rules_for(context))
    finally:
        context.close()


def report(context: Context, rules: Sequence[Rule]) -> Report:
    """What these rules find; general ones run last, and keep silent about what another has found."""
    reach = Reach.COMPILED if context.is_whole else Reach.FILE
    findings: set[Finding] = set()
    about: dict[NamedNode, set[NamedNode | None]] = defaultdict(set)
    for each in sorted(rules, key=lambda rule: rule.general):
        if each.reach <= reach:
            faults = [fault for fault in each.find(context) if not (each.general and _is_known(fault, about))]
            findings.update(_findings(each, faults))
            for fault in faults:
                if fault.subject is not None:
                    about[fault.subject].add(fault.predicate)
    notes = [f"{len(rules)} rules, {len(context.files)} files, {len(context.claims.quads)} claims"]
    if context.texts is not None and context.is_whole:
        found = digests.verify(context.claims, context.texts)
        notes.append(f"{found.verified} of {found.total} text digests verified in {context.texts}")
    waiting = tuple(each.name for each in rules if each.reach > reach)
    return Report(tuple(sorted(findings)), tuple(rules), waiting, tuple(notes))


def _findings(rule: Rule, faults: Iterable[Fault]) -> Iterable[Finding]:
    return (Finding(fault.place.path, fault.place.line, rule.name, fault.message) for fault in faults)


def _is_known(fault: Fault, about: dict[NamedNode, set[NamedNode | None]]) -> bool:
    """Whether another rule has found fault with the statement, or with its subject as a whole."""
    known = about.get(fault.subject, set()) if fault.subject is not None else set()
    return bool(known) and (fault.predicate is None or None in known or fault.predicate in known)
