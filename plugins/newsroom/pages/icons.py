# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site's icons and its manifest; there are none where the theme has no logo."""

from __future__ import annotations

from newsroom.arrange import icons
from newsroom.model import Copy, StaticFile
from newsroom.pages.files import theme
from newsroom.pages.kinds import Kind
from newsroom.pages.present import Presenter
from newsroom.publish.manifest import ManifestIcon, write_manifest
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader


def icon(ask: Reader, make: Presenter, claim: Claim) -> Copy | None:
    """An icon, drawn of the logo."""
    found = theme(ask, make, claim)
    return icons.icon(make.settings, found, claim.save_as) if found else None


def manifest(ask: Reader, make: Presenter, claim: Claim) -> bytes | None:
    """What phones call the site and show of it."""
    from newsroom.pictures.icons import ICONS, PAPER  # noqa: PLC0415 - few builds draw any

    if ask.record("theme", claim.key, StaticFile) is None:
        return None

    def shown(name: str, purpose: str = "") -> ManifestIcon:
        size = ICONS[name].size
        return ManifestIcon(f"{make.base}/{name}", "image/png", f"{size}x{size}", purpose)

    found = [shown(name) for name in icons.LARGE]
    found.append(shown(icons.MASKABLE, "maskable"))
    found.append(ManifestIcon(f"{make.base}/{icons.VECTOR}", "image/svg+xml", "any"))
    site = make.site
    return write_manifest(
        site.name,
        site.home,
        found,
        about=site.tagline,
        language=site.language,
        colour=PAPER,
    )


KINDS = (Kind("icon", icon), Kind("manifest", manifest))
