"""famkg why: what a fact rests on."""

from __future__ import annotations

from pathlib import Path

import click

from famkg.cli.options import output_option, reading, write_output

__all__ = ["command"]


@click.command("why")
@click.argument("subject")
@click.argument("predicate")
@click.argument("object", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="[default: text]")
@output_option
@reading
def command(
    *,
    subject: str,
    predicate: str,
    object: str | None,  # noqa: A002 - the RDF term's own name
    form: str,
    output: Path | None,
    seen: str | None,
    data: Path | None,
    store: str,
    timeout: float,
) -> None:
    """Show what SUBJECT PREDICATE [OBJECT] rests on: passages, rivals and the judgement; or a rule and its premises.

    SUBJECT is a name, a CURIE or an IRI; PREDICATE a CURIE or the name of a property (spouse, "point of divergence", label);
    OBJECT a name, a CURIE or the text of a value. A passage is told with publisher, title, date, place in the text, tier,
    its status unless that is stated, and link. What is claimed and not held says why.

    With --format json, a list with an object for each fact or claim: text (its labels), fact (its three terms as
    N-Triples), holds, basis (passages, rule, computed, register, or empty where it is not held), because (why not held),
    citations (passage, source, publisher, date, title, url, locator, status, tier, quoted: who is), verdicts (iri, verdict, of,
    value, passage, reason), rule, and, each again such an object, premises and rivals.

    Example: famkg why NAME spouse
    """
    from famkg.knowledge import load

    explanations = load(data, seen=seen, store=store, timeout=timeout).why(subject, predicate, object)
    if form == "json":
        import json

        write_output(json.dumps([each.to_dict() for each in explanations], ensure_ascii=False, indent=1) + "\n", output)
    else:
        write_output("".join(map(str, explanations)), output)
