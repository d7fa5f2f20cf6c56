# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one clock."""

from __future__ import annotations

import time

import pytest

from newsroom.engine import clock
from newsroom.errors import SettingsError


def test_the_time_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    for unset in (None, ""):
        monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
        if unset is not None:
            monkeypatch.setenv("SOURCE_DATE_EPOCH", unset)
        assert abs(clock.now() - time.time()) < 2


@pytest.mark.parametrize("text", ["0", "1790000000", "-1"])
def test_the_environment_may_set_it(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text)
    assert clock.now() == int(text)


@pytest.mark.parametrize("text", ["hôm nay", "1.5", "2025-04-22"])
def test_what_is_no_number_is_told(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text)
    with pytest.raises(SettingsError, match=text):
        clock.now()
