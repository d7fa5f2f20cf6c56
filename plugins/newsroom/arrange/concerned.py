# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom a change of the registries concerns: the articles that may be arranged otherwise by it.

An article that is in the store had names that the registries knew, and it stands on the lists of
what they meant. So whoever names a changed entry is found on few lists: that of the entry, as it
was and as it is, and those of others that share a name with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from newsroom.arrange.memberships import tag_slug
from newsroom.model import Registries, Section, Unit
from newsroom.read.units import names_of, without_union
from newsroom.taxonomies import AUTHOR, DOSSIER, SECTION, UNIT
from newsroom.text.fold import key


def concerned(old: Registries, new: Registries, *, cards: bool = False) -> list[str] | None:
    """The lists on which those articles are that ``new`` may arrange otherwise; None: all may.

    Articles that stand on no list (nobody may see them) and static pages come on top. ``cards``:
    the names of sections stand on title cards, whose addresses hold what stands on them.
    """
    if _tree(old.sections) != _tree(new.sections):
        return None  # a folder may be another section's now
    found = {*_of_units(old, new), *_of_authors(old, new), *_of_dossiers(old, new)}
    return sorted(found.union(_of_sections(old, new) if cards else ()))


def _tree(sections: Iterable[Section]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What decides on the folders of articles, and on addresses that name a section."""
    return {section.slug: (section.parent, section.former) for section in sections}


def _of_sections(old: Registries, new: Registries) -> Iterable[str]:
    before, after = ({s.slug: (s.slug, s.name) for s in r.sections} for r in (old, new))
    return (SECTION.list_name(slug) for slug, _name in _changed(before, after))


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Any]:
    """The entries that came, went or changed, as they were and as they are."""
    slugs = [slug for slug in old.keys() | new.keys() if old.get(slug) != new.get(slug)]
    return [entry for slug in slugs for entry in (old.get(slug), new.get(slug)) if entry]


def _of_units(old: Registries, new: Registries) -> Iterable[str]:
    before, after = ({unit.slug: unit for unit in r.units} for r in (old, new))
    names: set[str] = set()
    for slug in before.keys() | after.keys():
        was, now = before.get(slug), after.get(slug)
        if was and now and _bare(was) == _bare(now):
            # Whoever names it by a name that it keeps means what they meant.
            names |= names_of(was) ^ names_of(now)
        else:
            names |= {name for unit in (was, now) if unit for name in names_of(unit)}
            yield UNIT.list_name(slug)
    names |= {without for name in names for without in without_union(name)}
    for unit in before.values() if names else ():
        if not names.isdisjoint(names_of(unit)):
            yield UNIT.list_name(unit.slug)


def _bare(unit: Unit) -> Unit:
    """A unit without its other names, and those before and after it, whom no article asks for."""
    return msgspec.structs.replace(unit, aliases=(), predecessors=(), successors=())


def _of_authors(old: Registries, new: Registries) -> Iterable[str]:
    before, after = (
        {key(name): (a.slug, a.name, name) for a in r.authors for name in (*a.aliases, a.name)}
        for r in (old, new)
    )
    for slug, _shown, name in _changed(before, after):
        # Without a record, the slug of a byline is made of its name.
        yield from (AUTHOR.list_name(slug), AUTHOR.list_name(tag_slug(name)))


def _of_dossiers(old: Registries, new: Registries) -> Iterable[str]:
    before, after = ({s.slug: (s.slug, s.image) for s in r.dossiers} for r in (old, new))
    return (DOSSIER.list_name(slug) for slug, _image in _changed(before, after))
