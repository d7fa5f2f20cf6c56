# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures: the rows of a run, their medians, and the tables of docs/benchmarks.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from tests.benchmarks.measure import Usage

# "1000 articles: 1014 files read, 3226 pages rendered, 12 files written, 0 removed in 1.23 s."
_LAST_LINE = re.compile(r"^(\d+)\D+(\d+)\D+(\d+)\D+(\d+)\D+(\d+)\D+\d+[.,]\d+\s*\D*$", re.MULTILINE)


def counts_of(output: str) -> tuple[int, int, int] | None:
    """Files read, pages rendered and files written, from a build's last line."""
    found = _LAST_LINE.search(output)
    return (int(found[2]), int(found[3]), int(found[4])) if found else None


@dataclass(slots=True)
class Row:
    """One scenario of one generator at one size; ``load`` is the machine's before each turn."""

    size: int
    scenario: str
    generator: str
    usages: list[Usage] = field(default_factory=list)
    loads: list[float] = field(default_factory=list)
    files: int = 0
    megabytes: float = 0.0

    @property
    def failed(self) -> str:
        """Why there are no figures, or ""."""
        for usage in self.usages:
            if usage.timed_out:
                return f"> {usage.wall:.0f} s (time limit)"
            if usage.failed:
                return f"failed with status {usage.status}"
        return ""

    def of(self, name: str) -> float:
        """The median of a figure."""
        return float(median(getattr(usage, name) for usage in self.usages))

    @property
    def counts(self) -> tuple[int, int, int] | None:
        """Files read, pages rendered and files written, from our own last line."""
        return counts_of(self.usages[-1].output)

    def as_dict(self) -> dict[str, Any]:
        """For JSON; the outputs' ends only."""
        usages = [asdict(usage) | {"output": usage.output[-400:]} for usage in self.usages]
        return asdict(self) | {"usages": usages, "counts": self.counts}


_HEADINGS = (
    "articles", "scenario", "generator", "wall s", "× ours", "CPU s",
    "largest MiB", "all MiB", "private MiB", "read", "rendered", "written",
)  # fmt: skip


def table(rows: Sequence[Row]) -> str:
    """A Markdown table of medians; "× ours" is the ratio of wall times in the same run."""
    own = {(row.size, row.scenario): row for row in rows if row.generator == "ours"}
    lines = [line(_HEADINGS), line("---" if n < 3 else "---:" for n in range(len(_HEADINGS)))]
    lines += [line(_cells(row, own.get((row.size, row.scenario)))) for row in rows]
    return "\n".join(lines)


def _cells(row: Row, own: Row | None) -> list[str]:
    cells = [f"{row.size:,}", row.scenario, row.generator]
    if row.failed:
        return [*cells, row.failed, *[""] * 8]
    against = own if row.generator != "ours" and own and not own.failed else None
    ratio = f"{row.of('wall') / against.of('wall'):.2f}" if against else ""
    memory = [f"{row.of(name):.0f}" for name in ("largest", "together", "private")]
    counts = [f"{count:,}" for count in row.counts or ()] if row.generator == "ours" else []
    times = [f"{row.of('wall'):.2f}", ratio, f"{row.of('cpu'):.2f}"]
    return [*cells, *times, *memory, *counts, *[""] * (3 - len(counts))]


def output_table(rows: Sequence[Row]) -> str:
    """What each generator's clean build wrote."""
    headings = ("articles", "generator", "files", "MiB")
    lines = [line(headings), line(("---", "---", "---:", "---:"))]
    for row in rows:
        if row.files:
            cells = (f"{row.size:,}", row.generator, f"{row.files:,}", f"{row.megabytes:.0f}")
            lines.append(line(cells))
    return "\n".join(lines)


def floor_table(size: int, rows: Iterable[tuple[str, float]]) -> str:
    """The physical floor at one size."""
    lines = [line((f"floor at {size:,} articles", "s")), line(("---", "---:"))]
    return "\n".join([*lines, *(line((name, f"{seconds:.2f}")) for name, seconds in rows)])


def line(cells: Iterable[str]) -> str:
    """A line of a Markdown table."""
    return "| " + " | ".join(cells) + " |"
