# SPDX-License-Identifier: AGPL-3.0-or-later
"""The panels of an article page: on real sites of few and of many articles."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from newsroom.engine.store_path import store_path
from newsroom.pages.panels import PanelCards, choose_panels
from newsroom.store.database import connect
from newsroom.store.neighbours import MOST, RELATED
from newsroom.store.reader import Reader
from newsroom.store.reads import HEADLINE, Read
from tests.portal import Portal

SIZES = {"in_lead": 2, "related": 2, "recommended": 2, "more": 3}


@pytest.fixture
def site(portal: Portal) -> Portal:
    portal.overrides |= {f"NEWSROOM_PANEL_{name.upper()}": size for name, size in SIZES.items()}
    portal.write("images/a.svg", "<svg/>")
    return portal


def path(number: int, folder: str = "cong-doan") -> str:
    return f"{folder}/2025/b{number:02}.md"


def put(site: Portal, number: int, folder: str = "cong-doan", **fields: Any) -> None:
    day = date(2025, 4, 1) + timedelta(number)
    values = {"date": f"{day} 08:00", "image": "images/a.svg", "summary": "Sapo."} | fields
    site.article(path(number, folder), **values)


def panels(site: Portal, number: int, folder: str = "cong-doan") -> PanelCards:
    return ask_panels(site, path(number, folder))[0]


def ask_panels(site: Portal, source: str) -> tuple[PanelCards, list[Read]]:
    connection = connect(store_path(site.settings), readonly=True)
    try:
        ask = Reader(connection)
        article = ask.article(source)
        assert article is not None
        ask.start()
        return choose_panels(ask, article, site.settings.newsroom), ask.reads
    finally:
        connection.close()


def related(found: PanelCards) -> list[str]:
    return [card.path for card in (*found.in_lead, *found.related)]


def shown(found: PanelCards) -> list[str]:
    rows = (found.in_lead, found.related, found.recommended, found.more)
    return [card.path for cards in rows for card in cards]


@pytest.mark.parametrize("count", [1, 2, 3, 30])
def test_each_article_has_what_there_is_and_no_story_twice(site: Portal, count: int) -> None:
    for number in range(count):
        put(site, number)
    site.build()
    for number in {0, count // 2, count - 1}:
        found = panels(site, number)
        stories = shown(found)
        assert len(stories) == len(set(stories)) == min(count - 1, sum(SIZES.values()))
        assert path(number) not in stories


def test_lists_by_date_look_back_from_the_article(site: Portal) -> None:
    for number in range(40):
        put(site, number)
    site.build()
    found = panels(site, 30)
    earlier = [path(n) for n in range(29, -1, -1) if path(n) not in related(found)]
    assert [card.path for card in (*found.recommended, *found.more)] == earlier[:5]


def test_the_first_articles_of_a_list_look_forward(site: Portal) -> None:
    for number in range(40):
        put(site, number)
    site.build()
    assert set(shown(panels(site, 0))) <= {path(number) for number in range(1, 30)}
    assert len(shown(panels(site, 0))) == sum(SIZES.values())


def test_hand_picked_stories_come_first_in_their_order(site: Portal) -> None:
    for number in range(12):
        put(site, number)
    put(site, 11, related=[path(2), path(7), path(0)])
    site.build()
    found = panels(site, 11)
    picked = [card.path for card in (*found.in_lead, *found.related)][:3]
    assert picked == [path(2), path(7), path(0)]


def test_the_series_comes_before_all_but_hand_picked_stories(site: Portal) -> None:
    site.write("data/series.yaml", "- {slug: ky-niem, name: Kỷ niệm}\n")
    put(site, 0, series="ky-niem", district="toan-thanh-pho")
    for number in range(1, 12):
        put(site, number, tags=["an toàn"])
    put(site, 12, tags=["an toàn"], series="ky-niem")
    site.build()
    assert panels(site, 12).in_lead[0].path == path(0)


STORIES = {
    "Trạm y tế phường khám mắt miễn phí": "Bác sĩ khám mắt và phát kính cho công nhân xưởng gỗ.",
    "Xưởng gỗ khám mắt định kỳ": "Công nhân xưởng gỗ được bác sĩ khám mắt, phát kính.",
    "Giải cờ tướng mùa xuân": "Kỳ thủ các cơ sở tranh tài cờ tướng, trao cúp sau vòng chung kết.",
    "Chung kết cờ tướng": "Kỳ thủ trẻ thắng giải cờ tướng, nhận cúp.",
    "Lớp dạy bơi dịp hè": "Bể bơi mở lớp cho thiếu nhi.",
}


def put_stories(site: Portal, **fields: dict[str, Any]) -> None:
    """Two stories on eyes, two on chess, one on swimming; fields by number: ``b1={...}``."""
    for number, (title, summary) in enumerate(STORIES.items()):
        put(site, number, **{"title": title, "summary": summary} | fields.get(f"b{number}", {}))


def test_related_stories_tell_of_the_same_thing(site: Portal) -> None:
    put_stories(site)
    site.build()
    assert related(panels(site, 0)) == [path(1)]
    assert related(panels(site, 1)) == [path(0)]  # an older story gains a newer neighbour
    assert related(panels(site, 3)) == [path(2)]
    assert related(panels(site, 4)) == []


def test_shared_tags_relate(site: Portal) -> None:
    put_stories(site, b0={"tags": ["sức khỏe"]}, b4={"tags": ["sức khỏe"]})
    site.build()
    assert related(panels(site, 4)) == [path(0)]


def test_banned_pairs_are_kept_apart_in_both_directions(site: Portal) -> None:
    put_stories(site, b1={"unrelated": [path(0)]})
    site.build()
    assert related(panels(site, 0)) == related(panels(site, 1)) == []
    put_stories(site)
    site.build()
    assert related(panels(site, 0)) == [path(1)]


EYES = {"tags": ["khám mắt", "xưởng gỗ"]}


def test_copies_of_a_story_are_shown_once(site: Portal) -> None:
    text = " ".join(f"Câu thứ {n} kể chuyện riêng của cơ sở {n * 7}." for n in range(30))
    put_stories(site, b1=EYES)
    story = {"title": "Thợ mộc khám mắt", "summary": "Xưởng gỗ phát kính."} | EYES
    for number in (5, 6):
        put(site, number, **story, body=text)
    site.build()
    found = related(panels(site, 1))
    assert len({path(5), path(6)} & {*found}) == 1
    assert path(5) not in related(panels(site, 6))  # nor beside its own copy


@pytest.mark.parametrize("chosen", [5, 6])
def test_no_copy_of_a_hand_picked_story_is_shown(site: Portal, chosen: int) -> None:
    text = " ".join(f"Câu thứ {n} kể chuyện riêng của cơ sở {n * 7}." for n in range(30))
    put_stories(site, b1={"related": [path(chosen)]})
    for number in (5, 6):
        put(site, number, title="Thợ mộc khám mắt", summary="Xưởng gỗ phát kính.", body=text)
    site.build()
    assert related(panels(site, 1)) == [path(chosen), path(0)]


def test_a_draft_that_is_published_relates_by_what_was_read(site: Portal) -> None:
    put_stories(site, b1={"date": "2026-12-01"})
    site.build()
    assert related(panels(site, 0)) == []
    site.now = int(datetime(2026, 12, 2, tzinfo=UTC).timestamp())
    assert site.build().read == 0
    assert related(panels(site, 0)) == [path(1)]
    site.now -= 30 * 86_400  # the clock was wrong
    assert site.build().read == 0
    assert related(panels(site, 0)) == []


def test_an_article_that_comes_back_among_copies_shows_none_of_what_it_showed(site: Portal) -> None:
    put_stories(site)
    site.build()
    assert related(panels(site, 1)) == [path(0)]
    put_stories(site, b1={"status": "draft"})
    site.build()
    text = " ".join(f"Câu thứ {n} kể chuyện riêng của cơ sở {n * 7}." for n in range(30))
    put_stories(site, b0={"status": "draft"})
    for number in (1, 5):
        put(site, number, title="Câu chuyện cơ sở", summary=None, body=text)
    site.build()
    assert related(panels(site, 1)) == []


def test_a_text_that_becomes_a_copy_behind_its_opening_is_known_for_one(site: Portal) -> None:
    start = " ".join(f"Câu thứ {n} kể chuyện riêng của cơ sở {n * 7}." for n in range(30))
    ends = [
        " ".join(f"Đoạn {n} nói về thợ {n * k}, nhà {n + k}." for n in range(90)) for k in (3, 7)
    ]
    put_stories(site, b1={"related": [path(5)]} | EYES)
    title = {"title": "Thợ mộc khám mắt", "summary": "Xưởng gỗ phát kính."} | EYES
    put(site, 5, body=f"{start} {ends[0]}", **title)
    put(site, 6, body=f"{start} {ends[1]}", **title)
    site.build()
    before = related(panels(site, 1))
    put(site, 6, body=f"{start} {ends[0]}", **title)
    site.build()
    assert path(6) in before and path(6) not in related(panels(site, 1))


def test_only_what_is_shown_is_watched(site: Portal) -> None:
    put_stories(site)
    site.build()
    reads = ask_panels(site, path(0))[1]
    assert ("path", HEADLINE, path(1), path(1)) in reads
    assert not any(path(2) in read for read in reads)
    (low, high) = next((low, high) for name, _, low, high in reads if name == RELATED)
    assert isinstance(low, int) and isinstance(high, int)
    assert high - low == MOST - 1  # it is short: whoever comes at its end is shown


def test_a_full_panel_does_not_watch_what_stands_behind(site: Portal) -> None:
    for number in range(9):
        put(site, number, title=f"Trao quà Tết cho công nhân nhà trọ {number}")
    site.build()
    reads = ask_panels(site, path(0))[1]
    (low, high) = next((low, high) for name, _, low, high in reads if name == RELATED)
    assert isinstance(low, int) and isinstance(high, int)
    assert high - low == SIZES["in_lead"] + SIZES["related"] - 1


def test_recommended_are_the_editors_picks_and_then_leading_stories(site: Portal) -> None:
    for number in range(30):
        put(site, number, image=None if number % 2 else "images/a.svg")
    site.write("data/slots.yaml", f"nen-xem:\n  - {path(23)}\n")
    site.build()
    found = panels(site, 29).recommended
    assert found[0].path == path(23)
    assert all(card.image for card in found[1:])


def test_picks_are_those_of_the_week_before_the_article(site: Portal) -> None:
    for number in range(30):
        put(site, number, image=None)
    chess = {"title": "Giải cờ tướng mùa xuân", "summary": "Kỳ thủ tranh cúp.", "body": "Xe, pháo."}
    put(site, 20, image=None, **chess)  # related to none
    site.write("data/slots.yaml", f"nen-xem:\n  - {path(20)}\n")
    site.build()
    shows = {n for n in range(30) if path(20) in [c.path for c in panels(site, n).recommended]}
    assert shows == set(range(21, 28))


def test_more_are_of_the_same_section(site: Portal) -> None:
    for number in range(30):
        put(site, number, ("cong-doan", "doi-song")[number % 2])
    site.build()
    found = panels(site, 29, "doi-song").more
    assert len(found) == SIZES["more"]
    assert {card.section for card in found} == {"doi-song"}


def test_a_sub_section_of_few_is_followed_by_its_section(site: Portal, tmp_path: Path) -> None:
    """The panel is full, its own stories first; an open page gets the section's newest."""
    sub = "cong-doan/phat-trien-doan-vien"
    site.overrides |= {"NEWSROOM_PANEL_IN_LEAD": 0, "NEWSROOM_PANEL_RELATED": 0}
    for number in range(20):
        put(site, number, sub if number in (4, 15) else "cong-doan", image=None)
    site.build()
    more = [str(a["href"]) for a in site.page("2025/04/b15.html").select(".more h3 a")]
    assert more == [f"/2025/04/b{number:02}.html" for number in (4, 14, 13)]
    panel = site.page("2025/04/b15.html").select_one(".more [data-fragment]")
    assert panel is not None and panel["data-fragment"] == "/manh/tin-khac/cong-doan.inc"
    assert site.tree() == site.clean_tree(tmp_path)


@pytest.mark.parametrize("drafts", [False, True])
def test_drafts_and_stories_that_are_not_due_are_never_shown(site: Portal, drafts: bool) -> None:
    site.overrides["NEWSROOM_DRAFTS"] = drafts
    put(site, 0)
    put(site, 1, status="draft")
    put(site, 2, date="2027-01-01")
    put(site, 3, expires="2025-12-01")
    put(site, 4, related=[path(1), path(2), path(3)])
    site.write("data/slots.yaml", f"nen-xem:\n  - {path(1)}\n  - {path(2)}\n")
    site.build()
    assert shown(panels(site, 4)) == [path(0)]


def test_a_static_page_that_is_hand_picked_is_no_story(site: Portal) -> None:
    site.write("pages/gioi-thieu.md", "---\ntitle: Giới thiệu\n---\nTòa soạn.\n")
    put(site, 0)
    put(site, 1, related=["pages/gioi-thieu.md"])
    site.build()
    assert shown(panels(site, 1)) == [path(0)]


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(*[st.integers(0, 4)] * 4), min_size=1, max_size=3))
def test_sizes_are_kept(sizes: list[tuple[int, int, int, int]]) -> None:
    """Panels of any size, on one stored list."""
    from newsroom.model import Article, Body
    from newsroom.settings import Newsroom
    from newsroom.store.lists import Lists
    from newsroom.store.reads import ListNames
    from tests.store.memory import add_article, card, new_store

    db = new_store()
    lists = Lists(db, ListNames(db), lambda *_: "")
    for key in range(9):
        number = add_article(db, card(str(key), key))
        lists.put("section/cong-doan", key, number)
        lists.put("leading", key, number)
    lists.write()
    for in_lead, related, recommended, more in sizes:
        wanted = Newsroom(
            panel_in_lead=in_lead,
            panel_related=related,
            panel_recommended=recommended,
            panel_more=more,
        )
        found = choose_panels(Reader(db), Article(card("8", 8), Body()), wanted)
        stories = shown(found)
        assert len(stories) == len(set(stories)) == min(8, recommended + more)
        assert "8" not in stories


def test_picks_show_their_sapo_where_the_paper_wants_it(site: Portal) -> None:
    site.overrides |= {"NEWSROOM_PANEL_IN_LEAD": 0, "NEWSROOM_PANEL_RELATED": 0}
    for number in (1, 2):
        site.article(
            f"cong-doan/2025/b{number}.md", summary=f"Sapo {number}.", image="images/a.svg"
        )
    site.write("images/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"/>')
    for wanted in (True, False):
        site.overrides["NEWSROOM_PANEL_RECOMMENDED_SAPO"] = wanted
        site.build()
        shown = [
            site.page(path).select(".recommended .sapo") for path in site.tree() if "/b1" in path
        ]
        fragment = (site.output / "manh/nen-xem.inc").read_text("utf-8")
        assert (bool(shown[0]), "Sapo 1." in fragment) == (wanted, wanted)


def test_where_few_stories_are_related_the_page_leads_to_its_section_and_units(
    site: Portal,
) -> None:
    for number in range(6):
        put(site, number, title=f"Trao quà Tết cho công nhân nhà trọ {number}")
    put(site, 9, title="Giải cờ tướng", body="Kỳ thủ tranh cúp.", district="Quận Đống Đa")
    put(site, 10, title="Lớp dạy bơi", body="Bể mở cho thiếu nhi.", district="toan-thanh-pho")
    site.build()
    pages = {n: site.page(f"2025/04/b{n:02}.html") for n in (0, 9, 10)}
    onward = {n: [a["href"] for a in page.select(".related > p a")] for n, page in pages.items()}
    assert onward == {
        0: [],  # full
        9: ["/cong-doan/", "/dia-ban/quan-dong-da/"],
        10: ["/cong-doan/"],
    }
    # A heading promises stories: without any there is but the way on.
    assert [bool(pages[n].select(".related h2")) for n in (0, 9, 10)] == [True, False, False]


def test_the_kicker_travels_with_the_headline(site: Portal) -> None:
    phu_xuyen = {"title": "Chú trọng công đoàn cơ sở", "kicker": "LĐLĐ huyện Phú Xuyên:"}
    told = "LĐLĐ huyện Phú Xuyên: Chú trọng công đoàn cơ sở"
    put(site, 1, **phu_xuyen, aliases=["/cu.html"])
    put(site, 2, title="Lớp dạy bơi", related=[path(1)])
    for number in range(3, 9):
        put(site, number, title=f"Trao quà Tết cho công nhân nhà trọ {number}")
    site.build()
    page = site.page("2025/04/b01.html")
    assert page.title is not None and page.title.get_text() == f"{told} | Báo Thử"
    assert page.select_one("meta[property='og:title']")["content"] == told  # type: ignore[index]
    assert page.select_one("h1").get_text() == phu_xuyen["title"]  # type: ignore[union-attr]
    other = site.page("2025/04/b02.html")
    assert [a.get_text() for a in other.select(".in-lead a")] == [told]
    assert told in [a.get_text() for a in site.page("2025/04/b03.html").select(".panel h3 a")]
    assert f"<title>{told}</title>" in (site.output / "rss/tin-moi.rss").read_text("utf-8")
    assert site.page("cu.html").title.get_text() == told  # type: ignore[union-attr]
    row = site.page("cong-doan/index.html").select_one(".row .kicker")
    assert row is not None and row.find_next("a").get_text() == phu_xuyen["title"]
