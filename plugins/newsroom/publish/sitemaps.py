# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sitemaps, of pages, pictures and news, and the index that lists them.

Sources: the `protocol of sitemaps.org <https://www.sitemaps.org/protocol.html>`_ (0.9), the
W3C note *Date and Time Formats* for ``lastmod``, and Google's schemas ``sitemap-image`` 1.1 and
``sitemap-news`` 0.9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

import msgspec

from newsroom.publish.feed import legal

MAX_URLS = 50_000
"""How many addresses one sitemap, or one index, may hold."""

MAX_NEWS = 1_000
"""How many a sitemap of news may hold."""

MAX_BYTES = 50 * 1024 * 1024
"""How large one file may be before compression: 52,428,800 bytes."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

# Absolute, and nothing that an address percent-encodes: white space, control characters, and what
# XML can't hold.
_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_LONGEST = 2047  # "less than 2,048 characters"; as it is written, so that files have a bound
# The schema of news knows two letters or three, and Chinese in two scripts.
_LANGUAGE = re.compile(r"zh-cn|zh-tw|[a-z]{2,3}")


class News(msgspec.Struct, frozen=True):
    """What a sitemap of news tells of a story: its paper, language ("vi"), time and headline."""

    paper: str
    language: str
    published: datetime
    title: str


class Url(msgspec.Struct, frozen=True):
    """An address for crawlers, absolute; ``lastmod`` (with a time zone) is when it last changed.

    ``image`` is the absolute address of its picture, or empty.
    """

    loc: str
    lastmod: datetime | None = None
    image: str = ""
    news: News | None = None


def fits(address: str) -> bool:
    """Whether a sitemap can hold the address: an absolute one, encoded, below 2,048 characters."""
    return _ADDRESS.fullmatch(address) is not None and len(_escaped(address)) <= _LONGEST


def write_urlset(urls: Sequence[Url]) -> bytes:
    """Return a sitemap of *urls*, one to a line, in the order given.

    A picture whose address does not fit is left out. Raises ValueError for more than ``MAX_URLS``
    (``MAX_NEWS`` of news) or ``MAX_BYTES``, for an address that isn't absolute or not encoded, and
    for a date without a time zone.
    """
    return _document("urlset", "url", urls)


def write_index(entries: Sequence[Url]) -> bytes:
    """Return an index of sitemaps, whose limits and errors are those of a sitemap."""
    return _document("sitemapindex", "sitemap", entries)


def _document(root: str, element: str, urls: Sequence[Url]) -> bytes:
    most = MAX_NEWS if any(url.news for url in urls) else MAX_URLS
    if len(urls) > most:
        raise ValueError(f"a sitemap holds {most:,} addresses at most, not {len(urls):,}")
    document = "".join(_lines(root, element, urls)).encode()
    if len(document) > MAX_BYTES:
        raise ValueError(f"a sitemap has {MAX_BYTES:,} bytes at most, not {len(document):,}")
    return document


def _lines(root: str, element: str, urls: Sequence[Url]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<{root} xmlns="{_NAMESPACE}"'
    if any(url.news for url in urls):
        yield f' xmlns:news="{_NEWS}"'
    if any(url.image for url in urls):
        yield f' xmlns:image="{_IMAGE}"'
    yield ">\n"
    for url in urls:
        told = f"<loc>{_loc(url)}</loc>{_lastmod(url)}{_news(url)}{_image(url)}"
        yield f"<{element}>{told}</{element}>\n"
    yield f"</{root}>\n"


def _loc(url: Url) -> str:
    if not fits(url.loc):
        raise ValueError(f"not an absolute, encoded address below 2,048 characters: {url.loc!r}")
    return _escaped(url.loc)


def _escaped(address: str) -> str:
    # The protocol wants quotes escaped too, though XML itself does not.
    return escape(address, {"'": "&apos;", '"': "&quot;"})


def _lastmod(url: Url) -> str:
    return f"<lastmod>{_date(url, url.lastmod)}</lastmod>" if url.lastmod else ""


def _date(url: Url, date: datetime) -> str:
    if date.utcoffset() is None:
        raise ValueError(f"{url.loc}: the date {date} has no time zone")
    return date.isoformat(timespec="seconds")


def _news(url: Url) -> str:
    told = url.news
    if told is None:
        return ""
    found = _LANGUAGE.match(told.language.lower())
    language = found.group() if found else "vi"
    return (
        f"<news:news><news:publication><news:name>{_text(told.paper)}</news:name>"
        f"<news:language>{language}</news:language></news:publication>"
        f"<news:publication_date>{_date(url, told.published)}</news:publication_date>"
        f"<news:title>{_text(told.title)}</news:title></news:news>"
    )


def _image(url: Url) -> str:
    if not fits(url.image):
        return ""
    return f"<image:image><image:loc>{_escaped(url.image)}</image:loc></image:image>"


def _text(text: str) -> str:
    return escape(legal(text))
