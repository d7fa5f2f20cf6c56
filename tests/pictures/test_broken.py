# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures broken by program: bits flipped, cut off, spliced. Nothing crashes, hangs or swells.

What can still be shown is, and every other one is told by name to whoever shows it.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsroom.errors import ContentError
from tests.pictures import photos
from tests.pictures.test_memory import MOST
from tests.portal import ROOT, Portal

COUNT = 200
SECONDS = 5  # of processor time for each picture: more is a hang

PROGRAM = f"""
import re, signal, sys
from pathlib import Path
from newsroom.pictures.decode import PictureError
from newsroom.pictures.inspect import inspect
from newsroom.pictures.make import PIXELS, make
from newsroom.pictures.recipe import animation, graphic, photo
for path in sorted(Path(sys.argv[1]).iterdir()):
    print(path.name, end=" ", flush=True)
    signal.setitimer(signal.ITIMER_PROF, {SECONDS})  # ends the process; its name is the last told
    data = path.read_bytes()
    for work in (
        lambda: inspect(data, PIXELS),
        lambda: make(data, [photo("avif", 120, 80), photo("jpeg", 200), graphic(90, "png")]),
        lambda: make(data, [animation()]),
    ):
        try:
            work()
            print("made", end=" ")
        except PictureError as error:
            print(error.refusal.reason, end=" ")
    print()
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def whole() -> dict[str, bytes]:
    """Pictures of every kind that may be put in."""
    scene, chart = photos.scene(320, 240), photos.chart(320, 240)
    return {
        "phone.jpg": photos.phone(320, 240, 6),
        "progressive.jpg": photos.saved(scene, "JPEG", progressive=True),
        "cmyk.jpg": photos.saved(scene.convert("CMYK"), "JPEG"),
        "chart.png": photos.saved(chart, "PNG"),
        "palette.png": photos.saved(chart.convert("P"), "PNG", icc_profile=photos.profile()),
        "lossy.webp": photos.saved(scene, "WEBP"),
        "lossless.webp": photos.saved(chart, "WEBP", lossless=True),
        "moving.webp": photos.saved(chart, "WEBP", save_all=True, append_images=[scene]),
        "moving.gif": photos.moving(),
        "photo.avif": photos.saved(scene, "AVIF", speed=10),
    }


def broken(count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """So many files, all broken in some way; the same for the same seed."""
    chance = random.Random(seed)
    good = whole()
    for number in range(count):
        name = sorted(good)[number % len(good)]
        data = bytearray(good[name])
        match number // len(good) % 4:
            case 0:  # bits flipped anywhere
                for _flip in range(chance.choice((1, 3, 30))):
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            case 1:  # … among the first, where sizes and tables stand
                for _flip in range(chance.choice((1, 2, 5))):
                    data[chance.randrange(min(600, len(data)))] ^= 1 << chance.randrange(8)
            case 2:
                del data[chance.randrange(1, len(data)) :]
            case _:  # the rest is another's, or comes twice, or a piece is missing
                other = bytes(data) if chance.random() < 0.5 else good[chance.choice(sorted(good))]
                data[chance.randrange(len(data)) :] = other[chance.randrange(len(other)) :]
        if bytes(data) != good[name]:
            yield f"{number:03}-{name}", bytes(data)


def test_none_crashes_hangs_or_takes_much_memory(tmp_path: Path) -> None:
    files = dict(broken(COUNT))
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        cwd=ROOT, env={"PYTHONPATH": "plugins"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    *told, peak = done.stdout.splitlines() or [""]
    assert done.returncode == 0, f"{told[-1:]} {peak}\n{done.stderr[-2000:]}"
    assert [line.split()[0] for line in told] == sorted(files)
    reasons = {reason for line in told for reason in line.split()[1:]}
    assert {"made", "undecodable", "truncated"} <= reasons
    assert int(peak) <= MOST, f"{peak} MiB"


def test_each_is_told_by_name_and_the_others_are_shown(tmp_path: Path) -> None:
    site = Portal(tmp_path, NEWSROOM_PICTURES=True, NEWSROOM_PICTURE_FORMATS=["webp"])
    names = []
    for name, data in broken(COUNT, seed=2):
        names.append(name)
        site.write(f"images/{name}", data)
        site.article(f"cong-doan/{name[:3]}.md", f"![Ảnh]({{static}}/images/{name})")
    with pytest.raises(ContentError) as error:
        site.build()
    told = {problem.path: problem.message for problem in error.value.problems}
    bad = [name for name in names if f"cong-doan/{name[:3]}.md" in told]
    assert COUNT / 4 < len(bad) < len(names)
    assert [name for name in bad if name not in told[f"cong-doan/{name[:3]}.md"]] == []
    assert len(told) == len(bad)
    for name in bad:
        (site.content / f"cong-doan/{name[:3]}.md").unlink()
    site.build()
    pages = "".join(data.decode() for path, data in site.tree().items() if path[-5:] == ".html")
    shown = [name for name in names if name not in bad]
    assert pages.count("<picture") >= len(shown)
    assert site.build().rendered == 0
