# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the store of a site lies: one for each output folder, so that two never mix."""

from __future__ import annotations

from pathlib import Path

from newsroom.settings import Settings
from newsroom.text.slug import short_digest


def store_path(settings: Settings) -> Path:
    """The store of a site."""
    return path_of(settings.cache, settings.output)


def path_of(cache: Path, output: Path) -> Path:
    """Where the store of an output folder lies among the ``cache``."""
    return cache / f"newsroom-{short_digest(str(output))}.sqlite"


def all_stores(settings: Settings) -> list[Path]:
    """The stores of all output folders that were built with these settings' cache."""
    return sorted(settings.cache.glob("newsroom-*.sqlite"))
