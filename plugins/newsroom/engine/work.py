# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who does the work of a build, at each level: what the stamps are computed of."""

from __future__ import annotations

from newsroom.arrange.registries import load
from newsroom.engine.gather import Gather
from newsroom.engine.ingest import Ingest
from newsroom.engine.stamps import Work
from newsroom.engine.templates import make_environment
from newsroom.pages.catalogue import kinds_of
from newsroom.pages.present import Presenter
from newsroom.settings import Settings
from newsroom.store.reader import Reader


def work_of(settings: Settings) -> Work:
    """The work of building a site."""
    return Work(
        read=(Ingest, load),
        arrange=(Gather,),
        kinds=kinds_of(settings.newsroom.taxonomies),
        list_kinds=kinds_of,
        shared=(Reader, Presenter),
        filling=(make_environment,),
    )
