# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Vietnamese alphabet as data: letters, vowels and tone marks, in dictionary order."""

import unicodedata

# f, j, w and z are not Vietnamese; dictionaries place foreign words with them as Latin does.
LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"

VOWELS = "aăâeêioôơuưy"

# huyền, hỏi, ngã, sắc, nặng; the level tone (ngang), which comes first, has no mark.
TONES = "\u0300\u0309\u0303\u0301\u0323"

# Combining Diacritical Marks: every mark that Latin letters carry, for use inside [...].
MARK_RANGE = "\u0300-\u036f"


def compose(*parts: str) -> str:
    """Join letters and combining marks into their composed (NFC) form."""
    return unicodedata.normalize("NFC", "".join(parts))
