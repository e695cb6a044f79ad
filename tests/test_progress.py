"""Reading a viewer's progress, and what it lets pass."""

from __future__ import annotations

import pytest

from famkg.errors import UnknownNameError, UsageError
from famkg.progress import ALL, NONE, EpisodeOrder, Progress, parse_progress

E = "https://example.org/episode/"
S = "https://example.org/season/"
ORDER = EpisodeOrder.of(
    [f"{E}long-show-s01e01", f"{E}long-show-s01e02", f"{E}long-show-s02e01", f"{E}other-s01e01"],
    [f"{S}long-show-1", f"{S}long-show-2", f"{S}long-show-3", f"{S}other-1"],
)
PRODUCTION = "https://w3id.org/famkg/ontology#Production"


def read(text: str) -> Progress:
    return parse_progress(text, ORDER, main_show="long-show")


@pytest.mark.parametrize("text", ["all", "none", "long-show=s01e02", "long-show=s02e01,other=s01e01"])
def test_a_progress_is_written_as_it_is_read(text: str) -> None:
    assert text == str(read(text))


def test_a_bare_code_means_the_main_show() -> None:
    assert read("long-show=s01e02") == read("S01E02") == read(" s1e2 ")


def test_all_and_none_may_stand_for_one_show() -> None:
    assert read("long-show=s02e01") == read("long-show=all,other=none")


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("s01e03", UnknownNameError, "did you mean 's01e02'"),
        ("lang-show=s01e01", UnknownNameError, "did you mean 'long-show'"),
        ("season 2", UsageError, "write all, none, s02e06"),
        ("s01e01,s01e02", UsageError, "stands twice"),
        ("other=", UsageError, "write all, none"),
        ("", UsageError, "write all, none"),
    ],
)
def test_a_wrong_progress_says_what_to_write(text: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        read(text)


def test_the_boundary_is_exact() -> None:
    progress = read("s01e02")
    assert progress.knows(f"{E}long-show-s01e01", ORDER)
    assert progress.knows(f"{E}long-show-s01e02", ORDER)
    assert not progress.knows(f"{E}long-show-s02e01", ORDER)


def test_an_unseen_show_reveals_nothing() -> None:
    assert not read("s02e01").knows(f"{E}other-s01e01", ORDER)


def test_a_season_is_known_after_its_last_episode() -> None:
    assert not read("s01e01").knows(f"{S}long-show-1", ORDER)
    assert read("s01e02").knows(f"{S}long-show-1", ORDER)


def test_a_season_without_episodes_is_known_only_to_who_has_seen_everything() -> None:
    assert not read("long-show=all,other=all").knows(f"{S}long-show-3", ORDER)
    assert ALL.knows(f"{S}long-show-3", ORDER)


def test_production_news_is_known_to_all_and_no_stamp_to_none() -> None:
    assert NONE.knows(PRODUCTION, ORDER)
    assert not NONE.knows_all([], ORDER)
    assert not read("long-show=all,other=all").knows_all([], ORDER)
    assert ALL.knows_all([], ORDER)


def test_several_stamps_are_all_required() -> None:
    both = [f"{E}long-show-s01e01", f"{E}other-s01e01"]
    assert not read("s01e01").knows_all(both, ORDER)
    assert read("long-show=s01e01,other=s01e01").knows_all(both, ORDER)
