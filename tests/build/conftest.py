"""Fixtures for the tests of builds."""

from __future__ import annotations

import pytest

from tests.build.archive_site import archive, built_archive
from tests.build.dozen import site
from tests.build.quick import compiled, portal

__all__ = ["archive", "built_archive", "compiled", "english", "portal", "site"]


@pytest.fixture
def english(vietnamese: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages in English: the msgids are what the code writes."""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
