# SPDX-License-Identifier: AGPL-3.0-or-later
"""What publishing an article with one new photo of 12 megapixels adds to one without, by turns.

    python -m tests.benchmarks.one_photo 300

Builds a site of so many articles, then publishes articles one by one, every other one with a photo
that is new, each by a build in this process. Two processors at rest are wanted: the bar is 2.5 s.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.floor import machine
from tests.benchmarks.pictures import photographs
from tests.portal import Portal

TURNS = 4


def main(articles: int) -> None:
    """Measure, and print a line for each kind: seconds on the clock and of processors."""
    with TemporaryDirectory() as folder:
        site = Portal(Path(folder), NEWSROOM_PICTURES=True)
        photographs(Path(folder) / "photos", TURNS)
        for number in range(articles):
            site.article(f"cong-doan/old-{number}.md", "Bài cũ.", title=f"Bài cũ {number}")
        site.build()
        spent: dict[str, list[tuple[float, float]]] = {"without": [], "with a photo": []}
        for turn in range(TURNS):
            site.article(f"cong-doan/plain-{turn}.md", title=f"Không ảnh {turn}")
            spent["without"].append(built(site))
            photo = f"images/{turn}.jpg"
            site.write(photo, (Path(folder) / f"photos/{turn:03}.jpg").read_bytes())
            site.article(f"cong-doan/photo-{turn}.md", title=f"Có ảnh {turn}", image=photo)
            spent["with a photo"].append(built(site))
    print(machine())
    for kind, turns in spent.items():
        clock, work = (statistics.median(part) for part in zip(*turns, strict=True))
        print(f"{kind}: {clock:.2f} s on the clock, {work:.2f} s of processors")


def built(site: Portal) -> tuple[float, float]:
    """Seconds that a build takes: on the clock, and of processors, its children's too."""
    clock, work = time.monotonic(), sum(os.times()[:4])
    site.build()
    return time.monotonic() - clock, sum(os.times()[:4]) - work


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
