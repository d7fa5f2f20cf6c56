# SPDX-License-Identifier: AGPL-3.0-or-later
"""What grows without end: many terms, many articles of a month, many or long values of a field."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from newsroom.errors import ContentError
from newsroom.pages import sitemap
from newsroom.publish.sitemaps import MAX_BYTES, MAX_URLS, fits
from newsroom.read.schema import ARTICLE
from newsroom.read.spec import LONGEST, MOST, ValueKind
from tests.pages.test_machine import locations
from tests.portal import Portal

ROOT = "https://bao.example.org"
A = "cong-doan/2025/04/a.md"


def maps(portal: Portal) -> dict[str, list[str]]:
    """What each sitemap holds, by its name; the index names all that there are, and no other."""
    listed = locations(portal, "sitemap.xml")
    names = [address.rpartition("/")[2] for address in listed]
    assert sorted(names) == sorted(path.name for path in (portal.output / "sitemap").iterdir())
    return {name: locations(portal, f"sitemap/{name}") for name in names}


def test_a_part_is_within_the_limits_of_the_protocol() -> None:
    assert sitemap.PART <= MAX_URLS
    longest = len("<url><loc></loc><lastmod>2025-04-22T09:15:00+07:00</lastmod></url>\n") + 2047
    assert sitemap.PART * longest < MAX_BYTES


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "PART", 5)


@pytest.mark.usefixtures("small")
def test_sitemaps_are_split_as_lists_and_months_grow_and_shrink(portal: Portal) -> None:
    for number in range(12):
        tags = [f"thẻ {number:02}"]
        portal.article(
            f"cong-doan/2025/04/b{number:02}.md", date=f"2025-04-{number + 1:02}", tags=tags
        )
    portal.build()
    found = maps(portal)
    assert [len(found[name]) for name in ("2025-04.xml", "2025-04-1.xml", "2025-04-2.xml")] == [
        5,
        5,
        2,
    ]
    assert found["2025-04.xml"][-1] == f"{ROOT}/2025/04/b00.html"  # the oldest are in the first
    site = {url for name, urls in found.items() if name.startswith("site") for url in urls}
    assert {f"{ROOT}/tag/the-{number:02}/" for number in range(12)} <= site
    assert len(found["site-1.xml"]) == 5
    assert portal.build().rendered == 0
    for number in range(2, 12):
        (portal.content / f"cong-doan/2025/04/b{number:02}.md").unlink()
    portal.build()
    assert "2025-04-1.xml" not in maps(portal)
    assert portal.tree() == portal.clean_tree(portal.root / "clean")


@pytest.mark.usefixtures("small")
def test_every_address_stands_in_one_part(portal: Portal) -> None:
    for number in range(23):
        portal.article(f"cong-doan/2025/04/b{number:02}.md", date=f"2025-04-{number + 1:02}")
    portal.build()
    parts = [urls for name, urls in maps(portal).items() if name.startswith("2025-04")]
    assert sum(map(len, parts)) == len({url for urls in parts for url in urls}) == 23
    assert all(max(earlier) < min(later) for earlier, later in pairwise(parts))


def test_what_is_too_long_for_a_sitemap_is_known_before_it_is_written() -> None:
    assert fits(f"{ROOT}/" + "a" * 2000)
    assert not fits(f"{ROOT}/" + "a" * 2030)
    assert not fits("/a.html")


def test_a_feed_s_items_name_a_few_of_many_tags(portal: Portal) -> None:
    portal.article(A, tags=[f"thẻ {number}" for number in range(60)])
    portal.build()
    feed = (portal.output / "rss/tin-moi.rss").read_text("utf-8")
    assert feed.count("<category>") == 10 and "<category>Công đoàn</category>" in feed


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("tags", [f"thẻ {number}" for number in range(MOST + 1)]),
        ("author", [f"Tác giả {number}" for number in range(MOST + 1)]),
        ("district", ["Quận Đống Đa"] * (MOST + 1)),
        ("aliases", [f"/cu/{number}.html" for number in range(MOST + 1)]),
        ("related", ["cong-doan/2025/04/b.md"] * (MOST + 1)),
        ("unrelated", ["cong-doan/2025/04/b.md"] * (MOST + 1)),
        ("corrections", [{"date": "2025-04-23", "text": "Sửa."}] * (MOST + 1)),
        ("summary", "a" * (LONGEST + 1)),
        ("image", {"src": "https://example.org/a.webp", "alt": "a" * (LONGEST + 1)}),
        ("corrections", [{"date": "2025-04-23", "text": "a" * (LONGEST + 1)}]),
    ],
)
def test_a_field_with_more_than_it_takes_is_told_of(
    portal: Portal, field: str, values: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en")
    portal.article("cong-doan/2025/04/b.md")
    portal.overrides["NEWSROOM_PICTURE_HOSTS"] = ["example.org"]
    portal.article(A, **{field: values})
    with pytest.raises(ContentError) as caught:
        portal.build()
    told = [problem for problem in caught.value.problems if problem.path == A]
    assert len(told) == 1 and "the field takes" in told[0].message, told


def test_no_field_is_without_an_end() -> None:
    lists = {
        ValueKind.NAMES,
        ValueKind.SOURCES,
        ValueKind.STORIES,
        ValueKind.OLD_URLS,
        ValueKind.SLUGS,
        ValueKind.GROUPS,
    }
    for spec in [s for whole in ARTICLE.specs for s in (whole, *whole.parts.specs)]:
        assert 0 < spec.longest <= LONGEST
        assert spec.kind not in lists or 0 < spec.most <= MOST
