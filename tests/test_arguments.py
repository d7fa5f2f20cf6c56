# SPDX-License-Identifier: AGPL-3.0-or-later
"""argparse speaks the editor's language, whichever Python it comes from."""

from __future__ import annotations

import argparse
import ast
import re
from pathlib import Path

import pytest

from newsroom import arguments
from newsroom.arguments import Parser, port
from newsroom.messages import _

# What only a mistake in our own code could bring out, or what we don't use.
_PROGRAMMERS = re.compile(
    r"conflict|callable|mode %r|positionals$|__call__|subparser|merge actions|dest=|"
    r"invalid option string|can't open|mutually exclusive|deprecated|warning|\(default|subcommands"
)


def words() -> set[str]:
    """The texts that this Python's argparse would have translated."""
    tree = ast.parse(Path(argparse.__file__).read_text("utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    found = [c.args for c in calls if getattr(c.func, "id", "") in {"_", "ngettext"}]
    return {
        a.value
        for given in found
        for a in given
        if isinstance(a, ast.Constant) and isinstance(a.value, str)
    }


def test_every_word_that_a_person_can_see_is_translated() -> None:
    seen = {text for text in words() if not _PROGRAMMERS.search(text)}
    assert len(seen) > 15
    assert seen <= set(arguments._WORDS.values())
    same = {text for text in seen if _(text) == text}
    assert same <= {"%(heading)s:", "argument %(argument_name)s: %(message)s"}


def faulty(parser: Parser, *given: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ended:
        parser.parse_args(given)
    assert ended.value.code == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((), "còn thiếu: path"),
        (("a", "--count"), "--count: phải có một giá trị đi kèm"),
        (("a", "b"), "không hiểu: b"),
        (("a", "--yes", "--no"), "--no: không dùng cùng với --yes được"),
        (("a", "--port", "0"), "--port: “0” không phải là số từ 1 đến 65535"),
        (("a", "--coun", "1"), "không hiểu: --coun 1"),
    ],
)
def test_mistakes_are_told(
    given: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = Parser(prog="x")
    parser.add_argument("path")
    parser.add_argument("--count")
    parser.add_argument("--port", type=port)
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--yes", action="store_true")
    either.add_argument("--no", action="store_true")
    text = faulty(parser, *given, capsys=capsys)
    assert text.startswith("cách dùng: x ") and text.rstrip().endswith(f"x: lỗi: {told}")


def test_english_where_it_is_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert "usage: x" in faulty(Parser(prog="x"), "y", capsys=capsys)


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("8000", 8000), ("65535", 65535)])
def test_ports(text: str, number: int) -> None:
    assert port(text) == number


@pytest.mark.parametrize("text", ["0", "65536", "-1", "x", "", "８０００", "1.0"])
def test_what_is_no_port(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        port(text)
