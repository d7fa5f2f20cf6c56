# SPDX-License-Identifier: AGPL-3.0-or-later
"""Arranging across builds: spellings, collisions, what is live."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsroom.errors import ContentError
from tests.portal import Portal

FOLDER = "cong-doan/2025/04"


@pytest.fixture(autouse=True)
def english(vietnamese: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def problems_of(portal: Portal) -> list[str]:
    with pytest.raises(ContentError) as caught:
        portal.build()
    return [str(problem) for problem in caught.value.problems]


# ---------------------------------------------------------------------------------- spellings


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [("tags", ["báo"], ["bão"]), ("author", "Hà Phương", "Hạ Phương")],
)
@pytest.mark.parametrize("apart", [False, True], ids=["in one build", "in two builds"])
def test_words_that_differ_in_their_marks_cannot_share_an_address(
    portal: Portal, field: str, first: object, second: object, apart: bool
) -> None:
    portal.article(f"{FOLDER}/a.md", **{field: first})
    if apart:
        portal.build()
    portal.article(f"{FOLDER}/b.md", date="2025-04-23", **{field: second})
    (problem,) = problems_of(portal)
    assert field in problem
    for name in (first, second):
        assert (name[0] if isinstance(name, list) else str(name)) in problem


def test_an_edit_from_one_word_to_the_other_is_refused_as_a_clean_build_does(
    portal: Portal,
) -> None:
    for name in ("a", "b"):
        portal.article(f"{FOLDER}/{name}.md", tags=["báo"], date=f"2025-04-2{ord(name) % 9}")
    portal.build()
    portal.article(f"{FOLDER}/b.md", tags=["bão"], date="2025-04-28")
    assert '"báo"' in problems_of(portal)[0]


def test_the_odd_spelling_is_told_and_not_those_that_agree(portal: Portal) -> None:
    """Seven write "Thu Hằng", one "Thu Hang": it is the one that hears of it, with the line."""
    for number in range(7):
        path, date = f"doi-song/2025/04/a{number}.md", f"2025-04-0{number + 1}"
        portal.article(path, author="Thu Hằng", date=date)
    portal.article("doi-song/2025/04/x.md", author=["Minh Khôi", "Thu Hang"])
    (problem,) = problems_of(portal)
    assert problem.startswith(
        'doi-song/2025/04/x.md:4: author: "Thu Hang" would share the address /tac-gia/thu-hang/ '
        'with "Thu Hằng" (doi-song/2025/04/a0.md:4); write it like that'
    )


def test_the_record_of_an_author_says_how_the_byline_is_spelled(portal: Portal) -> None:
    portal.write("data/authors.yaml", "- name: Minh Khôi\n- name: Thu Hằng\n")
    portal.article("doi-song/2025/04/a.md", author="Thu Hang")
    (problem,) = problems_of(portal)
    assert problem.startswith(
        'doi-song/2025/04/a.md:4: author: "Thu Hang" would share the address /tac-gia/thu-hang/ '
        'with "Thu Hằng" (data/authors.yaml'
    )


def test_a_section_that_wants_a_folder_of_the_site_is_told_in_its_registry(portal: Portal) -> None:
    more = "\n- slug: tac-gia\n  name: Tác giả\n"
    portal.write("data/sections.yaml", "- slug: cong-doan\n  name: Công đoàn\n" + more)
    portal.article("cong-doan/2025/04/a.md")
    found = problems_of(portal)
    assert found and all(
        text.startswith('data/sections.yaml:4: slug: "tac-gia"') for text in found
    ), found


def test_one_article_cannot_have_both(portal: Portal) -> None:
    portal.article(f"{FOLDER}/a.md", tags=["báo", "bão"])
    assert problems_of(portal)[0].startswith(f"{FOLDER}/a.md")


def test_all_articles_may_change_the_word_at_once(portal: Portal) -> None:
    for tag in ("báo", "bão"):
        for number in range(3):
            portal.article(f"{FOLDER}/{number}.md", tags=[tag], date=f"2025-04-0{number + 1}")
        portal.build()
    assert portal.page("tag/bao/index.html").h1.text.strip().lower() == "bão"


@pytest.mark.parametrize("other", ["Phúc Lợi", "phúc  lợi", "PHÚC LỢI"])
def test_another_case_is_the_same_word(portal: Portal, other: str) -> None:
    portal.article(f"{FOLDER}/a.md", tags=["phúc lợi"])
    portal.article(f"{FOLDER}/b.md", tags=[other], date="2025-04-23")
    portal.build()


def test_a_byline_is_never_taken_for_a_profile_with_other_marks(portal: Portal) -> None:
    portal.write("data/authors.yaml", "- {name: Hà Phương, bio: Phóng viên.}\n")
    portal.article(f"{FOLDER}/a.md", author="Hạ Phương")
    try:
        portal.build()
    except ContentError as error:
        assert "Hạ Phương" in str(error)  # told is as good as right
    else:
        assert "Hạ Phương" in portal.page("2025/04/a.html").select_one(".byline").text


# --------------------------------------------------------------------------------- collisions


def article(url: str) -> str:
    return (
        f"---\ntitle: Tựa\ndate: 2025-04-23\nauthor: An\ndistrict: Quận Đống Đa\n{url}\n---\nBài.\n"
    )


COLLISIONS = {
    "two articles": (f"{FOLDER}/a.md", "", f"{FOLDER}/2025-04-22-a.md", ""),
    "article and url": (f"{FOLDER}/a.md", "", f"{FOLDER}/b.md", "url: /2025/04/a.html"),
    "two urls": (f"{FOLDER}/a.md", "url: /x.html", f"{FOLDER}/b.md", "url: /x.html"),
    "article and alias": (f"{FOLDER}/a.md", "", f"{FOLDER}/b.md", "aliases: [/2025/04/a.html]"),
    "two aliases": (f"{FOLDER}/a.md", "aliases: [/cu]", f"{FOLDER}/b.md", "aliases: [/cu/]"),
    "alias and folder": (
        f"{FOLDER}/a.md",
        "aliases: [/x.htm]",
        f"{FOLDER}/b.md",
        "url: /x.htm/z.html",
    ),
    "page": ("pages/p.md", None, f"{FOLDER}/b.md", "url: /p.html"),
    "static file": ("images/a.svg", "", f"{FOLDER}/b.md", "url: /images/a.svg"),
}


@pytest.mark.parametrize("apart", [False, True], ids=["in one build", "in two builds"])
@pytest.mark.parametrize("case", COLLISIONS)
def test_two_sources_of_one_address_are_both_named(portal: Portal, case: str, apart: bool) -> None:
    first, field, second, other = COLLISIONS[case]
    if field is None:
        portal.write(first, "---\ntitle: Trang\n---\nBài.\n")
    else:
        portal.write(first, article(field) if first.endswith(".md") else "<svg/>")
    if apart:
        portal.build()
    portal.write(second, article(other))
    problems = problems_of(portal)
    assert len(problems) == 1
    assert first in problems[0] and second in problems[0]


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("/tag/an-toan/", "an-toan"),
        ("/cong-doan/", "cong-doan"),
        ("/dia-ban/quan-dong-da/", "quan-dong-da"),
        ("/luu-tru/2025/04/23/", "2025-04-23"),
        ("/rss/cong-doan.rss", "cong-doan"),
        ("/tag/", "tag/index.html"),
        ("/404.html", "404.html"),
        ("/robots.txt", "robots.txt"),
        ("/theme/css/site.css", "css/site.css"),
        ("/cong-doan", "cong-doan"),
    ],
)
def test_pages_of_the_site_keep_their_addresses(portal: Portal, url: str, named: str) -> None:
    portal.article(f"{FOLDER}/a.md", tags=["an toàn"], date="2025-04-23")
    portal.build()
    portal.article(f"{FOLDER}/b.md", url=url, date="2025-04-24")
    (problem,) = problems_of(portal)
    assert problem.startswith(f"{FOLDER}/b.md:") and named in problem


def test_a_collision_is_told_at_the_line_of_the_url(portal: Portal) -> None:
    portal.article(f"{FOLDER}/a.md")
    portal.write(f"{FOLDER}/b.md", article("url: /2025/04/a.html"))
    assert problems_of(portal)[0].startswith(f"{FOLDER}/b.md:6: ")


def test_two_articles_may_swap_their_addresses_in_one_build(portal: Portal, tmp_path: Path) -> None:
    for one, other in (("x", "y"), ("y", "x")):
        portal.article(f"{FOLDER}/a.md", url=f"/{one}.html", title="A")
        portal.article(f"{FOLDER}/b.md", url=f"/{other}.html", title="B", date="2025-04-23")
        portal.build()
        assert portal.page(f"{one}.html").h1.text.strip() == "A"
        assert portal.page(f"{other}.html").h1.text.strip() == "B"
    assert portal.tree() == portal.clean_tree(tmp_path / "clean")


def test_an_address_passes_from_a_deleted_article_to_another(portal: Portal) -> None:
    portal.article(f"{FOLDER}/a.md", url="/x.html", title="A")
    portal.build()
    (portal.content / FOLDER / "a.md").unlink()
    portal.article(f"{FOLDER}/b.md", aliases=["/x.html"], title="B")
    portal.build()
    assert portal.page("x.html").select_one("meta[http-equiv=refresh]")


def test_two_drafts_may_want_one_address(portal: Portal) -> None:
    portal.article(f"{FOLDER}/a.md", url="/x.html")
    portal.article(f"{FOLDER}/b.md", url="/x.html", status="draft")
    portal.build()
    portal.article(f"{FOLDER}/b.md", url="/x.html")
    assert len(problems_of(portal)) == 1


# -------------------------------------------------------------------------------------- live


@pytest.fixture
def linked(portal: Portal) -> Iterator[Portal]:
    portal.article(f"{FOLDER}/a.md", body=f"[xem]({{filename}}/{FOLDER}/b.md#muc)")
    yield portal


@pytest.mark.parametrize(
    "hidden", [{"status": "draft"}, {"date": "2027-01-01"}, {"expires": "2025-12-01"}]
)
def test_a_link_to_what_nobody_may_see_comes_alive_with_it(
    linked: Portal, hidden: dict[str, str]
) -> None:
    linked.article(f"{FOLDER}/b.md", **hidden)
    linked.build()
    link = linked.page("2025/04/a.html").select_one(".body a")
    assert link.get("href") is None and link["aria-disabled"] == "true"
    linked.article(f"{FOLDER}/b.md")
    linked.build()
    link = linked.page("2025/04/a.html").select_one(".body a")
    assert link["href"] == "/2025/04/b.html#muc" and link.get("aria-disabled") is None
    linked.article(f"{FOLDER}/b.md", **hidden)
    linked.build()
    assert linked.page("2025/04/a.html").select_one(".body a").get("href") is None


def test_a_link_follows_its_target_to_another_address(linked: Portal) -> None:
    linked.article(f"{FOLDER}/b.md")
    linked.build()
    linked.article(f"{FOLDER}/b.md", url="/moi.html")
    linked.build()
    assert linked.page("2025/04/a.html").select_one(".body a")["href"] == "/moi.html#muc"


@pytest.mark.parametrize("apart", [False, True], ids=["in one build", "in two builds"])
def test_two_articles_of_one_place_in_time_are_told(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, apart: bool
) -> None:
    # Paths settle ties, but for one pair in half a billion.
    monkeypatch.setattr(
        "newsroom.arrange.articles.order_key", lambda date, _path: int(date.timestamp())
    )
    portal.article(f"{FOLDER}/a.md")
    if apart:
        portal.build()
    portal.article(f"{FOLDER}/b.md")
    (problem,) = problems_of(portal)
    assert problem.startswith(f"{FOLDER}/b.md:3: date:") and f"{FOLDER}/a.md" in problem


# ----------------------------------------------------------------------------- the local day


@pytest.mark.parametrize("date", ["2025-07-01 05:00", "2025-06-30T22:00:00Z"])
def test_the_day_that_decides_a_unit_is_the_newsrooms_in_every_build(
    portal: Portal, date: str
) -> None:
    portal.article(f"{FOLDER}/a.md", date=date, district="Đống Đa")
    portal.build()
    ward = portal.output / "dia-ban/phuong-dong-da/index.html"
    before = ward.read_bytes()
    assert "Bài a" in before.decode()
    # A registry that changes: names are looked up again, and no article is read.
    portal.write("data/authors.yaml", "- {name: Hà Phương, bio: Phóng viên.}\n")
    portal.build()
    assert ward.read_bytes() == before
