"""Fixtures: sites that are built quickly."""

from __future__ import annotations

from tests.build.quick import compiled, portal

__all__ = ["compiled", "portal"]
