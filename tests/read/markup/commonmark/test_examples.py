# SPDX-License-Identifier: AGPL-3.0-or-later
"""The examples of CommonMark and of GFM: no word of what readers should see is lost in silence."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from newsroom.errors import Problems
from newsroom.read.body import BodyRenderer
from tests.read.markup.cases import render

EXAMPLES = json.loads((Path(__file__).parent / "examples.json").read_text("utf-8"))
RENDERER = BodyRenderer(language="en")

INDENT = "an indent makes no code, so what is indented is read"
# Words of the reference that readers do not see, without a word to the editor; each for a reason.
WITHOUT = {
    36: ({"ouml"}, INDENT),
    161: ({"c"}, "a fence ends a block of HTML, so this is the name of a language"),
    183: ({"foo"}, INDENT + ": this is a comment"),
    191: ({"td"}, INDENT + ": this is a tag"),
    289: ({"1"}, INDENT + ": this numbers an item"),
    313: ({"3"}, INDENT + ": this numbers an item"),
    508: (
        {"url", "title", "and"},
        "quotation marks may stand in a title, which is shown on demand",
    ),
}


def shown(html: str) -> str:
    """All text of ``html`` that readers see beside what our own transforms add.

    As browsers parse it: what Python's own parser makes of a tag that is never closed differs from
    release to release.
    """
    tree = LexborHTMLParser(html)
    for unseen in tree.css("a.anchor, script, style"):
        unseen.decompose()
    return tree.text()


def text(html: str) -> str:
    """The same without spaces."""
    return re.sub(r"\s+", "", shown(html))


def lost(example: dict[str, Any]) -> tuple[set[str], Problems]:
    """The words of an example's reference that its body does not have, and what was told."""
    body, problems = render(example["markdown"], RENDERER)
    words = re.findall(r"\w+", shown(example["html"]))
    ours = text(body.html)
    return {word for word in words if word not in ours}, problems


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["number"]))
def test_no_word_is_lost_in_silence(example: dict[str, Any]) -> None:
    words, problems = lost(example)
    if not len(problems):
        expected, _reason = WITHOUT.get(example["number"], (set(), ""))
        assert words == expected


def test_most_examples_have_the_same_text() -> None:
    """Where the text differs it is mostly a mark that is shown, and told.

    Or a tag that is never closed: browsers drop it, and we show what was typed.
    """
    same = [e for e in EXAMPLES if text(render(e["markdown"], RENDERER)[0].html) == text(e["html"])]
    assert len(same) >= 555
