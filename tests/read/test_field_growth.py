# SPDX-License-Identifier: AGPL-3.0-or-later
"""Front matter of extreme size, number or depth costs what it should, or is refused with a message.

As with bodies (`test_body_growth`): twice the field costs twice the work, counted in processor
time with a generous factor.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from newsroom.errors import ERROR, ContentError
from newsroom.model import Body
from newsroom.read.entry import ReadOptions, read_entry
from tests.portal import Portal
from tests.read.test_body_growth import cost_ratio_holds

OPTIONS = ReadOptions("Asia/Ho_Chi_Minh", "article")
NEEDED = {"title": "Tựa", "date": "2025-04-01 08:00", "author": "A", "district": "x"}

# What the front matter has, by a number; each is some 100 KB at 50,000.
FIELDS: dict[str, Callable[[int], str]] = {
    "a long word": lambda n: f"title: {'a' * n}",
    "marks on a letter": lambda n: "title: a" + "\u0301" * n,
    "words": lambda n: f"title: {'a ' * n}",
    "emphasis": lambda n: f"title: {'**a** ' * (n // 3)}",
    "tags of HTML": lambda n: f"title: {'<b>a</b>' * (n // 4)}",
    "tags that never end": lambda n: f"title: {'<' * n}",
    "entities": lambda n: f"title: {'&amp;' * (n // 3)}",
    "backticks": lambda n: f"title: {'`' * n}",
    "brackets": lambda n: f"title: '{'[a](' * (n // 2)}'",
    "Telex": lambda n: f"title: {'ddaww' * (n // 3)}",
    "tone marks": lambda n: f"title: {'oà' * n}",
    "many tags": lambda n: f"tags: [{','.join(map(str, range(n // 3)))}]",
    "a tag again and again": lambda n: f"tags: [{','.join('a' * n)}]",
    "hashtags": lambda n: f"tags: '{'#a ' * n}'",
    "commas": lambda n: f"tags: {'a, ' * n}",
    "old addresses": lambda n: "aliases:\n" + "".join(f"  - /{i}.html\n" for i in range(n // 8)),
    "related stories": lambda n: "related:\n" + "".join(f"  - a/{i}.md\n" for i in range(n // 8)),
    "corrections": lambda n: "corrections:\n" + "  - {date: 2025-01-01, text: x}\n" * (n // 16),
    "lists in lists": lambda n: f"tags: {'[' * n}{']' * n}",
    "groups in groups": lambda n: f"image: {'{a: ' * (n // 2)}{'}' * (n // 2)}",
    "references of YAML": lambda n: (
        "a: &a [x]\n" + "".join(f"b{i}: [*a, *a]\n" for i in range(n // 8))
    ),
    "unknown fields": lambda n: "".join(f"f{i}: x\n" for i in range(n // 4)),
    "a field again and again": lambda n: "tags: a\n" * (n // 4),
    "a long name": lambda n: f"{'a' * n}: x",
    "no spaces after colons": lambda n: "a:b\n" * (n // 2),
    "no spaces after hyphens": lambda n: "-a\n" * (n // 2),
    "a quote that never ends": lambda n: 'summary: "abc\n' + "x: y\n" * (n // 3),
    "a block of text": lambda n: "summary: |\n" + "  abc\n" * (n // 3),
    "comments": lambda n: f"summary: a {'#b ' * (n // 2)}",
    "digits of a date": lambda n: f"date: {'1' * n}",
    "dates": lambda n: f"date: {'20/11/2026 ' * (n // 5)}",
    "folders": lambda n: f"url: /{'a/' * n}",
    "folders above": lambda n: f"image: {'../' * (n // 2)}a.jpg",
    "kinds of units": lambda n: f"district: {'quận ' * (n // 3)}",
    "names": lambda n: f"author: {'A - B, ' * (n // 4)}",
    "empty lines": lambda n: f"tags: [{chr(10) * n}",
    "tabs": lambda n: "\t" * n,
    "curly quotes": lambda n: f"tags: “{'a”, “' * (n // 3)}",
}


def cost(head: str) -> float:
    """Seconds of processor time; what is too much is told."""
    needed = [f"{name}: {value}" for name, value in NEEDED.items() if not head.startswith(name)]
    data = "\n".join(["---", *needed, head, "---", "", "Thân bài."]).encode()
    started = time.process_time()
    entry, problems = read_entry("cong-doan/a.md", data, lambda *_: Body(), OPTIONS)
    spent = time.process_time() - started
    assert entry is not None or any(problem.severity == ERROR for problem in problems)
    return spent


@pytest.mark.parametrize("name", FIELDS)
def test_twice_the_field_costs_twice(name: str) -> None:
    assert cost_ratio_holds(cost, FIELDS[name](25_000), FIELDS[name](50_000))


@pytest.mark.parametrize("name", FIELDS)
def test_nothing_of_a_long_field_is_lost_in_silence(name: str) -> None:
    """A text that is longer than its field may be is an error, with its line."""
    head = FIELDS[name](50_000)
    needed = [f"{field}: {text}" for field, text in NEEDED.items() if not head.startswith(field)]
    data = "\n".join(["---", *needed, head, "---", "", "Thân bài."]).encode()
    _entry, problems = read_entry("cong-doan/a.md", data, lambda *_: Body(), OPTIONS)
    errors = [problem for problem in problems if problem.severity == ERROR]
    assert errors and all(problem.line > 0 for problem in errors)


REGISTRIES = {
    "nested deeply": "[" * 20_000,
    "a list of lists": "".join(f"{' ' * depth}- a:\n" for depth in range(2_000)),
    "a long name": f"- slug: a\n  name: {'a' * 2_000_000}\n",
    "marks on a letter": f"- slug: a\n  name: a{chr(0x301) * 200_000}\n",
    "references": "- &a [x]\n" + "".join(f"- &b{i} [*a, *a]\n" for i in range(1_000)),
    "one name for all": "- slug: a\n  name: A\n" * 10_000,
}


@pytest.mark.parametrize("name", REGISTRIES)
def test_a_registry_that_is_too_much_is_told(portal: Portal, name: str) -> None:
    portal.write("data/authors.yaml", REGISTRIES[name])
    with pytest.raises(ContentError, match=r"data/authors\.yaml(:\d+|: The file has 1\.9 MiB)"):
        portal.build()
