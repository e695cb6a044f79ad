"""What the files say: rules, queries, the vocabulary and its concepts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from famkg.check import rules_of
from famkg.check.findings import Reach
from famkg.check.slugs import ROLES
from famkg.compile.rules import read_rules
from famkg.query.catalogue import Query, read_catalogue
from famkg.resources import layers
from famkg.terms import DOMAIN, LABEL, PREF_LABEL, RANGE, SUBCLASS_OF, TYPE, VOCABULARY_PREFIXES, Prefixes, fam

__all__ = ["concepts", "queries", "rules", "vocabulary"]

COMPUTED: Final = {fam("earliest"), fam("latest")}
"""What nobody states."""

ROOT: Final = Path(__file__).parents[2]

REACHES: Final = {
    Reach.FILE: "one file at a time",
    Reach.GRAPH: "all claims together",
    Reach.COMPILED: "the dataset compiled from them, for who has seen everything",
}


def rules() -> Iterator[str]:
    """The rules of famkg check, and the rules of inference."""
    yield (
        "Two kinds of rules: those that **check** the files, and those that **infer** facts.\n\n## Check rules\n\n"
        "`famkg check` runs them all and prints what they find; `famkg check --rules` lists them.\n"
        "A file under `queries/checks/` of a data folder adds a rule: any row it has is a finding.\n"
    )
    for rule in sorted(rules_of(layers()), key=lambda rule: rule.name):
        yield f"### {rule.name}\n\n{rule.text}\n\nLooks at {REACHES[rule.reach]}.\n"
    yield (
        "## Inference rules\n\n"
        "Each is a file under `queries/rules/`: Datalog, written as a SPARQL CONSTRUCT query of triple patterns and filters.\n"
        "They run to a fixpoint while a dataset is compiled, on what the viewer may know; `famkg why` shows the rule and the\n"
        "premises behind an inferred fact. A file under `queries/rules/` of a data folder adds one.\n"
    )
    for rule in read_rules(layers().queries):
        body = "\n".join(line for line in rule.text.splitlines() if not line.startswith(("#", "PREFIX"))).strip()
        yield f"### {rule.name}\n\n{_sentence(rule.summary)}\n\n```sparql\n{body}\n```\n"


def queries() -> Iterator[str]:
    """The named queries and views, from their headers."""
    catalogue = read_catalogue(layers().queries)
    yield (
        f"{len(catalogue.queries)} named queries and {len(catalogue.views)} views. How one is written: `queries/README.md`.\n\n"
        "```sh\nfamkg query                                              # list them\n"
        "famkg query seasons                                      # ask one\n"
        "famkg query episodes --set season= --seen s01e10         # fill a slot: a name, a CURIE, or nothing for any\n"
        "famkg query cast --cite --format csv -o cast.csv         # with the passages that each row rests on\n"
        "famkg view families -o families.html                     # draw a view\n```\n\n"
        "A query over *facts* asks what is held true; one over *evidence* asks who says what. Where there are columns `x` and\n"
        "`xLabel`, people are shown the label.\n"
    )
    topics: dict[str, list[Query]] = defaultdict(list)
    for query in catalogue.queries.values():
        topics[query.topic].append(query)
    for topic, found in sorted(topics.items()):
        yield f"## {topic}\n"
        yield from (_query(query, "query") for query in found)
    yield "## views\n"
    yield from (_query(view, "view") for view in catalogue.views.values())


def _query(query: Query, command: str) -> str:
    header = query.header
    text = f"### {query.name}\n\n{_sentence(header.summary)}"
    text += f" {header.description}\n\n" if header.description else "\n\n"
    if header.parameters:
        text += "| slot | type | what | default |\n| --- | --- | --- | --- |\n"
        text += "".join(f"| `{p.name}` | {p.type} | {_cell(p.text)} | {_default(query, p.name)} |\n" for p in header.parameters)
        text += "\n"
    if command == "view":
        return text
    columns = ", ".join(f"`{column}`" for column in header.columns)
    return f"{text}Asks {query.kind}" + (f"; columns {columns}.\n" if columns else ".\n")


def _default(query: Query, name: str) -> str:
    found = re.search(rf"\bVALUES\s+\?{name}\s*\{{\s*(.*?)\s*\}}", query.text)
    assert found, (query.name, name)
    return "any" if found[1] == "UNDEF" else f"`{found[1]}`"


def vocabulary() -> Iterator[str]:
    """Every class and property of the ontology."""
    terms = _read("famkg.ttl")
    yield (
        "Every class and property of the ontology (`ontology/famkg.ttl`).\n"
        "The namespace is `https://w3id.org/famkg/ontology#`, the prefix `fam:`.\n"
        "[Concepts](concepts.md) say what varies. `ontology/README.md` tells how a term is added.\n\n"
        "Under a class, *bears* lists the properties of its things: in bold what each must have, with + what may have several\n"
        "values. *Slug* is how a role node's name is computed. Under a property, *of* and *to* are its domain and range.\n"
    )
    shapes = read_shapes()
    kinds = {"Classes": {"Class"}, "Properties": {"ObjectProperty", "DatatypeProperty"}}
    for title, wanted in kinds.items():
        yield f"## {title}\n"
        for term, told in terms.items():
            if {kind.value.rpartition("#")[2] for kind in told[TYPE]} & wanted:
                yield _term(term, told) + _borne(shapes.get(term, {})) + _slug(term)
    yield "## Individuals\n"
    for term, told in terms.items():
        if not {kind.value.rpartition("#")[2] for kind in told[TYPE]} & {"Class", "ObjectProperty", "DatatypeProperty"}:
            yield _term(term, told)


def concepts() -> Iterator[str]:
    """Every concept, by its scheme."""
    yield (
        "What varies is a concept: the values of properties such as `fam:kind`, `fam:role` and `fam:tier`\n"
        "(`ontology/concepts.ttl`). The namespace is `https://w3id.org/famkg/concept/`, the prefix `concept:`.\n"
    )
    terms = _read("concepts.ttl")
    for scheme, told in terms.items():
        if _IN_SCHEME in told:
            continue
        rows = "".join(
            f"| `{_curie(term)}` | {_first(each, PREF_LABEL)} | {_first(each, _DEFINITION)} |\n"
            for term, each in terms.items()
            if scheme in each.get(_IN_SCHEME, ())
        )
        head = f"## {_first(told, PREF_LABEL)}\n\n`{_curie(scheme)}`\n\n"
        yield f"{head}| concept | label | what it is |\n| --- | --- | --- |\n{rows}"


_Told = Mapping[NamedNode, list[NamedNode | Literal]]
_DEFINITION: Final = NamedNode(VOCABULARY_PREFIXES["skos"] + "definition")
_EXAMPLE: Final = NamedNode(VOCABULARY_PREFIXES["skos"] + "example")
_IN_SCHEME: Final = NamedNode(VOCABULARY_PREFIXES["skos"] + "inScheme")


def _curie(term: NamedNode | Literal) -> str:
    return Prefixes().shrink(term.value)


def read_shapes() -> Mapping[NamedNode, Mapping[NamedNode, str]]:
    """By class, the properties that its shape names, each as it is listed."""
    said: dict[NamedNode | BlankNode, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value, _ in parse(path=ROOT / "ontology/shapes.ttl", format=RdfFormat.TURTLE):
        said[subject][predicate.value.rpartition("#")[2]].append(value)
    found: dict[NamedNode, dict[NamedNode, str]] = defaultdict(dict)
    for shape in list(said.values()):
        for kind in shape["targetClass"]:
            for each in (said[node] for node in shape["property"]):
                for path in (path for path in each["path"] if isinstance(path, NamedNode) and path not in COMPUTED):
                    text = f"`{_curie(path)}`"
                    text = f"**{text}**" if each["minCount"] and each["minCount"][0].value != "0" else text
                    found[kind][path] = text if each["maxCount"] else f"{text}+"
    return found


def _borne(properties: Mapping[NamedNode, str]) -> str:
    return f"- bears: {', '.join(properties[path] for path in sorted(properties, key=_curie))}\n" if properties else ""


def _slug(term: NamedNode) -> str:
    return f"- slug: `{_curie(term).rpartition(':')[2].lower()}:{ROLES[term].form}`\n" if term in ROLES else ""


def _read(name: str) -> Mapping[NamedNode, _Told]:
    """The terms of a file that have a label, in its order, with what it says of them."""
    found: dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]] = {}
    for quad in parse(path=ROOT / "ontology" / name, format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            found.setdefault(quad.subject, defaultdict(list))[quad.predicate].append(quad.object)
    return {term: told for term, told in found.items() if _DEFINITION in told or PREF_LABEL in told}


def _term(term: NamedNode, told: _Told) -> str:
    facts = [("example", [each.value for each in told.get(_EXAMPLE, ())])]
    for word, predicate in (("kind of", SUBCLASS_OF), ("of", DOMAIN), ("to", RANGE)):
        facts.append((word, [f"`{_curie(each)}`" for each in told.get(predicate, ())]))
    lines = "".join(f"- {word}: {', '.join(values)}\n" for word, values in facts if values)
    return f"### {_curie(term)}\n\n*{_first(told, LABEL)}*. {_first(told, _DEFINITION)}\n\n{lines}"


def _first(told: _Told, predicate: NamedNode) -> str:
    return _cell(told[predicate][0].value) if told.get(predicate) else ""


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}".rstrip(".") + "."


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
