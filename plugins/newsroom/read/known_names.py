# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the fields of articles, pages and registries are called: for guesses in messages."""

from __future__ import annotations

from newsroom.read.registry_schema import REGISTRIES
from newsroom.read.schema import KINDS
from newsroom.read.spec import Schema, Spec, ValueKind

_SCHEMAS: tuple[Schema, ...] = (*KINDS.values(), *(registry.schema for registry in REGISTRIES))
_SPECS: tuple[Spec, ...] = tuple(spec for schema in _SCHEMAS for spec in schema.specs)

NAMES = frozenset(name for spec in _SPECS for name in (spec.name, *spec.pelican))
"""All fields, under our name and Pelican's."""

WRITTEN = frozenset(
    name
    for schema in KINDS.values()
    for spec in schema.specs
    for name in (spec.name, *spec.pelican)
)
"""Those of articles and pages."""

LISTS = frozenset(
    name
    for spec in _SPECS
    if spec.kind
    in (ValueKind.NAMES, ValueKind.SOURCES, ValueKind.STORIES, ValueKind.SLUGS, ValueKind.OLD_URLS)
    for name in (spec.name, *spec.pelican)
)
"""The fields that take lists."""


def _parts() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for spec in _SPECS:
        for part in spec.parts.specs:
            found.setdefault(part.name, {})[spec.name] = None
    return {part: tuple(groups) for part, groups in found.items()}


PARTS = _parts()
"""The parts of groups, each with the groups it belongs to: ``alt`` to ``image``."""
