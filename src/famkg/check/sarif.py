"""Findings as SARIF 2.1.0 (OASIS, 2020), which code hosts and editors show beside the lines they are about.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from famkg.check.findings import Finding, Rule
from famkg.plain import plain
from famkg.version import __version__

__all__ = ["write_sarif"]

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT: Final = "%SRCROOT%"
"""The name by which consumers know the root of a checkout (section 3.14.14)."""


def write_sarif(findings: Sequence[Finding], rules: Iterable[Rule]) -> str:
    """One run with every rule and a result a finding; paths are relative to the folder in which famkg runs.

    No address of this machine is in it, so the same findings give the same bytes everywhere.
    """
    listed = sorted(rules, key=lambda rule: rule.name)
    index = {rule.name: number for number, rule in enumerate(listed)}
    run = {
        "tool": {
            "driver": {
                "name": "famkg",
                "version": __version__,
                "informationUri": "https://w3id.org/famkg/",
                "rules": [_rule(rule) for rule in listed],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which famkg check ran."}}},
        "results": [_result(finding, index) for finding in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    first, _, _ = rule.text.partition(". ")
    return {
        "id": rule.name,
        "shortDescription": {"text": _text(first.rstrip(".") + ".")},
        "fullDescription": {"text": _text(rule.text)},
        "help": {"text": _text(rule.text)},
        "defaultConfiguration": {"level": "error"},
    }


def _result(finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    location = _location(finding.path)
    known = {"ruleIndex": index[finding.rule]} if finding.rule in index else {}
    # the same finding keeps its identity where lines above it come and go
    identity = blake2b(f"{location['uri']}\0{finding.rule}\0{finding.message}".encode(), digest_size=16).hexdigest()
    return {
        "ruleId": finding.rule,
        **known,
        "level": "error",
        "message": {"text": _text(finding.message)},
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": {"startLine": finding.line}}}],
        "partialFingerprints": {"finding/v1": identity},
    }


def _location(path: Path) -> dict[str, str]:
    whole = path.resolve()
    try:
        return {"uri": quote(whole.relative_to(Path.cwd()).as_posix()), "uriBaseId": _ROOT}
    except ValueError:
        return {"uri": whole.as_uri()}


def _text(text: str) -> str:
    """A message without placeholders: braces are doubled (section 3.11.5); on one line, and nothing that drives a screen."""
    return plain(text).replace("{", "{{").replace("}", "}}")
