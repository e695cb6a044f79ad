"""From claims to plain facts for one viewer: see, accept, reveal, infer, dataset; and the cache of datasets.

Each step is a pure function over what the step before it returned.
"""

from famkg.compile.accept import Accepted, Conflict, accept
from famkg.compile.dataset import Compiled, compile_dataset
from famkg.compile.infer import infer
from famkg.compile.reveal import Revealed, reveal
from famkg.compile.rules import Rule, read_rules
from famkg.compile.schema import Schema, read_schema
from famkg.compile.see import Seen, see

__all__ = [
    "Accepted",
    "Compiled",
    "Conflict",
    "Revealed",
    "Rule",
    "Schema",
    "Seen",
    "accept",
    "compile_dataset",
    "infer",
    "read_rules",
    "read_schema",
    "reveal",
    "see",
]
