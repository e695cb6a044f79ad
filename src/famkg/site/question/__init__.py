"""A page for every named query, with its answer."""
