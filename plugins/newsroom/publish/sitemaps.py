# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sitemaps, and the index that lists them.

Sources: the `protocol of sitemaps.org <https://www.sitemaps.org/protocol.html>`_ (0.9), and the
W3C note *Date and Time Formats* for ``lastmod``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

import msgspec

MAX_URLS = 50_000
"""How many addresses one sitemap, or one index, may hold."""

MAX_BYTES = 50 * 1024 * 1024
"""How large one file may be before compression: 52,428,800 bytes."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

# Absolute, shorter than 2,048 characters, and nothing that an address percent-encodes: white
# space, control characters, and what XML can't hold.
_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff]{1,2039}")


class Url(msgspec.Struct, frozen=True):
    """An address for crawlers, absolute; ``lastmod`` (with a time zone) is when it last changed."""

    loc: str
    lastmod: datetime | None = None


def fits(address: str) -> bool:
    """Whether a sitemap can hold the address: an absolute one, encoded, below 2,048 characters."""
    return _ADDRESS.fullmatch(address) is not None


def write_urlset(urls: Sequence[Url]) -> bytes:
    """Return a sitemap of *urls*, one to a line, in the order given.

    Raises ValueError for more than ``MAX_URLS`` or ``MAX_BYTES``, for an address that isn't
    absolute or not encoded, and for a date without a time zone.
    """
    return _document("urlset", "url", urls)


def write_index(entries: Sequence[Url]) -> bytes:
    """Return an index of sitemaps, whose limits and errors are those of a sitemap."""
    return _document("sitemapindex", "sitemap", entries)


def _document(root: str, element: str, urls: Sequence[Url]) -> bytes:
    if len(urls) > MAX_URLS:
        raise ValueError(f"a sitemap holds {MAX_URLS:,} addresses at most, not {len(urls):,}")
    document = "".join(_lines(root, element, urls)).encode()
    if len(document) > MAX_BYTES:
        raise ValueError(f"a sitemap has {MAX_BYTES:,} bytes at most, not {len(document):,}")
    return document


def _lines(root: str, element: str, urls: Sequence[Url]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<{root} xmlns="{_NAMESPACE}">\n'
    for url in urls:
        yield f"<{element}><loc>{_loc(url)}</loc>{_lastmod(url)}</{element}>\n"
    yield f"</{root}>\n"


def _loc(url: Url) -> str:
    if not _ADDRESS.fullmatch(url.loc):
        raise ValueError(f"not an absolute, encoded address below 2,048 characters: {url.loc!r}")
    # The protocol wants quotes escaped too, though XML itself does not.
    return escape(url.loc, {"'": "&apos;", '"': "&quot;"})


def _lastmod(url: Url) -> str:
    if url.lastmod is None:
        return ""
    if url.lastmod.utcoffset() is None:
        raise ValueError(f"{url.loc}: the date {url.lastmod} has no time zone")
    return f"<lastmod>{url.lastmod.isoformat(timespec='seconds')}</lastmod>"
