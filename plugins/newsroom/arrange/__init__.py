"""From entries to articles: addresses, lists, related stories and panels."""
