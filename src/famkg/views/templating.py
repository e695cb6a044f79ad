"""How pages are made from templates: everything is escaped, what is not given is an error, a template is compiled once."""

from __future__ import annotations

from jinja2 import BytecodeCache, ChoiceLoader, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket

__all__ = ["environment"]


class _Kept(BytecodeCache):
    """Compiled templates of this process, whichever environment asks: many pages are drawn in one of their own."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_KEPT = _Kept()


def environment(*packages: str) -> Environment:
    """An environment over the ``templates`` folders of these packages, the first to have a template first."""
    return Environment(
        loader=ChoiceLoader([PackageLoader(package, "templates") for package in packages]),
        autoescape=True,
        bytecode_cache=_KEPT,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
