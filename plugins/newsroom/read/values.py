"""One reader for each kind of single value or list: what was written → what the record holds.

A reader reports what is wrong and then returns an empty value of its type, so that the other
fields of the file are read too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from unicodedata import is_normalized as _is_nfc

from newsroom.messages import _
from newsroom.read import places
from newsroom.read.report import Reading, shown
from newsroom.read.spec import Spec
from newsroom.read.tree import Field
from newsroom.text.dates import parse_date
from newsroom.text.fold import key
from newsroom.text.normalise import one_line
from newsroom.text.slug import slugify
from newsroom.text.suggest import nearest

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER = re.compile(r"[+-]?[0-9]{1,6}")
_SWITCH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def plain(spec: Spec, field: Field, reading: Reading) -> str:
    """Return a field's text as written; empty, with an error, for a list or a group."""
    if isinstance(field.value, str):
        return field.value
    message = _("one text is wanted here, not a list or a group; if it is text, put it in quotes")
    reading.error(field.line, message, spec.name)
    return ""


def tidy(text: str) -> str:
    """Return ``one_line(text)``, without its work for a text that is on one line already."""
    # Everything that one_line() mends is unprintable, a space too many, or a loose mark.
    if text.isprintable() and "  " not in text and text == text.strip() and _is_nfc("NFC", text):
        return text
    return one_line(text)


def line(spec: Spec, field: Field, reading: Reading) -> str:
    """Return a text on one line, no longer than the field allows."""
    text = tidy(plain(spec, field, reading))
    if spec.longest and len(text) > spec.longest:
        message = _('"{value}" has {count} letters; the field takes {longest}, so shorten it')
        message = message.format(value=shown(text), count=len(text), longest=spec.longest)
        reading.error(field.line, message, spec.name)
    return text


def moment(spec: Spec, field: Field, reading: Reading) -> datetime | None:
    """Return a moment, on the site's clock whatever offset was written."""
    text = line(spec, field, reading)
    try:
        return parse_date(text, reading.zone).astimezone(reading.zone) if text else None
    except ValueError:
        # Its message says the same in English only, so it is said here in the editor's language.
        message = _(
            '"{value}" is no day or time of the calendar; write it like 2025-04-22 09:15 or '
            "22/04/2025 09:15"
        )
        reading.error(field.line, message.format(value=shown(text)), spec.name)
        return None


def day(spec: Spec, field: Field, reading: Reading) -> date | None:
    """Return a date; a time that is written with it is left out."""
    found = moment(spec, field, reading)
    return found.date() if found else None


def choice(spec: Spec, field: Field, reading: Reading) -> str:
    """Return one of the field's choices; the first when none is given."""
    text = line(spec, field, reading)
    found = text.lower() or spec.choices[0]
    if found in spec.choices:
        return found
    _refuse(spec, field, text, reading)
    return spec.choices[0]


def _refuse(spec: Spec, field: Field, text: str, reading: Reading) -> None:
    """Report a value that is none of the field's choices, with a guess if one is near."""
    if guess := nearest(text, spec.choices):
        message = _('"{value}" is not a known value; did you mean "{guess}"?')
        message = message.format(value=shown(text), guess=guess[0])
    else:
        message = _('"{value}" is not a known value; write one of: {choices}')
        message = message.format(value=shown(text), choices=", ".join(spec.choices))
    reading.error(field.line, message, spec.name)


def slug(spec: Spec, field: Field, reading: Reading) -> str:
    """Return a slug: words of a-z and 0-9 joined by hyphens."""
    text = line(spec, field, reading)
    if not text or _SLUG.fullmatch(text):
        return text
    message = _('"{value}" is not a slug (a-z, 0-9 and single hyphens); write "{guess}"')
    message = message.format(value=shown(text), guess=shown(slugify(text[:200])))
    reading.error(field.line, message, spec.name)
    return ""


def number(spec: Spec, field: Field, reading: Reading) -> int:
    """Return a whole number; 0 when none is given."""
    text = line(spec, field, reading)
    if _NUMBER.fullmatch(text):
        return int(text)
    if text:
        message = _('"{value}" is not a whole number; write one such as 3')
        reading.error(field.line, message.format(value=shown(text)), spec.name)
    return 0


def switch(spec: Spec, field: Field, reading: Reading) -> bool:
    """Return true or false; true when nothing is written."""
    text = line(spec, field, reading).lower()
    if text and text not in _SWITCH:
        message = _('"{value}" is neither true nor false; write one of the two')
        reading.error(field.line, message.format(value=shown(text)), spec.name)
    return _SWITCH.get(text, True)


def _place(
    spec: Spec, field: Field, reading: Reading, read: Callable[[str], str], text: str
) -> str:
    """Return what *read* makes of *text*, or an empty text once its complaint is reported."""
    try:
        return read(text) if text.strip() else ""
    except ValueError as error:
        reading.error(field.line, str(error), spec.name)
        return ""


def image(spec: Spec, field: Field, reading: Reading) -> str:
    """Return the path of a picture under the content folder, or its https address."""
    text = line(spec, field, reading)
    return _place(spec, field, reading, lambda text: places.image(text, reading.folder), text)


def link(spec: Spec, field: Field, reading: Reading) -> str:
    """Return an http or https address."""
    return _place(spec, field, reading, places.link, line(spec, field, reading))


def url(spec: Spec, field: Field, reading: Reading) -> str:
    """Return the address that the file is published by, with a leading slash."""
    return _place(spec, field, reading, places.url, plain(spec, field, reading))


def _items(field: Field) -> list[Field]:
    """Return the items of a list; a single value is a list of one."""
    items = field.value if isinstance(field.value, list) else [field]
    return [item for item in items if item.value != ""]


def _listed(
    spec: Spec, field: Field, reading: Reading, read: Callable[[Field], str]
) -> tuple[str, ...]:
    """Return what *read* makes of each item, each once, and note the line of each."""
    found: dict[str, str] = {}
    items = _items(field)
    for item in items:
        text = read(item)
        same = key(text) if len(items) > 1 else text
        if text and same not in found:
            reading.lines[f"{spec.name}[{len(found)}]"] = item.line
            found[same] = text
    return tuple(found.values())


def names(spec: Spec, field: Field, reading: Reading) -> tuple[str, ...]:
    """Return names, each once: "Hoà  bình" is "Hòa Bình"."""
    if isinstance(field.value, str) and "," in field.value:
        message = _('"{value}" is read as one name; for several, write a list: [{value}]')
        text = message.format(value=shown(field.value))
        reading.warning(field.line, text, spec.name, code="names-in-one")
    return _listed(spec, field, reading, lambda item: _chosen(spec, item, reading))


def _chosen(spec: Spec, field: Field, reading: Reading) -> str:
    """Return a name, in the spelling of the field's choices if it has any."""
    text = line(spec, field, reading)
    if not spec.choices or not text:
        return text
    known = {key(choice): choice for choice in spec.choices}
    if (found := known.get(key(text))) is None:
        _refuse(spec, field, text, reading)
    return found or ""


def sources(spec: Spec, field: Field, reading: Reading) -> tuple[str, ...]:
    """Return paths of articles and pages, relative to the content folder."""

    def read(item: Field) -> str:
        text = line(spec, item, reading)
        return _place(
            spec, item, reading, lambda text: places.source_path(text, reading.folder), text
        )

    return _listed(spec, field, reading, read)


def slugs(spec: Spec, field: Field, reading: Reading) -> tuple[str, ...]:
    """Return slugs."""
    return _listed(spec, field, reading, lambda item: slug(spec, item, reading))


def old_urls(spec: Spec, field: Field, reading: Reading) -> tuple[str, ...]:
    """Return addresses on this site, each with a leading slash."""

    def read(item: Field) -> str:
        return _place(spec, item, reading, places.old_url, plain(spec, item, reading))

    return _listed(spec, field, reading, read)
