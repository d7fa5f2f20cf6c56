# SPDX-License-Identifier: AGPL-3.0-or-later
"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from newsroom.publish.feed import CACHED_ITEMS, Feed, FeedItem, aware, legal

_VERSION = "https://jsonfeed.org/version/1.1"


class JsonWriter:
    """Feeds as bytes; each item is rendered only once."""

    def __init__(self) -> None:
        self._item = lru_cache(CACHED_ITEMS)(_item)

    def write(self, feed: Feed) -> bytes:
        """Return *feed* as a JSON Feed in UTF-8.

        Raises ValueError for a date without a time zone, and for a feed without a title.
        """
        if not feed.title:
            raise ValueError("a feed needs a title")
        head = _without_nothing(
            version=_VERSION,
            title=feed.title,
            home_page_url=feed.page_url,
            feed_url=feed.feed_url,
            description=feed.description,
            icon=feed.icon,
            language=feed.language,
            authors=[{"name": feed.publisher}] if feed.publisher else [],
            hubs=[{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
        )
        items = (self._item(item, aware(item, item.published).utcoffset()) for item in feed.items)
        text = f'{_dump(head)[:-1]},"items":[{",".join(items)}]}}\n'
        return text.encode()


def _item(item: FeedItem, _offset: timedelta) -> str:
    """An item; ``_offset`` tells dates of one moment apart that are written differently."""
    told = _without_nothing(
        id=item.guid,
        url=item.url,
        title=item.title,
        summary=item.summary if item.html else "",
        content_html=item.html,
        image=item.image,
        date_published=_date(item, item.published),
        date_modified=_date(item, item.updated) if item.updated else "",
        authors=[{"name": name} for name in item.authors],
        tags=list(item.categories),
        attachments=[_attachment(item)] if item.audio else [],
    )
    if not item.html:  # an item must have a text; without the whole one it is the summary
        told["content_text"] = item.summary
    return "\n" + _dump(told)


def _attachment(item: FeedItem) -> dict[str, Any]:
    return _without_nothing(
        url=item.audio, mime_type=item.audio_type, size_in_bytes=item.audio_size
    )


def _date(item: FeedItem, date: datetime) -> str:
    return aware(item, date).isoformat(timespec="seconds")


def _without_nothing(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _dump(value: Any) -> str:
    return legal(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
