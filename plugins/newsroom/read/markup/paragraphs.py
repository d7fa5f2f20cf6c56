# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plain paragraphs and headings, which make up most of a newspaper, go around Markdown.

A paragraph without any character that means something in Markdown or HTML becomes ``<p>…</p>``
and nothing else. Markdown, the sanitiser and the tree need a millisecond and more to find that out.
So a run of such paragraphs is taken out of the source first, and only its place is left, a block
by itself. Markdown's HTML is cut at these places, before it is sanitised; from there on the pieces
and the runs are two lists, one between the other, and no text can say where something goes.
A property test holds that both ways give the same body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, zip_longest

from newsroom.model import Body
from newsroom.read.markup.headings import Outline, plain_heading
from newsroom.read.markup.labels import Labels

# Stands in the source where a run was: one of the characters that no source may have (`FORBIDDEN`
# in read/body.py), and that Markdown, which decodes no entity, makes of none.
PLACE = "\x01"
# What Markdown makes of it, once it is a block at the top level.
_PLACE_HTML = f"<p>{PLACE}</p>"

# What makes other paragraphs of a text mean something else: raw HTML and fences run over blank
# lines, an abbreviation is marked wherever it stands, a wide gap is narrowed, and separators of
# lines are for parsers to judge.
_FAR = ("<", "```", "~~~", "*[", " " * 100, "\u2028", "\u2029", PLACE)
# A definition takes the paragraph above it.
_DEFINITION = re.compile(r"^[ ]*:", re.MULTILINE)

# No character that is a mark anywhere, or that HTML would change, but for emphasis of its simplest
# form. A line begins with a letter, a digit, an opening quotation mark or emphasis, for other signs
# may begin a list, a heading, a table or a box; and ends with no space, as two break a line. Nor
# does a later line begin with a dash: that is a line of dialogue.
# What may follow one another begins differently, so a line is read once, whatever it is.
_MARKS = r"\\`\[<>*_&|{}~@\t"
_WORDS = rf"[^\n{_MARKS}]*"
_INNER = rf"[^\s{_MARKS}](?:{_WORDS}[^\s{_MARKS}])?"
_SPAN = rf"(?:\*\*{_INNER}\*\*|\*{_INNER}\*)(?!\*)"
_BEGIN = r"(?!\d+[.)])(?=[^\W_]|[“‘\"'(…–*])"
_LINE = rf"{_BEGIN}{_WORDS}(?:{_SPAN}{_WORDS})*(?<!\s)"
_PARAGRAPH = re.compile(rf"{_LINE}(?:\n(?!–){_LINE})*")
_HEADING = re.compile(rf"(#{{1,6}}) +([^\s#{_MARKS}](?:[^\n#{_MARKS}]*[^\s#{_MARKS}])?)")
_BETWEEN = re.compile(r"\n\n+")
_BLOCKS = re.compile(r"(\n\n+)")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_EMPHASIS = re.compile(r"\*([^*]+)\*")


class Runs:
    """The runs of plain paragraphs of a source.

    ``rest`` is the source with a place, a paragraph by itself, for each run; `pieces` cuts what
    Markdown makes of it, and `html` and `text` put the runs between the pieces. Nothing is taken
    out where a paragraph may depend on what stands elsewhere.
    """

    def __init__(self, source: str, *, sought: bool = True) -> None:
        self._html: list[str] = []
        self._text: list[str] = []
        self._words = 0
        self._far = not sought or _reaches_far(source)
        self.rest = source if self._far else self._take_all(source)

    def _take_all(self, source: str) -> str:
        """The rest; what is taken out goes to the lists."""
        rest: list[str] = []
        run: list[str] = []
        parts = _BLOCKS.split(source)  # blocks, and between them what separates them
        linked = _has_address(source)  # few articles have one, and then each block is asked
        for block, gap in zip_longest(parts[::2], parts[1::2], fillvalue=""):
            plain = block.strip("\n")
            if _PARAGRAPH.fullmatch(plain) and not (linked and _has_address(plain)):
                run.append(plain)
                if len(run) > 1:
                    rest[-1] = gap
                else:
                    rest += (PLACE, gap)
                continue
            if run:
                self._take(run)
                run = []
            rest += (block, gap)
        if run:
            self._take(run)
        return "".join(rest)

    def _take(self, paragraphs: list[str]) -> None:
        html = "</p>\n<p>".join(paragraphs)
        words = [paragraph.split() for paragraph in paragraphs]
        self._words += sum(map(len, words))
        text = "\n".join(map(" ".join, words))
        if "*" in text:
            text = text.replace("*", "")
            html = _STRONG.sub(r"<strong>\1</strong>", html)
            html = _EMPHASIS.sub(r"<em>\1</em>", html)
        self._html.append(f"<p>{html}</p>")
        self._text.append(text)

    def pieces(self, converted: str) -> list[str] | None:
        """Markdown's HTML of ``rest``, cut where the runs were: always one piece more than runs.

        None if not every run has its place at the top level, in which case the source has to be
        read without runs.
        """
        pieces = converted.split(_PLACE_HTML)
        return pieces if len(pieces) == len(self._html) + 1 else None

    def html(self, pieces: Sequence[str]) -> str:
        """The HTML of the whole source, from that of the pieces."""
        return "".join(_between(pieces, self._html)).strip()

    def text(self, pieces: Sequence[str]) -> str:
        """The text of the whole source, from that of the pieces."""
        return "\n".join(filter(None, _between(pieces, self._text)))

    def whole(self, labels: Labels) -> Body | None:
        """The body, if there are only plain paragraphs, and headings as plain."""
        if self._far:
            return None
        outline = Outline()
        html, text, words = [], [], self._words
        runs = zip(self._html, self._text, strict=True)
        for block in _BETWEEN.split(self.rest.strip("\n")):
            if block == PLACE:
                run_html, run_text = next(runs)
                html.append(run_html)
                text.append(run_text)
            elif (found := _HEADING.fullmatch(block)) and not _has_address(block):
                html.append(plain_heading(len(found[1]), found[2], outline, labels))
                heading = found[2].split()
                words += len(heading)
                text.append(" ".join(heading))
            else:
                return None
        return Body(html="\n".join(html), text="\n".join(text), words=words)


def _between(pieces: Sequence[str], runs: Sequence[str]) -> list[str]:
    return list(chain.from_iterable(zip_longest(pieces, runs, fillvalue="")))


def _has_address(block: str) -> bool:
    """Whether an address may stand in a text, which becomes a link."""
    return "://" in block or "www." in block


def _reaches_far(source: str) -> bool:
    return any(map(source.__contains__, _FAR)) or (
        ("\n:" in source or "\n " in source or source[:1] in ": ")
        and _DEFINITION.search(source) is not None
    )
