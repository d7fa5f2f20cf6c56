"""The store: one SQLite file that knows every article, every ordered list, and who read what."""
