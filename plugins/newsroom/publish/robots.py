# SPDX-License-Identifier: AGPL-3.0-or-later
"""robots.txt: who may crawl, and where the sitemap is.

Sources: RFC 9309 (Robots Exclusion Protocol); its ``Sitemap`` line is from
`sitemaps.org <https://www.sitemaps.org/protocol.html#submit_robots>`_.
"""

from __future__ import annotations


def write_robots(sitemap_url: str, allowed: bool) -> bytes:
    """Return robots.txt: everything for everybody, or nothing (a preview of the site).

    *sitemap_url* is absolute, or empty for none. Raises ValueError for white space in it: it
    would start a rule of its own.
    """
    if any(character.isspace() for character in sitemap_url):
        raise ValueError(f"white space in the address of the sitemap: {sitemap_url!r}")
    if not allowed:
        return b"User-agent: *\nDisallow: /\n"
    sitemap = f"\nSitemap: {sitemap_url}\n" if sitemap_url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}".encode()
