# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many pages an edit of a registry, the theme or the settings renders, and which ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsroom.arrange.update import Update
from newsroom.model import Entry
from tests.engine.archive_site import SVG, ArchiveSite, source
from tests.engine.watching import articles, watched
from tests.portal import REGISTRIES

NAMED = (".html", ".rss", ".atom", ".json", ".opml", ".webmanifest")
"""Endings of the files that carry the paper's name."""

# --------------------------------------------------------------------------------- registries


def test_a_biography_renders_the_author(archive: ArchiveSite) -> None:
    archive.write("data/authors.yaml", "- {name: Minh Khôi, bio: Phóng viên.}\n")
    archive.build()
    archive.write("data/authors.yaml", "- {name: Minh Khôi, bio: Biên tập viên.}\n")
    edit = watched(archive)
    # The author's front and seven pages, the index of authors, the author's feed.
    assert {kind: count for kind, count in edit.kinds().items() if kind != "article"} == {
        "author": 8,
        "authors": 1,
        "feed": 1,
    }
    # Articles read the whole profile for their byline; none of them changes.
    assert [path for path in edit.replaced if path.startswith("2025/04/")] == []
    assert edit.opened == []  # no article; the registry is read apart from them


def test_an_alias_of_a_district_renders_nothing(archive: ArchiveSite) -> None:
    text = REGISTRIES["districts.yaml"]
    alias = "short: Đống Đa\n          aliases: [LĐLĐ quận Đống Đa]"
    archive.write("data/districts.yaml", text.replace("short: Đống Đa", alias, 1))
    # Aliases are for reading articles; no page shows them, and every article keeps its unit.
    edit = watched(archive)
    assert (edit.pages, edit.report.written) == (set(), 0)


def test_a_renamed_section_renders_all_pages_with_the_navigation(archive: ArchiveSite) -> None:
    archive.write(
        "data/sections.yaml", REGISTRIES["sections.yaml"].replace("Đời sống", "Cuộc sống")
    )
    edit = watched(archive)
    html = {path for path in archive.tree() if path.endswith(".html")}
    assert html <= set(edit.replaced)
    assert edit.opened == []  # no article; the registry is read apart from them
    # Of all else only the section's own feeds and the list of feeds carry its name.
    own = {f"rss/doi-song.{ending}" for ending in ("rss", "atom", "json")}
    assert set(edit.replaced) - html == {*own, "rss/feeds.opml"}


def test_a_pick_of_the_editors_renders_home_and_the_articles_after_it(archive: ArchiveSite) -> None:
    archive.write("data/slots.yaml", f"nen-xem:\n  - {source(30)}\n")
    edit = watched(archive)
    assert articles(edit) == set(range(31, 38))  # Nên xem looks back a week from an article's date
    assert edit.kinds() == {"article": 7, "home": 1, "fragment": 1}


def test_an_edited_title_of_a_pick_is_rendered_wherever_the_pick_shows(
    archive: ArchiveSite,
) -> None:
    archive.write("data/slots.yaml", f"nen-xem:\n  - {source(20)}\n")
    archive.build()
    archive.put(20, title="Tựa khác")
    edit = watched(archive)
    # The pick itself, and those that show it: as a pick for a week, and beside them as ever.
    assert articles(edit) >= set(range(20, 28))
    assert "home" in edit.pages


def test_an_old_story_that_is_picked_renders_the_articles_of_a_week(archive: ArchiveSite) -> None:
    archive.write("data/slots.yaml", f"nen-xem:\n  - {source(2)}\n")
    edit = watched(archive)
    assert articles(edit) <= set(range(3, 10))
    assert {kind for kind in edit.kinds() if kind != "article"} == {"home", "fragment"}
    # Open pages show it, however old they are.
    assert 'href="/2025/04/b02.html"' in (archive.output / "manh" / "nen-xem.inc").read_text()


@pytest.fixture
def arranged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that are arranged again."""
    found: list[str] = []
    again = Update.again

    def note(update: Update, path: str, **options: bool) -> Entry | None:
        found.append(path)
        return again(update, path, **options)

    monkeypatch.setattr(Update, "again", note)
    return found


def test_a_blank_line_in_a_registry_arranges_and_renders_nothing(
    archive: ArchiveSite, arranged: list[str]
) -> None:
    for name in REGISTRIES:
        path = archive.content / "data" / name
        path.write_text(path.read_text() + "\n")
    edit = watched(archive)
    assert (edit.pages, edit.report.written, arranged) == (set(), 0, [])


def test_an_alias_that_nobody_writes_arranges_nothing(
    archive: ArchiveSite, arranged: list[str]
) -> None:
    archive.put(3, district="toan-thanh-pho")
    archive.build()
    arranged.clear()
    text = REGISTRIES["districts.yaml"]
    alias = "name: Toàn thành phố\n          aliases: [Hà Nội]"
    archive.write("data/districts.yaml", text.replace("name: Toàn thành phố", alias))
    edit = watched(archive)
    assert (edit.pages, arranged) == (set(), [])


def test_a_biography_arranges_nothing(archive: ArchiveSite, arranged: list[str]) -> None:
    archive.write("data/authors.yaml", "- {name: Minh Khôi, bio: Phóng viên.}\n")
    archive.build()
    arranged.clear()
    archive.write("data/authors.yaml", "- {name: Minh Khôi, bio: Biên tập viên.}\n")
    edit = watched(archive)
    assert arranged == []
    assert "article" not in edit.kinds()


# ------------------------------------------------------------------------- theme and settings


def edit_file(archive: ArchiveSite, name: str, more: str) -> None:
    with (Path(archive.overrides["THEME"]) / name).open("a") as file:
        file.write(more)


@pytest.mark.parametrize(
    ("template", "kinds"),
    [
        ("author.html", {"author": 8}),
        ("article.html", {"article": 40}),
        ("404.html", {"404": 1}),
        ("partials/calendar.html", {"month": 8, "day": 40}),
    ],
)
def test_a_template_renders_its_kinds_and_reads_nothing(
    archive: ArchiveSite, template: str, kinds: dict[str, int]
) -> None:
    edit_file(archive, f"templates/{template}", "{#- sửa #}")
    edit = watched(archive)
    assert edit.kinds() == kinds
    assert len(set(edit.why.values())) == 1
    assert (edit.report.read, edit.opened, edit.report.written) == (0, [], 0)


def test_a_style_sheet_is_one_file(archive: ArchiveSite) -> None:
    edit_file(archive, "static/css/site.css", "/* sửa */\n")
    edit = watched(archive)
    assert edit.pages == {"theme css/site.css"}
    assert edit.replaced == ["theme/css/site.css"]


def test_a_picture_of_another_size_renders_the_pages_that_give_its_size(
    archive: ArchiveSite,
) -> None:
    archive.put(10, image="images/rieng.svg")
    archive.build()
    archive.write("images/rieng.svg", SVG.format(90, 40))
    edit = watched(archive)
    # Its file, and the article; the eight neighbours show it without its size.
    assert edit.pages == {"static images/rieng.svg", f"article {source(10)}"}
    assert archive.page("2025/04/b10.html").select_one(".lead-figure img")["width"] == "90"


def test_another_picture_of_the_same_size_renders_its_pages_without_writing(
    archive: ArchiveSite,
) -> None:
    archive.put(10, image="images/rieng.svg")
    archive.build()
    archive.write("images/rieng.svg", SVG.format(60, 40) + "<!-- khác -->")
    assert watched(archive).replaced == ["images/rieng.svg"]


def test_a_setting_renders_all_that_shows_it_and_reads_nothing(archive: ArchiveSite) -> None:
    archive.overrides["SITENAME"] = "Báo Khác"
    edit = watched(archive)
    assert (edit.report.read, edit.opened) == (0, [])
    # Every page and feed carries the name; nothing else is rendered.
    named = {path for path in archive.tree() if path.endswith(NAMED)}
    assert set(edit.replaced) == named
    assert edit.report.rendered == len(named)


def test_a_setting_that_gives_addresses_arranges_and_reads_nothing(archive: ArchiveSite) -> None:
    archive.overrides["ARTICLE_SAVE_AS"] = archive.overrides["ARTICLE_URL"] = "bai/{slug}.html"
    edit = watched(archive)
    assert (edit.report.reason, edit.report.read, edit.opened) == ("", 0, [])
    assert not (archive.output / "2025").exists()
    assert (archive.output / "bai" / "b40.html").exists()
