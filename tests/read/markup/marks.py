# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything that some step leaves in a text to find it again, in every spelling a writer has."""

from __future__ import annotations

import hypothesis.strategies as st
from markdown.extensions.footnotes import FN_BACKLINK_TEXT, NBSP_PLACEHOLDER
from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER, INLINE_PLACEHOLDER, TAG_PLACEHOLDER

from newsroom.read.markup.paragraphs import PLACE

# Private use, non-characters, controls: what some program may hold to be its own.
SIGNS = "\ue000\uf8ff\U000f0000\U0010ffff\ufdd0\ufffe\uffff\ufeff\x00\x01\x02\x03\x04\x1a\x7f"
MARKS = (
    *(f"{sign}{number}{sign}" for sign in SIGNS for number in ("", 0, 1, 10**30)),
    *SIGNS,
    PLACE, f"<p>{PLACE}</p>", f"</p>{PLACE}<p>", f"{PLACE}\n\n{PLACE}",
    *(placeholder % "0" for placeholder in (HTML_PLACEHOLDER, TAG_PLACEHOLDER)),
    INLINE_PLACEHOLDER % "0000", INLINE_PLACEHOLDER % "0001", AMP_SUBSTITUTE, "\x0260\x03",
    FN_BACKLINK_TEXT, NBSP_PLACEHOLDER,
    '="{static}/images/x.webp"', 'src="{filename}x.md"', "{static}", "{filename}",
    '<div class="footnote">', '<li id="fn:1">', "fnref:1", '<figure class="gallery">',
    "&lt;iframe src=//youtu.be/abcdefghijk&gt;",
)  # fmt: skip
# The words within them, which no reader may see unless a writer typed them.
WORDS = ("klzzwxh", "wzxhzdk", "hzzhzkh", "zz1337820767766393qq", "qq3936677670287331zz")

SPELLINGS = (
    "{char}", "&#{code};", "&#x{code:x};", "&#X{code:08X};", "&#{code:010};", "&#{code}",
    "&amp;#{code};", "&#38;#x{code:x};", "&amp;amp;#{code};", "\\{char}", "%{code:02x}",
)  # fmt: skip
# Where a text may stand, beside or within everything that becomes an element or an attribute.
HOLDERS = (
    "{}", "## {}", "- {}", "> {}", "`{}`", "**{}**", "    {}", "x {} y", "{}\n{}",
    "| a |\n|--|\n| {} |",
    "![{}](/images/a.webp)", '![a](/images/a.webp "{}")', "[{}](/a.html)", '[a](/a.html "{}")',
    "[a]({})", "[a](<{}>)", "![a]({})", "<b title='{}'>a</b>",
    '<img alt="{}" src="/images/a.webp">',
    "<div>{}</div>", "<p>{}</p>", "<!-- {} -->", "<{}>", "[^1]\n\n[^1]: {}", "[^{}]\n\n[^{}]: a",
    '!!! hộp "{}"\n    {}', "!!! ảnh\n    ![{}](/images/a.webp)", "*[{}]: a", "*[VN]: {}\n\nVN",
    "[{}]: /a.html", '[a]\n\n[a]: /a.html "{}"', ": {}", "a\n:   {}", "```\n{}\n```",
    "## a {#{}}",
    "![{}](https://youtu.be/abcdefghijk)", "![{}](/images/a.mp3)", "<https://a.example/{}>",
)  # fmt: skip


def spelt(mark: str, spellings: list[str]) -> str:
    """``mark``, each character in the next spelling of the list, over and over."""
    return "".join(
        spellings[place % len(spellings)].format(char=char, code=ord(char))
        for place, char in enumerate(mark)
    )


FORGED = st.builds(
    lambda holder, mark: holder.replace("{}", mark),
    st.sampled_from(HOLDERS),
    st.builds(
        spelt,
        st.sampled_from(MARKS) | st.text(SIGNS + "0123456789", max_size=6),
        st.lists(st.sampled_from(SPELLINGS), min_size=1, max_size=3),
    ),
)
