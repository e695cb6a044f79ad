"""Questions: the catalogue of query files, their slots, the results, and the evidence behind a fact."""

from famkg.query.catalogue import Catalogue, Query, read_catalogue
from famkg.query.header import Header, Parameter, read_header
from famkg.query.result import FORMATS, Result
from famkg.query.slots import fill

__all__ = ["FORMATS", "Catalogue", "Header", "Parameter", "Query", "Result", "fill", "read_catalogue", "read_header"]
