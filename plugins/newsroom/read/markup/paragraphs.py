"""Plain paragraphs and headings, which make up most of a newspaper, go around Markdown.

A paragraph without any character that means something in Markdown or HTML becomes ``<p>…</p>``
and nothing else. Markdown, the sanitiser and the tree need a millisecond and more to find that out.
So a run of such paragraphs is taken out of the source first, with a short mark in its place, and
put back when the rest is done. A property test holds that both ways give the same body.
"""

from __future__ import annotations

import re

import msgspec

from newsroom.model import Body
from newsroom.read.markup.headings import Outline, plain_heading
from newsroom.read.markup.labels import Labels

# For private use: means nothing to anybody, and nothing changes it.
_SIGN = "\ue000"

# What makes other paragraphs of a text mean something else: raw HTML and fences run over blank
# lines, an abbreviation is marked wherever it stands, a video's address is looked for in its
# neighbourhood, a wide gap is narrowed, and separators of lines are for parsers to judge.
_FAR = ("<", "```", "~~~", "*[", "youtu", " " * 100, "\u2028", "\u2029", _SIGN)
# A definition takes the paragraph above it.
_DEFINITION = re.compile(r"^[ ]*:", re.MULTILINE)

# No character that is a mark anywhere, or that HTML would change, but for emphasis of its simplest
# form. A line begins with a letter, a digit, an opening quotation mark or emphasis, for other signs
# may begin a list, a heading, a table or a box; and ends with no space, as two break a line.
_MARKS = r"\\`\[<>*_&|{}~\t"
_INNER = rf"[^\s{_MARKS}](?:[^\n{_MARKS}]*[^\s{_MARKS}])?"
_SPAN = rf"(?:\*\*{_INNER}\*\*|\*{_INNER}\*)(?!\*)"
_BEGIN = r"(?!\d+[.)])(?=[^\W_]|[“‘\"'(…–*])"
_LINE = rf"{_BEGIN}(?:[^\n{_MARKS}]++|{_SPAN})++(?<!\s)"
_PARAGRAPH = rf"{_LINE}(?:\n{_LINE})*+(?=\n\n|\n?\Z)"
_RUN = re.compile(rf"(?:\A\n*|(?<=\n\n)){_PARAGRAPH}(?:\n\n+{_PARAGRAPH})*+")
_HEADING = re.compile(rf"(#{{1,6}}) +([^\s#{_MARKS}](?:[^\n#{_MARKS}]*[^\s#{_MARKS}])?)")
_BETWEEN = re.compile(r"\n\n+")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_EMPHASIS = re.compile(r"\*([^*]+)\*")
_PLACE = re.compile(rf"{_SIGN}(\d+){_SIGN}")


class Runs:
    """The runs of plain paragraphs of a source.

    ``rest`` is the source with a mark, a paragraph by itself, in the place of each run. Nothing is
    taken out where a paragraph may depend on what stands elsewhere.
    """

    def __init__(self, source: str) -> None:
        self._html: list[str] = []
        self._text: list[str] = []
        self._words = 0
        self._far = _reaches_far(source)
        self.rest = source if self._far else _RUN.sub(self._take, source)

    def _take(self, found: re.Match[str]) -> str:
        paragraphs = _BETWEEN.split(found[0].strip("\n"))
        words = [paragraph.split() for paragraph in paragraphs]
        self._words += sum(map(len, words))
        html = "</p>\n<p>".join(paragraphs)
        text = "\n".join(map(" ".join, words))
        if "*" in text:
            text = text.replace("*", "")
            html = _STRONG.sub(r"<strong>\1</strong>", html)
            html = _EMPHASIS.sub(r"<em>\1</em>", html)
        self._html.append(html)
        self._text.append(text)
        return f"{_SIGN}{len(self._html) - 1}{_SIGN}"

    def put_back(self, body: Body) -> Body:
        """The body made of the whole source, from that made of ``rest``."""
        if not (self._html and body.html):  # the rest may be unreadable
            return body
        text = _PLACE.sub(lambda found: self._text[int(found[1])], body.text)
        html = _PLACE.sub(lambda found: self._html[int(found[1])], body.html)
        # Each mark was counted as a word.
        words = body.words - len(self._html) + self._words
        return msgspec.structs.replace(body, html=html, text=text, words=words)

    def whole(self, labels: Labels) -> Body | None:
        """The body, if there are only plain paragraphs, and headings as plain."""
        if self._far:
            return None
        outline = Outline()
        html, text, words = [], [], self._words
        for block in _BETWEEN.split(self.rest.strip("\n")):
            if found := _PLACE.fullmatch(block):
                html.append(f"<p>{self._html[int(found[1])]}</p>")
                text.append(self._text[int(found[1])])
            elif found := _HEADING.fullmatch(block):
                html.append(plain_heading(len(found[1]), found[2], outline, labels))
                text.append(" ".join(found[2].split()))
                words += len(found[2].split())
            else:
                return None
        return Body(html="\n".join(html), text="\n".join(text), words=words)


def _reaches_far(source: str) -> bool:
    return any(map(source.__contains__, _FAR)) or (
        ("\n:" in source or "\n " in source or source[:1] in ": ")
        and _DEFINITION.search(source) is not None
    )
