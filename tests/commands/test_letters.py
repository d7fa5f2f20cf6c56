# SPDX-License-Identifier: AGPL-3.0-or-later
"""Digests: which stories they tell, in three forms, and what is told instead of an empty one."""

from __future__ import annotations

import email
import email.policy
import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from newsroom.commands.letters import LetterError, write_digest
from newsroom.errors import OutputError, SettingsError, StoreError
from newsroom.pages.letters import Period
from tests.portal import NOW, Portal

WEEK = Period.of_week(2025, 17)  # from 21 to 27 April
CLIPPED = 102_400  # bytes of HTML after which Gmail cuts a letter off


@contextmanager
def refused(words: str) -> Iterator[None]:
    with pytest.raises(LetterError) as caught:
        yield
    assert words in " ".join(caught.value.lines)


def story(portal: Portal, name: str, date: str = "2025-04-22 09:15", **fields: Any) -> None:
    section = fields.pop("section", "cong-doan")
    portal.article(f"{section}/2025/04/{name}.md", date=date, **fields)


def digest(portal: Portal, period: Period = WEEK, now: int = NOW, **about: str) -> dict[str, bytes]:
    folder = portal.root / "thu"
    write_digest(portal.settings, now, period, folder, sender="toasoan@bao.vn", **about)
    return {path.suffix[1:]: path.read_bytes() for path in folder.iterdir()}


def titles(files: dict[str, bytes]) -> list[str]:
    page = BeautifulSoup(files["html"], "lxml")
    return [a.get_text() for a in page.select("td > a") if not a.find("img") and "/2025/" in str(a)]


@pytest.fixture
def site(portal: Portal) -> Portal:
    story(portal, "truoc", "2025-04-20 23:59")
    story(portal, "thu-hai", "2025-04-21 00:00", summary="Sapo của bài.")
    story(portal, "thu-ba", "2025-04-22 09:15", section="doi-song")
    story(portal, "cn", "2025-04-27 23:59", section="cong-doan/phat-trien-doan-vien")
    story(portal, "sau", "2025-04-28 00:00")
    portal.build()
    return portal


def test_a_week_has_the_stories_from_monday_to_sunday(site: Portal) -> None:
    found = titles(digest(site))
    assert sorted(found) == ["Bài cn", "Bài thu-ba", "Bài thu-hai"]
    assert found[0] == "Bài thu-hai"  # it has a sapo, so it leads


def test_a_day_has_its_stories(site: Portal) -> None:
    files = digest(site, Period.of_day(WEEK.first))
    assert titles(files) == ["Bài thu-hai"]
    head = files["txt"].decode().split("\n\n")[0]
    assert "Thứ Hai, 21/04/2025" in head
    assert head.count("21/04/2025") == 1


def test_a_section_has_its_own(site: Portal) -> None:
    files = digest(site, section="cong-doan")
    assert sorted(titles(files)) == ["Bài cn", "Bài thu-hai"]
    assert "PHÁT TRIỂN ĐOÀN VIÊN" in files["txt"].decode()


def test_sections_and_units_are_known_by_name_too(site: Portal) -> None:
    assert titles(digest(site, section="Đời sống")) == ["Bài thu-ba"]
    assert len(titles(digest(site, unit="Quận Đống Đa"))) == 3
    with refused("quan-dong-da"):
        digest(site, unit="quan-dong-dda")


def test_what_editors_have_chosen_leads(site: Portal) -> None:
    site.write("data/slots.yaml", "nen-xem: [cong-doan/phat-trien-doan-vien/2025/04/cn.md]\n")
    site.build()
    assert titles(digest(site))[0] == "Bài cn"


def test_paid_content_leads_nothing_and_is_called_so(portal: Portal) -> None:
    story(portal, "tra-tien", "2025-04-24 09:00", sponsored=True, summary="Sapo.")
    story(portal, "tin", "2025-04-22 09:00")
    portal.build()
    files = digest(portal)
    assert titles(files) == ["Bài tin", "Bài tra-tien"]
    assert (
        "Nội dung tài trợ" in files["html"].decode() and "Nội dung tài trợ" in files["txt"].decode()
    )


def test_all_three_forms_lead_to_the_same_whole_addresses(site: Portal) -> None:
    site.write("images/a.png", b"")
    files = digest(site)
    page = BeautifulSoup(files["html"], "lxml")
    found = [str(tag.get("href") or tag.get("src")) for tag in page.select("[href], [src]")]
    assert all(address.startswith("https://bao.example.org/") for address in found)
    stories = {address for address in found if "/2025/" in address}
    assert stories == set(re.findall(r"https://\S+/2025/\S+", files["txt"].decode()))


def test_the_message_holds_both_forms(site: Portal) -> None:
    files = digest(site, unit="quan-dong-da")
    made = email.message_from_bytes(files["eml"], policy=email.policy.default)
    assert isinstance(made, EmailMessage)
    html, text = made.get_body(("html",)), made.get_body(("plain",))
    assert html and text
    for part, ending in ((html, "html"), (text, "txt")):
        assert part.get_content().split() == files[ending].decode().split()
    assert made["Subject"] == "Báo Thử – Quận Đống Đa – Tuần 17 năm 2025"
    assert made["From"] == "Báo Thử <toasoan@bao.vn>" and made["To"] is None
    assert made["Date"] == "Mon, 28 Apr 2025 00:00:00 +0700"
    assert str(made["Message-ID"]).endswith("@bao.example.org>")
    assert max(map(len, files["eml"].split(b"\r\n"))) <= 998 and files["eml"].isascii()


def test_the_same_letter_is_the_same_bytes(site: Portal) -> None:
    first = digest(site)
    assert digest(site) == first
    site.article("cong-doan/2025/04/thu-hai.md", title="Nhan đề khác", date="2025-04-21 00:00")
    site.build()
    other = digest(site)
    ids = [re.findall(rb"Message-ID: (\S+)", files["eml"]) for files in (first, other)]
    assert ids[0] and ids[0] != ids[1]


def test_a_week_that_has_not_ended_is_from_now(site: Portal) -> None:
    now = 1_745_500_000  # 24 April, 20:06:40
    made = email.message_from_bytes(digest(site, now=now)["eml"])
    assert made["Date"] == "Thu, 24 Apr 2025 20:06:40 +0700"


def test_a_full_disk_leaves_the_files_of_the_last_time(
    site: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = digest(site)
    site.article("cong-doan/2025/04/thu-hai.md", title="Nhan đề khác", date="2025-04-21 00:00")
    site.build()
    written: list[int] = []

    def full(_file: int) -> None:
        written.append(1)
        if len(written) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space"):
        digest(site)
    monkeypatch.undo()
    folder = site.root / "thu"
    assert {path.suffix[1:]: path.read_bytes() for path in folder.iterdir()} == before
    assert digest(site) != before


# ------------------------------------------------------------------------------------- bad input


def test_what_has_expired_since_the_build_is_left_out(site: Portal) -> None:
    story(site, "het-han", expires="2025-05-01 00:00")
    site.now = 1_745_500_000
    site.build()
    assert "Bài het-han" in titles(digest(site, now=site.now))
    assert "Bài het-han" not in titles(digest(site, now=NOW))


def test_a_week_without_stories_is_told_and_nothing_is_written(site: Portal) -> None:
    with refused("05/05/2025 – 11/05/2025"):
        digest(site, Period.of_week(2025, 19))
    assert not (site.root / "thu").exists()


def test_a_unit_that_ended_in_mid_week_says_what_comes_after(portal: Portal) -> None:
    story(portal, "quan", "2025-06-30 10:00")
    story(portal, "phuong", "2025-07-01 10:00", district="Phường Đống Đa")
    portal.build()
    week = Period.of_week(2025, 27)  # from 30 June to 6 July
    files = digest(portal, week, unit="quan-dong-da")
    assert titles(files) == ["Bài quan"]
    for form in (files["html"].decode(), files["txt"].decode()):
        assert "đến 30/06/2025" in form
        assert "https://bao.example.org/dia-ban/phuong-dong-da/" in form
    files = digest(portal, week, unit="phuong-dong-da")
    assert titles(files) == ["Bài phuong"]
    assert "https://bao.example.org/dia-ban/quan-dong-da/" in files["txt"].decode()
    with refused("phuong-dong-da"):
        digest(portal, Period.of_week(2025, 28), unit="quan-dong-da")


ODD = "]]> <b>&amp; {{ .Unsub }} 🎉 \u200b\x85" + "Tiêu đề dài lê thê ạ " * 250


def test_odd_titles_end_and_break_nothing(portal: Portal) -> None:
    for number in range(60):
        section = ("cong-doan", "doi-song")[number % 2]
        story(portal, f"a{number}", section=section, title=ODD[:200], summary=ODD[:2000])
    portal.build()
    files = digest(portal)
    assert len(files["html"]) < CLIPPED
    assert b"{{" not in files["html"] and b"{{" not in files["txt"]
    assert "]]&gt; &amp; {&#123; .Unsub }} 🎉" in files["html"].decode()
    assert max(len(line) for line in files["txt"].decode().splitlines() if "://" not in line) <= 78


def test_as_many_stories_as_mail_programs_show(portal: Portal) -> None:
    portal.write(
        "data/sections.yaml",
        "".join(f"- {{slug: muc-{n}, name: Mục {n}, order: {n}}}\n" for n in range(10)),
    )
    for number in range(120):
        story(
            portal, f"a{number}", section=f"muc-{number % 10}", title="Ạ" * 170, summary="Ễ" * 300
        )
    portal.build()
    files = digest(portal)
    assert len(titles(files)) == 40 and len(files["html"]) < CLIPPED
    assert "Xem thêm" in files["html"].decode()


def test_what_is_missing_is_told(portal: Portal) -> None:
    with pytest.raises(StoreError):
        digest(portal)
    story(portal, "a")
    portal.build()
    with refused("--sender"):
        write_digest(portal.settings, NOW, WEEK, portal.root / "thu")
    for address in ("bao.vn", "@bao.vn", "tòa@soạn", ""):
        if address:
            with pytest.raises(LetterError):
                write_digest(portal.settings, NOW, WEEK, portal.root / "thu", sender=address)
    portal.overrides["SITEURL"] = ""
    portal.build()
    with pytest.raises(SettingsError, match="SITEURL"):
        digest(portal)


def test_the_imprints_address_sends(portal: Portal, tmp_path: Path) -> None:
    portal.overrides["NEWSROOM_IMPRINT"] = {"email": "toasoan@bao.vn"}
    story(portal, "a")
    portal.build()
    assert len(write_digest(portal.settings, NOW, WEEK, tmp_path / "x")) == 4


@pytest.mark.parametrize(
    "state",
    [
        {"status": "draft"},
        {"status": "withdrawn"},
        {"expires": "2026-09-21"},
        {"expires": "2026-09-25"},  # after the build
        {"date": "2026-09-24 08:00"},
    ],
)
def test_nothing_of_what_nobody_may_see_is_in_a_letter(
    portal: Portal, state: dict[str, Any]
) -> None:
    token = "zq7qz"
    portal.write(f"images/{token}.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="3"/>')
    hidden: dict[str, Any] = {
        "title": f"Tựa {token}", "summary": f"Sapo {token}", "author": f"Tên {token}",
        "kicker": f"Dòng {token}", "tags": [f"nhãn {token}"],
        "image": {"src": f"images/{token}.svg", "alt": token}, "aliases": [f"/cu/{token}.html"],
        "date": "2026-09-20 08:00",
    }  # fmt: skip
    story(portal, f"an-{token}", **(hidden | state))
    story(portal, "hien", "2026-09-22 08:00", related=[f"cong-doan/2025/04/an-{token}.md"])
    portal.now = NOW + 86_400
    portal.build()
    late = portal.now + 7 * 86_400
    for week in (38, 39):
        with suppress(LetterError):
            found = digest(portal, Period.of_week(2026, week), late)
            assert not [name for name, data in found.items() if token.encode() in data]
    assert (portal.root / "thu").exists()
