# SPDX-License-Identifier: AGPL-3.0-or-later
"""The banners of a slot, as templates show them."""

from __future__ import annotations

from newsroom.advertising import Banner
from newsroom.arrange.banners import slot_list
from newsroom.model import Photo
from newsroom.pages import views
from newsroom.pages.present import Presenter
from newsroom.store.reader import Reader


def banners(ask: Reader, make: Presenter, slot: str) -> tuple[views.BannerView, ...]:
    """The banners that stand in ``slot`` now, in the order of their registry."""
    return tuple(
        views.BannerView(found.name, found.url, picture)
        for found in ask.records(slot_list(slot), Banner)
        if (picture := make.picture(ask, Photo(found.image, found.alt)))
    )
