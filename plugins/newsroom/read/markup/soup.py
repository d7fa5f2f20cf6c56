# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tree of a body. BeautifulSoup is imported here and nowhere else."""

from __future__ import annotations

from newsroom.startup import on_demand

# Its selectors take as long to import as the rest of it, and nothing here uses them.
with on_demand("soupsieve"):
    from bs4 import BeautifulSoup
    from bs4.element import NavigableString, PageElement, Tag

__all__ = ["BLOCKS", "BodyTree", "NavigableString", "PageElement", "Tag", "is_blank", "text_of"]

# The elements that stand on lines of their own.
BLOCKS = frozenset(
    {"aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "summary"}
    | {"table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)


class _Element(Tag):
    """An element that looks for a child from the place of the last one on.

    BeautifulSoup looks from the beginning, whenever something is moved. Transforms go through a
    body in its order, so the next child is near, and ten thousand pictures take no minute.
    """

    _last = 0

    def index(self, element: PageElement) -> int:
        contents = self.contents
        for places in (range(self._last, len(contents)), range(min(self._last, len(contents)))):
            for place in places:
                if contents[place] is element:
                    self._last = max(place - 1, 0)
                    return place
        raise ValueError("not a child of this element")


class BodyTree:
    """A parsed body, of one or several pieces of HTML: ``parts`` holds an element for each.

    These elements, and ``root`` around them, are not part of the body. Made from sanitised HTML
    only. That is well-formed, so html.parser, which takes tags as they stand, sees what a browser
    sees; lxml has ideas of its own about what may lie in what (it ends a heading before a list
    item), and takes a third longer.
    """

    def __init__(self, *pieces: str) -> None:
        html = "</div><div>".join(pieces)
        # The div keeps BeautifulSoup from taking a short text for a file name or an address.
        self._soup = BeautifulSoup(
            f"<div><div>{html}</div></div>",
            "html.parser",
            multi_valued_attributes=None,
            element_classes={Tag: _Element},
        )
        root = self._soup.contents[0]
        assert isinstance(root, Tag)
        self.root = root
        self.parts = [part for part in root.contents if isinstance(part, Tag)]
        # Nothing that is well-formed can end the element around it.
        assert len(self.parts) == len(pieces) == len(root.contents)
        self._by_name: dict[str, list[tuple[int, Tag]]] = {}
        for place, node in enumerate(self.root.descendants):
            if isinstance(node, Tag):
                self._by_name.setdefault(node.name, []).append((place, node))
        self._last = len(html)

    def all(self, *names: str) -> list[Tag]:
        """The elements with these names when they were made, as far as they still are in a place.

        In the order of the parsed body, new ones last. One walk finds them for all transforms:
        BeautifulSoup's own ``find_all`` would cost more than the transforms do.
        """
        found = [entry for name in names for entry in self._by_name.get(name, ())]
        if len(names) > 1:
            found.sort(key=lambda entry: entry[0])
        return [tag for _place, tag in found if tag.parent is not None]

    def new(self, name: str, attributes: dict[str, str] | None = None) -> Tag:
        """A new element, in no place yet; attributes keep their order."""
        tag = self._soup.new_tag(name, attrs=dict(attributes or {}))
        self._by_name.setdefault(name, []).append((self._last, tag))
        return tag


def is_blank(node: PageElement) -> bool:
    """Whether a node shows nothing: white space, or a line break."""
    if isinstance(node, Tag):
        return node.name == "br"
    return not str(node).strip()


def text_of(tag: Tag) -> str:
    """The text in an element, on one line, with single spaces."""
    return " ".join(tag.get_text().split())
