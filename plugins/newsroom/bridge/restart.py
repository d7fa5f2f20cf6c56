# SPDX-License-Identifier: AGPL-3.0-or-later
"""Beginning again when the program's own files are saved: what is loaded stays as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import newsroom

_TRY = """
import sys
from pathlib import Path
for path in sys.argv[2:]:
    compile(Path(path).read_bytes(), path, "exec")
import newsroom.bridge.watch
from newsroom.bridge.portal import load_settings
load_settings(Path(sys.argv[1]))
"""


class LoadedCode:
    """The Python files that are loaded: the package's, and what the settings file imports."""

    def __init__(self, conf: Path) -> None:
        self._conf = conf
        self._folders = tuple(
            f"{folder}{os.sep}"
            for folder in (Path(newsroom.__file__).parent, conf.absolute().parent)
        )
        self._count = 0
        self._seen: dict[str, int] = {}
        self._look()

    def _look(self) -> None:
        """Note what has been loaded since."""
        modules = list(sys.modules.values())
        self._count = len(modules)
        for module in modules:
            path = str(getattr(module, "__file__", None) or "")
            ours = path.startswith(self._folders) and "site-packages" not in path
            if (ours or path.startswith(self._folders[0])) and path not in self._seen:
                self._seen[path] = _saved(path)

    def changed(self) -> list[str]:
        """The files that were saved since they were loaded, or were found changed last."""
        if len(sys.modules) != self._count:
            self._look()
        found = []
        for path, before in self._seen.items():
            now = _saved(path)
            if now not in (before, 0):  # 0: it is being replaced
                found.append(path)
                self._seen[path] = now
        return found

    def fault(self) -> str:
        """Why the program would not begin again: the last line of what it says; "" if it would."""
        surroundings = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        ran = subprocess.run(
            [sys.executable, "-c", _TRY, str(self._conf), *(p for p in self._seen if _saved(p))],
            env=surroundings, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if not ran.returncode:
            return ""
        said = [line.strip() for line in ran.stderr.splitlines() if line.strip()]
        places = [line for line in said if line.startswith("File ")]
        return " ".join([*places[-1:], *said[-1:]])


def _saved(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116 - some hundred of them, twice a second
    except OSError:
        return 0


def begin_again() -> None:
    """Replace this process by the same command, begun anew; nothing of it is left."""
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
