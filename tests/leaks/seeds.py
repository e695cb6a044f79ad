"""Leaks seeded on purpose: each breaks famkg in one way through which a fact could slip, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, Triple

from famkg.claims import Claims
from famkg.compile import dataset, floors, reveal
from famkg.compile import see as seeing
from famkg.compile.accept import Accepted
from famkg.compile.floors import Floors
from famkg.compile.reveal import Revealed
from famkg.compile.see import Seen
from famkg.progress import EpisodeOrder, Progress
from famkg.terms import PREF_LABEL, fam

Seed = Callable[[pytest.MonkeyPatch], None]

SOURCE = """
source:later-1
  a fam:Source ;
  dcterms:title "The storm takes Bruno" ;
  fam:revealedIn episode:harbour-lights-s02e03 ;
  fam:tier concept:tier-press ;
  schema:publisher "Later" ;
  schema:url <https://example.org/press/the-storm-takes-bruno> .

passage:later-1-1
  a fam:Passage ;
  fam:locator "line 1" ;
  fam:revealedIn fam:Production ;
  fam:status concept:status-stated ;
  prov:wasDerivedFrom source:later-1 .

passage:later-1-1 {
  show:harbour-lights schema:genre concept:genre-alternate-history .
}

source:unstamped-1
  a fam:Source ;
  dcterms:title "Nobody knows when" ;
  fam:tier concept:tier-press ;
  schema:publisher "Unstamped" ;
  schema:url <https://example.org/press/nobody-knows-when> .

passage:unstamped-1-1
  a fam:Passage ;
  fam:locator "line 1" ;
  fam:status concept:status-stated ;
  prov:wasDerivedFrom source:unstamped-1 .

passage:unstamped-1-1 {
  event:great-storm schema:location place:harbour .
}

passage:unstamped-1-2
  a fam:Passage ;
  fam:locator "line 2" ;
  fam:revealedIn episode:harbour-lights-s02e03 ;
  fam:status concept:status-announced ;
  prov:wasDerivedFrom source:unstamped-1 .

passage:unstamped-1-2 {
  character:dora-vane fam:appearsIn episode:harbour-lights-s02e03 .
}

passage:unstamped-1-3
  a fam:Passage ;
  fam:locator "line 3" ;
  fam:revealedIn fam:Production ;
  fam:status concept:status-stated ;
  prov:wasDerivedFrom source:unstamped-1 .

passage:unstamped-1-3 {
  announcement:kira-lund-joins-harbour-lights-2 a fam:Announcement ;
    fam:agent person:kira-lund ;
    fam:kind concept:announcement-cast ;
    fam:work season:harbour-lights-2 .
}
"""
JUDGEMENT = """
judgement:date-of-the-storm
  a fam:Judgement ;
  dcterms:description "The great storm is dated from a press release."@en ;
  fam:revealedIn fam:Production ;
  fam:verdict concept:verdict-preferred ;
  rdf:object "1931"^^edtf:EDTF ;
  rdf:predicate fam:when ;
  rdf:subject event:great-storm .
"""


def widen(franchise: Path) -> None:
    """Add to a copy of the small franchise what some of the seeds need to show."""
    graph = franchise / "graph"
    written = next(iter(sorted((graph / "sources").rglob("*.trig")))).read_text(encoding="utf-8")
    header = "".join(line for line in written.splitlines(keepends=True) if line.startswith("@prefix"))
    (graph / "sources/2022").mkdir(exist_ok=True)
    (graph / "sources/2022/later-1.trig").write_text(header + SOURCE, encoding="utf-8")
    with (graph / "judgements.ttl").open("a", encoding="utf-8") as file:
        file.write(JUDGEMENT)


def _around(patch: pytest.MonkeyPatch, owner: Any, name: str, change: Callable[..., Any]) -> None:
    """Let ``change`` have the result of a function, with its arguments, and give another."""
    original = getattr(owner, name)
    patch.setattr(owner, name, lambda *given, **named: change(original(*given, **named), *given))


def no_floors(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Floors, "clear", lambda *_: True)


def main_billing_for_all(patch: pytest.MonkeyPatch) -> None:
    def first_of_season(work: str, _: object, order: EpisodeOrder) -> tuple[str, int, int]:
        return (*order.seasons[work], 1)

    patch.setattr(floors, "_casting_floor", first_of_season)


def cast_news_at_once(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(floors, "_season_before", lambda *_: None)


def season_stamp_is_its_first_episode(patch: pytest.MonkeyPatch) -> None:
    def position(order: EpisodeOrder, stamp: str) -> Any:
        return (*order.seasons[stamp], 1) if stamp in order.seasons else order.episodes.get(stamp)

    patch.setattr(EpisodeOrder, "position", position)


def any_of_several_stamps(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Progress, "knows_all", lambda self, stamps, order: any(self.knows(stamp, order) for stamp in stamps))


def no_stamp_is_visible(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Progress, "knows_all", lambda self, stamps, order: all(self.knows(stamp, order) for stamp in stamps))


def the_next_episode_too(patch: pytest.MonkeyPatch) -> None:
    def reached(self: Progress, position: tuple[str, int, int]) -> bool:
        show, season, episode = position
        return self.everything or dict(self.seen).get(show, (0, 0)) >= (season, episode - 1)

    patch.setattr(Progress, "reached", reached)


def an_unnamed_show_is_seen(patch: pytest.MonkeyPatch) -> None:
    def reached(self: Progress, position: tuple[str, int, int]) -> bool:
        show, season, episode = position
        return dict(self.seen).get(show, (99, 99)) >= (season, episode)

    patch.setattr(Progress, "reached", reached)


def every_judgement(patch: pytest.MonkeyPatch) -> None:
    def all_of_them(seen: Seen, claims: Claims, *_: object) -> Seen:
        return replace(seen, judgements=claims.judgements)

    _around(patch, dataset, "see", all_of_them)


def judgements_of_what_is_hidden(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(seeing, "_about_what_is_seen", lambda judgements, _: judgements)


def every_title_and_address(patch: pytest.MonkeyPatch) -> None:
    def all_of_them(seen: Seen, claims: Claims, *_: object) -> Seen:
        return replace(seen, whole_sources=frozenset(claims.sources))

    _around(patch, dataset, "see", all_of_them)


def the_stamps_of_sources_ignored(patch: pytest.MonkeyPatch) -> None:
    original = seeing.see

    def without_stamps(claims: Claims, progress: Progress) -> Seen:
        return original(replace(claims, sources={i: replace(s, stamps=()) for i, s in claims.sources.items()}), progress)

    patch.setattr(dataset, "see", without_stamps)


def every_record(patch: pytest.MonkeyPatch) -> None:
    def all_of_them(_: Iterable[Triple], claims: Claims, *__: object) -> Iterator[Triple]:
        return (triple for triples in claims.records.values() for triple in triples)

    _around(patch, dataset, "_evidence", all_of_them)


def every_label(patch: pytest.MonkeyPatch) -> None:
    def all_of_them(revealed: Revealed, _: Accepted, claims: Claims, *__: object) -> Revealed:
        return Revealed(revealed.triples | {triple for triple in claims.register if triple.predicate == PREF_LABEL})

    _around(patch, dataset, "reveal", all_of_them)


def every_world(patch: pytest.MonkeyPatch) -> None:
    def all_of_them(revealed: Revealed, _: Accepted, claims: Claims, *__: object) -> Revealed:
        worlds = {triple.object for triple in claims.register if triple.predicate == fam("inWorld")}
        return Revealed(revealed.triples | {triple for triple in claims.register if triple.subject in worlds})

    _around(patch, dataset, "reveal", all_of_them)


def later_names(patch: pytest.MonkeyPatch) -> None:
    def renamed(revealed: Revealed, _: Accepted, claims: Claims, *__: object) -> Revealed:
        learned = {q.subject: q.object.value for q in claims.quads if q.predicate == fam("displayName")}
        return Revealed(
            frozenset(
                Triple(t.subject, PREF_LABEL, Literal(learned[t.subject], language="en"))
                if t.predicate == PREF_LABEL and t.subject in learned
                else t
                for t in revealed.triples
            )
        )

    _around(patch, dataset, "reveal", renamed)


def later_dates(patch: pytest.MonkeyPatch) -> None:
    def dated(revealed: Revealed, _: Accepted, claims: Claims, *__: object) -> Revealed:
        known = {triple.subject for triple in revealed.triples}
        bounds = reveal.date_bounds(quad.triple for quad in claims.quads)
        return Revealed(revealed.triples | {triple for triple in bounds if triple.subject in known})

    _around(patch, dataset, "reveal", dated)


def announcements_to_come(patch: pytest.MonkeyPatch) -> None:
    def all_of_them(accepted: Accepted, _: Seen, claims: Claims, *__: object) -> Accepted:
        passages = claims.passages
        announced = {quad.triple for quad in claims.quads if passages[quad.graph_name].status == "announced"}
        return replace(accepted, announced=accepted.announced | announced)

    _around(patch, dataset, "accept", all_of_them)


def inference_over_everything(patch: pytest.MonkeyPatch) -> None:
    known: list[Claims] = []
    original_see, original_infer = dataset.see, dataset.infer

    def remember(claims: Claims, progress: Progress) -> Seen:
        known[:] = [claims]
        return original_see(claims, progress)

    patch.setattr(dataset, "see", remember)
    patch.setattr(dataset, "infer", lambda _, rules: original_infer([q.triple for q in known[0].quads], rules))


def whole_passages(patch: pytest.MonkeyPatch) -> None:
    """What waits for its episode stands in the graph of its passage all the same."""
    original = dataset.compile_dataset

    def compile_whole(claims: Claims, progress: Progress, **parts: Any) -> dataset.Compiled:
        compiled = original(claims, progress, **parts)
        shown = {quad.graph_name for quad in compiled.quads}
        return replace(compiled, quads=(*compiled.quads, *(q for q in claims.quads if q.graph_name in shown)))

    patch.setattr("tests.leaks.viewers.compile_dataset", compile_whole)


def every_concept(patch: pytest.MonkeyPatch) -> None:
    _around(patch, dataset, "_concepts", lambda _, claims, *__: claims.concepts)


IN_DATASETS: tuple[Seed, ...] = (
    no_floors,
    main_billing_for_all,
    cast_news_at_once,
    season_stamp_is_its_first_episode,
    any_of_several_stamps,
    no_stamp_is_visible,
    the_next_episode_too,
    an_unnamed_show_is_seen,
    every_judgement,
    judgements_of_what_is_hidden,
    every_title_and_address,
    the_stamps_of_sources_ignored,
    every_record,
    every_label,
    every_world,
    later_names,
    later_dates,
    announcements_to_come,
    inference_over_everything,
    whole_passages,
    every_concept,
)
"""Faults of compiling, which the test of datasets must find."""


def one_dataset_for_all(patch: pytest.MonkeyPatch) -> None:
    """The cache takes what it compiled for somebody else."""
    patch.setattr("famkg.compile.cache.digest_of", lambda *_: "the-same-for-all")


def suggestions_from_the_register(patch: pytest.MonkeyPatch) -> None:
    from famkg.query import names

    everything: list[Any] = []
    original = names.read_names

    def with_all_names(store: Any) -> names.Names:
        import famkg

        from .viewers import SMALL

        if not everything:
            everything.append(original(famkg.load(SMALL).store))
        return everything[0]

    patch.setattr(names, "read_names", with_all_names)


def titles_in_pages(patch: pytest.MonkeyPatch) -> None:
    """A page says more than its dataset."""
    from famkg.site.shell import Shell

    original = Shell.write
    patch.setattr(Shell, "write", lambda shell, page: original(shell, page) + b"<p>Ada marries Bruno</p>")


def addresses_of_pages(patch: pytest.MonkeyPatch) -> None:
    """A page for each thing in the register, seen or not."""
    from . import surfaces

    original = surfaces.render

    def with_pages(kg: Any) -> Any:
        site = original(kg)
        return replace(site, files={**site.files, "character/dora-vane.html": b""})

    patch.setattr(surfaces, "render", with_pages)


IN_SURFACES: tuple[Seed, ...] = (one_dataset_for_all, suggestions_from_the_register, titles_in_pages, addresses_of_pages)
"""Faults above a dataset, which the search of surfaces must find."""
