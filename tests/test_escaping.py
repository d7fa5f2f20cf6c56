# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever messages quote, terminals and CI obey none of it."""

from __future__ import annotations

import json
import logging
import pickle
import re
import sys
import unicodedata
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.arguments import Parser
from newsroom.bridge.checking import _FORMS
from newsroom.bridge.console import tell_problems
from newsroom.bridge.host import LogRecord
from newsroom.commands.check import Checked
from newsroom.errors import ERROR, WARNING, ContentError, NewsroomError, Problem, SettingsError
from newsroom.messages import escaped, escaped_json, tell, traced

UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Cs"}
ATTACKS = [
    "\n::error::x",
    "\r\x1b[2J",
    "\x9b2J",
    "\u202egnp.jpg",
    "\u2028##[error]x",
    "\x85",
    "\udcff",
    "\x07",
    "\U000e0041",
    "\x00",
    "\u200b",
    "\x1b]8;;http://x\x1b\\",
]
texts = st.lists(st.text(st.characters()) | st.sampled_from(ATTACKS), max_size=6).map("".join)


def is_plain(text: str) -> bool:
    """Whether a terminal would show each character, and all on one line."""
    return not {unicodedata.category(letter) for letter in text} & UNSEEN


def test_every_character_that_does_something_is_escaped() -> None:
    """Of those that Python's own table knows; 1.1 million."""
    every = (chr(code) for code in range(sys.maxunicode + 1))
    acting = {letter for letter in every if unicodedata.category(letter) in UNSEEN}
    assert {letter for letter in acting if not is_plain(escaped(letter))} == set()
    assert escaped("a\n\x1b\u202e\U000e0041\udcff") == r"a\n\x1b\u202e\U000e0041\udcff"


def test_what_people_write_stays() -> None:
    for text in ("Liên đoàn Lao động – “Đống Đa”…", "50\xa0%", "é\u0323", r"C:\x\n", "日本 😀"):
        assert escaped(text) == text


@given(texts)
def test_a_line_is_a_line(text: str) -> None:
    shown = StringIO()
    tell(text, text, to=shown)
    lines = shown.getvalue().split("\n")
    assert len(lines) == 3 and lines[2] == ""
    assert all(map(is_plain, lines)) and escaped(escaped(text)) == escaped(text)
    assert not any(re.match(r"\s*(::|##\[)", line) for line in lines)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_is_the_same_json(text: str) -> None:
    shown = escaped_json(msgspec.json.encode({"x": text}).decode())
    assert is_plain(shown) and json.loads(shown) == {"x": text}


@given(texts, texts)
def test_exceptions_are_as_many_lines_as_were_written(path: str, value: str) -> None:
    for error in (SettingsError(path, value), ContentError([Problem(path, 1, value)] * 2)):
        assert len(str(error).split("\n")) == len(error.lines) == 2
        assert all(map(is_plain, error.lines))
    again = pickle.loads(pickle.dumps(SettingsError(path, value)))
    assert again.lines == SettingsError(path, value).lines


@given(st.sampled_from([ERROR, WARNING]), texts, texts)
def test_problems_in_every_form(severity: str, path: str, value: str) -> None:
    path, value = (text.encode("utf-8", "replace").decode() for text in (path, value))
    code = "lost-letter" if severity == WARNING else ""
    problem = Problem(path, 1, f'không có "{value}"', severity, code)
    checked = Checked([problem], by_store=True, elsewhere=0)
    for form, lines in _FORMS.items():
        told = list(lines(checked, "content"))
        assert len(told) == (2 if form is None else 1)
        assert all(map(is_plain, told if form else told[:1]))
    (found,) = json.loads(next(_FORMS["json"](checked, "content")))["problems"]
    assert found["file"] == f"content/{path}"  # whoever opens it needs its name
    assert is_plain(found["message"])
    (found,) = json.loads(next(_FORMS["gitlab"](checked, "content")))
    assert found["location"]["path"] == f"content/{path}" and is_plain(found["description"])
    whole = next(_FORMS["github"](checked, "content"))
    file = re.match(r"::\w+ file=([^:,]*),line=1", whole)
    assert file and whole.count("\n") == 0


def test_problems_of_a_build(capsys: pytest.CaptureFixture[str]) -> None:
    tell_problems([Problem(attack, 1, attack) for attack in ATTACKS], Path("content"))
    lines = capsys.readouterr().err.split("\n")
    assert len(lines) == len(ATTACKS) + 2 and all(map(is_plain, lines))


def logged(*given: Any, **more: Any) -> str:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    record = LogRecord("x", logging.ERROR, "x.py", 1, *given, more.get("exc_info"))
    handler.emit(record)
    return stream.getvalue()


@given(texts)
def test_logs(text: str) -> None:
    line = logged("GET %s", (text,))
    assert line.count("\n") == 1 and is_plain(line[:-1])
    try:
        raise ValueError(text)
    except ValueError as error:
        lines = logged("x", (), exc_info=(ValueError, error, error.__traceback__)).split("\n")
        told = list(traced(error))
    assert lines[1:-1] == told and all(map(is_plain, told))
    assert told[-1].startswith("ValueError") and "raise ValueError(text)" in told[-2]


@given(texts)
def test_the_command_line(text: str) -> None:
    stream = StringIO()
    parser = Parser(prog="newsroom")
    parser._print_message = lambda message, _file=None: stream.write(message) and None  # type: ignore[method-assign]
    with pytest.raises(SystemExit):
        parser.parse_args([f"--{text}"])
    assert all(map(is_plain, stream.getvalue().split("\n")))


def test_errors_of_the_tree_escape_alike() -> None:
    for kind in NewsroomError.__subclasses__():
        if kind is not ContentError:
            assert str(kind("a\x1b\nb")) == r"a\x1b\nb"
