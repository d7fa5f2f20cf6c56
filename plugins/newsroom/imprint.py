# SPDX-License-Identifier: AGPL-3.0-or-later
"""The imprint: who publishes the paper, by whose leave, and how it is reached.

No law is named here: which lines a paper owes its readers, and on which pages, the operator has
checked, and says in the settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Literal

import msgspec

from newsroom.messages import _

Policy = Literal[
    "publishingPrinciples",
    "ethicsPolicy",
    "correctionsPolicy",
    "verificationFactCheckingPolicy",
    "unnamedSourcesPolicy",
    "actionableFeedbackPolicy",
    "ownershipFundingInfo",
    "masthead",
]
"""Where a paper says what it holds itself to: properties of schema.org's NewsMediaOrganization."""


class Imprint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Each field is a line of the imprint; what is empty is not shown."""

    name: str = ""
    """The paper's full name, where it is more than SITENAME."""
    agency: str = ""
    """The agency that makes it (*cơ quan báo chí*)."""
    governing_body: str = ""
    """The body that governs it (*cơ quan chủ quản*)."""
    licence: str = ""
    """The number of its licence."""
    licence_date: str = ""
    """The day of the licence, as readers see it: ``01/02/2026``."""
    licence_issuer: str = ""
    """Who issued the licence."""
    head: str = ""
    """The head of the paper, with a title: ``Tổng Biên tập Nguyễn Văn A``."""
    address: str = ""
    """Where it is."""
    telephone: str = ""
    """Its telephone."""
    hotline: str = ""
    """Its telephone for readers' news."""
    fax: str = ""
    """Its fax."""
    email: str = ""
    """Its e-mail address."""
    issn: str = ""
    """Its ISSN: ``1234-5679``."""


Line = Literal[
    "name",
    "agency",
    "governing_body",
    "licence",
    "head",
    "address",
    "telephone",
    "hotline",
    "fax",
    "email",
    "issn",
]
"""A line of the imprint; that of the licence tells its day and issuer, too."""

LINES: tuple[str, ...] = tuple(
    name for name in Imprint.__struct_fields__ if name not in ("licence_date", "licence_issuer")
)

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TELEPHONE = re.compile(r"[+(]?[0-9][0-9 .()-]{2,30}")
_ISSN = re.compile(r"[0-9]{4}-[0-9]{3}[0-9X]")


def faults(written: object) -> Iterator[str]:
    """Tell what is wrong with NEWSROOM_IMPRINT, of which only the types were checked."""
    if not isinstance(written, Mapping):
        return
    for name, value in written.items():
        if name not in Imprint.__struct_fields__:
            guess = get_close_matches(str(name), Imprint.__struct_fields__, 1)
            message = _('NEWSROOM_IMPRINT: "{name}" is no line of the imprint; write one of: {all}')
            if guess:
                message = _(
                    'NEWSROOM_IMPRINT: "{name}" is no line of the imprint; did you mean "{guess}"?'
                )
            known = ", ".join(Imprint.__struct_fields__)
            yield message.format(name=name, all=known, guess=guess[0] if guess else "")
        elif not isinstance(value, str):
            message = _('NEWSROOM_IMPRINT: {name} must be text in quotation marks, such as "…".')
            yield message.format(name=name)
        elif value and (wrong := _wrong(str(name), value)):
            yield f"NEWSROOM_IMPRINT: {wrong}"


def _wrong(name: str, value: str) -> str:
    if name == "email" and not _EMAIL.fullmatch(value):
        return _('"{value}" is no e-mail address.').format(value=value)
    if name in ("telephone", "hotline", "fax") and not _TELEPHONE.fullmatch(value):
        return _('"{value}" is no telephone number; write digits, spaces and dots.').format(
            value=value
        )
    if name == "issn" and not is_issn(value):
        return _('"{value}" is no ISSN; it has eight digits, and the last one checks them.').format(
            value=value
        )
    return ""


def is_issn(text: str) -> bool:
    """Whether a text is an ISSN, by its check digit (ISO 3297)."""
    if not _ISSN.fullmatch(text):
        return False
    digits = [10 if sign == "X" else int(sign) for sign in text.replace("-", "")]
    return (
        sum(digit * weight for digit, weight in zip(digits, range(8, 0, -1), strict=True)) % 11 == 0
    )
