"""What tells crawlers of the site: sitemap.xml (sitemaps.org 0.9), robots.txt (RFC 9309), and no Jekyll."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

__all__ = ["MOST", "make"]

MOST = 50_000
"""How many addresses a sitemap may list (sitemaps.org, "Sitemap file requirements")."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def make(pages: Iterable[str], *, base: str, modified: str, most: int = MOST) -> Iterator[tuple[str, bytes]]:
    """The sitemap of these pages, an index of several where one is too small, and robots.txt.

    ``modified`` is the day that the dataset was last changed, empty where it is not known.
    """
    addresses = sorted(base + ("" if page == "index.html" else page) for page in pages)
    portions = [addresses[start : start + most] for start in range(0, len(addresses), most)] or [[]]
    if len(portions) == 1:
        yield "sitemap.xml", _list("urlset", "url", addresses, modified)
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(portions) + 1)]
        for name, portion in zip(names, portions, strict=True):
            yield name, _list("urlset", "url", portion, modified)
        yield "sitemap.xml", _list("sitemapindex", "sitemap", [base + name for name in names], modified)
    yield "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n".encode()
    yield ".nojekyll", b""  # or GitHub Pages would leave out .well-known


def _list(kind: str, item: str, addresses: Iterable[str], modified: str) -> bytes:
    day = f"<lastmod>{escape(modified)}</lastmod>" if modified else ""
    lines = "".join(f"<{item}><loc>{escape(address)}</loc>{day}</{item}>\n" for address in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="{_NAMESPACE}">\n{lines}</{kind}>\n'.encode()
