# SPDX-License-Identifier: AGPL-3.0-or-later
"""Atom and JSON Feed say what RSS says, and are what their specifications want."""

import html
import json
from datetime import timedelta, timezone

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from newsroom.publish import atom, json_feed, opml
from newsroom.publish.feed import Thumbnail, legal, tag_uri
from newsroom.publish.opml import FeedOutline, OutlineGroup

from .specs import ATOM, NEWEST, feed, item, only_item, rich, write

NAME = f"{ATOM}name"


def as_atom(*items, **changes):
    return atom.AtomWriter().write(
        feed(*items, **({"id": "tag:laodong.example,2025:/rss/all"} | changes))
    )


def as_json(*items, **changes):
    return json.loads(json_feed.JsonWriter().write(feed(*items, **changes)))


def read(document):
    result = feedparser.parse(document)
    assert not result.bozo, result.get("bozo_exception")
    return result


# -------------------------------------------------------------------------------------------- Atom


def test_an_atom_feed_has_what_rfc_4287_wants():
    root = etree.fromstring(as_atom(rich(), item(1, authors=()), hub="https://hub.example/"))
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):  # §4.1.1, §4.1.2: exactly one
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
    assert root.findtext(f"{ATOM}author/{NAME}") == feed().publisher
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "alternate": feed().page_url, "self": feed().feed_url, "hub": "https://hub.example/",
    }  # fmt: skip
    assert root.findtext(f"{ATOM}updated") == "2025-04-22T09:15:00+07:00"


def test_an_atom_entry_carries_its_article():
    (entry,) = read(as_atom(rich())).entries
    assert (entry.id, entry.link, entry.title) == (rich().guid, rich().url, rich().title)
    assert [author.name for author in entry.authors] == list(rich().authors)
    assert [tag.term for tag in entry.tags] == list(rich().categories)
    assert entry.content[0].value == rich().html and entry.content[0].type == "text/html"
    assert {link.rel for link in entry.links} == {"alternate", "enclosure"}
    assert entry.updated == "2025-04-22T09:15:00+07:00"


def test_an_empty_atom_feed_changed_at_no_time():
    assert b"<updated>1970-01-01T00:00:00+00:00</updated>" in as_atom()


@pytest.mark.parametrize("lost", ["title", "page_url", "feed_url", "id"])
def test_an_atom_feed_without_what_it_needs_is_refused(lost):
    with pytest.raises(ValueError, match="a feed needs"):
        as_atom(item(), **{lost: ""})


def test_an_atom_entry_without_any_text_is_refused():
    with pytest.raises(ValueError, match=r"feed item tag:.*: neither"):
        as_atom(item(title="", summary=""))


# --------------------------------------------------------------------------------------- JSON Feed


def test_a_json_feed_has_what_version_1_1_wants():
    made = as_json(rich(), item(1), hub="https://hub.example/")
    assert made["version"] == "https://jsonfeed.org/version/1.1"
    assert made["title"] and made["language"] == "vi"
    assert (made["home_page_url"], made["feed_url"]) == (feed().page_url, feed().feed_url)
    assert made["authors"] == [{"name": feed().publisher}]
    assert made["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]
    whole, short = made["items"]
    for each in (whole, short):
        assert isinstance(each["id"], str) and ("content_html" in each) != ("content_text" in each)
    assert whole["content_html"] == rich().html and whole["summary"] == rich().summary
    assert short["content_text"] == item(1).summary and "summary" not in short
    assert whole["date_published"] == whole["date_modified"] == "2025-04-22T09:15:00+07:00"
    assert whole["authors"] == [{"name": name} for name in rich().authors]
    assert whole["attachments"] == [
        {"url": rich().audio, "mime_type": "audio/mpeg", "size_in_bytes": 123456}
    ]


def test_an_empty_json_feed_has_no_items():
    assert as_json()["items"] == []


# ------------------------------------------------------------------------------------ all of them


anything = st.text(st.characters(exclude_categories=()), max_size=60)


@settings(deadline=None, max_examples=100)
@given(anything, anything, anything)
def test_any_text_survives(title, summary, body):
    each = item(title="." + title, summary=summary, html=body, authors=("." + title,))
    entry = etree.fromstring(as_atom(each)).find(f"{ATOM}entry")
    assert (entry.findtext(f"{ATOM}summary") or "") == _as_xml(summary)
    assert entry.findtext(f"{ATOM}title") == "." + _as_xml(title)
    assert (entry.findtext(f"{ATOM}content") or "") == _as_xml(body)
    (told,) = as_json(each)["items"]
    assert told["title"] == "." + _escaped(title)


def test_five_thousand_letters_are_whole_in_every_format():
    """Headlines of other papers, in old archives: editors are refused more than two hundred."""
    title = "Ễ ]]> 👩‍🏭 " * 500
    each = item(title=title)
    assert only_item(write(each)).findtext("title") == title
    assert etree.fromstring(as_atom(each)).findtext(f"{ATOM}entry/{ATOM}title") == title
    assert as_json(each)["items"][0]["title"] == title


def _as_xml(text):
    return legal(text).replace("\r\n", "\n").replace("\r", "\n")


def _escaped(text):
    """JSON has a spelling for control characters, but neither for halves of surrogate pairs."""
    return "".join(c for c in text if legal(c) or ord(c) < 0x20)


@pytest.mark.parametrize("make", [as_atom, as_json])
def test_dates_without_a_zone_are_refused_by_name(make):
    with pytest.raises(ValueError, match=r"feed item tag:laodong.example,2025:7: the date"):
        make(item(7, published=NEWEST.replace(tzinfo=None)))


def test_writers_tell_zones_apart():
    there = item(published=NEWEST.astimezone(timezone(timedelta(hours=9))))
    forms = (atom.AtomWriter, feed(there, id="tag:x,2025:y")), (json_feed.JsonWriter, feed(there))
    for make, form in forms:
        writer = make()
        writer.write(feed(item(), id="tag:x,2025:y"))
        assert b"2025-04-22T11:15:00+09:00" in writer.write(form)


def test_what_changed_leaves_a_trace_in_rss():
    later = NEWEST + timedelta(hours=1)
    written = only_item(write(item(updated=later)))
    assert written.findtext("{http://purl.org/dc/terms/}modified") == "2025-04-22T10:15:00+07:00"
    (entry,) = read(write(item(updated=later))).entries
    assert entry.updated_parsed > entry.published_parsed
    assert b"<dcterms:modified>" not in write(item())


def test_a_thumbnail_says_its_size():
    small = Thumbnail("https://laodong.example/a.webp", 640, 427)
    (found,) = read(write(item(thumbnail=small))).entries[0].media_thumbnail
    assert found == {"url": small.url, "width": "640", "height": "427"}


# ------------------------------------------------------------------------------ identities, OPML


@pytest.mark.parametrize(
    ("specific", "uri"),
    [
        ("/2025/04/a.html", "tag:congdoan.vn,2025:/2025/04/a.html"),
        ("đ #1", "tag:congdoan.vn,2025:%C4%91%20%231"),
        ("urn:uuid:1", "urn:uuid:1"),
        ("https://cu.vn/?p=1", "https://cu.vn/?p=1"),
        ("Tin: a b", "tag:congdoan.vn,2025:Tin:%20a%20b"),
    ],
)
def test_identities_are_uris(specific, uri):
    assert tag_uri("congdoan.vn,2025", specific) == uri


def test_a_list_of_feeds_is_opml():
    title = 'Tin "mới" & <cũ>\x00'
    document = opml.write_opml(
        title, [OutlineGroup(title, (FeedOutline(title, "https://a/?x&y", "/"),))]
    )
    root = etree.fromstring(document)
    assert (root.tag, root.get("version"), root.findtext("head/title")) == (
        "opml", "2.0", title[:-1],
    )  # fmt: skip
    (group,) = root.findall("body/outline")
    (outline,) = group
    assert set(group.attrib) == {"text"}  # with more it would need a type (spec, "Text attribute")
    assert outline.get("type") == "rss" and outline.get("xmlUrl") == "https://a/?x&y"
    assert outline.get("text") == group.get("text") == title[:-1]
    assert html.escape(title[:-1], quote=False).encode() in document
