# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can go wrong, and how it is told.

::

    NewsroomError
    ├── ContentError     problems in files that editors write: all of them, with file and line
    ├── SettingsError    problems in pelicanconf.py or publishconf.py
    ├── StoreError       the store under CACHE_PATH can't be used
    ├── OutputError      a page can't be written (full disk, folder not writable)
    ├── ThemeError       a template is wrong: its file and line
    ├── WorkerError      a worker process died
    ├── ClusterError     the cluster that is to make renditions can't be used
    ├── ChangedError     files were changed again and again while the build was at work
    ├── HubError         the WebSub hub could not be told of what changed
    └── BusyError        another build is at work on the same site
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from newsroom.messages import _, escaped

ERROR = "error"
WARNING = "warning"


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing an editor should mend.

    ``path`` is relative to the content folder (``cong-doan/2025/04/x.md``), ``line`` counts
    from 1 (0: the file as a whole), ``message`` is already in the editor's language. ``code`` is
    that of a warning (see `newsroom.warnings`); errors have none.
    """

    path: str
    line: int
    message: str
    severity: str = ERROR
    code: str = ""

    def __str__(self) -> str:
        """``path:line: message``, the form that editors and their tools can click on."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return escaped(f"{place}: {self.message}")


class Problems:
    """A collector: every check adds to it, nobody stops at the first error."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def error(self, path: str, line: int, message: str) -> None:
        """Add an error; the build will fail once everything has been looked at."""
        self._found.append(Problem(path, line, message, ERROR))

    def warning(self, path: str, line: int, message: str, *, code: str) -> None:
        """Add a warning, by its code in `newsroom.warnings`; the build goes on."""
        self._found.append(Problem(path, line, message, WARNING, code))

    def extend(self, problems: Iterator[Problem] | list[Problem] | tuple[Problem, ...]) -> None:
        """Add problems found elsewhere, in a worker for instance."""
        self._found.extend(problems)

    @property
    def errors(self) -> list[Problem]:
        """The errors, sorted by file and line, each once."""
        return sorted({p for p in self._found if p.severity == ERROR})

    @property
    def warnings(self) -> list[Problem]:
        """The warnings, sorted by file and line, each once."""
        return sorted({p for p in self._found if p.severity == WARNING})

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)


class NewsroomError(Exception):
    """Any failure that this package explains in its own words; each argument is a line of them."""

    @property
    def lines(self) -> list[str]:
        """What went wrong, in lines that may be shown anywhere."""
        return [escaped(str(line)) for line in self.args]

    def __str__(self) -> str:
        return "\n".join(self.lines)

    report: object = None
    """What was done all the same: a `newsroom.engine.build_report.BuildReport`, or None."""


class ContentError(NewsroomError):
    """Files that editors write have errors; nothing was written but what ``report`` says."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(*map(str, problems))
        self.problems = problems


class SettingsError(NewsroomError):
    """The settings have errors: one line for each."""


class StoreError(NewsroomError):
    """The store can't be opened or written."""


class OutputError(NewsroomError):
    """A page can't be written."""


def cannot_write(path: str | Path, error: OSError) -> OutputError:
    """A file of the output, or of a store that it is made from, has no room or no permission."""
    message = _("{path} can't be written: {error}. Everything written so far is whole.")
    return OutputError(message.format(path=path, error=error.strerror or error))


class BusyError(NewsroomError):
    """Another build holds the site's lock."""


class WorkerError(NewsroomError):
    """A worker process died."""


class ClusterError(NewsroomError):
    """The cluster that is to make renditions can't be used."""


class ChangedError(NewsroomError):
    """Files were changed while the build was at work."""


class ThemeError(NewsroomError):
    """A template is wrong."""
