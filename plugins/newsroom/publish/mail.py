# SPDX-License-Identifier: AGPL-3.0-or-later
"""A letter as a file of RFC 5322 (``.eml``), the same bytes for the same letter.

Python's `email` makes up what sets a message apart from all others (its identifier, the lines
between its parts) by chance and by the clock; here a digest does.
"""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import blake2b

import msgspec


class Mail(msgspec.Struct, frozen=True):
    """A letter: ``name`` is what it is, however often it is made ("digest-2026-w47"); no receiver.

    ``sender`` is a name and an address; ``host`` is the site's.
    """

    name: str
    sender: tuple[str, str]
    subject: str
    date: datetime
    language: str
    host: str
    text: str
    html: str


def write_mail(mail: Mail) -> bytes:
    """The letter in two forms, of which a mail program shows the one that it can.

    Raises:
        ValueError: the sender's address is none.
    """
    made = EmailMessage(policy=SMTP)
    name, address = mail.sender
    user, _at, domain = address.rpartition("@")
    if not user or not domain.isascii():
        raise ValueError(address)
    made["From"] = Address(_line(name), user, domain)
    made["Subject"] = _line(mail.subject)
    made["Date"] = mail.date
    digest = _digest(mail.name, mail.subject, mail.text, mail.html)
    made["Message-ID"] = f"<{mail.name}.{digest[:16]}@{mail.host}>"
    made["Content-Language"] = mail.language
    # Lines of any length and any letter pass all servers so.
    made.set_content(mail.text, cte="quoted-printable")
    made.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    made.set_boundary(f"=_{digest}")
    return made.as_bytes()


def _line(text: str) -> str:
    """*text* without what would end a header, or can't stand in one."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _digest(*texts: str) -> str:
    return blake2b("\0".join(texts).encode("utf-8", "replace"), digest_size=16).hexdigest()
