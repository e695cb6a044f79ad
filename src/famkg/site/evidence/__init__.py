"""Who says what: sources and their passages, how each claim stands, and where sources disagree."""
