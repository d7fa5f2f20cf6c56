# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fixtures for the tests of builds."""

from __future__ import annotations

import pytest

from tests.engine.archive_site import archive, built_archive
from tests.engine.dozen import site
from tests.engine.quick import compiled, portal

__all__ = ["archive", "built_archive", "compiled", "english", "portal", "site"]


@pytest.fixture
def english(vietnamese: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages in English: the msgids are what the code writes."""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
