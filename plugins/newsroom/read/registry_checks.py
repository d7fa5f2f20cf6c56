# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one record of a registry cannot tell: twins, parents, and units that follow each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.model import Unit
from newsroom.pictures.recipe import is_elsewhere
from newsroom.read.paths import is_page_name
from newsroom.read.report import Report, shown
from newsroom.text.fold import fold, key
from newsroom.text.suggest import GUESSED, nearest
from newsroom.text.syllables import flow, stretches


class Located(NamedTuple):
    """A record, the line it begins on, and the lines of its fields."""

    record: Any
    line: int
    lines: dict[str, int]

    def line_of(self, place: str) -> int:
        """Return the line of a field (``parent``) or of an item (``aliases[1]``)."""
        return self.lines.get(place, self.line)

    def places(self, registry: str) -> Iterator[tuple[str, int]]:
        """Yield ``sections/cong-doan``, ``sections/cong-doan/parent`` … with their lines."""
        start = f"{registry}/{self.record.slug}"
        yield start, self.line
        for name, line in self.lines.items():
            yield f"{start}/{name}", line


def check(found: Mapping[str, list[Located]], problems: Problems) -> None:
    """Report what is wrong between the records, and drop the second of two with one slug.

    *found* maps the names of registries to their records.
    """
    for name, records in found.items():
        report = Report(f"data/{name}.yaml", problems)
        records[:] = _unique(records, "slug", lambda record: record.slug, report)
        if name not in ("districts", "banners"):
            _unique(records, "name", lambda record: key(record.name), report)
        _check_former(records, report)
    _check_aliases(found["authors"], Report("data/authors.yaml", problems))
    _check_parents(found["sections"], Report("data/sections.yaml", problems))
    units = Report("data/districts.yaml", problems)
    _check_spellings(found["districts"], units)
    _check_validity(found["districts"], units)
    _check_links(found["districts"], units)
    _check_banners(found["banners"], Report("data/banners.yaml", problems))
    _check_synonyms(found["synonyms"], Report("data/synonyms.yaml", problems))


def _unique(
    records: list[Located], field: str, identity: Callable[[Any], str], report: Report
) -> list[Located]:
    """Return the first record of each identity; the others are errors."""
    first: dict[str, Located] = {}
    for located in records:
        twin = first.setdefault(identity(located.record), located)
        if twin is not located:
            message = _('"{value}" is already taken by the record on line {line}; choose another')
            value = shown(getattr(located.record, field))
            line = located.line_of(field)
            report.error(line, message.format(value=value, line=twin.line), field)
    return list(first.values())


def _check_aliases(authors: list[Located], report: Report) -> None:
    """Refuse a name for two people: nobody could tell whose story it is."""
    taken = {key(located.record.name): located for located in authors}
    for located in authors:
        for index, alias in enumerate(located.record.aliases):
            twin = taken.setdefault(key(alias), located)
            if twin is not located:
                message = _('"{value}" is a name of {other} (line {line}); choose another alias')
                line = located.line_of(f"aliases[{index}]")
                values = {"value": shown(alias), "other": twin.record.name, "line": twin.line}
                report.error(line, message.format(**values), "aliases")


def _check_former(records: list[Located], report: Report) -> None:
    """Old addresses of lists are pages, so that readers are led on by any server."""
    for located in records:
        for index, address in enumerate(getattr(located.record, "former", ())):
            if not is_page_name(address):
                message = _('"{value}" can\'t be a page; it must end in "/" or ".html"')
                line = located.line_of(f"former[{index}]")
                report.error(line, message.format(value=shown(address)), "former")


_PHRASE = range(2, 9)  # words; a longer one nobody types
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|t[hr]|ch|gh|gi|kh|ph|qu|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)


def _check_synonyms(synonyms: list[Located], report: Report) -> None:
    """Search takes one word for some phrases: both must be clear."""
    taken: dict[str, Located] = {}
    for located in synonyms:
        synonym = located.record
        own = _words(synonym.name)
        if len(own) != 1 or _SYLLABLE.fullmatch(own[0]):
            message = _(
                '"{value}" must be an abbreviation, one word that means nothing else: "LĐLĐ"'
            )
            report.error(located.line_of("name"), message.format(value=shown(synonym.name)), "name")
        for index, phrase in enumerate(synonym.means):
            line = located.line_of(f"means[{index}]")
            found = _words(phrase)
            twin = taken.setdefault(" ".join(found), located)
            if len(found) not in _PHRASE or "" in found:
                message = _('"{value}" must be a phrase of two to eight words')
                report.error(line, message.format(value=shown(phrase)), "means")
            elif twin is not located:
                message = _('"{value}" is what {other} means already (line {line}); leave one out')
                values = {"value": shown(phrase), "other": twin.record.name, "line": twin.line}
                report.error(line, message.format(**values), "means")


def _words(text: str) -> list[str]:
    """The words of a text as search has them."""
    return [fold(word) for word in flow(stretches(text))]


def _check_banners(banners: list[Located], report: Report) -> None:
    """Banners are our own files: another site's would tell it who reads us."""
    for located in banners:
        banner = located.record
        if is_elsewhere(banner.image):
            message = _('"{value}" is another site\'s; put the picture into the content folder')
            line = located.line_of("image")
            report.error(line, message.format(value=shown(banner.image)), "image")
        start, end = banner.valid_from, banner.valid_to
        if start and end and start > end:
            message = _("the banner would end before it begins ({start}); mend one of the dates")
            text = message.format(start=f"{start:%d/%m/%Y}")
            report.error(located.line_of("valid_to"), text, "valid_to")


# ---------------------------------------------------------------------------------- sections


# Every page has them all in its menu, so what sections cost grows with their square.
_SECTIONS = 300


def _check_parents(sections: list[Located], report: Report) -> None:
    parents = {located.record.slug: located.record.parent for located in sections}
    unknown = _Unknown(parents, "sections.yaml")
    if len(sections) > _SECTIONS:
        message = _("there are {count} sections; a site has {limit} at most")
        message = message.format(count=len(sections), limit=_SECTIONS)
        report.error(sections[_SECTIONS].line_of("slug"), message)
    for located in sections:
        slug, parent = located.record.slug, located.record.parent
        if slug.isdigit():
            message = _('"{value}" would be taken for a year; put a letter in it')
            report.error(located.line_of("slug"), message.format(value=slug), "slug")
        if parent and (message := _about_parent(slug, parent, parents, unknown)):
            report.error(located.line_of("parent"), message, "parent")


def _about_parent(slug: str, parent: str, parents: dict[str, str], unknown: _Unknown) -> str:
    """Return what is wrong with a section's parent; sections have two levels."""
    if parent not in parents:
        return unknown.told(parent)
    above, seen = parent, {slug}
    while above and above not in seen:
        seen.add(above)
        above = parents.get(above, "")
    if above == slug:
        return _('"{value}" is itself below this section; choose another parent').format(
            value=parent
        )
    if parents[parent]:
        message = _('"{value}" is a sub-section already; choose a section that has no parent')
        return message.format(value=parent)
    return ""


class _Unknown:
    """Says of slugs that they are not among the ``known`` ones of a file."""

    def __init__(self, known: Mapping[str, Any], file: str) -> None:
        self._known = known
        self._file = file
        self._guessed = 0

    def told(self, slug: str) -> str:
        """The message, with a guess for the first ones."""
        self._guessed += 1
        guess = nearest(slug, self._known) if self._guessed <= GUESSED else []
        if guess:
            message = _('"{value}" is not a slug in {file}; did you mean "{guess}"?')
            return message.format(value=shown(slug), file=self._file, guess=guess[0])
        message = _('"{value}" is not a slug in {file}; add it there, or mend the spelling')
        return message.format(value=shown(slug), file=self._file)


# --------------------------------------------------------------------------------- districts


def _check_validity(units: list[Located], report: Report) -> None:
    for located in units:
        start, end = located.record.valid_from, located.record.valid_to
        if start and end and start > end:
            message = _("the unit would end before it begins ({start}); mend one of the two dates")
            message = message.format(start=f"{start:%d/%m/%Y}")
            report.error(located.line_of("valid_to"), message, "valid_to")


def _check_spellings(units: list[Located], report: Report) -> None:
    """Refuse one name for two units that are valid on the same day: nobody could tell them apart.

    Short names may be shared ("Ba Đình"); where that leaves a doubt, the article is told.
    """
    taken: dict[str, list[Located]] = {}
    for located in units:
        mine = set()
        for place, name in _spellings(located.record):
            same = key(name)
            twin = next(
                (u for u in taken.get(same, ()) if _overlap(u.record, located.record)), None
            )
            if twin and same not in mine:
                message = _('"{value}" already names {slug} (line {line}); choose another name')
                message = message.format(value=name, slug=twin.record.slug, line=twin.line)
                report.error(located.line_of(place), message, place.partition("[")[0])
            mine.add(same)
        for same in mine:
            taken.setdefault(same, []).append(located)


def _spellings(unit: Unit) -> Iterator[tuple[str, str]]:
    """Yield a unit's name and aliases, with the fields they stand in."""
    yield "name", unit.name
    for index, alias in enumerate(unit.aliases):
        yield f"aliases[{index}]", alias


def _overlap(one: Unit, other: Unit) -> bool:
    """Tell whether two units are valid on some day, both."""
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    last = min(one.valid_to or date.max, other.valid_to or date.max)
    return first <= last


def _check_links(units: list[Located], report: Report) -> None:
    """Compare predecessors with successors: each link has to be there from both ends."""
    by_slug = {located.record.slug: located for located in units}
    unknown = _Unknown(by_slug, "districts.yaml")
    for located in units:
        for field, back in (("successors", "predecessors"), ("predecessors", "successors")):
            for index, slug in enumerate(getattr(located.record, field)):
                line = located.line_of(f"{field}[{index}]")
                if slug not in by_slug:
                    report.error(line, unknown.told(slug), field)
                elif located.record.slug not in getattr(by_slug[slug].record, back):
                    message = _('"{other}" does not name {slug} in its {back}; add it there')
                    message = message.format(other=slug, slug=located.record.slug, back=back)
                    report.warning(line, message, field, code="one-sided-units")
