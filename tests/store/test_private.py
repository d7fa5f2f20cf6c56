# SPDX-License-Identifier: AGPL-3.0-or-later
"""The cache folder is its owner's alone, as whoever writes there runs code."""

from __future__ import annotations

import marshal
import os
import pickle
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType

import pytest
from jinja2.bccache import bc_magic

from newsroom.commands.check import check
from newsroom.commands.related_stories import list_related
from newsroom.commands.why import explain
from newsroom.engine.store_path import store_path
from newsroom.errors import StoreError
from newsroom.settings import Settings
from newsroom.store.private import COMPILED, keep_private, make_private
from tests.portal import NOW, Portal

A = "cong-doan/2025/04/a.md"


@pytest.fixture(params=[0o022, 0o002, 0o000], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_a_build_makes_is_its_owner_s(portal: Portal, umask: int) -> None:
    portal.article(A)
    portal.build()
    assert mode(portal.settings.cache) == mode(portal.settings.cache / COMPILED) == 0o700
    assert portal.build().rendered == 0


def test_a_cache_made_under_another_umask_is_mended(portal: Portal) -> None:
    portal.article(A)
    portal.build()
    cache = portal.settings.cache
    for folder in (cache, cache / COMPILED):
        folder.chmod(0o775)
    planted = cache / COMPILED / "planted"
    planted.write_bytes(b"x")
    assert portal.build().rendered == 0  # the store is the same
    assert mode(cache) == 0o700 and not planted.exists()
    portal.article(A, title="Tựa khác")
    portal.build()
    assert mode(cache / COMPILED) == 0o700


def test_compiled_templates_of_the_group_are_not_run(portal: Portal) -> None:
    """The attack: code in a cache that was writable; it would write a file."""
    portal.article(A)
    portal.build()
    compiled, proof = portal.settings.cache / COMPILED, portal.root / "proof"
    code = compile(f"open({str(proof)!r}, 'w').close()", "x", "exec")
    for path in compiled.iterdir():
        _replace_code(path, code)
    portal.article(A, title="Tựa khác")
    compiled.chmod(0o770)
    portal.build()
    assert not proof.exists()
    for path in compiled.iterdir():
        _replace_code(path, code)
    portal.article(A, title="Tựa thứ ba")
    with pytest.raises(BaseException):  # noqa: B017 - the template it replaced is missing
        portal.build()
    assert proof.exists(), "what the owner alone can write is trusted: the attack is a real one"


def _replace_code(path: Path, code: CodeType) -> None:
    with path.open("rb") as file:
        assert file.read(len(bc_magic)) == bc_magic
        checksum = pickle.load(file)
    path.write_bytes(bc_magic + pickle.dumps(checksum, 2) + marshal.dumps(code))


WAYS: dict[str, Callable[[Settings], object]] = {
    "why": lambda settings: explain(settings, "index.html"),
    "related": lambda settings: list_related(settings, A),
    "check": lambda settings: check([settings], NOW, [settings.content / A]),
    "check all": lambda settings: check([settings], NOW),
}


@pytest.mark.parametrize("way", ["build", *WAYS])
@pytest.mark.parametrize("place", ["", COMPILED])
@pytest.mark.parametrize("fault", ["owner", "everybody"])
def test_another_s_cache_is_refused(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, way: str, place: str, fault: str
) -> None:
    portal.article(A)
    portal.build()
    if fault == "everybody":
        (portal.settings.cache / place).chmod(0o707)
    elif place:
        if os.geteuid():
            pytest.skip("only root can give a folder away")
        os.chown(portal.settings.cache / place, 12345, 12345)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 12345)
    with pytest.raises(StoreError) as refused:
        WAYS.get(way, lambda _settings: portal.build())(portal.settings)
    told = str(refused.value)
    assert str(portal.settings.cache / place) in told and "CACHE_PATH" in told
    assert store_path(portal.settings).exists()


def test_modes_that_can_t_be_changed_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    folder.chmod(0o770)
    monkeypatch.setattr(Path, "chmod", lambda *_args: None)
    with pytest.raises(StoreError, match="CACHE_PATH"):
        keep_private(folder)


def test_looking_makes_nothing(tmp_path: Path) -> None:
    keep_private(tmp_path / "a/b")
    assert list(tmp_path.iterdir()) == []
    make_private(tmp_path / "a/b")
    assert mode(tmp_path / "a/b") == 0o700
