"""The guide: shows, seasons and episodes, and what each is the first to tell."""
