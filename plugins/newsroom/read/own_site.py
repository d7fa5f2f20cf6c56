# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the site lives: which addresses are its own, and whose pictures its pages may load."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

# Where editors look at their own pages: an address copied from there is one of the site.
_LOCAL = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1"})


class OwnSite(NamedTuple):
    """Where the site lives, for telling its own addresses from others.

    ``hosts`` are its names, without "www."; ``base`` is the path that all its addresses begin
    with ("" at a domain's root); ``elsewhere`` are beginnings of addresses that others serve
    under the same name ("/binh-chon/"). ``pictures`` are the other sites whose pictures, sound and
    video a page may load, or "*" for all; None is for a text without a site.
    """

    hosts: frozenset[str] = frozenset()
    base: str = ""
    elsewhere: tuple[str, ...] = ()
    pictures: tuple[str, ...] | None = None

    def path_of(self, address: str) -> str | None:
        """What follows the host of a whole address (from its slash on), if it is the site's."""
        host = host_of(address).removeprefix("www.")
        if not host:
            return None
        parts = urlsplit(address)
        if host not in self.hosts and host not in _LOCAL:
            return None
        path = parts.path or "/"
        if host not in _LOCAL and (self.within(path) == path and self.base):
            return None  # the host has other things beside this site
        if self.is_elsewhere(path):
            return None
        query = f"?{parts.query}" if parts.query else ""
        return f"{path}{query}{'#' if parts.fragment else ''}{parts.fragment}"

    def within(self, path: str) -> str:
        """An address without the path that all addresses begin with."""
        inner = path.removeprefix(self.base)
        return inner or "/" if inner[:1] in ("", "/", "?", "#") else path

    def is_elsewhere(self, path: str) -> bool:
        """Whether others serve this address."""
        return path.startswith(self.elsewhere) if self.elsewhere else False


ANYWHERE = OwnSite()


def host_of(address: str) -> str:
    """The host that a whole address names, in small letters, or ""."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""
