# SPDX-License-Identifier: AGPL-3.0-or-later
"""Markdown as this paper writes it: which extensions, and what we set right in them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.abbr import AbbrTreeprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from newsroom.read.markup import emphasis
from newsroom.read.markup.boxes import Boxes
from newsroom.read.markup.limits import Effort, TooMuchError, check_work
from newsroom.read.markup.paragraphs import PLACE
from newsroom.read.markup.syntax.extension import Syntax
from newsroom.read.markup.syntax.flaws import Flaws

# Always there; the rest is `newsroom.read.markup.syntax`.
BUILT_IN = ("abbr", "def_list", "footnotes", "tables")

# Left out when the MARKDOWN setting names them (Pelican's default names the first three), each
# with its reason.
_REFUSED = {
    "extra": "a bundle of which BUILT_IN is the part for articles",
    "codehilite": "colours need classes and CSS that no article is worth",
    "meta": 'the front matter is read already, and a body may begin with "TPHCM: …"',
    "admonition": "boxes takes its place",
    "fenced_code": "fences takes its place",
    "sane_lists": "lists takes its place",
    "attr_list": "attributes other than headings' ids would not survive; headings reads those",
    "md_in_html": "raw HTML is HTML",
    "smarty": "Vietnamese editors type the quotation marks they mean",
    "toc": "headings makes the ids",
}

_CONFIGS: dict[str, dict[str, Any]] = {
    # What ``footnotes`` here reads. It also does the ordering: markdown's fails on an empty note.
    "footnotes": {"USE_DEFINITION_ORDER": True, "UNIQUE_IDS": False, "SEPARATOR": ":"},
    # The other way is a ``style`` attribute, which the sanitiser takes away.
    "tables": {"use_align_attribute": True},
}

# A fence followed by n spaces takes markdown n³ steps; nobody means a gap of this size.
_LONG_GAP = re.compile(r"(?<=\S)[ \t]{100,}")
_GAP = " " * 100


class UnreadableError(Exception):
    """Markdown failed on an article; the message is that of the failure."""


class Dialect:
    """One ``Markdown``, used again for every article: making one costs 0.4 ms."""

    def __init__(
        self, extensions: Sequence[str] = (), configs: Mapping[str, Mapping[str, Any]] | None = None
    ) -> None:
        self._extensions = [name for name in extensions if _short(name) not in _REFUSED]
        self._configs = configs or {}
        self.is_ours = all(_short(name) in BUILT_IN for name in self._extensions)
        """Whether all marks are known here: an unknown extension may have marks of its own."""
        self._build()

    def _build(self) -> None:
        self.flaws = Flaws()
        self._work = Effort()
        own = [name for name in BUILT_IN if name not in map(_short, self._extensions)]
        configs = {name: dict(config) for name, config in self._configs.items()}
        for name in [*own, *self._extensions]:
            configs[name] = {**configs.get(name, {}), **_CONFIGS.get(_short(name), {})}
        self._markdown = Markdown(
            extensions=[*own, *self._extensions, Boxes(self.flaws), Syntax(self.flaws)],
            extension_configs=configs,
            output_format="html",
        )
        emphasis.register(self._markdown)
        parser = self._markdown.parser
        parser.blockprocessors.register(_Steps(parser, self._work), "steps", 300)
        parser.blockprocessors.register(_Places(parser), "places", 200)
        self._markdown.treeprocessors.register(_Bounds(self._markdown), "bounds", 22)
        if self.is_ours:  # before "inline" (20)
            self._markdown.treeprocessors.register(_PlainWords(self._markdown), "plain_words", 21)

    def convert(self, source: str) -> str:
        """The HTML of ``source``, not to be trusted. The result depends on ``source`` alone.

        Raises:
            RecursionError: the source is nested too deeply.
            TooMuchError: it has too much of something to be read in time.
            UnreadableError: an extension failed, ours or one of the MARKDOWN setting.
        """
        self.flaws.clear()
        self._work.begin(source)
        try:
            return self._markdown.reset().convert(_LONG_GAP.sub(_GAP, source))
        except (RecursionError, TooMuchError):
            self._build()  # the parser's state is that of the middle of an article
            raise
        except Exception as error:
            self._build()
            raise UnreadableError(f"{type(error).__name__}: {error}") from error


def _short(name: str) -> str:
    return name.removeprefix("markdown.extensions.").partition(":")[0]


class _Steps(BlockProcessor):
    """Counts the steps of parsing: every processor is asked for each block, this one first."""

    def __init__(self, parser: BlockParser, work: Effort) -> None:
        super().__init__(parser)
        self._step = work.step

    def test(self, parent: Element, block: str) -> bool:
        self._step(block)
        return False


class _Places(BlockProcessor):
    """Keeps the place of a run of plain paragraphs, if it is a block at the top level."""

    def test(self, parent: Element, block: str) -> bool:
        return block.strip("\n") == PLACE

    def run(self, parent: Element, blocks: list[str]) -> None:
        blocks.pop(0)
        if parent is self.parser.root:
            SubElement(parent, "p").text = AtomicString(PLACE)


class _Bounds(Treeprocessor):
    """Refuses texts with more inline marks than can be read in time; they are all known now."""

    def run(self, root: Element) -> None:
        nodes = list(root.iter())
        texts = (text for node in nodes for text in (node.text, node.tail) if text)
        check_work(texts, len(nodes))


class _PlainWords(Treeprocessor):
    """Spares text without any mark the seventeen searches for inline marks.

    Half the time of markdown on an ordinary article went there.
    """

    _MARK = re.compile(r"[\\`\[<*_&~@]|  \n|://|www\.")

    def run(self, root: Element) -> None:
        # ``abbr`` is not a mark, but a word; it passes over AtomicStrings too.
        abbreviations = self.md.treeprocessors["abbr"]
        if not isinstance(abbreviations, AbbrTreeprocessor) or abbreviations.abbrs:
            return
        search = self._MARK.search
        for element in root.iter():
            if element.text and search(element.text) is None:
                element.text = AtomicString(element.text)
