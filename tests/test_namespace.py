"""IRIs lead to documents: the rules for w3id.org, asked of a real Apache, and those for Cloudflare Pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest

import famkg
from famkg.site.linked import servers
from famkg.site.linked.documents import Document, find_documents, make
from famkg.site.linked.publication import Publication, prepare
from famkg.site.linked.redirects import Rules, read_rules
from famkg.site.reading import Reading, read_site

from .apache import Apache, needed, running

BASE = "https://site.example/famkg/"
FILES = {"data.html", "void.ttl", "void.jsonld", "ontology.html", "assets/icon.svg"}


@pytest.fixture(scope="module")
def reading(real: famkg.KnowledgeGraph) -> Reading:
    return read_site(real)


@pytest.fixture(scope="module")
def documents(reading: Reading) -> tuple[Document, ...]:
    return find_documents(reading)


@pytest.fixture(scope="module")
def rules(reading: Reading, documents: tuple[Document, ...]) -> Rules:
    return read_rules(reading, documents)


@pytest.fixture(scope="module")
def paths(reading: Reading, documents: tuple[Document, ...]) -> set[str]:
    """The files that the documents of the shipped franchise are."""
    pages = {f"{document.path}.html" for document in documents}
    return FILES | pages | {path for path, _ in make(reading, documents, base=BASE)}


@pytest.fixture(scope="module")
def names(reading: Reading, real: famkg.KnowledgeGraph) -> list[str]:
    """Every name in the namespace that the dataset mentions, as subject, object or graph, without its fragment."""
    mentioned = {term.value for quad in real.quads() for term in quad if isinstance(term, ox.NamedNode)}
    mentioned |= {
        t.value for quad in real.quads() for t in quad if isinstance(t, ox.Literal) and t.value.startswith(reading.home)
    }
    spaces = set(real.prefixes.namespaces.values())
    ours = {iri.partition("#")[0] for iri in mentioned if iri.startswith(reading.home) and iri not in spaces}
    return sorted(iri.removeprefix(reading.home) for iri in ours)


@pytest.fixture(scope="module")
def apache(rules: Rules) -> Iterator[Apache]:
    """Apache with the rules of the shipped franchise under /famkg/; left out without one, unless FAMKG_REQUIRE_APACHE=1."""
    needed()
    made = dict(servers.make(rules, home="https://w3id.org/famkg/", base=BASE, version="1"))
    with running() as (server, folder):
        (folder / "famkg").mkdir()
        (folder / "famkg" / ".htaccess").write_bytes(made["redirects/w3id.htaccess"])
        yield server


def led(apache: Apache, name: str, accept: str | None = None) -> tuple[int, str]:
    response, _ = apache.ask(f"/famkg/{name}", accept)
    return response.status, (response.getheader("Location") or "").removeprefix(BASE)


def test_every_iri_of_ours_leads_to_a_document(apache: Apache, names: list[str], paths: set[str], reading: Reading) -> None:
    assert len(names) > 4000
    anchors = {path.partition("#")[2] for path in reading.addresses.anchors.values()}
    for accept, ending in ((None, "html"), ("text/turtle", "ttl"), ("application/ld+json", "jsonld")):
        for name in names:
            status, target = led(apache, name, accept)
            file, _, anchor = target.partition("#")
            assert 303 == status, (name, accept)
            assert file in paths, (name, target)
            if not name.startswith(("ontology/", "assets/")):
                assert file.endswith(f".{ending}"), (name, accept, target)
            assert not anchor or (name.startswith("passage/") and anchor in anchors), (name, target)


def test_a_document_that_a_name_leads_to_speaks_of_it(
    apache: Apache, names: list[str], reading: Reading, documents: tuple[Document, ...]
) -> None:
    made = dict(make(reading, documents, base=BASE))
    for name in names[::29]:
        _, target = led(apache, name, "text/turtle")
        if target in made:
            quads = ox.parse(made[target], format=ox.RdfFormat.TURTLE)
            spoken = {
                term.value.partition("#")[0] for q in quads for term in (q.subject, q.object) if isinstance(term, ox.NamedNode)
            }
            assert reading.home + name in spoken, name


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        (None, "html"),
        ("*/*", "html"),
        ("text/*", "html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", "html"),
        ("text/turtle", "ttl"),
        ("TEXT/TURTLE", "ttl"),
        ("application/x-turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "jsonld"),
        ("application/json", "jsonld"),
        ("application/rdf+xml, text/turtle;q=0.5", "ttl"),
        ("application/n-triples, */*;q=0.1", "html"),
    ],
)
def test_what_is_asked_for_is_given_where_it_is_there(apache: Apache, accept: str | None, ending: str) -> None:
    assert (303, f"doc/show/for-all-mankind.{ending}") == led(apache, "show/for-all-mankind", accept)


@pytest.mark.parametrize("accept", ["application/rdf+xml", "application/n-triples", "image/png", "application/trig"])
def test_what_a_thing_is_not_there_in_is_not_acceptable(apache: Apache, accept: str) -> None:
    assert (406, "") == led(apache, "show/for-all-mankind", accept)


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        ("text/turtle;q=0.4, application/ld+json", "jsonld"),
        ("text/turtle;q=0.4, application/ld+json;q=0.5", "jsonld"),
        ("text/turtle;q=0.5, application/ld+json;q=0.4", "ttl"),
        ("text/html;q=0.1 , text/turtle ; q=0.9", "ttl"),
        ("text/html;q=0.05, application/ld+json;q=0.1", "jsonld"),
        ("text/turtle;q=0.9, text/html;q=1.0", "html"),
        ("text/turtle;q=0, text/html;q=0.2", "html"),
    ],
)
def test_weights_are_honoured(apache: Apache, accept: str, ending: str) -> None:
    assert (303, f"doc/show/for-all-mankind.{ending}") == led(apache, "show/for-all-mankind", accept)


@pytest.mark.parametrize(
    ("name", "accept", "target"),
    [
        ("dataset", None, "data.html"),
        ("dataset", "text/turtle", "void.ttl"),
        ("graph/facts", "application/ld+json", "void.jsonld"),
        ("prefix/character", "text/turtle", "void.ttl"),
        ("ontology", None, "ontology.html"),
        ("ontology", "application/rdf+xml", "ontology.rdf"),
        ("ontology", "application/n-triples", "ontology.nt"),
        ("ontology/0.1.0", None, "ontology/0.1.0.ttl"),
        ("void", None, "void.ttl"),
        (".well-known/void", None, "void.ttl"),
        ("doc/show/for-all-mankind", "text/turtle", "doc/show/for-all-mankind.ttl"),
        ("concept/billing-main", "text/turtle", "doc/concept/billing-main.ttl"),
        ("assets/icon.svg", None, "assets/icon.svg"),
        ("", None, ""),
    ],
)
def test_the_dataset_and_the_vocabulary_are_found(
    apache: Apache, paths: set[str], name: str, accept: str | None, target: str
) -> None:
    assert (303, target) == led(apache, name, accept)
    assert target in paths | {""}


def test_a_thing_is_answered_with_see_other_and_nothing_else(apache: Apache) -> None:
    response, body = apache.ask("/famkg/show/for-all-mankind", method="HEAD")
    assert (303, b"") == (response.status, body)
    assert f"{BASE}doc/show/for-all-mankind.html" == response.getheader("Location")


def test_a_passage_leads_to_its_place_and_to_what_it_states(apache: Apache, reading: Reading) -> None:
    passage = min(iri for iri, path in reading.addresses.anchors.items() if path.startswith("doc/"))
    name, path = passage.removeprefix(reading.home), reading.addresses.anchors[passage]
    assert (303, path) == led(apache, name)
    assert (303, path.partition(".html")[0] + ".trig") == led(apache, name, "application/trig")


@pytest.mark.parametrize(
    "name", ["nothing", "show", "show/", "unknown/thing", "show/For-All-Mankind", "passage/without-number", "show/a/b", "doc/x"]
)
def test_an_unknown_name_is_not_found(apache: Apache, name: str) -> None:
    assert 404 == led(apache, name)[0] or led(apache, name)[0] == 406


def test_answers_vary_by_what_is_asked_for_and_anyone_may_read(apache: Apache) -> None:
    for name, accept in (("show/for-all-mankind", None), ("show/for-all-mankind", "image/png"), ("nothing", None)):
        response, _ = apache.ask(f"/famkg/{name}", accept)
        assert "Accept" in (response.getheader("Vary") or ""), name
        assert "*" == response.getheader("Access-Control-Allow-Origin"), name


def test_a_site_that_lies_in_its_own_namespace_is_answered_by_the_same_rules(
    small: famkg.KnowledgeGraph, small_site: Mapping[str, bytes]
) -> None:
    needed()
    with running() as (server, folder):
        for path, content in small_site.items():
            target = folder / "harbour" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        home = f"{server.address}harbour/"
        rules = read_rules(reading := read_site(small), find_documents(reading))
        made = dict(servers.make(rules, home=home, base=home, version="1"))
        (folder / "harbour" / ".htaccess").write_bytes(made["redirects/w3id.htaccess"])
        types = {"html": "text/html", "ttl": "text/turtle", "jsonld": "application/ld+json"}
        for thing in list(reading.facts)[::5]:
            if not thing.value.startswith(reading.home):
                continue
            for ending, media_type in types.items():
                response, _ = server.ask("/harbour/" + thing.value.removeprefix(reading.home), media_type)
                address = response.getheader("Location") or ""
                assert 303 == response.status
                assert address.endswith(f".{ending}")
                found, content = server.ask(address.removeprefix(server.address.rstrip("/")))
                assert (200, media_type) == (found.status, (found.getheader("Content-Type") or "").partition(";")[0])
                assert small_site[address.removeprefix(home)] == content
        assert 200 == server.ask("/harbour/")[0].status
        assert 404 == server.ask("/harbour/doc/show/none.html")[0].status


def test_addresses_that_are_no_file_names_have_rules_of_their_own(tmp_path: Path) -> None:
    odd = {
        "person/Ünï%20x": "doc/person/n-x-1",
        "person/a b(c)": "doc/person/a-b-c-2",
        "person/" + "long-" * 30 + "name": "doc/person/long-3",
    }
    rules = Rules(
        kinds=("person",),
        things=odd,
        passages={"quote/x y": ("doc/source/s-1", "x-y-2"), "quote/s-7": ("doc/source/s", "s-7")},
        usual=("quote", "source"),
        dataset=("dataset",),
        versions=None,
    )
    made = {path: text.decode() for path, text in servers.make(rules, home="https://names.example/x/", base=BASE, version="1")}
    redirects = cloudflare(made["_redirects"])
    assert "/doc/person/n-x-1" == redirects("/person/%C3%9Cn%C3%AF%20x")
    assert "/doc/source/s-1#x-y-2" == redirects("/quote/x%20y")
    needed()
    with running() as (server, folder):
        (folder / "famkg").mkdir()
        (folder / "famkg" / ".htaccess").write_text(made["redirects/w3id.htaccess"])
        assert (303, "doc/person/n-x-1.ttl") == led(server, "person/%C3%9Cn%C3%AF%20x", "text/turtle")
        assert (303, "doc/person/a-b-c-2.html") == led(server, "person/a%20b(c)")
        assert (303, "doc/person/long-3.html") == led(server, "person/" + "long-" * 30 + "name")
        assert (303, "doc/source/s-1.html#x-y-2") == led(server, "quote/x%20y")
        assert (303, "doc/source/s.html#s-7") == led(server, "quote/s-7")


# Cloudflare Pages


def cloudflare(text: str):  # type: ignore[no-untyped-def]
    """What its documentation says of _redirects: the topmost line that matches; a placeholder matches up to a slash."""
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    assert all(len(line) == 3 and line[2] == "303" for line in lines)
    exact = {}
    for source, target, _ in lines:
        exact.setdefault(source, target)
    patterns = [
        (re.compile(re.sub(r":(\w+)", r"(?P<\1>[^/]+)", re.escape(source)).replace(r"\*", "(?P<splat>.*)")), target)
        for source, target, _ in lines
        if ":" in source or "*" in source
    ]

    def answer(path: str) -> str | None:
        if path in exact:
            return exact[path]
        for pattern, target in patterns:
            if found := pattern.fullmatch(path):
                return re.sub(r":(\w+)", lambda name: found[name[1]], target)
        return None

    return answer


def test_every_iri_leads_to_a_page_on_cloudflare_pages(rules: Rules, names: list[str], paths: set[str]) -> None:
    made = dict(servers.make(rules, home="https://w3id.org/famkg/", base=BASE, version="1"))
    answer = cloudflare(made["_redirects"].decode())
    for name in names:
        target = answer(f"/{name}")
        if name in ("ontology", "assets/icon.svg"):
            assert target is None  # the page itself: a file is served without its ending, and no thing has this name
            continue
        assert target is not None, name
        file = target.partition("#")[0].removeprefix("/")
        assert file in paths or f"{file}.html" in paths, (name, target)
    assert answer("/nothing/here") is None


def test_the_limits_of_cloudflare_pages_are_kept(rules: Rules) -> None:
    text = dict(servers.make(rules, home="https://w3id.org/famkg/", base=BASE, version="1"))["_redirects"].decode()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    dynamic = [line for line in lines if ":slug" in line or "*" in line]
    assert len(dynamic) <= servers.LIMITS[1]
    assert len(lines) - len(dynamic) <= servers.LIMITS[0]
    assert lines[-len(dynamic) :] == dynamic
    many = {f"passage/s-{number}": ("doc/source/s", f"s-{number}") for number in range(servers.LIMITS[0])}
    crowded = Rules(("source",), {}, many, ("passage", "source"), ("dataset",), None)
    text = dict(servers.make(crowded, home="https://w3id.org/famkg/", base=BASE, version="1"))["_redirects"].decode()
    assert "/sources" == cloudflare(text)("/passage/s-5")
    assert text.count("\n") < servers.LIMITS[0]


def test_headers_give_each_form_its_type_and_leads_back_to_the_page(small_site: Mapping[str, bytes]) -> None:
    blocks = {}
    for block in small_site["_headers"].decode().strip().split("\n\n"):
        pattern, *lines = block.split("\n")
        blocks[pattern] = dict(line.strip().split(": ", 1) for line in lines)
    assert len(blocks) <= 100
    assert "*" == blocks["/*"]["Access-Control-Allow-Origin"]
    for ending, media_type in (
        ("ttl", "text/turtle; charset=utf-8"),
        ("jsonld", "application/ld+json"),
        ("trig", "application/trig"),
    ):
        assert media_type == blocks[f"/*.{ending}"]["Content-Type"]
        link = blocks[f"/doc/*.{ending}"]["Link"]
        assert '<https://example.org/harbour/doc/:splat>; rel="canonical"' in link
        assert '<https://example.org/harbour/doc/:splat.html>; rel="alternate"; type="text/html"' in link
    (folder,) = {path.rpartition("/")[0] for path in small_site if re.match(r"dumps/[^/]+/", path)}
    assert "immutable" in blocks[f"/{folder}/*"]["Cache-Control"]


def test_a_site_may_be_published_anywhere(small: famkg.KnowledgeGraph) -> None:
    publication: Publication = prepare(read_site(small), base="https://elsewhere.example/sub/")
    made = dict(publication.make()) | dict(publication.lead(["index.html"]))
    assert b"RewriteRule ^$ https://elsewhere.example/sub/ [R=303,L]" in made["redirects/w3id.htaccess"]
    assert b"<https://elsewhere.example/sub/doc/show/harbour-lights>" in made["doc/show/harbour-lights.ttl"]
    assert b"show:harbour-lights\n  a fam:Show" in made["doc/show/harbour-lights.ttl"]
    assert b"<loc>https://elsewhere.example/sub/</loc>" in made["sitemap.xml"]
