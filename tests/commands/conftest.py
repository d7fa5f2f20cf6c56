# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fixtures: sites that are built quickly."""

from __future__ import annotations

from tests.engine.quick import compiled, portal

__all__ = ["compiled", "portal"]
