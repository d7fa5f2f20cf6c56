# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that nobody reads are told of, once each; files under a text's other endings are read."""

from __future__ import annotations

import pytest

from newsroom.commands.check import check
from newsroom.commands.due import UNREAD, find_due
from newsroom.engine.build_report import BuildReport
from newsroom.errors import ContentError
from tests.portal import NOW, Portal

HERE = "cong-doan/2025/04"


def told(report: BuildReport) -> dict[str, str]:
    """What was said of files that nobody reads."""
    return {p.path: p.message for p in report.warnings if p.code == "unread-file"}


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        (f"{HERE}/x.md.txt", "“x.md”"),
        (f"{HERE}/x.txt", "“x.md”"),
        (f"{HERE}/Trao quà", "“Trao quà.md”"),
        (f"{HERE}/12. Trao quà", "“12. Trao quà.md”"),
        (f"{HERE}/x.docx", "images/"),
        (f"{HERE}/x.webp", "images/"),
        (f"{HERE}/authors.yaml", "data/"),
        (f"{HERE}/x.psd", ""),
        ("data/x.md", ""),
        ("data/x.docx", ".yaml"),
        ("images/x.md", ""),
        ("images/x.md.txt", ".md"),
    ],
)
def test_a_file_that_nobody_reads_is_told_of_and_not_published(
    portal: Portal, path: str, remedy: str
) -> None:
    portal.article(f"{HERE}/a.md")
    portal.build()
    before = portal.tree()
    portal.write(path, "---\ntitle: Bài x\n---\n\nBài.\n")
    report = portal.build()
    assert list(told(report)) == [path] and remedy in told(report)[path]
    assert (report.read, report.rendered, portal.tree()) == (0, 0, before)
    assert told(portal.build()) == {}
    assert [p.path for p in check([portal.settings], NOW).problems] == [path]
    found, _errors = find_due([portal.settings], portal.settings, NOW)
    assert [due.path for due in found if due.kind == UNREAD] == [path]


@pytest.mark.parametrize("name", ["x.MD", "x.markdown", "x.Md"])
def test_a_text_is_an_article_however_its_ending_is_written(portal: Portal, name: str) -> None:
    portal.article(f"{HERE}/{name}", title="Bài x")
    portal.article(f"{HERE}/a.md", f"[Bài kia]({name})", related=[f"{HERE}/{name}"])
    report = portal.build()
    assert report.warnings == () and report.live["article"] == 2
    assert portal.page("2025/04/x.html").h1.text.strip() == "Bài x"
    assert portal.page("2025/04/a.html").find("a", string="Bài kia")["href"] == "/2025/04/x.html"


def test_what_is_told_to_do_helps(portal: Portal) -> None:
    path = portal.article(f"{HERE}/x.md")
    path.rename(path.with_name("x.md.txt"))
    assert list(told(portal.build())) == [f"{HERE}/x.md.txt"]
    path.with_name("x.md.txt").rename(path)
    report = portal.build()
    assert report.warnings == () and (portal.output / "2025/04/x.html").exists()


def test_an_article_that_becomes_a_stray_is_taken_down(portal: Portal) -> None:
    portal.article(f"{HERE}/a.md")
    path = portal.article(f"{HERE}/x.md")
    portal.build()
    path.rename(path.with_name("x.txt"))
    assert list(told(portal.build())) == [f"{HERE}/x.txt"]
    assert not (portal.output / "2025/04/x.html").exists()


def test_other_settings_make_of_a_picture_a_stray_and_back(portal: Portal) -> None:
    portal.article(f"{HERE}/a.md")
    portal.write("tep/x.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>')
    portal.overrides |= {"STATIC_PATHS": ["images", "tep"], "NEWSROOM_STATIC_ALWAYS": ["tep/*"]}
    portal.build()
    assert (portal.output / "tep/x.svg").exists()
    portal.overrides["STATIC_PATHS"] = ["images"]
    assert list(told(portal.build())) == ["tep/x.svg"]
    assert not (portal.output / "tep/x.svg").exists()
    portal.overrides["STATIC_PATHS"] = ["images", "tep"]
    assert told(portal.build()) == {}
    assert (portal.output / "tep/x.svg").exists()


def test_a_stray_among_registries_is_none(portal: Portal) -> None:
    portal.write("data/a-dau-tien.md", "x")  # before all of them by name
    portal.article(f"{HERE}/a.md")
    report = portal.build()
    assert list(told(report)) == ["data/a-dau-tien.md"] and report.live["article"] == 1


def test_a_stray_is_told_of_once_errors_are_mended(portal: Portal) -> None:
    portal.article(f"{HERE}/a.md")
    portal.build()
    portal.write(f"{HERE}/x.docx", "x")
    portal.article(f"{HERE}/b.md", title=None)
    with pytest.raises(ContentError) as caught:
        portal.build()
    report = caught.value.report
    assert report is None or f"{HERE}/x.docx" not in getattr(report, "held", ())
    portal.article(f"{HERE}/b.md")
    assert list(told(portal.build())) == [f"{HERE}/x.docx"]


def test_a_link_to_a_stray_says_that_it_is_not_published(portal: Portal) -> None:
    portal.write(f"{HERE}/x.pdf", "x")
    portal.article(f"{HERE}/a.md", "[Tải về](./x.pdf)")
    with pytest.raises(ContentError) as caught:
        portal.build()
    assert "không được đăng" in str(caught.value)


@pytest.mark.parametrize(
    "name",
    [".DS_Store", "Thumbs.db", "desktop.ini", "x.md~", ".#x.md", "#x.md#", "~$x.docx", "x.md.bak"],
)
def test_what_programs_leave_is_passed_over(portal: Portal, name: str) -> None:
    portal.article(f"{HERE}/a.md")
    portal.write(f"{HERE}/{name}", "x")
    assert portal.build().warnings == ()
    assert find_due([portal.settings], portal.settings, NOW) == ([], 0)
