# SPDX-License-Identifier: AGPL-3.0-or-later
"""Footnotes: markdown's own form → ours."""

from __future__ import annotations

import re

from newsroom.messages import _
from newsroom.read.markup.labels import Labels
from newsroom.read.markup.lines import Lines
from newsroom.read.markup.soup import BodyTree, Tag, is_blank, text_of
from newsroom.read.report import Report, shown

# markdown's ids carry the editor's label: "fn:label", and "fnref3:label" for the third mention.
_NOTE = re.compile(r"#?fn:(.*)", re.DOTALL)
_MENTION = re.compile(r"#?fnref(\d*):(.*)", re.DOTALL)
_UNDEFINED = re.compile(r"\[\^[^\]\n]{1,40}\]")


def finish_footnotes(tree: BodyTree, labels: Labels, lines: Lines, report: Report) -> None:
    """Number the notes as they are mentioned, and put them in ``section.footnotes``.

    Their ids are ``fn-1`` …, those of their mentions ``fnref-1`` and ``fnref-1-2``: they depend
    on nothing but the order in this body. Other ids of list items and superscripts, which only
    raw HTML can have, are dropped.
    """
    notes = _Notes(tree, labels)
    notes.finish()
    for tag in tree.all("li", "sup"):
        if id(tag) not in notes.named:
            tag.attrs.pop("id", None)
    for label in notes.empty():
        message = _("the footnote [^{label}] has no text").format(label=shown(label))
        report.warning(lines.of(f"[^{label}]:"), message, code="empty-footnote")
    for label, text in notes.unused():
        message = _("the footnote [^{label}] ({text}) is not mentioned in the text")
        line = lines.of(f"[^{label}]:")
        message = message.format(label=shown(label), text=shown(text))
        report.warning(line, message, code="unused-footnote")
    _tell_undefined(tree, lines, report)


def _tell_undefined(tree: BodyTree, lines: Lines, report: Report) -> None:
    if not lines.hold("[^"):
        return
    for paragraph in tree.all("p", "li", "td", "dd"):
        for string in paragraph.find_all(string=_UNDEFINED, recursive=False):
            for mention in _UNDEFINED.findall(str(string)):
                message = _('there is no footnote {mention}; write a line "{mention}: …"')
                message = message.format(mention=mention)
                report.warning(lines.of(mention), message, code="missing-footnote")


class _Notes:
    """The notes of one body; ``named`` has the elements, by identity, whose ids are ours."""

    def __init__(self, tree: BodyTree, labels: Labels) -> None:
        self._labels = labels
        self._links = tree.all("a")
        self._boxes = [tag for tag in tree.all("div") if tag.get("class") == "footnote"]
        self._notes = {
            note[1]: item
            for box in self._boxes
            for item in box.find_all("li")
            if (note := _NOTE.fullmatch(str(item.get("id", ""))))
        }
        self._numbers: dict[str, int] = {}
        self._mentioned = 0
        self.named: set[int] = set()

    def finish(self) -> None:
        for link in self._links:
            if link.get("class") == "footnote-ref":
                self._finish_mention(link)
        self._mentioned = len(self._numbers)
        for label, item in self._notes.items():
            self._name(item, f"fn-{self._number(label)}")
        for link in self._links:
            if link.get("class") == "footnote-backref":
                self._finish_way_back(link)
        for box in self._boxes:
            self._finish_box(box)

    def unused(self) -> list[tuple[str, str]]:
        """The labels and texts of the notes that nothing mentions."""
        labels = [label for label, number in self._numbers.items() if number > self._mentioned]
        return [(label, text_of(self._notes[label])) for label in labels]

    def empty(self) -> list[str]:
        """The labels of the notes that say nothing."""
        return [label for label, item in self._notes.items() if not item.contents]

    def _number(self, label: str) -> int:
        return self._numbers.setdefault(label, len(self._numbers) + 1)

    def _name(self, tag: Tag, name: str) -> None:
        tag["id"] = name
        self.named.add(id(tag))

    def _finish_mention(self, link: Tag) -> None:
        holder = link.parent
        note = _NOTE.fullmatch(str(link.get("href", "")))
        mention = _MENTION.fullmatch(str(holder.get("id", ""))) if holder else None
        if holder is None or note is None or mention is None or note[1] not in self._notes:
            link.unwrap()
            return
        number = self._number(note[1])
        self._name(holder, _mention_id(mention, number))
        label = self._labels.footnote.format(number=number)
        link.attrs = {"class": "footnote-ref", "href": f"#fn-{number}", "aria-label": label}
        link.string = str(number)

    def _finish_way_back(self, link: Tag) -> None:
        mention = _MENTION.fullmatch(str(link.get("href", "")))
        if mention is None or self._numbers.get(mention[2], self._mentioned + 1) > self._mentioned:
            link.extract()
            return
        number = self._numbers[mention[2]]
        address = f"#{_mention_id(mention, number)}"
        label = self._labels.back.format(number=number)
        link.attrs = {"class": "footnote-backref", "href": address, "aria-label": label}

    def _finish_box(self, box: Tag) -> None:
        box.name = "section"
        box["class"] = "footnotes"
        for node in list(box.contents):
            if is_blank(node) or (isinstance(node, Tag) and node.name == "hr"):
                node.extract()
        for items in box.find_all("ol", recursive=False):
            items.attrs = {"aria-label": self._labels.footnotes}
            ordered = sorted(items.find_all("li", recursive=False), key=self._place)
            items.clear()
            items.extend(ordered)

    def _place(self, item: Tag) -> int:
        return int(str(item["id"]).removeprefix("fn-")) if id(item) in self.named else 0


def _mention_id(mention: re.Match[str], number: int) -> str:
    return f"fnref-{number}-{mention[1]}" if mention[1] else f"fnref-{number}"
