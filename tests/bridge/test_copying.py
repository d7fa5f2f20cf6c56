# SPDX-License-Identifier: AGPL-3.0-or-later
"""Copies of the published site, brought up to date by the store's journal, with the real rsync."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from newsroom.bridge import publishing
from newsroom.bridge.publishing import publish
from newsroom.engine.store_path import store_path
from newsroom.errors import OutputError
from tests.bridge.project import Project
from tests.portal import read_tree

pytestmark = pytest.mark.skipif(
    shutil.which("rsync") is None and os.environ.get("CI") != "true",
    reason="needs rsync (see tools/system-packages.sh)",
)


class Site:
    """A site that is published by this process; ``steps`` are the runs of rsync."""

    def __init__(self, project: Project, patch: pytest.MonkeyPatch) -> None:
        self.project = project
        self.steps: list[list[str]] = []
        self.fails = False
        patch.setattr(publishing, "run", lambda conf, output: project.build())
        patch.setattr(publishing, "output_of", lambda conf, output: project.output)
        store = store_path(project.settings)
        patch.setattr(publishing, "store_of", lambda conf, output: store)
        patch.setattr(publishing.interrupts, "run", self._run)

    def _run(self, step: list[str], _folder: Path) -> int:
        self.steps.append(step)
        if self.fails and len(self.steps) > 1:
            return 23
        return subprocess.run(step, check=False).returncode

    def publish(self, target: Path, *, full: bool = False, accept_lost: bool = True) -> int:
        """Publish, and return how many times rsync looked through everything."""
        self.steps.clear()
        publish(Path("publishconf.py"), f"{target}/", full=full, accept_lost=accept_lost)
        return sum(not any("--files-from" in part for part in step) for step in self.steps)

    def same(self, target: Path) -> bool:
        own, there = (read_tree(folder) for folder in (self.project.output, target))
        own.pop(".newsroom")
        empty = [p for p in target.rglob("*") if p.is_dir() and not any(p.iterdir())]
        assert sorted(own) == sorted(there)
        assert [name for name in own if own[name] != there[name]] == []
        return not empty


@pytest.fixture
def site(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Site:
    for name in ("www", "other"):
        (tmp_path / name).mkdir()
    return Site(project, monkeypatch)


def test_the_journal_brings_copies_up_to_date(site: Site, tmp_path: Path) -> None:
    chance = random.Random(7)
    www, other = tmp_path / "www", tmp_path / "other"
    assert site.publish(www) == 2 and site.same(www)
    for turn in range(6):
        for number in chance.sample(range(6), 2):
            path = f"doi-song/2025/0{number + 1}/b{number}.md"
            if (site.project.content / path).exists():
                (site.project.content / path).unlink()
            else:
                site.project.article(path, f"Lần {turn}.", date=f"2025-0{number + 1}-03")
        assert site.publish(www) == 0 and site.same(www)
    assert site.publish(www) == 0 and site.steps == []
    assert site.publish(other) == 2 and site.same(other)
    assert site.publish(www, full=True) == 2 and site.same(www)


def test_a_copy_that_failed_is_made_up_for(site: Site, tmp_path: Path) -> None:
    www = tmp_path / "www"
    site.publish(www)
    site.project.article("doi-song/2025/04/b.md")
    site.fails = True
    with pytest.raises(OutputError):
        site.publish(www)
    site.fails = False
    (site.project.content / "doi-song/2025/04/b.md").unlink()
    site.project.article("doi-song/2025/05/c.md", date="2025-05-01")
    assert site.publish(www) == 0 and site.same(www)


def test_a_store_made_anew_knows_of_no_copy(site: Site, tmp_path: Path) -> None:
    www = tmp_path / "www"
    site.publish(www)
    site.project.article("doi-song/2025/04/b.md")
    site.publish(www)
    shutil.rmtree(site.project.root / "cache")
    (site.project.content / "doi-song/2025/04/b.md").unlink()
    assert site.publish(www) == 2 and site.same(www)


def test_addresses_that_would_be_lost_stop_publishing(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "server"
    target.mkdir()
    site.publish(target)
    before = read_tree(target)
    gone = next(site.project.content.rglob("2025/**/*.md"))
    gone.unlink()
    with pytest.raises(OutputError) as told:
        site.publish(target, accept_lost=False)
    assert "--accept-lost" in str(told.value) and ".html" in str(told.value)
    assert read_tree(target) == before
    site.publish(target)
    assert site.same(target)
    site.publish(target, accept_lost=False)  # what was accepted is forgotten
