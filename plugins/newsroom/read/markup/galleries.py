# SPDX-License-Identifier: AGPL-3.0-or-later
"""Galleries: several pictures under one caption."""

from __future__ import annotations

from newsroom.messages import _
from newsroom.read.markup.lines import Lines
from newsroom.read.markup.media import Media
from newsroom.read.markup.soup import BodyTree, PageElement, Tag, text_of
from newsroom.read.report import Report, shown


def gallery(images: list[Tag], caption: str, tree: BodyTree, media: Media) -> Tag:
    """A gallery of ``images``, each with its own caption."""
    items = tree.new("div", {"class": "gallery-items"})
    for image in images:
        items.append(media.captioned(image))
    return media.figure("gallery", items, caption)


def finish_gallery(figure: Tag, tree: BodyTree, media: Media, lines: Lines, report: Report) -> None:
    """Bring the pictures of ``!!! ảnh`` into a gallery; what is no picture goes below it."""
    caption = _take_caption(figure)
    images = [tag for tag in figure.find_all("img") if isinstance(tag, Tag)]
    for image in images:
        image.extract()
    _free_items(figure)
    rest = [node for node in figure.contents if _shows(node)]
    if rest:
        figure.insert_after(*rest)
    for node in rest:
        _tell_of_text(node, lines, report)
    if images:
        figure.replace_with(gallery(images, caption, tree, media))
    else:
        message = _("a gallery without pictures was left out")
        report.warning(lines.of(caption or "!!!"), message, code="empty-gallery")
        figure.extract()


def _free_items(figure: Tag) -> None:
    """Make items without a list plain boxes: out of the figure, they would end those around it.

    To a browser "<li><div><li>" is two items side by side, and what closes the inner ones then
    closes what stands around the whole body.
    """
    for item in figure.find_all(["li", "dd", "dt"]):
        if item.find_parent(["ul", "ol", "dl", "figure"]) is figure:
            item.name = "div"
            item.attrs = {}


def _tell_of_text(node: PageElement, lines: Lines, report: Report) -> None:
    if isinstance(node, Tag) and (node.name == "figure" or node.find("figure")):
        return
    text = node.get_text().strip()
    message = _('"{text}" stands among the pictures of a gallery; move it below them')
    line = lines.of(text.partition("\n")[0][:30])
    report.warning(line, message.format(text=shown(text)), code="text-in-gallery")


def _take_caption(figure: Tag) -> str:
    caption = figure.find("figcaption", recursive=False)
    if not isinstance(caption, Tag):
        return ""
    text = text_of(caption)
    caption.extract()
    return text


def _shows(node: PageElement) -> bool:
    if isinstance(node, Tag) and (node.name == "figure" or node.find("figure") is not None):
        return True
    return bool(node.get_text().strip())
