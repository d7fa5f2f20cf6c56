# SPDX-License-Identifier: AGPL-3.0-or-later
"""The videos of an article's body, as search engines are told of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from newsroom.pages.present import Presenter
from newsroom.pages.views import Page
from newsroom.publish import jsonld

# As bodies are serialised: a quotation mark within a value is escaped.
_PLAYER = re.compile(r"<video\b([^>]*)>(.*?)</video>", re.DOTALL)
_FACADE = re.compile(r'<a\b([^>]*\bdata-embed="youtube"[^>]*)>(.*?)</a>', re.DOTALL)
_ATTRIBUTE = re.compile(r'\b([a-z-]+)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")


def videos(make: Presenter, page: Page, body: str) -> Iterator[dict[str, Any]]:
    """The nodes of a body's videos; one without any still picture has none, as Google wants one."""
    if "<video" in body:
        for attributes, inside in _PLAYER.findall(body):
            told = _ATTRIBUTE.findall(f"{attributes} {inside}")
            yield from _player(make, page, dict(reversed(told)))  # the first source counts
    if 'data-embed="youtube"' in body:
        for attributes, inside in _FACADE.findall(body):
            number = dict(_ATTRIBUTE.findall(attributes)).get("data-id", "")
            name = " ".join(unescape(_TAG.sub(" ", inside)).split())
            yield jsonld.video(
                jsonld.Video(
                    name or page.title,
                    f"https://i.ytimg.com/vi/{number}/hqdefault.jpg",
                    page.published,
                    page.description,
                    embed=f"https://www.youtube-nocookie.com/embed/{number}",
                )
            )


def _player(make: Presenter, page: Page, told: dict[str, str]) -> Iterator[dict[str, Any]]:
    poster = make.absolute(unescape(told["poster"])) if told.get("poster") else page.image
    if told.get("src") and poster:
        yield jsonld.video(
            jsonld.Video(
                unescape(told.get("aria-label") or told.get("title") or page.title),
                poster,
                page.published,
                page.description,
                content=make.absolute(unescape(told["src"])),
            )
        )
