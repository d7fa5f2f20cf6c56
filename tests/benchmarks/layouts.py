# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same articles as each generator wants them: files, front matter, registries."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from struct import pack

from newsroom.text.slug import slugify
from tests.benchmarks.articles import CITY, PICTURES, Archive, Article, Head, Unit
from tests.benchmarks.vocabulary import SECTIONS

PEERS = Path(__file__).parent / "peers"
LINK_TEXT = "Xem thêm"
_PORTION = 5_000  # articles that a process writes at a time

# Appended to the project's own settings.
_SETTINGS = """
SITEURL = "https://bench.example.org"
STATIC_PATHS = ["images"]
NEWSROOM_IMAGE = ""  # the demo paper's own, which is not there
NEWSROOM_HOSTS = []
"""
_WITHOUT_PICTURES = """
NEWSROOM_PICTURES = False
NEWSROOM_TITLE_CARDS = None
"""


class Layout(ABC):
    """How one generator wants its sources, in the folder ``root``."""

    name: str

    def __init__(self, root: Path, archive: Archive, units: list[Unit]) -> None:
        self.root = root
        self.archive = archive
        self.units = {unit.slug: unit.name for unit in units} | {CITY: "Toàn thành phố"}

    def write(self) -> None:
        """Write the whole site; a large one by all processors."""
        self.prepare()
        count = self.archive.count
        portions = [range(n, min(n + _PORTION, count)) for n in range(0, count, _PORTION)]
        if len(portions) == 1:
            self._write(portions[0])
            return
        with ProcessPoolExecutor() as pool:
            list(pool.map(self._write, portions))

    def _write(self, numbers: range) -> None:
        made: set[Path] = set()
        for number in numbers:
            article = self.archive.article(number)
            path = self.path(article.head)
            if path.parent not in made:
                path.parent.mkdir(parents=True, exist_ok=True)
                made.add(path.parent)
            path.write_text(self.text(article), "utf-8")

    def put(self, article: Article) -> None:
        """Write one article, which may be new."""
        path = self.path(article.head)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text(article), "utf-8")

    @abstractmethod
    def prepare(self) -> None:
        """Write everything but the articles."""

    @abstractmethod
    def path(self, head: Head) -> Path:
        """The file of an article."""

    @abstractmethod
    def front_matter(self, article: Article) -> str:
        """What stands above the body."""

    @property
    @abstractmethod
    def template(self) -> Path:
        """The template of article pages, for the scenario that edits it."""

    def link(self, head: Head) -> str:
        """How a body links to another article."""
        return head.url

    def text(self, article: Article) -> str:
        """The whole source of an article."""
        paragraphs = list(article.paragraphs)
        if article.link:
            paragraphs.append(f"{LINK_TEXT}: [{article.link.title}]({self.link(article.link)}).")
        return self.front_matter(article) + "\n\n" + "\n\n".join(paragraphs) + "\n"


class Ours(Layout):
    """This project: ``content/<section>/<yyyy>/<mm>/<slug>.md`` and the registries.

    The engine (plugins, theme, settings) is copied, so that whoever edits it meanwhile does not
    change what is measured.
    """

    name = "ours"

    def __init__(self, root: Path, archive: Archive, units: list[Unit], engine: Path) -> None:
        super().__init__(root, archive, units)
        self._engine = engine

    @property
    def template(self) -> Path:
        return self.root / "theme/templates/article.html"

    def prepare(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        skip = shutil.ignore_patterns("__pycache__")
        for folder in ("plugins", "theme"):
            shutil.copytree(self._engine / folder, self.root / folder, ignore=skip)
        conf = (self._engine / "pelicanconf.py").read_text("utf-8")
        (self.root / "pelicanconf.py").write_text(conf + _SETTINGS, "utf-8")
        content = self.root / "content"
        write_pictures(content / "images")
        data = content / "data"
        data.mkdir()
        shutil.copy(self._engine / "content/data/districts.yaml", data)
        shutil.copy(self._engine / "tasks.py", self.root)
        (data / "sections.yaml").write_text(_sections(), "utf-8")
        (data / "authors.yaml").write_text(_authors(self.archive.authors[:10]), "utf-8")

    def leave_pictures(self) -> None:
        """Publish pictures as they come, as the peers do: no renditions, no title cards."""
        with (self.root / "pelicanconf.py").open("a", encoding="utf-8") as settings:
            settings.write(_WITHOUT_PICTURES)

    def freeze(self) -> None:
        """Freeze the weights of words, as docs/related.md has it for an archive of some size."""
        command = (sys.executable, "-m", "invoke", "related-freeze")
        subprocess.run(command, cwd=self.root, check=True, stdout=subprocess.DEVNULL)

    def path(self, head: Head) -> Path:
        return self.root / "content" / f"{head.source}.md"

    def link(self, head: Head) -> str:
        return f"{{filename}}/{head.source}.md"

    def front_matter(self, article: Article) -> str:
        head = article.head
        lines = [f"title: {_quote(head.title)}", f"date: {head.date:%Y-%m-%d %H:%M}"]
        lines += [f"author: {article.author}", f"district: {head.place}"]
        if article.kicker:
            lines.append(f"kicker: {_quote(article.kicker)}")
        lines += [f"summary: {_quote(article.sapo)}", "dateline: (LĐTĐ)", *_list("tags", article)]
        if article.image is not None:
            lines += ["image:", f"  src: {_image(article)}", "  alt: Ảnh minh họa"]
        return _fenced(lines)


class Hugo(Layout):
    """Hugo: sections are folders; districts, authors, years, months and days are taxonomies."""

    name = "hugo"
    days = True
    """Whether days have pages, as ours."""

    @property
    def template(self) -> Path:
        return self.root / "layouts/page.html"

    def prepare(self) -> None:
        shutil.copytree(PEERS / "hugo", self.root)
        write_pictures(self.root / "static/images")
        for weight, (slug, name) in enumerate(SECTIONS.items(), 1):
            self._term(slug, name, f"weight: {weight}")
        for slug, name in self.units.items():
            self._term(f"districts/{slug}", name)

    def _term(self, path: str, title: str, *lines: str) -> None:
        file = self.root / "content" / path / "_index.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_fenced([f"title: {_quote(title)}", *lines]) + "\n", "utf-8")

    def path(self, head: Head) -> Path:
        return self.root / "content" / f"{head.source}.md"

    def front_matter(self, article: Article) -> str:
        head = article.head
        lines = [f"title: {_quote(head.title)}", f"date: {head.date.isoformat()}+07:00"]
        lines += [f"url: {head.url}", f"authors: [{_quote(article.author)}]"]
        lines += [f"districts: [{head.place}]", f"years: ['{head.date:%Y}']"]
        lines.append(f"months: ['{head.date:%Y-%m}']")
        if self.days:
            lines.append(f"days: ['{head.date:%Y-%m-%d}']")
        if head.place != CITY:
            lines.append(f"places: [{head.place}]")
        if article.kicker:
            lines.append(f"kicker: {_quote(article.kicker)}")
        lines += [f"description: {_quote(article.sapo)}", *_list("tags", article)]
        if article.image is not None:
            lines.append(f"image: /{_image(article)}")
        return _fenced(lines)


class LeanHugo(Hugo):
    """Hugo with less to do: no days, and on every page the same newest stories, made once."""

    name = "hugo-lean"
    days = False

    def prepare(self) -> None:
        super().prepare()
        shutil.copytree(PEERS / "hugo-lean", self.root, dirs_exist_ok=True)


class Pelican(Layout):
    """Stock Pelican: its own header; a district is text, for there is no such taxonomy."""

    name = "pelican"

    @property
    def template(self) -> Path:
        return self.root / "theme/templates/article.html"

    def prepare(self) -> None:
        shutil.copytree(PEERS / "pelican", self.root)
        write_pictures(self.root / "content/images")

    def path(self, head: Head) -> Path:
        return self.root / "content" / f"{head.source}.md"

    def link(self, head: Head) -> str:
        return f"{{filename}}/{head.source}.md"

    def front_matter(self, article: Article) -> str:
        head = article.head
        lines = [f"Title: {head.title}", f"Date: {head.date:%Y-%m-%d %H:%M}", f"Slug: {head.slug}"]
        lines += [f"Category: {SECTIONS[head.section]}", f"Author: {article.author}"]
        lines += [f"Tags: {', '.join(article.tags)}", f"Place: {self.units[head.place]}"]
        if article.kicker:
            lines.append(f"Kicker: {article.kicker}")
        # Both: `summary` (Markdown, rendered) is what feeds show, `sapo` what templates show.
        lines += [f"Summary: {article.sapo}", f"Sapo: {article.sapo}"]
        if article.image is not None:
            lines.append(f"Image: /{_image(article)}")
        return "\n".join(lines)


class Nikola(Layout):
    """Nikola: posts in folders by month; a section is a category, a district is text."""

    name = "nikola"

    @property
    def template(self) -> Path:
        return self.root / "themes/bench/templates/post.tmpl"

    def prepare(self) -> None:
        shutil.copytree(PEERS / "nikola", self.root)
        write_pictures(self.root / "files/images")

    def path(self, head: Head) -> Path:
        # Nikola's addresses follow its folders.
        return self.root / "posts" / f"{head.date:%Y/%m}" / f"{head.slug}.md"

    def front_matter(self, article: Article) -> str:
        head = article.head
        lines = [f".. title: {head.title}", f".. slug: {head.slug}"]
        lines += [f".. date: {head.date:%Y-%m-%d %H:%M}", f".. tags: {', '.join(article.tags)}"]
        lines += [f".. category: {SECTIONS[head.section]}", f".. author: {article.author}"]
        lines += [f".. place: {self.units[head.place]}", f".. description: {article.sapo}"]
        if article.kicker:
            lines.append(f".. kicker: {article.kicker}")
        if article.image is not None:
            lines.append(f".. picture: /{_image(article)}")
        return "\n".join(("<!--", *lines, "-->"))


# ------------------------------------------------------------------------------------ pieces


def _quote(text: str) -> str:
    """Text as a quoted YAML scalar (JSON's strings are YAML)."""
    return json.dumps(text, ensure_ascii=False)


def _fenced(lines: Iterable[str]) -> str:
    return "\n".join(("---", *lines, "---"))


def _list(name: str, article: Article) -> list[str]:
    plain = (tag if tag.replace(" ", "").isalnum() else _quote(tag) for tag in article.tags)
    return [f"{name}:", *(f"  - {tag}" for tag in plain)]


def _image(article: Article) -> str:
    return f"images/anh-{article.image}.png"


def _sections() -> str:
    records = (
        f"- slug: {slug}\n  name: {name}\n  order: {order}\n  feed: true\n"
        for order, (slug, name) in enumerate(SECTIONS.items(), 1)
    )
    return "\n".join(records)


def _authors(names: Iterable[str]) -> str:
    records = (f"- name: {name}\n  slug: {slugify(name)}\n  bio: Phóng viên.\n" for name in names)
    return "\n".join(records)


def write_pictures(folder: Path) -> None:
    """A handful of small PNG pictures, shared by all articles."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(PICTURES):
        (folder / f"anh-{number}.png").write_bytes(_png(640, 400, 30 + 35 * number))


def _png(width: int, height: int, shade: int) -> bytes:
    """A grey gradient as PNG (RFC 2083)."""
    rows = b"".join(b"\x00" + bytes([(shade + y // 4) % 256]) * width for y in range(height))
    header = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    packed = (pack(">I", len(d)) + k + d + pack(">I", zlib.crc32(k + d)) for k, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)
