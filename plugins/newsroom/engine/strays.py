# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that no build reads: told when they come or change, without a look into them."""

from __future__ import annotations

from collections.abc import Mapping

from newsroom.engine.scan import STRAY, Found, data_folder
from newsroom.errors import WARNING, Problem
from newsroom.read.names import why_unread
from newsroom.settings import Settings


def strays(settings: Settings, suspects: Mapping[str, Found]) -> dict[str, tuple[Problem, ...]]:
    """Those of the suspects that nobody reads, each with what its editor is told."""
    data = data_folder(settings)
    files = next((f"{path}/" for path in settings.static_paths if path and "." not in path), "")
    return {
        path: (Problem(path, 0, why_unread(path, data, files), WARNING, code="unread-file"),)
        for path, file in suspects.items()
        if file.sort == STRAY
    }
