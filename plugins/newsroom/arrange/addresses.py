# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses: which file of the output each page is, and its URL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

from newsroom import address_words as words
from newsroom.model import Entry
from newsroom.read.paths import file_of, is_page_name
from newsroom.settings import Settings
from newsroom.taxonomies import Taxonomy

INDEX = "index.html"

# Files of the site's own; the words are `newsroom.address_words`'.
HOME = INDEX
FEEDS = f"{words.FEEDS}/index.html"
NOT_FOUND = "404.html"
OPML = f"{words.FEEDS}/feeds.opml"
ROBOTS = "robots.txt"
SITEMAP_INDEX = "sitemap.xml"
PREVIEWS = f"{words.PREVIEWS}/{INDEX}"
SEARCH_FOLDER = words.SEARCH
SEARCH = f"{SEARCH_FOLDER}/index.html"
SEARCH_INDEX = f"{SEARCH_FOLDER}/index.json"
SEARCH_NAMES = f"{SEARCH_FOLDER}/{words.NAMES}.json"
SEARCH_DESCRIPTION = f"{SEARCH_FOLDER}/opensearch.xml"

_PLAIN = re.compile(r"[A-Za-z0-9_.\-/]*")  # what most paths are made of, and quoting leaves alone
_BAD_PART = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')


def to_url(save_as: str) -> str:
    """The URL of a file of the output: ``a/index.html`` is ``/a/``."""
    if save_as == INDEX or save_as.endswith("/" + INDEX):
        return "/" + encode(save_as[: -len(INDEX)])
    return "/" + encode(save_as)


def shows_draft(save_as: str) -> bool:
    """Whether a file shows a draft; nothing that is published may lie in that folder."""
    return save_as.startswith(f"{words.PREVIEWS}/")


def previews(files: Iterable[str]) -> Iterator[str]:
    """The URLs of those files of the output that show drafts."""
    return (to_url(save_as) for save_as in files if shows_draft(save_as))


def encode(path: str) -> str:
    """The path of a file for a URL (RFC 3986)."""
    return path if _PLAIN.fullmatch(path) else quote(path, safe="/:@!$&'()*+,;=~")


def list_folder(row: Taxonomy, slug: str, parents: tuple[str, ...] = ()) -> str:
    """The folder of the list of a term.

    ``parents`` are the sections above a sub-section, nearest first.
    """
    below = slug.replace("-", "/") if row.dated else slug
    return "/".join(part for part in (row.folder, *reversed(parents), below) if part)


def list_page(folder: str, number: int = 0) -> str:
    """The file of a list's front (0) or of its page ``number``."""
    return f"{folder}/{words.NUMBERED}/{number}/{INDEX}" if number else f"{folder}/{INDEX}"


def is_numbered(save_as: str) -> bool:
    """Whether a file is, by its folder, a numbered page of a list."""
    return f"/{words.NUMBERED}/" in save_as


def index_page(row: Taxonomy) -> str:
    """The file of the page of all terms of a taxonomy, or of its one list."""
    return f"{row.folder}/{INDEX}"


def main_feed_file(ending: str) -> str:
    """The file of the whole site's feed, in the format that has this ending."""
    return f"{words.FEEDS}/{words.NEWEST}.{ending}"


def feed_file(row: Taxonomy, slug: str, ending: str) -> str:
    """The file of a list's feed: sections at ``rss/``, other lists one folder deeper."""
    return "/".join(part for part in (words.FEEDS, row.folder, f"{slug}.{ending}") if part)


def fragment_file(section: str = "") -> str:
    """The file of a fragment: today's stories of a section, or the recommended ones ("")."""
    name = f"{words.MORE}/{section}" if section else words.RECOMMENDED
    return f"{words.FRAGMENTS}/{name}.inc"


def search_shard(generation: str, shard: int) -> str:
    """The file of a shard of the index of search."""
    return f"{SEARCH_FOLDER}/{generation}/{shard:x}.json"


def search_day(day: str) -> str:
    """The file of what results show of a day's articles ("2025-04-22")."""
    return f"{SEARCH_FOLDER}/{words.RESULTS}/{day.replace('-', '/')}.json"


def sitemap_file(name: str) -> str:
    """The file of a sitemap other than the index: "site", or a month."""
    return f"{words.SITEMAPS}/{name}.xml"


def article_file(entry: Entry, section: str, settings: Settings) -> str:
    """The output file of an article: ``url:`` if it has one, else ARTICLE_SAVE_AS."""
    if entry.url:
        return from_path(entry.url)
    return fill(settings.article_save_as, fields(entry, section, settings))


def file_to_come(kind: str, entry: Entry, settings: Settings) -> str:
    """The file that a source will have which nobody may see; its section counts as its folder."""
    if kind == "page":
        return page_file(entry, settings)
    folders = [name for name in entry.path.split("/")[:-1] if not name.isdigit()]
    return article_file(entry, folders[-1] if folders else "", settings)


def article_url(entry: Entry, section: str, settings: Settings) -> str:
    """The URL of an article: ``url:`` if it has one, else ARTICLE_URL."""
    if entry.url:
        return to_url(from_path(entry.url))
    return "/" + encode(fill(settings.article_url, fields(entry, section, settings)))


def page_file(entry: Entry, settings: Settings) -> str:
    """The output file of a static page."""
    if entry.url:
        return from_path(entry.url)
    return fill(settings.page_save_as, fields(entry, "", settings))


def page_url(entry: Entry, settings: Settings) -> str:
    """The URL of a static page."""
    if entry.url:
        return to_url(from_path(entry.url))
    return "/" + encode(fill(settings.page_url, fields(entry, "", settings)))


def fields(entry: Entry, section: str, settings: Settings) -> dict[str, Any]:
    """What an address pattern may name."""
    local = entry.date.astimezone(settings.zone) if entry.date else datetime(1970, 1, 1)
    return {"slug": entry.slug, "section": section, "category": section, "date": local}


def fill(pattern: str, values: dict[str, Any]) -> str:
    """The pattern with its fields filled in, without a leading slash."""
    return pattern.format(**values).lstrip("/")


def from_path(url: str) -> str:
    """The output file of a path that an editor wrote (``url:``, ``aliases:``)."""
    return file_of(re.split("[#?]", url, maxsplit=1)[0])


def redirect_files(aliases: Iterable[str]) -> list[str]:
    """The files of pages that redirect: of those old addresses that can be pages."""
    return list(dict.fromkeys(from_path(alias) for alias in aliases if is_page_name(alias)))


def former_slugs(row: Taxonomy, former: Iterable[str]) -> Iterator[str]:
    """The slugs that a list's old fronts had (files), if they lay where fronts of its kind lie."""
    for file in former:
        folder = file.removesuffix(f"/{INDEX}")
        above, _slash, slug = folder.rpartition("/")
        if folder != file and (above == row.folder or not row.folder):
            yield slug


def names_section(settings: Settings) -> bool:
    """Whether addresses of articles change with the name of their section."""
    pattern = settings.article_save_as
    return "{section" in pattern or "{category" in pattern


def escapes(save_as: str) -> bool:
    """Whether a file would lie outside the output folder, or could not be written everywhere."""
    parts = save_as.split("/")
    odd = any(part in ("", ".", "..") or len(part.encode()) > 240 for part in parts)
    return odd or _BAD_PART.search(save_as) is not None
