# SPDX-License-Identifier: AGPL-3.0-or-later
"""What publishing one article renders, with feeds in all formats for all lists.

    python -m tests.benchmarks.publishing 10000

Builds an archive of so many generated articles with this checkout, then publishes articles one by
one, and counts pages and feeds, by kind. The bar is 70 for 10,000 articles; counts are
the same on any machine, so nothing is timed.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from newsroom.engine.store_path import store_path
from newsroom.newspaper import build
from newsroom.settings import Settings, read_settings
from tests.benchmarks.articles import Archive, read_units
from tests.benchmarks.layouts import Ours
from tests.portal import RAW, ROOT

BAR = 70
ALL = ("rss", "atom", "json")


class Site:
    """An archive of generated articles on disk, with every format of feeds on."""

    def __init__(self, root: Path, count: int, **more: Any) -> None:
        units = read_units(ROOT / "content/data/districts.yaml")
        self.archive = Archive(count, units)
        self.layout = Ours(root, self.archive, units, ROOT)
        self.layout.write()
        self.settings: Settings = read_settings(
            RAW
            | {
                "PATH": str(root / "content"),
                "OUTPUT_PATH": str(root / "output"),
                "CACHE_PATH": str(root / "cache"),
                "NEWSROOM_FEED_FORMATS": ALL,
                "NEWSROOM_TERM_FEED_FORMATS": ALL,
            }
            | more
        )

    def build(self, number: int | None = None) -> None:
        """Bring the output up to date, a minute after an article's date (the newest's, if none)."""
        date = self.archive.head(self.archive.count - 1 if number is None else number).date
        now = date.replace(tzinfo=self.settings.zone).timestamp() + 60
        self.report = build(self.settings, int(now))

    def publish(self, turn: int) -> Counter[str]:
        """Publish one more article, the newest of all; what that wrote, by kind."""
        number = self.archive.count + turn
        self.layout.put(self.archive.article(number))
        before = self._rendered()
        self.build(number)
        after = self._rendered()
        return Counter(after[page][0] for page in after if after[page] != before.get(page))

    def _rendered(self) -> dict[str, tuple[str, bytes, int]]:
        """Each page's file: its kind, digest and time."""
        with sqlite3.connect(store_path(self.settings)) as connection:
            rows = connection.execute("SELECT save_as, kind, digest, mtime FROM pages")
            return {save_as: tuple(rest) for save_as, *rest in rows}


def main(arguments: list[str]) -> int:
    """Count and print; the exit status tells whether the bar is kept."""
    count, turns = int(arguments[0]) if arguments else 10_000, 10
    with TemporaryDirectory(prefix="newsroom-publishing-") as folder:
        site = Site(Path(folder), count)
        site.build()
        most = 0
        for turn in range(turns):
            kinds = site.publish(turn)
            most = max(most, site.report.rendered)
            told = ", ".join(f"{kind} {number}" for kind, number in kinds.most_common())
            print(f"{site.report.rendered} rendered, {site.report.written} written: {told}")
    print(f"{count} articles: at most {most} rendered (bar {BAR})")
    return int(most > BAR)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
