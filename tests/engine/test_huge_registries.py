# SPDX-License-Identifier: AGPL-3.0-or-later
"""Registries that would cost a build minutes or gigabytes are refused, with the limit."""

from __future__ import annotations

import tracemalloc

import pytest

from tests.engine.telling import problems_of
from tests.portal import Portal

pytestmark = pytest.mark.usefixtures("english")

A = "cong-doan/2025/04/a.md"


def test_a_huge_registry_is_refused_unread(portal: Portal) -> None:
    portal.article(A)
    for name in ("authors", "sections", "slots", "khong-biet"):
        path = portal.write(f"data/{name}.yaml", "")
        with path.open("ab") as file:
            file.truncate(300 << 20)
    tracemalloc.start()
    try:
        told = problems_of(portal)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    for name in ("authors", "sections", "slots", "khong-biet"):
        wanted = f"data/{name}.yaml: The file has 300.0 MiB; a registry has 1 at most."
        assert wanted in told
    assert not [problem for problem in told if "missing" in problem]
    assert peak < 30 << 20


@pytest.mark.parametrize("text", ["-\n", "-\r", "- {}\n", "- [\n", "[", "{}, "])
def test_a_registry_of_too_many_parts_is_refused(portal: Portal, text: str) -> None:
    portal.write("data/authors.yaml", text * 150_001)
    (problem,) = problems_of(portal)
    assert problem.endswith("parts; a registry has 150000 at most.")


def test_sections_have_a_limit_as_every_page_shows_them_all(portal: Portal) -> None:
    text = "".join(f"- {{slug: s{number}, name: Mục {number}}}\n" for number in range(299))
    cong_doan = "- {slug: cong-doan, name: Công đoàn}\n"
    portal.article(A)
    portal.write("data/sections.yaml", cong_doan + text + "- {slug: s, name: Mục}\n")
    (problem,) = problems_of(portal)
    assert problem == "data/sections.yaml:301: there are 301 sections; a site has 300 at most"
