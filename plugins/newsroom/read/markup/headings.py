# SPDX-License-Identifier: AGPL-3.0-or-later
"""Headings: their levels below the page's h1, and their anchors."""

from __future__ import annotations

import re

from newsroom.messages import _
from newsroom.read.markup.labels import Labels
from newsroom.read.markup.lines import Lines
from newsroom.read.markup.plain import plain_text
from newsroom.read.markup.soup import BLOCKS, BodyTree, NavigableString, Tag, text_of
from newsroom.read.report import Report
from newsroom.text.slug import slugify

_FIRST, _LAST = 2, 4
_LONGEST = 80
_OWN_ID = re.compile(r"\s*\{:?\s*#([A-Za-z][A-Za-z0-9_-]{0,79})\s*\}\s*$")
# The footnotes' own ids; an editor's "fn-1" would lead their readers astray.
_RESERVED = re.compile(r"fn(ref)?-\d")


class Outline:
    """The headings of a body so far: each gets its level and its id."""

    def __init__(self) -> None:
        self._written: list[int] = []
        self._taken: dict[str, int] = {}

    def add(self, written: int, wanted: str) -> tuple[int, str]:
        """The level and id of the next heading, from the written level and the id it asks for."""
        return self._level(written), self._unique(wanted)

    def _level(self, written: int) -> int:
        around = self._written
        while around and around[-1] >= written:
            around.pop()
        around.append(written)
        return min(_FIRST - 1 + len(around), _LAST)

    def _unique(self, wanted: str) -> str:
        """``wanted``, or with the next free number."""
        name, taken = wanted, self._taken
        while name in taken:
            taken[wanted] += 1
            name = f"{wanted}-{taken[wanted]}"
        taken[name] = 1
        return name


def plain_heading(written: int, text: str, outline: Outline, labels: Labels) -> str:
    """The HTML of a heading that is nothing but words, as `finish_headings` would have it."""
    level, name = outline.add(written, slug_of_heading(text))
    anchor = f'<a class="anchor" href="#{name}" aria-label="{labels.anchor}">#</a>'
    return f'<h{level} id="{name}">{text}{anchor}</h{level}>'


def slug_of_heading(text: str) -> str:
    """The id that a heading's text gives; may be empty."""
    return slugify(text)[:_LONGEST].strip("-")


def finish_headings(tree: BodyTree, labels: Labels, lines: Lines, report: Report) -> None:
    """Give headings their level (h2 to h4, no jumps), an id and an anchor link.

    The outline decides: a heading stands one level below the nearest one before it that was
    written with fewer signs. The id is the slug of the text, or the editor's own
    (``## Heading {#own-id}``); what comes twice gets "-2".
    """
    outline = Outline()
    for heading in tree.all("h1", "h2", "h3", "h4", "h5", "h6"):
        _flatten(heading)
    for heading in tree.all("h1", "h2", "h3", "h4", "h5", "h6"):
        if not text_of(heading) and heading.find("img") is None:
            message = _("a heading without text was left out")
            report.warning(lines.of("#"), message, code="empty-heading")
            heading.extract()
            continue
        own = _take_own_id(heading)
        level, name = outline.add(int(heading.name[1]), own or _slug(heading))
        heading.name = f"h{level}"
        _add_anchor(heading, name, tree, labels)


def _flatten(heading: Tag) -> None:
    """Leave no blocks in a heading (``<h2><div>…``): it is one line."""
    inside = [node for node in heading.descendants if isinstance(node, Tag)]
    for block in inside:
        if block.name in BLOCKS:
            block.unwrap()


def _take_own_id(heading: Tag) -> str:
    """The id that the heading's end asks for, taken away from there; or that of raw HTML."""
    raw = str(heading.attrs.pop("id", ""))
    last = heading.contents[-1]
    if isinstance(last, NavigableString) and (found := _OWN_ID.search(last)):
        last.replace_with(NavigableString(last[: found.start()]))
        raw = found[1]
    fits = re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,79}", raw) and not _RESERVED.match(raw)
    return raw if fits else ""


def _slug(heading: Tag) -> str:
    text = plain_text(heading) or " ".join(str(img.get("alt")) for img in heading.find_all("img"))
    return slug_of_heading(text)


def _add_anchor(heading: Tag, name: str, tree: BodyTree, labels: Labels) -> None:
    heading.attrs = {"id": name, **heading.attrs}
    attributes = {"class": "anchor", "href": f"#{name}", "aria-label": labels.anchor}
    if heading.find_parent("a") is None:
        anchor = tree.new("a", attributes)
        anchor.append("#")
        heading.append(anchor)
