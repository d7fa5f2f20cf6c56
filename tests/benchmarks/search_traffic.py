# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a question costs a reader of a large archive: requests, bytes, and time in a browser.

    python -m tests.benchmarks.search_traffic --size 150000 --data FILE [--data FILE] [--browser]

The archive is so many articles, each one of the real ones in the data under a date of its own;
records, shards and results are made by the portal's own functions, when they are asked for. (As
many different articles would have more words of their own, and larger shards.) Questions are of
two or three syllables: tags, with and without marks,
parts of headlines, some with one slip, names of units and people; and whole headlines apart.
Requests and bytes (gzip -6) are those before the first results: script, shards, results. With
``--browser`` Chromium asks them with a processor four times slower, on this machine and on a
network like a slow 4G (150 ms, 1.6 Mbit/s).
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Thread
from time import sleep
from typing import Any

import numpy as np
import yaml

from newsroom.arrange.related_lists import load_weights
from newsroom.errors import Problems
from newsroom.related import signature
from newsroom.related.terms import split
from newsroom.search import figures
from newsroom.search.generations import Generation, generations, stretch_of
from newsroom.search.index import SearchIndex
from newsroom.search.numbering import DAY_BITS, SLOTS, day_file, day_number
from newsroom.search.postings import Part, make_shard
from newsroom.search.record import make_record, title_place
from newsroom.text.fold import fold
from newsroom.text.normalise import one_line
from newsroom.text.slug import slugify
from tests.benchmarks.related import Row, read_rows
from tests.portal import ROOT, Portal

FIRST_DAY, LAST_DAY = date(2012, 1, 1), date(2026, 6, 29)
DAYS = [FIRST_DAY + timedelta(n) for n in range((LAST_DAY - FIRST_DAY).days + 1)]


class Archive:
    """The index of ``count`` articles, made where it is asked for; `fetch` is a reader's."""

    def __init__(self, rows: Sequence[Row], count: int, portal: Portal) -> None:
        self._rows, self._portal = rows, portal
        random = Random(15)
        order: list[int] = []
        while len(order) < count:
            order += random.sample(range(len(rows)), len(rows))
        self._articles = np.array(order[:count])
        self._place()
        self._sort([_record(row, portal) for row in rows])
        counts: dict[str, int] = {}
        for day, many in zip(DAYS, self._per_day.tolist(), strict=True):
            stretch = stretch_of(day.isoformat())
            counts[stretch] = counts.get(stretch, 0) + many
        self._generations = {each.name: each for each in generations(counts)}
        self.about = self._about()
        self.fetch: Callable[[str], bytes] = cache(self._fetch)

    def _place(self) -> None:
        """Articles are spread evenly over the days, between six and ten o'clock in the evening."""
        count, days = len(self._articles), len(DAYS)
        day = np.arange(count) * days // count
        self._per_day = np.bincount(day, minlength=days)
        rank = np.arange(count) - (np.cumsum(self._per_day) - self._per_day)[day]
        slot = SLOTS // 4 + rank * (SLOTS * 2 // 3) // np.maximum(self._per_day[day], 1)
        self._places = (day + day_number(FIRST_DAY)) << DAY_BITS | slot

    def _sort(self, records: Sequence[bytes]) -> None:
        sizes = [len(record) // 5 for record in records]
        pairs = list(zip(records, sizes, strict=True))
        terms = np.frombuffer(b"".join(r[: 4 * n] for r, n in pairs), "<u4")
        marks = np.frombuffer(b"".join(r[4 * n :] for r, n in pairs), np.uint8)
        owners = np.repeat(np.arange(len(records)), sizes)
        order = np.argsort(terms, kind="stable")
        self._terms, self._marks, self._owners = terms[order], marks[order], owners[order]
        by_row = np.argsort(self._articles, kind="stable")
        bounds = np.searchsorted(self._articles[by_row], np.arange(len(records) + 1))
        self._copies = [by_row[start:end] for start, end in pairwise(bounds.tolist())]

    def _about(self) -> dict[str, Any]:
        path = self._portal.output / "tim-kiem/index.json"
        shown = [
            {"name": each.name, "shards": each.shards, "stamp": each.stamp}
            for each in self._generations.values()
        ]
        return json.loads(path.read_bytes()) | {
            "articles": len(self._articles),
            "newest": int(self._places[-1]),
            "generations": shown,
        }

    def _fetch(self, name: str) -> bytes:
        """The bytes of a file below ``tim-kiem/``."""
        if name == "index.json":
            return json.dumps(self.about).encode()
        if name.startswith("tin/"):
            return self._day(name)
        folder, _slash, number = name.removesuffix(".json").partition("/")
        return self._shard(self._generations[folder], int(number, 16))

    def _shard(self, generation: Generation, number: int) -> bytes:
        size = figures.BUCKETS // generation.shards
        low = number * size
        shift = figures.TERM_BITS - figures.BUCKET_BITS
        bounds = np.array([low << shift, (low + size) << shift], np.uint64)
        start, end = np.searchsorted(self._terms.astype(np.uint64), bounds)
        copies = [self._copies[owner] for owner in self._owners[start:end].tolist()]
        sizes = [len(each) for each in copies]
        places = self._places[np.concatenate(copies)] if copies else np.zeros(0, np.int64)
        terms = np.repeat(self._terms[start:end], sizes).astype(np.uint64)
        marks = np.repeat(self._marks[start:end], sizes).astype(np.uint64)
        first, after = self._bounds(generation)
        chosen = (places >= first) & (places < after)
        terms, marks, places = terms[chosen], marks[chosen], places[chosen]
        order = np.lexsort((places, terms))
        part = Part(terms[order], places[order], marks[order])
        data = b64encode(make_shard(part, low, low + size)).decode()
        told = {"format": figures.FORMAT, "stamp": generation.stamp, "data": data}
        return json.dumps(told, separators=(",", ":")).encode()

    @cache  # noqa: B019 - as long as the archive
    def _bounds(self, generation: Generation) -> tuple[int, int]:
        """The first place of a generation, and the first after it."""
        own = [
            day_number(day)
            for day in DAYS
            if generation.first <= stretch_of(day.isoformat()) <= generation.last
        ]
        return own[0] << DAY_BITS, (own[-1] + 1) << DAY_BITS

    def _day(self, name: str) -> bytes:
        wanted = day_number(date.fromisoformat("-".join(re.findall(r"\d+", name)))) << DAY_BITS
        start, end = np.searchsorted(self._places, [wanted, wanted + (1 << DAY_BITS)])
        found = [self._result(number) for number in range(int(start), int(end))]
        return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()

    def _result(self, number: int) -> dict[str, Any]:
        row = self._rows[int(self._articles[number])]
        place = int(self._places[number])
        day = date.fromordinal((place >> DAY_BITS) + date(1970, 1, 1).toordinal())
        title = one_line(row["title"])[:190]
        found = {
            "place": place,
            "url": f"/{day:%Y/%m}/{slugify(title)[:80]}-{number:06}.html",
            "title": title,
            "date": f"{day}T08:{number % 60:02}+07:00",
            "section": "Công đoàn",
            "sapo": one_line(row["body"])[:200],
            "units": ["Quận Đống Đa"],
            "authors": ["Minh Khôi"],
        }
        return found | ({"image": f"/images/anh-{number % 6}.png"} if number % 5 < 3 else {})


def _record(row: Row, portal: Portal) -> bytes:
    title, body = one_line(row["title"])[:190], row["body"]
    sapo = one_line(row.get("summary") or body)[:200]
    tags = row.get("tags") or ()
    parts = split(title, sapo, body)
    _own, telling = signature.sign(parts, map(slugify, tags), _weights(portal), figures.TELLING)
    below = ((figures.TAG, "\n".join(tags)), (figures.SUMMARY, sapo))
    fields = ((title_place(title), title), *below)
    return make_record((*fields, (figures.NAME, "quan-dong-da\nMinh Khôi")), telling, body)


@cache
def _weights(portal: Portal) -> Any:
    return load_weights(portal.settings, Problems())


def questions(rows: Sequence[Row]) -> dict[str, list[str]]:
    """Questions by their kind, the same in every run."""
    random = Random(15)
    tags = sorted({tag for row in rows for tag in row.get("tags") or () if _short(tag)})
    chosen = random.sample(tags, min(160, len(tags)))
    titles = [one_line(row["title"]) for row in rows]
    parts = sorted({part for title in titles for part in _parts(title)})
    people = sorted({name for title in titles for name in _NAME.findall(title) if _short(name)})
    registry = yaml.safe_load((ROOT / "content/data/districts.yaml").read_bytes())
    units = [record["short"] for record in registry if _short(record.get("short") or "")]
    slips = [_slip(fold(text), random) for text in random.sample(tags, 40)]
    return {
        "tags": chosen[:80],
        "tags without marks": [fold(tag) for tag in chosen[80:]],
        "parts of headlines": random.sample(parts, 60),
        "one slip": slips,
        "people": random.sample(people, 40),
        "units": random.sample(units, min(40, len(units))),
        "whole headlines": random.sample(titles, 60),
    }


_NAME = re.compile(r"(?<!^)\b(?:[A-ZĐÀ-Ỹ][a-zà-ỹ]+ ){1,2}[A-ZĐÀ-Ỹ][a-zà-ỹ]+")


def _short(text: str) -> bool:
    return len(text.split()) in (2, 3) and text.replace(" ", "").isalpha()


def _parts(title: str) -> Iterator[str]:
    for piece in re.split(r"[^\w\s]+", title):
        words = piece.split()
        for size in (2, 3):
            for start in range(len(words) - size + 1):
                part = " ".join(words[start : start + size])
                if _short(part):
                    yield part


def _slip(text: str, random: Random) -> str:
    at = random.choice([n for n, letter in enumerate(text) if letter.isalpha()])
    return text[:at] + random.choice("abcdeghiklmnopqrstuvxy") + text[at + 1 :]


def traffic(archive: Archive, text: str) -> tuple[int, int, int]:
    """Requests and bytes before the first results of a cold question, and how many it finds."""
    index = SearchIndex(archive.fetch)
    answer = index.answer(text)
    first = answer.hits[: figures.FIRST]
    files = {*answer.files, *(day_file(hit.place) for hit in first)} - {"index.json"}
    script = len(gzip.compress((ROOT / "theme/static/js/search.js").read_bytes(), 6))
    return len(files) + 1, script + sum(_wire(archive, name) for name in files), len(answer.hits)


def _wire(archive: Archive, name: str) -> int:
    return len(gzip.compress(archive.fetch(name), 6))


def spread(values: Sequence[float]) -> str:
    """The median, what 95 % stay below, and the most."""
    ordered = sorted(values)
    cells = (ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100], ordered[-1])
    return " / ".join(f"{value:,.0f}" for value in cells)


def count(archive: Archive, asked: dict[str, list[str]]) -> None:
    """Print the table of requests and bytes."""
    print("| questions | number | requests | KB | found nothing |\n|---|---|---|---|---|")
    all_of: list[tuple[int, int, int]] = []
    for kind, texts in asked.items():
        found = [traffic(archive, text) for text in texts]
        _line(kind, found)
        if kind != "whole headlines":
            all_of += found
    _line("all of two or three syllables", all_of)


def _line(kind: str, found: Sequence[tuple[int, int, int]]) -> None:
    requests, sizes, hits = zip(*found, strict=True)
    kilobytes = spread([size / 1000 for size in sizes])
    print(
        f"| {kind} | {len(found)} | {spread(requests)} | {kilobytes} | {hits.count(0)} |",
        flush=True,
    )


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    archive: Archive
    page: bytes

    def do_GET(self) -> None:
        """A file of the archive, or of the small site, compressed as servers do."""
        path = self.path.partition("?")[0]
        kind = "application/json"
        if path == "/tim-kiem/":
            data, kind = self.page, "text/html; charset=utf-8"
        elif re.fullmatch(r"/tim-kiem/(index|.+/.+)\.json", path):
            data = self.archive.fetch(path.removeprefix("/tim-kiem/"))
        elif (found := Path(self.directory) / path.lstrip("/")).is_file():
            data, kind = found.read_bytes(), self.guess_type(path)
        else:
            self.send_error(404)
            return
        packed = gzip.compress(data, 6)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        self.wfile.write(packed)

    def log_message(self, *_arguments: object) -> None:
        """Nothing."""


@contextmanager
def served(archive: Archive, portal: Portal) -> Iterator[str]:
    """The origin at which the archive is searched."""
    page = (portal.output / "tim-kiem/index.html").read_text("utf-8")
    about = json.dumps(archive.about).replace("&", "&amp;").replace('"', "&quot;")
    page = re.sub(r'data-about="[^"]*"', lambda _found: f'data-about="{about}"', page)
    handler = type("Handler", (_Handler,), {"archive": archive, "page": page.encode()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(portal.output)))
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


FIRST_SHOWN = """
const done = arguments[0];
const look = () => {
  if (document.querySelector(".search-list h2")) return done(performance.now());
  if (/^Không/.test(document.querySelector("[role=status]")?.textContent || "")) return done(null);
  requestAnimationFrame(look);
};
look();
"""


def browse(archive: Archive, portal: Portal, texts: Sequence[str], slow: bool) -> list[float]:
    """Milliseconds from the navigation to the first result, of each question that has some."""
    from tests.site.browser import start

    driver = start()
    found = []
    with served(archive, portal) as origin:
        driver.execute_cdp_cmd("Network.enable", {})
        driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
        driver.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": 4})
        if slow:
            rate = 1.6e6 / 8
            driver.execute_cdp_cmd(
                "Network.emulateNetworkConditions",
                {
                    "offline": False,
                    "latency": 150,
                    "downloadThroughput": rate,
                    "uploadThroughput": rate / 2,
                },
            )
        driver.set_script_timeout(60)
        for text in texts:
            traffic(archive, text)  # made before it is asked for: what is measured is the reader's
            driver.get(f"{origin}/tim-kiem/?q={text}")
            told = driver.execute_async_script(FIRST_SHOWN)
            if told:
                found.append(float(told))
            sleep(0.05)
    driver.quit()
    return found


def main(arguments: list[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="What a question costs a reader.")
    parser.add_argument("--data", type=Path, required=True, action="append")
    parser.add_argument("--size", type=int, default=150_000)
    parser.add_argument("--browser", action="store_true")
    options = parser.parse_args(arguments)
    rows = [row for path in options.data for row in read_rows(path)]
    with TemporaryDirectory() as scratch:
        portal = Portal(Path(scratch), NEWSROOM_SEARCH=True, SITEURL="")
        portal.article("cong-doan/a.md")
        portal.build()
        archive = Archive(rows, options.size, portal)
        asked = questions(rows)
        count(archive, asked)
        if options.browser:
            short = [
                text for kind, texts in asked.items() if kind != "whole headlines" for text in texts
            ]
            for slow in (False, True):
                times = browse(archive, portal, short, slow)
                name = "slow 4G" if slow else "this machine"
                print(
                    f"{name}, 4× slower processor: {len(times)} questions, {spread(times)} ms",
                    flush=True,
                )


if __name__ == "__main__":
    main(sys.argv[1:])
