"""No compiled dataset holds what its viewer may not know, at any progress.

What that is, ``forbidden`` works out from the files without a line of the compiler's.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from .figures import Figures
from .forbidden import FAM, Viewer, leaks_in_dataset
from .search import Search, distinct
from .viewers import DATA, by_name, compiled, every_combination, every_episode, files_of, mixed

SMALL = by_name(every_combination(files_of("small")))
REAL = by_name([*every_episode(files_of("real")), *mixed(files_of("real"))])
CASES = [("small", name) for name in SMALL] + [("real", name) for name in REAL]


@pytest.mark.parametrize(("franchise", "progress"), CASES, ids=[f"{f}-{p}" for f, p in CASES])
def test_a_dataset_holds_nothing_that_its_viewer_may_not_know(franchise: str, progress: str, figures: Figures) -> None:
    viewer = Viewer(files_of(franchise), (SMALL if franchise == "small" else REAL)[progress])
    quads = compiled(DATA[franchise], progress).quads
    content = "\n".join({str(term) for quad in quads for term in quad}).encode()  # each term of the N-Quads once
    leaks = leaks_in_dataset(quads, viewer)
    leaks += [f"{progress}: {leak}" for leak in Search(viewer).leaks(content)]
    figures.note("datasets", progress=f"{franchise} {progress}", searched=len(content), leaks=len(leaks))
    assert not leaks, distinct(leaks)


def test_every_episode_of_every_show_is_asked_for() -> None:
    files = files_of("real")
    alone = {progress for progress, seen in REAL.items() if len(seen) == 1}
    assert len(files.episodes) == len(alone)
    assert "none" in REAL
    assert len([progress for progress, seen in REAL.items() if len(seen) > 1]) >= 10


@pytest.mark.parametrize("franchise", DATA)
def test_what_is_forbidden_shrinks_as_more_is_seen_and_is_not_empty(franchise: str) -> None:
    """The independent derivation is itself sane: it forbids much at first, and never again what it has once allowed."""
    files = files_of(franchise)
    for show in files.shows:
        steps = [Viewer(files, {}), *(Viewer(files, {show: at}) for at in files.in_order(show)[::5])]
        assert all(less.claims <= more.claims for less, more in pairwise(steps))
        assert all(less.things <= more.things for less, more in pairwise(steps))
    assert len(Viewer(files, {}).claims) < len(files.claims) / 2
    everything = Viewer(files, {show: files.in_order(show)[-1] for show in files.shows})
    unstamped = {p for p, ts in files.passages.items() if not any(t.predicate.value == FAM + "revealedIn" for t in ts)}
    assert {quad for quad in files.claims if quad.graph_name not in unstamped} == everything.claims
