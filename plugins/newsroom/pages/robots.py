# SPDX-License-Identifier: AGPL-3.0-or-later
"""robots.txt."""

from __future__ import annotations

from newsroom.arrange import addresses
from newsroom.pages.kinds import Kind, one
from newsroom.pages.present import Presenter
from newsroom.publish.robots import write_robots
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader


def compose(ask: Reader, make: Presenter, claim: Claim) -> bytes:
    """robots.txt: everything may be read; previews of drafts keep robots out."""
    sitemap_url = make.absolute(make.url(addresses.SITEMAP_INDEX))
    return write_robots(sitemap_url, allowed=not make.settings.newsroom.drafts)


KIND = Kind("robots", compose, of_site=one("robots", addresses.ROBOTS))
