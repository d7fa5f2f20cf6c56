# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that mention each other, and sets of changes to them: a part of the exactness machine.

Articles, static pages, pictures and a registry entry with a picture mention each other at random.
Any set of them is deleted, renamed and moved at once, whole folders too, with the references to
them corrected everywhere, somewhere or nowhere.
"""

from __future__ import annotations

from typing import Any, Protocol

import hypothesis.strategies as st
import msgspec
from hypothesis.stateful import precondition, rule

from tests.portal import Portal

FOLDERS = ("cong-doan/2025/04", "cong-doan/phat-trien-doan-vien/2025/04", "doi-song/2025/05")
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="30"><rect/></svg>'
MOST = 7


class Linked(msgspec.Struct):
    """A file: what it is, where it is, and which others its text mentions (by number)."""

    kind: str
    path: str
    mentions: list[int]


class Machine(Protocol):
    """What the rules need of the machine that they are a part of."""

    portal: Portal
    linked: dict[int, Linked]
    made: int

    def _check(self) -> None: ...


class LinkedFiles:
    """Rules for files that mention each other."""

    linked: dict[int, Linked]
    made: int

    def begin_linked(self: Machine) -> None:
        """The first ones, each of which mentions all before it; a section's article comes last."""
        for kind in "iapaa":
            self.made += 1
            path = _path(kind, FOLDERS[self.made % 3], f"k{self.made}")
            self.linked[self.made] = Linked(kind, path, list(self.linked))
        _write(self, self.linked, set())

    @precondition(lambda self: len(self.linked) < MOST)
    @rule(kinds=st.lists(st.sampled_from("aaapi"), min_size=1, max_size=3), data=st.data())
    def link(self: Machine, kinds: list[str], data: st.DataObject) -> None:
        """Files come that mention some of those that are there, and each other."""
        for kind in kinds:
            self.made += 1
            mentions = data.draw(st.lists(st.sampled_from([0, *self.linked]), max_size=3))
            folder = data.draw(st.sampled_from(FOLDERS))
            path = _path(kind, folder, f"{'xk'[self.made % 2]}{self.made}")
            self.linked[self.made] = Linked(kind, path, [m for m in mentions if m])
        _write(self, self.linked, set())
        self._check()

    @precondition(lambda self: self.linked)
    @rule(data=st.data(), corrected=st.sampled_from(["all", "all", "some", "none"]))
    def shuffle(self: Machine, data: st.DataObject, corrected: str) -> None:
        """A set of them is deleted, renamed and moved; references may be left to lead nowhere."""
        chosen = data.draw(st.sets(st.sampled_from(sorted(self.linked)), min_size=1, max_size=4))
        left = (
            data.draw(st.sets(st.sampled_from(sorted(self.linked)))) if corrected == "some" else ()
        )
        before = {number: file.path for number, file in self.linked.items()}
        gone = set()
        for number in sorted(chosen):
            file = self.linked[number]
            act = data.draw(st.sampled_from(["delete", "rename", "move"]))
            (self.portal.content / file.path).unlink()
            if act == "delete":
                gone.add(number)
                continue
            folder, _, name = file.path.rpartition("/")
            self.made += act == "rename"
            name = f"{'mz'[self.made % 2]}{self.made}.x" if act == "rename" else name
            file.path = _path(
                file.kind,
                data.draw(st.sampled_from(FOLDERS)) if act == "move" else folder,
                name.partition(".")[0],
            )
        kept = {number: file for number, file in self.linked.items() if number not in gone}
        stale = set(self.linked) if corrected == "none" else set(left)
        _write(self, kept, stale, before)
        self.linked = kept
        if stale:
            self._check()
        for file in kept.values():
            file.mentions = [number for number in file.mentions if number in kept]
        _write(self, kept, set())
        self._check()

    @precondition(lambda self: self.linked)
    @rule(to=st.sampled_from(FOLDERS))
    def rename_folder(self: Machine, to: str) -> None:
        """All of them move into one folder, and every reference is corrected."""
        for file in self.linked.values():
            if file.kind == "a":
                (self.portal.content / file.path).unlink()
                file.path = _path("a", to, file.path.rpartition("/")[2].removesuffix(".md"))
        _write(self, self.linked, set())
        self._check()


def _path(kind: str, folder: str, name: str) -> str:
    """Where a file of a kind lies: an article, a page, or a picture (before or behind articles)."""
    if kind == "a":
        return f"{folder}/{name}.md"
    return f"pages/{name}.md" if kind == "p" else f"images/{name}.svg"


def _write(
    machine: Machine,
    files: dict[int, Linked],
    stale: set[int],
    before: dict[int, str] | None = None,
) -> None:
    """Write them all; the ``stale`` ones go on mentioning where the others were ``before``."""
    now = {number: file.path for number, file in files.items()}
    portal = machine.portal
    for number, file in files.items():
        paths = (before or {}) if number in stale else now
        mentioned = [paths[other] for other in file.mentions if other in paths and other != number]
        if file.kind == "i":
            _replace(portal, file.path, PICTURE.format(40 + number))
        else:
            fields = _fields(file.kind, mentioned)
            _replace(portal, file.path, _source(number, file.kind, fields))
    pictures = [file.path for file in files.values() if file.kind == "i"]
    image = f", image: {pictures[0]}" if pictures and 0 not in stale else ""
    _replace(
        portal,
        "data/series.yaml",
        f"- {{slug: thang-cong-nhan, name: Tháng Công nhân{image}}}\n",
    )


def _replace(portal: Portal, path: str, text: str) -> None:
    """Write a file if it differs, so that others stay as they are."""
    target = portal.content / path
    if not target.exists() or target.read_text() != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


def _fields(kind: str, mentioned: list[str]) -> dict[str, Any]:
    """Each mention finds its place: a related story, a link in the body, a picture, the photo."""
    fields: dict[str, Any] = {"related": [], "image": "", "body": []}
    for turn, path in enumerate(mentioned):
        if path.endswith(".svg"):
            if kind == "a" and turn % 2:
                fields["image"] = path
            else:
                fields["body"].append(f"![Ảnh](/{path})")
        elif kind == "a" and turn % 2 and path not in fields["related"]:
            fields["related"].append(path)
        else:
            fields["body"].append(f"Xem [bài]({{filename}}/{path}).")
    return fields


def _source(number: int, kind: str, fields: dict[str, Any]) -> str:
    lines = [f"title: Tệp {number}"]
    if kind == "a":
        lines += [f"date: 2025-04-{number % 28 + 1:02} 08:00", "author: An Nhiên"]
        lines.append("district: toan-thanh-pho")
    if fields["related"]:
        lines.append(f"related: [{', '.join(fields['related'])}]")
    if fields["image"]:
        lines.append(f"image: {fields['image']}")
    return "\n".join(["---", *lines, "---", "", "Bài.", "", "\n\n".join(fields["body"])]) + "\n"
