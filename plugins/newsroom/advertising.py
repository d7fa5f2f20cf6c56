# SPDX-License-Identifier: AGPL-3.0-or-later
"""Advertising, as editors write it down (``banners.yaml``)."""

from __future__ import annotations

from datetime import date

import msgspec

FRONT_BANNERS, SECTION_BANNERS, ARTICLE_BANNERS = BANNER_SLOTS = (
    "trang-nhat",
    "chuyen-muc",
    "bai-viet",
)
"""Where the theme has room for advertising: the front page, fronts of sections, articles."""


class Banner(msgspec.Struct, frozen=True, array_like=True):
    """Advertising in a ``slot`` (one of `BANNER_SLOTS`), both days included.

    ``name`` is whose it is, ``image`` a path under the content folder.
    """

    slug: str
    name: str
    slot: str
    image: str
    alt: str
    url: str
    valid_from: date | None = None
    valid_to: date | None = None
