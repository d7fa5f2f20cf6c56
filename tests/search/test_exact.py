# SPDX-License-Identifier: AGPL-3.0-or-later
"""The index is exact: whatever was edited in whatever order, its bytes are a clean build's."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest

from newsroom.search import figures
from newsroom.store import postings
from tests.portal import Portal

WORDS = ("công đoàn", "Đống Đa", "lao động", "nghỉ hưu", "tiền lương", "an toàn", "sum vầy", "Tết")
DATES = (
    *("2023-11-05 08:00", "2024-02-01 07:30", "2024-02-01 07:30:30", "2024-12-31 23:59"),
    *("2025-01-01", "2025-03-09 10:00", "2025-04-22 09:15", "2025-04-22 09:16", "2026-12-01 08:00"),
)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three generations with several shards each, for a handful of articles."""
    monkeypatch.setattr(figures, "SMALL", 2)
    monkeypatch.setattr(figures, "PER_SHARD", 2)
    monkeypatch.setattr(figures, "KEPT", 3)


def index(portal: Portal) -> dict[str, bytes]:
    return {path: data for path, data in portal.tree().items() if path.startswith("tim-kiem/")}


def edit(portal: Portal, random: Random) -> None:
    """Write, change or delete an article."""
    path = f"cong-doan/{random.choice('abcdefgh')}.md"
    if random.random() < 0.25:
        (portal.content / path).unlink(missing_ok=True)
        return
    date = random.choice(DATES) if random.random() < 0.7 else f"2024-02-0{random.randint(1, 9)}"
    portal.article(
        path,
        body=" ".join(random.choices(WORDS, k=12)),
        title=" ".join(random.choices(WORDS, k=4)),
        date=date,
        tags=random.choice([["phúc lợi"], []]) or None,
        status=random.choice(["draft", None, None, None]),
        expires=random.choice(["2026-10-01", None, None]) if date < "2026-10" else None,
    )


@pytest.mark.parametrize("seed", range(4))
def test_any_edits_end_in_a_clean_builds_bytes(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    portal = Portal(tmp_path, NEWSROOM_SEARCH=True)
    for _build in range(8):
        for _edit in range(random.randint(1, 3)):
            edit(portal, random)
        if random.random() < 0.2:
            portal.now += 60 * 60 * 24 * 40
        portal.build()
        now = index(portal)
        clean = Portal(tmp_path / f"clean{_build}", NEWSROOM_SEARCH=True)
        clean.now = portal.now
        shutil.copytree(portal.content, clean.content, dirs_exist_ok=True)
        clean.build()
        assert now == index(clean)


def test_arranging_all_anew_keeps_the_index(tmp_path: Path) -> None:
    portal = Portal(tmp_path, NEWSROOM_SEARCH=True)
    for number, date in enumerate(DATES[:4]):
        portal.article(f"cong-doan/{number}.md", date=date)
    portal.build()
    portal.overrides["DEFAULT_PAGINATION"] = 3
    portal.build()
    assert portal.tree() == portal.clean_tree(tmp_path / "clean")
    assert index(portal)


def test_an_edit_of_a_body_rewrites_the_shards_of_its_words_alone(tmp_path: Path) -> None:
    portal = Portal(tmp_path, NEWSROOM_SEARCH=True)
    for number, date in enumerate(DATES[:8]):
        portal.article(
            f"cong-doan/{number}.md", summary="Sapo.", body=f"Chuyện thứ {number}.", date=date
        )
    portal.build()
    before = index(portal)
    portal.article("cong-doan/0.md", summary="Sapo.", body="Chuyện thứ không.", date=DATES[0])
    portal.build()
    after = index(portal)
    differ = {path for path in before if before[path] != after[path]}
    assert before.keys() == after.keys()
    assert differ
    assert all(path.startswith("tim-kiem/0/") for path in differ)
    assert len(differ) < len([path for path in after if path.startswith("tim-kiem/0/")])


def test_a_publish_makes_no_shard_of_an_older_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many words it shares with what is there, what it says is of the newest alone."""
    portal = Portal(tmp_path, NEWSROOM_SEARCH=True)
    for number, date in enumerate(DATES[:8]):
        portal.article(f"cong-doan/{number}.md", body=" ".join(WORDS), date=date)
    portal.build()
    asked: list[tuple[str, str]] = []
    of_parts = postings.of_parts

    def noted(*of: Any) -> postings.Rows:
        asked.append(of[2])
        return of_parts(*of)

    monkeypatch.setattr(postings, "of_parts", noted)
    portal.article("cong-doan/moi.md", body=" ".join(WORDS), date="2025-04-22 10:00")
    portal.build()
    assert set(asked) == {("2025-04-5", "2025-04-5")}
    asked.clear()
    portal.article("cong-doan/cu.md", body=" ".join(WORDS), date=DATES[1])
    portal.build()
    assert set(asked) == {("", "2025-00")}
    assert portal.tree() == portal.clean_tree(tmp_path / "clean")


def test_a_takedown_leaves_no_word_of_it(tmp_path: Path) -> None:
    portal = Portal(tmp_path, NEWSROOM_SEARCH=True)
    portal.article("cong-doan/a.md", title="Ở lại")
    portal.build()
    alone = index(portal)
    portal.article("cong-doan/b.md", title="Bí mật", date="2025-04-22 09:15:01")
    portal.build()
    assert index(portal) != alone
    (portal.content / "cong-doan/b.md").unlink()
    portal.build()
    assert index(portal) == alone


def test_without_search_there_is_no_trace_of_it(tmp_path: Path) -> None:
    portal = Portal(tmp_path)
    portal.article("cong-doan/a.md")
    portal.build()
    assert index(portal) == {}
    assert not [path for path, data in portal.tree().items() if b"tim-kiem" in data]


def test_without_script_another_engine_is_offered(tmp_path: Path) -> None:
    engine = "https://duckduckgo.com/?q=site%3A{host}"
    portal = Portal(tmp_path, NEWSROOM_SEARCH=True, NEWSROOM_SEARCH_ELSEWHERE=engine)
    portal.article("cong-doan/a.md")
    for address, offered in (("https://bao.example.org/tin", True), ("", False)):
        portal.overrides["SITEURL"] = address
        portal.build()
        page = portal.tree()["tim-kiem/index.html"].decode()
        link = '<a href="https://duckduckgo.com/?q=site%3Abao.example.org"'
        assert (link in page.partition("<noscript>")[2]) == offered
        assert "duckduckgo" not in page or offered


def test_search_can_be_turned_on_and_off(tmp_path: Path) -> None:
    portal = Portal(tmp_path)
    portal.article("cong-doan/a.md")
    portal.build()
    portal.overrides["NEWSROOM_SEARCH"] = True
    portal.build()
    assert "tim-kiem/0/0.json" in index(portal)
    portal.overrides["NEWSROOM_SEARCH"] = False
    portal.build()
    assert index(portal) == {}
