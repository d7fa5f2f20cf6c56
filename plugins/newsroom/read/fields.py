"""Fields as written → checked values, by a table of what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from newsroom.messages import _
from newsroom.read import values
from newsroom.read.report import Reading, shown
from newsroom.read.spec import Kind, Schema, Spec
from newsroom.read.tree import Field
from newsroom.text.suggest import nearest

Group = dict[str, Any]


def read_fields(schema: Schema, fields: dict[str, Field], line: int, reading: Reading) -> Group:
    """Return the values of *fields* under the names that the record gives them.

    Unknown names, and required fields that are missing (at *line*) or empty, are errors. The
    line of each field is noted in ``reading.lines``.
    """
    found: Group = {}
    written: dict[str, Field] = {}
    for name, field in fields.items():
        spec = schema.find(name)
        if spec is None:
            reading.error(field.line, unknown(name, schema.names))
        elif spec.name in written:
            _report_twice(name, spec, field, written[spec.name], reading)
        else:
            written[spec.name] = field
            reading.lines[spec.name] = field.line
            found[spec.target] = READERS[spec.kind](spec, field, reading)
    _check_required(schema.required, written, line, reading)
    return found


def unknown(name: str, known: Iterable[str]) -> str:
    """Return the message for a name that is not in the table, with a guess if one is near."""
    known = tuple(known)
    if guess := nearest(name, known):
        message = _('"{name}" is not a known field; did you mean "{guess}"?')
        return message.format(name=shown(name), guess=guess[0])
    message = _('"{name}" is not a known field; the fields are: {known}')
    return message.format(name=shown(name), known=", ".join(known))


def _report_twice(name: str, spec: Spec, field: Field, first: Field, reading: Reading) -> None:
    """Report a field that is given under its own name and under Pelican's."""
    message = _('"{name}" says again what line {line} says; keep one of the two')
    reading.error(field.line, message.format(name=shown(name), line=first.line), spec.name)


def _check_required(
    specs: tuple[Spec, ...], written: dict[str, Field], line: int, reading: Reading
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
    if isinstance(value, str):
        return not value.strip()
    return not value or (isinstance(value, list) and all(item.value == "" for item in value))


def _group(spec: Spec, field: Field, reading: Reading) -> Group | None:
    """Return the parts of a group, or None if it lacks one that it needs."""
    value = field.value
    if value == "":
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


def _bare(spec: Spec, field: Field, reading: Reading) -> Group | None:
    """Return the group that a bare value stands for; messages call it by the group's name."""
    part = msgspec.structs.replace(spec.parts.find(spec.short) or spec, name=spec.name)
    value = READERS[part.kind](part, field, reading)
    return {spec.short: value} if value else None


def _groups(spec: Spec, field: Field, reading: Reading) -> tuple[Group, ...]:
    """Return a list of groups, less those that lack a part they need."""
    if isinstance(field.value, list) and all(isinstance(i.value, dict) for i in field.value):
        found = [_group(spec, item, reading) for item in field.value]
        reading.lines[spec.name] = field.line
        return tuple(group for group in found if group is not None)
    if field.value != "":
        message = _('a list of groups is wanted here; write it like "{example}"')
        reading.error(field.line, message.format(example=spec.example), spec.name)
    return ()


READERS: dict[Kind, Callable[[Spec, Field, Reading], Any]] = {
    Kind.LINE: values.line,
    Kind.MOMENT: values.moment,
    Kind.DAY: values.day,
    Kind.NAMES: values.names,
    Kind.SOURCES: values.sources,
    Kind.IMAGE: values.image,
    Kind.LINK: values.link,
    Kind.URL: values.url,
    Kind.OLD_URLS: values.old_urls,
    Kind.SLUG: values.slug,
    Kind.SLUGS: values.slugs,
    Kind.CHOICE: values.choice,
    Kind.NUMBER: values.number,
    Kind.SWITCH: values.switch,
    Kind.GROUP: _group,
    Kind.GROUPS: _groups,
}
