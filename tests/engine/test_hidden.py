# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who reads the site can't tell what is hidden: the output is the one of a site without it.

That is more than that no word of a draft is published: no count, no spelling, no weight of a word,
no order and no picture follows from an article that nobody may see.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from tests.engine.test_statics import HIDDEN, SVG
from tests.portal import Portal

pytestmark = pytest.mark.usefixtures("english")

FOLDERS = ("cong-doan/2025/04", "cong-doan/phat-trien-doan-vien/2025/05", "doi-song/2025/04")
WORDS = ("lương", "tiền thưởng", "đình công", "nhà ở", "bữa ăn ca", "thoả ước", "tai nạn", "Tết")
AUTHORS = ("Minh Khôi", "minh khôi", "Thu Hà", "Ẩn Danh")
TAGS = ("Lương", "lương", "Nhà ở", "nhà Ở", "Bí mật")

STORY = st.fixed_dictionaries(
    {
        "folder": st.sampled_from(FOLDERS),
        "day": st.integers(1, 28),
        "author": st.sampled_from(AUTHORS),
        "tags": st.lists(st.sampled_from(TAGS), max_size=2, unique_by=str.casefold),
        "series": st.sampled_from((None, "xuan", "ha")),
        "district": st.sampled_from(("Quận Đống Đa", "Toàn thành phố")),
        "image": st.sampled_from((None, "images/a.svg", "images/b.svg", "images/c.svg")),
        "words": st.lists(st.sampled_from(WORDS), min_size=1, max_size=5),
        "corrected": st.booleans(),
    }
)
HIDDEN_STORY = st.tuples(STORY, st.sampled_from(HIDDEN))


def _write(portal: Portal, slug: str, minute: int, told: dict[str, Any], **state: Any) -> Path:
    fields = {name: told[name] for name in ("author", "tags", "series", "district", "image")}
    if told["corrected"]:
        fields["corrections"] = [{"date": "2026-01-02", "text": f"Sửa {slug}"}]
    fields |= {
        "title": f"{slug}: {' và '.join(told['words'])}",
        "summary": f"Sapo {slug} {told['words'][0]}",
        "date": f"2025-04-{told['day']:02} 08:{minute:02}",
        "aliases": [f"/cu/{slug}.html"],
    }
    body = f"{' '.join(told['words'] * 3)}.\n\n## Mục {slug}\n\n[x](/images/c.svg)"
    return portal.article(f"{told['folder']}/{slug}.md", body, **fields | state)


def _site(folder: str) -> Portal:
    portal = Portal(Path(folder))
    for name in "abc":
        portal.write(f"images/{name}.svg", SVG.format(name))
    portal.write(
        "data/series.yaml",
        "- {slug: xuan, name: Xuân}\n- {slug: ha, name: Hạ, image: images/c.svg}\n",
    )
    portal.write("data/authors.yaml", "- {name: Ẩn Danh, bio: Đời, photo: images/b.svg}\n")
    portal.write("pages/gioi-thieu.md", "---\ntitle: Giới thiệu\n---\nToà soạn.\n")
    return portal


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(STORY, min_size=1, max_size=7),
    st.lists(st.lists(HIDDEN_STORY, max_size=4), min_size=1, max_size=2),
    st.booleans(),
)
def test_the_output_is_that_of_a_site_without_what_is_hidden(
    shown: list[dict[str, Any]],
    builds: list[list[tuple[dict[str, Any], dict[str, Any]]]],
    were_visible: bool,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        portal = _site(folder)
        for number, told in enumerate(shown):
            _write(portal, f"hien-{number}", number, told)
        for turn, hidden in enumerate(builds):
            written = []
            for visible in (True, False) if were_visible else (False,):
                for number, (told, state) in enumerate(hidden):
                    written.append(
                        _write(
                            portal, f"an-{number}", 30 + number, told, **({} if visible else state)
                        )
                    )
                page = "---\ntitle: Trang ẩn\n{}\n---\n![x](/images/b.svg)\n"
                status = "published" if visible else "withdrawn"
                written.append(portal.write("pages/an.md", page.format(f"status: {status}")))
                portal.build()
            tree = portal.tree()
            for path in written:
                path.unlink(missing_ok=True)
            clean = portal.clean_tree(Path(folder) / f"clean-{turn}")
            assert tree.keys() == clean.keys()
            assert [path for path in tree if tree[path] != clean[path]] == []
