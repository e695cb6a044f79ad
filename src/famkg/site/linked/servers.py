"""The rules of a namespace as files for those who answer there.

``redirects/w3id.htaccess`` is for w3id.org, or any other Apache with mod_rewrite: a thing is answered with 303 and the
document in the form that is asked for. ``_redirects`` and ``_headers`` are for Cloudflare Pages, which looks at no Accept
header: a thing is answered with 303 and its page, and every form of it lies at an address of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote, unquote

from famkg.site.linked.documents import MEDIA_TYPES
from famkg.site.linked.redirects import SLUG, Rules

__all__ = ["LIMITS", "make"]

LIMITS = (2000, 100)
"""How many static and dynamic redirects Cloudflare Pages takes (its documentation of ``_redirects``)."""

_ACCEPTED: Mapping[str, tuple[str, ...]] = {
    "html": ("text/html", "application/xhtml+xml", "text/*", "*/*"),
    "ttl": ("text/turtle", "application/x-turtle"),
    "jsonld": ("application/ld+json", "application/json"),
    "trig": ("application/trig",),
    "rdf": ("application/rdf+xml",),
    "nt": ("application/n-triples",),
}
"""What may be asked for, by the ending of the file that answers it."""

_FORMS, _SOURCE_FORMS, _ONTOLOGY_FORMS = "html|ttl|jsonld", "html|ttl|jsonld|trig", "html|ttl|jsonld|rdf|nt"
"""What a thing, a source and the vocabulary are there in."""

_WEIGHTS = (r"0\.0\d*[1-9]\d*", *(rf"0\.{tenth}\d*" for tenth in range(1, 10)), r"1(?:\.0*)?")
"""The weights of RFC 9110 section 12.4.2 by tenths, the least first."""


def make(rules: Rules, *, home: str, base: str, version: str) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file: ``home`` is the namespace, ``base`` the address of the site."""
    yield "redirects/w3id.htaccess", _apache(rules, home=home, base=base).encode()
    yield "_redirects", _cloudflare(rules, home=home).encode()
    yield "_headers", _headers(base=base, version=version).encode()


def _apache(rules: Rules, *, home: str, base: str) -> str:
    """Rules for mod_rewrite in the folder of the namespace, which may be that of the site."""
    to = quote(base, safe=":/%")
    kinds, dataset = "|".join(rules.kinds), "|".join(map(_pattern, rules.dataset))
    lines = [
        f"# What {home} answers: the documents of {base}",
        "Options -MultiViews",
        *(f"AddType {media_type} .{ending}" for ending, media_type in MEDIA_TYPES.items()),
        "RewriteEngine on",
        "<IfModule mod_headers.c>",
        'Header always set Access-Control-Allow-Origin "*"',
        "Header always merge Vary Accept",
        "</IfModule>",
        "",
        "# What is a file here is no name",
        "RewriteCond %{REQUEST_FILENAME} -f",
        "RewriteRule ^ - [L]",
        "",
        "# The form that is asked for: of the media types that are named, the one with the greatest weight",
        *_negotiation("^", _FORMS),
        *(_negotiation(f"^(?:doc/)?(?:{'|'.join(rules.usual)})/", _SOURCE_FORMS) if rules.usual else ()),
        *(_negotiation("^ontology$", _ONTOLOGY_FORMS) if rules.versions is not None else ()),
        "",
        "# Addresses that are no slugs, with the names of their files",
        *(line for name, path in rules.things.items() for line in _answer(_literal(name), to + quote(path) + ".%1", _FORMS)),
        "",
        "# A passage stands in the document of its source",
        *_passages(rules, to),
    ]
    if kinds:
        lines += [
            "",
            "# A thing is no document: see the one about it",
            *_answer(f"^((?:{kinds})/{SLUG})$", f"{to}doc/$1.%1", _FORMS),
            *_answer(f"^(doc/(?:{kinds})/{SLUG})$", f"{to}$1.%1", _SOURCE_FORMS),
        ]
    lines += [
        "",
        "# The dataset, its graphs and its prefixes",
        *_answer(f"^(?:{dataset})$", f"{to}data.html", "html"),
        *_answer(f"^(?:{dataset})$", f"{to}void.%1", "ttl|jsonld"),
        f"RewriteRule ^(?:\\.well-known/)?void$ {to}void.ttl [R=303,L]",
        "RewriteRule ^$ - [L]" if base == home else f"RewriteRule ^$ {to} [R=303,L]",
    ]
    if rules.versions is not None:
        versions = "|".join(map(_pattern, rules.versions))
        lines += [
            "",
            "# The vocabulary: its terms are fragments",
            *_answer("^ontology$", f"{to}ontology.%1", _ONTOLOGY_FORMS),
            f"RewriteRule ^ontology/({versions})$ {to}ontology/$1.ttl [R=303,L]",
            f"RewriteRule ^(assets/icon\\.svg)$ {to}$1 [R=303,L]",
        ]
    known = "|".join(filter(None, (kinds, rules.usual and rules.usual[0])))
    lines += [
        "",
        "# What is here in no such form, and what is not here at all",
        *([f"RewriteRule ^(?:{known})/ - [R=406,L]"] if known else []),
        "RewriteRule ^ - [R=404,L]",
        "",
    ]
    return "\n".join(lines)


def _negotiation(pattern: str, forms: str) -> Iterator[str]:
    """Rules that choose the form for names of this pattern.

    TYPE becomes what is asked for with the greatest weight, since what comes later overrides what came before; FORM the ending
    of the file that answers it.
    """
    accepted = {form: _ACCEPTED[form] for form in forms.split("|")}
    types = "|".join(_pattern(each) for several in accepted.values() for each in several)
    parameters = r"(?:\s*;\s*(?!q\s*=)[^;,]*)*"
    yield f"RewriteRule {pattern} - [E=!TYPE,E=!FORM]"
    yield "RewriteCond %{HTTP:Accept} ^$"
    yield f"RewriteRule {pattern} - [E=TYPE:text/html]"
    for weight in _WEIGHTS:
        said = rf"\s*;\s*q\s*=\s*{weight}\s*(?:;[^,]*)?"
        if weight == _WEIGHTS[-1]:
            said = f"(?:{said})?"
        yield rf"RewriteCond %{{HTTP:Accept}} (?:^|,)\s*({types}){parameters}{said}\s*(?:,|$) [NC]"
        yield f"RewriteRule {pattern} - [E=TYPE:%1]"
    for form, several in accepted.items():
        yield f"RewriteCond %{{ENV:TYPE}} ^(?:{'|'.join(map(_pattern, several))})$ [NC]"
        yield f"RewriteRule {pattern} - [E=FORM:{form}]"


def _answer(pattern: str, target: str, forms: str) -> Iterator[str]:
    """See the target, where one of these forms is asked for; ``%1`` in the target is that form."""
    yield f"RewriteCond %{{ENV:FORM}} ^({forms})$"
    yield f"RewriteRule {pattern} {target} [R=303,NE,L]"


def _passages(rules: Rules, to: str) -> Iterator[str]:
    for name, (path, anchor) in rules.passages.items():
        if rules.usual is not None and rules.is_usual(name):
            continue
        yield from _answer(_literal(name), f"{to}{quote(path)}.html#{anchor}", "html")
        yield from _answer(_literal(name), f"{to}{quote(path)}.%1", "ttl|jsonld|trig")
    if rules.usual is not None:
        folder, sources = rules.usual
        yield from _answer(f"^{folder}/(({SLUG})-[0-9]+)$", f"{to}doc/{sources}/$2.html#$1", "html")
        yield from _answer(f"^{folder}/({SLUG})-[0-9]+$", f"{to}doc/{sources}/$1.%1", "ttl|jsonld|trig")
        yield from _answer(f"^{sources}/({SLUG})$", f"{to}doc/{sources}/$1.%1", "trig")


def _literal(name: str) -> str:
    """A pattern for one name: mod_rewrite matches the decoded path, and a space would end the pattern."""
    return f"^{_pattern(unquote(name))}$"


def _pattern(text: str) -> str:
    """A text as a regular expression for itself; a hyphen needs no escape there, and a space would end the directive."""
    return re.sub(r"\\?\s", r"\\s", re.escape(text).replace("\\-", "-"))


def _cloudflare(rules: Rules, *, home: str) -> str:
    """Redirects for Cloudflare Pages: static ones first, then those with a placeholder."""
    named = {f"/{quote(unquote(name))}": f"/{quote(path)}" for name, path in rules.things.items()}
    named |= {f"/{name}": "/data" for name in rules.dataset}
    for version in rules.versions or ():
        named[f"/ontology/{version}"] = f"/ontology/{version}.ttl"
    named["/void"] = "/void.ttl"
    left = LIMITS[0] - len(named)
    passages = {f"/{quote(unquote(name))}": f"/{quote(path)}#{anchor}" for name, (path, anchor) in rules.passages.items()}
    named |= passages if len(passages) <= left else {}
    lines = [f"# {home} on Cloudflare Pages: a thing is no document, see the page about it"]
    lines += [f"{source} {target} 303" for source, target in named.items()]
    if len(passages) > left and rules.usual is not None:
        lines.append(f"/{rules.usual[0]}/* /sources 303")  # too many for this host: w3id.htaccess leads to each
    lines += [f"/{kind}/:slug /doc/{kind}/:slug 303" for kind in rules.kinds]
    return "\n".join(lines) + "\n"


def _headers(*, base: str, version: str) -> str:
    """Headers for Cloudflare Pages: who may read, what type each form has, where the other forms are, what never changes."""
    blocks = ["/*\n  Access-Control-Allow-Origin: *\n  X-Content-Type-Options: nosniff"]
    for ending, media_type in MEDIA_TYPES.items():
        if ending != "html":
            charset = "; charset=utf-8" if media_type.startswith("text/") else ""
            blocks.append(f"/*.{ending}\n  Content-Type: {media_type}{charset}")
            blocks.append(
                f'/doc/*.{ending}\n  Link: <{base}doc/:splat>; rel="canonical", '
                f'<{base}doc/:splat.html>; rel="alternate"; type="text/html"'
            )
    blocks.append("/.well-known/void\n  Content-Type: text/turtle; charset=utf-8")
    blocks.append(f"/dumps/{version}/*\n  Cache-Control: public, max-age=31536000, immutable")
    return "\n\n".join(blocks) + "\n"
