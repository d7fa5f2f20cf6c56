# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether what shapes pages was changed while a build was at work.

Code, templates and catalogues are digested for stamps, and read again by whoever works with them:
worker processes, template environments. If their states are the same before the first look and
after the last one, both saw the same bytes.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from newsroom.engine.session import Session
from newsroom.settings import Settings
from newsroom.store.database import forget, set_meta

_PACKAGE = Path(__file__).parents[1]
_PARTS = ("templates", "translations")

States = dict[str, tuple[int, int, int, int]]
"""Path → inode, size, and the times (ns) of a file's bytes and of its state."""


class Witness:
    """Has seen the files that stamps are made of, at one moment."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._code = self._look_at_code()
        self._theme = self._look_at_theme()

    def changed(
        self, connection: sqlite3.Connection, session: Session, copies: Sequence[str]
    ) -> str:
        """What another run has to read anew, whatever its times are; "" for nothing.

        ``copies`` are sources that were changed before they were copied. Code is this process's
        own: what the next one has made of it, that one makes from nothing.
        """
        if self.code_changed():
            forget(connection)
        theme = self.theme_changed()
        if theme:
            set_meta(connection, "theme", "changed")
        if copies:
            session.doubt(copies)
        return copies[0] if copies else str(self._settings.theme) * theme

    def code_changed(self) -> bool:
        """Whether the package or the table of weights is another since then."""
        return self._code != self._look_at_code()

    def theme_changed(self) -> bool:
        """Whether templates or translations are others since then."""
        return self._theme != self._look_at_theme()

    def _look_at_code(self) -> States:
        return dict(_states(_PACKAGE)) | dict(
            _state(str(self._settings.content / self._settings.weights_path))
        )

    def _look_at_theme(self) -> States:
        found: States = {}
        for part in _PARTS:
            found.update(_states(self._settings.theme / part))
        return found


def _states(folder: Path) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            if name.endswith((".py", ".mo", ".html", ".xml", ".txt")):
                yield from _state(f"{place}/{name}")


def _state(path: str) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    try:
        stat = os.stat(path)  # noqa: PTH116 - some hundred files, in every build
    except OSError:
        return
    yield path, (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
