# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many bytes all feeds of an archive are: those of the generated articles, by our writers.

    python -m tests.benchmarks.feeds 100000
    python -m tests.benchmarks.feeds 100000 --data articles_real.jsonl.gz

With ``--data`` headlines are those of real articles, one after the other, and sapos the first
words of their texts where they have none.

A feed holds its newest articles alone, so nothing is built: articles are drawn from the newest
on, and stand in the feeds that have room for them, with the formats and sizes that settings have
if nothing else is said. The bar is 60 MB for 100,000 articles.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC
from itertools import cycle
from pathlib import Path

import msgspec

from newsroom.publish import atom, formats, json_feed, rss
from newsroom.publish.feed import Feed, FeedItem, Thumbnail, tag_uri
from newsroom.settings import Newsroom
from newsroom.text.slug import slugify
from tests.benchmarks.articles import Archive, Article, read_units
from tests.benchmarks.related import Row, read_rows
from tests.portal import ROOT

BAR = 60_000_000
SAPO = 60
"""Words of a text that stand for a sapo: some 340 bytes, more than editors write."""
SITE = "https://congdoanthudo.example.org"
AUTHORITY = "congdoanthudo.example.org,2025"
WRITERS = {
    formats.RSS.name: rss.RssWriter().write,
    formats.ATOM.name: atom.AtomWriter().write,
    formats.JSON.name: json_feed.JsonWriter().write,
}


def lists(article: Article) -> Iterator[str]:
    """The lists with a feed that an article is on."""
    yield "tin-moi"
    yield from article.head.section.split("/")
    yield f"dia-ban/{article.head.place}"
    yield f"tac-gia/{slugify(article.author)}"
    yield from (f"tag/{slugify(tag)}" for tag in article.tags)


def texts(data: Path | None) -> Iterator[tuple[str, str]]:
    """Headlines and sapos of real articles, over and over; empty ones where there are none."""
    rows = read_rows(data) if data else [{}]
    return cycle([(row.get("title", ""), row.get("summary") or _opening(row)) for row in rows])


def _opening(row: Row) -> str:
    return " ".join(row.get("body", "").split()[:SAPO])


def item(article: Article, real: tuple[str, str]) -> FeedItem:
    head = article.head
    title, sapo = real
    picture = f"{SITE}/images/anh-{article.image}.png" if article.image is not None else ""
    date = head.date.replace(tzinfo=UTC)
    return FeedItem(
        guid=tag_uri(AUTHORITY, head.url),
        url=SITE + head.url,
        title=title or f"{article.kicker} {head.title}".strip(),
        summary=sapo or article.sapo,
        published=date,
        authors=(article.author,),
        categories=(head.section, *article.tags),
        image=picture,
        image_type="image/png" if picture else "",
        image_size=1_000 if picture else 0,
        thumbnail=Thumbnail(picture, 640, 400) if picture else Thumbnail(),
    )


def filled(
    archive: Archive, own: Newsroom, real: Iterator[tuple[str, str]]
) -> dict[str, list[FeedItem]]:
    """The items of each list's feeds."""
    found: dict[str, list[FeedItem]] = defaultdict(list)
    for number in reversed(range(archive.count)):
        article = archive.article(number)
        made = item(article, next(real))
        for name in lists(article):
            room = own.term_feed_items if "/" in name else own.feed_items
            if len(found[name]) < room:
                found[name].append(made)
    return found


def weigh(found: dict[str, list[FeedItem]], own: Newsroom) -> dict[str, tuple[int, int]]:
    """The number of feeds and their bytes, by format."""
    sums = dict.fromkeys(WRITERS, (0, 0))
    for name, items in found.items():
        for form in own.term_feed_formats if "/" in name else own.feed_formats:
            feed = Feed(
                name, name, f"{SITE}/{name}/", f"{SITE}/rss/{name}.{form}", "vi",
                publisher="Công đoàn Thủ đô", stylesheet="/theme/css/feed.css",
                id=tag_uri(AUTHORITY, f"/rss/{name}"), items=tuple(items),
            )  # fmt: skip
            count, size = sums[form]
            sums[form] = count + 1, size + len(WRITERS[form](feed))
    return sums


def main(argv: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="feeds", description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--data", type=Path, help="real articles: title, summary")
    options = parser.parse_args(argv)
    own = msgspec.convert({}, Newsroom)
    archive = Archive(options.count, read_units(ROOT / "content/data/districts.yaml"))
    found = filled(archive, own, texts(options.data))
    sums = weigh(found, own)
    for form, (number, size) in sums.items():
        print(f"{form}: {number} feeds, {size / 1e6:.2f} MB")
    whole = sum(size for _number, size in sums.values())
    fetched = sum(len(items) for items in found.values())
    print(f"all: {whole / 1e6:.2f} MB of {BAR / 1e6:.0f}, {fetched} items in {len(found)} lists")
    return int(whole > BAR)


if __name__ == "__main__":
    sys.exit(main())
