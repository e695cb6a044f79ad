"""Run every rule, and gather what each finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from famkg.check import (
    conflicts,
    digests,
    files,
    judgements,
    passages,
    queries,
    register,
    shapes,
    slugs,
    stamps,
    statements,
    turtle,
)
from famkg.check.checks import query_rules
from famkg.check.context import Context
from famkg.check.findings import Fault, Finding, Reach, Rule
from famkg.resources import Layers

__all__ = ["Report", "check", "rules_of"]

_RULES = (
    *files.RULES,
    *turtle.RULES,
    *passages.RULES,
    *statements.RULES,
    *register.RULES,
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

    ``waiting`` are the rules that did not run since a file could not be read.
    """

    findings: tuple[Finding, ...]
    waiting: tuple[str, ...]
    notes: tuple[str, ...]


def rules_of(layers: Layers) -> tuple[Rule, ...]:
    """Every rule: those of famkg, and those that are queries of the franchise."""
    return _rules(Context(layers))


def check(layers: Layers, *, texts: Path | None = None) -> Report:
    """Check a franchise against every rule, and the texts of its sources in a folder if one is given.

    Raises DataError only where ``layers`` lacks what makes it a franchise: every other fault is a finding.
    """
    context = Context(layers, texts)
    try:
        return _report(context)
    finally:
        context.close()


def _report(context: Context) -> Report:
    rules = _rules(context)
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
    return Report(tuple(sorted(findings)), tuple(each.name for each in rules if each.reach > reach), tuple(notes))


def _rules(context: Context) -> tuple[Rule, ...]:
    return (*_RULES, *query_rules(context), *shapes.RULES)


def _findings(rule: Rule, faults: Iterable[Fault]) -> Iterable[Finding]:
    return (Finding(fault.place.path, fault.place.line, rule.name, fault.message) for fault in faults)


def _is_known(fault: Fault, about: dict[NamedNode, set[NamedNode | None]]) -> bool:
    """Whether another rule has found fault with the statement, or with its subject as a whole."""
    known = about.get(fault.subject, set()) if fault.subject is not None else set()
    return bool(known) and (fault.predicate is None or None in known or fault.predicate in known)
