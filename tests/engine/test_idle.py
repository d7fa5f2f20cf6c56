# SPDX-License-Identifier: AGPL-3.0-or-later
"""An unchanged build writes nothing: asked of the kernel, by strace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from textwrap import dedent

import pytest

from tests.engine.dozen import edit
from tests.engine.strace import need_strace, touching, traced_build
from tests.portal import RAW, ROOT, Portal


def states(folder: Path) -> dict[str, tuple[int, int, int, int]]:
    """Every file and folder: inode, size, and the times of its bytes and of its state."""
    stats = {path: path.lstat() for path in [folder, *folder.rglob("*")]}
    return {
        str(path): (stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        for path, stat in stats.items()
    }


def test_an_unchanged_build_leaves_every_file_as_it_is(site: Portal) -> None:
    before = states(site.output) | states(site.content)
    site.build()
    assert states(site.output) | states(site.content) == before


def test_an_unchanged_build_writes_nothing(site: Portal, tmp_path: Path) -> None:
    need_strace()
    before = states(site.output)
    calls = traced_build(site, tmp_path / "strace.log")
    assert touching(calls, site.content), "strace has told nothing"
    for folder in (site.output, site.content, site.settings.theme):
        assert [call for call in touching(calls, folder) if call.changes] == []
    assert states(site.output) == before


def test_an_unchanged_build_looks_at_no_page(site: Portal, tmp_path: Path) -> None:
    """Of the output folder it looks at the marker and at the names of the first level."""
    need_strace()
    calls = touching(traced_build(site, tmp_path / "strace.log"), site.output)
    inside = {call.arguments.partition(f"{site.output}/")[2].partition('"')[0] for call in calls}
    assert inside <= {"", ".newsroom"}
    assert len(calls) < 12


def test_an_unchanged_build_does_not_write_to_the_store(site: Portal, tmp_path: Path) -> None:
    """But for SQLite's index of its journal, and the number of the process in the lock."""
    need_strace()
    calls = touching(traced_build(site, tmp_path / "strace.log"), site.settings.cache)
    writes = [call for call in calls if call.name in ("write", "pwrite64", "writev")]
    own = (".lock>", ".sqlite-shm>")
    assert [call for call in writes if not any(name in call.arguments for name in own)] == []
    assert [call for call in calls if call.name in ("fsync", "fdatasync")] == []


@pytest.mark.parametrize("more", [0, 40])
def test_an_unchanged_build_asks_for_each_file_once(
    site: Portal, tmp_path: Path, more: int
) -> None:
    need_strace()
    for number in range(more):
        site.article(f"doi-song/2025/05/c{number}.md", date=f"2025-05-01 08:{number:02}")
    site.build()
    calls = touching(traced_build(site, tmp_path / "strace.log"), site.content)
    names = Counter(call.name for call in calls)
    files = [path for path in site.content.rglob("*") if path.is_file()]
    folders = [path for path in site.content.rglob("*") if path.is_dir()]
    looks = names["newfstatat"] + names["stat"] + names["lstat"] + names["statx"]
    assert len(files) <= looks <= len(files) + len(folders) + 8
    # Each folder, their root, and a look for a table of weights.
    assert names["open"] + names["openat"] == len(folders) + 2


def test_an_edit_replaces_what_differs_and_nothing_else(site: Portal, tmp_path: Path) -> None:
    need_strace()
    edit(site)
    before = states(site.output)
    calls = traced_build(site, tmp_path / "strace.log")
    renamed = [call for call in touching(calls, site.output) if call.name.startswith("rename")]
    after = states(site.output)
    replaced = {
        path for path, state in after.items() if Path(path).is_file() and state != before.get(path)
    }
    assert len(renamed) == len(replaced) > 0


# What only reading, arranging, rendering and copying need; a build of nothing new waits for none.
_WORK = (
    *("newsroom.arrange.arranging", "newsroom.arrange.update", "newsroom.arrange.reading"),
    *(
        "newsroom.metadata",
        "newsroom.read.static_files",
        "newsroom.read.body",
        "newsroom.read.schema",
    ),
    *("newsroom.related.engine", "newsroom.publish.rss", "newsroom.publish.atom", "numpy", "scipy"),
    *("nh3", "imagesize", "feedgen", "lxml", "yaml", "markdown.blockparser", "bs4"),
)
MODULES = 160
"""Of our own; each costs some 0.3 ms."""


def test_an_unchanged_build_imports_what_it_needs(site: Portal) -> None:
    """Counted in a process of its own; Pelican's own modules are not ours to leave out."""
    code = f"""
        import json, sys
        from newsroom.newspaper import build
        from newsroom.settings import read_settings
        report = build(read_settings(json.loads(sys.argv[1])), {site.now})
        assert (report.read, report.rendered) == (0, 0)
        print(*sys.modules)
    """
    folders = {"PATH": site.content, "OUTPUT_PATH": site.output, "CACHE_PATH": site.settings.cache}
    raw = RAW | {name: str(folder) for name, folder in folders.items()} | site.overrides
    ran = subprocess.run(
        [sys.executable, "-c", dedent(code), json.dumps(raw)],
        env=os.environ | {"PYTHONPATH": str(ROOT / "plugins")},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(ran.stdout.split())
    own = {name for name in loaded if name.startswith("newsroom")}
    assert sorted(loaded.intersection(_WORK)) == [] and len(own) <= MODULES
