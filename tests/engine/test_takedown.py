# SPDX-License-Identifier: AGPL-3.0-or-later
"""What goes, goes: linked files that are deleted, renamed and moved together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.telling import problems_of, told_with_a_takedown
from tests.portal import Portal

pytestmark = pytest.mark.usefixtures("english")

FOLDER = "cong-doan/2025/04"
A, B = f"{FOLDER}/a.md", f"{FOLDER}/b.md"
PAGE = "pages/p.md"


def delete(portal: Portal, *paths: str) -> None:
    for path in paths:
        (portal.content / path).unlink()


def page(portal: Portal, body: str) -> None:
    portal.write(PAGE, f"---\ntitle: Trang\n---\n{body}\n")


def by_related(portal: Portal) -> None:
    portal.article(A)
    portal.article(B, related=[A])


def by_link(portal: Portal) -> None:
    portal.article(A)
    portal.article(B, body=f"[xem]({{filename}}/{A})")


def by_page(portal: Portal) -> None:
    portal.article(A)
    page(portal, f"[xem]({{filename}}/{A})")


def to_page(portal: Portal) -> None:
    page(portal, "Trang.")
    portal.article(A, body=f"[xem]({{filename}}/{PAGE})")


def with_picture(portal: Portal, folder: str = "images") -> None:
    portal.write(f"{folder}/x.svg", "<svg/>")
    portal.article("doi-song/2025/04/a.md", image=f"{folder}/x.svg")


def with_picture_first(portal: Portal) -> None:
    portal.overrides["STATIC_PATHS"] = ["anh"]
    with_picture(portal, "anh")


LINKED: list[Callable[[Portal], None]] = [
    by_related, by_link, by_page, to_page, with_picture, with_picture_first,
]  # fmt: skip


@pytest.mark.parametrize("linked", LINKED)
def test_two_linked_files_may_go_together(
    portal: Portal, tmp_path: Path, linked: Callable[[Portal], None]
) -> None:
    portal.article("doi-song/2025/05/z.md")
    before = set(portal.content.rglob("*.*"))
    linked(portal)
    portal.build()
    for path in set(portal.content.rglob("*.*")) - before:
        path.unlink()
    portal.build()
    assert portal.tree() == portal.clean_tree(tmp_path / "clean")


def test_a_rename_and_a_deletion_in_one_build(portal: Portal, tmp_path: Path) -> None:
    portal.article(A)
    portal.article(B, related=[A])
    portal.article(f"{FOLDER}/c.md", related=[A, B], date="2025-04-23")
    portal.build()
    delete(portal, A, B)
    portal.article(f"{FOLDER}/moi.md")
    portal.article(f"{FOLDER}/c.md", related=[f"{FOLDER}/moi.md"], date="2025-04-23")
    portal.build()
    assert portal.tree() == portal.clean_tree(tmp_path / "clean")


def test_a_section_is_renamed_with_every_reference(portal: Portal, tmp_path: Path) -> None:
    for name in "abc":
        portal.article(f"doi-song/2025/04/{name}.md", related=["doi-song/2025/04/c.md"])
    portal.article("doi-song/2025/04/c.md")
    portal.write("data/slots.yaml", "nen-xem: [doi-song/2025/04/b.md]\n")
    portal.build()
    delete(portal, *(f"doi-song/2025/04/{name}.md" for name in "abc"))
    for name in "abc":
        portal.article(f"viec-lam/2025/04/{name}.md", related=["viec-lam/2025/04/c.md"])
    portal.article("viec-lam/2025/04/c.md")
    portal.write("data/slots.yaml", "nen-xem: [viec-lam/2025/04/b.md]\n")
    text = (portal.content / "data/sections.yaml").read_text()
    portal.write("data/sections.yaml", text.replace("doi-song", "viec-lam"))
    portal.build()
    assert portal.tree() == portal.clean_tree(tmp_path / "clean")


def test_whoever_still_mentions_what_has_gone_is_told(portal: Portal) -> None:
    for name, related in (("a", None), ("b", [A]), ("c", [A, B])):
        portal.article(f"{FOLDER}/{name}.md", related=related)
    portal.build()
    delete(portal, A, B)
    problems = told_with_a_takedown(portal)
    assert problems_of(portal) == problems
    assert [problem.split(": ")[0] for problem in problems] == [f"{FOLDER}/c.md:6"] * 2
