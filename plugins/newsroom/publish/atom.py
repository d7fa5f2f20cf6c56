# SPDX-License-Identifier: AGPL-3.0-or-later
"""Atom 1.0 (RFC 4287), written by itself: feedgen loses the relations of an entry's links.

A person needs a name only; an entry without an author has the feed's (§4.1.1), which is the
publisher.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from newsroom.publish.feed import (
    CACHED_ITEMS,
    GENERATOR,
    Feed,
    FeedItem,
    aware,
    changed,
    legal,
    stylesheet,
)

_NAMESPACE = "http://www.w3.org/2005/Atom"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # a feed without items was changed at no known time


class AtomWriter:
    """Feeds as bytes; each entry is rendered only once."""

    def __init__(self) -> None:
        self._entry = lru_cache(CACHED_ITEMS)(_entry)

    def write(self, feed: Feed) -> bytes:
        """Return *feed* as an Atom document in UTF-8.

        Raises ValueError for a date without a time zone, and for a feed without a title, an
        address or an id.
        """
        if not (feed.title and feed.page_url and feed.feed_url and feed.id):
            raise ValueError("a feed needs a title, two addresses and an id")
        entries = (
            self._entry(item, aware(item, item.published).utcoffset()) for item in feed.items
        )
        parts = ['<?xml version="1.0" encoding="UTF-8"?>\n', stylesheet(feed.stylesheet)]
        parts += _head(feed)
        return "".join([*parts, *entries, "</feed>\n"]).encode()


def _head(feed: Feed) -> Iterator[str]:
    yield f'<feed xmlns="{_NAMESPACE}" xml:lang={_attribute(feed.language)}>'
    yield _text("id", feed.id)
    yield _text("title", feed.title)
    yield _text("subtitle", feed.description)
    yield _text("updated", (changed(feed) or _LONG_AGO).isoformat(timespec="seconds"))
    yield f"<author>{_text('name', feed.publisher or feed.title)}</author>"
    yield _text("rights", feed.rights)
    yield _text("icon", feed.icon)
    yield _text("generator", GENERATOR)
    yield _link("alternate", feed.page_url, "text/html")
    yield _link("self", feed.feed_url, "application/atom+xml")
    if feed.hub:
        yield _link("hub", feed.hub)


def _entry(item: FeedItem, _offset: timedelta) -> str:
    """An entry; ``_offset`` tells dates of one moment apart that are written differently."""
    if not (item.title or item.summary or item.html):
        raise ValueError(f"feed item {item.guid}: neither title, summary nor text")
    updated = aware(item, item.updated or item.published)
    return "".join(
        [
            "\n<entry>",
            _text("id", item.guid),
            _title(item),
            _link("alternate", item.url, "text/html"),
            _text("published", item.published.isoformat(timespec="seconds")),
            _text("updated", updated.isoformat(timespec="seconds")),
            *(f"<author>{_text('name', name)}</author>" for name in item.authors),
            *(f"<category term={_attribute(name)}/>" for name in item.categories),
            _text("summary", item.summary),
            _content(item),
            *_enclosures(item),
            "</entry>",
        ]
    )


def _title(item: FeedItem) -> str:
    return _text("title", item.title) or "<title/>"  # it may be empty, and may not lack (§4.1.2)


def _content(item: FeedItem) -> str:
    return f'<content type="html">{escape(legal(item.html))}</content>' if item.html else ""


def _enclosures(item: FeedItem) -> Iterator[str]:
    if item.audio:
        yield _link("enclosure", item.audio, item.audio_type, item.audio_size)
    if item.image:
        yield _link("enclosure", item.image, item.image_type, item.image_size)


def _link(rel: str, href: str, kind: str = "", length: int = 0) -> str:
    told = f" type={_attribute(kind)}" if kind else ""
    size = f' length="{length}"' if length else ""
    return f'<link rel="{rel}" href={_attribute(href)}{told}{size}/>'


def _text(name: str, text: str) -> str:
    return f"<{name}>{escape(legal(text))}</{name}>" if text else ""


def _attribute(text: str) -> str:
    return quoteattr(legal(text))
