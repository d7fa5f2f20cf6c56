"""The tree of a body. BeautifulSoup is imported here and nowhere else."""

from __future__ import annotations

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

__all__ = ["NavigableString", "PageElement", "Tag", "Tree", "is_blank", "text_of"]


class Tree:
    """A parsed body: ``root`` holds it, and is not part of it.

    Made from sanitised HTML only: that is well-formed, so that lxml, which is five times faster
    than html5lib, sees what a browser would see.
    """

    def __init__(self, html: str) -> None:
        # Inside a div, since lxml would put bare text into a paragraph of its own.
        self._soup = BeautifulSoup(f"<div>{html}</div>", "lxml", multi_valued_attributes=None)
        found = (node for node in self._soup.descendants if isinstance(node, Tag))
        self.root = next((tag for tag in found if tag.name == "div"), self._soup.new_tag("div"))
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
