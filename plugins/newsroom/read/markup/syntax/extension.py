# SPDX-License-Identifier: AGPL-3.0-or-later
"""All parts of our syntax, each in its place among Markdown's own."""

from __future__ import annotations

import re
from functools import partial

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension

from newsroom.read.markup.syntax import inlines
from newsroom.read.markup.syntax.abbreviations import Abbreviations
from newsroom.read.markup.syntax.fences import Fences
from newsroom.read.markup.syntax.flaws import Flaws
from newsroom.read.markup.syntax.html import Blocks, Inline
from newsroom.read.markup.syntax.lines import (
    Definitions,
    Headings,
    LinkDefinitions,
    Rules,
    Speech,
    Tables,
)
from newsroom.read.markup.syntax.lists import ListProcessor
from newsroom.read.markup.syntax.quotes import Quotes
from newsroom.read.markup.syntax.raw import Raw
from newsroom.read.markup.syntax.tags import Tags

# No code by an indent, no headings by a line under them; lists are in one processor.
_LEFT_OUT = ("code", "indent", "setextheader", "olist", "ulist")


# Markdown's own takes what has brackets for a name, and the next line for a meaning.
_ABBREVIATION = re.compile(r"^\*\[(?P<abbr>[^\[\]\n\\]+)\]: *(?P<title>.*)$", re.MULTILINE)


class _FirstOnes(dict[str, tuple[str, str]]):
    """Of two definitions of one name the first one counts (CommonMark §4.7)."""

    def __setitem__(self, name: str, value: tuple[str, str]) -> None:
        self.setdefault(name, value)


def _set_first(notes: FootnoteExtension, name: str, text: str) -> None:
    notes.footnotes.setdefault(name, text)


class Syntax(Extension):
    """The extension of `markdown`; the last one to be added. ``flaws`` collects the text's."""

    def __init__(self, flaws: Flaws) -> None:
        super().__init__()
        self._flaws = flaws

    def extendMarkdown(self, md: Markdown) -> None:
        """Put our processors beside or in the place of Markdown's."""
        tags = Tags(self._flaws)
        before = md.preprocessors
        before.register(Fences(md, self._flaws), "fences", 25)
        before.register(Raw(md, tags, self._flaws), "html_block", 20)
        before.register(Speech(md), "speech", 10)
        blocks, parser = md.parser.blockprocessors, md.parser
        for name in _LEFT_OUT:
            blocks.deregister(name)
        blocks.register(Definitions(parser), "defindent", 85)
        blocks.register(Blocks(parser, tags), "html", 79)
        blocks.register(ListProcessor(parser), "lists", 77)
        config: dict[str, bool] = blocks["table"].config  # type: ignore[attr-defined]  # no type tells of it
        blocks.register(Tables(parser, config, self._flaws), "table", 75)
        blocks.register(Headings(parser), "hashheader", 70)
        blocks.register(Rules(parser, self._flaws), "hr", 50)
        blocks.register(Quotes(parser), "quote", 20)
        blocks.register(LinkDefinitions(parser), "reference", 15)
        blocks["abbr"].RE = _ABBREVIATION  # type: ignore[attr-defined]  # likewise
        known = md.treeprocessors["abbr"].abbrs  # type: ignore[attr-defined]  # likewise
        md.treeprocessors.register(Abbreviations(md, known), "abbr", 7)
        md.references = _FirstOnes()
        for extension in md.registeredExtensions:
            if isinstance(extension, FootnoteExtension):
                extension.setFootnote = partial(_set_first, extension)  # type: ignore[method-assign]  # the first of a name counts
        inlines.register(md)
        md.inlinePatterns.register(Inline(md, tags), "html", 90)
