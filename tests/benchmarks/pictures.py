# SPDX-License-Identifier: AGPL-3.0-or-later
"""Measure renditions of photographs: ours, Hugo's and eleventy-img's, of the same files.

    python -m tests.benchmarks.pictures --count 200

Photos of 12 megapixels are made by program, with the frequencies that photos have; each generator
makes four widths of them, from nothing and once more. docs/benchmarks.md explains the table.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from newsroom.model import Shape
from newsroom.pictures.make import encoders, make
from newsroom.pictures.plan import FILE, read_slots, recipes
from newsroom.pictures.recipe import PHOTO, Recipe, photo
from tests.benchmarks.floor import machine
from tests.benchmarks.generators import Peers
from tests.benchmarks.measure import Usage, run
from tests.portal import ROOT

SCRIPTS = Path(__file__).parent / "peers/pictures"
ELEVENTY = "@11ty/eleventy-img@6.0.4"
WIDTHS = (360, 720, 1080, 1600)
SIZE = (4000, 3000)
ROOM = 400
"""Pixels that a canvas is wider and higher than the photos that are cut out of it."""
EACH = 20
"""Photos of a canvas: cut out elsewhere, mirrored, and lit otherwise."""
TIMEOUT = 7200


def photographs(folder: Path, count: int) -> None:
    """So many JPEGs, as phones save them: ``000.jpg``, …"""
    folder.mkdir(parents=True)
    canvas = np.zeros(0)
    for number in range(count):
        if number % EACH == 0:
            canvas = scenery(SIZE[0] + ROOM, SIZE[1] + ROOM, number)
        left, top = (number * 97) % ROOM, (number * 61) % ROOM
        part = canvas[top : top + SIZE[1], left : left + SIZE[0], :: 1 if number % 2 else -1]
        part = part[:, :: 1 if number % 4 < 2 else -1] * (0.9 + number % EACH / 100)
        image = Image.fromarray(np.clip(part, 0, 255).astype(np.uint8))
        image.save(folder / f"{number:03}.jpg", quality=92)


def scenery(width: int, height: int, seed: int) -> np.ndarray:
    """A picture with the spectrum of photographs: every octave has its share of the contrast.

    Half of it is as smooth as a sky, half as busy as leaves, and all has the noise of a sensor.
    """
    random = np.random.default_rng(seed)
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    busy = np.clip((down - 0.35) * 8, 0, 1)
    tone = random.normal(0, 3, (height, width)).astype(np.float32)
    step = 1
    while step < width:
        small = random.normal(0, 1, (height // step + 2, width // step + 2)).astype(np.float32)
        grain = Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)
        tone += np.asarray(grain) * (8 * busy if step < 64 else 12)
        step *= 2
    return np.stack([110 + tone + 20 * down, 120 + 0.95 * tone, 135 + 0.85 * tone], -1)


@dataclass(frozen=True)
class Contest:
    """A generator at its work: how it is run, where its files lie, and what a warm run forgets."""

    name: str
    command: list[str]
    folder: Path
    output: Path
    pictures: str
    forgotten: bool = True


def contests(work: Path, names: list[str]) -> Iterator[Contest]:
    """Those that take part, each with its site in place."""
    made: dict[str, Callable[[Path], Contest]] = {
        "hugo": _hugo,
        "ours-webp": lambda work: _ours(work, "ours, WebP", ("webp",)),
        "eleventy": _eleventy,
        "ours": lambda work: _ours(work, "ours, AVIF and WebP", ("avif", "webp")),
        "paper": lambda work: _ours(work, "ours, as the theme asks", ("avif", "webp"), own=True),
    }
    for name in names:
        yield made[name](work)


def _articles(folder: Path, photos: Path, text: str) -> None:
    folder.mkdir(parents=True)
    for path in sorted(photos.iterdir()):
        (folder / f"{path.stem}.md").write_text(text.format(path.stem), "utf-8")


def _hugo(work: Path) -> Contest:
    peers = Peers(ROOT / ".cache/bench/venv")
    peers.install()
    site = work / "hugo"
    shutil.copytree(SCRIPTS / "hugo", site)
    _articles(site / "content", work / "photos", "---\ntitle: {}\n---\n")
    (site / "assets").symlink_to(work / "photos")
    generator = peers.get("hugo")
    return Contest(generator.version, [*generator.command], site, site / "public", "**/*.webp")


def _eleventy(work: Path) -> Contest:
    site = work / "eleventy"
    site.mkdir()
    subprocess.run(["npm", "install", "--silent", "--prefix", str(site), ELEVENTY], check=True)
    shutil.copy(SCRIPTS / "eleventy.mjs", site)
    command = ["node", "eleventy.mjs", str(work / "photos"), "img"]
    name = ELEVENTY.removeprefix("@11ty/").replace("@", " ")
    # It has no store beside its output: without that, nothing is warm.
    return Contest(name, command, site, site / "img", "*.*", forgotten=False)


def _ours(work: Path, name: str, forms: tuple[str, ...], *, own: bool = False) -> Contest:
    site = work / re.sub(r"\W+", "-", name)
    _articles(
        site / "content/tin",
        work / "photos",
        "---\ntitle: Bài {0}\ndate: 2025-04-22\nauthor: Minh Khôi\ndistrict: x\n"
        "image: {{src: images/{0}.jpg, alt: Ảnh}}\n---\nNội dung {0}.\n",
    )
    (site / "content/images").mkdir()
    for path in (work / "photos").iterdir():
        os.link(path, site / "content/images" / path.name)
    (site / "content/data").mkdir()
    (site / "content/data/sections.yaml").write_text("- {slug: tin, name: Tin}\n", "utf-8")
    (site / "content/data/districts.yaml").write_text("- {slug: x, name: X}\n", "utf-8")
    theme = shutil.copytree(ROOT / "theme", site / "theme")
    if not own:
        _four_widths(theme / FILE)
    (site / "pelicanconf.py").write_text(
        "import newsroom\nPELICAN_CLASS = newsroom.Portal\nPLUGINS = ['newsroom']\n"
        "SITENAME = 'Báo'\nSITEURL = 'https://bao.example.org'\nTIMEZONE = 'Asia/Ho_Chi_Minh'\n"
        "DEFAULT_LANG = 'vi'\nLOCALE = 'C'\nPATH = 'content'\nOUTPUT_PATH = 'output'\n"
        "CACHE_PATH = '.cache'\nTHEME = 'theme'\nSTATIC_PATHS = ['images']\n"
        "ARTICLE_URL = ARTICLE_SAVE_AS = '{date:%Y}/{slug}.html'\n"
        f"NEWSROOM_PICTURES = True\nNEWSROOM_PICTURE_FORMATS = {forms}\n",
        "utf-8",
    )
    command = [str(Path(sys.executable).with_name("newsroom")), "build"]
    return Contest(name, command, site, site / "output", "anh/**/*.*")


def _four_widths(slots: Path) -> None:
    """Each slot asks for the whole photo in the four widths, in every format."""
    text = re.sub(r"^(shape|older|people) = .*\n", "", slots.read_text("utf-8"), flags=re.M)
    widths = f"widths = {list(WIDTHS)}\nolder = {list(WIDTHS)}"
    slots.write_text(re.sub(r"^widths = .*$", widths, text, flags=re.M), "utf-8")


def measure(contest: Contest, count: int) -> None:
    """From nothing, and with what that has left behind but the output; a row of the table each."""
    environment = {"PYTHONPATH": str(ROOT / "plugins"), "LC_ALL": "C.UTF-8"}
    for when in ("cold", "warm"):
        usage = run(contest.command, contest.folder, TIMEOUT, environment)
        if usage.failed:
            sys.exit(f"{contest.name}: {usage.output[-2000:]}")
        files = [path for path in contest.output.glob(contest.pictures) if path.is_file()]
        if len(files) < count * len(WIDTHS):
            sys.exit(f"{contest.name}: {len(files)} files\n{usage.output[-2000:]}")
        print(row(contest.name, when, usage, files), flush=True)
        if contest.forgotten:
            shutil.rmtree(contest.output)


def row(name: str, when: str, usage: Usage, files: list[Path]) -> str:
    """A generator's run."""
    size = sum(path.stat().st_size for path in files) / 2**20
    told = f"{usage.wall:.1f} s | {usage.cpu:.1f} s | {usage.largest:.0f} | {usage.together:.0f}"
    return f"| {name} | {when} | {told} | {len(files):,} | {size:.1f} |"


def one_photo(path: Path) -> list[str]:
    """What a photo costs in one process, by what is made of it."""
    data, slots = path.read_bytes(), read_slots(ROOT / "theme")
    wanted: dict[str, list[Recipe]] = {
        f"{form}, four widths": [photo(form, width) for width in WIDTHS]
        for form in ("jpeg", "webp", "avif")
    }
    shape = Shape("0" * 16, *SIZE, PHOTO, None)
    wanted["all that the theme asks for"] = list(recipes(shape, slots))
    told = []
    for name, each in wanted.items():
        started = time.process_time()
        made = make(data, each)
        spent = time.process_time() - started
        size = sum(map(len, made)) / 1024
        told.append(f"| {name} | {len(each)} | {spent:.2f} s | {size:.0f} |")
    return told


def main(arguments: list[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pictures")
    parser.add_argument("--count", type=int, default=200, help="photos")
    names = "hugo,ours-webp,ours,paper,eleventy"
    parser.add_argument("--contests", default=names, help=f"of {names}")
    options = parser.parse_args(arguments)
    print(*(f"{name}: {value}" for name, value in machine().items()), encoders(), sep="\n")
    with TemporaryDirectory(prefix="newsroom-pictures-") as folder:
        work = Path(folder)
        # Elsewhere: the kernel counts a large parent's memory as its children's peak.
        with ProcessPoolExecutor(1, get_context("spawn")) as apart:
            apart.submit(photographs, work / "photos", options.count).result()
            costs = apart.submit(one_photo, work / "photos/000.jpg").result()
        print("| one photo | renditions | CPU | KiB |", *costs, sep="\n", flush=True)
        print("| | run | time | CPU | peak of one process, MiB | all, MiB | files | MiB |")
        for contest in contests(work, options.contests.split(",")):
            measure(contest, options.count)


if __name__ == "__main__":
    main(sys.argv[1:])
