# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names in an entry → the section, units and series that the registries know by them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import takewhile

import msgspec

from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.model import Entry, Registries, Section, Unit
from newsroom.read.report import Report, shown
from newsroom.read.units import UnitIndex, is_valid
from newsroom.text.dates import day_form
from newsroom.text.fold import key
from newsroom.text.provinces import is_province
from newsroom.text.slug import slugify
from newsroom.text.suggest import nearest


class RegistryIndex:
    """The registries, arranged for looking names up. ``authors`` are found by ``fold.key``."""

    def __init__(self, registries: Registries) -> None:
        self.sections = {section.slug: section for section in registries.sections}
        self.all_units, self.synonyms = registries.units, registries.synonyms
        self.units = UnitIndex(registries.units)
        self.authors = {
            key(name): author
            for author in registries.authors
            for name in (*author.aliases, author.name)
        }
        self.dossiers = {dossier.slug: dossier for dossier in registries.dossiers}

    def author_slug(self, name: str) -> str:
        """Return the slug of a byline: that of its record, or the name's own."""
        author = self.authors.get(key(name))
        return author.slug if author else slugify(name)

    def author_name(self, name: str) -> str:
        """Return a byline as its record spells it, or as it stands."""
        author = self.authors.get(key(name))
        return author.name if author else name


class Resolution(msgspec.Struct, frozen=True, array_like=True):
    """What the names in an entry mean, as slugs; ``parents`` of the section, nearest first."""

    section: str
    parents: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    dossier: str = ""


def resolve(entry: Entry, index: RegistryIndex, problems: Problems) -> Resolution | None:
    """Return what an article's folder and names mean; None, with errors, if one is unknown.

    A unit named outside its validity is a warning. Authors need no record, so they are not here.
    """
    report = Report(entry.path, problems)
    section = _section(entry.path, index, report)
    units = _units(entry, index.units, report, dated=True)
    dossier = _check_dossier(entry, index, report)
    if section is None or units is None or not dossier:
        return None
    parents = (section.parent,) if section.parent else ()
    return Resolution(section.slug, parents, units, entry.dossier)


def resolve_units(entry: Entry, index: RegistryIndex, problems: Problems) -> tuple[str, ...] | None:
    """Return the units that a static page names, which is in no section and no series."""
    return _units(entry, index.units, Report(entry.path, problems), dated=False)


# ----------------------------------------------------------------------------------- section


def _section(path: str, index: RegistryIndex, report: Report) -> Section | None:
    """Return the section of a file: its folders, up to the first that is a number (a year)."""
    folders = list(takewhile(lambda name: not name.isdigit(), path.split("/")[:-1]))
    if not folders:
        message = _("the file is in no section's folder; move it to one, such as {example}")
        known = next(iter(index.sections), "tin-tuc")
        report.error(0, message.format(example=f"{known}/"))
        return None
    parent = ""
    for folder in folders:
        section = index.sections.get(folder)
        if section is None:
            report.error(0, _unknown_section(folder, parent, index.sections))
            return None
        if section.parent != parent:
            report.error(0, _misplaced(section))
            return None
        parent = folder
    return section


def _unknown_section(folder: str, parent: str, sections: dict[str, Section]) -> str:
    siblings = (slug for slug, section in sections.items() if section.parent == parent)
    if guess := nearest(folder, siblings) or nearest(folder, sections):
        message = _('the folder "{folder}" is not a known section; did you mean "{guess}"?')
        return message.format(folder=shown(folder), guess=guess[0])
    message = _('the folder "{folder}" is not a known section; add it to sections.yaml')
    return message.format(folder=shown(folder))


def _misplaced(section: Section) -> str:
    if section.parent:
        message = _('the section "{slug}" belongs to "{parent}"; move the file to {parent}/{slug}/')
    else:
        message = _('the section "{slug}" belongs to no other; move the file to {slug}/')
    return message.format(slug=section.slug, parent=section.parent)


# ---------------------------------------------------------------------------- units and series


def _units(
    entry: Entry, units: UnitIndex, report: Report, *, dated: bool
) -> tuple[str, ...] | None:
    """Return the slugs of the units, each once; None if one is unknown.

    *dated*: the entry needs a date, so that an error was reported if it has none.
    """
    on = entry.date.date() if entry.date else None
    found: dict[str, None] = {}
    failed = False
    for number, name in enumerate(entry.units):
        line = entry.lines.get(f"district[{number}]", entry.lines.get("district", 0))
        unit = units.find(name, on)
        if unit is None:
            failed = True
            # The day would settle a doubt; its absence need not be told twice.
            if on or not dated or not units.matches(name, on):
                report.error(line, _about_unit(name, on, units), "district")
        else:
            if not is_valid(unit, on):
                message = _about_day(unit, name, on, units)
                report.warning(line, message, "district", code="unit-of-another-time")
            found[unit.slug] = None
    return None if failed else tuple(found)


def _about_unit(name: str, on: date | None, units: UnitIndex) -> str:
    """Return why a name means no unit, or more than one."""
    if choices := units.matches(name, on):
        message = _('"{value}" may be {choices}; write the slug of the one that is meant')
        return message.format(value=shown(name), choices=_listed(choices))
    if parts := units.parted(name, on):
        message = _('"{value}" is several units; write a list: {remedy}')
        remedy = f"district: [{', '.join(parts)}]"
        return message.format(value=shown(name), remedy=remedy)
    if is_province(name):
        message = _(
            '"{value}" is a province or city that districts.yaml does not know; add it there, with '
            '"scope: elsewhere", or write the unit that the story is about'
        )
        return message.format(value=shown(name))
    if near := units.suggest(name, on):
        message = _('"{value}" is not a known unit; did you mean "{guess}" ({slug})?')
        return message.format(value=shown(name), guess=near[0], slug=near[1].slug)
    message = _('"{value}" is not a known unit; write the name or slug of one in districts.yaml')
    return message.format(value=shown(name))


def _about_day(unit: Unit, name: str, on: date | None, units: UnitIndex) -> str:
    """Return what to write in place of a unit that was no more on that day, or was not yet."""
    limit: date | None
    if unit.valid_to and on and on > unit.valid_to:
        message = _(
            '"{value}" ended on {limit}, before the day of the article ({day}); choose one of its '
            "successors: {others}"
        )
        limit, others = unit.valid_to, unit.successors
    else:
        message = _(
            '"{value}" began on {limit}, after the day of the article ({day}); choose one of its '
            "predecessors: {others}"
        )
        limit, others = unit.valid_from, unit.predecessors
    known = _listed(units.by_slug[slug] for slug in others if slug in units.by_slug)
    days = {"limit": day_form(limit) if limit else "", "day": day_form(on) if on else ""}
    return message.format(value=shown(name), others=known or "–", **days)


def _listed(units: Iterable[Unit]) -> str:
    return ", ".join(f'"{unit.name}" ({unit.slug})' for unit in units)


def _check_dossier(entry: Entry, index: RegistryIndex, report: Report) -> bool:
    """Tell whether the series is known, or none is named."""
    if not entry.dossier or entry.dossier in index.dossiers:
        return True
    if guess := nearest(entry.dossier, index.dossiers):
        message = _('"{value}" is not a known series; did you mean "{guess}"?')
        message = message.format(value=entry.dossier, guess=guess[0])
    else:
        message = _('"{value}" is not a known series; add it to series.yaml')
        message = message.format(value=entry.dossier)
    report.error(entry.lines.get("series", 0), message, "series")
    return False
