# SPDX-License-Identifier: AGPL-3.0-or-later
"""``newsroom server-config``: what is asked for, by name."""

from __future__ import annotations

from newsroom.deploy import caddy, hosts, nginx
from newsroom.deploy.moved import Moved, moved
from newsroom.deploy.place import place_of
from newsroom.engine import clock
from newsroom.settings import Settings

KINDS = ("nginx", "caddy", "headers", "redirects")


def server_config(
    settings: Settings, kind: str, *, root: str = "", certificate: str = "", key: str = ""
) -> str:
    """The configuration of ``kind`` (one of `KINDS`) for the site, with its redirects.

    Raises:
        SettingsError: SITEURL names no host.
        StoreError: nothing was built yet, so no redirects are known.
        ThemeError: a template has an inline script that no policy can allow.
    """
    if kind == "headers":
        return hosts.write_headers(settings)
    known: Moved = moved(settings, clock.now())
    if kind == "redirects":
        return hosts.write_redirects(settings, known)
    place = place_of(settings, root, certificate, key)
    write = {"nginx": nginx.write, "caddy": caddy.write}[kind]
    return write(settings, place, known)
