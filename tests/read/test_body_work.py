# SPDX-License-Identifier: AGPL-3.0-or-later
"""What reading a body looks at is counted, and no more than a fixed number of times its length.

`test_body_growth` measures processor time, which tells of whatever grows; here the causes that were
found are held one by one, by counting.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from markdown.extensions.tables import TableProcessor

from newsroom.read.body import BodyRenderer
from newsroom.read.markup import definitions, limits, unread
from newsroom.read.markup.lines import Lines
from newsroom.read.markup.syntax import fences, lists
from tests.read.markup.cases import render

SIZE = 200_000

# Each of these made Markdown go on with the rest of one long block, line after line.
BLOCKS = (
    ("> a\n", "[a]: /b\n"), ("- a\n", "1. a\n"), ("> ", "# a\n"), ("> a\n", "1. a\n"),
    ("- a\n", "> a\n"), ("|-|\n", "# a\n"), ("|-|\n", "* * *\n"), ("---\n", "a|b\n"),
    ("[^1]: a\n", "|-|\n"), ("!!! hộp\n    a\n", "> "), ("* * *\n", "> "), ("# a\n", "\t"),
    ("a\n", ":   b\n"), ("*[A]: b\n", "a\n"),
)  # fmt: skip
# And these had tens of thousands of small parts.
PARTS = (
    ("\n", "\\\n"), ("\\\n", "a\n\n"), ("\n", ":   a\n"), ("a\n\n", "[a](b) "), ("> a\n", "- "),
    ("## a\n\n", "a@b.vn "), ("* a\n\n", "- "), ("a\n\n", "*"), ("<li>", "~~"),
)  # fmt: skip


def repeated(pair: tuple[str, str], size: int = SIZE) -> str:
    text = "".join(pair)
    return text * (size // len(text.encode()))


def counted(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str
) -> tuple[list[int], Callable[..., Any]]:
    """Calls of a function from here on: a list with their number."""
    calls, plain = [0], getattr(owner, name)

    def call(*arguments: Any, **named: Any) -> Any:
        calls[0] += 1
        return plain(*arguments, **named)

    monkeypatch.setattr(owner, name, call)
    return calls, call


@pytest.mark.parametrize("pair", BLOCKS, ids=map(repr, BLOCKS))
def test_a_block_is_not_looked_at_for_ever(pair: tuple[str, str]) -> None:
    """What the steps look at is within the limit, or there is one error that says what to do."""
    renderer = BodyRenderer()
    body, problems = render(repeated(pair), renderer)
    assert renderer._dialect._work.looked_at <= limits.MAX_LOOKED_AT
    assert len(problems.errors) <= 1
    assert bool(body.html) is not bool(problems.errors)


@pytest.mark.parametrize("pair", PARTS, ids=map(repr, PARTS))
def test_too_many_parts_are_refused(pair: tuple[str, str]) -> None:
    body, problems = render("[x](y.md)\n\n" + repeated(pair))
    assert body.html == ""
    assert ["too many" in problem.message for problem in problems] == [True]


def test_what_people_write_is_far_from_the_limits() -> None:
    """An article ten times as long as the longest one, nearly without empty lines."""
    part = (
        "## Tựa *nhỏ*\nĐoạn văn có [liên kết](a.md) và **chữ đậm**, dài như người ta viết. "
        + "Đoàn viên công đoàn thi đua lao động giỏi. " * 40
        + "\n- Một\n- Hai\n> Trích dẫn\n"
    )
    renderer = BodyRenderer()
    body, problems = render(part * (SIZE // len(part)), renderer)
    assert body.html and problems.errors == []
    assert renderer._dialect._work.looked_at <= limits.MAX_LOOKED_AT


@pytest.mark.parametrize("pair", (("|-|\n", "# a\n"), ("---\n", "a|b\n"), ("|-|\n", "* * *\n")))
def test_a_rule_of_no_table_is_tried_once(
    pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, _ = counted(monkeypatch, TableProcessor, "test")
    source = repeated(pair, 8_000)
    render(source)
    assert calls[0] <= source.count("\n") + 1


def test_lines_in_which_no_list_begins_are_looked_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls, _ = counted(monkeypatch, lists, "marker")
    source = "1.a\n:   a\n" * 400
    render(source)
    assert calls[0] <= 12 * source.count("\n")


def test_marks_are_sought_in_so_many_characters() -> None:
    sought = unread._Sought("a" * 999_999)
    assert [sought.has("==a==") or sought._left for _number in range(3)] == [999, 998, 997]
    sought._left = 1
    assert not sought.has("a")


class _Counted(str):
    """A text that counts the characters that are looked at when something is sought in it."""

    looked_at = 0

    def find(self, sought: str, *places: Any) -> int:
        found = super().find(sought, *places)
        self.looked_at += (found if found >= 0 else len(self)) - (places[0] if places else 0)
        return found


def test_lines_are_sought_in_so_many_characters() -> None:
    source = _Counted("ab\n" * 70_000 + "cuối")
    lines = Lines(source, 1)
    assert [lines.of(f"x{number}") for number in range(9_000)] == [1] * 9_000
    assert lines.of("cuối") == 1, "no longer looked for, as too much was"
    assert source.looked_at <= 1.1 * 300_000_000


def test_a_line_that_was_sought_in_vain_is_not_sought_again() -> None:
    source = _Counted("ab\n" * 1_000 + "cuối")
    lines = Lines(source, 1)
    assert {lines.of("cuối") for _number in range(9_000)} == {1_001}
    assert {lines.of("không") for _number in range(9_000)} == {1}
    assert source.looked_at <= 12 * len(source)


def test_definitions_are_sought_in_so_many_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each definition of a long list is compared with what is mentioned, which is found once."""
    calls, _ = counted(monkeypatch, definitions, "_mentions")
    links = "".join(f"[a{number}]: /b\n" for number in range(9_000))
    body, problems = render(f"[a5][] {'x ' * 40_000}\n\n{links}*[AB]: cd\n")
    assert calls == [1]
    told = [problem.message for problem in problems if problem.code == "unused-definition"]
    assert body.html and 0 < len(told) < 9_000


TOO_MANY = ("(a§)[b§](", "!!! a§\n\n", "[x](y (")


@pytest.mark.parametrize("part", TOO_MANY)
def test_what_is_never_closed_and_boxes_are_counted(part: str) -> None:
    source = "".join(part.replace("§", str(number)) for number in range(9_000))
    body, problems = render(source)
    assert body.html == ""
    assert ["too many" in problem.message for problem in problems] == [True]


def test_a_fence_that_is_never_closed_is_sought_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls, _ = counted(monkeypatch, fences, "_within")
    source = "".join(f"~~~{number}\n> ~~~\n[a]: /b\n" for number in range(500))
    render(source)
    assert calls[0] <= 8 * source.count("\n")


@pytest.mark.parametrize("line", ("1.a\n", "• a\n1.a\n", "- a\n\n  - b\n\n", "- \n\n\n  a\n\n"))
def test_lines_of_lists_are_looked_at_a_few_times(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, _ = counted(monkeypatch, lists, "marker")
    source = line * 1_000
    render(source)
    assert calls[0] <= 12 * source.count("\n")
