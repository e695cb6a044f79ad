"""A progress bar on standard error: one line that is drawn over on a terminal, a line a stage elsewhere."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

import click

__all__ = ["Progress"]

_WIDTH = 24


@dataclass(slots=True)
class Progress:
    """Told how far a stage is: its name, how many are done, of how many (0 where nobody knows)."""

    _stage: str = ""
    _drawn: str = field(default="", repr=False)

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show it; between two drawings of a bar something must have changed that can be seen."""
        if not sys.stderr.isatty():
            if stage != self._stage:
                click.echo(stage, err=True)
            self._stage = stage
            return
        full = _WIDTH * done // total if total else 0
        count = f"{done:,} of {total:,}" if total else f"{done:,}" if done else ""
        text = f"{stage:<12} {'█' * full}{'░' * (_WIDTH - full)} {count}"
        if (stage, full) == (self._stage, self._drawn.count("█")) and done != total and total:
            return
        self._stage = stage
        click.echo("\r" + text.ljust(len(self._drawn)), err=True, nl=False)
        self._drawn = text

    def end(self) -> None:
        """Clear the bar."""
        if self._drawn:
            click.echo("\r" + " " * len(self._drawn) + "\r", err=True, nl=False)
