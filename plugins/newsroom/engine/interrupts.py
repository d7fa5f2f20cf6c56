# SPDX-License-Identifier: AGPL-3.0-or-later
"""SIGINT (Ctrl-C) and SIGTERM: a build that is asked to stop tells so by its exit status.

Left to itself, Python turns the one into an exception that hosts take for a wish to end well (exit
status 0 with half a site), and dies of the other where it stands.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)

_asked = 0
"""The signal that has come, 0 for none."""


class Interrupted(SystemExit):
    """The process was asked to stop. Its status is 128 and the signal's number: 130 or 143."""

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)


def heed() -> None:
    """From here on the first of these signals raises `Interrupted` in the main thread.

    Those that follow change nothing: a terminal, a shell and a supervisor may each send their
    own, and what is being put in order is not to be interrupted in turn. (SIGKILL is safe.)
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, _stop)


def _stop(number: int, _frame: FrameType | None) -> None:
    global _asked  # noqa: PLW0603 - a process is asked to stop once
    if not _asked:
        _asked = number
        raise Interrupted(number)


def check() -> None:
    """Raise `Interrupted` if the process was asked to stop, and something swallowed that.

    An exception raised by a signal is lost when it comes while Python clears up an object.
    """
    if _asked:
        raise Interrupted(_asked)


@contextmanager
def held() -> Iterator[None]:
    """Both signals wait until the block's end; processes started in it begin with them blocked.

    Blocked they are in this thread alone. Any other thread may be given one, and Python then calls
    the handler in the main thread all the same: so no handler of ours stands there meanwhile.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        with _noted():
            yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _noted() -> Iterator[None]:
    """What comes in the block, by whatever thread, comes again at its end."""
    came: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield  # handlers are the main thread's
        return
    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    # One that is ignored stays so; one that Python did not set (None) can't be set again.
    taken = [number for number in SIGNALS if handlers[number] not in {signal.SIG_IGN, None}]
    for number in taken:
        signal.signal(number, lambda came_now, _frame: came.append(came_now))
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, handlers[number])
        for asked in dict.fromkeys(came):  # blocked in this thread still: it waits as others do
            signal.pthread_kill(threading.get_ident(), asked)


def only_the_parent_is_asked() -> None:
    """For a process that was started while signals were `held`: it is ended by its parent.

    Ctrl-C reaches every process of a terminal, and would have each of them tell of it. SIGTERM
    still ends it: so its parent does.
    """
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])


def run(command: Sequence[str | Path], folder: Path, **environment: str) -> int:
    """Run a command to its end and return its exit status, as a shell has it.

    If this process is asked to stop, so is the command, and it is waited for. Main thread only.

    Raises:
        Interrupted: this process was asked to stop, whatever the command made of it.
        OSError: the command can't be started.
    """
    asked: list[int] = []
    started: list[subprocess.Popen[bytes]] = []

    def pass_on(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        for process in started:
            process.send_signal(number)

    before = {number: signal.getsignal(number) for number in SIGNALS}
    heeded = [number for number in SIGNALS if before[number] is not signal.SIG_IGN]
    for number in heeded:
        signal.signal(number, pass_on)
    try:
        started.append(subprocess.Popen(command, cwd=folder, env=os.environ | environment))
        if asked:  # while it was being started
            started[0].send_signal(asked[0])
        status = started[0].wait()
    finally:
        for number in heeded:
            signal.signal(number, before[number])
    if asked:
        raise Interrupted(asked[0])
    return status if status >= 0 else 128 - status
