# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a hub is told of, and that followers of a feed receive it, by a real hub on localhost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest

from newsroom.deploy import websub
from newsroom.deploy.websub import HubError, ping
from newsroom.engine.store_path import store_path
from newsroom.errors import SettingsError
from tests.deploy.hub import Hub, Subscriber, asked, files, listening
from tests.portal import Portal

A = "cong-doan/2025/04/a.md"


@pytest.fixture
def hub() -> Iterator[Hub]:
    made = Hub()
    with asked(made):
        yield made


@pytest.fixture
def site(portal: Portal, hub: Hub) -> Iterator[Portal]:
    """A site on this machine that names its hub, with a story."""
    with listening(files(portal.output)) as address:
        portal.overrides |= {"SITEURL": address, "NEWSROOM_HUB": hub.url}
        portal.article(A, tags=["an toàn"])
        portal.article("doi-song/2025/04/b.md", author="Thu Hà", district="Phường Đống Đa")
        portal.build()
        yield portal


def tell(portal: Portal) -> websub.Pinged:
    return ping(portal.settings, store_path(portal.settings))


def short(portal: Portal, addresses: tuple[str, ...] | list[str]) -> set[str]:
    return {address.removeprefix(f"{portal.settings.site_url}/rss/") for address in addresses}


ENDINGS = ("rss", "atom", "json")
LEADING = {
    f"{name}.{ending}"
    for name in ("tin-moi", "cong-doan", "doi-song", "phat-trien-doan-vien")
    for ending in ENDINGS
}


def test_feeds_name_the_hub_in_all_formats(site: Portal, hub: Hub) -> None:
    for ending in ENDINGS:
        assert hub.url in (site.output / f"rss/tin-moi.{ending}").read_text("utf-8")


def test_the_hub_is_told_of_just_the_feeds_that_changed(site: Portal, hub: Hub) -> None:
    first = tell(site)
    assert first.first and short(site, first.told) == LEADING
    assert tell(site).told == ()

    hub.told.clear()
    site.article(A, tags=["an toàn"], title="Nhan đề khác")
    site.build()
    done = tell(site)
    wanted = {f"{name}.{ending}" for name in ("tin-moi", "cong-doan") for ending in ENDINGS}
    wanted |= {"tag/an-toan.rss", "tac-gia/minh-khoi.rss", "dia-ban/quan-dong-da.rss"}
    assert not done.first and short(site, done.told) == short(site, hub.told) == wanted


def test_a_story_that_no_feed_shows_tells_the_hub_nothing(site: Portal) -> None:
    tell(site)
    site.write("pages/gioi-thieu.md", "---\ntitle: Giới thiệu\n---\n\nTrang.\n")
    site.build()
    assert tell(site).told == ()


def test_whoever_follows_a_feed_receives_its_new_story(site: Portal, hub: Hub) -> None:
    reader = Subscriber()
    with asked(reader):
        reader.follow(f"{site.settings.site_url}/rss/cong-doan.rss")
        tell(site)
        reader.received.clear()
        site.article("cong-doan/2025/04/c.md", title="Tin vừa đăng", date="2025-04-23 08:00")
        site.build()
        tell(site)
    ((sort, data),) = reader.received
    assert sort == "application/rss+xml"
    assert feedparser.parse(data).entries[0].title == "Tin vừa đăng"


def test_a_busy_hub_is_told_of_the_same_feeds_again(site: Portal, hub: Hub) -> None:
    tell(site)
    site.article(A, tags=["an toàn"], title="Nhan đề khác")
    site.build()
    for status in (500, 503, 429):
        hub.answer = status
        with pytest.raises(HubError, match=str(status)):
            tell(site)
    hub.answer = 204
    assert "cong-doan.rss" in short(site, tell(site).told)


@pytest.mark.parametrize("status", [302, 404, 410])
def test_what_a_hub_refuses_is_told_and_not_sent_again(site: Portal, hub: Hub, status: int) -> None:
    hub.answer = status
    done = tell(site)
    assert not done.told and len(done.refused) == len(LEADING)
    assert all(str(status) in line for line in done.refusals)
    hub.answer = 204
    assert tell(site).told == ()


def test_one_refused_feed_keeps_no_other_from_being_told(site: Portal, hub: Hub) -> None:
    hub.refused = {f"{site.settings.site_url}/rss/tin-moi.atom"}
    done = tell(site)
    assert len(done.told) == len(LEADING) - 1 and len(done.refused) == 1


def test_another_hub_is_told_from_the_beginning(site: Portal) -> None:
    tell(site)
    other = Hub()
    with asked(other):
        site.overrides["NEWSROOM_HUB"] = other.url
        site.build()
        assert tell(site).first


def test_a_hub_that_is_down_is_told(site: Portal) -> None:
    site.overrides["NEWSROOM_HUB"] = "http://127.0.0.1:9/"
    with pytest.raises(HubError, match="ping"):
        tell(site)


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"NEWSROOM_HUB": ""}, "NEWSROOM_HUB"), ({"SITEURL": ""}, "SITEURL")],
)
def test_without_an_address_nobody_is_told(
    site: Portal, changes: dict[str, str], told: str
) -> None:
    site.overrides |= changes
    with pytest.raises(HubError, match=told):
        tell(site)


def test_a_site_that_was_never_built_has_nothing_to_tell(portal: Portal, tmp_path: Path) -> None:
    portal.overrides["NEWSROOM_HUB"] = "http://127.0.0.1:9/"
    with pytest.raises(HubError):
        ping(portal.settings, tmp_path / "none.sqlite")


@pytest.mark.parametrize(
    "value",
    [
        "hub.example.org",
        "ftp://a.vn/",
        "https://",
        "https://a.vn/ x",
        "https://a.vn:0/",
        "http://[a/",
    ],
)
def test_an_address_that_is_none_is_an_error(portal: Portal, value: str) -> None:
    portal.overrides["NEWSROOM_HUB"] = value
    with pytest.raises(SettingsError, match="NEWSROOM_HUB"):
        _ = portal.settings
