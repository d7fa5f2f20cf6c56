# SPDX-License-Identifier: AGPL-3.0-or-later
"""One file → one entry: every check that needs no other file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from newsroom.errors import Problem, Problems
from newsroom.messages import _
from newsroom.model import Body, Correction, Elsewhere, Entry, Photo, Source
from newsroom.read.fields import read_fields
from newsroom.read.front_matter import Document, split
from newsroom.read.own_site import OwnSite, host_of
from newsroom.read.raw_fields import Field
from newsroom.read.report import ReadContext, shown
from newsroom.read.schema import ARTICLE, PAGE, schema_of
from newsroom.read.spec import Schema
from newsroom.taxonomies import Taxonomy
from newsroom.text.damage import telex
from newsroom.text.file_names import is_copy, slug_of
from newsroom.text.slug import slugify

RenderBody = Callable[[str, int, str, Problems], Body]
"""``render_body(source, first_line, path, problems)``; see ``newsroom.read.body``."""

_PELICAN = ("category", "slug", "save_as", "lang", "template", "translation")


class ReadOptions(msgspec.Struct, frozen=True):
    """What reading a file depends on besides the file: the clock of bare dates, and the schema.

    ``timezone`` is an IANA name; ``kind`` is ``"article"`` or ``"page"``; ``taxonomies`` are those
    that the site has added; ``own_site`` tells its own addresses from others.
    """

    timezone: str = "Asia/Ho_Chi_Minh"
    kind: str = "article"
    taxonomies: tuple[Taxonomy, ...] = ()
    own_site: OwnSite = OwnSite()


def read_entry(
    path: str, data: bytes, render_body: RenderBody, options: ReadOptions
) -> tuple[Entry | None, tuple[Problem, ...]]:
    """Return the entry that the bytes of a file give, and all that is wrong with it.

    The entry is None if its front matter cannot be read at all. It is there when single fields
    have errors, so that checks across files can add theirs in the same run; it must not be
    stored unless every problem is a warning. Pure, and raises nothing whatever *data* holds.
    """
    problems = Problems()
    document = split(data, path, problems)
    if document is None:
        return None, tuple(problems)
    reading = ReadContext(path, problems, ZoneInfo(options.timezone), options.own_site)
    schema = schema_of(options.kind, options.taxonomies)
    values = _read(document, schema, reading)
    values["terms"] = {
        row.name: terms for row in options.taxonomies if (terms := values.pop(row.name, ()))
    }
    _check_typing(values, reading)
    _check_times(values, reading)
    _check_related(values, reading)
    body = render_body(document.body, document.body_line, path, problems)
    _check_file(body, values, reading)
    entry = Entry(path=path, slug=slug_of(path), lines=reading.lines, body=body, **values)
    return entry, tuple(problems)


def _read(document: Document, schema: Schema, reading: ReadContext) -> dict[str, Any]:
    """Return the attributes of the entry that the front matter gives."""
    fields = {
        name: field
        for name, field in document.fields.items()
        if schema.find(name) or not _explained(name, field, schema, reading)
    }
    values = {"title": "", **read_fields(schema, fields, document.opening, reading)}
    values["bare"] = values.get("image") == {}
    values["image"] = Photo(**values["image"]) if values.get("image") else None
    _make(values, "related", _picked)
    _make(values, "source", lambda group: Source(**group))
    _make(values, "corrections", lambda groups: tuple(Correction(**group) for group in groups))
    return values


def _picked(items: tuple[str | dict[str, str], ...]) -> tuple[str | Elsewhere, ...]:
    return tuple(
        item
        if isinstance(item, str)
        else Elsewhere(**item, host=host_of(item["url"]).removeprefix("www."))
        for item in items
    )


def _make(values: dict[str, Any], name: str, record: Callable[[Any], Any]) -> None:
    if values.get(name) is not None:
        values[name] = record(values[name])


def _explained(name: str, field: Field, schema: Schema, reading: ReadContext) -> bool:
    """Explain a name that belongs elsewhere; false for one that is simply unknown."""
    if ARTICLE.find(name) and schema is PAGE:
        message = _('"{name}" is a field of articles, not of pages; delete it')
        reading.error(field.line, message.format(name=name))
    elif PAGE.find(name):
        message = _('"{name}" is a field of pages, not of articles; delete it')
        reading.error(field.line, message.format(name=name))
    elif name in _PELICAN:
        _warn_unread(name, field, reading)
    else:
        return False
    return True


def _warn_unread(name: str, field: Field, reading: ReadContext) -> None:
    """Say what to do about a field of Pelican's, unless it only says what is so anyway."""
    path = reading.path
    given = slugify(field.value[:200]) if isinstance(field.value, str) else ""
    if name == "category" and given not in path.split("/")[:-1]:
        message = _('"category" is not read: a file\'s folder is its section; delete the line')
    elif name == "slug" and given != slug_of(path):
        message = _(
            '"slug" is not read: the name of the file gives "{slug}"; rename the file, or set "url"'
        ).format(slug=shown(slug_of(path)))
    elif name == "save_as":
        message = _('"save_as" is not read; set "url", which gives both the address and the file')
    elif name in ("lang", "template", "translation"):
        message = _('"{name}" is not read; delete the line').format(name=name)
    else:
        return
    reading.warning(field.line, message, code="field-without-effect")


def _check_typing(values: dict[str, Any], reading: ReadContext) -> None:
    """Look for words that were typed with Telex while it was off."""
    image = values.get("image")
    fields = {
        **{name: values.get(name) or "" for name in ("title", "kicker", "summary")},
        "author": " ".join(values.get("authors") or ()),
        "tags": " ".join(values.get("tags") or ()),
        "image": f"{image.alt}\n{image.caption}" if image else "",
    }
    if not telex("\n".join(fields.values())):  # as in nearly all, at a sixth of the cost
        return
    for name, text in fields.items():
        if word := telex(text):
            message = _('"{word}" looks like Telex that was switched off; type the word again')
            line = reading.lines.get(name, 0)
            reading.warning(line, message.format(word=shown(word)), name, code="telex")


def _check_file(body: Body, values: dict[str, Any], reading: ReadContext) -> None:
    """Look for what was saved before it was written, and for copies that were left behind."""
    if not body.html.strip() and values.get("status", "published") == "published":
        message = _("the article has no text; write it below the front matter")
        reading.warning(0, message, code="no-body")
    if is_copy(reading.path):
        message = _(
            "the name looks like that of a copy; delete the file if it is one, or give it a name "
            "of its own"
        )
        reading.warning(0, message, code="name-of-copy")


def _check_times(values: dict[str, Any], reading: ReadContext) -> None:
    """Compare the moments: an article cannot end, and was hardly changed, before it begins."""
    start, updated, expires = (values.get(name) for name in ("date", "updated", "expires"))
    if start and expires and expires <= start:
        message = _("the article would be taken down before it is published; mend one of the dates")
        reading.error(reading.lines["expires"], message, "expires")
    if start and updated and updated < start:
        message = _(
            "the time is before the date of publication, and is not shown; mend or delete it"
        )
        reading.warning(reading.lines["updated"], message, "updated", code="updated-too-early")
        values["updated"] = None


def _check_related(values: dict[str, Any], reading: ReadContext) -> None:
    """Refuse an article that names itself, or one that is to stand beside it and never to."""
    related = values.get("related", ())
    unrelated = values.get("unrelated", ())
    if not related and not unrelated:
        return
    itself = _('"{value}" is this article itself; choose another one, or delete the line')
    both = _('"{value}" is in "related", too; delete it in one of the two')
    for name, paths in (("related", related), ("unrelated", unrelated)):
        if reading.path in paths:
            line = reading.lines[f"{name}[{paths.index(reading.path)}]"]
            reading.error(line, itself.format(value=shown(reading.path)), name)
    for number, path in enumerate(unrelated):
        if path in related and path != reading.path:
            reading.error(
                reading.lines[f"unrelated[{number}]"], both.format(value=shown(path)), "unrelated"
            )
