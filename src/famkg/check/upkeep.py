"""Rules about ``graph/dataset.ttl``: what it declares must be usable everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from famkg.check.findings import Fault, rule
from famkg.terms import DECLARE, SH_NAMESPACE, SH_PREFIX, TYPE, VOCABULARY_PREFIXES, fam

if TYPE_CHECKING:
    from famkg.check.context import Context
    from famkg.check.reading import Record

__all__ = ["RULES"]

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_NAMESPACE = re.compile(r"https?://[^/?#\s]+/(\S*[/#])?")


@rule("dataset-prefix")
def dataset_prefix(context: Context) -> Iterator[Fault]:
    """A franchise's names stand on the prefixes that graph/dataset.ttl declares: each one sh:prefix in lower-case
    letters, digits and hyphens, one sh:namespace that is a web address ending with / or #, no prefix twice and none that
    the vocabulary has for something else. Mend the declaration.
    """
    taken = dict(VOCABULARY_PREFIXES)
    records = _records(context)
    for node in (each.object for each in context.upkeep if each.predicate == DECLARE and isinstance(each.object, NamedNode)):
        record = records.get(node, {})
        prefixes = [value.value for value in record.get(SH_PREFIX, ())]
        namespaces = [value.value for value in record.get(SH_NAMESPACE, ()) if isinstance(value, Literal)]
        if len(prefixes) != 1 or not _NAME.fullmatch(prefixes[0]):
            message = f"{context.curie(node)} needs one sh:prefix of lower-case letters, digits and hyphens"
        elif len(namespaces) != 1 or not _is_namespace(namespaces[0]):
            message = f"{context.curie(node)} needs one sh:namespace, a web address that ends with / or #"
        elif taken.setdefault(prefixes[0], namespaces[0]) != namespaces[0]:
            message = f"prefix {prefixes[0]}: is <{taken[prefixes[0]]}> already"
        else:
            continue
        yield Fault(context.at_node(node), message, node)


def _is_namespace(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return _NAMESPACE.fullmatch(text) is not None


@rule("dataset-show")
def dataset_show(context: Context) -> Iterator[Fault]:
    """fam:mainShow is the show that a bare episode code such as s02e06 means: one registered fam:Show, or none where
    viewers are to name the show each time. Name a show that graph/entities/ has.
    """
    named = [each for each in context.upkeep if each.predicate == fam("mainShow")]
    for number, each in enumerate(named):
        kinds = context.registered.get(each.object, {}).get(TYPE, []) if isinstance(each.object, NamedNode) else []
        if not kinds and each.object.value.startswith(context.prefixes.data_namespaces):
            continue  # it dangles, and is reported as such
        if number or fam("Show") not in kinds:
            message = "a second fam:mainShow" if number else f"{context.curie(each.object)} is no registered fam:Show"
            yield Fault(context.at_claim(each), message, each.subject, each.predicate)


def _records(context: Context) -> dict[NamedNode, Record]:
    files = (file for file in context.readable if file.path == context.layers.graph / "dataset.ttl")
    return {node: record for file in files for node, record in file.by_subject().items()}


RULES = (dataset_prefix, dataset_show)
