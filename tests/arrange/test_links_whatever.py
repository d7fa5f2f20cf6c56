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

from newsroom.engine.store_path import store_path
from newsroom.errors import ContentError
from newsroom.store.database import discard
from tests.arrange.test_links import FOLDER, told
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


@settings(
    max_examples=40 if os.environ.get("CI") else 12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would take many builds
)
@given(st.lists(EDIT, min_size=2, max_size=5))
def test_exactly_those_are_told_whom_it_concerns(edits: list[dict[str, object]]) -> None:
    """After any edit pages are those of a clean build, and what has come to be wrong is told."""
    root = Path(tempfile.mkdtemp(prefix="newsroom-test-"))
    try:
        portal = Portal(root)
        portal.write("images/a.svg", "<svg/>")
        for number, slug in enumerate("abc"):
            portal.article(f"{FOLDER}/{slug}.md", "## Một", date=f"2025-04-0{number + 1}")
        known: set[str] = set(told(portal))
        for edit in edits:
            file = portal.content / FOLDER / f"{edit['slug']}.md"
            before = file.read_bytes()
            _apply(portal, edit)
            try:
                now = set(told(portal))
            except ContentError:
                # A picture is needed: the clean build says so, too.
                with pytest.raises(ContentError):
                    _anew(root)
                portal.write("images/x.svg", "<svg/>")
                now = set(told(portal))
            whole = _anew(root)
            read = f"{FOLDER}/{edit['slug']}.md:"
            assert _faults(whole) - _faults(known) <= _faults(now), "told is what is new"
            assert now <= whole, "told is what is true"
            if file.read_bytes() != before:
                own = {line for line in whole if line.startswith(read)}
                assert own <= now
            assert portal.tree() == read_tree(root / "clean")
            known = whole
    finally:
        shutil.rmtree(root, ignore_errors=True)
