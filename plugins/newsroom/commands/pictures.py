# SPDX-License-Identifier: AGPL-3.0-or-later
"""The store of renditions, by itself: made before a build needs it, and rid of what none needs."""

from __future__ import annotations

from collections.abc import Callable

from newsroom.arrange.renditions import RENDITION, jobs, make_lacking, names
from newsroom.commands.check import rehearsed
from newsroom.engine.store_path import all_stores
from newsroom.errors import SettingsError
from newsroom.messages import _
from newsroom.pictures.renditions import Amount, Renditions
from newsroom.settings import Settings
from newsroom.store import pages
from newsroom.store.database import asked


def make(
    site: Settings, now: int, begin: Callable[[int], None], step: Callable[[int], None]
) -> list[str]:
    """Make all renditions that a build would need, and lacks; returns lines that tell it.

    Raises:
        SettingsError: the site shows none.
        BusyError: a build is at work on the store.
        OutputError: the store of renditions can't be written.
    """
    _check(site)
    with rehearsed((site,), site, now) as (rehearsal, _by_store):
        found = jobs(rehearsal.connection, site, pages.of_kind(rehearsal.connection, RENDITION))
    make_lacking(site, found, begin, step)
    made = sum(len(job.recipes) for job in found)
    kept = Renditions(site.cache).kept()
    message = _(
        "{made} renditions of {pictures} pictures were made; there are {files} ({size} MiB)."
    )
    return [message.format(made=made, pictures=len(found), files=kept.files, size=_mebibytes(kept))]


def prune(site: Settings) -> list[str]:
    """Remove the renditions that no output folder needs; returns lines that tell it.

    Raises:
        SettingsError: the site shows none.
        StoreError: nothing was built yet, or a first build is at work.
    """
    _check(site)
    wanted: set[str] = set()
    for store in all_stores(site):
        with asked(store) as connection:
            wanted.update(names(connection, site))
    gone = Renditions(site.cache).prune(wanted)
    message = _("{files} renditions that no page shows were removed ({size} MiB).")
    return [message.format(files=gone.files, size=_mebibytes(gone))]


def _check(site: Settings) -> None:
    if not site.newsroom.pictures:
        raise SettingsError(_("This site shows no renditions; set NEWSROOM_PICTURES = True."))


def _mebibytes(kept: Amount) -> str:
    return f"{kept.size / (1 << 20):.1f}"
