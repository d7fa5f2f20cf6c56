# SPDX-License-Identifier: AGPL-3.0-or-later
"""What feeds know a story by stays the same, whatever an editor does to the file or its address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest

from newsroom.errors import ContentError
from tests.portal import Portal

A = "cong-doan/2025/04/a.md"
OLD = ["/2025/04/a.html"]


def guids(portal: Portal) -> list[str]:
    return [
        item.id
        for item in feedparser.parse((portal.output / "rss/tin-moi.rss").read_bytes()).entries
    ]


def _move(portal: Portal) -> None:
    portal.overrides["ARTICLE_URL"] = portal.overrides["ARTICLE_SAVE_AS"] = (
        "{date:%Y}/{date:%m}/{slug}.html"
    )
    (portal.content / A).unlink()
    portal.article("doi-song/2025/04/a.md")


def _rename(portal: Portal) -> None:
    (portal.content / A).unlink()
    portal.article("cong-doan/2025/04/khac.md", aliases=OLD)


CHANGES: dict[str, Callable[[Portal], object]] = {
    "another section": _move,
    "another date": lambda portal: portal.article(A, date="2025-05-02", aliases=OLD),
    "another name": _rename,
    "an address of its own": lambda portal: portal.article(A, url="/moi.html", aliases=OLD),
    "twice": lambda portal: portal.article(A, url="/c.html", aliases=[*OLD, "/b.html"]),
    "another host": lambda portal: portal.overrides.update(SITEURL="https://moi.example.net"),
    "a path of its own": lambda portal: portal.overrides.update(
        SITEURL="https://bao.example.org/tin"
    ),
    "another headline": lambda portal: portal.article(A, "Khác.", title="Tựa khác"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_story_keeps_its_identity(portal: Portal, change: str) -> None:
    portal.article(A)
    portal.build()
    before = guids(portal)
    CHANGES[change](portal)
    portal.build()
    assert guids(portal) == before == ["tag:bao-thu.invalid,2025:/2025/04/a.html"]


@pytest.mark.parametrize("pattern", ["{section}/{slug}.html", "{category}/{date:%Y}/{slug}/"])
def test_a_renamed_section_in_its_address_keeps_a_story_the_same(
    portal: Portal, tmp_path: Path, pattern: str
) -> None:
    file = pattern.replace("/{slug}/", "/{slug}/index.html")
    portal.overrides |= {"ARTICLE_URL": pattern, "ARTICLE_SAVE_AS": file}
    portal.article("doi-song/2025/04/a.md")
    portal.article("doi-song/2025/04/b.md", date="2025-04-20", aliases=["/b.html"])
    portal.build()
    before = guids(portal)
    for name, former in (("an-sinh", "[/doi-song/]"), ("phuc-loi", "[/doi-song/, /an-sinh/]")):
        text = f"- {{slug: {name}, name: Đời sống, former: {former}}}\n"
        portal.write("data/sections.yaml", text)
        (portal.content / "doi-song").rename(portal.content / name)
        portal.build()
        assert guids(portal) == before and before[0].startswith("tag:bao-thu.invalid,2025:/doi-so")
        assert (portal.output / name).is_dir()
        assert portal.tree() == portal.clean_tree(tmp_path / name)
        (portal.content / name).rename(portal.content / "doi-song")


def test_the_line_that_is_told_keeps_a_story_the_same(portal: Portal, tmp_path: Path) -> None:
    """Of a section that was renamed: a corrected date loses two addresses of the story at once."""
    pattern = "{section}/{date:%Y}/{date:%m}/{slug}.html"
    portal.overrides |= {"ARTICLE_URL": pattern, "ARTICLE_SAVE_AS": pattern}
    portal.article("doi-song/2025/04/a.md")
    portal.build()
    before = guids(portal)
    portal.write("data/sections.yaml", "- {slug: an-sinh, name: An sinh, former: [/doi-song/]}\n")
    (portal.content / "doi-song").rename(portal.content / "an-sinh")
    portal.build()
    path = "an-sinh/2025/04/a.md"
    portal.article(path, date="2025-05-02")
    told = [problem.message for problem in portal.build().warnings if problem.path == path]
    line = "aliases: [/doi-song/2025/04/a.html, /an-sinh/2025/04/a.html]"
    assert len(told) == 2 and all(line in message for message in told)
    portal.write(path, (portal.content / path).read_text().replace("title:", f"{line}\ntitle:"))
    assert not portal.build().warnings
    assert guids(portal) == before
    assert {"an-sinh/2025/04/a.html", "doi-song/2025/04/a.html"} <= portal.tree().keys()
    assert portal.tree() == portal.clean_tree(tmp_path)


def test_the_authority_is_a_setting_and_the_id_stands_before_all(portal: Portal) -> None:
    portal.overrides["NEWSROOM_FEED_AUTHORITY"] = "congdoan.vn,2012-03"
    portal.article(A, id="Bài số 5 #a", aliases=["/cũ.html"])
    portal.article("cong-doan/2025/04/b.md", date="2025-04-21", aliases=["/index.php?id=5"])
    portal.article("cong-doan/2025/04/c.md", date="2025-04-20", id="https://cu.example.net/?p=7")
    portal.article("cong-doan/2025/04/d.md", date="2025-04-19", url="/thu-muc/")
    portal.build()
    assert guids(portal) == [
        "tag:congdoan.vn,2012-03:B%C3%A0i%20s%E1%BB%91%205%20%23a",
        "tag:congdoan.vn,2012-03:/index.php?id=5",
        "https://cu.example.net/?p=7",
        "tag:congdoan.vn,2012-03:/thu-muc/index.html",
    ]


def test_an_old_address_is_one_however_it_is_written(portal: Portal) -> None:
    portal.article(A, url="/bai-cu/")
    portal.build()
    before = guids(portal)
    portal.article(A, aliases=["/bai%2Dcu"])
    portal.build()
    assert guids(portal) == before


@pytest.mark.parametrize("later", [{}, {"date": "2027-01-01"}, {"expires": "2025-05-01"}])
def test_no_two_stories_have_one_id(portal: Portal, later: dict[str, str]) -> None:
    portal.article(A, id="188017")
    portal.build()
    portal.article("doi-song/b.md", id="188017", **later)
    with pytest.raises(ContentError) as caught:
        portal.build()
    told = str(caught.value)
    assert "doi-song/b.md:6: " in told and A in told and "188017" in told
    portal.article("doi-song/b.md", id="188018", **later)
    portal.build()
    portal.article("doi-song/b.md", status="draft", id="188017", date="2025-04-20")
    portal.build()  # who publishes it is told then


def test_an_id_that_passes_from_one_to_another_is_no_fault(portal: Portal) -> None:
    portal.article(A, id="5")
    portal.build()
    portal.article(A)
    portal.article("doi-song/b.md", date="2025-04-20", id="5")
    portal.build()
    assert guids(portal) == [
        "tag:bao-thu.invalid,2025:/2025/04/a.html",
        "tag:bao-thu.invalid,2025:5",
    ]
