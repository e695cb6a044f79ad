"""Running the notebooks of the documentation, and writing what they show back into them.

``python -m tests.notebooks`` runs them and keeps the outputs; a test compares these with those of a run of its own.
What differs from machine to machine (timings, versions of the kernel, ids of outputs) is left out.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "docs" / "notebook").glob("*.ipynb"))
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def run(path: Path) -> str:
    """The notebook as it is after all its cells have run, in an empty folder and for no viewer in particular."""
    notebook = nbformat.read(path, as_version=4)
    before = os.environ.pop("FAMKG_SEEN", None)
    try:
        with tempfile.TemporaryDirectory() as folder:
            resources = {"metadata": {"path": folder}}
            client = NotebookClient(notebook, timeout=300, kernel_name="python3", record_timing=False, resources=resources)
            client.execute()
    finally:
        if before is not None:
            os.environ["FAMKG_SEEN"] = before
    return written(notebook)


def written(notebook: Any) -> str:
    """The notebook as it is kept: cells numbered, outputs without what only this run has."""
    cells = []
    for number, cell in enumerate(notebook.cells, 1):
        kept: dict[str, Any] = {
            "cell_type": cell.cell_type,
            "id": f"cell-{number}",
            "metadata": {},
            "source": lines(cell.source),
        }
        if cell.cell_type == "code":
            kept |= {"execution_count": cell.execution_count, "outputs": [output(each) for each in whole(cell.outputs)]}
        cells.append(kept)
    document = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def whole(outputs: list[Any]) -> list[Any]:
    """The outputs with what was printed in one: in how many pieces it comes is chance."""
    kept: list[Any] = []
    for each in outputs:
        if kept and each.output_type == "stream" and kept[-1].output_type == "stream" and each.name == kept[-1].name:
            kept[-1].text += each.text
        else:
            kept.append(each)
    return kept


def output(found: Any) -> dict[str, Any]:
    if found.output_type == "stream":
        assert found.name == "stdout", found.text
        return {"name": "stdout", "output_type": "stream", "text": lines(found.text)}
    assert found.output_type in ("execute_result", "display_data"), found
    kept: dict[str, Any] = {"output_type": found.output_type, "metadata": {}}
    if found.output_type == "execute_result":
        kept["execution_count"] = found.execution_count
    return kept | {"data": {kind: lines(text) for kind, text in sorted(found.data.items())}}


def lines(text: str) -> list[str]:
    """A text as notebooks keep it: lines with their ends."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


if __name__ == "__main__":
    for each in NOTEBOOKS:
        each.write_text(run(each), encoding="utf-8")
