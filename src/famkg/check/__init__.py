"""Everything that must hold of a franchise, as rules that find where it does not."""

from famkg.check.findings import Finding, Rule
from famkg.check.run import Report, check, rules_of

__all__ = ["Finding", "Report", "Rule", "check", "rules_of"]
