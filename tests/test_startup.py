# SPDX-License-Identifier: AGPL-3.0-or-later
"""What makes Python start faster works as what it stands for."""

import re
import subprocess
import sys

from newsroom.startup import late_pattern

# What `re` is asked to compile while everything is imported that a build of nothing new imports.
_COMPILED = """
import re._compiler
from re import _compiler
asked, compile_ = [], _compiler.compile
def compile(pattern, flags=0):
    asked.append(pattern)
    return compile_(pattern, flags)
_compiler.compile = compile
import newsroom.newspaper
from newsroom.publish import feed
from newsroom.related import terms
from newsroom.text import unicode
late = (feed._ILLEGAL, terms._NAME, unicode._NEWER, unicode._RUNS)
print([pattern._text in asked for pattern in late])
print([bool(pattern.search("Đống Đa \\x01\\u1c89 Hà Nội")) for pattern in late])
print([pattern._text in asked for pattern in late])
"""


def test_a_late_pattern_finds_what_the_pattern_finds() -> None:
    late, plain = late_pattern("[a-c]+(d)"), re.compile("[a-c]+(d)")
    text = "abd cd ad xx"
    assert late.findall(text) == plain.findall(text)
    assert late.sub(r"\1", text) == plain.sub(r"\1", text)
    assert late.pattern == plain.pattern


def test_patterns_of_rare_letters_wait_until_they_are_used() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _COMPILED], capture_output=True, check=True, encoding="utf-8"
    )
    assert told.stdout.split("\n")[:3] == [
        "[False, False, False, False]",
        "[True, True, True, True]",
        "[True, True, True, True]",
    ]
