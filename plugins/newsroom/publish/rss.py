# SPDX-License-Identifier: AGPL-3.0-or-later
"""RSS 2.0 with feedgen, and without its traps.

Sources: the `RSS 2.0 specification <https://www.rssboard.org/rss-specification>`_ and the RSS
Advisory Board's `best practices <https://www.rssboard.org/rss-profile>`_; RFC 4287 for
``atom:link``; `Media RSS <https://www.rssboard.org/media-rss>`_ for pictures; W3C WebSub for
``rel="hub"``; W3C *Associating Style Sheets with XML documents*.

Feeds are styled by CSS because browsers are giving up XSLT. It shows when a server sends them as
``application/xml; charset=utf-8``.
"""

from __future__ import annotations

import html
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.dc import DcEntryExtension, DcExtension
from feedgen.ext.media import MediaEntryExtension, MediaExtension
from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem
from lxml import etree

from newsroom.publish.feed import (
    CACHED_ITEMS,
    GENERATOR,
    Feed,
    FeedItem,
    Thumbnail,
    aware,
    changed,
    legal,
    stylesheet,
)

TTL = 15  # minutes until a reader asks again; a newsroom's schedule is looked at as often

_CHANNEL_END = b"</channel></rss>"
_ATOM = "http://www.w3.org/2005/Atom"
_TERMS = "http://purl.org/dc/terms/"
# As feedgen declares them: items are rendered outside the channel they will stand in.
_NAMESPACES = {
    "atom": _ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    **DcExtension().extend_ns(),
    **MediaExtension().extend_ns(),
    "dcterms": _TERMS,
}
# How long "<rss …>" is; empty it is "<rss …/>".
_BEFORE_ITEM = len(etree.tostring(etree.Element("rss", nsmap=_NAMESPACES))) - len("/")


class RssWriter:
    """Feeds as bytes, the same as feedgen's own; but each item is rendered only once.

    An article stands in about eight feeds, and items are nearly all that a feed costs: one of
    twenty takes 1.3 ms with new items, 0.1 ms with items that were seen before.
    """

    def __init__(self) -> None:
        self._item = lru_cache(CACHED_ITEMS)(_item_xml)

    def write(self, feed: Feed) -> bytes:
        """Return *feed* as an RSS 2.0 document in UTF-8.

        Raises ValueError for a date without a time zone, a feed without a title or an address,
        and an item with neither title, summary nor text.
        """
        # Joined as given: feedgen's own add_entry() puts each entry before the last (trap d).
        items = [self._item(item, aware(item, item.published).utcoffset()) for item in feed.items]
        empty: bytes = _channel(feed).rss_str()
        document = empty.removesuffix(_CHANNEL_END) + b"".join(items) + _CHANNEL_END
        return _styled(document, feed.stylesheet)


class _ChannelFixes:
    """A feedgen extension: what feedgen leaves out of a channel, or puts in unasked."""

    def __init__(self) -> None:
        self.hub = ""
        self.dated = True

    def extend_ns(self) -> dict[str, str]:
        """That of items' dates; feedgen declares Atom's."""
        return {"dcterms": _TERMS}

    def extend_rss(self, rss: Any) -> Any:
        """Add the hub (trap c), and drop the time of the build from an undated feed (trap e)."""
        channel = rss[0]
        if not self.dated:
            channel.remove(channel.find("lastBuildDate"))
        if self.hub:
            xml_elem(f"{{{_ATOM}}}link", channel, href=self.hub, rel="hub")
        return rss


class _EntryChanges:
    """A feedgen extension: when an item last changed, which RSS itself has no word for."""

    def __init__(self) -> None:
        self.updated: datetime | None = None

    def extend_ns(self) -> dict[str, str]:
        """The namespace of Dublin Core's terms; channels declare it, too."""
        return {"dcterms": _TERMS}

    def extend_rss(self, item: Any) -> Any:
        """Add the date (W3CDTF)."""
        if self.updated is not None:
            xml_elem(f"{{{_TERMS}}}modified", item).text = self.updated.isoformat("T", "seconds")
        return item


def _channel(feed: Feed) -> Any:
    """*feed* for feedgen, without the items."""
    channel = FeedGenerator()
    # Always the same extensions, so that every feed declares the namespaces items rely on.
    channel.register_extension("dc", DcExtension, DcEntryExtension)
    channel.register_extension("media", MediaExtension, MediaEntryExtension)
    channel.register_extension("fixes", _ChannelFixes)
    title = legal(feed.title)
    channel.title(title)
    channel.description(legal(feed.description) or title)  # RSS requires one
    channel.language(feed.language)
    channel.copyright(legal(feed.rights))
    channel.generator(GENERATOR)
    channel.ttl(TTL)
    if feed.publisher:
        channel.dc.dc_publisher(legal(feed.publisher))
    _link_channel(channel, feed)
    _date_channel(channel, feed)
    return channel


def _link_channel(channel: Any, feed: Feed) -> None:
    channel.link(href=legal(feed.feed_url), rel="self", type="application/rss+xml")
    # Last, because the last link() becomes the channel's <link> (trap b).
    channel.link(href=legal(feed.page_url), rel="alternate")
    channel.fixes.hub = legal(feed.hub)


def _date_channel(channel: Any, feed: Feed) -> None:
    """The newest date among the items; feedgen's default is now (trap e)."""
    newest = changed(feed)
    channel.fixes.dated = newest is not None
    if newest:
        channel.lastBuildDate(newest)


def _entry(item: FeedItem) -> Any:
    """*item* for feedgen."""
    entry = FeedEntry()
    entry.register_extension("dc", DcEntryExtension)
    entry.register_extension("media", MediaEntryExtension)
    entry.register_extension("changes", _EntryChanges)
    entry.guid(legal(item.guid), permalink=False)
    entry.link(href=legal(item.url), rel="alternate")
    entry.title(legal(item.title))
    entry.published(item.published)
    entry.changes.updated = item.updated
    # RSS's <author> is an e-mail address; feedgen drops names without one (trap f).
    entry.dc.dc_creator([legal(name) for name in item.authors])
    entry.category([{"term": legal(category)} for category in item.categories])
    _describe(entry, item)
    _attach(entry, item)
    return entry


def _describe(entry: Any, item: FeedItem) -> None:
    # Readers take a description for HTML (best practices, "description"): without this step a
    # plain "<b>" would vanish, and "<script>" would be a reader's problem.
    entry.description(html.escape(legal(item.summary), quote=False))
    if item.html:
        # Escaped, never type="CDATA": that spoils Atom (trap g), and loses carriage returns.
        entry.content(legal(item.html))


def _attach(entry: Any, item: FeedItem) -> None:
    """Sound and picture. RSS allows one enclosure, so a picture beside sound is media:content."""
    if item.thumbnail.url:
        entry.media.thumbnail({**_sized(item.thumbnail), "group": None})
    if item.audio:
        # An unknown length is 0 by the best practices; podcast programs need the enclosure.
        entry.enclosure(legal(item.audio), item.audio_size, item.audio_type)
    elif item.image and item.image_type and (item.image_size or item.thumbnail.url):
        entry.enclosure(legal(item.image), item.image_size, item.image_type)
        return
    if item.image:
        size = str(item.image_size or "")
        picture = {"url": legal(item.image), "type": item.image_type, "fileSize": size}
        entry.media.content({**picture, "medium": "image", "group": None})


def _sized(thumbnail: Thumbnail) -> dict[str, str]:
    size = {"width": str(thumbnail.width), "height": str(thumbnail.height)}
    return {"url": legal(thumbnail.url), **(size if thumbnail.width else {})}


def _item_xml(item: FeedItem, _offset: timedelta) -> bytes:
    """*item* as it stands inside a channel, by feedgen.

    Dates of one moment are equal in all time zones but written differently, so the cache compares
    offsets too.
    """
    rss = etree.Element("rss", nsmap=_NAMESPACES)
    try:
        rss.append(_entry(item).rss_entry())
    except ValueError as error:
        raise ValueError(f"feed item {item.guid}: {error}") from error
    return etree.tostring(rss, encoding="UTF-8")[_BEFORE_ITEM : -len("</rss>")]


def _styled(document: bytes, address: str) -> bytes:
    """*document* with a processing instruction for a stylesheet: feedgen has none (trap i)."""
    declaration, end, rest = document.partition(b"?>\n")
    return declaration + end + stylesheet(address).encode() + rest
