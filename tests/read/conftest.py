# SPDX-License-Identifier: AGPL-3.0-or-later
"""Messages are compared in English: the msgids are what this package writes."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def english(vietnamese: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
