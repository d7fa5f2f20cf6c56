# SPDX-License-Identifier: AGPL-3.0-or-later
"""The short way around YAML says what YAML says, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsroom.errors import Problems
from newsroom.read import plain_yaml, strict_yaml
from newsroom.read.raw_fields import Field
from newsroom.read.report import Report

CONTENT = Path(__file__).parents[2] / "content"


def slowly(text: str) -> tuple[Field | None, bool]:
    """What the events of YAML say, and whether something is told to the editor."""
    problems = Problems()
    try:
        found = strict_yaml._TreeBuilder(text, 2, Report("a.md", problems)).document()
    except Exception as error:  # whatever it is: the short way must not have read this
        return None, bool(error)
    return found, bool(problems.errors or list(problems))


pieces = st.sampled_from(
    [
        *("title", "tags", "image", "a", "Ngày", "src", "null", "~", "Null", "yes", "08", "_"),
        *(
            ":",
            ": ",
            ":  ",
            " :",
            "- ",
            "-",
            "  - ",
            "  ",
            " ",
            "\n",
            "\n",
            "\n",
            "\n\n",
            "#",
            " #",
        ),
        *('"', '""', '"a: b"', '"# c"', "'", "\\", "[", "]", ", ", ",", "[a, b]", "[a,b ]", "{"),
        *("2025-04-22 09:15", "https://a.vn/b#c", "Hà Nội: xa", "a#b", "|", ">", "*", "&a", "!b"),
        *("---", "...", "? ", "%", "@", "`", "–", "• ", "\u3000", "😀", "“x”", "<<", "/", ".", "("),
    ]
)
names = st.sampled_from(["title", "tags", "a", "src", "alt"])
values = st.sampled_from(
    ["", " b", " null", ' "x y"', ' "# : x" ', ' ""', " [a, b]", " [ a]", " 'x'", " c: d", "  e "]
)
fields = st.builds("{}:{}\n".format, names, values)
items = st.builds("{}-{}\n".format, st.sampled_from(["", "  ", "  ", "   "]), values)
groups = st.builds("{}{}".format, st.sampled_from(["  ", "  ", " "]), fields)
below = st.one_of(
    fields, st.lists(items, max_size=3).map("".join), st.lists(groups, max_size=3).map("".join)
)
lines = st.one_of(fields, st.builds("{}:\n{}".format, names, below))
texts = st.one_of(
    st.lists(pieces, max_size=12).map(lambda found: "".join(found) + "\n"),
    st.lists(lines, max_size=5).map("".join),
)


@given(texts)
@example("tags:\n- a\n- b\nnote: c\n")
@example("image:\n  src: a\n  alt: b\n")
@example("tags: [a, null, b ]\n")
@example("a: b\n  c\n")
@example("a:\n  b: c\n   d: e\n")
@example("tags:\n  - a\n  b: c\n")
@example("a: b\na: c\n")
def test_what_is_read_the_short_way_is_what_yaml_says(text: str) -> None:
    found = plain_yaml.parse(text, 2)
    if found is not None:
        assert (found, False) == slowly(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a: b # c\n",
            "a: 'b'\n",
            'a: "b\\n"\n',
            "a: |\n  b\n",
            "a: *b\n",
            "a: &b c\n",
            "a: !b c\n",
        ),
        *("a\n", "a:b\n", "\n", "# b\n", "a: b: c\n", "a: b:\n", "- a\n", "A: b\n", "a: - b\n"),
        *(
            "a: {b: c}\n",
            "a: [b: c]\n",
            'a: ["b"]\n',
            "a: [[b]]\n",
            "a: []\n",
            "a:\tb\n",
            "<<: a\n",
        ),
    ],
)
def test_what_may_mean_something_is_left_to_yaml(text: str) -> None:
    assert plain_yaml.parse(text, 2) is None


def test_nearly_all_articles_are_read_the_short_way() -> None:
    texts = [path.read_text() for path in CONTENT.rglob("*.md")]
    found = [plain_yaml.parse(text.split("---\n")[1], 2) for text in texts if "---\n" in text]
    assert found.count(None) < len(found) / 10
