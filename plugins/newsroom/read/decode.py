# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bytes → text, whatever program saved the file."""

from __future__ import annotations

import codecs
import re

from newsroom.messages import _
from newsroom.read.report import Report, shown
from newsroom.text.damage import Damage, damage, damage_of_lines
from newsroom.text.normalise import clean, nfc

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# Line breaks that editors' programs do not count. They become spaces, so that the lines of our
# messages are the lines on the editor's screen, and since YAML would see a new field after them.
_UNCOUNTED_BREAKS = re.compile("[\v\f\x85\u2028\u2029]")

_END = re.compile("[\r\n]---")

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

# All of these and the letter "�" at once: nearly every file has none, and is searched only once.
_ODD = re.compile("[\x00-\x08\v\f\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffd-\uffff]")


def decode(data: bytes, report: Report) -> str | None:
    r"""Return the text of a file: cleaned, composed (NFC), its lines ended by "\n".

    None, with an error reported, if *data* is not UTF-8 text. A byte order mark is dropped.
    """
    if data.startswith(_UTF16):
        report.error(1, _("the file is saved as UTF-16; save it as UTF-8"))
        return None
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        _report_bytes(data, error, report)
        return None
    plain = text.replace("\n", "").isprintable() and "\ufffd" not in text
    if plain:  # as nearly all are
        text = nfc(text)
    _warn_of_encoding(text, report)
    if plain or not _ODD.search(text):
        return clean(text)
    if "\0" in text:
        report.error(_line(text, text.index("\0")), _("the file is not text; save it as UTF-8"))
        return None
    _warn_of_damage(text, report)
    return clean(_UNCOUNTED_BREAKS.sub(" ", text))


def _report_bytes(data: bytes, error: UnicodeDecodeError, report: Report) -> None:
    """Say where the first byte stands that UTF-8 does not allow."""
    offset = len(data) - len(error.object) + error.start
    before = data[:offset].removeprefix(codecs.BOM_UTF8).decode("utf-8")
    message = _("the letter at column {column} is not UTF-8; save the file as UTF-8").format(
        column=_column(before)
    )
    report.error(_line(before, len(before)), message)


def _warn_of_encoding(text: str, report: Report) -> None:
    """Warn of text that was read in another encoding before, or set in an old font."""
    text = nfc(text)  # a letter and its mark apart look like neither
    found = damage(text) or _damage_of_head(text)
    if found is None:
        return
    if found.font:
        message = _(
            '"{sample}" is in an old font, {font}, and can\'t be read; convert the text to Unicode'
        ).format(sample=shown(found.sample), font=found.font)
    else:
        message = _(
            '"{sample}" was "{meant}" before the text was read in a wrong encoding; copy the text '
            "again from where it is right"
        ).format(sample=shown(found.sample), meant=shown(found.meant))
    report.warning(_line(text, found.offset), message, code="damaged-text")


def _damage_of_head(text: str) -> Damage | None:
    """The damage of a line of front matter, or of a registry: names and headlines are short."""
    end = _END.search(text, 3) if text.startswith("---") else None
    head = text[: end.start()] if end else text
    return None if head.isascii() else damage_of_lines(head)


def _warn_of_damage(text: str, report: Report) -> None:
    """Warn of the first invisible control character, and of the first letter that was lost."""
    if found := _CONTROL.search(text):
        message = _(
            "the control character U+{code} was left out; check the words around column {column}"
        ).format(code=f"{ord(found[0]):04X}", column=_column(text[: found.start()]))
        report.warning(_line(text, found.start()), message, code="control-character")
    if (lost := text.find("\ufffd")) >= 0:
        message = _(
            'the letter at column {column} was lost when the text was converted ("�"); retype it'
        ).format(column=_column(text[:lost]))
        report.warning(_line(text, lost), message, code="lost-letter")


def _line(text: str, offset: int) -> int:
    r"""Return the line of *offset*: "\r\n", "\n" and "\r" each end one."""
    before = text[:offset]
    return 1 + before.count("\n") + before.count("\r") - before.count("\r\n")


def _column(before: str) -> int:
    """Return the column, from 1, of the character that follows *before*."""
    return len(before) - max(before.rfind("\n"), before.rfind("\r"))
