# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many pages each edit renders, which ones, and why: the numbers are the engine's promise."""

from __future__ import annotations

import os

from tests.engine.archive_site import TAGGED, ArchiveSite, source
from tests.engine.watching import articles, of_kind, watched

# The pages of lists that hold one article of the archive, besides the article's own page.
LISTS_OF_ONE = {
    "section": 1,
    "district": 1,
    "author": 1,
    "month": 1,
    "day": 1,
    "sitemap": 1,
}


# ------------------------------------------------------------------------------------- nothing


def test_a_second_build_does_nothing(archive: ArchiveSite) -> None:
    again = watched(archive)
    assert (again.pages, again.opened) == (set(), [])
    assert (again.report.read, again.report.written, again.report.removed) == (0, 0, 0)


def test_a_touched_file_is_looked_at_once_and_nothing_is_rendered(archive: ArchiveSite) -> None:
    os.utime(archive.content / source(20))
    touched = watched(archive)
    assert touched.opened == [source(20)]  # another time: one look; the same bytes: no more
    assert (touched.report.read, touched.pages) == (0, set())
    assert watched(archive).opened == []  # the new time is remembered


def test_the_clock_alone_does_nothing_when_nothing_is_due(archive: ArchiveSite) -> None:
    archive.now += 86_400
    assert watched(archive).pages == set()


# ------------------------------------------------------------------------------- one article


def test_an_edited_title_is_rendered_where_it_can_show(archive: ArchiveSite) -> None:
    archive.put(20, title="Tựa khác")
    edit = watched(archive)
    # Its own page, and the three articles after it: one has it in Nên xem, two in Tin khác.
    assert articles(edit) == {20, 21, 22, 23}
    # It is the 20th of its lists: the last on their page 4 of five. The front and the feeds hold
    # newer ones.
    assert of_kind(edit, "section") == {"cong-doan:4"}
    assert of_kind(edit, "month") == {"2025-04:4"}
    lists = LISTS_OF_ONE.keys() - {"sitemap"}  # which has no titles
    assert edit.kinds() == {"article": 4} | dict.fromkeys(lists, 1)
    assert (edit.report.rendered, edit.report.written) == (9, 9)  # all show it


def test_an_edited_body_renders_its_own_page(archive: ArchiveSite) -> None:
    archive.put(20, body="Thân bài khác.")
    edit = watched(archive)
    assert edit.pages == {f"article {source(20)}"}
    assert source(20) in edit.why[f"article {source(20)}"]
    assert (edit.report.read, edit.report.written) == (1, 1)


def test_a_correction_renders_the_article_and_the_page_of_corrections(archive: ArchiveSite) -> None:
    # Corrections stand on the article and on one page for all; cards don't carry them.
    archive.put(20, corrections=[{"date": "2025-05-01", "text": "Sửa số liệu."}])
    assert watched(archive).pages == {f"article {source(20)}", "corrections"}


def test_the_newest_article_renders_what_shows_the_newest(archive: ArchiveSite) -> None:
    archive.put(41)
    new = watched(archive)
    assert new.kinds() == {
        "article": 1,  # windows look back: no older article changes
        "home": 1,
        "404": 1,  # it shows the latest
        "section": 1,  # the front
        "district": 2,  # and its successor, which shows what was before it
        "author": 1,
        "month": 1,  # May's front
        "day": 7,  # its own, and the other six of its week, a Sunday's
        "year": 1,
        "archive": 1,
        "feed": 4,  # all, section, district, author
        "feed-atom": 2,  # all, section
        "feed-json": 2,
        "authors": 1,  # indexes show how many
        "districts": 1,
        "sitemap": 2,  # May, and the index
        "fragment": 2,  # today's Nên xem and Tin khác, for open pages
    }
    assert new.report.rendered == 31
    assert new.report.removed == 0


def test_numbered_pages_stay_as_they_are_when_news_comes_in(archive: ArchiveSite) -> None:
    archive.put(41)
    numbered = {path for path in watched(archive).replaced if "/trang/" in path}
    assert numbered == set()


def test_a_page_that_fills_up_changes_its_older_neighbour_alone(archive: ArchiveSite) -> None:
    for number in range(41, 46):
        archive.put(number)
    new = watched(archive)
    # 45 articles: page 8 (36 … 40) leaves the front, and page 7 gets a link to it.
    pages = {path for path in new.replaced if path.startswith("cong-doan/")}
    assert pages == {
        "cong-doan/index.html",
        "cong-doan/trang/7/index.html",
        "cong-doan/trang/8/index.html",
    }


def test_a_back_dated_article_renders_what_it_shifts(archive: ArchiveSite) -> None:
    archive.put(99, date="2025-04-20 07:00")  # the 20th now, just before article 20
    late = watched(archive)
    # Its own page, and those whose windows reach back over it.
    assert articles(late) == {99, 20, 21, 22}
    # Page 4 and all above shift.
    shifted = {"cong-doan", *(f"cong-doan:{number}" for number in range(4, 8))}
    assert of_kind(late, "section") == shifted
    assert {path for path in late.replaced if path.startswith("cong-doan/")} == {
        "cong-doan/index.html",
        *(f"cong-doan/trang/{number}/index.html" for number in range(4, 8)),
    }
    assert {kind: count for kind, count in late.kinds().items() if kind[:4] != "feed"} == {
        "article": 4,
        "section": 5,
        "district": 5,
        "author": 5,
        "month": 3,  # April's front and pages 4 and 5
        "day": 1,
        "year": 1,
        "archive": 1,
        "authors": 1,
        "districts": 1,
        "sitemap": 2,
    }


def test_a_deleted_article_renders_what_closes_the_gap(archive: ArchiveSite) -> None:
    archive.drop(20)
    gone = watched(archive)
    assert articles(gone) == {21, 22, 23}
    assert gone.opened == []
    # 39 articles: the article's page, its day's, page 7 of section, district and author, and
    # April's page 5 are gone.
    assert gone.report.removed == 6
    assert of_kind(gone, "section") == {"cong-doan", *(f"cong-doan:{n}" for n in range(4, 7))}
    assert of_kind(gone, "day") == {f"2025-04-{n}" for n in (14, 15, 16, 17, 18, 19, 21)}


def test_moved_to_another_section_it_keeps_its_address(archive: ArchiveSite) -> None:
    archive.drop(20)
    archive.put(20, "doi-song")
    moved = watched(archive)
    assert "2025/04/b20.html" in moved.replaced
    # The old section closes the gap (its page 7 is gone), the new one opens.
    assert of_kind(moved, "section") == {
        "doi-song",
        "cong-doan",
        *(f"cong-doan:{n}" for n in range(4, 7)),
    }
    # Another path, so another key within the second: the old and the new place are both touched.
    assert articles(moved) == {20, 21, 22, 23}
    assert {"home", "feed section/doi-song"} <= moved.pages
    assert "404" not in moved.pages  # it is not among the six latest
    assert (moved.report.read, moved.report.removed) == (1, 1)


def test_a_renamed_tag_renders_its_articles_and_its_own_pages(archive: ArchiveSite) -> None:
    for number in TAGGED:
        archive.put(number, tags=["bảo hộ"])
    renamed = watched(archive)
    assert of_kind(renamed, "tag") == {"bao-ho"}
    assert of_kind(renamed, "feed") >= {"tag/bao-ho"}
    assert "tags" in renamed.pages
    assert "feeds" not in renamed.pages  # it tells of topics by their index alone
    assert articles(renamed) == set(TAGGED)  # others show its cards, which have no tags
    assert renamed.report.removed == 2  # the old tag's page and feed


def test_a_spelling_that_stays_in_the_minority_changes_only_its_article(
    archive: ArchiveSite,
) -> None:
    archive.put(15, tags=["AN TOÀN"])
    edit = watched(archive)
    assert edit.pages == {f"article {source(15)}", "feed tag/an-toan"}
    heading = archive.page("tag/an-toan/index.html").h1.text.strip()
    assert heading.lower() == "an toàn" and heading != "AN TOÀN"  # 3 spellings against 1


def test_a_draft_renders_nothing_until_it_is_published(archive: ArchiveSite) -> None:
    archive.put(41, status="draft")
    draft = watched(archive)
    assert (draft.report.read, draft.pages) == (1, set())
    archive.put(41)
    published = watched(archive)
    archive.restore()
    archive.put(41)
    assert published.pages == watched(archive).pages  # just what a new article renders


def test_published_when_due_renders_what_a_new_article_would(archive: ArchiveSite) -> None:
    archive.put(41, date="2026-10-01 06:00")  # NOW is 2026-09-21
    waiting = watched(archive)
    assert waiting.pages == set()
    due = waiting.report.next_due
    assert due is not None
    archive.now = due - 1
    assert watched(archive).pages == set()
    archive.now = due
    published = watched(archive)
    assert published.opened == []  # the clock opens no file
    archive.restore()
    archive.now = due
    archive.put(41, date="2026-10-01 06:00")
    assert published.pages == watched(archive).pages


def test_taken_down_when_expired_renders_what_a_deletion_would(archive: ArchiveSite) -> None:
    archive.put(20, expires="2026-10-01 06:00")
    due = watched(archive).report.next_due
    assert due is not None
    archive.now = due
    expired = watched(archive)
    assert (expired.opened, expired.report.removed) == ([], 6)
    archive.restore()
    archive.drop(20)
    assert expired.pages == watched(archive).pages


def test_the_clock_may_go_back(archive: ArchiveSite) -> None:
    before = archive.tree()
    archive.put(20, expires="2026-10-01 06:00")
    archive.build()
    archive.now += 30 * 86_400
    watched(archive)
    assert not (archive.output / "2025/04/b20.html").exists()
    archive.now -= 30 * 86_400
    watched(archive)
    assert archive.tree() == before
