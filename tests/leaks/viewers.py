"""Whom the leak test asks for: both franchises, their files read once a process, and the progresses of each."""

from __future__ import annotations

import random
from collections.abc import Iterable
from functools import cache
from itertools import product
from pathlib import Path

from famkg.claims import Claims, read_claims
from famkg.compile.dataset import Compiled, compile_dataset
from famkg.compile.rules import Rule, read_rules
from famkg.loading import read_rival_queries
from famkg.progress import parse_progress
from famkg.resources import layers

from .forbidden import Files, Seen, Viewer, read_files

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests/franchise"
DATA = {"small": SMALL, "real": ROOT}
MIXED = 12
EIGHT = (
    "none",
    "for-all-mankind=s01e01",
    "for-all-mankind=s01e10",
    "for-all-mankind=s02e06",
    "for-all-mankind=s03e01",
    "for-all-mankind=s04e05",
    "star-city=s01e01",
    "all but the last",
)
"""The progresses at which the surfaces of the real graph are searched."""


@cache
def files_of(franchise: str) -> Files:
    return read_files(DATA[franchise], ROOT)


@cache
def parts_of(data: Path) -> tuple[Claims, tuple[Rule, ...], list[str]]:
    """What famkg compiles from: claims, rules, and the queries for rivals."""
    found = layers(None if data == ROOT else data)
    return read_claims(found), read_rules(found.queries), read_rival_queries(found)


def compiled(data: Path, progress: str) -> Compiled:
    """A dataset compiled here and now, with no cache between."""
    claims, rules, rivals = parts_of(data)
    return compile_dataset(
        claims, parse_progress(progress, claims.order, main_show=claims.main_show), rules=rules, rival_queries=rivals
    )


def every_episode(files: Files) -> list[Seen]:
    """Nothing seen, and each episode of each show as the last one seen of that show alone."""
    return [{}, *({show: at} for show in files.shows for at in files.in_order(show))]


def mixed(files: Files, count: int = MIXED) -> list[Seen]:
    """Progresses in several shows at once, chosen by a fixed seed; the last has seen every episode of all."""
    chosen = random.Random(4)
    found: list[Seen] = [{show: chosen.choice(files.in_order(show)) for show in files.shows} for _ in range(count - 1)]
    return [*found, {show: files.in_order(show)[-1] for show in files.shows}]


def every_combination(files: Files) -> list[Seen]:
    """Every progress there is: each show unseen or seen up to one of its episodes."""
    choices = [[None, *files.in_order(show)] for show in files.shows]
    return [{s: at for s, at in zip(files.shows, chosen, strict=True) if at} for chosen in product(*choices)]


def eight(files: Files) -> list[Seen]:
    parsed: list[Seen] = [_parsed(text) for text in EIGHT[:-1]]
    return [*parsed, {show: files.in_order(show)[-1 if show != "for-all-mankind" else -2] for show in files.shows}]


def _parsed(text: str) -> Seen:
    show, equals, code = text.partition("=")
    return {show: (int(code[1:3]), int(code[4:6]))} if equals else {}


def by_name(progresses: Iterable[Seen]) -> dict[str, Seen]:
    """Each progress once, by the text that ``--seen`` takes."""
    return {Viewer(files_of("small"), seen).progress: seen for seen in progresses}
