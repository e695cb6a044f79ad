"""Write the reference pages from the program, the queries and the ontology themselves: python docs/reference.

tests/test_documents.py holds the pages to what this writes. Where something new needs words that stand nowhere else (what
a format is, what to do about an error), this stops and says so.
"""

from __future__ import annotations

import os
from pathlib import Path

from pages import PAGES, page

os.environ.pop("FAMKG_SEEN", None)
for name in PAGES:
    (Path(__file__).parents[1] / f"{name}.md").write_text(page(name), encoding="utf-8", newline="\n")
