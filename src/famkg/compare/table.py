"""A comparison as a table in two columns for terminals: wrapped, never cut."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from famkg.compare.model import NOT, UNMENTIONED, Comparison, Event, Link, Person, Post, Row, Side
from famkg.compare.moments import STANDINGS
from famkg.query.wording import when_in_words

__all__ = ["PERSON_WORDS", "write_table"]

PERSON_WORDS = {
    "dead": "dead",
    "alive": "alive",
    "perhaps-dead": "perhaps dead",
    "no-word": "no word of a death",
}
"""How a life stands, in words."""

_LEAST = 40


def write_table(comparison: Comparison, width: int = 100) -> str:
    """The comparison as text, no line wider than ``width`` columns (at least 40) unless one word is."""
    width = max(width, _LEAST)
    return "".join(f"{line.rstrip()}\n" for line in _lines(comparison, width))


def _lines(comparison: Comparison, width: int) -> Iterator[str]:
    if comparison.at:
        yield f"At {when_in_words(comparison.at)}"
    yield from _columns(*comparison.heads, width)
    yield _rule(width)
    dated = [row for row in comparison.rows if row.first.is_dated]
    undated = [row for row in comparison.rows if not row.first.is_dated]
    for row in dated:
        yield from _row(row, width)
    if undated:
        yield from ("", "Without a date", _rule(width))
        for row in undated:
            yield from _row(row, width)
    if comparison.at:
        yield from _posts(comparison, width)
        yield from _lives(comparison, width)
    yield ""
    yield from textwrap.wrap(_tally(comparison), width)


def _row(row: Row, width: int) -> Iterator[str]:
    if row.kind == "divergence":
        about = "; ".join(part for part in (row.difference, ", ".join(field.label for field in row.fields)) if part)
        yield from textwrap.wrap(f"{row.label} ({about})" if about else row.label, width)
    yield from _columns(_side(row.told), _side(row.real), width, indent="  " if row.kind == "divergence" else "")
    yield from _links("follows from", row.follows_from, width)
    yield from _links("led to", row.led_to, width)


def _side(side: Side) -> str:
    if side.state == UNMENTIONED:
        return f"({side.words})"
    events = "\n".join(map(_event, side.events))
    if side.state == NOT:
        return f"✕ {side.words}" + (f"\ninstead: {events}" if events else "")
    return events


def _event(event: Event) -> str:
    standing = "" if event.standing in ("", "past", "undated") else f" [{STANDINGS[event.standing]}]"
    return f"{event.moment.words}  {event.label}{standing}"


def _links(word: str, links: Sequence[Link], width: int) -> Iterator[str]:
    if links:
        text = f"{word}: " + "; ".join(link.label for link in links)
        yield from textwrap.wrap(text, width, initial_indent="  → ", subsequent_indent="    ")


def _posts(comparison: Comparison, width: int) -> Iterator[str]:
    yield from ("", "Posts held", _rule(width))
    told, real = (list(map(_post, posts)) for posts in (comparison.told_posts, comparison.real_posts))
    for left, right in zip_longest(told or ["(none known)"], real or ["(none known)"], fillvalue=""):
        yield from _columns(left, right, width)


def _post(post: Post) -> str:
    perhaps = " [perhaps]" if post.certainty == "perhaps" else ""
    return f"{post.organization}, {post.office}: {post.holder}, {post.moment.words}{perhaps}"


def _lives(comparison: Comparison, width: int) -> Iterator[str]:
    both = [life for life in comparison.lives if life.told and life.real]
    yield from ("", "Lives in both histories", _rule(width))
    for life in both:
        yield from _columns(_person(life.told), _person(life.real), width)
    if not both:
        yield "(none known)"
    yield from ("", "Lives in one history", _rule(width))
    yield from _columns(
        _people(life.told for life in comparison.lives if life.told and not life.real),
        _people(life.real for life in comparison.lives if life.real and not life.told),
        width,
    )


def _person(person: Person | None) -> str:
    if person is None:
        return ""
    return f"{person.label}: {PERSON_WORDS[person.standing]}" + (f", {person.words}" if person.words else "")


def _people(people: Iterable[Person | None]) -> str:
    found = [person for person in people if person]
    paragraphs = []
    for standing, words in PERSON_WORDS.items():
        named = [f"{p.label} ({p.words})" if p.words else p.label for p in found if p.standing == standing]
        if named:
            paragraphs.append(f"{words.capitalize()}: {'; '.join(named)}")
    return "\n".join(paragraphs) or "(none known)"


def _tally(comparison: Comparison) -> str:
    divergences = len(comparison.divergences)
    others = len(comparison.rows) - divergences
    undated = f" ({comparison.left_out} undated ones left out)" if comparison.left_out else ""
    return "; ".join(
        (
            f"{divergences} divergence point{'' if divergences == 1 else 's'}",
            f"{others} other event{'' if others == 1 else 's'}{undated}",
            "“not mentioned” is no claim either way",
        )
    )


def _rule(width: int) -> str:
    half = (width - 3) // 2
    return f"{'─' * (half + 1)}┼{'─' * (width - half - 2)}"


def _columns(left: str, right: str, width: int, *, indent: str = "") -> Iterator[str]:
    """Two texts beside each other, each wrapped in its half."""
    half = (width - 3) // 2
    columns = [_wrapped(text, size, indent) for text, size in ((left, half), (right, width - half - 3))]
    for one, other in zip_longest(*columns, fillvalue=""):
        yield f"{one:<{half}} │ {other}"


def _wrapped(text: str, size: int, indent: str) -> list[str]:
    return [
        line
        for paragraph in text.split("\n")
        for line in textwrap.wrap(paragraph, size, initial_indent=indent, subsequent_indent=indent + "  ") or [""]
    ]
