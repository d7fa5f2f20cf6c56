# SPDX-License-Identifier: AGPL-3.0-or-later
"""One reader for each kind of single value or list: what was written → what the record holds.

A reader reports what is wrong and then returns an empty value of its type, so that the other
fields of the file are read too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from newsroom.messages import _
from newsroom.pictures.recipe import is_elsewhere
from newsroom.read import bylines, paths
from newsroom.read.raw_fields import Field
from newsroom.read.report import ReadContext, shown
from newsroom.read.spec import Spec
from newsroom.text.fold import key
from newsroom.text.marks import decoded, without_marks
from newsroom.text.moments import DateError, Fault, parse_date
from newsroom.text.normalise import is_nfc, one_line
from newsroom.text.slug import slugify
from newsroom.text.suggest import nearest

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COUNT = re.compile(r"[0-9]{1,3}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,6}")
_SWITCH = {
    **dict.fromkeys(("true", "yes", "on", "có", "đúng"), True),
    **dict.fromkeys(("false", "no", "off", "không", "sai"), False),
}
_MARKS = re.compile(r"[&<*_`~#\[]")  # what every entity, tag and mark of Markdown holds
_CURLY = {"“": "”", "”": "”", "„": "“”", "‘": "’", "’": "’", "«": "»"}


def plain(spec: Spec, field: Field, reading: ReadContext) -> str:
    """Return a field's text as written; empty, with an error, for a list or a group."""
    if isinstance(field.value, str):
        return str(field.value)  # a plain one, of an unread one too
    message = _("one text is wanted here, not a list or a group; if it is text, put it in quotes")
    reading.error(field.line, message, spec.name)
    return ""


def tidy(text: str) -> str:
    """Return ``one_line(text)``, without its work for a text that is on one line already."""
    # Everything that one_line() mends is unprintable, a space too many, or a loose mark.
    if text.isprintable() and "  " not in text and text == text.strip() and is_nfc(text):
        return text
    return one_line(text)


def line(spec: Spec, field: Field, reading: ReadContext) -> str:
    """Return a text for readers on one line, no longer than the field allows.

    Entities are decoded; HTML tags and marks of Markdown, which nobody would make into anything,
    are left out with a warning.
    """
    text = tidy(plain(spec, field, reading))
    if _MARKS.search(text):
        text = _without_marks(spec, field, tidy(decoded(text)), reading)
    return _fitting(spec, field, text, reading)


def _without_marks(spec: Spec, field: Field, text: str, reading: ReadContext) -> str:
    bare = without_marks(text)
    if not bare or bare == text:
        return text
    message = _(
        '"{value}": the signs of HTML and Markdown have no effect in this field and were left '
        'out; write plain text: "{bare}"'
    )
    message = message.format(value=shown(text), bare=shown(bare))
    reading.warning(field.line, message, spec.name, code="marks-in-text")
    return bare


def word(spec: Spec, field: Field, reading: ReadContext) -> str:
    """Return a value that is no text for readers, on one line, without curly quotes round it."""
    text = tidy(plain(spec, field, reading))
    return _fitting(spec, field, unquoted(text), reading)


def unquoted(text: str) -> str:
    """Return *text* without the curly quotes round it, which were meant as YAML's."""
    whole = len(text) > 2 and text[-1] in _CURLY.get(text[0], "")
    return text[1:-1].strip() if whole and not set("“”„‘«»") & set(text[1:-1]) else text


def _fitting(spec: Spec, field: Field, text: str, reading: ReadContext) -> str:
    if len(text) > spec.longest:
        message = _('"{value}" has {count} letters; the field takes {longest}, so shorten it')
        message = message.format(value=shown(text), count=len(text), longest=spec.longest)
        reading.error(field.line, message, spec.name)
    return text


def moment(spec: Spec, field: Field, reading: ReadContext) -> datetime | None:
    """Return a moment, on the site's clock whatever offset was written."""
    text = word(spec, field, reading)
    try:
        return parse_date(text, reading.zone).astimezone(reading.zone) if text else None
    except DateError as error:
        reading.error(field.line, _about_date(text, error), spec.name)
        return None


def _about_date(text: str, error: DateError) -> str:
    """Return why a text is no date, in the editor's language."""
    if error.fault == Fault.NO_DAY:
        message = _('"{value}": the calendar has no such day; write the right one')
    elif error.fault == Fault.NO_TIME:
        message = _('"{value}": the clock goes from 00:00 to 23:59; write the right time')
    elif error.fault == Fault.NO_ZONE:
        message = _('"{value}": there is no such time zone; leave it out, or write +07:00')
    elif error.fault == Fault.YEAR_FAR:
        message = _('"{value}": the year must be between 1900 and 2200; write the right one')
    elif error.fault == Fault.YEAR_MISSING:
        message = _('"{value}": the year is missing; write it like 22/04/2025')
    elif error.fault == Fault.DAY_MISSING:
        message = _('"{value}": the day is missing; write it like 22/04/2025 09:15')
    elif error.fault == Fault.WEEKDAY:
        message = _('"{value}": the day of the week is not that of the date ({guess}); mend one')
    elif error.guess:
        message = _('"{value}": day, month and a year of four digits are wanted; write {guess}')
    else:
        message = _(
            '"{value}" cannot be read as a day or time; write it like 2025-04-22 09:15 or '
            "22/04/2025 09:15"
        )
    return message.format(value=shown(text), guess=error.guess)


def day(spec: Spec, field: Field, reading: ReadContext) -> date | None:
    """Return a date; a time that is written with it is left out."""
    found = moment(spec, field, reading)
    return found.date() if found else None


def choice(spec: Spec, field: Field, reading: ReadContext) -> str:
    """Return one of the field's choices; the first when none is given."""
    text = word(spec, field, reading)
    found = text.lower() or spec.choices[0]
    found = dict(spec.spoken).get(found, found)
    if found in spec.choices:
        return found
    _refuse(spec, field, text, reading)
    return spec.choices[0]


def _refuse(spec: Spec, field: Field, text: str, reading: ReadContext) -> None:
    """Report a value that is none of the field's choices, with a guess if one is near."""
    if guess := nearest(text, spec.choices):
        message = _('"{value}" is not a known value; did you mean "{guess}"?')
        message = message.format(value=shown(text), guess=guess[0])
    else:
        message = _('"{value}" is not a known value; write one of: {choices}')
        message = message.format(value=shown(text), choices=", ".join(spec.choices))
    reading.error(field.line, message, spec.name)


def slug(spec: Spec, field: Field, reading: ReadContext) -> str:
    """Return a slug: words of a-z and 0-9 joined by hyphens."""
    text = word(spec, field, reading)
    if not text or _SLUG.fullmatch(text):
        return text
    message = _('"{value}" is not a slug (a-z, 0-9 and single hyphens); write "{guess}"')
    message = message.format(value=shown(text), guess=shown(slugify(text[:200])))
    reading.error(field.line, message, spec.name)
    return ""


def number(spec: Spec, field: Field, reading: ReadContext) -> int:
    """Return a whole number; 0 when none is given."""
    text = word(spec, field, reading)
    if _NUMBER.fullmatch(text):
        return int(text)
    if text:
        message = _('"{value}" is not a whole number; write one such as 3')
        reading.error(field.line, message.format(value=shown(text)), spec.name)
    return 0


def count(spec: Spec, field: Field, reading: ReadContext) -> int | None:
    """Return a whole number from 0 on; None when none is given."""
    text = word(spec, field, reading)
    if text and _COUNT.fullmatch(text):
        return int(text)
    if text:
        message = _('"{value}" is no number of things; write a whole one from 0 on, such as 3')
        reading.error(field.line, message.format(value=shown(text)), spec.name)
    return None


def switch(spec: Spec, field: Field, reading: ReadContext) -> bool:
    """Return true or false; true when nothing is written."""
    text = word(spec, field, reading).lower()
    if text and text not in _SWITCH:
        message = _('"{value}" is neither true nor false; write one of the two')
        reading.error(field.line, message.format(value=shown(text)), spec.name)
    return _SWITCH.get(text, True)


def _place(
    spec: Spec, field: Field, reading: ReadContext, read: Callable[[str], str], text: str
) -> str:
    """Return what *read* makes of *text*, or an empty text once its complaint is reported."""
    try:
        return read(text) if text.strip() else ""
    except ValueError as error:
        reading.error(field.line, str(error), spec.name)
        return ""


def image(spec: Spec, field: Field, reading: ReadContext) -> str:
    """Return the path of a picture under the content folder, or its https address."""
    text = word(spec, field, reading)
    own_site = reading.own_site
    found = _place(
        spec, field, reading, lambda text: paths.image(text, reading.folder, own_site), text
    )
    if is_elsewhere(found) and (message := paths.check_foreign(found, own_site)):
        reading.warning(field.line, message, spec.name, code="foreign-picture")
    return found


def link(spec: Spec, field: Field, reading: ReadContext) -> str:
    """Return an http or https address."""
    return _place(spec, field, reading, paths.link, word(spec, field, reading))


def url(spec: Spec, field: Field, reading: ReadContext) -> str:
    """Return the address that the file is published by, with a leading slash."""
    return _place(spec, field, reading, paths.url, unquoted(plain(spec, field, reading).strip()))


def _items(field: Field) -> list[Field]:
    """Return the items of a list; a single value is a list of one."""
    items = field.value if isinstance(field.value, list) else [field]
    return [item for item in items if item.value != ""]


def not_too_many(spec: Spec, items: list[Field], line: int, reading: ReadContext) -> list[Field]:
    """Return the items of a list, as many as the field takes; more of them are an error."""
    if len(items) > spec.most:
        message = _("{count} items; the field takes {most}, so leave some out")
        reading.error(line, message.format(count=len(items), most=spec.most), spec.name)
    return items[: spec.most]


def _listed(
    spec: Spec, field: Field, reading: ReadContext, read: Callable[[Field], str]
) -> tuple[str, ...]:
    """Return what *read* makes of each item, each once, and note the line of each."""
    found: dict[str, str] = {}
    items = not_too_many(spec, _items(field), field.line, reading)
    for item in items:
        text = read(item)
        same = key(text) if len(items) > 1 else text
        if text and same not in found:
            reading.lines[f"{spec.name}[{len(found)}]"] = item.line
            found[same] = text
    return tuple(found.values())


def names(spec: Spec, field: Field, reading: ReadContext) -> tuple[str, ...]:
    """Return names, each once: "Hoà  bình" is "Hòa Bình".

    One value that looks like several is an error (commas, semicolons, hashtags) or a warning ("A và
    B", unless they are surely people); an item of a list is one name, whatever it holds.
    """
    one = isinstance(field.value, str) and bool(field.value) and not spec.resolved
    if one and spec.parted:
        field = _byline(field)
    if one and isinstance(field.value, str) and not _is_one(spec, field, reading):
        return ()
    return _listed(spec, field, reading, lambda item: _chosen(spec, item, reading))


def _byline(field: Field) -> Field:
    """Return a byline that is no list as whom it names: a person, or a list of them."""
    found = bylines.people(unquoted(tidy(str(field.value))))
    if len(found) == 1:
        return field._replace(value=found[0])
    return field._replace(value=[Field(name, field.line) for name in found])


def _chosen(spec: Spec, field: Field, reading: ReadContext) -> str:
    """Return a name, in the spelling of the field's choices if it has any."""
    text = unquoted(line(spec, field, reading))
    if spec.parted:
        text = bylines.without_work(text)
    if not spec.choices or not text:
        return text
    known = {key(choice): choice for choice in spec.choices}
    if (found := known.get(key(text))) is None:
        _refuse(spec, field, text, reading)
    return found or ""


_SEVERAL = re.compile(r"\s*[,;，；、\n]\s*")
# A slash without spaces is the agency's ("Minh Tâm/TTXVN") or that of "(T/h)": telling of each of
# them would tire (it is in one of a hundred real bylines).
_PERHAPS = re.compile(r"\s+(?:và|&|\+|-|–|—|/)\s+|\s*\|\s*")
_HASHTAGS = re.compile(r"(?:#[^\s#,;]+[\s,;]*)+")


def _is_one(spec: Spec, field: Field, reading: ReadContext) -> bool:
    """Tell whether a value that is no list is one name; if not, that was reported."""
    text = unquoted(tidy(str(field.value)))
    if _HASHTAGS.fullmatch(text):
        message = _('"{value}": names have no "#"; write {remedy}')
        parts = re.findall(r"[^\s#,;]+", text)
    elif len(parts := [part for part in _SEVERAL.split(text) if part]) > 1:
        message = _('"{value}" is read as one name; for several, write a list: {remedy}')
    else:
        parts = [part for part in _PERHAPS.split(text) if part]
        if len(parts) > 1 and spec.parted:
            message = _(
                '"{value}" is read as one name; for several, write a list: {remedy}; if it is one, '
                "put it in brackets"
            )
            message = message.format(value=shown(text), remedy=_as_list(spec, parts))
            reading.warning(field.line, message, spec.name, code="names-in-one")
        return True
    message = message.format(value=shown(text), remedy=_as_list(spec, parts))
    reading.error(field.line, message, spec.name)
    return False


def _as_list(spec: Spec, parts: list[str]) -> str:
    quoted = (f'"{part}"' if re.search(r"[\[\]{}:#&*!|>\'%@`]", part) else part for part in parts)
    return f"{spec.name}: [{', '.join(quoted)}]"


def sources(spec: Spec, field: Field, reading: ReadContext) -> tuple[str, ...]:
    """Return paths of articles and pages, relative to the content folder."""
    return _listed(spec, field, reading, lambda item: source(spec, item, reading))


def source(spec: Spec, field: Field, reading: ReadContext) -> str:
    """Return the path of an article or a page, relative to the content folder."""
    text = word(spec, field, reading)
    return _place(spec, field, reading, lambda text: paths.source_path(text, reading.folder), text)


def slugs(spec: Spec, field: Field, reading: ReadContext) -> tuple[str, ...]:
    """Return slugs."""
    return _listed(spec, field, reading, lambda item: slug(spec, item, reading))


def old_urls(spec: Spec, field: Field, reading: ReadContext) -> tuple[str, ...]:
    """Return addresses on this site, each with a leading slash."""

    def read(item: Field) -> str:
        return _place(spec, item, reading, paths.old_url, plain(spec, item, reading))

    return _listed(spec, field, reading, read)
