# SPDX-License-Identifier: AGPL-3.0-or-later
"""Watching a build: which pages were rendered and why, which source files were opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from newsroom.engine.build_report import BuildReport
from newsroom.engine.ingest import Ingest, Task
from newsroom.engine.render import Renderer
from newsroom.store.pages import PageRow
from tests.portal import Portal


class Watched(msgspec.Struct):
    """A build: ``why`` maps each rendered page ("section cong-doan:1") to its reason."""

    report: BuildReport
    why: dict[str, str]
    opened: list[str]
    replaced: list[str]

    @property
    def pages(self) -> set[str]:
        return set(self.why)

    def kinds(self) -> dict[str, int]:
        """How many pages of each kind were rendered."""
        counts: dict[str, int] = {}
        for page in self.why:
            kind = page.partition(" ")[0]
            counts[kind] = counts.get(kind, 0) + 1
        return counts


def of_kind(found: Watched, kind: str) -> set[str]:
    """The keys of the pages of a kind that were rendered."""
    return {page.partition(" ")[2] for page in found.pages if page.split(" ")[0] == kind}


def articles(found: Watched) -> set[int]:
    """The numbers of the archive's articles whose pages were rendered."""
    return {int(key[-5:-3]) for key in of_kind(found, "article")}


def watched(portal: Portal) -> Watched:
    """Build in this process, and tell what was done."""
    seen = Watched(BuildReport(), {}, [], [])
    with _listening(seen):
        seen.report = portal.build()
    return seen


@contextmanager
def _listening(seen: Watched) -> Iterator[None]:
    put, take = Renderer.put, Ingest.take

    def note_page(self: Renderer, page: PageRow) -> Any:
        result = put(self, page)
        number = f":{page.number}" if page.number else ""
        seen.why[f"{page.kind} {page.key}{number}".strip()] = page.cause or page.dirty
        if result.replaced:
            seen.replaced.append(page.save_as)
        return result

    def note_file(self: Ingest, task: Task) -> Any:
        seen.opened.append(task.path)
        return take(self, task)

    Renderer.put, Ingest.take = note_page, note_file  # type: ignore[method-assign]
    try:
        yield
    finally:
        Renderer.put, Ingest.take = put, take  # type: ignore[method-assign]
