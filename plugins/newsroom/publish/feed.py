# SPDX-License-Identifier: AGPL-3.0-or-later
"""The record of a feed, which every format writes: `rss`, `atom`, `json_feed`."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

import msgspec

from newsroom.startup import late_pattern

GENERATOR = "newsroom-portal"  # no version: an upgrade alone shouldn't change every feed

CACHED_ITEMS = 5000
"""How many items a writer remembers: 7 MB of summaries, or 36 MB of whole articles."""

# Everything outside the Char production of XML 1.0 (§2.2).
_ILLEGAL = late_pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Thumbnail(msgspec.Struct, frozen=True):
    """A small picture; ``width`` and ``height`` are pixels, 0 when unknown. None has no ``url``."""

    url: str = ""
    width: int = 0
    height: int = 0


class FeedItem(msgspec.Struct, frozen=True):
    """One article in a feed.

    ``guid`` is a URI that stays when the address changes (see `tag_uri`). Addresses are
    absolute. ``title``, ``summary`` and names are plain text; ``html`` is the whole article with
    absolute links, or empty for a summary alone. Dates carry a time zone. ``image_size`` and
    ``audio_size`` are bytes, 0 when unknown; the types are media types (``image/webp``).
    """

    guid: str
    url: str
    title: str
    summary: str
    published: datetime
    updated: datetime | None = None
    html: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    image: str = ""
    image_type: str = ""
    image_size: int = 0
    audio: str = ""
    audio_type: str = "audio/mpeg"
    audio_size: int = 0
    thumbnail: Thumbnail = Thumbnail()


class Feed(msgspec.Struct, frozen=True):
    """A feed: the page whose news it carries (``page_url``), its own address, and its items.

    ``items`` stand in the order they are written: newest first. ``stylesheet`` is the address of
    a CSS file, ``hub`` that of a WebSub hub, ``icon`` that of a square picture; empty for none.
    ``id`` is a URI that stays when the addresses change.
    """

    title: str
    description: str
    page_url: str
    feed_url: str
    language: str
    rights: str = ""
    publisher: str = ""
    stylesheet: str = ""
    hub: str = ""
    id: str = ""
    icon: str = ""
    items: tuple[FeedItem, ...] = ()


def changed(feed: Feed) -> datetime | None:
    """When the newest of a feed's items was published or changed; None without items.

    Raises:
        ValueError: a date has no time zone.
    """
    return max((aware(item, item.updated or item.published) for item in feed.items), default=None)


def aware(item: FeedItem, date: datetime) -> datetime:
    """*date*, which has a time zone.

    Raises:
        ValueError: it has none.
    """
    if date.utcoffset() is None:
        raise ValueError(f"feed item {item.guid}: the date {date} has no time zone")
    return date


def stylesheet(address: str) -> str:
    """The processing instruction for a CSS file (W3C, *Associating Style Sheets*); "" for none."""
    # quoteattr() also turns ">" into a reference, so no address can end the instruction early.
    told = f'<?xml-stylesheet type="text/css" href={quoteattr(legal(address))}?>\n'
    return told if address else ""


def legal(text: str) -> str:
    """*text* without the characters that XML 1.0 can't hold, even escaped."""
    return _ILLEGAL.sub("", text)


_PLAIN = "/?:@!$&'()*+,;=~"  # what RFC 4151 has in its "specific", beside letters and digits
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:\S+")


def tag_uri(authority: str, specific: str) -> str:
    """A ``tag:`` URI (RFC 4151) of an authority ("example.org,2025"), without any host.

    What is a URI already (``urn:…``, ``https://…``) stays as it is: it comes from another program
    whose subscribers know the story by it.
    """
    if _URI.fullmatch(specific):
        return specific
    return f"tag:{authority}:{quote(specific, safe=_PLAIN)}"
