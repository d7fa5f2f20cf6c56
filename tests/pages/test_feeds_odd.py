# SPDX-License-Identifier: AGPL-3.0-or-later
"""Feeds of odd stories are read all the same, and all feeds of a large archive stay small."""

from __future__ import annotations

import json
from datetime import date, timedelta

import feedparser
import pytest

from tests.portal import Portal

FOLDER = "cong-doan/2025/04"
ODD = {
    "long": {"title": "Dài " * 49},
    "cdata": {"title": "Tin ]]> và <![CDATA[", "summary": "]]>"},
    "emoji": {"title": "Chúc mừng 🎉 👩‍🏭 🇻🇳"},
    "no-sapo": {"summary": None},
    "markup": {"title": "5 < 6 & <b>đậm</b>", "tags": ["a & b"], "author": "<i>Khôi</i>"},
}


@pytest.mark.parametrize("full", [False, True])
def test_odd_stories_are_read_in_every_format(portal: Portal, full: bool) -> None:
    portal.overrides["NEWSROOM_FEED_FULL_TEXT"] = full
    for number, (name, fields) in enumerate(ODD.items()):
        portal.article(f"{FOLDER}/{name}.md", date=f"2025-04-0{number + 1}", **fields)
    portal.build()
    rss, atom = (
        feedparser.parse((portal.output / f"rss/tin-moi.{ending}").read_bytes())
        for ending in ("rss", "atom")
    )
    told = json.loads((portal.output / "rss/tin-moi.json").read_bytes())["items"]
    assert not rss.bozo and not atom.bozo
    ids = [entry.id for entry in rss.entries]
    assert len(ids) == len(ODD)
    assert ids == [entry.id for entry in atom.entries] == [item["id"] for item in told]
    assert told[0]["title"] == "5 < 6 & đậm"  # plain text: tags are dropped when it is read
    assert told[0]["authors"] == [{"name": "Khôi"}]
    assert all(("content_html" in item) == full for item in told)


def test_all_feeds_of_a_large_archive_fit_into_sixty_megabytes(portal: Portal) -> None:
    """By counts of a generated archive: 2,000 tags, 156 units, 40 authors, 8 sections."""
    sapo = "Liên đoàn Lao động thành phố trao quà cho đoàn viên có hoàn cảnh khó khăn. " * 4
    for number in range(31):
        portal.article(
            f"{FOLDER}/b{number}.md",
            title="Công đoàn chăm lo đời sống đoàn viên, người lao động dịp Tháng Công nhân",
            date=str(date(2025, 4, 1) + timedelta(number)),
            summary=sapo.strip(),
            tags=["an toàn lao động", "bảo hiểm xã hội", "nhà ở", "tiền lương"],
        )
    portal.build()
    size = {path: len(data) for path, data in portal.tree().items()}
    of_section = sum(size[f"rss/cong-doan.{ending}"] for ending in ("rss", "atom", "json"))
    of_term = max(size[f"rss/{name}.rss"] for name in ("tag/nha-o", "dia-ban/quan-dong-da"))
    assert (1 + 8) * of_section + (2_000 + 156 + 40) * of_term <= 60_000_000
