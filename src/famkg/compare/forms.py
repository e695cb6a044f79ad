"""A comparison written down: a table in two columns for terminals, and JSON.

The JSON document::

    {"seen": "all", "at": "1983" | null, "field": "space" | null,
     "worlds": {"told": ["…"], "real": ["…"]},
     "rows": [{"id": "divergence:…", "kind": "divergence" | "counterpart" | "event", "label": "…",
               "difference": "earlier" | null, "fields": ["space"],
               "date": DATE, "told": SIDE, "real": SIDE, "follows_from": [LINK], "led_to": [LINK]}],
     "posts": {"told": [POST], "real": [POST]},        with --at only
     "lives": [{"told": PERSON | null, "real": PERSON | null}],
     "left_out": 12}                                   undated events that stand in no divergence

    DATE    {"words": "between 1983 and 1992", "when": "[1983..1992]" | null, "from": EDTF | null, "until": EDTF | null,
             "earliest": "1983-01-01" | null, "latest": "1992-12-31" | null}
    SIDE    {"state": "happened" | "did-not-happen" | "not-mentioned", "citations": [CITATION],
             "events": [{"id", "iri", "label", "world", "kinds", "date": DATE, "standing", "caused_by": [LINK],
                         "led_to": [LINK], "citations": [CITATION]}]}
    LINK    {"id": "event:…", "label": "…"}
    CITATION {"publisher", "date", "title", "url", "tier", "passage"}; title and url are empty where they would tell
    POST    {"id", "holder", "office", "organization", "date": DATE, "certainty": "held" | "perhaps"}
    PERSON  {"id", "label", "standing": "dead" | "alive" | "perhaps-dead" | "no-word", "words"}

``standing`` is how an event stands at the date: current, past, perhaps, to-come, undated; null without ``--at``. Where a
side's state is did-not-happen, its events are what happened instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from famkg.compare.model import Comparison, Event, Link, Person, Post, Row, Side
from famkg.compare.moments import Moment
from famkg.errors import UnknownNameError
from famkg.query.evidence import Citation

__all__ = ["FORMATS", "write"]

FORMATS = ("table", "json")


def write(comparison: Comparison, form: str, *, width: int = 100) -> str:
    """The comparison in one of ``FORMATS``; UnknownNameError for another."""
    if form == "json":
        return json.dumps(_document(comparison), ensure_ascii=False, indent=1) + "\n"
    if form == "table":
        from famkg.compare.table import write_table

        return write_table(comparison, width)
    raise UnknownNameError("format", form, FORMATS, hint="one of " + ", ".join(FORMATS))


def _document(comparison: Comparison) -> dict[str, Any]:
    document: dict[str, Any] = {
        "seen": comparison.seen,
        "at": comparison.at or None,
        "field": comparison.field or None,
        "worlds": {"told": list(comparison.told), "real": list(comparison.real)},
        "rows": [_row(row) for row in comparison.rows],
    }
    if comparison.at:
        document["posts"] = {"told": _posts(comparison.told_posts), "real": _posts(comparison.real_posts)}
        document["lives"] = [{"told": _person(life.told), "real": _person(life.real)} for life in comparison.lives]
        document["left_out"] = comparison.left_out
    return document


def _row(row: Row) -> dict[str, Any]:
    return {
        "id": row.curie,
        "kind": row.kind,
        "label": row.label,
        "difference": row.difference or None,
        "fields": [field.label for field in row.fields],
        "date": _date(row.first),
        "told": _side(row.told),
        "real": _side(row.real),
        "follows_from": _links(row.follows_from),
        "led_to": _links(row.led_to),
    }


def _side(side: Side) -> dict[str, Any]:
    return {"state": side.state, "citations": _citations(side.citations), "events": [_event(event) for event in side.events]}


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.curie,
        "iri": event.iri,
        "label": event.label,
        "world": event.world,
        "kinds": list(event.kinds),
        "date": _date(event.moment),
        "standing": event.standing or None,
        "caused_by": _links(event.caused_by),
        "led_to": _links(event.led_to),
        "citations": _citations(event.citations),
    }


def _date(moment: Moment) -> dict[str, str | None]:
    earliest, latest = moment.begins.earliest, moment.ends.latest
    return {
        "words": moment.words,
        "when": moment.when or None,
        "from": moment.start or None,
        "until": moment.end or None,
        "earliest": earliest.isoformat() if earliest else None,
        "latest": latest.isoformat() if latest else None,
    }


def _links(links: Iterable[Link]) -> list[dict[str, str]]:
    return [{"id": link.curie, "label": link.label} for link in links]


def _citations(citations: Iterable[Citation]) -> list[dict[str, str]]:
    names = ("publisher", "date", "title", "url", "tier", "passage")
    return [{name: getattr(citation, name) for name in names} for citation in citations]


def _posts(posts: Sequence[Post]) -> list[dict[str, Any]]:
    return [
        {
            "id": post.curie,
            "holder": post.holder,
            "office": post.office,
            "organization": post.organization,
            "date": _date(post.moment),
            "certainty": post.certainty,
        }
        for post in posts
    ]


def _person(person: Person | None) -> dict[str, str] | None:
    if person is None:
        return None
    return {"id": person.curie, "label": person.label, "standing": person.standing, "words": person.words}
