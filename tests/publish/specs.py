# SPDX-License-Identifier: AGPL-3.0-or-later
"""Feeds for the tests of this folder, and ways to look at what was written."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import feedparser
from lxml import etree

from newsroom.publish import rss
from newsroom.publish.feed import Feed, FeedItem

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NEWEST = datetime(2025, 4, 22, 9, 15, tzinfo=HANOI)
ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def item(number=0, **changes):
    fields = {
        "guid": f"tag:laodong.example,2025:{number}",
        "url": f"https://laodong.example/2025/04/bai-{number}.html",
        "title": f"Công đoàn Thủ đô: 177% đoàn viên được chăm lo ({number})",
        "summary": "Chiều 22/4, Liên đoàn Lao động huyện Phú Xuyên tổ chức hội nghị.",
        "published": NEWEST - timedelta(hours=number),
    }
    return FeedItem(**{**fields, **changes})


def rich(number=0):
    """An item with everything."""
    return item(
        number,
        updated=NEWEST,
        html="<p>Quyền &amp; lợi ích: <b>5 &lt; 6</b> ]]> hết</p>",
        authors=("K.Tiến", "Phương Linh"),
        categories=("Công đoàn", "Quận Đống Đa"),
        image="https://laodong.example/images/anh.webp?a=1&b=2",
        image_type="image/webp",
        audio="https://laodong.example/audio/bai.mp3",
        audio_size=123456,
    )


def feed(*items, **changes):
    fields = {
        "title": "Báo Lao động – Công đoàn",
        "description": "Tin của Liên đoàn Lao động thành phố",
        "page_url": "https://laodong.example/cong-doan/",
        "feed_url": "https://laodong.example/rss/cong-doan.rss",
        "language": "vi",
        "rights": "© Liên đoàn Lao động",
        "publisher": "Liên đoàn Lao động thành phố",
        "stylesheet": "/theme/css/feed.css",
    }
    return Feed(**{**fields, **changes}, items=items)


def write(*items, **changes):
    return rss.RssWriter().write(feed(*items, **changes))


def channel_of(document):
    return etree.fromstring(document).find("channel")


def only_item(document):
    (found,) = channel_of(document).findall("item")
    return found


def parsed(document):
    """The feed as a reader sees it; a reader who has nothing to complain about."""
    result = feedparser.parse(document, response_headers={"content-type": "application/xml"})
    assert not result.bozo, result.get("bozo_exception")
    assert result.version == "rss20"
    return result


def by_feedgen_alone(spec):
    """*spec* written by feedgen as one document, without splicing or cache."""
    generator = rss._channel(spec)
    for each in spec.items:
        generator.add_entry(rss._entry(each), order="append")
    return rss._styled(generator.rss_str(), spec.stylesheet)
