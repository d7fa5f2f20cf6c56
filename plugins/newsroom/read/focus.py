# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where to look in a picture: two numbers, or the words that editors have for it."""

from __future__ import annotations

import re

from newsroom.messages import _
from newsroom.read.raw_fields import UNREAD, Field
from newsroom.read.report import ReadContext, shown
from newsroom.read.spec import Spec
from newsroom.text.slug import slugify

Point = tuple[float, float]

_NEAR, _MIDDLE, _FAR = 0.2, 0.5, 0.8
"""Parts of the width or the height that words mean: what is at the left is seldom at its edge."""

_ACROSS = {"trai": _NEAR, "left": _NEAR, "phai": _FAR, "right": _FAR}
_DOWN = {"tren": _NEAR, "top": _NEAR, "duoi": _FAR, "bottom": _FAR}
_CENTRE = {"giua", "center", "centre", "middle"}
_FILLERS = {"", "ben", "phia", "goc", "o", "va"}
"""What people say besides: “góc trên bên trái”."""

_NUMBER = re.compile(r"0(?:\.[0-9]{1,6})?|1(?:\.0{1,6})?|\.[0-9]{1,6}")


def focus(spec: Spec, field: Field, reading: ReadContext) -> Point | None:
    """Return the point of a picture that its crops keep: from the left and the top, 0 to 1."""
    parts = field.value if isinstance(field.value, list) else [field]
    texts = [part.value for part in parts if isinstance(part.value, str)]
    said = " ".join(texts).strip()
    if field.value is UNREAD or (not said and len(texts) == len(parts)):
        return None
    words = re.split(r"[\s,;]+", said)
    found = _numbers(words) or _said(words) if len(texts) == len(parts) else None
    if found is None:
        message = _(
            '"{value}" is no place in a picture; write words (trên, dưới, trái, phải, giữa), or '
            'two numbers from 0 to 1, from the left and from the top, such as "focus: [0.4, 0.2]"'
        )
        reading.error(field.line, message.format(value=shown(said)), spec.name)
    return found


def _numbers(words: list[str]) -> Point | None:
    if [bool(_NUMBER.fullmatch(word)) for word in words] != [True, True]:
        return None
    return round(float(words[0]), 2), round(float(words[1]), 2)


def _said(words: list[str]) -> Point | None:
    across = down = None
    for word in map(slugify, words):
        if word in _ACROSS and across is None:
            across = _ACROSS[word]
        elif word in _DOWN and down is None:
            down = _DOWN[word]
        elif word not in _CENTRE and word not in _FILLERS:
            return None
    return (_MIDDLE if across is None else across, _MIDDLE if down is None else down)
