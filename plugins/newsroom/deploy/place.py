# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a site is served from: its host, its folder, its certificate."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

from newsroom.errors import SettingsError
from newsroom.messages import _
from newsroom.settings import Settings


class ServerPlace(msgspec.Struct, frozen=True):
    """A server's place for a site.

    ``root`` is the folder that the server's root names; a site at a path of its own (``SITEURL``
    with ``/tin``) lies in the folder of that name in it.
    """

    host: str
    secure: bool
    root: str
    certificate: str
    key: str
    http_port: int = 80
    https_port: int = 443

    @property
    def origin(self) -> str:
        """Where readers are sent: scheme, host, and a port that is not the scheme's own."""
        port = self.https_port if self.secure else self.http_port
        usual = port == (443 if self.secure else 80)
        scheme = "https" if self.secure else "http"
        return f"{scheme}://{self.host}" + ("" if usual else f":{port}")


def place_of(
    settings: Settings, root: str = "", certificate: str = "", key: str = ""
) -> ServerPlace:
    """The place of a site by its settings; what is not given is where such things usually lie.

    Raises:
        SettingsError: SITEURL is empty or has no host.
    """
    parts = urlsplit(settings.site_url)
    host = parts.hostname or ""
    if not host:
        raise SettingsError(
            _("SITEURL names no host; write the site's address into it, with https://.")
        )
    letsencrypt = f"/etc/letsencrypt/live/{host}"
    return ServerPlace(
        host,
        parts.scheme == "https",
        root or f"/var/www/{host}",
        certificate or f"{letsencrypt}/fullchain.pem",
        key or f"{letsencrypt}/privkey.pem",
    )
