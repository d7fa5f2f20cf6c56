# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading texts as files, with a body that is only kept, and a small set of registries."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from hypothesis import settings

from newsroom.errors import Problem, Problems
from newsroom.model import Body, Entry
from newsroom.read.entry import ReadOptions, read_entry
from newsroom.read.registries import LoadedRegistries, load_registries

HERE = Path(__file__).parent
PATH = "cong-doan/2025/04/x.md"
HEAD = "title: Trao quà\ndate: 2025-04-22 09:15\nauthor: Minh Khôi\ndistrict: Đống Đa\n"

# Machines that run tests in parallel are slow at random; a deadline would only make noise.
relaxed = settings(deadline=None, max_examples=100)


def render_body(source: str, first_line: int, path: str, problems: Problems) -> Body:
    """Stand in for the real one: the body keeps its source, and its first line as its length."""
    return Body(html=source, words=first_line)


def read(
    data: bytes | str, path: str = PATH, kind: str = "article"
) -> tuple[Entry | None, list[Problem]]:
    if isinstance(data, str):
        data = data.encode()
    entry, problems = read_entry(path, data, render_body, ReadOptions(kind=kind))
    return entry, sorted(problems)


def fields(front_matter: str, kind: str = "article") -> tuple[Entry, list[str]]:
    """Return the entry of an article that has *front_matter* besides the required fields."""
    head = HEAD if kind == "article" else "title: Giới thiệu\n"
    entry, problems = read(f"---\n{head}{front_matter}\n---\nBài.\n", kind=kind)
    assert entry is not None, problems
    return entry, [problem.message for problem in problems]


def registry_files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (HERE / "registries").glob("*.yaml")}


@cache
def registries() -> LoadedRegistries:
    problems = Problems()
    loaded = load_registries(registry_files(), problems)
    assert not list(problems)
    return loaded


def seconds(call: Callable[[], object]) -> float:
    started = time.process_time()
    call()
    return time.process_time() - started
