# SPDX-License-Identifier: AGPL-3.0-or-later
"""Within a paragraph: struck words, addresses as they stand, and broken lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor, SubstituteTagInlineProcessor
from markdown.util import AtomicString

from newsroom.read.markup.videos import video_id

BREAK = r"\\\n"
_AMPERSAND = r"\\&|&(#\d{8,};|#[xX][0-9a-fA-F]{7,};)"
# Markdown's own takes "[a] [b]" for a link with the label b.
_LABEL = re.compile(r"\[([^\]]*)\]")

# GFM's extended autolinks: a web address, www. or an e-mail address. Quotation marks end it, and
# what only punctuates is not of it, so "(xem https://example.org/a)." ends before the bracket.
_STOP = r"\s<>\x02\x03\"“”«»‘’…"
_WEB = rf"(?<![\w@/.:-])(?:https?://|www\.)[\w-]+(?:\.[\w-]+)+[^{_STOP}]*"
_MAIL = r"(?<![\w@/.:+-])[a-zA-Z0-9][a-zA-Z0-9._+-]*@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+(?![\w@])"
_OPEN_TITLE = re.compile(r"\s[\"']")
_PUNCTUATION = "?!.,:;*_~'"
_ENTITY = re.compile(r"&\w+;$")


def register(md: Markdown) -> None:
    """Add the patterns, each at its place among Markdown's own."""
    patterns = md.inlinePatterns
    patterns.register(SubstituteTagInlineProcessor(BREAK, "br"), "break", 185)
    patterns.register(_Ampersands(_AMPERSAND, md), "ampersands", 184)
    for name in ("reference", "image_reference"):
        patterns[name].RE_LINK = _LABEL  # type: ignore[attr-defined]  # no type tells of it
    for name in ("link", "image_link"):
        find = patterns[name].getLink  # type: ignore[attr-defined]  # likewise
        patterns[name].getLink = partial(_whole_link, find)  # type: ignore[attr-defined]  # likewise
    patterns.register(_Addresses(_WEB, md, "://", "www."), "addresses", 85)
    patterns.register(_Addresses(_MAIL, md, "@"), "mail", 84)
    assert md.delimiters is not None
    md.delimiters.add("~", "del", double=True)
    md.ESCAPED_CHARS.extend(set("\"#$%',/:;<=>?@^|~") - set(md.ESCAPED_CHARS))


def _whole_link(
    find: Callable[[str, int], tuple[str, str | None, int, bool]], data: str, index: int
) -> tuple[str, str | None, int, bool]:
    """A link as Markdown finds it, unless its title is never closed or goes on: it is text then."""
    href, title, end, found = find(data, index)
    return href, title, end, found and _OPEN_TITLE.search(href) is None


class _Ampersands(InlineProcessor):
    """Ampersands that begin no character: an escaped one, or a number that is none."""

    def handleMatch(  # type: ignore[override]  # it gives less than it may
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return self.md.htmlStash.store(f"&amp;{m[1] or ''}"), m.start(), m.end()


class _SoughtPattern:
    """A pattern that is looked for in texts with one of its signs only."""

    def __init__(self, pattern: re.Pattern[str], signs: tuple[str, ...]) -> None:
        self._pattern = pattern
        self._signs = signs

    def finditer(self, text: str, start: int) -> Iterable[re.Match[str]]:
        if any(map(text.__contains__, self._signs)):
            return self._pattern.finditer(text, start)
        return ()


class _Addresses(InlineProcessor):
    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, pattern: str, md: Markdown, *signs: str) -> None:
        super().__init__(pattern, md)
        self._sought = _SoughtPattern(self.compiled_re, signs)
        self._anchors = _Anchors(md)

    def getCompiledRegExp(self) -> _SoughtPattern:  # type: ignore[override]  # asked like a pattern
        return self._sought

    def handleMatch(  # type: ignore[override]  # it gives less than it may
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        address = _trimmed(m[0])
        if self._anchors.is_open(data[: m.start()]):
            return None, None, None
        link = Element("a", {"href": _target(address)})
        link.text = AtomicString(address)
        return link, m.start(), m.start() + len(address)


def _trimmed(address: str) -> str:
    """*address* without the punctuation of its sentence, and the brackets around it."""
    address = _bracketed(address)
    while True:
        if address[-1] in _PUNCTUATION or (
            address[-1] == ")" and address.count(")") > address.count("(")
        ):
            shorter = address[:-1]
        else:
            shorter = _ENTITY.sub("", address)
        if shorter == address or (video_id(address) and not video_id(shorter)):
            return address
        address = shorter


def _bracketed(address: str) -> str:
    """*address* up to a bracket that it does not open: "[https://a.vn]", "(https://a.vn)[x]"."""
    depth = 0
    for place, sign in enumerate(address):
        depth += (sign == "[") - (sign == "]")
        if depth < 0 or (sign == "[" and address[place - 1] == ")"):
            return address[:place]
    return address


def _target(address: str) -> str:
    if address.startswith("www."):
        return f"https://{address}"
    return address if "://" in address else f"mailto:{address}"


_PLACE = re.compile(r"\x02klzzwxh:(\d+)\x03")
_RAW = re.compile(r"\x02wzxhzdk:(\d+)\x03")


class _Anchors:
    """The raw ``<a …>`` and ``</a>`` of a document, by the numbers of what Markdown put aside.

    Each is looked at once: a text may have thousands of addresses.
    """

    def __init__(self, md: Markdown) -> None:
        self._md = md
        self._opens: dict[str, bool] = {}
        self._looked = 0

    def is_open(self, before: str) -> bool:
        """Whether one is open where *before* ends."""
        self._look()
        if not self._opens or "\x02" not in before:
            return False
        numbers = reversed(_PLACE.findall(before))
        return next((self._opens[it] for it in numbers if it in self._opens), False)

    def _look(self) -> None:
        stash = self._md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]  # no type tells of it
        if len(stash) < self._looked:  # another document
            self._opens, self._looked = {}, 0
        for count in range(self._looked, len(stash)):
            place = _RAW.fullmatch(str(stash.get(number := f"{count:04d}", "")))
            raw = str(self._md.htmlStash.rawHtmlBlocks[int(place[1])]).lower() if place else ""
            if raw.startswith("</a"):
                self._opens[number] = False
            elif re.match(r"<a[\s>]", raw):
                self._opens[number] = True
        self._looked = len(stash)
