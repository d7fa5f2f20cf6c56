# SPDX-License-Identifier: AGPL-3.0-or-later
"""An empty store in memory."""

from __future__ import annotations

import sqlite3

import pytest

from tests.store.memory import new_store


@pytest.fixture
def db() -> sqlite3.Connection:
    return new_store()
