# SPDX-License-Identifier: AGPL-3.0-or-later
"""What lists of stories are called and what is said of them: on their pages and in their feeds."""

from __future__ import annotations

import msgspec

from newsroom.model import Author, Dossier, Section, Unit
from newsroom.pages.present import Presenter
from newsroom.store.reader import Reader
from newsroom.taxonomies import AUTHOR, DOSSIER, SECTION, UNIT, Taxonomy


class Named(msgspec.Struct, frozen=True):
    """A list's name, and a sentence on what it holds."""

    name: str
    description: str


def about(make: Presenter, what: str) -> str:
    """What is told of a list that has no description of its own."""
    return make.say("Stories about %(what)s on %(site)s.") % {"what": what, "site": make.site.name}


def written_by(make: Presenter, name: str) -> str:
    """What is told of an author who has no profile."""
    return make.say("Stories by %(what)s on %(site)s.") % {"what": name, "site": make.site.name}


def in_a_sentence(unit: Unit) -> str:
    """The unit's name amid other words: "quận Đống Đa", where a list has "Quận Đống Đa"."""
    whole = f"{unit.kind} {unit.short}"
    return whole if whole.casefold() == unit.name.casefold() else unit.short or unit.name


def named(ask: Reader, make: Presenter, row: Taxonomy, slug: str) -> Named:
    """What the list of a term is called, and what it holds."""
    if row is SECTION:
        section = ask.record(row.registry, slug, Section) or Section(slug, slug)
        return Named(section.name, section.description or about(make, section.name))
    if row is DOSSIER:
        dossier = ask.record(row.registry, slug, Dossier) or Dossier(slug, slug)
        return Named(dossier.name, dossier.description or about(make, dossier.name))
    if row is UNIT:
        unit = ask.record(row.registry, slug, Unit) or Unit(slug, slug)
        return Named(unit.name, about(make, in_a_sentence(unit)))
    if row is AUTHOR and (author := ask.record(row.registry, slug, Author)):
        return Named(author.name, author.bio or written_by(make, author.name))
    term = ask.term(row.name, slug, counted=False)
    name = term.name if term else slug
    return Named(name, written_by(make, name) if row is AUTHOR else about(make, name))
