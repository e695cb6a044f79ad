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

    Example: famkg why "Ed Baldwin" spouse
    """
    from famkg.knowledge import load

    explanations = load(data, seen=seen, store=store, timeout=timeout).why(subject, predicate, object)
    if form == "json":
        import json
        from dataclasses import asdict

        write_output(json.dumps([asdict(each) for each in explanations], ensure_ascii=False, indent=1) + "\n", output)
    else:
        write_output("".join(map(str, explanations)), output)
