"""The cases that the query catalogue is held to, and the script that writes their expected rows.

    python tests/expected/regenerate.py [QUERY …]

writes ``tests/expected/<query>[.<tag>][@<progress>].tsv`` for every case (of the named queries only, if any), removes
the files that no case has any more, and writes the list of queries into ``queries/README.md``. Read the difference
before you commit it: a row that changed is a claim about the world.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from famkg import KnowledgeGraph
    from famkg.query.catalogue import Catalogue
    from famkg.query.result import Result

__all__ = ["CASES", "LISTED", "README", "Case", "expected_file", "expected_rows", "listing"]

HERE = Path(__file__).parent
README = HERE.parents[1] / "queries" / "README.md"
LISTED = re.compile(r"(?<=<!-- queries -->\n).*?(?=<!-- end of queries -->)", re.DOTALL)
"""The part of the README that lists the queries."""

ROWS = 100
"""How many rows a file holds at most; a last line tells how many more there are."""


@dataclass(frozen=True, slots=True)
class Case:
    """A query, the values of its slots (a name or CURIE as on the command line, None for any) and a progress."""

    query: str
    seen: str = "all"
    tag: str = ""
    values: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The stem of the file with the expected rows."""
        return self.query + (f".{self.tag}" if self.tag else "") + (f"@{self.seen}" if self.seen != "all" else "")


def _cases(query: str, *progresses: str, tag: str = "", **values: str | None) -> Iterator[Case]:
    for seen in progresses or ("all",):
        yield Case(query, seen, tag, values)


FIRST_SEASON = ("none", "s01e01", "s01e10", "s02e06", "all")

CASES: tuple[Case, ...] = (
    # works
    *_cases("announced-not-aired", "none", "all"),
    *_cases("announced-not-aired", tag="in-2020", date="2020-01-01"),
    *_cases("announcements", "none", "s01e10", "all"),
    *_cases("companions"),
    *_cases("crew"),
    *_cases("crew", "s03e10", tag="season-3", work="season:for-all-mankind-3"),
    *_cases("episode-credits", *FIRST_SEASON),
    *_cases("episodes", *FIRST_SEASON),
    *_cases("missing-credits"),
    *_cases("most-directed", "s01e10", "all"),
    *_cases("most-written", "s01e10", "all"),
    *_cases("nominations"),
    *_cases("seasons", "none", "s01e10", "all"),
    *_cases("several-jobs"),
    *_cases("shared-worlds"),
    *_cases("spinoffs", "none", "all"),
    *_cases("story-time", "none", "s02e06", "all"),
    # people
    *_cases("actors-of-character", "s01e01", "s02e06", "all"),
    *_cases("actors-of-character", tag="aleida", character="character:aleida-rosales"),
    *_cases("ages"),
    *_cases("cast", *FIRST_SEASON),
    *_cases("cast", "s02e06", "all", tag="season-2", season="season:for-all-mankind-2"),
    *_cases("cast", "all", tag="star-city", season="season:star-city-1"),
    *_cases("characters-in-both", "s04e10", "all"),
    *_cases("first-appearance", "s01e01", "s01e10", "s02e06", "all"),
    *_cases("lives"),
    *_cases("performers-in-both"),
    *_cases("roles-of-actor"),
    *_cases("several-performers", "s01e10", "all"),
    *_cases("several-roles"),
    *_cases("shared-makers"),
    *_cases("who-did-what"),
    *_cases("who-did-what", tag="composer", job="concept:job-composer"),
    # story
    *_cases("alive-at", "s01e01", "s01e10", "all"),
    *_cases("alive-at", "s02e06", "all", tag="1983", date="1983-12-31"),
    *_cases("bases-and-craft", "s01e10", "all"),
    *_cases("biography", "s01e01", "s02e06", "all"),
    *_cases("career", "s01e01", "s02e06", "all"),
    *_cases("causes"),
    *_cases("causes", tag="apollo-23", event="event:apollo-23-pad-explosion"),
    *_cases("characters", "s01e01", "all"),
    *_cases("consequences", *FIRST_SEASON),
    *_cases("crews", "s01e01", "s01e10", "all"),
    *_cases("deaths", *FIRST_SEASON, "s03e10"),
    *_cases("deaths", tag="real", world="world:real-history"),
    *_cases("family", "s01e10", "all"),
    *_cases("family-tree", "s01e01", "s01e10", "all"),
    *_cases("family-tree", tag="shane", character="character:shane-baldwin"),
    *_cases("firsts", "s01e01", "all"),
    *_cases("last-seen", "s01e10", "all"),
    *_cases("married-at", "s01e10", "all"),
    *_cases("married-at", tag="1992", year="1992"),
    *_cases("missions", "s01e01", "all"),
    *_cases("missions-to", *FIRST_SEASON),
    *_cases("missions-to", tag="mars", destination="place:mars"),
    *_cases("organizations"),
    *_cases("posts", "s01e10", "all"),
    *_cases("posts", tag="presidents", organization=None, office="concept:office-president"),
    *_cases("quantities"),
    *_cases("relationships", "s01e10", "all"),
    *_cases("relationships", tag="spouses", kind="concept:relation-spouse"),
    *_cases("season-timeline", "s01e01", "s01e10", "all"),
    *_cases("season-timeline", tag="season-3", season="season:for-all-mankind-3"),
    *_cases("state-of-play", *FIRST_SEASON),
    *_cases("state-of-play", tag="margo", character="character:margo-madison"),
    *_cases("timeline", "s01e01", "s01e10", "all"),
    *_cases("administrators", "s01e01", "s01e10", "s02e06", "all"),
    *_cases("administrators", tag="real", organization="organization:nasa-real-history"),
    # history
    *_cases("came-earlier", "s01e10", "all"),
    *_cases("chain", "s01e10", "all"),
    *_cases("chain", tag="first-american-woman", later="divergence:first-american-woman-in-space"),
    *_cases("counterparts"),
    *_cases("dead-here-alive-there", "s01e01", "all"),
    *_cases("dead-here-alive-there", "s01e10", "s02e06", "all", tag="1983", date="1983-12-31"),
    *_cases("divergences", *FIRST_SEASON),
    *_cases("divergences", tag="space", field="concept:field-space"),
    *_cases("divergences-by-field"),
    *_cases("divergences-by-means", "s01e10", "all"),
    *_cases("elections", "s01e10", "all"),
    *_cases("follows-from", *FIRST_SEASON),
    *_cases("follows-from", tag="korolev", earlier="divergence:sergei-korolev-surgery"),
    *_cases("in-a-year", "none", "s01e01", "all"),
    *_cases("in-a-year", tag="1983", year="1983"),
    *_cases("point-of-divergence", "none", "s01e01", "all"),
    *_cases("presidents", "s01e10", "s02e06", "all"),
    *_cases("real-people", "s01e01", "all"),
    *_cases("survivors", "s01e01", "all"),
    *_cases("technologies", "s02e06", "all"),
    *_cases("two-timelines", "s01e01"),
    # claims
    *_cases("about", "none", "all"),
    *_cases("about", "s01e01", "s02e06", tag="first-landing", thing="mission:first-soviet-lunar-landing"),
    *_cases("agreements", "s01e01", "all"),
    *_cases("becomes-known", "s01e02", "all"),
    *_cases("becomes-known", "s02e06", tag="season-1-end", **{"from": "s01e09", "to": "s01e10"}),
    *_cases("conflicts", "none", "s01e10", "all"),
    *_cases("coverage"),
    *_cases("figures", "none", "s01e01", "all"),
    *_cases("first-told", "s01e02", "all"),
    *_cases("first-told", tag="season-2", **{"from": "s01e10", "to": "s02e01"}),
    *_cases("judgements", "s01e10", "all"),
    *_cases("not-held", "s01e10", "all"),
    *_cases("quoted"),
    *_cases("rival-points-of-divergence", "s01e01", "all"),
    *_cases("rival-roles", "s01e10", "all"),
    *_cases("sources", tag="creators", tier="concept:tier-creator"),
    *_cases("sources", "none", tag="official", tier="concept:tier-official"),
    *_cases("speculations", "s01e10"),
    *_cases("weak-winners", "s01e10", "all"),
    *_cases("weakly-sourced", "s01e01"),
    # identity
    *_cases("identifiers"),
    *_cases("learned-names", "s01e10", "s02e06", "all"),
    *_cases("misspellings", "s01e01", "all"),
    *_cases("names", "s01e01", "all"),
    *_cases("same-name"),
    # network
    *_cases("common-ties", "s01e01", "s01e10", "all"),
    *_cases("frequent-collaborators"),
    *_cases("most-connected", "s01e01", "s01e10", "all"),
    *_cases("shared-missions", "s01e10", "all"),
)


def expected_file(case: Case) -> Path:
    """Where the expected rows of a case stand."""
    return HERE / f"{case.name}.tsv"


@cache
def _load(seen: str) -> KnowledgeGraph:
    import famkg

    return famkg.load(seen=seen)


def expected_rows(case: Case) -> str:
    """The answer to a case now, as its file holds it: columns, then a row a line, IRIs as CURIEs, literals plain."""
    kg = _load(case.seen)
    return _written(kg.query(case.query, **case.values))


def _written(result: Result) -> str:
    lines = ["\t".join(result.columns)]
    lines += ["\t".join(_cell(term, result) for term in row) for row in result.rows[:ROWS]]
    if len(result) > ROWS:
        lines.append(f"… {len(result) - ROWS} more rows")
    return "\n".join(lines) + "\n"


def _cell(term: object, result: Result) -> str:
    from pyoxigraph import NamedNode

    text = getattr(term, "value", "") or ""
    return result.prefixes.shrink(text) if isinstance(term, NamedNode) else " ".join(text.split())


def listing(catalogue: Catalogue) -> str:
    """The README's list of queries: a table a topic."""
    lines: list[str] = []
    topic = ""
    for query in sorted(catalogue.queries.values(), key=lambda query: (query.topic, query.name)):
        if query.topic != topic:
            topic = query.topic
            lines += ["", f"### {topic}", "", "| query | answers | slots |", "| --- | --- | --- |"]
        slots = ", ".join(f"`{parameter.name}`" for parameter in query.header.parameters)
        lines.append(f"| `{query.name}` | {query.header.summary} | {slots} |")
    return "\n".join(lines[1:]) + "\n\n"


def main(names: list[str]) -> None:
    """Write the expected rows of all cases, or of those of the named queries, and the README's list."""
    wanted = [case for case in CASES if not names or case.query in names]
    for case in wanted:
        rows = expected_rows(case)
        expected_file(case).write_text(rows, encoding="utf-8")
        if rows.count("\n") == 1:
            print(f"{case.name}: no rows", file=sys.stderr)
    kept = {expected_file(case) for case in CASES}
    for left in sorted(set(HERE.glob("*.tsv")) - kept):
        left.unlink()
    text = README.read_text(encoding="utf-8")
    README.write_text(LISTED.sub(lambda _: "\n" + listing(_load("all").catalogue), text), encoding="utf-8")
    print(f"{len(wanted)} cases of {len({case.query for case in wanted})} queries written", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
