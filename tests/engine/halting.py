# SPDX-License-Identifier: AGPL-3.0-or-later
"""Errors beside takedowns, moves and good changes: a part of the exactness machine.

While errors stand, the output has to be that of a clean build of the last good sources, in which
what was taken down is a draft.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any, Protocol

import hypothesis.strategies as st
import msgspec
from hypothesis.stateful import rule

from newsroom.engine.store_path import store_path
from newsroom.errors import ContentError
from newsroom.newspaper import build
from newsroom.store.database import discard
from tests.portal import Portal, read_tree

WRONG = "cong-doan/2025/04/w.md"
BROKEN = (
    "---\ntitle: [\n---\nBài.\n",
    "---\ntitle: W\ndate: 2025-04-11\nauthor: An\ndistrict: Không Có\n---\nBài.\n",
    "---\ntitle: W\ndate: 2025-04-11\nauthor: An\ndistrict: toan-thanh-pho\n"
    "related: [cong-doan/khong-co.md]\n---\nBài.\n",
    "---\ntitle: W\ndate: 2027-04-11\nauthor: An\ndistrict: toan-thanh-pho\n"
    "url: /tag/x/\n---\nB.\n",
)
DRAFT = (
    "---\ntitle: Nháp\ndate: 2025-04-11\nauthor: An\ndistrict: toan-thanh-pho\n"
    "status: draft\n---\nN\n"
)


class Machine(Protocol):
    """What the rules need of the machine that they are a part of."""

    portal: Portal
    known: dict[str, dict[str, Any]]

    def _check(self) -> None: ...

    def _settle(self) -> None: ...

    def _put(self, path: str, fields: dict[str, Any]) -> None: ...


class Halting:
    """Rules for builds with errors."""

    @rule(
        broken=st.sampled_from([*BROKEN, "registry"]),
        mode=st.sampled_from(["stop", "hold"]),
        days=st.sampled_from([0, 0, 10, 200]),
        data=st.data(),
    )
    def halt(self: Machine, broken: str, mode: str, days: int, data: st.DataObject) -> None:
        """A file is in error while others are hidden, edited and new, and the clock goes on."""
        self._settle()
        portal = self.portal
        good = Path(tempfile.mkdtemp(prefix="newsroom-good-"))
        shutil.copytree(portal.content, good / "content")
        portal.overrides["NEWSROOM_ON_ERROR"] = mode
        sections = (portal.content / "data/sections.yaml").read_text()
        paths = sorted(self.known)
        hidden = data.draw(st.sets(st.sampled_from(paths), max_size=2))
        edited = data.draw(st.sets(st.sampled_from(paths), max_size=2)) - hidden
        for path in hidden:
            _hide(portal.content / path)
            (good / "content" / path).write_text(DRAFT)
        for path in edited:
            self._put(path, self.known[path] | {"title": "Đã sửa"})
        if broken == "registry":
            portal.write("data/sections.yaml", sections + "- {slug: hong}\n")
        else:
            portal.write(WRONG, broken)
        portal.now += days * 86_400
        if mode == "hold":
            for path in edited:
                shutil.copy2(portal.content / path, good / "content" / path)
        told = _told(portal)
        assert told
        expected = _clean(portal, good)
        built = portal.tree()
        assert sorted(built) == sorted(expected)
        assert [path for path in expected if built[path] != expected[path]] == []
        assert _told(portal) == told, "what is wrong is told again"
        (portal.content / WRONG).unlink(missing_ok=True)
        portal.write("data/sections.yaml", sections)
        for path in hidden:
            self._put(path, self.known[path])
        shutil.rmtree(good)
        portal.overrides["NEWSROOM_ON_ERROR"] = "stop"
        self._check()


def _hide(path: Path) -> None:
    """The file as it is, but for its status."""
    lines = [line for line in path.read_text().split("\n") if not line.startswith("status:")]
    path.write_text("\n".join([lines[0], "status: draft", *lines[1:]]))


def _told(portal: Portal) -> set[str]:
    try:
        portal.build()
    except ContentError as error:
        return {str(problem) for problem in error.problems}
    return set()


def _clean(portal: Portal, good: Path) -> dict[str, bytes]:
    """The output of a clean build of the good sources."""
    settings = msgspec.structs.replace(
        portal.settings, content=good / "content", output=good / "output"
    )
    try:
        build(settings, portal.now)
    finally:
        discard(store_path(settings))
    return read_tree(settings.output)
