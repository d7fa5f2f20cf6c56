# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses that a change breaks are told, with the line that mends it, until they lead on."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest

from newsroom.engine.store_path import store_path
from newsroom.store import journal, lost
from newsroom.store.database import connect
from tests.portal import REGISTRIES, Portal

A = "cong-doan/2025/04/a.md"
B = "cong-doan/2025/04/b.md"


@pytest.fixture
def built(portal: Portal) -> Portal:
    portal.article(A, tags=["an toàn"])
    portal.article(B, date="2025-04-20")
    portal.build()
    return portal


def told(portal: Portal) -> list[tuple[str, str]]:
    found = portal.build().warnings
    return [(p.path, p.message) for p in found if p.code == "lost-address"]


def lost_ones(portal: Portal) -> list[str]:
    with closing(connect(store_path(portal.settings))) as connection:
        return [file for file, _owner in lost.every(connection)]


def rename(portal: Portal, **fields: Any) -> None:
    (portal.content / A).unlink()
    portal.article("cong-doan/2025/04/c.md", tags=["an toàn"], title="Bài a", **fields)


def test_a_renamed_file(built: Portal) -> None:
    rename(built)
    ((path, message),) = told(built)
    assert path == "cong-doan/2025/04/c.md"
    assert "aliases: [/2025/04/a.html]" in message
    assert lost_ones(built) == ["2025/04/a.html"]
    assert told(built) == []  # it is told once, and known on
    rename_with = {"aliases": ["/2025/04/a.html"]}
    built.article("cong-doan/2025/04/c.md", tags=["an toàn"], title="Bài a", **rename_with)
    assert told(built) == [] and lost_ones(built) == []


def test_a_rename_with_its_alias_breaks_nothing(built: Portal) -> None:
    rename(built, aliases=["/2025/04/a.html"])
    assert told(built) == [] and lost_ones(built) == []


def test_another_date_keeps_the_old_aliases(built: Portal) -> None:
    built.article(B, date="2025-04-20", aliases=["/cu/b.html"])
    assert told(built) == []
    built.article(B, date="2025-05-20", aliases=["/cu/b.html"])
    ((path, message),) = told(built)
    assert path == B and "aliases: [/cu/b.html, /2025/04/b.html]" in message


def test_an_alias_that_is_taken_away(built: Portal) -> None:
    built.article(B, date="2025-04-20", aliases=["/cu/b.html"])
    built.build()
    built.article(B, date="2025-04-20")
    ((path, message),) = told(built)
    assert path == B and "aliases: [/cu/b.html]" in message


def test_what_is_deleted(built: Portal) -> None:
    (built.content / B).unlink()
    ((path, message),) = told(built)
    assert path == B and "status: withdrawn" in message
    built.article(B, date="2025-04-20", status="withdrawn")
    assert told(built) == [] and lost_ones(built) == []  # 410 answers


def test_what_is_withdrawn_or_expires_is_no_loss(built: Portal) -> None:
    built.article(B, date="2025-04-20", status="withdrawn")
    built.article(A, tags=["an toàn"], expires="2026-09-22")
    assert told(built) == []
    built.now += 2 * 86400
    assert not [message for _path, message in told(built) if ".html" in message]
    assert lost_ones(built) == []


def test_drafts_and_what_is_to_come_are_free(built: Portal) -> None:
    built.article("cong-doan/2025/d.md", status="draft")
    built.article("cong-doan/2025/e.md", date="2027-01-01")
    built.build()
    (built.content / "cong-doan/2025/d.md").unlink()
    (built.content / "cong-doan/2025/e.md").unlink()
    assert told(built) == [] and lost_ones(built) == []


def test_a_preview_publishes_nothing(built: Portal) -> None:
    built.overrides["NEWSROOM_DRAFTS"] = True
    built.build()
    rename(built)
    assert told(built) == []


def test_a_renamed_section(built: Portal) -> None:
    text = REGISTRIES["sections.yaml"].replace("slug: doi-song", "slug: an-sinh")
    built.write("data/sections.yaml", text)
    ((path, message),) = told(built)
    assert path == "data/sections.yaml" and "former: [/doi-song/]" in message
    text = text.replace("slug: an-sinh", "slug: an-sinh\n          former: [/doi-song/]")
    built.write("data/sections.yaml", text)
    assert told(built) == [] and lost_ones(built) == []


def test_a_topic_fades_with_a_word_and_stops_nothing(built: Portal) -> None:
    built.article(A, tags=["an toàn lao động"])
    ((path, message),) = told(built)
    assert path == "data/tags.yaml" and "former: [/tag/an-toan/]" in message
    assert lost_ones(built) == []


def test_a_setting_that_moves_everything(built: Portal) -> None:
    pattern = "bai/{slug}.html"
    built.overrides |= {"ARTICLE_URL": pattern, "ARTICLE_SAVE_AS": pattern}
    assert len(told(built)) == 2
    assert lost_ones(built) == ["2025/04/a.html", "2025/04/b.html"]


@pytest.mark.parametrize("setting", [False, True])
def test_what_nobody_knows_yet_is_free(built: Portal, setting: bool) -> None:
    """Since the last copy of the site something came and goes again: a file, or a setting."""
    with closing(connect(store_path(built.settings))) as connection:
        journal.copied(connection, "web:", journal.since(connection, "web:"))
    if setting:
        pattern = "bai/{slug}.html"
        built.overrides |= {"ARTICLE_URL": pattern, "ARTICLE_SAVE_AS": pattern}
        assert len(told(built)) == 2
        built.overrides.clear()
    else:
        built.article("cong-doan/2025/d.md", date="2025-04-02")
        rename(built)
        assert len(told(built)) == 1
        (built.content / "cong-doan/2025/d.md").unlink()
        (built.content / "cong-doan/2025/04/c.md").unlink()
        built.article(A, tags=["an toàn"])
    assert told(built) == []
    assert lost_ones(built) == []


def test_many_are_told_in_one_line(built: Portal) -> None:
    for number in range(30):
        built.article(f"cong-doan/2025/x{number}.md", date=f"2025-03-{number % 28 + 1:02}")
    built.build()
    for number in range(30):
        (built.content / f"cong-doan/2025/x{number}.md").unlink()
    found = told(built)
    assert len(found) == 21 and any("10" in message for _path, message in found)
    assert len(lost_ones(built)) == 30
