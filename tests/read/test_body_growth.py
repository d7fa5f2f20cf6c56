# SPDX-License-Identifier: AGPL-3.0-or-later
"""Twice the text costs twice the work, or is refused: nothing that is repeated stalls a build.

Counted in processor time, as the steps are those of libraries: the least of several runs, with a
generous factor, and once more before anything is called too slow. ``NEWSROOM_GROWTH=all`` tries
every pair of tokens instead of some.
"""

from __future__ import annotations

import itertools
import os
import random
import time
from collections.abc import Callable

import pytest

from newsroom.errors import Problems
from newsroom.read.body import BodyRenderer
from newsroom.text.normalise import nfc

RENDERER = BodyRenderer()
SIZE = 200_000  # what is promised to be read in two seconds
SHORT = 12_000

TOKENS = (
    "* * * ", "* * *\n", "* * *\n\n", "\u0301", "\\*", "_*", "<b>",
    "<q>", "<a><b>", "<b><p>", "> ",
    "> a\n", "*a* ", "&amp;", "\n", "a\n", "a\n\n", "- a\n", "- ",
    "* a\n\n", "1. a\n", "    a\n",
    "# ", "# a\n", "## a\n\n", "|a", "a|b\n", "|-|\n", "*", "**", "_",
    "__a__ ", "*a", "a*", "[", "]",
    "![", "](", "[a](b) ", "[a][b] ", "[a]: /b\n", "[^1]", "[^1]: a\n",
    "`", "``", "`a` ", "```\n",
    "<", "<a ", "<!--", "-->", "<!-- a -->", "</b>", "<p>", "<div>",
    "<br>", "<i>a</i>", "<img src=x>",
    "<table>", "<td>", "<li>", "<h2>", "<details>", "&", "&#1;", "&lt;", "\\", "\\\\", "\\[",
    ":   a\n", "!!! a\n", "!!! hộp\n    a\n", "*[A]: b\n", "=", "---\n",
    "https://a.b ", "<https://a.b>",
    "a@b.vn ", "<a@b.vn>", "https://youtu.be/abcdefghijk\n\n",
    "![a](b.webp)\n\n", "![a](b.webp)",
    "{#a}", "~~", "(", ")", '"', "'", " ", "\t", "\u00a0", "😀",
    "e\u0301", "a", "1", "– a\n", "/", "://",
    "a  \n", "\\\n", "<b a=", "<b a='", "<svg>", "<style>",
    "<iframe src=x>", "<iframe ", "<x>", "<?",
    "<![CDATA[", "{{", "[[", "]]", "&#769;", "%cc%81",
)  # fmt: skip
CHANCE = random.Random(13)
PAIRS = list(itertools.product(TOKENS, TOKENS))
if os.environ.get("NEWSROOM_GROWTH") != "all":
    PAIRS = CHANCE.sample(PAIRS, 60)


def repeated(token: str, size: int) -> str:
    return token * (size // len(token.encode()))


def cost(source: str) -> float:
    """Seconds of processor time; the text is read or refused, never in silence."""
    started = time.process_time()
    problems = Problems()
    body = RENDERER.render(source, 1, "a/b.md", problems)
    spent = time.process_time() - started
    assert body.html or list(problems) or not body.text
    return spent


def cost_ratio_holds(cost: Callable[[str], float], once: str, twice: str) -> bool:
    """Whether twice the text costs less than three times as much; asked again before it is said."""
    for _ in range(4):
        short, long = (min(cost(text) for _ in range(2)) for text in (once, twice))
        if long < 3 * short or long < 0.1:
            return True
    pytest.fail(f"{short:.3f} s, and twice the text {long:.3f} s")


@pytest.mark.parametrize("pair", PAIRS, ids=map(repr, PAIRS))
def test_twice_the_text_costs_twice(pair: tuple[str, str]) -> None:
    once, twice = repeated("".join(pair), SHORT), repeated("".join(pair), 2 * SHORT)
    assert cost_ratio_holds(cost, once, twice)


# What took longest, with the time before.
SLOW = (
    "\\*",  # 28 s: an inline mark each
    "![a](b.webp)\n\n",  # 15 s: each picture looked for among all paragraphs
    "* * *\n", "\\", "&lt;", "*a* ", "<br>", "> ", "<a@b.vn>", "## a\n\n", "|-|\n", "[a](b) ",
    "https://youtu.be/abcdefghijk\n\n", "<li>", "&#769;", "[x](%cc%81) ", "<svg>",
)  # fmt: skip


@pytest.mark.parametrize("token", SLOW, ids=map(repr, SLOW))
def test_what_was_slowest_is_read_or_refused_in_time(token: str) -> None:
    source = repeated(token, SIZE)
    assert any(cost(source) < 2 for _ in range(3))


def test_a_table_of_two_thousand_columns() -> None:
    row = "|".join("a" * 2_000)
    source = f"{row}\n{'|'.join(['-'] * 2_000)}\n" + f"{row}\n" * 40
    assert any(cost(source) < 2 for _ in range(3))


def test_a_heap_of_marks_on_one_letter_is_parted() -> None:
    heap = "a" + "\u0301\u0323" * 50_000
    started = time.process_time()
    parted = nfc(heap)
    assert time.process_time() - started < 1
    assert parted.replace("\u034f", "").count("\u0301") == 50_000
    assert nfc(parted) == parted
    assert nfc("ê\u0301" + "…—" * 40) == "ế" + "…—" * 40
