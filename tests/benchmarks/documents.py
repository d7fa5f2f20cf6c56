# SPDX-License-Identifier: AGPL-3.0-or-later
"""Feeds, the list of feeds and sitemaps of a built site before their judges.

    git clone https://github.com/w3c/feedvalidator .cache/judges/feedvalidator
    pip install --target .cache/judges/python rdflib html5lib
    newsroom build -s publishconf.py --output /tmp/site
    PYTHONPATH=plugins:.cache/judges/python python -m tests.benchmarks.documents \\
        --site /tmp/site --validator .cache/judges/feedvalidator/src --schemas .cache/judges/schemas

W3C's feed validator reads every RSS and Atom feed, and the OPML list; what it calls an error or a
warning is told. Sitemaps are judged by the schemas of sitemaps.org (``sitemap.xsd``,
``siteindex.xsd``) and Google (``sitemap-image.xsd``, ``sitemap-news.xsd``), which their makers
publish at the addresses of their namespaces; put them into one folder. They are not in the
repository, as Google's may not be copied. JSON Feed has no official judge.
The status is 1 if anybody complains.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

FEEDS = (".rss", ".atom", ".opml")
URLSET, INDEX = "urlset", "sitemapindex"
PROTOCOL = "http://www.sitemaps.org/schemas/sitemap/0.9"
EMPTY = "Missing child element(s)"
"""What a validator says of a sitemap without addresses."""

Complaints = Counter[str]


# --------------------------------------------------------------------------------------- sitemaps


def schema(folder: Path, root: str) -> etree.XMLSchema:
    """The official schema of sitemaps, or of their index, with what extends it.

    sitemaps.org's file lets other elements stand in an address if their schemas are known.
    """
    imports = "".join(
        f'<xs:import namespace="{namespace}" schemaLocation="{(folder / name).as_uri()}"/>'
        for namespace, name in _files(root)
    )
    text = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(text))


def _files(root: str) -> Iterator[tuple[str, str]]:
    if root == INDEX:
        yield PROTOCOL, "siteindex.xsd"
        return
    yield PROTOCOL, "sitemap.xsd"
    yield "http://www.google.com/schemas/sitemap-image/1.1", "sitemap-image.xsd"
    yield "http://www.google.com/schemas/sitemap-news/0.9", "sitemap-news.xsd"


def sitemaps(site: Path) -> list[Path]:
    """The sitemaps and indexes of a site, by their outermost element."""
    return [
        path
        for path in sorted(site.rglob("*.xml"))
        if f"<{URLSET} " in (head := path.read_text("utf-8")[:500]) or f"<{INDEX} " in head
    ]


def by_schema(found: list[Path], folder: Path) -> Complaints:
    """What the schemas say of sitemaps, and how often.

    A sitemap of news of a paper that had none for two days is empty, as Google's text allows and
    the schema of sitemaps.org does not; that is not told.
    """
    judges = {root: schema(folder, root) for root in (URLSET, INDEX)}
    told = Complaints()
    for path in found:
        tree = etree.parse(path)
        judge = judges[etree.QName(tree.getroot()).localname]
        if not judge.validate(tree):
            told.update(
                f"{path.name}: {error.message}"
                for error in judge.error_log
                if not (path.stem == "news" and not len(tree.getroot()) and EMPTY in error.message)
            )
    return told


# ------------------------------------------------------------------------------------------ feeds


def by_w3c(found: list[Path], site: Path, origin: str, validator: Path) -> Complaints:
    """The errors and warnings of W3C's feed validator, and how often."""
    sys.path.insert(0, str(validator.resolve()))
    judge: Any = importlib.import_module("feedvalidator")
    serious = importlib.import_module("feedvalidator.compatibility").AA
    words = importlib.import_module("feedvalidator.formatter.text_plain").Formatter
    told = Complaints()
    for data, path in _each_once(found, site, origin).items():
        address = f"{origin}/{path.relative_to(site).as_posix()}"
        worst = serious(judge.validateString(data, base=address)["loggedEvents"])
        told.update(f"{path.suffix}: {_without_place(line)}" for line in words(worst))
    return told


def _each_once(found: list[Path], site: Path, origin: str) -> dict[bytes, Path]:
    """Every feed and its file; of what was renamed, the one that the feed calls its own.

    Whoever follows the old one is to learn the new address, so both are the same bytes.
    """
    feeds: dict[bytes, Path] = {}
    for path in found:
        data = path.read_bytes()
        if data not in feeds or f"{origin}/{path.relative_to(site).as_posix()}".encode() in data:
            feeds[data] = path
    return feeds


def _without_place(line: str) -> str:
    """A line of the validator's without the line and column that it is about."""
    return line.partition(": ")[2] or line


# ----------------------------------------------------------------------------------- command line


def main(argv: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="documents", description=__doc__)
    parser.add_argument("--site", type=Path, required=True, help="a built site")
    parser.add_argument("--origin", default="https://congdoanthudo.example.org", help="its SITEURL")
    parser.add_argument("--validator", type=Path, help="src of W3C's feed validator")
    parser.add_argument("--schemas", type=Path, help="a folder with the four schemas")
    options = parser.parse_args(argv)
    site = options.site.resolve()
    wrong = Complaints()
    if options.schemas:
        found = sitemaps(site)
        told = by_schema(found, options.schemas.resolve())
        print(f"{len(found)} sitemaps and indexes, {told.total()} complaints of the schemas")
        wrong += told
    if options.validator:
        found = [path for path in sorted(site.rglob("*")) if path.suffix in FEEDS]
        told = by_w3c(found, site, options.origin, options.validator)
        counts = Counter(path.suffix for path in found)
        print(f"{dict(counts)}, {told.total()} complaints of W3C's feed validator")
        wrong += told
    for message, count in wrong.most_common():
        print(f"  {count} × {message}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
