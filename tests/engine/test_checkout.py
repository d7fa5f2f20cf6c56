# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fresh clones: git's index answers for what git has written, and for nothing else."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsroom.arrange.update import Update
from newsroom.blobs import blob_id
from newsroom.engine import checkout
from newsroom.engine.checkout import checked_out
from newsroom.engine.ingest import Ingest
from newsroom.store import database
from newsroom.store.database import connect
from tests.engine.dozen import FOLDER, check_clean
from tests.engine.restoring import clone as make_clone
from tests.engine.restoring import git
from tests.engine.strace import need_strace, touching, traced_build
from tests.portal import Portal

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


FILES = {
    "a.md": b"m\xe1\xbb\x99t\n",
    "hai bai.md": b"hai\n",
    "cong-doan/ảnh.svg": b"<svg/>\n",
    "gach\\cheo.txt": b"x",
}


class Clone:
    """A repository with a few files, freshly checked out."""

    def __init__(self, root: Path) -> None:
        self.first, self.root = root / "first", root / "clone"
        for name, data in FILES.items():
            path = self.first / "content" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        git(self.first, "init", "-q")
        self.commit()

    @property
    def content(self) -> Path:
        return self.root / "content"

    def commit(self) -> None:
        git(self.first, "add", "-A")
        git(self.first, "commit", "-qm", "x", "--allow-empty")
        shutil.rmtree(self.root, ignore_errors=True)
        git(self.first.parent, "clone", "-q", str(self.first), str(self.root))

    def answers(self) -> set[str]:
        """The files that git answers for; what it says is what they hold."""
        told = checked_out(self.content)
        found = {name: blob for name, blob in told.items() if name in FILES}
        assert found == {name: blob_id((self.content / name).read_bytes()) for name in found}
        return set(found)


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


def test_git_answers_for_a_fresh_clone(clone: Clone) -> None:
    assert clone.answers() == set(FILES)
    assert checked_out(clone.content).keys() == set(FILES)


def change(clone: Clone) -> None:
    (clone.content / "a.md").write_bytes(b"m\xe1\xbb\x99c\n")  # as many bytes


def change_and_take_the_time_back(clone: Clone) -> None:
    path = clone.content / "a.md"
    stat = path.stat()
    change(clone)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def remove(clone: Clone) -> None:
    (clone.content / "a.md").unlink()


def link(clone: Clone) -> None:
    remove(clone)
    (clone.content / "a.md").symlink_to("hai bai.md")
    git(clone.root, "add", "-A")


def assume_unchanged(clone: Clone) -> None:
    git(clone.root, "update-index", "--assume-unchanged", "content/a.md")
    change(clone)


def skip_worktree(clone: Clone) -> None:
    git(clone.root, "update-index", "--skip-worktree", "content/a.md")
    change(clone)


def intend_to_add(clone: Clone) -> None:
    git(clone.root, "rm", "-q", "--cached", "content/a.md")
    git(clone.root, "add", "-N", "content/a.md")


def forget(clone: Clone) -> None:
    git(clone.root, "rm", "-q", "--cached", "content/a.md")


def put_another_in_the_index(clone: Clone) -> None:
    name = blob_id(b"khac\n").hex()
    git(clone.root, "update-index", "--cacheinfo", f"100644,{name},content/a.md")


def attribute(text: str, place: str = ".gitattributes") -> Callable[[Clone], None]:
    def set_attribute(clone: Clone) -> None:
        (clone.root / place).write_text(f"a.md {text}\n")

    return set_attribute


@pytest.mark.parametrize(
    "act",
    [
        change,
        change_and_take_the_time_back,
        remove,
        link,
        assume_unchanged,
        skip_worktree,
        intend_to_add,
        forget,
        put_another_in_the_index,
        attribute("text=auto"),
        attribute("eol=crlf"),
        attribute("ident", ".git/info/attributes"),
        attribute("filter=lfs", "content/.gitattributes"),
        attribute("working-tree-encoding=UTF-16"),
    ],
)
def test_it_does_not_answer_for_what_is_not_just_as_checked_out(
    clone: Clone, act: Callable[[Clone], None]
) -> None:
    act(clone)
    assert clone.answers() == set(FILES) - {"a.md"}


def test_attributes_that_change_nothing_are_no_matter(clone: Clone) -> None:
    attribute("diff=markdown -text")(clone)
    assert clone.answers() == set(FILES)


@pytest.mark.parametrize(
    "setting", [("core.autocrlf", "true"), ("core.autocrlf", "input"), ("core.autocrlf", "1")]
)
def test_it_answers_for_nothing_where_line_ends_are_changed(
    clone: Clone, setting: tuple[str, str]
) -> None:
    git(clone.root, "config", *setting)
    assert clone.answers() == set()


@pytest.mark.parametrize(
    "setting",
    [
        ("core.trustctime", "false"),
        ("core.checkStat", "minimal"),
        ("core.autocrlf", "false"),
        ("core.quotePath", "true"),
        ("core.ignoreStat", "true"),
    ],
)
def test_the_index_is_trusted_no_less_than_a_file_s_state(
    clone: Clone, setting: tuple[str, str]
) -> None:
    git(clone.root, "config", *setting)
    assert clone.answers() == set(FILES)
    change_and_take_the_time_back(clone)
    assert clone.answers() == set(FILES) - {"a.md"}


def test_it_answers_for_nothing_without_a_repository_of_our_kind(
    clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checked_out(tmp_path) == {}  # no repository
    (tmp_path / "sha256").mkdir()
    git(tmp_path / "sha256", "init", "-q", "--object-format=sha256")
    (tmp_path / "sha256/a.md").write_text("x")
    git(tmp_path / "sha256", "add", "-A")
    assert checked_out(tmp_path / "sha256") == {}
    monkeypatch.setenv("PATH", str(tmp_path))  # no git
    assert clone.answers() == set()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_it_answers_for_nothing_in_another_owner_s_clone(clone: Clone) -> None:
    for path in (clone.root, clone.root / ".git"):
        os.chown(path, 12345, 12345)
    assert clone.answers() == set()


def test_variables_of_a_hook_lead_nobody_astray(
    clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(clone.first / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", "/dev/null")
    assert clone.answers() == set(FILES)


# ------------------------------------------------------------------------------------- builds


def test_a_build_in_a_fresh_clone_opens_only_what_git_does_not_answer_for(
    site: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkout, "WORTH_ASKING", 1)
    opened: list[str] = []

    def take(self: Ingest, task: Any, real: Any = Ingest.take) -> Any:
        opened.append(task.path)
        return real(self, task)

    monkeypatch.setattr(Ingest, "take", take)
    git(site.content, "init", "-q")
    git(site.content, "add", "-A")
    git(site.content, "commit", "-qm", "x")
    shutil.move(site.content, tmp_path / "origin")
    git(tmp_path, "clone", "-q", "origin", str(site.content))
    arranged: list[str] = []
    again = Update.again
    monkeypatch.setattr(
        Update, "again", lambda self, path: arranged.append(path) or again(self, path)
    )
    report = site.build()
    assert (report.read, report.rendered, opened, arranged) == (0, 0, [], [])
    assert site.build().read == 0
    assert opened == []
    # Again, with an article that was edited in between, and one that git has never seen.
    shutil.rmtree(site.content)
    git(tmp_path, "clone", "-q", "origin", str(site.content))
    site.article(f"{FOLDER}/b05.md", "Thân bài khác.", date="2025-04-06 08:00")
    site.article(f"{FOLDER}/moi.md", date="2025-04-07 08:00")
    report = site.build()
    assert (report.read, sorted(opened)) == (2, [f"{FOLDER}/b05.md", f"{FOLDER}/moi.md"])
    check_clean(site, tmp_path / "clean")


def test_a_fresh_clone_opens_no_file_and_starts_five_processes(
    site: Portal, tmp_path: Path
) -> None:
    """Asked of the kernel. The five are git's, which looks into what is younger than its index."""
    need_strace()
    for number in range(checkout.WORTH_ASKING):
        site.write(f"images/{number}.svg", f"<svg>{number}</svg>")
    site.build()
    make_clone(site.content)
    calls = traced_build(site, tmp_path / "strace.log")
    own = [call for call in touching(calls, site.content) if call.name.startswith("open")]
    opened = {call.arguments.partition('"')[2].partition('"')[0] for call in own}
    assert opened, "strace has told nothing"
    files = {str(path) for path in site.content.rglob("*.*") if ".git" not in path.parts}
    assert len(files) > checkout.WORTH_ASKING and opened & files == set()
    starts = [call.arguments for call in calls if call.name == "execve"]
    started = {arguments.partition(", [")[2].partition("], ")[0] for arguments in starts}
    assert len(started) == 1 + 5


def test_what_a_fresh_clone_asks_of_the_store_does_not_grow_with_it(
    site: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statements; among them is one look through all digests."""
    monkeypatch.setattr(checkout, "WORTH_ASKING", 1)
    asked: list[str] = []

    def watched(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **named)
        connection.set_trace_callback(asked.append)
        return connection

    monkeypatch.setattr(database, "connect", watched)
    counts = []
    for more in (0, 40):
        for number in range(more):
            site.article(f"{FOLDER}/c{number:02}.md", date=f"2025-04-20 08:{number:02}")
        site.build()
        make_clone(site.content)
        asked.clear()
        assert site.build().read == 0
        counts.append(Counter(text.partition("VALUES")[0] for text in asked))
    assert counts[0] == counts[1] and counts[0].total() > 10
