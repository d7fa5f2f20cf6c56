# SPDX-License-Identifier: AGPL-3.0-or-later
"""Slips of the pen in front matter, each with what is told and what is read all the same.

What can mean only one thing is read as that; of the rest the message names the line and offers
what to write, and the other fields of the file are looked at, too.
"""

# ruff: noqa: E501 - a case is a line, with the beginning of what is told
from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsroom.read.schema import ARTICLE

from .helpers import HEAD, fields, read, relaxed

# A field's line (the sixth of the file), and what is told of it: "6: …", "6 w: …" for a warning.
TOLD = [
    # Items that are not below one another.
    ("tags:\n  - a\n   - b", '7: "- b" stands farther to the right than the item above it; put it bel'),
    ("tags:\n- a\n  - b\n- c", '7: "- b" stands farther to the right than the item above it; put it be'),
    # Telex while it was off.
    ("summary: Cong ddoanf tawng quaf", '6 w: summary: "ddoanf" looks like Telex that was switched off'),
    ("tags: [coong ddoanf]", '6 w: tags: "ddoanf" looks like Telex that was switched off'),
    ("image: {src: x.webp, alt: ddoanf}", '6 w: image: "ddoanf" looks like Telex that was switched o'),
    # Lists and brackets.
    ("tags: [a, , b]", "6: there is nothing between two commas; write tags: [a, b]"),
    ("tags: [, a]", "6: there is nothing between two commas; write tags: [a]"),
    ("tags: [a, b", "6: the bracket that opens the value is not closed; close it, tags: [a, b]"),
    ("tags: [a]]", "6: there is one bracket too many; write tags: [a]"),
    ("image: {src: x.webp", "6: the bracket that opens the value is not closed; close it, image: {"),
    ("tags: [#a]", '6: a "#" begins a comment; leave it out: tags: [a]'),
    ("tags: [#a, #b]", '6: a "#" begins a comment; leave it out: tags: [a, b]'),
    ("tags: #a #b", '6: tags: "#a #b" would be left out as a comment; write tags: [a, b]'),
    ('tags: "#a #b"', '6: tags: "#a #b": names have no "#"; write tags: [a, b]'),
    ("tags:\n  -a\n  -b", '7: each item of a list begins with "- ", a hyphen and a space; write "- a'),
    ("tags:\n-a\n-b", '7: each item of a list begins with "- ", a hyphen and a space; write "- a'),
    ("tags:\n  - a\n  -b", '8: each item of a list begins with "- ", a hyphen and a space; write "- b'),
    ("tags:\n  – a\n  – b", '7: each item of a list begins with "- ", a hyphen and a space; write "- a'),
    ("tags:\n  • a\n  • b", '7: each item of a list begins with "- ", a hyphen and a space; write "- a'),
    ("tags:\n  * a\n  * b", '7: each item of a list begins with "- ", a hyphen and a space; write "- a'),
    ("tags: - a", "6: items stand in brackets, or each on a line of its own; write tags: [a]"),
    ("tags: a; b", '6: tags: "a; b" is read as one name; for several, write a list: tags: [a, b]'),
    ("tags: a, b", '6: tags: "a, b" is read as one name; for several, write a list: tags: [a, b]'),
    # Groups.
    ("image: src: x.webp", '6: "src" is a part of "image"; write it on a line of its own, indented'),
    ("image:\n  src:x.webp", "6: image: a space is missing after the colon; write src: x.webp"),
    ("image:\n  src: x.webp\n  alt:y", "8: a space is missing after the colon; write alt: y"),
    ("image: {src: x.webp, alt:y}", "6: image: a space is missing after the colon; write alt: y"),
    ("image:\n  src: x.webp\nalt: y", '8: "alt" is a part of "image"; write it below "image:"'),
    ("image: x.webp\n  alt: y", '7: the line "alt" does not stand right below the others'),
    # Quotation marks, comments, colons.
    ("kicker: 'It's'", '6: text follows the quotation mark that closes the value; put the whole '
     'value in quotes: kicker: "It\'s"'),
    ('kicker: "Nóng', '6: the quotation mark " that opens the value is not closed; write kicker: "Nóng"'),
    ("kicker: 'Nóng", "6: the quotation mark ' that opens the value is not closed; write kicker: \"N"),
    ('kicker: "Nóng\nsummary: "Sapo"', '6: the quotation mark " that opens the value is not closed'),
    ("kicker: 'Nóng\nsummary: Sapo'", "6: the quotation mark ' that opens the value is not closed"),
    ("kicker: # x", '6: kicker: "# x" would be left out as a comment; put the whole value in quotes: '
     'kicker: "x"'),
    ("kicker: Một # hai", '6: kicker: "# hai" would be left out as a comment; put the whole value in '
     'quotes: kicker: "Một # hai"'),
    ("kicker: “Hà Nội: mưa”", '6: the value holds a colon; put the value in quotes: kicker: "Hà Nội: '),
    ('kicker: "images\\x.webp"', "6: a backslash in double quotes has a meaning of its own"),
    # Names of fields, and lines.
    ("kicker:Nóng", "6: a space is missing after the colon; write kicker: Nóng"),
    ("kicker = Nóng", '6: after the name of a field stands a colon (":"); write kicker: Nóng'),
    ("  kicker: Nóng", '6: the field "kicker" is indented; write it at the very beginning'),
    ("tiêu đề: x", '6: "tiêu đề" is not a known field; here it is called "title"'),
    ("keywords: x", '6: "keywords" is not a known field; here it is called "tags"'),
    ("draft: true", '6: "draft" is not a known field; here it is called "status": status: draft'),
    # Values.
    ("expires: 20/11/26", '6: expires: "20/11/26": day, month and a year of four digits are wanted; '
     "write 20/11/2026"),
    ("expires: 11/20/2026", '6: expires: "11/20/2026": day, month and a year of four digits are wan'),
    ("expires: Ngày 20/11", '6: expires: "Ngày 20/11": the year is missing; write it like 22/04/2025'),
    ("expires: 9h15", '6: expires: "9h15": the day is missing; write it like 22/04/2025 09:15'),
    ("expires: 31/11/2026", '6: expires: "31/11/2026": the calendar has no such day'),
    ("expires: Thứ hai, 20/11/2026", '6: expires: "Thứ hai, 20/11/2026": the day of the week is not'),
    ("kicker: '**Nóng**'", '6 w: kicker: "**Nóng**": the signs of HTML and Markdown have no effect'),
    ("summary: <em>x</em> y", '6 w: summary: "<em>x</em> y": the signs of HTML and Markdown have no'),
    ("image: data:image/png;base64,iVBORw0KGgo=", "6: image: the picture is written into the text its"),
    ("<<<<<<< HEAD\nkicker: a\n=======\nkicker: b\n>>>>>>> nhanh", "6: git left two versions here, as "
     "two people changed the same lines (down to line 10)"),
    (">>>>>>> nhanh", "6: this line is a mark that git left where two people changed the same lines"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "told"), TOLD, ids=[written for written, _told in TOLD])
def test_a_slip_is_told_at_its_line(written: str, told: str) -> None:
    entry, problems = read(f"---\n{HEAD}{written}\n---\nBài.\n")
    found = [f"{p.line}{' w' if p.severity == 'warning' else ''}: {p.message}" for p in problems]
    assert len(found) == 1 and found[0].startswith(told), found
    assert entry is not None
    assert (entry.title, entry.body.html) == ("Trao quà", "Bài.\n")


# What is read, though it is not written as the guide says.
READ = [
    ("expires: 9h15 20/11/2026", "expires", "2026-11-20 09:15:00+07:00"),
    ("expires: 2026/11/20", "expires", "2026-11-20 00:00:00+07:00"),
    ("expires: 20 tháng 11 năm 2026", "expires", "2026-11-20 00:00:00+07:00"),
    ("expires: Thứ sáu, 20/11/2026 09:15 (GMT+7)", "expires", "2026-11-20 09:15:00+07:00"),
    ("expires: “20/11/2026”", "expires", "2026-11-20 00:00:00+07:00"),
    ("kicker: Fish &amp; chips &#8211; ngon", "kicker", "Fish & chips – ngon"),
    ("kicker: Gia đình 👨\u200d👩\u200d👧", "kicker", "Gia đình 👨\u200d👩\u200d👧"),
    ("kicker: <tên công ty> và AT&T", "kicker", "<tên công ty> và AT&T"),
    ("kicker: “Trao quà”", "kicker", "“Trao quà”"),
    ("tags: [“a”, ‘b’]", "tags", "('a', 'b')"),
    ("tags: [A và B]", "tags", "('A và B',)"),
    ("status: nháp", "status", "draft"),
    ("status: Đã đăng", "status", "published"),
    ("status: draft  # chờ duyệt", "status", "draft"),
    ("image: content/images/x.webp", "image", "src='images/x.webp'"),
    ("image: /content/images/x.webp", "image", "src='images/x.webp'"),
    ("image: images\\x.webp", "image", "src='images/x.webp'"),
    ("image: ./x.webp", "image", "src='cong-doan/2025/04/x.webp'"),
    ("related: content\\doi-song\\y.md", "related", "('doi-song/y.md',)"),
    ('image: {src: ""}', "image", "None"),
    ('image: {src: "", alt: "", caption: "", credit: ""}', "image", "None"),
    ("image: {src: , alt: }", "image", "None"),
    ("source: {name: '', url: ''}", "source", "None"),
    ("corrections: [{date: '', text: ''}]", "corrections", "()"),
    ("corrections: {date: 23/04/2025, text: Sửa số.}", "corrections", "2025, 4, 23"),
]


@pytest.mark.parametrize(("written", "name", "value"), READ, ids=[written for written, *_ in READ])
def test_what_can_mean_only_one_thing_is_read(written: str, name: str, value: str) -> None:
    entry, problems = fields(written)
    assert problems == []
    assert value in str(getattr(entry, name))


@pytest.mark.parametrize("written", ["A và B", "A - B", "A & B", "A / B", "A + B"])
def test_a_byline_that_may_be_two_is_a_warning(written: str) -> None:
    for text, told in ((written, 1), (f"[{written}]", 0)):
        entry, problems = read(f"---\n{HEAD.replace('Minh Khôi', text)}---\n")
        assert entry is not None and entry.authors == (written,)
        codes = [problem.code for problem in problems if problem.code != "no-body"]
        assert codes == ["names-in-one"] * told


# -------------------------------------------------------------- how the fields begin and end

FRAMES = [
    ("---\n{}———\nBài.\n", '6: "———" does not close the fields; write three hyphens: ---'),
    ("---\n{}...\nBài.\n", '6: "..." does not close the fields; write three hyphens: ---'),
    ("---\n{}----\nBài.\n\n---\nCuối.", '6: "----" does not close the fields; write three hyphens'),
    ("---\n{}\nBài.\n", "1: the front matter that opens on line 1 is never closed"),
    (
        "---\n{}\nBài.\n\n---\n\nCuối: hết.\n",
        "1: the front matter that opens on line 1 is never cl",
    ),
    ("———\n{}---\nBài.\n", '1: "———" does not open the fields; write three hyphens: ---'),
    ("- - -\n{}---\nBài.\n", '1: "- - -" does not open the fields; write three hyphens: ---'),
    ("{}---\nBài.\n", '1: the line "---" above the fields is missing; put it before this line'),
    ("{}\nkicker: x\n---\nBài.\n", '1: the line "---" above the fields is missing; put it before'),
]


@pytest.mark.parametrize(("frame", "told"), FRAMES, ids=[frame for frame, _told in FRAMES])
def test_a_wrong_frame_is_told_and_the_fields_are_read(frame: str, told: str) -> None:
    entry, problems = read(frame.format(HEAD))
    found = [f"{problem.line}: {problem.message}" for problem in problems]
    assert len(found) == 1 and found[0].startswith(told), found
    assert entry is not None
    assert (entry.title, entry.authors) == ("Trao quà", ("Minh Khôi",))
    assert entry.body.html.startswith("Bài.\n")


def test_toml_is_named() -> None:
    _entry, problems = read('+++\ntitle = "A"\n+++\nBài.\n')
    assert [p.message.partition(";")[0] for p in problems] == [
        'the fields are written in TOML ("+++", "=")'
    ]


def test_all_errors_of_one_file_are_told_at_once() -> None:
    """YAML gives up at the first; an editor hears of all seven."""
    text = (
        "---\ntitle: Giá vàng: tăng\ndate: 2025-02-30\nauthor:Thu Hằng\ndistrict: Đống Đa\n"
        "tags: [a, , b]\nimage: src: x.webp\nkicker: 'It's'\ntiêu đề: x\nstatus: draft\n---\nBài.\n"
    )
    entry, problems = read(text)
    assert [problem.line for problem in problems] == [2, 3, 4, 6, 7, 8, 9]
    assert entry is not None
    assert (entry.status, entry.units, entry.body.words) == ("draft", ("Đống Đa",), 12)


# ------------------------------------------------------------------------ Pelican's own header


@pytest.mark.parametrize(
    ("written", "name", "value"),
    [
        ("Kicker:Nóng", "kicker", "Nóng"),
        ("Tags: [a, b]", "tags", "('a', 'b')"),
        ('Tags: "a", "b"', "tags", "('a', 'b')"),
        ("Tags: a; b", "tags", "('a', 'b')"),
        ("Summary: A &amp; B", "summary", "A & B"),
        ("Expires: 9h15 ngày 20/11/2026", "expires", "2026-11-20 09:15:00+07:00"),
        ("Status: Nháp", "status", "draft"),
        ("Image: content\\images\\x.webp", "image", "src='images/x.webp'"),
    ],
)
def test_a_header_is_read_as_generously(written: str, name: str, value: str) -> None:
    entry, problems = read(f"{HEAD}{written}\n\nBài.\n")
    assert problems == []
    assert entry is not None
    assert value in str(getattr(entry, name))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Tác giả: X", '5: "tác giả" is not a known field; here it is called "author"'),
        ("Ghi chú: x", '5: "Ghi chú: x" is not "Field: value"; leave an empty line above the text'),
        ("<<<<<<< HEAD\nKicker: a\n=======\nKicker: b\n>>>>>>> x", "5: git left two versions here"),
        ("Expires: 20/11/26", '5: expires: "20/11/26": day, month and a year of four digits'),
        ("Tags: #a #b", '5: tags: "#a #b": names have no "#"; write tags: [a, b]'),
    ],
)
def test_a_header_is_told_as_well(written: str, told: str) -> None:
    _entry, problems = read(f"{HEAD}{written}\n\nBài.\n")
    found = [f"{problem.line}: {problem.message}" for problem in problems]
    assert len(found) == 1 and found[0].startswith(told), found


# --------------------------------------------------------------------------------- properties

SLIPS = st.sampled_from(
    [text for text, _told in TOLD if "\nsummary" not in text and text[0] not in " <>"]
)


@relaxed
@given(st.lists(SLIPS, min_size=2, max_size=4, unique=True))
def test_slips_do_not_hide_each_other(written: list[str]) -> None:
    """Whatever stands beside it, a slip is told as it is told alone."""
    names = [text.partition(":")[0].split()[0] for text in written]
    assume(len({name.lower() for name in names}) == len(names))
    alone = {p.message for text in written for p in read(f"---\n{HEAD}{text}\n---\n")[1]}
    together = {p.message for p in read("---\n" + HEAD + "\n".join(written) + "\n---\n")[1]}
    assert together >= alone


REMEDY = re.compile(
    r"(?:write|leave it out:|in quotes:|close it,) ((?:\w+): .*?)(?:, or, if it is.*)?$"
)


@pytest.mark.parametrize("written", [written for written, _told in TOLD])
def test_a_remedy_that_is_followed_mends(written: str) -> None:
    """Where a message offers a whole field, writing that leaves nothing to tell but what it says."""
    _entry, problems = read(f"---\n{HEAD}{written}\n---\n")
    found = REMEDY.search(problems[0].message)
    if not found or not ARTICLE.find(found[1].partition(":")[0]):
        return
    _entry, left = read(f"---\n{HEAD}{found[1]}\n---\n")
    assert [problem for problem in left if problem.severity == "error"] == []
