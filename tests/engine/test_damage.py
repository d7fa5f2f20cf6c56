# SPDX-License-Identifier: AGPL-3.0-or-later
"""A damaged store is made anew; two builds at once are told of each other."""

from __future__ import annotations

import gc
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsroom.engine.store_path import store_path
from newsroom.errors import BusyError
from newsroom.store import database, schema
from newsroom.store.database import connect, lock, set_meta
from tests.engine.dozen import check_clean, edit
from tests.portal import RAW, ROOT, Portal

pytestmark = pytest.mark.usefixtures("english")


# ---------------------------------------------------------------------------- a damaged store


def closed_store(site: Portal) -> Path:
    """The store as a process leaves it that has ended: one file, without a journal beside it."""
    gc.collect()  # connections that this process has not closed
    store = store_path(site.settings)
    connection = connect(store)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    for suffix in ("-wal", "-shm"):
        Path(f"{store}{suffix}").unlink(missing_ok=True)
    return store


def text_file(store: Path, data: bytes) -> None:
    store.write_text("Đây không phải là cơ sở dữ liệu.\n" * 999)


def cut(part: float) -> Callable[[Path, bytes], None]:
    return lambda store, data: store.write_bytes(data[: int(len(data) * part)]) and None


def other_database(store: Path, data: bytes) -> None:
    store.unlink()
    connection = sqlite3.connect(store)
    connection.execute("CREATE TABLE articles (x)")
    connection.commit()
    connection.close()


def other_stamp(store: Path, data: bytes) -> None:
    connection = connect(store)
    set_meta(connection, "stamp", f"{schema.VERSION - 1}:abc")
    connection.close()


def lost_table(name: str) -> Callable[[Path, bytes], None]:
    def lose(store: Path, data: bytes) -> None:
        connection = connect(store)
        connection.execute(f"DROP TABLE {name}")
        connection.close()

    return lose


@pytest.mark.parametrize("interrupted", [False, True])
@pytest.mark.parametrize(
    "damage",
    [
        lambda store, data: store.write_bytes(b""),
        text_file,
        cut(0.01),
        cut(0.5),
        cut(0.97),
        other_database,
        other_stamp,
        lost_table("reads"),
        lost_table("pages"),
    ],
    ids=["empty", "text", "cut1", "cut50", "cut97", "other", "stamp", "reads", "pages"],
)
def test_a_damaged_store_is_made_anew(
    site: Portal, damage: Callable[[Path, bytes], None], interrupted: bool, tmp_path: Path
) -> None:
    store = store_path(site.settings)
    if interrupted:  # the build before was killed
        connection = connect(store)
        set_meta(connection, "open", "1")
        connection.close()
    closed_store(site)
    damage(store, store.read_bytes())
    edit(site)
    site.build()
    check_clean(site, tmp_path / "clean")


@pytest.mark.parametrize("seed", range(6))
def test_random_bytes_over_parts_of_the_store(site: Portal, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    store = closed_store(site)
    data = bytearray(store.read_bytes())
    for _ in range(6):
        page = chance.randrange(len(data) // 4096) * 4096
        data[page : page + 4096] = chance.randbytes(4096)
    store.write_bytes(data)
    edit(site)
    site.build()
    check_clean(site, tmp_path / "clean")


@pytest.mark.parametrize("column", ["entry", "article", "card"])
def test_garbage_in_a_record_of_the_store(site: Portal, column: str, tmp_path: Path) -> None:
    connection = connect(store_path(site.settings))
    connection.execute(f"UPDATE articles SET {column} = x'c1ff00'")
    connection.close()
    edit(site)
    site.build()
    check_clean(site, tmp_path / "clean")


def test_garbage_in_a_body_of_the_store(site: Portal, tmp_path: Path) -> None:
    connection = connect(store_path(site.settings))
    connection.execute("UPDATE bodies SET html = x'00'")
    connection.close()
    edit(site)
    site.build()
    check_clean(site, tmp_path / "clean")


def read_so_far() -> int:
    """The bytes that this process has asked the kernel for."""
    lines = Path("/proc/self/io").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("rchar"))


def test_a_store_is_not_read_through_because_its_build_was_killed(
    site: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most of it is a stretch that nobody needs, and spoiled: whoever looked would make it anew."""
    # What is mapped is not counted.
    plain = [pragma for pragma in database.PRAGMAS if "mmap" not in pragma]
    monkeypatch.setattr(database, "PRAGMAS", plain)
    store = store_path(site.settings)
    connection = connect(store)
    set_meta(connection, "open", "1")
    connection.execute("CREATE TABLE filler (data BLOB)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO filler VALUES (?)", [(b"x" * 4000,)] * 8000)
    connection.execute("COMMIT")
    connection.close()
    closed_store(site)
    with store.open("r+b") as file:
        file.seek(-16_000_000, os.SEEK_END)
        file.write(b"\xff" * 12_000_000)
    before = read_so_far()
    report = site.build()
    assert (report.reason, report.read, report.rendered) == ("", 0, 0)
    assert read_so_far() - before < 8_000_000
    connection = connect(store)
    assert connection.execute("PRAGMA quick_check").fetchone() != ("ok",)
    connection.close()


def test_a_new_store_says_why(site: Portal) -> None:
    closed_store(site).unlink()
    assert site.build().reason == "new"
    closed_store(site).write_text("x" * 999)
    assert site.build().reason == "damaged"
    site.overrides["TIMEZONE"] = "Asia/Tokyo"  # what dates of articles mean
    assert site.build().reason == "stamp"
    assert site.build().reason == ""


# ------------------------------------------------------------------------------- two at once


def test_a_second_build_at_the_same_time_is_told_who_is_at_work(site: Portal) -> None:
    with lock(store_path(site.settings).with_suffix(".lock")):
        with pytest.raises(BusyError) as caught:
            site.build()
        assert len(str(caught.value).splitlines()) == 1
        assert str(os.getpid()) in str(caught.value)
    site.build()


def test_two_output_folders_may_be_built_at_once(site: Portal, tmp_path: Path) -> None:
    with lock(store_path(site.settings).with_suffix(".lock")):
        site.overrides["OUTPUT_PATH"] = str(tmp_path / "other")
        site.build()


def run_pelican(site: Portal, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    lines = [f"{name} = {value!r}" for name, value in RAW.items()]
    conf = tmp_path / "conf.py"
    conf.write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT / 'plugins')!r})\n"
        "from newsroom.bridge import Portal\n"
        "PELICAN_CLASS = Portal\nPLUGINS = ['newsroom']\n"
        f"PATH = {str(site.content)!r}\nOUTPUT_PATH = {str(site.output)!r}\n"
        f"CACHE_PATH = {str(site.root / 'cache')!r}\n" + "\n".join(lines)
    )
    return subprocess.run(
        [sys.executable, "-m", "pelican", "-s", str(conf)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )


def test_the_command_line_says_it_is_busy_and_fails(site: Portal, tmp_path: Path) -> None:
    with lock(store_path(site.settings).with_suffix(".lock")):
        run = run_pelican(site, tmp_path)
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    told = [line for line in run.stderr.splitlines() if "Another build" in line]
    assert len(told) == 1 and str(os.getpid()) in told[0]


def test_the_command_line_says_that_a_page_cannot_be_written(site: Portal, tmp_path: Path) -> None:
    page = site.output / "2025/04/b05.html"
    page.unlink()
    page.mkdir()
    edit(site)
    run = run_pelican(site, tmp_path)
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert str(page) in run.stderr
