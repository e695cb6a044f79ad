"""The documentation of the ontology."""
