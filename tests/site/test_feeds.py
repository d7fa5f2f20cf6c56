# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every feed of the demo site, as feed readers read it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import cache

import feedparser
import pytest
from bs4 import Tag
from lxml import etree

from newsroom.text.headlines import full_title
from tests.site.demo import SITE, Demo, moment, sources
from tests.site.rules import told, words

ATOM = "{http://www.w3.org/2005/Atom}"


@cache
def parsed(demo: Demo) -> dict[str, feedparser.FeedParserDict]:
    """Every feed: path → what feedparser makes of it."""
    return {path: feedparser.parse((demo.root / path).read_bytes()) for path in demo.named(".rss")}


def announced(demo: Demo) -> dict[str, list[str]]:
    """The RSS feeds that each page announces; other formats are tested in tests/pages."""
    return {
        path: [str(tag["href"]) for tag in page.select('link[rel~="alternate"][type$="rss+xml"]')]
        for path, page in demo.pages.items()
    }


FORMER = {"rss/tag/bhxh.rss": "rss/tag/bao-hiem-xa-hoi.rss"}
"""Feeds of what was renamed, and whose they are now: feed readers follow no page."""


def test_every_page_announces_the_main_feed(demo: Demo) -> None:
    assert [path for path, urls in announced(demo).items() if "/rss/tin-moi.rss" not in urls] == []


def test_announced_feeds_are_feeds(demo: Demo) -> None:
    found = {demo.file_of(url) for urls in announced(demo).values() for url in urls}
    assert found <= parsed(demo).keys() and len(found) > 60


def test_every_feed_is_announced_and_listed(demo: Demo) -> None:
    found = {demo.file_of(url) for urls in announced(demo).values() for url in urls}
    listed = {
        demo.file_of(str(tag["href"]))
        for tag in demo.page("rss/index.html").select('a.rss[href$=".rss"]')
    }
    assert parsed(demo).keys() - FORMER.keys() == found
    # Topics and authors grow with the archive: their pages lead to their feeds.
    assert listed == {path for path in found if path.split("/")[1] not in ("tag", "tac-gia")}


def test_a_page_announces_its_own_feed_first(demo: Demo) -> None:
    """The list of a section, tag, unit, author or dossier: its feed's <link> is that page."""
    for path, urls in announced(demo).items():
        if len(urls) == 2 and path not in demo.articles and "/trang/" not in path:
            channel = parsed(demo)[demo.file_of(urls[0]) or ""].feed
            assert demo.file_of(channel.link) == path


def test_feeds_are_well_formed(demo: Demo) -> None:
    faults = [f"{path}: {feed.bozo_exception}" for path, feed in parsed(demo).items() if feed.bozo]
    assert not faults, told(faults)
    assert {feed.version for feed in parsed(demo).values()} == {"rss20"}
    assert {feed.encoding.lower() for feed in parsed(demo).values()} == {"utf-8"}


def test_channels_say_who_and_where_they_are(demo: Demo) -> None:
    for path, feed in parsed(demo).items():
        channel = feed.feed
        own = [link.href for link in channel.links if link.rel == "self"]
        assert own == [f"{SITE}/{FORMER.get(path, path)}"]
        assert channel.link.startswith(f"{SITE}/") and demo.file_of(channel.link) in demo.pages
        assert channel.title and channel.description and channel.language == "vi", path
    feeds = [feed for path, feed in parsed(demo).items() if path not in FORMER]
    titles = Counter(feed.feed.title for feed in feeds)
    assert [title for title, count in titles.items() if count > 1] == []


def test_items_are_whole(demo: Demo) -> None:
    faults = []
    for path, feed in parsed(demo).items():
        assert feed.entries, path
        for entry in feed.entries:
            lost = [key for key in ("title", "link", "id", "summary", "published", "author")
                    if not entry.get(key)]  # fmt: skip
            faults += [f"{path}: {entry.get('title')}: no {name}" for name in lost]
            if demo.file_of(entry.link) not in demo.articles:
                faults.append(f"{path}: {entry.link}")
    assert not faults, told(faults)


def test_items_are_the_newest_first_each_once(demo: Demo) -> None:
    for path, feed in parsed(demo).items():
        moments = [entry.published_parsed for entry in feed.entries]
        assert moments == sorted(moments, reverse=True), path
        ids = [entry.id for entry in feed.entries]
        assert len(ids) == len(set(ids)) <= 30, path


def test_a_story_has_one_guid_in_all_feeds(demo: Demo) -> None:
    pairs = {(e.link, e.id) for feed in parsed(demo).values() for e in feed.entries}
    assert len(pairs) == len({link for link, _ in pairs}) == len({guid for _, guid in pairs})
    assert not any(guid.startswith("http") for _, guid in pairs)  # an address may change


def test_dates_are_aware_and_the_articles_own(demo: Demo) -> None:
    dates = {f"{source.slug}.html": moment(source.fields["date"]) for source in sources()}
    for path in demo.named(".rss"):
        channel = etree.fromstring((demo.root / path).read_bytes())[0]
        for item in channel.iterfind("item"):
            published = rfc_822(item.findtext("pubDate", ""))
            assert published == dates[item.findtext("link", "").rpartition("/")[2]], path
        newest = max(rfc_822(item.findtext("pubDate", "")) for item in channel.iterfind("item"))
        assert rfc_822(channel.findtext("lastBuildDate", "")) >= newest, path


def rfc_822(text: str) -> datetime:
    found = datetime.strptime(text, "%a, %d %b %Y %H:%M:%S %z")
    assert found.utcoffset() is not None
    return found


def test_enclosures_are_pictures_of_the_site_in_a_size_that_fits(demo: Demo) -> None:
    found = 0
    for path, feed in parsed(demo).items():
        for entry in feed.entries:
            assert len(entry.enclosures) <= 1, path
            for enclosure in entry.enclosures:
                file = demo.root / (demo.file_of(enclosure.href) or "")
                assert int(enclosure.length or 0) == 0, path  # not known when a feed is written
                assert enclosure.type in ("image/jpeg", "image/png"), path
                assert file.suffix in (".jpg", ".png") and file.stat().st_size < 300_000, path
                found += 1
    assert found > 50


def test_the_main_feed_is_the_latest_news(demo: Demo) -> None:
    live = sorted((moment(s.fields["date"]), s.slug) for s in sources() if s.live)
    wanted = [slug for _, slug in reversed(live)][:30]
    entries = parsed(demo)["rss/tin-moi.rss"].entries
    assert [entry.link.rpartition("/")[2].removesuffix(".html") for entry in entries] == wanted


def test_feeds_say_what_their_pages_say(demo: Demo) -> None:
    """A feed's items are the stories at the head of its page."""
    for path, feed in parsed(demo).items():
        page = demo.file_of(feed.feed.link) or ""
        titles = [_told(tag) for tag in demo.pages[page].select("main .rows h2")]
        own = [" ".join(entry.title.split()) for entry in feed.entries]
        shorter = min(len(own), len(titles))
        if page != "index.html":
            assert shorter and own[:shorter] == titles[:shorter], path


def _told(headline: Tag) -> str:
    """A headline with the kicker above it, as it is told away from its page."""
    above = headline.find_previous_sibling("p", class_="kicker")
    return full_title(words(above) if above else "", words(headline))


@pytest.mark.parametrize("path", ["rss/tin-moi.rss", "rss/cong-doan.rss"])
def test_feeds_are_styled_by_a_file_of_the_site(demo: Demo, path: str) -> None:
    tree = etree.fromstring((demo.root / path).read_bytes()).getroottree()
    styles = tree.xpath("/processing-instruction('xml-stylesheet')")
    assert [pi.get("type") for pi in styles] == ["text/css"]
    assert demo.file_of(styles[0].get("href")) in demo.files
