# SPDX-License-Identifier: AGPL-3.0-or-later
"""No text depends on how many letters the Python at work knows.

What a later Python knows and the first promised one does not is treated as that one treats it: as
signs of private use are, which no Python ever takes for a letter, a mark or a digit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.errors import Problems
from newsroom.read.body import _ODD, BodyRenderer
from newsroom.related.terms import find_names
from newsroom.text import collate, fold, marks, normalise, slug, syllables
from newsroom.text.unicode import NEWER, OLD, StandIns, casefold, combining, known, lower

_NEWER = re.compile(f"[{NEWER}]")
# By what they are: letters with and without case, marks, digits; of Unicode 15.0, 15.1 and 16.0.
LETTERS = "\U00031350\U0002ebf0\U0001e030\U0001df25\u1c89\ua7cb\U00010d50\U00010d70\U000105c9"
MARKS = "\u0ece\u0cf3\U0001e08f\U00010efd\u0897\U0001e4ec"
DIGITS = "\U00011f57\U0001e4f5\U00010d44\U0001ccf3\U0001d2c5"
ALL = LETTERS + MARKS + DIGITS
PRIVATE = "\U0010f000"  # as the stand-ins are, and none of them


def test_no_newer_letter_is_passed_by_the_quick_look() -> None:
    quick = re.compile(f"[{OLD}]")
    letters = map(chr, range(0x110000))
    newer = [letter for letter in letters if _NEWER.match(letter)]
    assert [hex(ord(letter)) for letter in newer if quick.match(letter)] == []
    assert [hex(ord(letter)) for letter in newer if not _ODD.match(letter)] == []
    assert all(quick.match(it) for it in "Đ\u1ea1\u1ef9\u0301 “…” ₫ 中 – Ω Я")


def test_the_table_holds_what_is_newer_and_nothing_else() -> None:
    wanted = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code))[0] in "LMN"]
    old = "".join(letter for letter in wanted if not _NEWER.match(letter))
    # All letters, marks and numbers of Unicode 14.0, whichever version counts them.
    assert len(old) == 135_955
    digest = sha256(old.encode("utf-8", "surrogatepass")).hexdigest()
    assert digest.startswith("5631b0636024ef45")
    if unicodedata.unidata_version == "14.0.0":
        assert len(wanted) == len(old)


def _stands(work: Callable[[str], object], text: str, letter: str) -> None:
    """What is made of a newer letter is what is made of a sign of private use."""
    if PRIVATE in text or letter in text:
        return
    given, like = (work(text.replace("X", found)) for found in (letter, PRIVATE))
    assert repr(given).replace(ascii(letter)[1:-1], letter) == repr(like).replace(
        ascii(PRIVATE)[1:-1], letter
    )


TEXTS: dict[str, Callable[[str], object]] = {
    "nfc": normalise.nfc,
    "clean": normalise.clean,
    "one_line": normalise.one_line,
    "canonical_tone": normalise.canonical_tone,
    "is_nfc": normalise.is_nfc,
    "fold": fold.fold,
    "key": fold.key,
    "without_marks": marks.without_marks,
    "syllables": syllables.syllables,
    "flow": lambda text: syllables.flow(syllables.stretches(text)),
    "words": syllables.words,
    "initial": collate.initial,
    "names": find_names,
    "lower": lower,
    "casefold": casefold,
}
_PIECES = st.sampled_from(
    ["X", "X", "a", "B", "oà", "Oá", "uỷ", "\u0301", "\u0323", "\u0345", "1", "_", "*", " ", ". "]
)  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
@given(st.lists(_PIECES, max_size=9).map("".join), st.sampled_from(ALL))
def test_texts(name: str, text: str, letter: str) -> None:
    _stands(TEXTS[name], text, letter)


@given(st.lists(_PIECES, max_size=6).map("".join), st.sampled_from(ALL))
def test_order_is_that_of_the_letters_that_all_know(text: str, letter: str) -> None:
    made = collate.sort_key(text.replace("X", letter)).partition("\x01")[0]
    assert made == collate.sort_key(text.replace("X", PRIVATE)).partition("\x01")[0]


@given(st.lists(_PIECES, max_size=6).map("".join), st.sampled_from(ALL))
def test_slugs(text: str, letter: str) -> None:
    given_one, like = (slug.slugify(text.replace("X", it)) for it in (letter, PRIVATE))
    assert given_one == like or given_one.startswith("x-")  # a digest of the text itself


BODIES = [
    "Một X**đậm**X và *Xx* _Xa_ xX_y_ __X__.", "X. Một\nX. Hai", "1X. Một", "- X\n- b",
    "[X](b.md) X[a](http://x.vn) www.Xx.vn Xwww.x.vn aX@x.vn http://x.vn/X x", "X~~x~~X aX==a==",
    "[^X] [^aX]\n\n[^aX]: chú\n\n[^X]: chú", "# X Tựa X\n\n## aX\n\n[x](#X) [y](#aX)",
    "#X tag", "*[HTMLX]: x\n\nHTMLX HTML XHTML", "| X | b |\n|---|---|\n| X | X |", "<X>",
    "<aX> a<X b>", "a\u0323X\u0301 X\u0301\u0323", "“X” 'X' X's x", "0912X X0912",
    "`X` ``X``\n\n```X\nx\n```",
    "![X](images/X.webp) [a](/x/X/) [b](/X.html#X) [d](https://x.vn/X?a=X) [e](X.md)", "— X\n– X",
]  # fmt: skip


@pytest.mark.parametrize("source", BODIES)
def test_bodies(source: str) -> None:
    renderer = BodyRenderer()

    def render(text: str) -> object:
        problems = Problems()
        body = renderer.render(text, 1, "cong-doan/2025/04/a.md", problems)
        told = sorted(problem.code for problem in problems)
        return msgspec.to_builtins(body), told

    for letter in ALL:
        _stands(render, source, letter)


def test_pictographs_are_no_letters_to_any() -> None:
    assert known("🩷🫨🪿 Hồng") == "🩷🫨🪿 Hồng"  # of Unicode 15.0


def test_stand_ins_are_found_again() -> None:
    text = f"a{ALL}\U000f0000\U000f0001 b"
    hidden = StandIns(text)
    assert hidden and not _NEWER.search(hidden.hide(text))
    assert hidden.show(hidden.hide(text)) == text
    assert not StandIns("Hồng") and combining("\u0301") and not combining("\U0001e08f")
