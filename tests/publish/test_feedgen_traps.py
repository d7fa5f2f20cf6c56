# SPDX-License-Identifier: AGPL-3.0-or-later
"""The nine traps of feedgen 1.0.0, each with its guard (features.md, finding 4, a to i)."""

import time
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from xml.sax.saxutils import unescape

import pytest
from lxml import etree

from newsroom.publish.rss import RssWriter

from .specs import ATOM, CONTENT, DC, NEWEST, channel_of, feed, item, only_item, rich, write


def test_trap_a_an_enclosure_is_not_a_second_link():
    written = only_item(write(rich()))
    assert [link.text for link in written.findall("link")] == [rich().url]
    (enclosure,) = written.findall("enclosure")
    assert dict(enclosure.attrib) == {
        "url": rich().audio,
        "type": "audio/mpeg",
        "length": "123456",
    }
    assert not written.findall(f"{ATOM}link")


def test_trap_b_the_channel_links_to_its_page():
    channel = channel_of(write(item(), hub="https://hub.example/"))
    assert [link.text for link in channel.findall("link")] == ["https://laodong.example/cong-doan/"]


def test_trap_c_the_hub_is_written():
    channel = channel_of(write(item(), hub="https://hub.example/?a=1&b=2"))
    links = {link.get("rel"): link.get("href") for link in channel.findall(f"{ATOM}link")}
    assert links == {
        "self": "https://laodong.example/rss/cong-doan.rss",
        "hub": "https://hub.example/?a=1&b=2",
    }
    assert b"hub" not in write(item())


def test_trap_d_items_stand_in_the_order_given():
    items = [item(number) for number in (0, 1, 2, 3)]
    channel = channel_of(write(*items))
    assert [guid.text for guid in channel.iterfind("item/guid")] == [each.guid for each in items]


def test_trap_e_the_date_is_the_newest_of_the_items():
    corrected = item(5, updated=NEWEST + timedelta(minutes=30))
    channel = channel_of(write(item(0), corrected))
    assert channel.findtext("lastBuildDate") == "Tue, 22 Apr 2025 09:45:00 +0700"


def test_trap_e_bytes_do_not_change_from_build_to_build():
    before = write(), write(item(), rich(1))
    time.sleep(1.01)  # dates in RSS have seconds
    assert (write(), write(item(), rich(1))) == before


def test_trap_e_an_empty_feed_has_no_date():
    assert channel_of(write()).find("lastBuildDate") is None


def test_trap_f_authors_without_mail_are_named():
    written = only_item(write(rich()))
    assert [name.text for name in written.findall(f"{DC}creator")] == ["K.Tiến", "Phương Linh"]
    assert written.find("author") is None


def test_trap_g_text_is_escaped_and_never_typed_cdata():
    text = "<p>a ]]> b <![CDATA[c]]>\r\n</p>"
    document = write(item(html=text))
    assert b'type="CDATA"' not in document
    assert b"<![CDATA[" not in document
    assert only_item(document).findtext(CONTENT) == text


@pytest.mark.parametrize("field", ["published", "updated"])
def test_trap_h_a_date_without_zone_is_refused_by_name(field):
    naive = datetime(2025, 4, 22, 9, 15)
    message = r"feed item tag:laodong.example,2025:7: the date 2025-04-22 09:15:00 has no time zone"
    with pytest.raises(ValueError, match=message):
        write(item(7, **{field: naive}))


def test_trap_h_dates_keep_their_zone():
    written = only_item(write(item())).findtext("pubDate")
    assert written == "Tue, 22 Apr 2025 09:15:00 +0700"
    assert parsedate_to_datetime(written) == NEWEST


BAD = "\x00\x08\x0b\x1f\ufffe\uffff\ud800"


@pytest.mark.parametrize(
    "field", ["guid", "url", "title", "summary", "html", "image", "audio", "authors", "categories"]
)
def test_trap_h_illegal_characters_are_dropped_from_items(field):
    clean, dirty = "https://x.example/a", f"https://x.{BAD}example/a"
    plural = field in ("authors", "categories")
    changes = {field: (dirty,) if plural else dirty}
    written = only_item(write(item(**changes)))
    values = [*written.itertext(), *(v for node in written.iter() for v in node.attrib.values())]
    assert clean in values


@pytest.mark.parametrize(
    "field",
    ["title", "description", "rights", "publisher", "page_url", "feed_url", "hub", "stylesheet"],
)
def test_trap_h_illegal_characters_are_dropped_from_channels(field):
    assert write(**{field: f"/a{BAD}b"}) == write(**{field: "/ab"})


def test_trap_i_the_stylesheet_is_named_before_the_root():
    address = '/c.css?a=1&b="2"&c=?><x>'
    document = write(item(), stylesheet=address)
    instruction = etree.fromstring(document).getprevious()
    assert instruction.target == "xml-stylesheet"
    assert instruction.get("type") == "text/css"
    assert unescape(instruction.get("href")) == address
    assert document.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<?xml-stylesheet ")
    assert b"<?xml-stylesheet" not in write(item(), stylesheet="")


def test_the_cache_tells_zones_apart():
    # The cache compares items, and two dates of one moment are equal in any two zones.
    writer = RssWriter()
    here = item()
    there = item(published=NEWEST.astimezone(timezone(timedelta(hours=9))))
    assert here == there and hash(here) == hash(there)
    first, second = (only_item(writer.write(feed(each))) for each in (here, there))
    assert first.findtext("pubDate") == "Tue, 22 Apr 2025 09:15:00 +0700"
    assert second.findtext("pubDate") == "Tue, 22 Apr 2025 11:15:00 +0900"
