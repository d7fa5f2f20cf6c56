# SPDX-License-Identifier: AGPL-3.0-or-later
"""The frozen table: the same by any number of processes, from a sample, and a portion at a time."""

from __future__ import annotations

import gc
import tracemalloc
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import pytest

from newsroom.commands import freezing
from newsroom.commands.freezing import freeze_weights
from newsroom.commands.words import article_files, read_words
from newsroom.related import params, weights
from tests.portal import Portal
from tests.related.samples import freeze

SYLLABLES = [f"{first}{second}" for first in "bcdghklmnt" for second in ("a", "ong", "iêu", "ức")]


def fill(portal: Portal, count: int, words: int = 60) -> None:
    random = Random(7)
    for number in range(count):
        text = " ".join(random.choices(SYLLABLES, k=words))
        hidden = number % 10 == 9
        portal.article(
            f"cong-doan/2025/04/{number:04}.md", text, status="draft" if hidden else "published"
        )


def table(portal: Portal, **settings: Any) -> bytes:
    portal.overrides = settings
    freeze_weights(portal.settings)
    path = portal.content / "data" / "term-weights.txt"
    found = path.read_bytes()
    path.unlink()
    return found


def test_any_number_of_processes_writes_the_same_table(tmp_path: Path) -> None:
    portal = Portal(tmp_path)
    fill(portal, 450)  # enough for processes to be worth starting
    alone = table(portal, NEWSROOM_WORKERS=1)
    assert alone.startswith(b"# least 2 of 405 articles")  # no drafts
    assert alone.count(b"\n") > 5
    for workers in (2, 3):
        assert table(portal, NEWSROOM_WORKERS=workers) == alone


def test_portions_are_counted_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    portal = Portal(tmp_path)
    fill(portal, 30)
    whole = freeze(list(read_words(portal.settings, article_files(portal.settings))))
    for portion in (1, 7, 30):
        monkeypatch.setattr(freezing, "_PORTION", portion)
        assert table(portal) == whole


def test_of_a_large_archive_every_so_many_th_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = Portal(tmp_path)
    fill(portal, 40)
    monkeypatch.setattr(params, "SAMPLE", 10)
    monkeypatch.setattr(weights, "_SWEEP", 5)
    monkeypatch.setattr(freezing, "_PORTION", 3)
    read: list[str] = []
    take = freezing._Counting.take

    def noted(self: freezing._Counting, task: Any) -> Any:
        read.append(task.path)
        return take(self, task)

    monkeypatch.setattr(freezing._Counting, "take", noted)
    assert table(portal).startswith(b"# least 2 of 40 articles")
    assert [int(path[-7:-3]) for path in read] == list(range(0, 40, 4))


def peaks(folder: Path) -> list[int]:
    """What freezing holds at most, of few articles and of three times as many."""
    freezing._PORTION = 10
    found = []
    for count in (60, 180):
        portal = Portal(folder / str(count))
        fill(portal, count, words=600)  # their texts are all that could grow: the words are few
        table(portal)
        gc.collect()
        tracemalloc.start()
        table(portal)
        found.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    return found


def test_what_is_held_does_not_grow_with_the_number_of_articles(tmp_path: Path) -> None:
    # In a process of its own: tables of Python's that grow as others fill them (of interned texts,
    # for one) are copied when they are full, and that would be counted here.
    with ProcessPoolExecutor(1, get_context("spawn")) as other:
        few, many = other.submit(peaks, tmp_path).result()
    # Two letters of each word: a text has five or more, and names of files take less than one.
    assert many < few + 120 * 600 * 2
