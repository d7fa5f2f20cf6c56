# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that are saved while a build is at work: whatever it saw of them, the next one is right.

Each kind of file is changed at each moment: into a second version that stays, and into one that is
taken back once the build has ended. (What was read of the first must not stand for the second, nor
what was made of the second for the first.)
"""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from newsroom.engine import render
from newsroom.engine.witness import Witness
from newsroom.errors import ChangedError
from newsroom.model import Copy
from tests.portal import RAW, Portal

Change = Callable[[], object]

ARTICLE = "content/cong-doan/2025/04/a.md"
PICTURE = "content/images/anh.svg"
CATALOGUE = "theme/translations/vi/LC_MESSAGES/theme.mo"

FILES: dict[str, tuple[str, str]] = {
    ARTICLE: ("Nội dung.", "Thân bài."),
    "content/pages/gioi-thieu.md": ("Về báo.", "Về tôi."),
    PICTURE: ('width="10"', 'width="20"'),
    "content/data/sections.yaml": ("Đời sống", "Đời tươi"),
    "theme/static/css/site.css": ("body", "main"),
    "theme/templates/article.html": ("</h1>", "</h1><!-- -->"),
    "theme/templates/partials/frame.html": ("</footer>", "</footer><!-- -->"),
    CATALOGUE: ("Về đầu trang", "Về Đầu trang"),
}

MOMENTS = [
    ("newsroom.engine.session:Session.open", True),
    ("newsroom.engine.session:Session.look", True),
    ("newsroom.arrange.registries:load", True),
    ("newsroom.engine.ingest:Ingest.take", True),
    ("newsroom.engine.gather:Gather.run", True),
    ("newsroom.engine.pipeline:_Build._plan", True),
    ("newsroom.engine.render:Renderer.put", False),
    ("newsroom.engine.output:Output.copy", False),
    ("newsroom.engine.output:Output.copy", True),
    ("newsroom.engine.pipeline:_Build._delete_obsolete", False),
    ("newsroom.engine.pipeline:_Build._finish", True),
]


class Site(Portal):
    """A site with a theme of its own, and one of each kind of file; each build is different."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, THEME=str(root / "theme"))
        self.first: dict[str, bytes] = {}
        shutil.copytree(RAW["THEME"], root / "theme")
        self.write("pages/gioi-thieu.md", "---\ntitle: Giới thiệu\n---\n\nVề báo.\n")
        self.write("images/anh.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="10"/>\n')
        photo = {"src": "images/anh.svg", "alt": "Ảnh"}
        self.article("cong-doan/2025/04/a.md", image=photo, summary="Sapo.")
        self.build()

    def put(self, path: str, version: int) -> None:
        """Put one of a file's two versions in its place, as an editor's program does."""
        file = self.root / path
        if path not in self.first:
            self.first[path] = file.read_bytes()
        old, new = (text.encode() for text in FILES[path])
        file.write_bytes(self.first[path].replace(old, new) if version else self.first[path])

    def edit(self, number: int) -> None:
        """Something for the build to do, whatever the file is."""
        self.article("doi-song/2025/04/b.md", f"Lần {number}.", title=f"Bài {number}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("moments"))


def at(place: str, *, after: bool, change: Change, patch: pytest.MonkeyPatch) -> list[Change]:
    """Call ``change`` before or after the first call of the function at ``place``.

    Returns a list that holds it until then: not every build comes to every place.
    """
    module, _, name = place.partition(":")
    holder: Any = importlib.import_module(module)
    *outer, last = name.split(".")
    for part in outer:
        holder = getattr(holder, part)
    real, waiting = getattr(holder, last), [change]

    def changing(*arguments: Any, **options: Any) -> Any:
        if not after and waiting:
            waiting.pop()()
        result = real(*arguments, **options)
        if after and waiting:
            waiting.pop()()
        return result

    patch.setattr(holder, last, changing)
    return waiting


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_saved_while_a_build_is_at_work(site: Site, path: str, tmp_path: Path) -> None:
    clean = {}
    site.edit(0)
    for version in (1, 0):
        site.put(path, version)
        clean[version] = site.clean_tree(tmp_path / str(version))
    assert clean[0] != clean[1]
    for number, (place, after) in enumerate(MOMENTS):
        for stays in (True, False):
            site.put(path, 0)
            site.edit(number + 1)
            with pytest.MonkeyPatch.context() as patch:
                change = partial(site.put, path, 1)
                waiting = at(place, after=after, change=change, patch=patch)
                site.build()
            for missed in waiting:
                missed()
            if not stays:
                site.put(path, 0)
            site.edit(0)
            site.build()
            built, wanted = site.tree(), clean[int(stays)]
            assert sorted(built) == sorted(wanted), (place, stays)
            assert [name for name in built if built[name] != wanted[name]] == [], (place, stays)


def test_a_picture_that_is_saved_again_and_again_is_told_of(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, file = render.Output.copy, site.root / PICTURE
    saved = [0]

    def copy(self: Any, save_as: str, wanted: Copy) -> Any:
        if wanted.source == file:
            saved[0] += 1
            file.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="{saved[0]}"/>')
        return real(self, save_as, wanted)

    monkeypatch.setattr(render.Output, "copy", copy)
    file.write_text("<svg/>")
    before = (site.output / "images/anh.svg").read_bytes()
    with pytest.raises(ChangedError, match=r"images/anh\.svg"):
        site.build()
    assert saved == [3]
    assert (site.output / "images/anh.svg").read_bytes() == before
    monkeypatch.undo()
    assert site.build().rendered > 0
    assert (site.output / "images/anh.svg").read_bytes() == file.read_bytes()


def test_what_is_watched(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "a.py").write_text("1")
    monkeypatch.setattr("newsroom.engine.witness._PACKAGE", package)
    witness = Witness(site.settings)
    assert (witness.code_changed(), witness.theme_changed()) == (False, False)
    (site.root / "theme/templates/404.html").touch()
    assert (witness.code_changed(), witness.theme_changed()) == (False, True)
    (package / "a.py").write_text("2")
    assert witness.code_changed()


def test_code_that_changes_under_a_build_makes_the_next_one_begin_anew(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Witness, "code_changed", lambda self: True)
    site.edit(1)
    site.build()
    monkeypatch.undo()
    assert site.build().reason == "stamp"
    assert site.build().reason == ""
