"""Headings: their levels below the page's h1, and their anchors."""

from __future__ import annotations

import re

from newsroom.messages import _
from newsroom.read.markup.labels import Labels
from newsroom.read.markup.lines import Lines
from newsroom.read.markup.plain import plain_text
from newsroom.read.markup.soup import BLOCKS, NavigableString, Tag, Tree, text_of
from newsroom.read.report import Report
from newsroom.text.slug import slugify

_FIRST, _LAST = 2, 4
_LONGEST = 80
_OWN_ID = re.compile(r"\s*\{:?\s*#([A-Za-z][A-Za-z0-9_-]{0,79})\s*\}\s*$")
# The footnotes' own ids; an editor's "fn-1" would lead their readers astray.
_RESERVED = re.compile(r"fn(ref)?-\d")


def finish_headings(tree: Tree, labels: Labels, lines: Lines, report: Report) -> None:
    """Give headings their level (h2 to h4, no jumps), an id and an anchor link.

    The outline decides: a heading stands one level below the nearest one before it that was
    written with fewer signs. The id is the slug of the text, or the editor's own
    (``## Heading {#own-id}``); what comes twice gets "-2".
    """
    outline: list[int] = []
    taken: dict[str, int] = {}
    for heading in tree.all("h1", "h2", "h3", "h4", "h5", "h6"):
        _flatten(heading)
    for heading in tree.all("h1", "h2", "h3", "h4", "h5", "h6"):
        if not text_of(heading) and heading.find("img") is None:
            report.warning(lines.of("#"), _("a heading without text was left out"))
            heading.extract()
            continue
        own = _take_own_id(heading)
        heading.name = f"h{_level(int(heading.name[1]), outline)}"
        _add_anchor(heading, _unique(own or _slug(heading), taken), tree, labels)


def _flatten(heading: Tag) -> None:
    """Leave no blocks in a heading (``<h2><div>…``): it is one line."""
    inside = [node for node in heading.descendants if isinstance(node, Tag)]
    for block in inside:
        if block.name in BLOCKS:
            block.unwrap()


def _level(written: int, outline: list[int]) -> int:
    """The level of a heading; ``outline`` has the written levels of those around it."""
    while outline and outline[-1] >= written:
        outline.pop()
    outline.append(written)
    return min(_FIRST - 1 + len(outline), _LAST)


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
    return slugify(text)[:_LONGEST].strip("-")


def _unique(wanted: str, taken: dict[str, int]) -> str:
    """``wanted``, or with the next free number; ``taken`` remembers where the numbers are."""
    name = wanted
    while name in taken:
        taken[wanted] += 1
        name = f"{wanted}-{taken[wanted]}"
    taken[name] = 1
    return name


def _add_anchor(heading: Tag, name: str, tree: Tree, labels: Labels) -> None:
    heading.attrs = {"id": name, **heading.attrs}
    attributes = {"class": "anchor", "href": f"#{name}", "aria-label": labels.anchor}
    if heading.find_parent("a") is None:
        anchor = tree.new("a", attributes)
        anchor.append("#")
        heading.append(anchor)
