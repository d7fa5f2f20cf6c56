# SPDX-License-Identifier: AGPL-3.0-or-later
"""The imprint as readers see it."""

from __future__ import annotations

import re
from collections.abc import Callable

from newsroom.imprint import LINES, Imprint
from newsroom.pages.views import ImprintLine

_SCHEMES = {"telephone": "tel", "hotline": "tel", "email": "mailto"}


def imprint_lines(of: Imprint, say: Callable[[str], str]) -> tuple[ImprintLine, ...]:
    """The lines that the operator has filled in, in their order."""
    return tuple(
        ImprintLine(name, title, text, _url(name, text))
        for name, title in zip(LINES, _titles(say), strict=True)
        if (text := _text(of, name))
    )


def _titles(say: Callable[[str], str]) -> tuple[str, ...]:
    return (
        "",
        say("Press agency"),
        say("Governing body"),
        say("Licence"),
        say("Responsible for the content"),
        say("Address"),
        say("Telephone"),
        say("Hotline"),
        say("Fax"),
        say("E-mail"),
        say("ISSN"),
    )


def _text(of: Imprint, name: str) -> str:
    if name != "licence":
        return str(getattr(of, name))
    return ", ".join(filter(None, (of.licence, of.licence_date, of.licence_issuer)))


def _url(name: str, text: str) -> str:
    if name not in _SCHEMES:
        return ""
    address = text if name == "email" else re.sub(r"[^0-9+]", "", text)
    return f"{_SCHEMES[name]}:{address}"
