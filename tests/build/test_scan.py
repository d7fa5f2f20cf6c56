"""Scanning: which files are sources, of which sort, and what differs from the store."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from newsroom.build.scan import (
    ARTICLE,
    DATA,
    PAGE,
    STATIC,
    THEME,
    THEME_PREFIX,
    Found,
    compare,
    scan,
)
from newsroom.errors import Problems
from newsroom.store.sources import Seen
from tests.portal import Portal


def sorts(portal: Portal) -> dict[str, str]:
    problems = Problems()
    found = scan(portal.settings, problems)
    assert len(problems) == 0
    return {path: file.sort for path, file in found.items() if file.sort != THEME}


@pytest.mark.parametrize(
    ("path", "sort"),
    [
        ("cong-doan/2025/a.md", ARTICLE),
        ("a.md", ARTICLE),
        ("pages/a.md", PAGE),
        ("pages/b/a.md", PAGE),
        ("pagesx/a.md", ARTICLE),
        ("images/a.svg", STATIC),
        ("images/b/không đuôi", STATIC),
        ("cong-doan/a.svg", None),
        ("data/authors.yaml", DATA),
        ("data/authors.yml", DATA),
        ("data/authors.yaml.bak", None),
        ("robots.txt", STATIC),
        (".git/a.md", None),
        ("images/.ds_store", None),
        ("cong-doan/a.md~", None),
        ("cong-doan/bo-qua.md", None),
    ],
)
def test_sorts_of_files(portal: Portal, path: str, sort: str | None) -> None:
    portal.overrides |= {"STATIC_PATHS": ["images", "robots.txt"], "IGNORE_FILES": ["bo-*", ".#*"]}
    portal.write(path, "x")
    assert sorts(portal).get(path) == sort


def test_files_of_the_theme_have_paths_of_their_own(portal: Portal) -> None:
    portal.write("theme/css/site.css", "x")
    found = scan(portal.settings, Problems())
    assert found[f"{THEME_PREFIX}css/site.css"].sort == THEME
    assert "theme/css/site.css" not in found


files = st.builds(Found, st.sampled_from("ab"), st.integers(0, 2), st.integers(0, 2))
folders = st.dictionaries(st.sampled_from("wxyz"), files)


@given(folders, folders)
def test_files_that_differ_in_anything_are_suspects(
    now: dict[str, Found], before: dict[str, Found]
) -> None:
    seen = {path: Seen(path, f.sort, f.size, f.mtime, b"") for path, f in before.items()}
    found = compare(now, seen)
    assert found.suspects == sorted(path for path, file in now.items() if before.get(path) != file)
    assert found.removed == sorted(before.keys() - now.keys())
