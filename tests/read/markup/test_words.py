# SPDX-License-Identifier: AGPL-3.0-or-later
"""No word is lost: what readers get has every word that was typed, or the editor is told."""

from __future__ import annotations

import os
import re

import hypothesis.strategies as st
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, example, given, settings

from newsroom.errors import Problems
from newsroom.read.body import BodyRenderer
from tests.read.markup.cases import render

RENDERER = BodyRenderer(language="en")
EXAMPLES = 20_000 if os.environ.get("CI") else 2_000

# Warnings that say what is left out.
LEFT_OUT = {
    "cell-left-out", "second-definition", "tag-left-out", "unused-definition", "unused-footnote",
    "empty-footnote", "frame-left-out", "empty-gallery",
}  # fmt: skip

# What stands for a word is numbered when the body is made, so each word is another.
W = "\ue123"
LINES = st.sampled_from(
    [
        W, f"{W} {W}", f"{W} **{W}** {W}", f"*{W}* {W}", f"~~{W}~~", f"{W}: {W}.", f"“{W}”, {W}",
        f"<{W}>", f"<{W} {W}>", f"a<b {W}, {W}>c", f"{W} < {W} > {W}", f"<b>{W}</b>", f"<i>{W}",
        f"`{W}`", f"``{W}", f"**{W}", f"{W}**", f"_{W}_", f"[{W}]", f"[{W}](https://a.vn)",
        f"[{W}](https://a.vn", f"[{W}][{W}]", f"[[{W}]]", f"=={W}==", f"{{{W}}}", f"(x)[{W}]",
        f"&{W};", f"{W} & {W}", f"\\<{W}\\>", f"{W}  ", f"{W}\\", f"${W}$", f"{W}|{W}", f"#{W}",
        f"https://a.vn/{W}", f"<font>{W}</font>", f"<span>{W}</span>", f"{W}<br>{W}", f"!{W}!",
    ]
)  # fmt: skip
HEADS = st.sampled_from(
    [
        "", "", "", "", "- ", "* ", "+ ", "-", "1. ", "1) ", "2. ", "10. ", "2025. ", "1.", "2.",
        "• ", "•", "· ", "– ", "— ", "> ", ">", "> - ", "- > ", "# ", "## ", "##", "#", "###### ",
        "    ", "\t", "   ", "  - ", "    - ", "   1. ", "\u00a0\u00a0", ": ", ":   ", "- [ ] ",
        "!!! hộp ", "!!! hộp \"", ":::", "[^1]: ", "*[", "| ", "???", "\u2003", "---", "=== ",
    ]
)  # fmt: skip
BLOCKS = st.sampled_from(
    [
        f"{W}\n---\n{W}", f"{W}\n===\n{W}", "---", "* * *", f"| {W} | {W} |\n|---|--:|\n| {W} | {W} |",
        f"{W}\n| {W} | {W} |\n|---|---|\n| {W} | {W} | {W} |", f"| {W}\n|---\n| {W}",
        f"```\n{W} <{W}>\n\n    {W}\n```", f"~~~ \n{W}\n~~~", f"```\n{W}", f"- ```\n  {W}\n  ```",
        f"<div>\n{W} <{W}>\n\n{W}\n</div>", f"<details>\n<summary>{W}</summary>\n\n- {W}\n</details>",
        f"<div>{W}", f"</div>{W}", f"<table>\n<tr><td>{W}</td></tr>\n\n</table>", f"<p>{W}",
        f"{W}[^1]\n\n[^1]: {W}\n\n    {W}", f"[^1]: {W}", f"[{W}]: {W}", f"[{W}]: https://a.vn",
        f"*[{W}]: {W}", f"{W}\n:   {W}", f'!!! hộp "{W}"\n    {W}\n\n    - {W}', f"!!! ảnh\n    {W}",
        f'!!! trích-dẫn "{W}"\n    {W}', f"<pre>{W}\n\n{W}</pre>", f"<form>{W}</form>",
        f"- {W}\n  - {W}\n    {W}\n\n  {W}\n- {W}", f"1. {W}\n\n  {W}\n2. {W}\n{W}", f"1.{W}\n2. {W}",
        f"• {W}\n• {W}\n{W}\n\n• {W}", f"> {W}\n{W}\n> - {W}", f"– {W}\n– {W}", f"<{W}>\n{W}\n</{W}>",
    ]
)  # fmt: skip
JOINTS = st.sampled_from(["\n\n", "\n\n", "\n", "\n", "\n\n\n", "\n \n", "\n\n    ", "\n  ", " "])
PIECES = st.one_of(st.tuples(HEADS, LINES).map("".join), BLOCKS)
SOURCES = st.lists(st.tuples(PIECES, JOINTS).map("".join), min_size=1, max_size=8).map("".join)


def numbered(source: str) -> tuple[str, list[str]]:
    """*source* with words in the places of words, each another one, and these words."""
    words = [f"từ{number}x" for number in range(source.count(W))]
    for word in words:
        source = source.replace(W, word, 1)
    return source, words


def missing(source: str, words: list[str]) -> tuple[list[str], Problems]:
    """The words that readers do not see, and what was told."""
    body, problems = render(source, RENDERER)
    seen = BeautifulSoup(body.html, "html.parser").get_text()
    return [word for word in words if word not in seen], problems


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@example(f'[{W}](https://a.vn\n  !!! hộp "(x)[{W}]\n\n')
@example(f'[{W}](https://a.vn "{W}) {W}')
@example(f'![{W}](a.webp "{W} "{W}) {W}')
@given(SOURCES)
def test_every_word_is_shown_or_its_loss_is_told(pattern: str) -> None:
    source, words = numbered(pattern)
    lost, problems = missing(source, words)
    if not problems.errors:  # such a body is not built at all
        told = {problem.code for problem in problems}
        assert not lost or told & LEFT_OUT, (lost, source)


def test_words_within_one_another_are_told_apart() -> None:
    assert numbered(f"{W} {W}") == ("từ0x từ1x", ["từ0x", "từ1x"])
    assert re.findall(r"từ\d+x", "từ1x từ11x") == ["từ1x", "từ11x"]
