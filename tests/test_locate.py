"""Where a thing stands: lines of entities, records and claims."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, NamedNode, parse

from famkg.check.reading import claims_in
from famkg.claims.locate import Locator, Place
from famkg.claims.text import read_statements, tokens_of
from tests.conftest import FRANCHISE, ROOT

FILE = Path("some.trig")
TEXT = r'''# A comment with a "quote" and a <bracket>
@prefix ex: <https://example.org/> .
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

ex:one a ex:Thing ; # a comment
  ex:name "a; b . c"@EN ,
    'single "quoted"' ,
    """long
text""" ;
  ex:list ( 1 2 ) , [ ex:p ex:o ] ;
  ex:number 1 , 2.5 , true , "3"^^xsd:integer .

ex:passage {
  ex:two ex:dotted ex:a.b ; ex:local ex:x\~y .
  <https://example.org/three> <https://example.org/p> "caf\u00e9\n" .
}

GRAPH ex:other { ex:two ex:p ex:three }
'''


def ex(name: str) -> NamedNode:
    return NamedNode("https://example.org/" + name)


def line(subject: str, predicate: str, value: NamedNode | Literal, passage: str | None = None) -> int | None:
    place = Locator({FILE: TEXT}).claim(ex(subject), ex(predicate), value, ex(passage) if passage else None)
    return place.line if place else None


def test_a_block_stands_at_the_line_of_its_subject() -> None:
    assert (Place(FILE, 5),) == Locator({FILE: TEXT}).blocks(ex("one"))


def test_a_thing_that_is_only_claimed_has_no_block() -> None:
    assert Locator({FILE: TEXT}).blocks(ex("two")) == ()
    assert (Place(FILE, 14),) == Locator({FILE: TEXT}).blocks(ex("two"), ex("passage"))


def test_a_claim_stands_at_the_line_of_its_object() -> None:
    assert line("one", "name", Literal("a; b . c", language="en")) == 6
    assert line("one", "name", Literal('single "quoted"')) == 7
    assert line("one", "name", Literal("long\ntext")) == 8
    assert line("one", "number", Literal("2.5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))) == 11
    assert line("one", "number", Literal(3)) == 11
    assert line("one", "number", Literal(value=True)) == 11


def test_a_claim_is_looked_for_in_its_passage_only() -> None:
    assert line("two", "dotted", ex("a.b"), "passage") == 14
    assert line("two", "local", ex("x~y"), "passage") == 14
    assert line("three", "p", Literal("café\n"), "passage") == 15
    assert line("two", "p", ex("three"), "other") == 18
    assert line("two", "p", ex("three"), "passage") is None


def test_a_thing_with_two_blocks_has_two_places() -> None:
    texts = {FILE: TEXT, Path("again.ttl"): "<https://example.org/one> a <https://example.org/Thing> ."}
    assert (Place(FILE, 5), Place(Path("again.ttl"), 1)) == Locator(texts).blocks(ex("one"))


def test_everything_the_parser_reads_is_found() -> None:
    files = [*FRANCHISE.rglob("*.ttl"), *FRANCHISE.rglob("*.trig"), *(ROOT / "ontology").glob("*.ttl")]
    for path in files:
        locator = Locator({path: path.read_text(encoding="utf-8")})
        for claim in claims_in(parse(path=str(path))):
            assert locator.claim(*claim) is not None, claim


def test_a_broken_text_is_read_to_its_end() -> None:
    for text in ("", "ex:a", "ex:a ex:b", "ex:a ex:b (", '"', "}", "{", "@prefix", "ex:g { ex:a ex:b", ". . ;", 'x "a"^^'):
        list(tokens_of(text))
        list(read_statements(text))
        assert Locator({FILE: text}).blocks(ex("one")) == (), text
