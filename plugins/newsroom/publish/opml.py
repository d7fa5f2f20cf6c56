# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list of feeds for feed readers: OPML 2.0 (http://opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

import msgspec

from newsroom.publish.feed import legal


class FeedOutline(msgspec.Struct, frozen=True):
    """A feed: what it is called, its own address and that of the page whose news it carries."""

    title: str
    feed_url: str
    page_url: str


class OutlineGroup(msgspec.Struct, frozen=True):
    """Feeds of one kind, under a name; readers make a folder of it."""

    title: str
    feeds: tuple[FeedOutline, ...]


def write_opml(title: str, groups: Sequence[OutlineGroup]) -> bytes:
    """Return the list as an OPML document in UTF-8.

    ``type="rss"`` is any feed's, whatever its format (spec, "Subscription lists").
    """
    return "".join(_lines(title, groups)).encode()


def _lines(title: str, groups: Sequence[OutlineGroup]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<opml version="2.0">\n<head><title>{escape(legal(title))}</title></head>\n<body>\n'
    for group in groups:
        # The text alone: an outline with more has to say by a type what the rest means.
        yield f"<outline text={_attribute(group.title)}>\n"
        for feed in group.feeds:
            name = _attribute(feed.title)
            yield (
                f'<outline type="rss" text={name} title={name} '
                f"xmlUrl={_attribute(feed.feed_url)} htmlUrl={_attribute(feed.page_url)}/>\n"
            )
        yield "</outline>\n"
    yield "</body>\n</opml>\n"


def _attribute(text: str) -> str:
    return quoteattr(legal(text))
