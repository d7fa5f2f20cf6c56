# SPDX-License-Identifier: AGPL-3.0-or-later
"""Being asked to stop: once, by an exit status; commands that are run are asked, too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from newsroom.engine import interrupts
from newsroom.engine.interrupts import Interrupted, run


def program(tmp_path: Path, text: str) -> list[str]:
    """A program that may import ours."""
    path = tmp_path / "program.py"
    head = f"import sys; sys.path[:0] = {sys.path!r}\nfrom newsroom.engine import interrupts\n"
    path.write_text(head + textwrap.dedent(text))
    return [sys.executable, str(path)]


def send(command: list[str], ready: Path, *numbers: int) -> subprocess.Popen[bytes]:
    """Start a program, and send it signals once it has made the file ``ready``."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    while not ready.exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    for number in numbers:
        process.send_signal(number)
    return process


@pytest.mark.parametrize("number", interrupts.SIGNALS)
def test_the_status_is_that_of_the_first_signal(tmp_path: Path, number: int) -> None:
    command = program(
        tmp_path,
        f"""
        import pathlib, time
        interrupts.heed()
        try:
            pathlib.Path({str(tmp_path / "ready")!r}).touch()
            time.sleep(60)
        finally:
            time.sleep(0.5)  # puts things in order, and is not interrupted
            pathlib.Path({str(tmp_path / "in-order")!r}).touch()
        """,
    )
    process = send(command, tmp_path / "ready", number)
    time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    assert (process.wait(20), process.communicate()[1]) == (128 + number, b"")
    assert (tmp_path / "in-order").exists()


def test_an_exception_that_was_swallowed_comes_again(tmp_path: Path) -> None:
    command = program(
        tmp_path,
        """
        import os, signal
        interrupts.heed()
        class Holder:
            def __del__(self):
                os.kill(os.getpid(), signal.SIGINT)  # Python drops what is raised here
        holder = Holder()
        del holder
        interrupts.check()
        sys.exit(7)
        """,
    )
    assert subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 130


def test_nobody_was_asked_to_stop() -> None:
    interrupts.check()


@pytest.mark.parametrize(("code", "status"), [("0", 0), ("3", 3), ("$(kill -9 $$)", 137)])
def test_a_command_ends_with_its_status(tmp_path: Path, code: str, status: int) -> None:
    before = [signal.getsignal(number) for number in interrupts.SIGNALS]
    assert run(["sh", "-c", f'test "$A" = b && exit {code}'], tmp_path, A="b") == status
    assert [signal.getsignal(number) for number in interrupts.SIGNALS] == before


def test_a_command_is_asked_to_stop_and_waited_for(tmp_path: Path) -> None:
    inner = f"trap 'sleep 0.3; touch {tmp_path}/in-order; exit 0' TERM; touch {tmp_path}/ready; "
    inner += "while :; do sleep 0.05; done"
    text = f"interrupts.run(['sh', '-c', {inner!r}], {str(tmp_path)!r})"
    with send(program(tmp_path, text), tmp_path / "ready", signal.SIGTERM) as process:
        assert process.wait(20) == 143  # whatever the command made of it
    assert (tmp_path / "in-order").exists()


@pytest.mark.parametrize("others", [0, 1])
def test_signals_that_are_held_come_at_the_end_of_the_block(others: int) -> None:
    """Also if another thread is given them: Python calls the handler in the main thread."""
    before = signal.signal(signal.SIGTERM, interrupts._stop)
    over = threading.Event()
    threads = [threading.Thread(target=over.wait) for _number in range(others)]
    for thread in threads:
        thread.start()
    whole = False
    try:
        with pytest.raises(Interrupted):
            with interrupts.held():
                os.kill(os.getpid(), signal.SIGTERM)
                time.sleep(0.05)
                whole = True
            raise AssertionError("the signal was lost")
        assert whole
        assert signal.getsignal(signal.SIGTERM) == interrupts._stop
    finally:
        over.set()
        interrupts._asked = 0
        signal.signal(signal.SIGTERM, before)


def test_an_ignored_signal_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interrupts.held():
            os.kill(os.getpid(), signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
