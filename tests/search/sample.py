# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small site to search in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.portal import Portal

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))

TITLES = {
    "qua": "Công đoàn Đống Đa trao quà Tết",
    "doan": "Bài thơ đoán điềm",
    "cong-an": "Công an phường kiểm tra",
    "nha": "Nhà ở cho người lao động: 1.500 căn",
    "so": "Nghị quyết 02/NQ-BCH năm 2025",
}


def make(root: Path, **settings: Any) -> Portal:
    """Build it."""
    made = Portal(root, NEWSROOM_SEARCH=True, **settings)
    for day, (slug, title) in enumerate(TITLES.items(), 1):
        made.article(
            f"doi-song/{slug}.md", title=title, date=f"2025-05-0{day}", district="toan-thanh-pho"
        )
    made.article(
        "doi-song/than.md",
        title="Chuyện chiều nay",
        summary="Một buổi ở xưởng.",
        body="Thợ mộc kể chuyện hòa giải.",
        author="Thúy Hà",
    )
    for number in range(14):
        made.article(
            f"cong-doan/thuong-{number}.md",
            title=f"Tiền thưởng đợt {number}",
            summary="Người thợ nhận <b>tiền thưởng</b> & quà.",
            date=f"2024-03-{number + 1:02} 08:00",
        )
    made.article(
        "cong-doan/ld.md", title="Liên đoàn Lao động tỉnh họp", date="2025-04-06", body="Một."
    )
    made.article("cong-doan/tat.md", title="LĐLĐ thành phố họp", date="2025-04-07", body="Hai.")
    made.article("cong-doan/roi.md", title="Lao động và đoàn kết", date="2025-04-08", body="Ba.")
    made.write("data/synonyms.yaml", "- name: LĐLĐ\n  means: [liên đoàn lao động]\n")
    made.build()
    return made
