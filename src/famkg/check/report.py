"""The forms in which findings are printed: for people, for programs, for code hosts and editors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from famkg.check.findings import Finding, Rule
from famkg.errors import UnknownNameError
from famkg.plain import plain

__all__ = ["FORMATS", "write_findings", "write_rules"]

FORMATS = ("table", "json", "github", "sarif")
"""One finding a line, a JSON array of objects, workflow commands of GitHub Actions, SARIF 2.1.0."""


def write_findings(findings: Sequence[Finding], form: str, *, rules: Iterable[Rule] = ()) -> str:
    """The findings in one of ``FORMATS``; UnknownNameError for another. Paths are relative to here where they can be.

    ``rules`` are those that ran: SARIF describes each.
    """
    if form == "sarif":
        from famkg.check.sarif import write_sarif

        return write_sarif(findings, rules)
    writers = {"table": _table, "json": _json, "github": _github}
    if form not in writers:
        raise UnknownNameError("format", form, FORMATS, hint="one of " + ", ".join(FORMATS))
    return writers[form](findings)


def write_rules(rules: Iterable[Rule]) -> str:
    """Each rule's identifier and its paragraph."""
    from textwrap import fill

    return "\n".join(
        f"{rule.name}\n{fill(rule.text, 96, initial_indent='  ', subsequent_indent='  ', break_on_hyphens=False)}\n"
        for rule in sorted(rules, key=lambda rule: rule.name)
    )


def _shown(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)


def _table(findings: Sequence[Finding]) -> str:
    return "".join(f"{_shown(f.path)}:{f.line}  {f.rule}  {plain(f.message)}\n" for f in findings)


def _json(findings: Sequence[Finding]) -> str:
    rows = [{"path": _shown(f.path), "line": f.line, "rule": f.rule, "message": f.message} for f in findings]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _github(findings: Sequence[Finding]) -> str:
    """Workflow commands, escaped as GitHub's toolkit does."""

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    return "".join(
        f"::error file={value(_shown(f.path))},line={f.line},title={value(f.rule)}::{data(plain(f.message))}\n"
        for f in findings
    )
