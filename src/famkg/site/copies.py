"""What lies elsewhere and a page names in words: copies of the site for other viewers, and licences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from famkg.errors import UsageError, quoted

__all__ = ["Copy", "licence_in_words", "read_copy"]

_CREATIVE_COMMONS = re.compile(
    r"https?://creativecommons\.org/(?:licenses/(?P<terms>by(?:-nc)?(?:-sa|-nd)?)|publicdomain/(?P<tool>zero|mark))"
    r"/(?P<version>\d\.\d)/?(?:(?:deed|legalcode)(?:\.\w+)?)?"
)
_TOOLS = {"zero": "CC0", "mark": "Public Domain Mark"}


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the site that another viewer may read: ``label`` says who, as "season 1" after *I have seen*."""

    label: str
    address: str

    @property
    def is_beside(self) -> bool:
        """Whether its address counts from the start page of the site, as ``../season-1/index.html`` does."""
        return not urlsplit(self.address).scheme and not self.address.startswith("/")


def read_copy(text: str) -> Copy:
    """A copy as ``LABEL=ADDRESS`` names it.

    The address is one of the web, or a path from the start page of the site. Raises UsageError where it is anything else, or
    a part is missing.
    """
    label, equals, address = (part.strip() for part in text.partition("="))
    if not (label and equals and address):
        raise UsageError(f"a copy is named LABEL=URL, not {quoted(text)}; try 'season 1=https://example.org/season-1/'")
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = None
    is_web = parts is not None and parts.scheme in ("http", "https") and bool(parts.netloc)
    is_path = parts is not None and not parts.scheme and not parts.netloc
    if not (is_web or is_path) or not address.isprintable() or " " in address or "\\" in address:
        raise UsageError(
            f"the copy {quoted(label)} has no address of the web: {quoted(address)}; try https://… or ../folder/index.html"
        )
    return Copy(label, address)


def licence_in_words(address: str) -> str:
    """A licence of Creative Commons by its name (https://creativecommons.org/share-your-work/cclicenses/), else its address."""
    found = _CREATIVE_COMMONS.fullmatch(address)
    if found is None:
        return address
    name = _TOOLS.get(found["tool"] or "") or f"CC {found['terms'].upper()}"
    return f"{name} {found['version']}"
