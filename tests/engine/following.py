# SPDX-License-Identifier: AGPL-3.0-or-later
"""A site that is built through one session, told of changes as a watcher is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from newsroom.engine.build_report import BuildReport
from newsroom.engine.session import Session
from newsroom.newspaper import build, session_of
from newsroom.settings import Settings
from tests.portal import Portal

State = dict[str, tuple[int, int, int]]


class Followed(Portal):
    """Each build is told which paths differ from the build before, files and folders."""

    def __init__(self, root: Path, **settings: Any) -> None:
        super().__init__(root, **settings)
        self._session: Session | None = None
        self._of: Settings | None = None
        self._state: State = {}

    @property
    def session(self) -> Session:
        """The session; another one when the settings have changed."""
        if self._session is None or self._of != self.settings:
            self.close()
            self._of = self.settings
            self._session = session_of(self._of)
        return self._session

    def close(self) -> None:
        """As when the watcher ends."""
        if self._session is not None:
            self._session.close()

    def build(self) -> BuildReport:
        """Build what has changed since the last build."""
        self.session.note(self.changes())
        return self.again()

    def again(self) -> BuildReport:
        """Build with what the session was told."""
        return build(self.settings, self.now, session=self.session)

    def changes(self) -> set[str]:
        """The paths that a watcher would tell since it was asked last."""
        before, self._state = self._state, self._look()
        names = before.keys() | self._state.keys()
        return {name for name in names if before.get(name) != self._state.get(name)}

    def _look(self) -> State:
        roots = [self.content, Path(self.settings.theme)]
        stats = {str(path): path.lstat() for root in roots for path in root.rglob("*")}
        return {
            name: (0, 0, 0) if Path(name).is_dir() else (s.st_size, s.st_mtime_ns, s.st_ino)
            for name, s in stats.items()
        }
