# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tree → plain text, for search and for related stories."""

from __future__ import annotations

from newsroom.read.markup.soup import BLOCKS, NavigableString, Tag

# Not the words of the article: anchors' signs, footnotes' numbers and arrows, captions, players.
_SILENT_CLASSES = frozenset({"anchor", "embed-link", "footnote-ref", "footnote-backref"})
_SILENT = frozenset({"audio", "figcaption", "video"})


def plain_text(root: Tag) -> str:
    """The text of paragraphs, headings, list items and cells, one on each line."""
    pieces: list[str] = []
    _inside(root, pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _inside(tag: Tag, pieces: list[str]) -> None:
    for node in tag.contents:
        if isinstance(node, Tag):
            _element(node, pieces)
        elif type(node) is NavigableString:
            # A line break of the source is a space; only elements begin lines.
            pieces.append(node.replace("\n", " "))


def _element(tag: Tag, pieces: list[str]) -> None:
    name = tag.name
    if name in _SILENT or (name == "a" and tag.get("class") in _SILENT_CLASSES):
        return
    if name in BLOCKS:
        pieces.append("\n")
        _inside(tag, pieces)
        pieces.append("\n")
    elif name == "br":
        pieces.append(" ")
    else:
        _inside(tag, pieces)
