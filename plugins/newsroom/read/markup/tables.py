# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables: a frame to scroll in, so that a wide table never widens a phone's page."""

from __future__ import annotations

from newsroom.read.markup.labels import Labels
from newsroom.read.markup.soup import BodyTree, text_of

# Those that a style sheet must be told of; HTML knows `align` no longer.
_SIDES = frozenset({"center", "right"})


def finish_tables(tree: BodyTree, labels: Labels) -> None:
    """Wrap every table; its caption, or its number, names the frame for screen readers."""
    for number, table in enumerate(tree.all("table"), 1):
        caption = table.find("caption")
        label = (caption and text_of(caption)) or labels.table.format(number=number)
        attributes = {"class": "table", "tabindex": "0", "role": "region", "aria-label": label}
        table.wrap(tree.new("div", attributes))
    for cell in tree.all("td", "th"):
        side = cell.get("align", "")
        del cell["align"]
        if side in _SIDES:
            cell["class"] = side
        if cell.name == "th" and cell.find_parent("thead"):
            cell["scope"] = "col"
