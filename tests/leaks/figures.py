"""What the leak test did, in one line at the end of a run: progresses, surfaces, bytes, leaks, seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

PROPERTY = "leaks"


@dataclass(frozen=True)
class Figures:
    """Notes figures with the report of one test, so that they reach the end of a run through pytest-xdist too."""

    properties: list[tuple[str, object]]

    def note(self, part: str, *, progress: str, searched: int, leaks: int, surfaces: int = 1) -> None:
        self.properties.append(
            (PROPERTY, {"part": part, "progress": progress, "searched": searched, "leaks": leaks, "surfaces": surfaces})
        )


def lines(reports: Iterable[Any]) -> list[str]:
    """One line a part of the test, from the reports of its tests; none where no leak test ran."""
    progresses: dict[str, set[str]] = {}
    sums: Counter[tuple[str, str]] = Counter()
    for report in reports:
        for name, noted in getattr(report, "user_properties", ()):
            if name == PROPERTY and getattr(report, "when", "") == "call":
                part = noted["part"]
                progresses.setdefault(part, set()).add(noted["progress"])
                for figure in ("searched", "leaks", "surfaces"):
                    sums[part, figure] += noted[figure]
                sums[part, "ms"] += round(report.duration * 1000)
    return [
        f"leak test, {part}: {len(progresses[part])} progresses, {sums[part, 'surfaces']:,} surfaces, "
        f"{sums[part, 'searched'] / 1e6:,.1f} MB searched, {sums[part, 'leaks']} leaks, {sums[part, 'ms'] / 1000:.0f} s of work"
        for part in progresses
    ]


def write_summary(terminal: Any) -> None:
    """Write the lines under a run's results."""
    reports = [report for outcome in ("passed", "failed") for report in terminal.stats.get(outcome, ())]
    for line in lines(reports):
        terminal.write_line(line)
