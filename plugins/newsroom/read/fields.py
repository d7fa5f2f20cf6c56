# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fields as written → checked values, by a table of what is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from newsroom.messages import _
from newsroom.read import values
from newsroom.read.focus import focus
from newsroom.read.raw_fields import UNREAD, Field
from newsroom.read.report import ReadContext, shown
from newsroom.read.spec import Schema, Spec, ValueKind
from newsroom.read.yaml_help import in_quotes
from newsroom.text.suggest import nearest

Group = dict[str, Any]


def read_fields(schema: Schema, fields: dict[str, Field], line: int, reading: ReadContext) -> Group:
    """Return the values of *fields* under the names that the record gives them.

    Unknown names, and required fields that are missing (at *line*) or empty, are errors. The
    line of each field is noted in ``reading.lines``.
    """
    found: Group = {}
    written: dict[str, Field] = {}
    for name, field in fields.items():
        spec = schema.find(name)
        if spec is None and field.value is UNREAD:
            continue
        if spec is None:
            reading.error(field.line, unknown(name, schema))
        elif spec.name in written:
            _report_twice(name, spec, field, written[spec.name], reading)
        else:
            reading.lines[spec.name] = field.line
            plain = isinstance(field.value, str) and not field.comment
            read = field if plain else _without_comment(spec, field, reading)
            written[spec.name] = read
            found[spec.target] = READERS[spec.kind](spec, read, reading)
    _check_required(schema.required, written, line, reading)
    return found


_GLUED = re.compile(r"([\w-]+):(\S.*)")
_TEXTS = (ValueKind.LINE, ValueKind.NAMES)


def unknown(name: str, schema: Schema) -> str:
    """Return the message for a name that is not in the table, with a guess if one is near."""
    if (glued := _GLUED.fullmatch(name)) and schema.find(glued[1]):
        message = _("a space is missing after the colon; write {remedy}")
        return message.format(remedy=f"{glued[1]}: {shown(glued[2])}")
    if group := next((spec for spec in schema.specs if spec.parts.find(name)), None):
        message = _(
            '"{name}" is a part of "{group}"; write it below "{group}:", indented by two spaces '
            'like the other parts: "{example}"'
        )
        return message.format(name=name, group=group.name, example=group.example)
    if spec := schema.called(name):
        message = _('"{name}" is not a known field; here it is called "{guess}": {example}')
        return message.format(name=shown(name), guess=spec.name, example=spec.example)
    if guess := nearest(name, schema.names):
        message = _('"{name}" is not a known field; did you mean "{guess}"?')
        return message.format(name=shown(name), guess=guess[0])
    message = _('"{name}" is not a known field; the fields are: {known}')
    return message.format(name=shown(name), known=", ".join(schema.names))


def _without_comment(spec: Spec, field: Field, reading: ReadContext) -> Field:
    """Return *field*, or an unread one if a part of its text would be lost as a comment.

    Behind a date or a slug a comment is one. Behind text, or without a space behind its ``#``, it
    was meant to be printed.
    """
    if isinstance(field.value, list):
        items = [_without_comment(spec, item, reading) for item in field.value]
        return field._replace(value=items)
    text = field.comment
    if not text or not (spec.kind in _TEXTS or re.match(r"#\S", text)):
        return field
    if spec.kind == ValueKind.NAMES and re.match(r"#\S", text):
        names = [str(field.value), *re.findall(r"[^\s#,;]+", text)]
        message = _('"{text}" would be left out as a comment; write {remedy}')
        remedy = f"{spec.name}: [{', '.join(filter(None, names))}]"
    else:
        message = _(
            '"{text}" would be left out as a comment; put the whole value in quotes: {remedy}'
        )
        whole = f"{field.value} {text}" if field.value else re.sub(r"^#+\s+", "", text)
        remedy = f"{spec.name}: {in_quotes(whole)}"
    reading.error(field.line, message.format(text=shown(text), remedy=remedy), spec.name)
    return Field(UNREAD, field.line)


def _report_twice(name: str, spec: Spec, field: Field, first: Field, reading: ReadContext) -> None:
    """Report a field that is given under its own name and under Pelican's."""
    message = _('"{name}" says again what line {line} says; keep one of the two')
    reading.error(field.line, message.format(name=shown(name), line=first.line), spec.name)


def _check_required(
    specs: tuple[Spec, ...], written: dict[str, Field], line: int, reading: ReadContext
) -> None:
    for spec in specs:
        if spec.name not in written:
            message = _('the field is missing; add a line such as "{example}"')
            reading.error(line, message.format(example=spec.example), spec.name)
        elif _is_empty(written[spec.name]):
            message = _('the field is empty; write a value, such as "{example}"')
            reading.error(written[spec.name].line, message.format(example=spec.example), spec.name)


def _is_empty(field: Field) -> bool:
    value = field.value
    if value is UNREAD:
        return False
    if isinstance(value, str):
        return not value.strip()
    return not value or (isinstance(value, list) and all(_is_empty(item) for item in value))


def _group(spec: Spec, field: Field, reading: ReadContext) -> Group | None:
    """Return the parts of a group, none of them for a word that says so; None if one lacks."""
    value = field.value
    if isinstance(value, str) and value.strip().lower() in spec.absent:
        return {}
    if _is_blank(field):  # forms write the parts of a picture that was taken out, too
        return None
    if isinstance(value, str):
        return _bare(spec, field, reading)
    if not isinstance(value, dict):
        message = _('a single value or a group is wanted here; write it like "{example}"')
        reading.error(field.line, message.format(example=spec.example), spec.name)
        return None
    inner = reading.inside(spec.name)
    found = read_fields(spec.parts, value, field.line, inner)
    # What a later check can complain of is the file, and that may stand on a line of its own.
    reading.lines[spec.name] = inner.lines.get(spec.short, field.line)
    complete = all(found.get(part.target) for part in spec.parts.required)
    return found if complete else None


def _is_blank(field: Field) -> bool:
    """Tell whether there is nothing in a value: in none of a group's parts either."""
    if isinstance(field.value, str):
        return not field.value.strip()
    parts = field.value.values() if isinstance(field.value, dict) else field.value
    return all(_is_blank(part) for part in parts)


def _bare(spec: Spec, field: Field, reading: ReadContext) -> Group | None:
    """Return the group that a bare value stands for; messages call it by the group's name."""
    glued = _GLUED.fullmatch(str(field.value))
    if glued and spec.parts.find(glued[1].lower()):
        message = _("a space is missing after the colon; write {remedy}")
        remedy = f"{glued[1]}: {shown(glued[2])}"
        reading.error(field.line, message.format(remedy=remedy), spec.name)
        return None
    part = msgspec.structs.replace(spec.parts.find(spec.short) or spec, name=spec.name)
    value = READERS[part.kind](part, field, reading)
    return {spec.short: value} if value else None


def _groups(spec: Spec, field: Field, reading: ReadContext) -> tuple[Group, ...]:
    """Return a list of groups, less those that lack a part they need."""
    items = field.value if isinstance(field.value, list) else [field]
    if all(isinstance(item.value, dict) for item in items):
        items = values.not_too_many(spec, items, field.line, reading)
        found = [_group(spec, item, reading) for item in items]
        reading.lines[spec.name] = field.line
        return tuple(group for group in found if group is not None)
    if not _is_blank(field):
        message = _('a list of groups is wanted here; write it like "{example}"')
        reading.error(field.line, message.format(example=spec.example), spec.name)
    return ()


def _stories(spec: Spec, field: Field, reading: ReadContext) -> tuple[str | Group, ...]:
    """Return paths of articles, and groups for stories of other sites, each once."""
    found: dict[str, str | Group] = {}
    items = field.value if isinstance(field.value, list) else [field]
    for item in values.not_too_many(spec, items, field.line, reading):
        group = isinstance(item.value, dict)
        read = _of_other_site if group else values.source
        picked: str | Group | None = read(spec, item, reading)
        name = picked["url"] if isinstance(picked, dict) else picked
        if picked and name not in found:
            reading.lines[f"{spec.name}[{len(found)}]"] = item.line
            found[str(name)] = picked
    return tuple(found.values())


def _of_other_site(spec: Spec, item: Field, reading: ReadContext) -> Group | None:
    """Return a story of another site; an address of this one is an error."""
    group = _group(spec, item, reading)
    if group and reading.own_site.path_of(str(group["url"])) is not None:
        message = _(
            '"{value}" is an address of this site; write the path of the article\'s file in place '
            "of title and url"
        )
        reading.error(item.line, message.format(value=shown(str(group["url"]))), spec.name)
        return None
    return group


READERS: dict[ValueKind, Callable[[Spec, Field, ReadContext], Any]] = {
    ValueKind.LINE: values.line,
    ValueKind.MOMENT: values.moment,
    ValueKind.DAY: values.day,
    ValueKind.NAMES: values.names,
    ValueKind.SOURCES: values.sources,
    ValueKind.STORIES: _stories,
    ValueKind.IMAGE: values.image,
    ValueKind.LINK: values.link,
    ValueKind.URL: values.url,
    ValueKind.OLD_URLS: values.old_urls,
    ValueKind.SLUG: values.slug,
    ValueKind.SLUGS: values.slugs,
    ValueKind.CHOICE: values.choice,
    ValueKind.NUMBER: values.number,
    ValueKind.COUNT: values.count,
    ValueKind.SWITCH: values.switch,
    ValueKind.FOCUS: focus,
    ValueKind.GROUP: _group,
    ValueKind.GROUPS: _groups,
}
