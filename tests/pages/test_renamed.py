# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sections, units, authors, dossiers and topics that have another name: old addresses lead on."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest

from newsroom.deploy.moved import moved
from newsroom.errors import ContentError
from tests.portal import NOW, REGISTRIES, Portal

A = "cong-doan/2025/04/a.md"
SECTIONS = REGISTRIES["sections.yaml"]


def target(portal: Portal, path: str) -> str:
    return (
        portal.page(path)
        .select_one('link[rel="canonical"]')["href"]
        .removeprefix("https://bao.example.org")
    )


def rename(portal: Portal) -> None:
    """*Đời sống* becomes *An sinh*, with its folder."""
    text = SECTIONS.replace("slug: doi-song", "slug: an-sinh\n          former: [/doi-song/]")
    portal.write("data/sections.yaml", text)
    (portal.content / "doi-song").rename(portal.content / "an-sinh")


def fill(portal: Portal, count: int = 16) -> None:
    for number in range(1, count + 1):
        portal.article(f"doi-song/2025/b{number}.md", date=f"2025-04-{number:02}")
    portal.build()


def test_a_renamed_section_leads_on(portal: Portal, tmp_path: Path) -> None:
    fill(portal)
    before = {path for path in portal.tree() if path.startswith(("doi-song/", "rss/doi-song"))}
    rename(portal)
    portal.build()
    after = portal.tree()
    assert before == {path for path in after if path.startswith(("doi-song/", "rss/doi-song"))}
    assert target(portal, "doi-song/index.html") == "/an-sinh/"
    assert target(portal, "doi-song/trang/1/index.html") == "/an-sinh/trang/1/"
    old, new = (
        feedparser.parse(after[f"rss/{name}.rss"]).entries for name in ("doi-song", "an-sinh")
    )
    assert [item.id for item in old] == [item.id for item in new] and len(new) == 16
    assert after == portal.clean_tree(tmp_path)


def test_servers_are_told(portal: Portal) -> None:
    fill(portal, 11)
    rename(portal)
    portal.build()
    told = moved(portal.settings, NOW).redirects
    assert told["/doi-song/"] == told["/doi-song"] == "/an-sinh/"
    assert told["/doi-song/trang/1/"] == "/an-sinh/trang/1/"
    assert told["/rss/doi-song.rss"] == "/rss/an-sinh.rss"
    assert told["/rss/doi-song.json"] == "/rss/an-sinh.json"
    assert not set(told) & set(told.values())  # no chains


@pytest.mark.parametrize(
    ("file", "text", "leads"),
    [
        ("series.yaml", "- {slug: moi, name: Mới, former: [/chuyen-de/cu/]}\n",
         ("chuyen-de/cu/index.html", "/chuyen-de/moi/")),
        ("authors.yaml", "- {name: Minh Khôi, former: [/tac-gia/minh-khoi-cu/]}\n",
         ("tac-gia/minh-khoi-cu/index.html", "/tac-gia/minh-khoi/")),
        ("tags.yaml", "- {name: an toàn, former: [/tag/at/, /chu-de/at.html]}\n",
         ("tag/at/index.html", "/tag/an-toan/")),
        ("tags.yaml", "- {name: an toàn, former: [/tag/at/, /chu-de/at.html]}\n",
         ("chu-de/at.html", "/tag/an-toan/")),
        ("districts.yaml",
         REGISTRIES["districts.yaml"].replace(
             "kind: quận", "kind: quận\n          former: [/dia-ban/dong-da/]"
         ), ("dia-ban/dong-da/index.html", "/dia-ban/quan-dong-da/")),
    ],
)  # fmt: skip
def test_every_sort_of_list_may_have_old_addresses(
    portal: Portal, tmp_path: Path, file: str, text: str, leads: tuple[str, str]
) -> None:
    old, new = leads
    portal.article(A, tags=["an toàn"], series="moi")
    portal.write("data/series.yaml", "- {slug: moi, name: Mới}\n")
    portal.build()
    portal.write(f"data/{file}", text)
    portal.build()
    assert target(portal, old) == new
    assert portal.tree() == portal.clean_tree(tmp_path)
    if file == "series.yaml":
        portal.write(f"data/{file}", "- {slug: moi, name: Mới}\n")
        portal.build()
        assert old not in portal.tree()


def test_a_topic_that_nobody_names_any_more_leads_nowhere(portal: Portal, tmp_path: Path) -> None:
    portal.write("data/tags.yaml", "- {name: an toàn, former: [/tag/at/]}\n")
    portal.article(A, tags=["an toàn"])
    portal.build()
    portal.article(A)
    portal.build()
    assert not [path for path in portal.tree() if path.startswith("tag/a")]
    assert portal.tree() == portal.clean_tree(tmp_path)


def test_an_old_name_that_is_taken_again(portal: Portal) -> None:
    fill(portal, 1)
    rename(portal)
    portal.build()
    text = (portal.content / "data/sections.yaml").read_text()
    portal.write("data/sections.yaml", text + "- {slug: doi-song, name: Đời sống mới}\n")
    with pytest.raises(ContentError) as told:
        portal.build()
    (problem, *_more) = [p for p in told.value.problems if "former" in p.message]
    assert problem.path == "data/sections.yaml" and problem.line == 8
    assert "/doi-song/index.html" in problem.message


@pytest.mark.parametrize("second", ["[/doi-song/]", "[/cong-doan/]"])
def test_two_may_not_have_one_old_address(portal: Portal, second: str) -> None:
    text = SECTIONS.replace("slug: doi-song", "slug: an-sinh\n          former: [/doi-song/]")
    text = text.replace("parent: cong-doan", f"parent: cong-doan\n          former: {second}")
    portal.write("data/sections.yaml", text)
    with pytest.raises(ContentError, match="former"):
        portal.build()


def test_its_own_address_is_no_old_one(portal: Portal, tmp_path: Path) -> None:
    text = SECTIONS.replace("slug: doi-song", "slug: doi-song\n          former: [/doi-song/]")
    portal.write("data/sections.yaml", text)
    portal.article("doi-song/2025/b.md")
    portal.build()
    assert target(portal, "doi-song/index.html") == "/doi-song/"


@pytest.mark.parametrize("address", ["/cat.php?id=5", "https://other.example/x/"])
def test_what_can_be_no_page_is_told(portal: Portal, address: str) -> None:
    text = SECTIONS.replace("slug: doi-song", f'slug: doi-song\n          former: ["{address}"]')
    portal.write("data/sections.yaml", text)
    with pytest.raises(ContentError, match="former"):
        portal.build()


def test_addresses_that_name_the_section_lead_on_too(portal: Portal, tmp_path: Path) -> None:
    pattern = "{section}/{slug}.html"
    portal.overrides |= {"ARTICLE_URL": pattern, "ARTICLE_SAVE_AS": pattern}
    fill(portal, 2)
    rename(portal)
    portal.build()
    assert target(portal, "doi-song/b1.html") == "/an-sinh/b1.html"
    assert moved(portal.settings, NOW).redirects["/doi-song/b2.html"] == "/an-sinh/b2.html"
    assert portal.tree() == portal.clean_tree(tmp_path)
    portal.write("data/sections.yaml", SECTIONS.replace("doi-song", "an-sinh"))
    portal.build()
    assert "doi-song/b1.html" not in portal.tree()
    assert portal.tree() == portal.clean_tree(tmp_path / "second")
