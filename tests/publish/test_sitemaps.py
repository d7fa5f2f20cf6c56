# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from newsroom.publish import sitemaps
from newsroom.publish.sitemaps import Url, write_index, write_urlset

NOON = datetime(2025, 4, 22, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
both = pytest.mark.parametrize("write", [write_urlset, write_index])


def read(document):
    return [
        (url.findtext(f"{NS}loc"), url.findtext(f"{NS}lastmod"))
        for url in etree.fromstring(document)
    ]


def test_a_sitemap():
    urls = [Url("https://x.example/", NOON), Url("https://x.example/a?b=1&c='2'")]
    assert write_urlset(urls).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<url><loc>https://x.example/</loc><lastmod>2025-04-22T12:00:00+07:00</lastmod></url>\n"
        "<url><loc>https://x.example/a?b=1&amp;c=&apos;2&apos;</loc></url>\n"
        "</urlset>\n"
    )


def test_an_index():
    document = write_index([Url("https://x.example/sitemap-1.xml", NOON)])
    root = etree.fromstring(document)
    assert root.tag == f"{NS}sitemapindex"
    assert root[0].tag == f"{NS}sitemap"
    assert read(document) == [("https://x.example/sitemap-1.xml", "2025-04-22T12:00:00+07:00")]


@both
def test_order_is_kept_and_bytes_are_stable(write):
    urls = [Url(f"https://x.example/{n}", NOON - timedelta(seconds=n)) for n in (3, 1, 2)]
    assert [loc[-1] for loc, _ in read(write(urls))] == ["3", "1", "2"]
    assert write(urls) == write(list(urls))
    assert read(write([])) == []


@both
def test_microseconds_are_left_out(write):
    ((_, lastmod),) = read(write([Url("https://x.example/", NOON.replace(microsecond=5))]))
    assert lastmod == "2025-04-22T12:00:00+07:00"


@both
@pytest.mark.parametrize(
    "address",
    [
        "",
        "/a",
        "//x.example/",
        "ftp://x.example/",
        "https://",
        "https://x.example/a b",
        "https://x.example/\n",
        "https://x.example/\x00",
        "https://x.example/\ud800",
        "https://x.example/" + "a" * 2030,
    ],
)
def test_addresses_that_crawlers_refuse(write, address):
    with pytest.raises(ValueError, match="not an absolute, encoded address"):
        write([Url(address)])


def test_vietnamese_addresses_are_iris():
    assert read(write_urlset([Url("https://x.example/đống-đa")])) == [
        ("https://x.example/đống-đa", None)
    ]
    longest = "https://x.example/".ljust(2047, "a")
    assert read(write_urlset([Url(longest)])) == [(longest, None)]


@both
def test_a_date_without_zone_is_refused(write):
    with pytest.raises(ValueError, match=r"https://x.example/: the date .* has no time zone"):
        write([Url("https://x.example/", datetime(2025, 4, 22))])


@both
def test_fifty_thousand_addresses_and_no_more(write):
    urls = [Url("https://x.example/")] * 50_000
    assert len(read(write(urls))) == 50_000
    with pytest.raises(ValueError, match="50,000 addresses at most, not 50,001"):
        write([*urls, urls[0]])


@both
def test_fifty_megabytes_and_no_more(write, monkeypatch):
    urls = [Url("https://x.example/đ")]
    size = len(write(urls))
    assert sitemaps.MAX_BYTES == 52_428_800
    monkeypatch.setattr(sitemaps, "MAX_BYTES", size)
    assert len(write(urls)) == size
    monkeypatch.setattr(sitemaps, "MAX_BYTES", size - 1)
    with pytest.raises(ValueError, match=f"bytes at most, not {size}"):
        write(urls)


@given(st.text(st.characters(exclude_categories=("C", "Z")), max_size=30))
def test_any_address_survives(path):
    assert read(write_urlset([Url(f"https://x.example/{path}")])) == [
        (f"https://x.example/{path}", None)
    ]
