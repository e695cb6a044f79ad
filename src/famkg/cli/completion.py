"""What a shell may offer for a word that was begun: queries, views, formats and episodes.

A completer answers a key press: it imports what its list stands in and no more, and offers nothing where that cannot be
read. What it offers names files and formats, never what a compiled dataset holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

import click

from famkg.errors import FamkgError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from famkg.query.catalogue import Catalogue, Query
    from famkg.resources import Layers

__all__ = ["Completer", "complete_progress", "complete_queries", "complete_views", "offering", "order"]

Completer = Callable[[click.Context, click.Parameter, str], list["CompletionItem"]]
"""What click calls with the word as far as it is typed: ``shell_complete`` of an option or argument."""

_Offers = Iterator[tuple[str, str]]
"""What may be typed, each with a word of help."""


def offering(where: str) -> Completer:
    """A completer of the names that ``module:NAME`` holds; a mapping's values may say what each is in ``summary``."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
        module, _, name = where.partition(":")
        known = getattr(import_module(module), name)
        values = known if isinstance(known, Mapping) else {}
        return _begun(((each, getattr(values.get(each), "summary", "")) for each in known), incomplete)

    return complete


def complete_queries(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The named queries of the franchise that ``--data`` names, or files once the word looks like one."""
    from click.shell_completion import CompletionItem

    if "/" in incomplete or incomplete.startswith("."):
        return [CompletionItem(incomplete, type="file")]
    return _begun(_named(ctx, lambda catalogue: catalogue.queries), incomplete)


def complete_views(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The named views of the franchise that ``--data`` names."""
    return _begun(_named(ctx, lambda catalogue: catalogue.views), incomplete)


def complete_progress(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """``all``, ``none``, and the episodes of the main show by their codes; not the longer form with several shows."""
    return _begun(_progresses(ctx), incomplete)


def _named(ctx: click.Context, kind: Callable[[Catalogue], Mapping[str, Query]]) -> _Offers:
    from famkg.query.catalogue import read_catalogue

    try:
        found = kind(read_catalogue(_layers(ctx).queries))
    except FamkgError:
        return
    yield from ((name, query.header.summary) for name, query in found.items())


def _progresses(ctx: click.Context) -> _Offers:
    yield from (("all", "everything"), ("none", "nothing seen yet"))
    try:
        yield from ((code, "seen up to this episode") for code in order(ctx))
    except FamkgError:
        return


def order(ctx: click.Context) -> tuple[str, ...]:
    """The registered episodes of the main show by their codes, in order."""
    from famkg.claims import read_order, read_prefixes

    graph = _layers(ctx).graph
    main_show = read_prefixes(graph)[1]
    return read_order(graph).codes(main_show) if main_show else ()


def _layers(ctx: click.Context) -> Layers:
    from famkg.resources import layers

    return layers(ctx.params.get("data"))


def _begun(offers: _Offers, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(value, help=told or None) for value, told in offers if value.startswith(incomplete)]
