"""Fixtures for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.portal import Portal


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Editors' messages in Vietnamese, whatever the machine's language."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    """An empty site with registries."""
    return Portal(tmp_path)
