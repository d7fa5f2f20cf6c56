# SPDX-License-Identifier: AGPL-3.0-or-later
"""``content/data/*.yaml`` → the registries, each record checked by itself and with the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.model import Registries
from newsroom.read import strict_yaml, values
from newsroom.read.conflicts import settle
from newsroom.read.decode import decode
from newsroom.read.fields import read_fields
from newsroom.read.own_site import ANYWHERE, OwnSite
from newsroom.read.raw_fields import UNREAD, Field, Value
from newsroom.read.registry_checks import Located, check
from newsroom.read.registry_schema import FILES, REGISTRIES, SLOTS_FILE, Registry
from newsroom.read.report import ReadContext, Report, shown
from newsroom.read.spec import Spec, ValueKind
from newsroom.taxonomies import REGISTRY_FIELDS
from newsroom.text.slug import slugify
from newsroom.text.suggest import nearest

FOLDER = "data"


class LoadedRegistries(NamedTuple):
    """The registries, and where everything in them stands.

    ``lines`` maps ``sections/cong-doan``, ``authors/minh-khoi/photo``, ``series/x/image`` and
    ``slots/nen-xem[3]`` to lines of ``data/sections.yaml`` and so on.
    """

    registries: Registries
    lines: dict[str, int]


def load_registries(
    files: Mapping[str, bytes], problems: Problems, own_site: OwnSite = ANYWHERE
) -> LoadedRegistries:
    """Return what *files* hold: the files of ``content/data``, under their names.

    Dossiers, slots and authors may be missing; sections and units must be there. Sections come
    in the order of their ``order``; everything else as in its file. Records with errors are
    reported and left out where nothing sensible can be made of them.
    """
    files = {name.rpartition("/")[2]: data for name, data in files.items()}
    _check_names(files, problems)
    found = {registry.name: _load(registry, files, problems, own_site) for registry in REGISTRIES}
    check(found, problems)
    lines = {
        place: line
        for name, records in found.items()
        for located in records
        for place, line in located.places(name)
    }
    slots = _load_slots(files, problems, lines)
    kept: dict[str, Any] = {
        REGISTRY_FIELDS.get(name, name): tuple(located.record for located in records)
        for name, records in found.items()
    }
    kept["sections"] = tuple(sorted(kept["sections"], key=lambda section: section.order))
    return LoadedRegistries(Registries(**kept, slots=slots), lines)


def _check_names(files: Mapping[str, bytes], problems: Problems) -> None:
    """Refuse files that nobody would read: their names are spelt wrongly."""
    strays = (name for name in files.keys() - set(FILES) if name.endswith((".yaml", ".yml")))
    for name in sorted(strays):
        guess = nearest(name, FILES)
        message = _('the file is not one of the registries; did you mean "{guess}"?').format(
            guess=guess[0] if guess else ", ".join(FILES)
        )
        problems.error(f"{FOLDER}/{name}", 0, message)


def _load(
    registry: Registry, files: Mapping[str, bytes], problems: Problems, own_site: OwnSite
) -> list[Located]:
    """Return the records of one file."""
    path = f"{FOLDER}/{registry.file}"
    if registry.file not in files:
        if registry.needed:
            problems.error(path, 0, _("the file is missing; create it, with at least one record"))
        return []
    report = Report(path, problems)
    items = _root(files[registry.file], report)
    if not isinstance(items, list):
        if items == "":
            return []
        message = _('the file must be a list: each record begins with "- ", as in "- {example}"')
        report.error(1, message.format(example=registry.schema.required[0].example))
        return []
    found = (
        _record(registry, item, ReadContext(path, problems, own_site=own_site)) for item in items
    )
    return [located for located in found if located]


def _root(data: bytes, report: Report) -> Value:
    """Return what a registry file holds; unread if that was told to be no YAML."""
    text = decode(data, report)
    root = strict_yaml.parse(settle(text, report), 1, report) if text is not None else None
    return root.value if root else UNREAD


def _record(registry: Registry, item: Field, reading: ReadContext) -> Located | None:
    """Return one record, or None if it lacks what it needs."""
    if item.value is UNREAD:
        return None
    if not isinstance(item.value, dict):
        message = _('a record is wanted here, a group that begins with "- {example}"')
        reading.error(item.line, message.format(example=registry.schema.required[0].example))
        return None
    found = read_fields(registry.schema, item.value, item.line, reading)
    if found.get("name") and "slug" not in found and not registry.schema.is_required("slug"):
        found["slug"] = slugify(found["name"])
    needed = {"slug", *(spec.name for spec in registry.schema.required)}
    if not all(map(found.get, needed)):
        return None
    return Located(registry.record(**found), item.line, reading.lines)


def _load_slots(
    files: Mapping[str, bytes], problems: Problems, lines: dict[str, int]
) -> dict[str, tuple[str, ...]]:
    """Return the paths of each slot, and note their lines."""
    reading = ReadContext(f"{FOLDER}/{SLOTS_FILE}", problems)
    root = _root(files[SLOTS_FILE], reading) if SLOTS_FILE in files else ""
    if not isinstance(root, dict):
        message = _('the file must hold slots, each with a list of paths; write "nen-xem:" first')
        if root:
            reading.error(1, message)
        return {}
    slots = {name: _slot(name, field, reading) for name, field in root.items()}
    lines |= {f"slots/{place}": line for place, line in reading.lines.items()}
    return slots


def _slot(name: str, field: Field, reading: ReadContext) -> tuple[str, ...]:
    """Return the paths of one slot."""
    if slugify(name) != name:
        message = _('"{name}" cannot name a slot; use a-z, 0-9 and hyphens: "{guess}"')
        reading.error(field.line, message.format(name=shown(name), guess=shown(slugify(name))))
    reading.lines[name] = field.line
    return values.sources(Spec(name, ValueKind.SOURCES), field, reading)
