"""Pages as functions of ordered lists: one small module per kind, and nothing else they may ask."""
