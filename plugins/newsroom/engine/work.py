# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who does the work of a build, at each level: what the stamps are computed of."""

from __future__ import annotations

from newsroom.engine.gather import Gather
from newsroom.engine.ingest import Ingest
from newsroom.engine.portal import Portal
from newsroom.engine.stamps import Work
from newsroom.engine.templates import make_environment
from newsroom.settings import Settings


def work_of(portal: Portal, settings: Settings) -> Work:
    """The work of building a site."""
    composing = portal.composing
    return Work(
        read=(Ingest, portal.reading, portal.load),
        arrange=(
            Gather,
            *(portal.arranging, portal.catalogue, portal.registries),
            *(portal.is_due, portal.tell_strays, portal.glance, portal.kept),
        ),
        kinds=composing.kinds(settings),
        list_kinds=portal.list_kinds,
        shared=(composing.ask, composing.presenter),
        filling=(make_environment, *composing.theming.filters.values()),
        theming=composing.theming,
    )
