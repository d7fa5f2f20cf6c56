# SPDX-License-Identifier: AGPL-3.0-or-later
"""Errors hold back what is new, and never what has to go."""

from __future__ import annotations

import shutil
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest

from newsroom.engine import scan
from newsroom.engine.build_report import BuildReport
from newsroom.engine.store_path import store_path
from newsroom.errors import ContentError, NewsroomError, ThemeError
from newsroom.store.database import connect
from tests.portal import ROOT, Portal

pytestmark = pytest.mark.usefixtures("english")

FOLDER = "cong-doan/2025/04"
A, B, C = (f"{FOLDER}/{name}.md" for name in "abc")
BROKEN = "---\ntitle: [\n---\nBài.\n"


@pytest.fixture
def paper(portal: Portal) -> Portal:
    portal.article(A, tags=["phúc lợi"])
    portal.article(B, body=f"[xem]({{filename}}/{A})", date="2025-04-23")
    portal.article(C, date="2025-04-24")
    portal.write("images/x.svg", "<svg/>")
    portal.build()
    return portal


def build(portal: Portal) -> tuple[list[str], BuildReport]:
    """The errors of a build, and what it did all the same."""
    with pytest.raises(NewsroomError) as caught:
        portal.build()
    assert isinstance(caught.value.report, BuildReport)
    told = caught.value.problems if isinstance(caught.value, ContentError) else []
    return [str(problem) for problem in told], caught.value.report


def text_of(portal: Portal) -> str:
    """All pages, but the page of ``a`` itself."""
    return "".join(data.decode("utf-8", "replace") for data in portal.tree().values())


HIDDEN = {
    "draft": {"status": "draft"},
    "withdrawn": {"status": "gỡ bài"},
    "expired": {"expires": "2025-12-01"},
    "postponed": {"date": "2027-01-01"},
}


UNREADABLE = {
    "unreadable draft": "status: draft",
    "unreadable and withdrawn": "status: 'Đã gỡ'",
    "unreadable and withdrawn on a Mac": unicodedata.normalize("NFD", "Status : gỡ bài"),
}


@pytest.mark.parametrize("how", [*HIDDEN, "deleted", *UNREADABLE, "draft with an error"])
def test_what_has_to_go_goes(paper: Portal, tmp_path: Path, how: str) -> None:
    good = paper.tree()
    paper.write(f"{FOLDER}/hong.md", BROKEN)
    paper.article(C, title="Đã sửa", date="2025-04-24")  # waits
    paper.article(f"{FOLDER}/moi.md")  # and so does this
    if how == "deleted":
        (paper.content / A).unlink()
    elif how == "draft with an error":
        paper.article(A, status="draft", district="Không Có")
    elif how in UNREADABLE:
        paper.write(A, f"---\n{UNREADABLE[how]}\ntitle: [\n---\nBài.\n")
    else:
        paper.article(A, **HIDDEN[how])
    told, report = build(paper)
    assert report.changed and report.taken_down == (A,)
    after = paper.tree()
    assert "2025/04/a.html" not in after and "2025/04/moi.html" not in after
    assert "Bài a" not in text_of(paper) and "Đã sửa" not in text_of(paper)
    assert paper.page("2025/04/b.html").select_one(".body a").get("href") is None
    assert set(good) - set(after) >= {"2025/04/a.html", "tag/phuc-loi/index.html"}
    again, second = build(paper)
    assert (again, second.rendered, second.changed) == (told, 0, False)
    (paper.content / FOLDER / "hong.md").unlink()
    paper.article(A, status="draft") if how != "deleted" else paper.article(B, date="2025-04-23")
    paper.build()
    assert paper.tree() == paper.clean_tree(tmp_path / "clean")


def test_without_a_takedown_nothing_changes(paper: Portal) -> None:
    before = paper.tree()
    paper.write(f"{FOLDER}/hong.md", BROKEN)
    paper.article(C, title="Đã sửa", date="2025-04-24")
    _told, report = build(paper)
    assert not report.changed and paper.tree() == before


def test_what_was_checked_comes_with_the_clock(paper: Portal) -> None:
    paper.article(f"{FOLDER}/mai.md", title="Ngày mai", date="2026-09-22 10:00")
    paper.article(f"{FOLDER}/het.md", title="Hết hạn", expires="2026-09-22 10:00")
    paper.build()
    paper.write(f"{FOLDER}/hong.md", BROKEN)
    build(paper)
    paper.now += 2 * 86_400
    _told, report = build(paper)
    assert report.published == (f"{FOLDER}/mai.md",) and report.taken_down == (f"{FOLDER}/het.md",)
    assert "Ngày mai" in text_of(paper) and "Hết hạn" not in text_of(paper)


def test_a_postponed_story_does_not_come(paper: Portal) -> None:
    paper.article(f"{FOLDER}/mai.md", title="Ngày mai", date="2026-09-22 10:00")
    paper.build()
    paper.write(f"{FOLDER}/hong.md", BROKEN)
    paper.article(f"{FOLDER}/mai.md", title="Ngày mai", date="2027-09-22 10:00")
    paper.now += 2 * 86_400
    build(paper)
    assert "Ngày mai" not in text_of(paper)


@pytest.mark.parametrize("how", ["slug", "text", "address", "good"])
def test_a_half_made_move_keeps_its_page(paper: Portal, tmp_path: Path, how: str) -> None:
    text = (paper.content / A).read_text()
    (paper.content / A).unlink()
    wrong = text.replace("Quận Đống Đa", "Không Có")
    if how == "good":
        paper.write("doi-song/2025/05/a.md", text)
        paper.write(f"{FOLDER}/hong.md", BROKEN)
    elif how == "slug":
        paper.write("doi-song/2025/05/a.md", BROKEN)
    elif how == "text":
        paper.write(f"{FOLDER}/khac.md", wrong)
    else:
        paper.write(f"{FOLDER}/khac.md", wrong.replace("tags:", "url: /2025/04/a.html\ntags:"))
    paper.write(B, (paper.content / B).read_text().replace(f"/{A}", "/" + C))
    _told, report = build(paper)
    assert not report.changed and (paper.output / "2025/04/a.html").exists()
    for path in (f"{FOLDER}/hong.md", f"{FOLDER}/khac.md"):
        (paper.content / path).unlink(missing_ok=True)
    paper.write("doi-song/2025/05/a.md", text)
    paper.build()
    assert paper.tree() == paper.clean_tree(tmp_path / "clean")


def test_a_broken_registry_does_not_keep_a_story(paper: Portal, tmp_path: Path) -> None:
    good = (paper.content / "data/sections.yaml").read_text()
    paper.write("data/sections.yaml", "- {slug: cong-doan}\n")
    paper.article(A, status="draft", tags=["phúc lợi"])
    told, report = build(paper)
    assert told[0].startswith("data/sections.yaml") and report.taken_down == (A,)
    assert "Bài a" not in text_of(paper)
    paper.write("data/sections.yaml", good)
    paper.build()
    assert paper.tree() == paper.clean_tree(tmp_path / "clean")


def test_a_copy_that_was_to_be_made_waits_with_its_file(paper: Portal, tmp_path: Path) -> None:
    """A killed build has left a picture to be copied, and now the picture is another one."""
    paper.overrides["NEWSROOM_STATIC_ALWAYS"] = ["images/*"]
    paper.build()
    with closing(connect(store_path(paper.settings))) as connection:
        connection.execute("UPDATE pages SET dirty = 'new' WHERE key = 'images/x.svg'")
    (paper.output / "images/x.svg").unlink()
    paper.write("images/x.svg", '<svg width="9"/>')
    paper.write(f"{FOLDER}/hong.md", BROKEN)
    (paper.content / A).unlink()
    paper.article(B, date="2025-04-23")
    _told, report = build(paper)
    assert report.taken_down == (A,) and "images/x.svg" in report.held
    (paper.content / FOLDER / "hong.md").unlink()
    paper.build()
    assert paper.tree() == paper.clean_tree(tmp_path / "clean")


@pytest.mark.parametrize("mode", ["stop", "hold"])
def test_a_broken_registry_waits_when_settings_arrange_all_anew(
    paper: Portal, tmp_path: Path, mode: str
) -> None:
    paper.overrides["NEWSROOM_ON_ERROR"] = mode
    good = (paper.content / "data/districts.yaml").read_text()
    paper.write("data/districts.yaml", "- {slug: [}\n")
    paper.overrides["DEFAULT_PAGINATION"] = 1
    paper.article(A, status="draft", tags=["phúc lợi"])
    told, report = build(paper)
    assert told[0].startswith("data/districts.yaml") and report.taken_down == (A,)
    assert "Bài a" not in text_of(paper) and "Bài b" in text_of(paper)
    paper.write("data/districts.yaml", good)
    paper.build()
    assert paper.tree() == paper.clean_tree(tmp_path / "clean")


def test_what_goes_and_comes_is_told_when_all_is_arranged_anew(
    paper: Portal, tmp_path: Path
) -> None:
    draft, coming, expiring = (f"{FOLDER}/{name}.md" for name in ("nhap", "mai", "het"))
    paper.article(draft, status="draft")
    paper.article(coming, date="2026-09-22 10:00")
    paper.article(expiring, expires="2026-09-22 10:00")
    paper.build()
    paper.now += 2 * 86_400
    paper.overrides["DEFAULT_PAGINATION"] = 1
    paper.overrides["NEWSROOM_ON_ERROR"] = "hold"
    paper.write(f"{FOLDER}/hong.md", BROKEN)
    for path in (A, draft):
        (paper.content / path).unlink()
    paper.article(B, date="2025-04-23")
    paper.article(coming, title="Đã sửa", date="2026-09-22 10:00")
    _told, report = build(paper)
    assert report.taken_down == (A, expiring) and report.published == ()
    (paper.content / FOLDER / "hong.md").unlink()
    paper.build()
    assert paper.tree() == paper.clean_tree(tmp_path / "clean")


@pytest.mark.parametrize("fault", ["{% if %}", "{{ article.khong_co }}"])
def test_a_broken_theme_does_not_keep_a_story(paper: Portal, tmp_path: Path, fault: str) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    paper.overrides["THEME"] = str(theme)
    paper.build()
    template = theme / "templates" / "article.html"
    good = template.read_text()
    template.write_text(good.replace("<h1", fault + "<h1", 1))
    paper.article(C, title="Đã sửa", date="2025-04-24")
    before = paper.tree()
    _told, report = build(paper)
    assert not report.changed and paper.tree() == before
    (paper.content / A).unlink()
    paper.article(B, date="2025-04-23")
    with pytest.raises(ThemeError, match=r"article\.html") as caught:
        paper.build()
    assert isinstance(caught.value.report, BuildReport) and caught.value.report.taken_down == (A,)
    after = paper.tree()
    assert "2025/04/a.html" not in after and b"2025/04/a.html" not in after["rss/tin-moi.rss"]
    assert after["2025/04/c.html"] == before["2025/04/c.html"]
    template.write_text(good)
    paper.build()
    assert paper.tree() == paper.clean_tree(tmp_path / "clean")


def test_a_folder_that_cannot_be_read_takes_nothing_down(
    paper: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = scan.entries_of

    def refuse(path: str) -> object:
        if path.rstrip("/").endswith("2025/04"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(scan, "entries_of", refuse)
    before = paper.tree()
    _told, report = build(paper)
    assert not report.changed and paper.tree() == before


def test_a_picture_goes_from_every_page(paper: Portal, tmp_path: Path) -> None:
    paper.article(C, date="2025-04-24", image="images/x.svg", summary="Sapo.")
    paper.article(B, date="2025-04-23", body="![Ảnh](/images/x.svg)\n\nSau ảnh.")
    paper.build()
    assert "images/x.svg" in text_of(paper)
    (paper.content / "images/x.svg").unlink()
    told, report = build(paper)
    assert [problem.partition(":")[0] for problem in told] == [B, C]
    assert report.taken_down == ("images/x.svg",) and "images/x.svg" not in text_of(paper)
    assert build(paper)[0] == told
    paper.write("images/x.svg", "<svg/>")
    paper.build()
    assert paper.tree() == paper.clean_tree(tmp_path / "clean")


# -------------------------------------------------------------------------------------- hold


@pytest.fixture
def holding(paper: Portal) -> Portal:
    paper.overrides["NEWSROOM_ON_ERROR"] = "hold"
    paper.build()
    return paper


def test_one_slip_does_not_stop_the_others(holding: Portal, tmp_path: Path) -> None:
    holding.article(A, title="Sai", district="Không Có")
    holding.article(f"{FOLDER}/hong.md", title=None)
    holding.article(C, title="Đã sửa", date="2025-04-24")
    holding.article(f"{FOLDER}/moi.md", title="Mới", body=f"[xem]({{filename}}/{FOLDER}/hong.md)")
    told, report = build(holding)
    assert [problem.partition(":")[0] for problem in told] == [A, f"{FOLDER}/hong.md"]
    assert report.held == (A, f"{FOLDER}/hong.md") and report.changed
    assert holding.page("2025/04/a.html").h1.text.strip() == "Bài a"
    assert holding.page("2025/04/c.html").h1.text.strip() == "Đã sửa"
    assert holding.page("2025/04/moi.html").select_one(".body a").get("href") is None
    again, second = build(holding)
    assert (again, second.rendered) == (told, 0)
    holding.article(A, title="Đúng")
    holding.article(f"{FOLDER}/hong.md")
    holding.build()
    assert holding.tree() == holding.clean_tree(tmp_path / "clean")


def test_a_first_build_leaves_out_what_is_in_error(portal: Portal) -> None:
    portal.overrides["NEWSROOM_ON_ERROR"] = "hold"
    portal.article(A, title="Tốt")
    portal.write(B, BROKEN)
    _told, report = build(portal)
    assert report.changed and (portal.output / "2025/04/a.html").exists()
    assert not (portal.output / "2025/04/b.html").exists()


def test_of_two_new_ones_of_one_address_both_wait(holding: Portal) -> None:
    for name in ("x", "y"):
        holding.article(f"{FOLDER}/{name}.md", url="/x.html")
    holding.article(f"{FOLDER}/z.md")
    _told, report = build(holding)
    assert report.held == (f"{FOLDER}/x.md", f"{FOLDER}/y.md")
    assert (holding.output / "2025/04/z.html").exists() and not (holding.output / "x.html").exists()


def test_a_registry_that_makes_others_wrong_waits(holding: Portal) -> None:
    holding.write("data/districts.yaml", "- {slug: toan-thanh-pho, name: Toàn thành phố}\n")
    holding.article(f"{FOLDER}/moi.md")
    told, report = build(holding)
    assert len(told) == 4 and "data/districts.yaml" in report.held
    assert (holding.output / "2025/04/moi.html").exists()


def test_whoever_mentions_what_has_gone_is_told_in_every_build(
    holding: Portal, tmp_path: Path
) -> None:
    (holding.content / A).unlink()
    told, _report = build(holding)
    assert [problem.partition(":")[0] for problem in told] == [B]
    holding.article(f"{FOLDER}/moi.md")
    assert build(holding)[0] == told
    assert (holding.output / "2025/04/moi.html").exists()
    holding.article(A)
    holding.build()
    assert holding.tree() == holding.clean_tree(tmp_path / "clean")


def test_whoever_is_touched_and_as_it_was_is_told_too(paper: Portal) -> None:
    (paper.content / A).unlink()
    paper.write(B, (paper.content / B).read_text())
    told, _report = build(paper)
    assert [problem.partition(":")[0] for problem in told] == [B]


def test_an_edit_that_is_taken_back_leaves_the_error(paper: Portal) -> None:
    text = (paper.content / B).read_text()
    (paper.content / A).unlink()
    paper.article(B, date="2025-04-23")
    paper.write(f"{FOLDER}/hong.md", BROKEN)
    build(paper)
    paper.write(B, text)
    (paper.content / FOLDER / "hong.md").unlink()
    told, _report = build(paper)
    assert [problem.partition(":")[0] for problem in told] == [B]
    assert build(paper)[0] == told


@pytest.mark.parametrize("on_error", ["stop", "hold"])
def test_what_never_came_in_is_missed_when_it_goes(paper: Portal, on_error: str) -> None:
    """A text may mention a file that waits, since it is there; the file may go before it came."""
    paper.overrides["NEWSROOM_ON_ERROR"] = on_error
    paper.article(A, f"[mới]({{filename}}/{FOLDER}/d.md)")
    paper.write(f"{FOLDER}/d.md", BROKEN)
    build(paper)
    (paper.content / FOLDER / "d.md").unlink()
    told, _report = build(paper)
    assert len(told) == 1 and A in told[0] and "d.md" in told[0]
    paper.article(A)
    paper.build()
    assert paper.tree() == paper.clean_tree(paper.root / "clean")


def test_what_was_hidden_amid_errors_is_missed_when_it_goes(paper: Portal) -> None:
    """A draft that is forgotten while errors last is still there for whoever mentions it."""
    paper.article(A, status="draft")
    paper.write(C, BROKEN)
    build(paper)
    (paper.content / A).unlink()
    paper.article(C, date="2025-04-24")
    told, _report = build(paper)
    assert len(told) == 1 and B in told[0] and "a.md" in told[0]
