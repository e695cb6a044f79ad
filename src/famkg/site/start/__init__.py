"""Where one begins: the start page, all things from A to Z, search, and what this is."""
