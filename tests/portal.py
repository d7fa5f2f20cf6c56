# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tiny real sites for tests: a content folder, built by the real engine with the real theme."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import msgspec
from bs4 import BeautifulSoup

from newsroom.engine.build_report import BuildReport
from newsroom.engine.store_path import store_path
from newsroom.newspaper import build
from newsroom.settings import Settings, read_settings
from newsroom.store.database import discard

ROOT = Path(__file__).parents[1]
NOW = 1_790_000_000  # 2026-09-21

REGISTRIES = {
    "sections.yaml": """
        - slug: cong-doan
          name: Công đoàn
          order: 1
        - slug: phat-trien-doan-vien
          name: Phát triển đoàn viên
          parent: cong-doan
        - slug: doi-song
          name: Đời sống
          order: 2
        """,
    "districts.yaml": """
        - slug: toan-thanh-pho
          name: Toàn thành phố
        - slug: quan-dong-da
          name: Quận Đống Đa
          short: Đống Đa
          kind: quận
          valid_to: 2025-06-30
          successors: [phuong-dong-da]
        - slug: phuong-dong-da
          name: Phường Đống Đa
          short: Đống Đa
          kind: phường
          valid_from: 2025-07-01
          predecessors: [quan-dong-da]
        """,
}

RAW: dict[str, Any] = {
    "SITENAME": "Báo Thử",
    "SITEURL": "https://bao.example.org",
    "DEFAULT_LANG": "vi",
    "TIMEZONE": "Asia/Ho_Chi_Minh",
    "PAGE_PATHS": ["pages"],
    "STATIC_PATHS": ["images"],
    "THEME": str(ROOT / "theme"),
    "THEME_STATIC_PATHS": ["static"],
    "ARTICLE_URL": "{date:%Y}/{date:%m}/{slug}.html",
    "ARTICLE_SAVE_AS": "{date:%Y}/{date:%m}/{slug}.html",
    "PAGE_URL": "{slug}.html",
    "PAGE_SAVE_AS": "{slug}.html",
    "DEFAULT_PAGINATION": 5,
    "NEWSROOM_WORKERS": 1,
}


class Portal:
    """A site in a temporary folder."""

    def __init__(self, root: Path, **settings: Any) -> None:
        self.root = root
        self.content = root / "content"
        self.output = root / "output"
        self.overrides = settings
        self.now = NOW
        for name, text in REGISTRIES.items():
            self.write(f"data/{name}", text)

    @property
    def settings(self) -> Settings:
        raw = RAW | {
            "PATH": str(self.content),
            "OUTPUT_PATH": str(self.output),
            "CACHE_PATH": str(self.root / "cache"),
        }
        return read_settings(raw | self.overrides)

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a source file; text is dedented."""
        target = self.content / path
        target.parent.mkdir(parents=True, exist_ok=True)
        data = dedent(text).lstrip("\n").encode() if isinstance(text, str) else text
        target.write_bytes(data)
        return target

    def article(self, path: str, body: str = "Nội dung.", **fields: Any) -> Path:
        """Write an article; fields have sensible defaults, ``None`` leaves one out."""
        slug = path.rpartition("/")[2].removesuffix(".md")
        values: dict[str, Any] = {
            "title": f"Bài {slug}",
            "date": "2025-04-22 09:15",
            "author": "Minh Khôi",
            "district": "Quận Đống Đa",
        } | fields
        lines = [f"{name}: {_yaml(value)}" for name, value in values.items() if value is not None]
        return self.write(path, "---\n" + "\n".join(lines) + f"\n---\n\n{body}\n")

    def build(self) -> BuildReport:
        """Build, incrementally."""
        return build(self.settings, self.now)

    def tree(self) -> dict[str, bytes]:
        """Every file of the output."""
        return read_tree(self.output)

    def page(self, path: str) -> BeautifulSoup:
        """A page of the output, parsed."""
        return BeautifulSoup((self.output / path).read_bytes(), "lxml")

    def clean_tree(self, scratch: Path) -> dict[str, bytes]:
        """The output of a clean build of the same content, in another folder.

        The cache folder is shared: each output folder has a store of its own, and compiled
        templates need not be compiled again.
        """
        settings = msgspec.structs.replace(self.settings, output=scratch / "output")
        try:
            build(settings, self.now)
        finally:
            discard(store_path(settings))
        return read_tree(settings.output)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every file under a folder: path → bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _yaml(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_yaml(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_yaml(item)}" for key, item in value.items()) + "}"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
