# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publishing: the published site is built, and what has changed is copied to a server."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from newsroom.bridge.portal import CHANGED, output_of, run
from newsroom.engine import interrupts
from newsroom.errors import OutputError
from newsroom.messages import _

_OURS = ".newsroom*"  # the output folder's mark, and half-written files, are no part of the site

# Articles first, then the lists and feeds that lead to them; removals last.
_LATE = ("/index.html", "/rss/", "/sitemap.xml", "/sitemap/")


def publish(conf: Path, target: str, *, output: Path | None = None, dry: bool = False) -> None:
    """Build the site of ``conf`` and copy what has changed to ``target``, as rsync takes it.

    ``dry``: build, and only list what would be copied and removed. With errors, what had to go
    all the same is copied, and the exit status is 3.

    Raises:
        OutputError: there is no rsync, or it failed; what it says has been told.
        Interrupted: the process was asked to stop; what was built before may be half copied.
        SystemExit: the build failed; the reasons have been told.
    """
    if shutil.which("rsync") is None:
        raise OutputError(_("Publishing needs the program rsync; install it first."))
    status = _run(conf, output)
    source = output_of(conf, output)
    for step in copies(source, target, dry=dry):
        ended = _listed(step) if dry else interrupts.run(step, Path.cwd())
        if ended:
            message = _("Copying to {target} failed (rsync ended with {status}).")
            raise OutputError(message.format(target=target, status=ended))
    if status:
        raise SystemExit(status)


def _run(conf: Path, output: Path | None) -> int:
    """Build; the exit status is 0, or 3 if what was to go has gone in spite of errors."""
    try:
        run(conf, output)
    except SystemExit as end:
        if end.code != CHANGED:
            raise
        return CHANGED
    return 0


def copies(source: Path, target: str, *, dry: bool = False) -> list[list[str]]:
    """The two runs of rsync; the second does all that there is, and so is the one to be listed."""
    begin = ["rsync", "-rtz", f"--exclude={_OURS}"]
    end = [f"{source}{os.sep}", target]
    late = [f"--exclude={path}" for path in _LATE]
    if dry:
        return [[*begin, "--delete-after", "--dry-run", "--out-format=%o %n", *end]]
    return [[*begin, *late, *end], [*begin, "--delete-after", *end]]


def _listed(step: list[str]) -> int:
    """Say what rsync would do, without its folders; returns its exit status."""
    done = subprocess.run(step, check=False, stdout=subprocess.PIPE, text=True)
    for line in done.stdout.splitlines():
        what, _space, name = line.partition(" ")
        if what == "del.":
            print(_("would remove {path}").format(path=name))
        elif not name.endswith("/"):
            print(_("would copy {path}").format(path=name))
    return done.returncode
