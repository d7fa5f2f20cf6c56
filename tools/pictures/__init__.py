"""Flat illustrations of the demo content: a canvas, people and things, and the scenes."""
