"""The page of a thing: its facts in reading order, what is contested, its times, and what is around it."""
