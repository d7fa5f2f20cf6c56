# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tiny sites that share compiled templates, which take longer than the rest of a build."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.portal import Portal


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture
def portal(portal: Portal, compiled: Path) -> Portal:
    """The empty site of tests/conftest.py."""
    cache = portal.root / "cache"
    cache.mkdir()
    (cache / "templates").symlink_to(compiled)
    return portal
