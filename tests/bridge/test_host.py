# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pelican's console while it runs a build of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from textwrap import dedent

from rich.console import Console

from newsroom.bridge.host import HostConsole
from tests.portal import ROOT


def test_a_terminal_is_shown_that_a_build_is_at_work() -> None:
    told = StringIO()
    with HostConsole(Console(file=told, force_terminal=True)).status(""):
        pass
    assert told.getvalue()


def test_others_are_not_and_nothing_is_imported_for_them() -> None:
    """In a process of its own: what shows a status is some twenty modules."""
    code = """
        import sys
        from io import StringIO
        from rich.console import Console
        from newsroom.bridge.host import HostConsole
        told, before = StringIO(), {*sys.modules}
        with HostConsole(Console(file=told)).status(""):
            pass
        print([name for name in {*sys.modules} - before if name[:4] == "rich"], told.getvalue())
    """
    ran = subprocess.run(
        [sys.executable, "-c", dedent(code)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "plugins")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == ["[]"]
