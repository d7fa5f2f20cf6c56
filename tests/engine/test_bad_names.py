# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names of files that no editor should choose, and some do."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from newsroom.errors import NewsroomError
from newsroom.text.normalise import nfc
from tests.engine.telling import problems_of
from tests.engine.watching import watched
from tests.portal import Portal

pytestmark = pytest.mark.usefixtures("english")

FOLDER = "cong-doan/2025/04"
A = f"{FOLDER}/a.md"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("tên có dấu", "ten-co-dau"),
        (unicodedata.normalize("NFD", "tên có dấu"), "ten-co-dau"),
        ("-rf", "rf"),
        ("--", None),
        ("dòng\nmới", "dong-moi"),
        ('a"b<c>&d', "a-b-c-d"),
        ("50% ? #", "50"),
        ("新闻", None),
        ("x" * 230, "x" * 230),
    ],
)
def test_odd_names_give_plain_addresses(portal: Portal, name: str, address: str | None) -> None:
    portal.article(f"{FOLDER}/{name}.md", title="Tựa")
    portal.build()
    (path,) = [path for path in portal.tree() if path.startswith("2025/04/")]
    assert (
        path.isascii()
        and path.removeprefix("2025/04/").removesuffix(".html").replace("-", "").isalnum()
    )
    if address is not None:
        assert path == f"2025/04/{address}.html"
    assert watched(portal).pages == set()


def test_a_name_too_long_for_a_page_is_told_before_anything_is_written(portal: Portal) -> None:
    name = f"{FOLDER}/{'x' * 252}.md"  # its page would have 257 bytes; file systems end at 255
    portal.article(name, title="Tựa")
    assert problems_of(portal)[0].startswith(name)


@pytest.mark.parametrize("folder", [FOLDER, "images"])
def test_a_name_that_is_not_utf8_is_told(portal: Portal, folder: str) -> None:
    portal.article(A)
    (portal.content / folder).mkdir(exist_ok=True)
    source = os.fsencode(portal.content / folder) + b"/b\xe0i.md"
    Path(os.fsdecode(source)).write_bytes(b"---\ntitle: x\n---\n")
    try:
        report = portal.build()
    except NewsroomError as error:
        str(error).encode()  # can be printed
        assert folder in str(error)
    else:
        assert folder == "images" and report.live["article"] == 1


def test_a_name_in_nfd_is_linked_as_an_editor_types_it(portal: Portal) -> None:
    name = unicodedata.normalize("NFD", "bài")
    portal.article(f"{FOLDER}/{name}.md", title="Đích")  # as macOS stores it
    portal.article(A, body=f"[xem]({{filename}}/{FOLDER}/{nfc(name)}.md)")
    portal.build()
    link = portal.page("2025/04/a.html").select_one(".body a")
    assert link["href"] == "/2025/04/bai.html"


def test_names_that_differ_in_case_alone_collide(portal: Portal) -> None:
    portal.article(f"{FOLDER}/Bai.md")
    portal.article(f"{FOLDER}/bai.md", date="2025-04-23")
    (problem,) = problems_of(portal)
    assert f"{FOLDER}/Bai.md" in problem and f"{FOLDER}/bai.md" in problem


def test_a_drafts_preview_has_an_address_that_works(portal: Portal) -> None:
    portal.overrides["NEWSROOM_DRAFTS"] = True
    portal.article(f"{FOLDER}/50% xong.md", status="draft", title="Nháp")
    portal.build()
    (path,) = [path for path in portal.tree() if path.startswith("ban-nhap/")]
    canonical = portal.page(path).select_one("link[rel=canonical]")["href"]
    assert canonical.endswith("/50-xong.html")  # the slug, as it will be when it is published


def deep(base: Path, levels: int, each: int, name: str) -> None:
    """Write a file far below ``base``; its path may be longer than the system takes at once."""
    here = Path.cwd()
    base.mkdir(parents=True, exist_ok=True)
    os.chdir(base)
    try:
        for _level in range(levels):
            Path("d" * each).mkdir(exist_ok=True)
            os.chdir("d" * each)
        Path(name).write_text("<svg/>" if name.endswith(".svg") else "---\ntitle: B\n---\nB.\n")
    finally:
        os.chdir(here)


def test_pictures_may_lie_deep(portal: Portal) -> None:
    portal.article(A)
    deep(portal.content / "images", 300, 1, "a.svg")
    portal.build()
    assert (portal.output / "2025/04/a.html").exists()


@pytest.mark.parametrize(
    ("base", "name", "levels", "each"),
    [
        ("images", "a.svg", 25, 200),  # no program can open it by its whole path
        ("images", "x" * 251 + ".svg", 0, 1),
        ("cong-doan", "b.md", 300, 1),
        ("cong-doan", "b.md", 19, 200),
        ("cong-doan", "b.md", 25, 200),
    ],
)
def test_what_lies_too_deep_is_told(
    portal: Portal, base: str, name: str, levels: int, each: int
) -> None:
    portal.article(A)
    portal.build()
    deep(portal.content / base, levels, each, name)
    assert [problem for problem in problems_of(portal) if problem.startswith(f"{base}/")]
