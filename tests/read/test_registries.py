# SPDX-License-Identifier: AGPL-3.0-or-later
"""Registries: a good set, and bad files that name the problems they have in comments at the end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from newsroom.errors import Problems
from newsroom.model import Author, Section, Unit
from newsroom.read.registries import load_registries

from .helpers import HERE, registries, registry_files
from .test_cases import PROBLEM, compare_problems

CASES = sorted((HERE / "registry_cases").glob("*.yaml"))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_case(file: Path) -> None:
    text, _mark, expected = file.read_text().partition("# expect\n")
    name = file.stem.partition("-")[0] + ".yaml"
    problems = Problems()
    load_registries({**registry_files(), name: text.encode()}, problems)
    lines = [line.removeprefix("# ") for line in expected.splitlines()]
    compare_problems([line for line in lines if PROBLEM.match(line)], sorted(set(problems)))
    assert {problem.path for problem in problems} <= {f"data/{name}"}


def test_records() -> None:
    loaded = registries().registries
    assert loaded.sections == (
        Section("cong-doan", "Công đoàn", "Tin của các cấp công đoàn.", order=1),
        Section("doi-song", "Đời sống", order=2, feed=False),
        Section("phat-trien-doan-vien", "Phát triển đoàn viên", parent="cong-doan", order=3),
    )
    assert loaded.authors == (
        Author(
            "minh-khoi",
            "Minh Khôi",
            "Nguyễn Minh Khôi",
            "Phóng viên ban Công đoàn.",
            "images/minh-khoi.webp",
        ),
        Author("phong-vien", "P.V"),
    )
    assert loaded.units[1] == Unit(
        "quan-dong-da",
        "Quận Đống Đa",
        "Đống Đa",
        "quận",
        valid_to=date(2025, 6, 30),
        aliases=("LĐLĐ quận Đống Đa",),
        successors=("phuong-dong-da", "phuong-o-cho-dua"),
    )
    assert loaded.dossiers[0].image == "images/dai-hoi.webp"
    assert loaded.slots == {
        "lead": ("cong-doan/2025/04/x.md",),
        "nen-xem": ("cong-doan/2025/04/x.md", "doi-song/2025/04/y.md"),
    }


def test_lines_of_what_is_checked_later() -> None:
    lines = registries().lines
    assert lines["sections/doi-song"] == 9
    assert lines["authors/minh-khoi/photo"] == 4
    assert lines["series/dai-hoi-cong-doan/image"] == 3
    assert (lines["slots/lead[0]"], lines["slots/nen-xem[1]"]) == (1, 4)


def test_files_that_are_missing_or_misnamed() -> None:
    problems = Problems()
    loaded = load_registries({"data/section.yaml": b"", "data/notes.txt": b"\xff"}, problems)
    assert [str(problem) for problem in problems.errors] == [
        "data/districts.yaml: the file is missing; create it, with at least one record",
        'data/section.yaml: the file is not one of the registries; did you mean "sections.yaml"?',
        "data/sections.yaml: the file is missing; create it, with at least one record",
    ]
    assert loaded.registries.slots == {}


def test_not_utf8_and_bom() -> None:
    problems = Problems()
    files = {**registry_files(), "series.yaml": "- slug: a\n  name: Đ".encode("utf-16")}
    files["authors.yaml"] = b"\xef\xbb\xbf" + files["authors.yaml"].replace(b"\n", b"\r\n")
    loaded = load_registries(files, problems)
    assert [str(problem) for problem in problems] == [
        "data/series.yaml:1: the file is saved as UTF-16; save it as UTF-8"
    ]
    assert loaded.registries.authors == registries().registries.authors


def test_the_demo_content_has_no_problems() -> None:
    folder = HERE.parents[1] / "content" / "data"
    files = {path.name: path.read_bytes() for path in folder.glob("*.yaml")}
    if "sections.yaml" not in files:
        pytest.skip("no demo content yet")
    problems = Problems()
    load_registries(files, problems)
    assert not list(problems)
