"""Fixtures: sites that are built quickly."""

from __future__ import annotations

from tests.engine.quick import compiled, portal

__all__ = ["compiled", "portal"]
