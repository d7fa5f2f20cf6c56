# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links within the site, whatever happens: pages are a clean build's, and what is new is told."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from newsroom.engine.build_report import BuildReport
from newsroom.engine.store_path import store_path
from newsroom.errors import ContentError
from newsroom.store.database import discard
from tests.arrange.test_links import CODES, FOLDER, told
from tests.portal import Portal, read_tree

TARGETS = ("/2025/04/b.html", "/2025/04/c.html#mot", "/tag/tet/", "/cu/b", "/cu.php?id=c", "#khong")
TARGETS += ("/cong-doan/", "c.md#hai", "https://bao.example.org/2025/05/b.html", "/images/x.svg")
EDIT = st.fixed_dictionaries(
    {
        "slug": st.sampled_from("abc"),
        "links": st.lists(st.sampled_from(TARGETS), max_size=3),
        "heading": st.sampled_from(["Một", "Hai"]),
        "date": st.sampled_from(["2025-04-0{}", "2025-05-0{}", "2027-05-0{}"]),
        "tags": st.sampled_from([[], ["tết"]]),
        "old": st.booleans(),
        "status": st.sampled_from(["published", "published", "draft"]),
        "picture": st.booleans(),
    }
)


def _anew(root: Path) -> set[str]:
    """A clean build into another folder; what it tells of links."""
    fresh = Portal(root)
    fresh.output = root / "clean"
    shutil.rmtree(fresh.output, ignore_errors=True)
    discard(store_path(fresh.settings))
    return set(told(fresh))


def _faults(lines: set[str]) -> set[str]:
    """What is wrong, without the guess, which may change with files that nobody mentions."""
    return {line.partition(";")[0] for line in lines}


def _apply(portal: Portal, edit: dict[str, object]) -> None:
    slug = str(edit["slug"])
    body = " ".join(f"[x{n}]({to})" for n, to in enumerate(edit["links"]))  # type: ignore[call-overload]
    portal.article(
        f"{FOLDER}/{slug}.md",
        f"{body}\n\n## {edit['heading']}",
        date=str(edit["date"]).format("abc".index(slug) + 1),
        tags=edit["tags"] or None,
        status=edit["status"],
        aliases=[f"/cu/{slug}", f"/cu.php?id={slug}"] if edit["old"] else None,
    )
    picture = portal.content / "images" / "x.svg"
    if edit["picture"]:
        portal.write("images/x.svg", "<svg/>")
    elif picture.exists():
        picture.unlink()


def _warned(error: ContentError) -> set[str]:
    """What a build with errors tells of links, of what it has done all the same."""
    report = error.report
    assert isinstance(report, BuildReport)
    return {str(problem) for problem in report.warnings if problem.code in CODES}


@settings(
    max_examples=40 if os.environ.get("CI") else 12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would take many builds
)
@given(st.lists(EDIT, min_size=2, max_size=7), st.sampled_from(["stop", "hold"]))
def test_exactly_those_are_told_whom_it_concerns(
    edits: list[dict[str, object]], on_error: str
) -> None:
    """After any edits pages are those of a clean build, and what has come to be wrong is told.

    Errors stay until an edit mends them: what a build with errors takes in or takes down it tells
    itself, and what waits is told once it waits no more.
    """
    root = Path(tempfile.mkdtemp(prefix="newsroom-test-"))
    try:
        _follow(Portal(root, NEWSROOM_ON_ERROR=on_error), edits)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _follow(portal: Portal, edits: list[dict[str, object]]) -> None:
    portal.write("images/a.svg", "<svg/>")
    for number, slug in enumerate("abc"):
        portal.article(f"{FOLDER}/{slug}.md", "## Một", date=f"2025-04-0{number + 1}")
    files = {slug: portal.content / FOLDER / f"{slug}.md" for slug in "abc"}
    known, before = set(told(portal)), {slug: file.read_bytes() for slug, file in files.items()}
    amid_errors: set[str] = set()
    for number, edit in enumerate(edits):
        _apply(portal, edit)
        try:
            now = set(told(portal))
        except ContentError as error:
            # A picture is needed: the clean build says so, too.
            amid_errors |= _warned(error)
            with pytest.raises(ContentError):
                _anew(portal.root)
            if number + 1 < len(edits):
                continue
            portal.write("images/x.svg", "<svg/>")
            now = set(told(portal))
        whole = _anew(portal.root)
        assert _faults(whole) - _faults(known) <= _faults(now | amid_errors), "told is what is new"
        assert now <= whole, "told is what is true"
        waited = portal.settings.newsroom.on_error == "stop"
        for slug, file in files.items():
            if file.read_bytes() != before[slug]:
                own = {line for line in whole if line.startswith(f"{FOLDER}/{slug}.md:")}
                assert own <= (now if waited else now | amid_errors), "told is what was saved"
        assert portal.tree() == read_tree(portal.root / "clean")
        known, before = whole, {slug: file.read_bytes() for slug, file in files.items()}
        amid_errors = set()
