# SPDX-License-Identifier: AGPL-3.0-or-later
"""The store of renditions, by itself: made before a build needs it, and rid of what none needs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from newsroom.arrange.rendition_making import Cluster, make_lacking
from newsroom.arrange.renditions import RENDITION, digests, jobs, names
from newsroom.commands.check import rehearsed
from newsroom.engine.pipeline import DAMAGE
from newsroom.engine.store_path import all_stores
from newsroom.errors import BusyError, SettingsError
from newsroom.messages import _
from newsroom.pictures.looks import Looks
from newsroom.pictures.renditions import Amount, Renditions
from newsroom.settings import Settings
from newsroom.store import pages
from newsroom.store.database import asked, connect, lock, transaction

_PATIENCE = 600
"""Seconds that a build may take until it is its turn to be told what was encoded anew."""


def make(
    site: Settings,
    now: int,
    begin: Callable[[int], None],
    step: Callable[[int], None],
    *,
    again: bool = False,
    cluster: str = "",
    shared: str = "",
) -> list[str]:
    """Make all renditions that a build would need, and lacks; returns lines that tell it.

    ``again``: those, too, that another version of the encoders has made. A build may be at work
    meanwhile: it shows the old ones, or the new. Each output folder gets the new ones in its next.
    They are made here, or by the workers of the Dask scheduler at the address ``cluster``, which
    get the pictures, or see the content folder as ``shared``.

    Raises:
        SettingsError: the site shows none; or there is no cluster that could see a folder.
        BusyError: a build is at work on the store.
        OutputError, WorkerError, ClusterError: see
            `newsroom.arrange.rendition_making.make_lacking`.
    """
    _check(site)
    if shared and not cluster:
        raise SettingsError(_("--shared is for the workers of --cluster or NEWSROOM_CLUSTER."))
    with rehearsed((site,), site, now) as (rehearsal, _by_store):
        rows = pages.of_kind(rehearsal.connection, RENDITION)
        found = jobs(rehearsal.connection, site, rows, again=again)
    with _announced(site, again=again):
        make_lacking(site, found, begin, step, Cluster(cluster, shared) if cluster else None)
    made = sum(len(job.recipes) for job in found)
    kept = Renditions(site.cache).kept()
    message = _(
        "{made} renditions of {pictures} pictures were made; there are {files} ({size} MiB)."
    )
    return [message.format(made=made, pictures=len(found), files=kept.files, size=_mebibytes(kept))]


@contextmanager
def _announced(site: Settings, *, again: bool) -> Iterator[None]:
    """Have all output folders look at their renditions anew, whatever ends the block."""
    try:
        yield
    finally:
        for store in all_stores(site) if again else ():
            _mark(store)


def _mark(store: Path) -> None:
    for second in count():
        try:
            with lock(store.with_suffix(".lock")), closing(connect(store)) as connection:
                with transaction(connection):
                    pages.mark(connection, RENDITION, "again")
                return
        except BusyError:
            if second == _PATIENCE:
                raise
            time.sleep(1)
        except DAMAGE:
            return  # the next build makes it anew


def prune(site: Settings) -> list[str]:
    """Remove the renditions that no output folder needs; returns lines that tell it.

    Raises:
        SettingsError: the site shows none.
        StoreError: nothing was built yet, or a first build is at work.
    """
    _check(site)
    wanted: set[str] = set()
    looked_at: set[bytes] = set()
    for store in all_stores(site):
        with asked(store) as connection:
            wanted.update(names(connection, site))
            looked_at.update(digests(connection))
    Looks(site.cache).prune(looked_at)
    gone = Renditions(site.cache).prune(wanted)
    message = _("{files} renditions that no page shows were removed ({size} MiB).")
    return [message.format(files=gone.files, size=_mebibytes(gone))]


def _check(site: Settings) -> None:
    if not site.newsroom.pictures:
        raise SettingsError(_("This site shows no renditions; set NEWSROOM_PICTURES = True."))


def _mebibytes(kept: Amount) -> str:
    return f"{kept.size / (1 << 20):.1f}"
