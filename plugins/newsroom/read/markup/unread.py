# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks that nothing has read: they would stand in the article as they were typed.

Other programs know ``[[…]]``, ``==…==`` or ``:::``; here they are letters like others. A mark is
looked for in the text that readers get, so what was read, escaped or is code is never told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from newsroom.messages import _
from newsroom.model import Body
from newsroom.read.markup.lines import Lines
from newsroom.read.report import Report, shown

# Without one of these signs a text has none of the marks; nearly every article is such.
_SIGNS = ("[", "==", "++", "{", "**", "__", "~", "$", "%%", "^", "|", "<http")
_AT_THE_HEAD = ("\n:::", "\n///", "\n???", "\n!!!", "\n##")
_EMOJI = re.compile(r":[a-z][a-z_]+:")

_SHORTCODES = "audio|caption|embed|gallery|playlist|video|wp_caption"
_MARKS = re.compile(
    "|".join(
        (
            r"^[ >]*(?::::|\?\?\?|!!!)[^\n]*",  # blocks of other dialects
            r"^[ >]*///+ *(?:[\w-]+[^\n]*)?$",  # pymdown's, and their end
            r"^[ >]*={3,} *$",  # a heading by a line under it
            r"^[ >]*#{2,6}[^\s#][^\n]{0,20}",  # a heading without a space
            r"^[ >]*\[(?:toc|TOC|!\w+)\]",
            r"^[ |:-]*\|-{2,}[ |:-]*$",  # the rule of a table that is none
            r"^[ >]*\|[^|\n]+\|[^|\n]+\|[^\n]*\| *$|^[ >]*\|[^|\n]+\|[^|\n]+\| *$",  # a row of one
            r"(?<=[-*+] )\[[ xX]\] \S+",
            r"!?\[\[[^\]\n]+\]\]",
            r"==[^\s=][^=\n]*==",
            r"(?<![\w+])\+\+[^\s+][^+\n]*\+\+(?![\w+])",
            r"\{\{.{0,200}?\}\}",
            r"\{%.{0,200}?%\}",
            r"\{:? *(?:[.#][\w-]+|[\w-]+=)[^{}\n]*\}",
            rf"\[/?(?:{_SHORTCODES})\b[^\]\n]*\]",
            r"\[/\w+\]",
            r"!\[[^\]\n]*\] +\([^()\n]+\)",
            r"\[[^\]\n]+\]\([^\n]{0,20}",  # a link that is never closed
            r"\[[^\]\n]+\]\[[^\]\n]*\]",
            r"\([^()\n]+\)\[(?!\d+\])[^\]\n]+\]",
            # A definition within a paragraph.
            r"^[ >]*\*?\[[^\]\n]+\]: *(?:https?:|[./]|\w+\.\w)[^\n]{0,20}",
            r"<https?://[^\s<>\]]+",
            r"%%[^%\n]+%%",
            r"\$\$?(?=[^\s$])[^$\n]*[^\s$]\$(?!\d)",
            r"(?<=\w)~\w+~",
            r"\^\w+\^",
            r"(?<![\w:]):[a-z][a-z_]+:(?![\w:])",
        )
    )
)
# With what stands beside it, to tell it from those that are read.
_UNPAIRED = re.compile(
    r"(?P<before>[^*~\n]{0,20})(?P<mark>\*\*|~~)(?=(?P<after>[^*~\n]{0,20}))"
    r"|(?P<under>(?<!\w)__(?=[^\W_])[^_\n]{0,20})"
)

# Characters that all searches for marks in the text may look at, half a second: an
# article has hundreds of thousands. Where there are more, the first lines' marks are told.
_SEARCHED = 1_000_000_000

_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_READ = re.compile(r"[\s*_`\\]+")
_SPACE = re.compile(r"\s+")


def tell_unread(source: str, body: Body, lines: Lines, report: Report) -> None:
    """Warn of the marks in ``source`` that the body's text still has; once for each line."""
    text = body.text
    if not (_has_any(text, _SIGNS) or _has_any(f"\n{text}", _AT_THE_HEAD) or _EMOJI.search(text)):
        return
    if "<code" in body.html:
        text = unescape(_TAG.sub("", _CODE.sub(" ", body.html)))
    sought = _Sought(text)
    offset = 0
    for line in source.split("\n"):
        for mark in _of_line(line, sought):
            message = _(
                '"{mark}" has no meaning here, and is shown as it is typed; delete it or write it '
                "as the guide says"
            )
            report.warning(lines.at(offset), message.format(mark=shown(mark)), code="unread-mark")
            break
        offset += len(line) + 1


class _Sought:
    """The text in which marks are sought."""

    def __init__(self, text: str) -> None:
        self._loose, self._strict = _READ.sub("", text), _SPACE.sub("", text)
        self._left = _SEARCHED // (len(self._strict) + 1)

    def has(self, mark: str) -> bool:
        """Whether a mark stands there as it is typed."""
        self._left -= 1
        return self._left > 0 and _SPACE.sub("", mark) in self._strict

    def has_some(self, mark: str) -> bool:
        """Whether it does if parts of it were read: in ``$a_1*b*c$`` some is emphasis."""
        mark = _READ.sub("", mark)
        self._left -= 1
        return self._left > 0 and len(mark) > 3 and not mark[0].isalnum() and mark in self._loose


def _has_any(text: str, signs: tuple[str, ...]) -> bool:
    return any(map(text.__contains__, signs))


def _of_line(line: str, sought: _Sought) -> Iterator[str]:
    found = _MARKS.search(line)
    while found:
        if line[found.start() - 1 : found.start()] != "\\":
            mark = found[0].rstrip().lstrip(" >")
            if sought.has(mark) or sought.has_some(mark):
                yield mark
        found = _MARKS.search(line, found.start() + 1)
    for pair in _UNPAIRED.finditer(line):
        before, mark, after = pair["before"] or "", pair["mark"] or "", pair["after"] or ""
        around = pair["under"] or f"{before}{mark}{after}"
        if not before.endswith("\\") and sought.has(around.lstrip(" >#-+")):
            yield pair["under"] or f"{mark}{after}".strip()
