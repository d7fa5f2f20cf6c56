# SPDX-License-Identifier: AGPL-3.0-or-later
"""What holds for any file, found by trying thousands."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import partial

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from newsroom.errors import Problems
from newsroom.read.front_matter import split
from newsroom.read.registries import load_registries
from newsroom.read.resolve import RegistryIndex, resolve
from newsroom.read.schema import ARTICLE
from newsroom.read.values import tidy
from newsroom.text.damage import damage_of_lines, telex
from newsroom.text.marks import decoded, without_marks
from newsroom.text.normalise import clean, one_line

from .helpers import HEAD, PATH, fields, read, registries, relaxed, seconds

# Free text finds what nobody thought of; these pieces find what YAML and paths are about.
PIECES = st.sampled_from(
    [
        *("title", "date", "author", "district", "image", "src", "related", "corrections", "text"),
        *(": ", "\n", "- ", '"', "'", "[", "]", "{", "}", "&a", "*a", "!!x", "#", "?", "|", ">"),
        *(
            "<<",
            "---",
            "...",
            " ",
            "\t",
            "\r",
            "\0",
            "\x85",
            "\u2028",
            "\ufeff",
            "\u200b",
            "\u0301",
        ),
        *("\\x41", "\\ud800", "/", "..", "\\", "%2e", "{filename}", "https://", "~", "null", ";"),
        *("2025-04-22", "9" * 30, "Đống Đa", "hoà", "a", ","),
    ]
)
soup = st.lists(PIECES, max_size=30).map("".join)
values = st.one_of(soup, st.text())
trees = st.recursive(
    values,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["src", "url", "name", "date", "text"]), inner)
    ),
    max_leaves=10,
)


def try_file(data: bytes, kind: str = "article") -> None:
    entry, problems = read(data, PATH, kind)
    assert entry or problems
    if entry:
        resolve(entry, RegistryIndex(registries().registries), Problems())


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


@relaxed
@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try_file(data)
    try_file(b"---\n" + data)
    load_registries({"sections.yaml": data, "slots.yaml": data}, Problems())


@relaxed
@given(soup)
def test_any_text_is_read_or_refused(text: str) -> None:
    try_file(encoded(f"---\n{text}\n---\n"))
    try_file(encoded(f"Title: {text}"), "page")


@relaxed
@given(st.dictionaries(st.sampled_from((*ARTICLE.names, "order", "slug", "x")), trees))
def test_any_values_are_read_or_refused(written: dict[str, object]) -> None:
    try_file(encoded(f"---\n{yaml.safe_dump(written, allow_unicode=True)}---\n"))


@relaxed
@given(
    st.sampled_from(["sections", "districts", "authors", "series", "slots"]),
    st.lists(
        st.dictionaries(
            st.sampled_from(["slug", "name", "parent", "valid_from", "aliases", "successors"]),
            st.sampled_from(["a", "b", "c", "2020-01-01"]) | trees,
        )
    )
    | trees,
)
def test_any_registry_is_read_or_refused(name: str, written: object) -> None:
    text = yaml.safe_dump(written, allow_unicode=True)
    load_registries({f"{name}.yaml": encoded(text)}, Problems())


PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.just(" "))


@relaxed
@given(PLAIN.map(one_line).filter(bool), st.sampled_from("\"'|"))
def test_scalars_come_back_as_written(text: str, quote: str) -> None:
    """Whatever YAML could make of it, ``no`` and ``2025-04-22`` too, a text is that text."""
    written = {
        '"': '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"',
        "'": "'" + text.replace("'", "''") + "'",
        "|": "|-\n  " + text,
    }[quote]
    assume(without_marks(decoded(text)) == text)
    assume(damage_of_lines(text) is None and not telex(text))  # which is told
    entry, problems = fields(f"summary: {written}")
    assert (entry.summary, problems) == (text, [])


HEADLINES = st.lists(
    st.sampled_from(
        ["Đống Đa", ": ", ":", '"', "'", " ", "[", "]", "@", "*", "- ", "#1", "\\", ","]
    )
)


@relaxed
@given(HEADLINES.map("".join).map(one_line).filter(bool))
def test_a_headline_is_kept_or_the_remedy_keeps_it(text: str) -> None:
    """What a message offers to copy is YAML for the text that was written.

    Quotation marks round the whole of it were meant as YAML's: they may go.
    """
    assume(without_marks(text) == text)
    entry, problems = read(f"---\n{HEAD.replace('Trao quà', text)}---\n")
    message = problems[0].message if problems else ""
    _before, offered, remedy = message.partition("in quotes: ")
    if offered:
        entry, problems = read(f"---\n{HEAD.replace('title: Trao quà', remedy)}---\n")
        assert entry is not None
        assert entry.title in (text, text[1:-1])
    elif not problems and text[0] not in "\"'":
        assert entry is not None
        assert entry.title == text


@pytest.mark.parametrize(
    "text", ["no", "Yes", "08", "1e3", "0x1F", "2025-04-22", "12:30:45", "1_000", ".nan", "=", "-1"]
)
def test_plain_scalars_stay_text(text: str) -> None:
    assert fields(f"summary: {text}")[0].summary == text


ODD_FORMS: dict[str, Callable[[str], bytes]] = {
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "cr": lambda text: text.replace("\n", "\r").encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "nfd": lambda text: unicodedata.normalize("NFD", text).encode(),
}
LINES = st.lists(PLAIN.map(one_line)).map("\n".join)


@pytest.mark.parametrize("form", ODD_FORMS)
@relaxed
@given(summary=PLAIN.map(one_line), body=LINES)
def test_how_a_file_was_saved_makes_no_difference(form: str, summary: str, body: str) -> None:
    text = f"---\n{HEAD}summary: '{summary.replace(chr(39), chr(39) * 2)}'\n---\n{body}"
    assert read(ODD_FORMS[form](text)) == read(text.encode())


@relaxed
@given(soup | st.text())
def test_lines_are_counted_as_editors_count_them(text: str) -> None:
    """The body begins where it says, whatever stands above it."""
    text = clean(text).replace("---", "")
    data = encoded(f"---\n{text}\n---\nBODY")
    document = split(data, PATH, Problems())
    if document and document.body == "BODY":
        assert data.decode().split("\n")[document.body_line - 1] == "BODY"


@relaxed
@given(st.text(st.characters() | st.sampled_from(" \t\u00a0\u200b\u0301aà")))
def test_tidy_is_one_line(text: str) -> None:
    assert tidy(text) == one_line(text)


RUNS = (
    *("a", "à", "\u0301", "[", "{", "- ", "? ", "a: ", "k: [", "x: {y: ", '"', "&a ", "*a ", "!"),
    *("#", " #", " ", "\t", "\n ", "\n\n", "|\n", "\0", "\x01", "\x85", "--- ", "../", "/", "%20"),
)
FRAMES = ("%s", "---\n%s", "---\n%s\n---\n", '---\nurl: "%s"\n---\n', "---\ntags: [%s]\n---\n")


@pytest.mark.parametrize("run", RUNS)
def test_long_inputs_take_linear_time(run: str) -> None:
    text = run * (50_000 // len(run))
    for frame in (*FRAMES, "Tags: %s", "---\nimage: %s\n---\n"):
        assert seconds(partial(read, frame % text)) < 0.5
