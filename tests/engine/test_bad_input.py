# SPDX-License-Identifier: AGPL-3.0-or-later
"""What editors, machines and bad luck put in the content folder: told clearly, or taken well."""

from __future__ import annotations

import io
import os
import shutil
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsroom import blobs
from newsroom.arrange.reading import Reading
from newsroom.bridge.console import tell_problems
from newsroom.engine import ingest, session
from newsroom.errors import ContentError, Problems, ThemeError
from tests.engine.telling import problems_of, title_of, told_with_a_takedown
from tests.engine.watching import watched
from tests.portal import NOW, ROOT, Portal

pytestmark = pytest.mark.usefixtures("english")

FOLDER = "cong-doan/2025/04"
A = f"{FOLDER}/a.md"


# -------------------------------------------------------------------------------- many errors


def test_a_thousand_errors_are_counted_and_the_report_stays_short(
    portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(1000):
        portal.article(f"{FOLDER}/b{number:03}.md", title=None)
    with pytest.raises(ContentError) as caught:
        portal.build()
    assert len(caught.value.problems) == 1000  # all of them, each once
    tell_problems(caught.value.problems, portal.content)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 202
    assert lines[0].startswith(f"content/{FOLDER}/b000.md:1: ")
    assert "800" in lines[-2] and "1000" in lines[-1]


def test_ten_thousand_errors_are_told_in_two_hundred_lines(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    problems = Problems()
    for number in range(10_000):
        problems.error(f"{FOLDER}/b{number:04}.md", 1, "title: is missing")
    tell_problems(problems.errors, tmp_path / "content")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 202
    assert "9800" in lines[-2] and "10000" in lines[-2] and "10000" in lines[-1]


def test_errors_of_all_stages_are_told_at_once(portal: Portal) -> None:
    portal.article(A, title=None)
    portal.article(f"{FOLDER}/b.md", district="Quận Không Có")
    portal.article(f"{FOLDER}/c.md", body="[đâu]({filename}/doi-song/khong-co.md)")
    portal.article(f"{FOLDER}/d.md", image="images/khong-co.webp")
    portal.article(f"{FOLDER}/e.md", url="/tag/index.html")
    found = problems_of(portal)
    assert [problem.split(":")[0] for problem in found] == [
        f"{FOLDER}/{name}.md" for name in ("a", "b", "c", "d", "e")
    ]


def test_a_broken_registry_does_not_hide_the_errors_of_articles(portal: Portal) -> None:
    portal.write("data/sections.yaml", "- {slug: cong-doan}\n")
    portal.article(A, title=None)
    files = {problem.split(":")[0] for problem in problems_of(portal)}
    assert files == {"data/sections.yaml", A}


def test_an_error_leaves_the_last_good_site_and_its_store(portal: Portal) -> None:
    portal.article(A, title="Tốt")
    portal.build()
    portal.article(A, title=None)
    portal.article(f"{FOLDER}/b.md")
    problems_of(portal)
    assert title_of(portal) == "Tốt"
    portal.article(A, title="Tốt")
    mended = watched(portal)
    # The good bytes of `a` are those that the store has read: only `b` is new.
    assert mended.report.read == 1
    assert mended.report.reason == ""


def test_one_error_is_told_again_until_it_is_mended(portal: Portal) -> None:
    portal.article(A, title=None)
    assert problems_of(portal) == problems_of(portal) != []


# ----------------------------------------------------------------- what moves while we look


def after_scan(monkeypatch: pytest.MonkeyPatch, action: Callable[[], Any]) -> None:
    """Run ``action`` once, between the scan and the reading."""
    scan = session.scan

    def scan_then_act(*arguments: Any) -> Any:
        found = scan(*arguments)
        monkeypatch.setattr(session, "scan", scan)
        action()
        return found

    monkeypatch.setattr(session, "scan", scan_then_act)


def test_a_file_that_vanishes_before_it_is_read(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.article(A)
    other = portal.article(f"{FOLDER}/b.md")
    after_scan(monkeypatch, other.unlink)
    assert problems_of(portal)[0].startswith(f"{FOLDER}/b.md: ")
    assert portal.build().live["article"] == 1


def test_a_file_that_changes_before_it_is_read(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.article(A, title="Trước")
    after_scan(monkeypatch, lambda: portal.article(A, title="Sau khi quét"))
    portal.build()
    assert title_of(portal) == "Sau khi quét"
    assert watched(portal).opened == []  # what was read is what is remembered


def test_a_file_that_changes_while_it_is_read_is_read_again(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = portal.article(A, title="Trước", body="Nội dung.")
    portal.build()
    portal.article(A, title="Trong lúc đọc", body="Nội dung.")

    class Meddling:
        """``os``, where the file changes just before its state is asked for."""

        done = False

        def __getattr__(self, name: str) -> Any:
            return getattr(os, name)

        def fstat(self, handle: int) -> os.stat_result:
            if not self.done and Path(f"/proc/self/fd/{handle}").resolve() == path:
                self.done = True  # as long as before: only its time can tell
                path.write_bytes(path.read_bytes().replace(b"Trong", b"Xong!"))
            return os.fstat(handle)

    monkeypatch.setattr(blobs, "os", Meddling())
    portal.build()
    portal.build()
    assert title_of(portal) == "Xong! lúc đọc"


def test_a_picture_that_vanishes_before_it_is_read(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.article(A)
    picture = portal.write("images/a.svg", "<svg/>")
    after_scan(monkeypatch, picture.unlink)
    assert problems_of(portal)[0].startswith("images/a.svg: ")
    portal.build()
    assert "images/a.svg" not in portal.tree()


def test_a_registry_that_vanishes_before_it_is_read(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.article(A)
    portal.write("data/authors.yaml", "- {name: Minh Khôi}\n")
    after_scan(monkeypatch, (portal.content / "data/authors.yaml").unlink)
    assert problems_of(portal)[0].startswith("data/authors.yaml: ")
    portal.build()


def test_an_unreadable_file_is_named(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.article(A)
    portal.article(f"{FOLDER}/b.md")
    real = io.open

    def refuse(path: Any, *arguments: Any, **options: Any) -> Any:
        if str(path).endswith("b.md"):
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **options)

    monkeypatch.setattr("io.open", refuse)
    monkeypatch.setattr("builtins.open", refuse)
    assert problems_of(portal) == [f"{FOLDER}/b.md: The file can't be read (Permission denied)."]


# --------------------------------------------------------------------------- links and folders


def test_a_link_inside_the_content_folder_is_followed(portal: Portal) -> None:
    portal.write("images/a.svg", "<svg/>")
    (portal.content / "images/b.svg").symlink_to("a.svg")
    portal.article(A, image="images/b.svg")
    portal.build()
    assert (portal.output / "images/b.svg").read_text() == "<svg/>"
    assert not (portal.output / "images/b.svg").is_symlink()


@pytest.mark.parametrize("target", ["/etc/hostname", "../../../../secret.md", "/etc"])
def test_a_link_out_of_the_content_folder_is_refused(portal: Portal, target: str) -> None:
    portal.write("../secret.md", "mật")
    portal.article(A)
    (portal.content / FOLDER / "ra-ngoai.md").symlink_to(target)
    assert problems_of(portal) == [
        f"{FOLDER}/ra-ngoai.md: The symbolic link leads out of the content folder; "
        "copy the file instead."
    ]


def test_a_link_that_leads_nowhere_is_left_out(portal: Portal) -> None:
    portal.article(A)
    (portal.content / FOLDER / "b.md").symlink_to("khong-co.md")
    assert portal.build().live["article"] == 1


@pytest.mark.parametrize("target", ["vong", ".", "..", "../.."])
def test_a_link_in_a_circle_is_told(portal: Portal, target: str) -> None:
    portal.article(A)
    (portal.content / FOLDER / "vong").symlink_to(target)
    assert problems_of(portal)[0].startswith(f"{FOLDER}/vong: ")


def test_what_is_named_like_an_article_and_is_no_file(portal: Portal) -> None:
    portal.article(A)
    (portal.content / FOLDER / "thu-muc.md").mkdir()
    os.mkfifo(portal.content / FOLDER / "ong.md")
    assert portal.build().live["article"] == 1


def test_an_article_in_a_folder_named_like_one(portal: Portal) -> None:
    portal.article(f"{FOLDER}/thu-muc.md/b.md")
    portal.build()
    assert "2025/04/b.html" in portal.tree()


# ---------------------------------------------------------------------------- little, and much


def test_a_site_without_articles(portal: Portal) -> None:
    report = portal.build()
    assert report.live == {"article": 0, "page": 0}
    assert {"index.html", "404.html", "cong-doan/index.html", "tag/index.html"} <= set(
        portal.tree()
    )
    assert watched(portal).pages == set()


def test_the_last_article_goes(portal: Portal) -> None:
    portal.build()
    empty = portal.tree()
    portal.article(A, tags=["an toàn"], corrections=[{"date": "2025-05-01", "text": "Sửa."}])
    portal.build()
    (portal.content / A).unlink()
    portal.build()
    assert portal.tree() == empty


@pytest.mark.parametrize("text", ["", "[]\n", "# chưa có gì\n"])
@pytest.mark.parametrize("name", ["sections", "districts"])
def test_an_empty_registry_is_told_where_it_is_missed(portal: Portal, name: str, text: str) -> None:
    portal.article(A)
    portal.write(f"data/{name}.yaml", text)
    assert f"{name}.yaml" in " ".join(problems_of(portal))


@pytest.mark.parametrize("name", ["authors", "series", "slots"])
def test_other_registries_may_be_empty(portal: Portal, name: str) -> None:
    portal.article(A)
    portal.write(f"data/{name}.yaml", "")
    portal.build()


def test_no_data_folder(portal: Portal) -> None:
    for name in ("sections", "districts"):
        (portal.content / f"data/{name}.yaml").unlink()
    portal.article(A)
    told = " ".join(problems_of(portal))
    assert "sections.yaml" in told and "districts.yaml" in told


@pytest.mark.parametrize("data", [b"", b"\n", b"---\n---\n", b"\xff\xfe", b"\x00" * 99])
def test_files_that_say_nothing(portal: Portal, data: bytes) -> None:
    portal.write(A, data)
    assert all(problem.startswith(f"{A}:") for problem in problems_of(portal))


def test_a_huge_article_is_refused_with_its_limit(portal: Portal) -> None:
    portal.article(A, body="chữ " * 2_000_000)  # 12 MB
    (problem,) = problems_of(portal)
    assert problem.startswith(A) and "2000000" in problem


def test_an_article_of_50_megabytes_is_refused_unread(portal: Portal) -> None:
    path = portal.article(A)
    with path.open("ab") as file:
        file.truncate(50 << 20)
    reader = ingest.Ingest(portal.settings, Reading)
    tracemalloc.start()
    try:
        taken = reader.take(ingest.Task(A, "article", b""))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken.problems[0].message == "The file has 50 MiB; a text has 16 at most."
    assert peak < 1 << 20
    assert [problem.split(":")[0] for problem in problems_of(portal)] == [A]
    portal.article(A)
    assert portal.build().live["article"] == 1


# ------------------------------------------------------------------------------------ the clock


def test_a_clock_at_the_epoch_unpublishes_and_comes_back(portal: Portal) -> None:
    portal.article(A)
    portal.article(f"{FOLDER}/b.md", date="2025-04-23", expires="2030-01-01")
    portal.build()
    good = portal.tree()
    portal.now = 0
    assert portal.build().live["article"] == 0
    portal.now = NOW
    assert portal.build().live["article"] == 2
    assert portal.tree() == good


# -------------------------------------------------------------------- registries and what they name


@pytest.mark.parametrize(
    ("registry", "text", "named"),
    [
        ("slots", f"nen-xem:\n  - {A}\n", A),
        ("authors", "- {name: Minh Khôi, photo: images/a.svg}\n", "images/a.svg"),
    ],
)
def test_what_a_registry_names_is_missed(
    portal: Portal, registry: str, text: str, named: str
) -> None:
    portal.article(A)
    portal.article(f"{FOLDER}/b.md", date="2025-04-23")
    portal.write("images/a.svg", "<svg/>")
    portal.write(f"data/{registry}.yaml", text)
    portal.build()
    (portal.content / named).unlink()
    # A clean build refuses this; so must the build after the edit, and the one after that.
    (problem,) = told_with_a_takedown(portal)
    assert problems_of(portal) == [problem]
    assert problem.startswith(f"data/{registry}.yaml:") and named in problem


def test_what_an_article_mentions_is_missed(portal: Portal) -> None:
    portal.article(A, related=[f"{FOLDER}/b.md"], body="[x](b.md)\n\n![Ảnh](/images/a.svg)")
    portal.article(f"{FOLDER}/b.md", date="2025-04-23")
    portal.write("images/a.svg", "<svg/>")
    portal.build()
    (portal.content / FOLDER / "b.md").unlink()
    (portal.content / "images/a.svg").unlink()
    found = told_with_a_takedown(portal)
    assert problems_of(portal) == found
    assert len(found) == 3 and all(problem.startswith(f"{A}:") for problem in found)


@pytest.mark.parametrize("end", [0, 2, 20, 40, 400, -1])
def test_a_damaged_theme_catalogue_is_named(portal: Portal, tmp_path: Path, end: int) -> None:
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme)
    portal.overrides["THEME"] = str(theme)
    portal.article("cong-doan/2025/04/a.md")
    portal.build()
    before = portal.tree()
    path = next(theme.rglob("*.mo"))
    good = path.read_bytes()
    path.write_bytes(good[:end])
    with pytest.raises(ThemeError, match=rf"{path.name}: The file can't be read"):
        portal.build()
    assert portal.tree() == before
    path.write_bytes(good)
    assert portal.build().rendered == 0
