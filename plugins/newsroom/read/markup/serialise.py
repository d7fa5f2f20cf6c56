# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tree → HTML.

Written by ourselves for three promises that BeautifulSoup's own output does not make: nothing
leaves that is not on the allow-list, whatever an earlier step did; attributes stand in the order
in which they were set (``<img src="{static}…"`` begins every picture); and ``="{`` occurs in no
text, so that ``href="{filename}`` and ``src="{static}`` are addresses and never an editor's words.
"""

from __future__ import annotations

from newsroom.read.markup.sanitise import ALLOWED
from newsroom.read.markup.soup import NavigableString, Tag

_VOID = frozenset({"br", "col", "hr", "img", "source", "wbr"})
_BARE = frozenset({"controls", "open", "reversed"})


def serialise(root: Tag) -> str:
    """The HTML of what is in ``root``."""
    pieces: list[str] = []
    _inside(root, pieces)
    return "".join(pieces)


def _inside(tag: Tag, pieces: list[str]) -> None:
    for node in tag.contents:
        if isinstance(node, Tag):
            _element(node, pieces)
        elif type(node) is NavigableString:  # comments and their like are subclasses
            pieces.append(_text(node))


def _element(tag: Tag, pieces: list[str]) -> None:
    name = tag.name
    allowed = ALLOWED.get(name)
    if allowed is None:
        _inside(tag, pieces)
        return
    pieces.append(f"<{name}{_attributes(tag, allowed)}>" if tag.attrs else f"<{name}>")
    if name not in _VOID:
        _inside(tag, pieces)
        pieces.append(f"</{name}>")


def _attributes(tag: Tag, allowed: frozenset[str]) -> str:
    return "".join(
        f" {name}" if name in _BARE else f' {name}="{_value(str(value))}"'
        for name, value in tag.attrs.items()
        if name in allowed and (value or name != "class")
    )


def _text(text: str) -> str:
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace('="{', "=&quot;{") if '="{' in text else text


def _value(text: str) -> str:
    return _text(text).replace('"', "&quot;")
