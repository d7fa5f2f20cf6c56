# SPDX-License-Identifier: AGPL-3.0-or-later
"""Renditions of pictures that come, change, break and go: a part of the exactness machine.

Small pictures, as WebP and JPEG alone: what an encoder makes of larger ones is not the question.
"""

from __future__ import annotations

import shutil
from functools import cache
from typing import Any, Protocol

import hypothesis.strategies as st
from hypothesis.stateful import initialize, rule

from tests.pictures import photos
from tests.portal import Portal

SETTINGS: dict[str, Any] = {"NEWSROOM_PICTURE_FORMATS": ["webp"], "NEWSROOM_PICTURES": False}
NAMES = ("images/p.jpg", "images/q.jpg", "images/r.png", "images/s.gif")
FOCI = (None, [0.1, 0.2], "phải")


@cache
def picture(name: str, seed: int) -> bytes:
    """A file that may stand under a name; other seeds have other sizes, turns and kinds."""
    size = (90 + 30 * seed, 72)
    if name.endswith("png"):
        image = photos.chart(*size) if seed % 2 else photos.scene(*size)
        return photos.saved(image, "PNG")
    if name.endswith("gif"):
        return photos.moving(2 + seed, (60, 40))
    return photos.phone(*size, orientation=(1, 6, 3)[seed % 3], seed=seed)


class Machine(Protocol):
    """What the rules need of the machine that they are a part of."""

    portal: Portal
    known: dict[str, dict[str, Any]]

    def _check(self) -> None: ...

    def _settle(self) -> None: ...

    def _compare(self) -> None: ...

    def _put(self, path: str, fields: dict[str, Any]) -> None: ...

    def _errors(self) -> set[str]: ...


class Picturing:
    """Rules for pictures and their renditions."""

    @initialize(shown=st.booleans())
    def begin_pictures(self: Machine, shown: bool) -> None:
        """Half of the sequences begin with renditions."""
        self.portal.overrides["NEWSROOM_PICTURES"] = shown
        for name in NAMES:
            self.portal.write(name, picture(name, 0))

    @rule(shown=st.sampled_from([True, True, False]))
    def switch_pictures(self: Machine, shown: bool) -> None:
        """The paper shows renditions from now on, or no longer."""
        self.portal.overrides["NEWSROOM_PICTURES"] = shown
        self._check()

    @rule(
        data=st.data(),
        name=st.sampled_from(NAMES),
        focus=st.sampled_from(FOCI),
        how=st.sampled_from(["image", "image", "hidden", "original", "body", "both", "none"]),
    )
    def show_picture(self: Machine, data: st.DataObject, name: str, focus: Any, how: str) -> None:
        """An article gets a picture, in one of the ways to show it; or does without."""
        path = data.draw(st.sampled_from(sorted(self.known)))
        fields = {key: value for key, value in self.known[path].items() if key != "image"}
        image: dict[str, Any] = {"src": name, "alt": "Ảnh", "focus": focus}
        image |= {"hidden": {"lead": "false"}, "original": {"download": "true"}}.get(how, {})
        if how == "none":
            fields["image"] = "không"
        elif how != "body":
            fields["image"] = {key: value for key, value in image.items() if value is not None}
        if how in ("body", "both"):
            fields["body"] = f'Đoạn.\n\n![Ảnh](/{name} "Chú thích")\n'
        self._put(path, fields)
        self._check()

    @rule(name=st.sampled_from(NAMES), seed=st.integers(0, 3))
    def replace_picture(self: Machine, name: str, seed: int) -> None:
        """Another picture comes under the same name, or is a copy of another one."""
        self.portal.write(name, picture(name, seed))
        self._check()

    @rule(name=st.sampled_from(NAMES), how=st.sampled_from(["cut", "gone", "empty"]))
    def break_picture(self: Machine, name: str, how: str) -> None:
        """A picture breaks or goes, and who shows it is in error.

        While it is broken nothing changes; one that goes is taken down, and shown by nobody.
        """
        self._settle()
        path = self.portal.content / name
        good = path.read_bytes()
        before = self.portal.tree()
        path.write_bytes(b"" if how == "empty" else good[: len(good) // 2])
        if how == "gone":
            path.unlink()
        told = self._errors()
        if told:
            after = self.portal.tree()
            if how == "gone":
                gone = before.keys() - after.keys()
                assert all(each == name or each.startswith("anh/") for each in gone)
                assert [path for path, data in after.items() if name.encode() in data] == []
            else:
                assert after == before
            assert any(name in line for line in told), "it is told by name"
        self._compare()
        path.write_bytes(good)
        self._check()

    @rule(number=st.integers(0, 40))
    def lose_renditions(self: Machine, number: int) -> None:
        """Somebody empties the store of renditions, or one goes: it is made again when needed."""
        kept = self.portal.root / "cache" / "pictures"
        files = sorted(path for path in kept.rglob("*") if path.is_file())
        if number < len(files):
            files[number].unlink()
        else:
            shutil.rmtree(kept, ignore_errors=True)
        self._check()
