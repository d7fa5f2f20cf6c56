# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publishing: the published site is built, and what has changed is copied to a server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from newsroom.arrange.addresses import to_url
from newsroom.bridge.portal import CHANGED, load_settings, output_of, run, site_url_of, store_of
from newsroom.engine import interrupts
from newsroom.engine.store_path import store_path
from newsroom.errors import NewsroomError, OutputError
from newsroom.messages import _, tell
from newsroom.store import journal, lost
from newsroom.store.database import connect

_OURS = ".newsroom*"  # the output folder's mark, and half-written files, are no part of the site

_SHOWN = 20  # lost addresses, of however many

_LOCAL = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1"})

# Articles first, then the lists and feeds that lead to them; removals last.
_LATE = ("/index.html", "/rss/", "/sitemap.xml", "/sitemap/")


def publish(
    conf: Path,
    target: str,
    *,
    output: Path | None = None,
    dry: bool = False,
    full: bool = False,
    accept_lost: bool = False,
    quiet: bool = False,
) -> None:
    """Build the site of ``conf`` and copy what has changed to ``target``, as rsync takes it.

    The store's journal says what has changed since the last copy to this very target. The first
    time, after the store was made anew, and if ``full``, rsync compares everything.

    ``dry``: build, and only list what would be copied and removed. With errors, what had to go
    all the same is copied, and the exit status is 3.

    Then a hub is told of the feeds that have changed, unless ``quiet``; what goes wrong there is
    told, and nothing more.

    Addresses that were published and lead nowhere now stop it, unless ``accept_lost``. With errors
    they don't, for what has to go goes.

    Raises:
        OutputError: there is no rsync, or it failed; what it says has been told. Or addresses of
            the published site would lead nowhere.
        Interrupted: the process was asked to stop; what was built before may be half copied.
        SystemExit: the build failed; the reasons have been told.
    """
    if shutil.which("rsync") is None:
        raise OutputError(_("Publishing needs the program rsync; install it first."))
    _doubt(site_url_of(conf))
    status = _run(conf, output)
    source = output_of(conf, output)
    if not status:
        _check_lost(store_of(conf, output), target, accept=accept_lost, dry=dry)
    if dry:
        _copy(copies(source, target, dry=True), target, _listed)
    else:
        _bring(source, store_of(conf, output), target, full)
        if not quiet:
            _ping(conf, output)
    if status:
        raise SystemExit(status)


def _doubt(site_url: str) -> None:
    """Tell of a site whose pages would name this machine, or no host at all."""
    if (urlsplit(site_url).hostname or "localhost") in _LOCAL:
        message = _(
            "SITEURL is {url}, which readers can't open; write the site's own address there."
        )
        tell(_("warning: ") + message.format(url=site_url or '""'), to=sys.stderr)


def _check_lost(store: Path, target: str, *, accept: bool, dry: bool) -> None:
    """Stop if addresses that readers of ``target`` know lead nowhere, and nobody accepts it."""
    with closing(connect(store)) as connection:
        gone = [file for file, _owner in lost.every(connection)]
        if accept or not journal.is_known(connection, target):
            if not dry:
                lost.forget(connection, gone)
            return
    if gone:
        message = _(
            "{count} published addresses would lead nowhere. The warnings of the build say which "
            "line leads on from each; --accept-lost gives them up."
        )
        shown = [f"  {to_url(file)}" for file in gone[:_SHOWN]]
        raise OutputError(message.format(count=len(gone)), *shown)


def _bring(source: Path, store: Path, target: str, full: bool) -> None:
    """Bring ``target`` up to date, by the store's journal if it can be."""
    with closing(connect(store)) as connection:
        told = journal.since(connection, target)
    with TemporaryDirectory() as folder:
        steps = copies(source, target)
        if told.paths is not None and not full:
            steps = list(changes(source, target, told.paths, Path(folder)))
        _copy(steps, target, lambda step: interrupts.run(step, Path.cwd()))
    with closing(connect(store)) as connection:
        journal.copied(connection, target, told)


def _ping(conf: Path, output: Path | None) -> None:
    try:
        site = load_settings(conf, output)
    except NewsroomError:
        return  # the build has told what is wrong with the settings
    if not site.newsroom.hub:
        return
    from newsroom.deploy import websub  # noqa: PLC0415 - its library is slow, and few have a hub

    try:
        done = websub.ping(site, store_path(site))
    except websub.HubError as error:
        tell(*(_("warning: ") + line for line in error.lines), to=sys.stderr)
        return
    tell(*websub.said(done))
    tell(*done.refusals, to=sys.stderr)


def _copy(steps: list[list[str]], target: str, do: Callable[[list[str]], int]) -> None:
    for step in steps:
        if ended := do(step):
            message = _("Copying to {target} failed (rsync ended with {status}).")
            raise OutputError(message.format(target=target, status=ended))


def _run(conf: Path, output: Path | None) -> int:
    """Build; the exit status is 0, or 3 if what was to go has gone in spite of errors."""
    try:
        run(conf, output)
    except SystemExit as end:
        if end.code != CHANGED:
            raise
        return CHANGED
    return 0


def changes(source: Path, target: str, paths: list[str], folder: Path) -> Iterator[list[str]]:
    """The runs of rsync that copy these files and remove those that are no more.

    ``folder`` takes the lists of their names.
    """
    there = [path for path in paths if os.path.lexists(source / path)]
    late = [path for path in there if f"/{path}".startswith(_LATE)]
    parts = {
        "first": sorted(set(there) - set(late)),
        "late": late,
        "gone": sorted({_gone(source, path) for path in set(paths) - set(there)}),
    }
    for name, files in parts.items():
        if files:
            (folder / name).write_text("\0".join(files), "utf-8")
            names = [f"--files-from={folder / name}", "--from0"]
            missing = ["--delete-missing-args", "--force"]
            # They have changed, whatever their size and second (rsync compares no more) may be.
            yield ["rsync", "-dtz", "--ignore-times", *names, *missing, f"{source}{os.sep}", target]


def _gone(source: Path, path: str) -> str:
    """A file that is no more, or the highest of the folders that went with it."""
    above = path.rpartition("/")[0]
    return _gone(source, above) if above and not (source / above).exists() else path


def copies(source: Path, target: str, *, dry: bool = False) -> list[list[str]]:
    """The two runs of rsync; the second does all that there is, and so is the one to be listed."""
    # By nanoseconds: two builds of one second may give a page of the same size.
    begin = ["rsync", "-rtz", "--modify-window=-1", f"--exclude={_OURS}"]
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
            tell(_("would remove {path}").format(path=name))
        elif not name.endswith("/"):
            tell(_("would copy {path}").format(path=name))
    return done.returncode
