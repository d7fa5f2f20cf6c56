# SPDX-License-Identifier: AGPL-3.0-or-later
"""``!!! hộp "Tiêu đề"``: boxes, pull quotes and galleries.

The syntax is that of markdown's admonitions: a line of three exclamation marks, the kind and a
title in quotes; the lines below, indented by four spaces, are the content.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension

from newsroom.messages import _
from newsroom.read.markup.syntax.flaws import Flaw, Flaws
from newsroom.read.report import shown
from newsroom.text.slug import slugify
from newsroom.text.suggest import nearest

_BOX, _QUOTE, _GALLERY = "box", "quote", "gallery"

# What editors may write, the first name of each kind as messages give it. Marks and capitals make
# no difference: slugs are compared.
_NAMES = {
    "hộp": _BOX,
    "info": _BOX,
    "box": _BOX,
    "trích-dẫn": _QUOTE,
    "quote": _QUOTE,
    "ảnh": _GALLERY,
    "gallery": _GALLERY,
}
_KINDS = {slugify(name): kind for name, kind in _NAMES.items()}


class Boxes(Extension):
    """The extension of `markdown`; ``flaws`` collects those of the text."""

    def __init__(self, flaws: Flaws) -> None:
        super().__init__()
        self._flaws = flaws

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - markdown's name
        """Register the block processor, where admonitions have theirs."""
        md.registerExtension(self)
        md.parser.blockprocessors.register(_BoxProcessor(md.parser, self._flaws), "boxes", 105)


class _BoxProcessor(BlockProcessor):
    _HEAD = re.compile(r"(?:^|\n)(!!![ ]*([^\s!\"“][^\n]*))(?:\n|$)")
    _TITLE = re.compile(r"[\"“](.*?)[\"”]?\s*$")

    def __init__(self, parser: object, flaws: Flaws) -> None:
        super().__init__(parser)  # type: ignore[arg-type]  # markdown's, which its types call otherwise
        self._flaws = flaws

    def test(self, parent: Element, block: str) -> bool:
        return "!!!" in block and self._HEAD.search(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        head = self._HEAD.search(block)
        assert head is not None
        if before := block[: head.start()]:
            self.parser.parseBlocks(parent, [before])
        kind, title = self._read_head(head[2])
        content = self._take_content(block[head.end() :], blocks)
        if not content.strip():
            message = _('"{head}" is empty: indent its lines by four spaces')
            message = message.format(head=shown(head[1]))
            self._flaws.append(Flaw(head[1], message, code="empty-box"))
        _BUILDERS[kind](self, parent, title, content)

    def _read_head(self, head: str) -> tuple[str, str]:
        """The kind of block, and its title, from what follows the exclamation marks."""
        found = self._TITLE.search(head)
        name, title = (head[: found.start()], found[1]) if found else (head, "")
        if kind := _KINDS.get(slugify(name)):
            return kind, title.strip()
        first, _space, rest = name.strip().partition(" ")
        if kind := _KINDS.get(slugify(first)):
            return kind, f"{rest} {title}".strip()
        self._tell_unknown(name.strip())
        return _BOX, title.strip()

    def _tell_unknown(self, name: str) -> None:
        guess = nearest(name, _NAMES)
        message = (
            _('"!!! {name}" is unknown; did you mean "!!! {guess}"?')
            if guess
            else _('"!!! {name}" is unknown; there are "!!! hộp", "!!! trích-dẫn" and "!!! ảnh"')
        )
        text = message.format(name=shown(name), guess=guess[0] if guess else "")
        self._flaws.append(Flaw(f"!!! {name}", text))

    def _take_content(self, rest: str, blocks: list[str]) -> str:
        """The indented lines, from this block and from those that follow; others stay."""
        content, other = self.detab(rest)
        pieces = [content]
        while not other.strip() and blocks and self._continues(blocks[0]):
            content, other = self.detab(blocks.pop(0).strip("\n"))
            pieces.append(content)
        if other.strip():
            blocks.insert(0, other)
        return "\n\n".join(pieces)

    def _continues(self, block: str) -> bool:
        return block.strip("\n").startswith(" " * self.tab_length)

    def box(self, parent: Element, title: str, content: str) -> None:
        box = SubElement(parent, "aside", {"class": "box"})
        if title:
            SubElement(box, "p", {"class": "box-title"}).text = title
        self.parser.parseChunk(box, content)

    def quote(self, parent: Element, title: str, content: str) -> None:
        figure = SubElement(parent, "figure", {"class": "pull-quote"})
        self.parser.parseChunk(SubElement(figure, "blockquote"), content)
        if title:
            SubElement(figure, "figcaption").text = title

    def gallery(self, parent: Element, title: str, content: str) -> None:
        figure = SubElement(parent, "figure", {"class": "gallery"})
        self.parser.parseChunk(figure, content)
        if title:
            SubElement(figure, "figcaption").text = title


_BUILDERS = {_BOX: _BoxProcessor.box, _QUOTE: _BoxProcessor.quote, _GALLERY: _BoxProcessor.gallery}
