# SPDX-License-Identifier: AGPL-3.0-or-later
import html
import itertools
from datetime import UTC, datetime

import feedparser
import pytest

from newsroom.publish import rss
from newsroom.publish.rss import RssWriter

from .specs import (
    CONTENT,
    DC,
    MEDIA,
    by_feedgen_alone,
    channel_of,
    feed,
    item,
    only_item,
    parsed,
    rich,
    write,
)

TEXTS = [
    "Hà Nội: “Đường Láng” & ngõ 5 < 6 > 4",
    "AT&T &amp; &lt;b&gt; \"trích\" 'đơn'",
    "Chúc mừng 🎉 người lao động 👩‍🏭 🇻🇳",
    "Một dòng,\nrồi một dòng\tnữa",
]


# ------------------------------------------------------------------------------ what stands where


def test_a_channel_says_what_it_is():
    channel = channel_of(write(item()))
    expected = {
        "title": "Báo Lao động – Công đoàn",
        "link": "https://laodong.example/cong-doan/",
        "description": "Tin của Liên đoàn Lao động thành phố",
        "language": "vi",
        "copyright": "© Liên đoàn Lao động",
        "generator": "newsroom-portal",
        "ttl": "15",
        f"{DC}publisher": "Liên đoàn Lao động thành phố",
    }
    assert {name: channel.findtext(name) for name in expected} == expected


def test_empty_fields_leave_no_empty_elements():
    channel = channel_of(write(item(), rights="", publisher="", description=""))
    assert all(child.text or child.attrib or len(child) for child in channel.iter())
    assert channel.findtext("description") == channel.findtext("title")  # RSS requires one


def test_an_item_carries_its_article():
    written = only_item(write(rich()))
    assert written.findtext("guid") == "tag:laodong.example,2025:0"
    assert written.find("guid").get("isPermaLink") == "false"
    assert written.findtext("link") == rich().url
    assert [each.text for each in written.iterfind("category")] == ["Công đoàn", "Quận Đống Đa"]
    assert written.findtext(CONTENT) == rich().html


def test_a_summary_alone_has_no_content_element():
    written = only_item(write(item()))
    assert written.find(CONTENT) is None
    assert written.findtext("description") == item().summary


def test_text_without_summary_is_the_description():
    written = only_item(write(item(summary="", html="<p>Tin</p>")))
    assert written.findtext("description") == "<p>Tin</p>"


PICTURE = {"image": "https://laodong.example/anh.jpg?a=1&b=2", "image_type": "image/jpeg"}


def test_a_picture_of_known_size_is_the_enclosure():
    written = only_item(write(item(**PICTURE, image_size=4321)))
    attributes = {"url": PICTURE["image"], "type": "image/jpeg", "length": "4321"}
    assert dict(written.find("enclosure").attrib) == attributes
    assert written.find(f"{MEDIA}content") is None  # once, or readers show it twice


@pytest.mark.parametrize("changes", [{}, {"image_type": ""}, {"audio": "https://x.example/a.mp3"}])
def test_other_pictures_are_media_content(changes):
    known = {"image_size": 99} if changes else {}
    written = only_item(write(item(**{**PICTURE, **known, **changes})))
    (picture,) = written.findall(f"{MEDIA}content")
    assert picture.get("url") == PICTURE["image"]
    assert picture.get("medium") == "image"
    assert picture.get("fileSize") == ("99" if changes else None)
    assert len(written.findall("enclosure")) == ("audio" in changes)


def test_sound_of_unknown_size_has_length_0():
    enclosure = only_item(write(item(audio="https://x.example/a.mp3"))).find("enclosure")
    assert enclosure.get("length") == "0"


# ------------------------------------------------------------------------------------- bad input


def test_an_item_without_any_text_is_refused_by_name():
    with pytest.raises(ValueError, match=r"feed item tag:.*,2025:3: Required fields"):
        write(item(3, title="", summary="\x00"))


def test_a_channel_without_title_is_refused():
    with pytest.raises(ValueError, match="title"):
        write(title="")


# --------------------------------------------------------------------------------- what readers see


@pytest.mark.parametrize("text", TEXTS)
def test_a_reader_sees_the_same_text(text):
    (entry,) = parsed(
        write(item(title=text, summary=text, html=f"<p>{html.escape(text)}</p>"))
    ).entries
    assert html.unescape(entry.title) == html.unescape(text)
    assert html.unescape(entry.summary) == text
    assert html.unescape(entry.content[0].value) == f"<p>{text}</p>"


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]><item/>",
    "<!--",
    "&#60;b>",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_markup_in_plain_text_stays_text(text):
    document = write(
        item(title=text, summary=text, authors=(text,), categories=(text,)), title=text
    )
    written = only_item(document)
    assert [child.text for child in written if child.tag in ("title", "category")] == [text, text]
    assert written.findtext(f"{DC}creator") == text
    assert channel_of(document).findtext("title") == text
    # A description is HTML to readers, so what is plain in it must be escaped once more.
    assert written.findtext("description") == html.escape(text, quote=False)
    assert html.unescape(parsed(document).entries[0].summary) == text


@pytest.mark.parametrize("count", [0, 1, 20])
def test_readers_accept_feeds_of_any_length(count):
    result = parsed(write(*(rich(number) for number in range(count))))
    assert [entry.id for entry in result.entries] == [rich(n).guid for n in range(count)]
    assert result.feed.title == feed().title
    assert result.feed.link == feed().page_url
    assert result.feed.language == "vi"


def test_a_reader_sees_dates_bylines_and_sound():
    (entry,) = parsed(write(rich())).entries
    assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == rich().published
    assert entry.guidislink is False
    assert [author.name for author in entry.authors] == ["K.Tiến", "Phương Linh"]
    assert [tag.term for tag in entry.tags] == ["Công đoàn", "Quận Đống Đa"]
    assert entry.enclosures[0].href == rich().audio
    assert entry.media_content[0]["url"] == rich().image


def test_a_feed_without_charset_in_its_header_is_still_vietnamese():
    document = write(item())
    assert feedparser.parse(document).feed.title == "Báo Lao động – Công đoàn"
    assert "Công đoàn".encode() in document  # letters, not references: a third of the size


# ----------------------------------------------------------------------------------------- cache


def test_spliced_feeds_are_feedgens_own_bytes():
    writer = RssWriter()
    pool = [item(0), rich(1), item(2, html="<p>]]></p>"), rich(3)]
    for size in range(len(pool) + 1):
        for chosen in itertools.permutations(pool, size):
            spec = feed(*chosen, hub="https://hub.example/" if size % 2 else "")
            assert writer.write(spec) == by_feedgen_alone(spec)


def test_an_item_is_rendered_once_for_all_its_feeds(monkeypatch):
    rendered = []
    entry = rss._entry
    monkeypatch.setattr(rss, "_entry", lambda each: rendered.append(each.guid) or entry(each))
    writer = RssWriter()
    for title in ("Tất cả", "Công đoàn", "Quận Đống Đa"):
        writer.write(feed(item(0), rich(1), title=title))  # made anew, as pages make them
    assert rendered == [item(0).guid, rich(1).guid]
    writer.write(feed(item(0, title="Tên mới")))
    assert len(rendered) == 3


def test_the_cache_is_bounded(monkeypatch):
    monkeypatch.setattr(rss, "CACHED_ITEMS", 2)
    writer = RssWriter()
    spec = feed(*(item(number) for number in range(5)))
    assert writer.write(spec) == writer.write(spec) == by_feedgen_alone(spec)
    assert writer._item.cache_info().currsize == 2
