# SPDX-License-Identifier: AGPL-3.0-or-later
"""Progress of long builds: a bar on a terminal, plain lines elsewhere, nothing for short ones."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from newsroom.messages import _, tell

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_PATIENCE = 1.0  # seconds before anything is shown
_SHARES = 5  # plain lines in each phase

_PHASES = {"read": "Reading files", "pictures": "Making pictures", "render": "Rendering pages"}


class Progress:
    """Listens to a build (see `newsroom.engine.build_report.Listener`); a context manager."""

    def __init__(self, console: Console, written: Callable[[str], None]) -> None:
        self._console = console
        self._written = written
        self._began = self._phase_began = time.monotonic()
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._name, self._total, self._done, self._told = "", 0, 0, 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def phase(self, name: str, total: int) -> None:
        """A phase begins."""
        self._name, self._total, self._done, self._told = _(_PHASES[name]), total, 0, 0
        self._phase_began = time.monotonic()
        if self._bar is not None:
            self._task = self._bar.add_task(self._name, total=total)

    def step(self, count: int) -> None:
        """So many steps are done."""
        self._done += count
        if time.monotonic() - self._began < _PATIENCE:
            return
        if self._console.is_terminal:
            self._show()
        else:
            self._tell()

    def written(self, save_as: str) -> None:
        """A file was put in its place."""
        self._written(save_as)

    def _show(self) -> None:
        if self._bar is None:
            self._bar = _make_bar(self._console)
            self._bar.start()
        if self._task is None:
            self._task = self._bar.add_task(self._name, total=self._total)
        self._bar.update(self._task, completed=self._done)

    def _tell(self) -> None:
        share = _SHARES * self._done // max(1, self._total)
        if share > self._told:
            self._told = share
            tell(f"{self._name}: {self._done}/{self._total}{self._left()}", flush=True)

    def _left(self) -> str:
        """How long the rest takes at the pace so far; "" when there is nothing to wait for."""
        seconds = (time.monotonic() - self._phase_began) / self._done * (self._total - self._done)
        if seconds < _PATIENCE:
            return ""
        hours, rest = divmod(round(seconds), 3600)
        return " " + _("({time} left)").format(time=f"{hours}:{rest // 60:02}:{rest % 60:02}")


def alone() -> Progress:
    """Progress of what is no build."""
    from rich.console import Console  # noqa: PLC0415 - as below

    return Progress(Console(), lambda _save_as: None)


def _make_bar(console: Console) -> Bar:
    # Imported late: short builds, which are most, show no bar.
    from rich import progress  # noqa: PLC0415 - see above

    return progress.Progress(
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeElapsedColumn(),
        progress.TimeRemainingColumn(),
        console=console,
    )
