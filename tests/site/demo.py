# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demo site as a reader's computer gets it, and what the tests ask of it."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin

import yaml
from bs4 import BeautifulSoup, Tag

from tests.portal import ROOT

SITE = "http://localhost:8000"
HANOI = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 20, 7, 0, tzinfo=HANOI)

# The parts of a URL's scheme that lead off the site, or nowhere.
_ELSEWHERE = ("http:", "https:", "mailto:", "tel:", "data:")


def build_once(folder: Path) -> Path:
    """Build the demo site under ``folder``; of several processes one does it, the others wait."""
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "done"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            _build(folder)
            done.touch()
    return folder / "output"


def _build(folder: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "pelican", "content", "-s", "pelicanconf.py"]
    command += ["-o", str(folder / "output"), "-e", f'CACHE_PATH="{folder / "cache"}"']
    command += ['NEWSROOM_PICTURE_FORMATS=["webp"]']  # only the pictures' own tests make AVIF
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    ran = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


class Link(NamedTuple):
    """An address in a page, and the element and attribute where it stands."""

    url: str
    tag: Tag
    attribute: str


class Demo:
    """An output folder. Pages are named by their path in it and parsed once in a process."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file of the site."""
        paths = (path for path in self.root.rglob("*") if path.is_file())
        return frozenset(path.relative_to(self.root).as_posix() for path in paths)

    def named(self, suffix: str) -> list[str]:
        """The files whose name ends so."""
        return sorted(path for path in self.files if path.endswith(suffix))

    @cached_property
    def pages(self) -> dict[str, BeautifulSoup]:
        """Every page that a reader looks at: all HTML files but the redirects."""
        return {path: soup for path, soup in self._html.items() if not redirect_of(soup)}

    @cached_property
    def redirects(self) -> dict[str, str]:
        """Redirecting pages: path → where they lead."""
        found = {path: redirect_of(soup) for path, soup in self._html.items()}
        return {path: url for path, url in found.items() if url}

    @cached_property
    def articles(self) -> dict[str, BeautifulSoup]:
        """The articles' own pages."""
        return {path: soup for path, soup in self.pages.items() if is_article(soup)}

    @cached_property
    def fragments(self) -> dict[str, BeautifulSoup]:
        """Parts of pages: today's panels, which a script or the server puts into articles."""
        return {path: BeautifulSoup(self.text(path), "lxml") for path in self.named(".inc")}

    @cached_property
    def _html(self) -> dict[str, BeautifulSoup]:
        return {path: BeautifulSoup(self.text(path), "lxml") for path in self.named(".html")}

    def page(self, path: str) -> BeautifulSoup:
        """One page, without parsing the others."""
        if "_html" in self.__dict__:
            return self._html[path]
        return BeautifulSoup(self.text(path), "lxml")

    def text(self, path: str) -> str:
        """A file's text."""
        return (self.root / path).read_text("utf-8")

    def file_of(self, url: str, page: str = "") -> str | None:
        """The file that an address on ``page`` leads to; None if it leads off the site.

        As an ordinary web server does it: a folder is its ``index.html``.
        """
        if url.startswith((f"{SITE}/", "/")):
            path = url.removeprefix(SITE)
        elif url.startswith(_ELSEWHERE):
            return None
        else:
            path = urljoin("/" + page, url)
        path = unquote(urldefrag(path).url.partition("?")[0]).lstrip("/")
        return path + "index.html" if path.endswith("/") or not path else path


def redirect_of(page: BeautifulSoup) -> str:
    """Where a redirecting page leads, or ""."""
    refresh = page.select_one('meta[http-equiv="refresh"]')
    return str(refresh["content"]).partition("url=")[2] if refresh else ""


def is_article(page: BeautifulSoup) -> bool:
    """Whether a page is an article's own."""
    return page.select_one('meta[property="article:published_time"]') is not None


def url_of(path: str) -> str:
    """The address of a file: a folder's ``index.html`` is the folder."""
    return SITE + "/" + path.removesuffix("index.html") if _is_index(path) else f"{SITE}/{path}"


def _is_index(path: str) -> bool:
    return path == "index.html" or path.endswith("/index.html")


def links(page: BeautifulSoup) -> Iterator[Link]:
    """Every address in a page, of whatever element."""
    for tag in page.find_all(True):
        for name in ("href", "src", "poster", "data", "action", "cite"):
            if tag.has_attr(name):
                yield Link(str(tag[name]), tag, name)
        for candidate in str(tag.get("srcset", "")).split(","):
            if candidate.strip():
                yield Link(candidate.split()[0], tag, "srcset")
        if tag.has_attr("data-fragment"):
            yield Link(str(tag["data-fragment"]), tag, "data-fragment")
        if tag.name == "meta" and tag.get("property") in ("og:image", "og:url"):
            yield Link(str(tag["content"]), tag, "content")


class Source(NamedTuple):
    """A source file of the demo: its path under content/, front matter, and body."""

    path: str
    fields: dict[str, object]
    body: str

    @property
    def slug(self) -> str:
        """The file's name without a leading date, or the last part of ``url:``."""
        url = str(self.fields.get("url", ""))
        name = (url or self.path).rpartition("/")[2].rpartition(".")[0]
        return name[11:] if name[:4].isdigit() and name[10:11] == "-" else name

    @property
    def live(self) -> bool:
        """Whether readers see it on the day the tests build the site."""
        begun = moment(self.fields["date"]) <= NOW
        over = "expires" in self.fields and moment(self.fields["expires"]) <= NOW
        return begun and not over and self.fields.get("status") != "draft"


def moment(value: object) -> datetime:
    """A date of the front matter; a bare one is Hanoi's."""
    found = datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.replace(tzinfo=HANOI)


@cache
def sources() -> tuple[Source, ...]:
    """All articles of the demo, read here by a reader of our own, to check the site's."""
    content = ROOT / "content"
    paths = sorted(p.relative_to(content).as_posix() for p in content.rglob("*.md"))
    return tuple(_read(content, path) for path in paths if not path.startswith("pages/"))


def _read(content: Path, path: str) -> Source:
    text = (content / path).read_text("utf-8")
    if text.startswith("---\n"):
        _, front, body = text.split("---\n", 2)
        return Source(path, yaml.safe_load(front), body)
    header, _, body = text.partition("\n\n")  # Pelican's own form
    pairs = (line.partition(":") for line in header.splitlines())
    return Source(path, {name.lower(): value.strip() for name, _, value in pairs}, body)


def registry(name: str) -> list[dict[str, object]]:
    """A registry of content/data."""
    entries: list[dict[str, object]] = yaml.safe_load(
        (ROOT / "content/data" / f"{name}.yaml").read_text("utf-8")
    )
    return entries
