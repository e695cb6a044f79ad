"""Questions: the catalogue of query files, their slots, the results, and the evidence behind a fact."""
