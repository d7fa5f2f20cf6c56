# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is the same on every page: navigation, names, addresses of the index pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from newsroom import extensions
from newsroom.arrange import addresses, icons
from newsroom.model import Card, Registries, Section
from newsroom.pages.imprint import imprint_lines
from newsroom.pages.present import feed_formats
from newsroom.pages.views import FeedFile, Link, NavSection, Site
from newsroom.settings import Settings
from newsroom.taxonomies import SECTION
from newsroom.text.tones import in_style

Say = Callable[[str], str]


def make_site(
    settings: Settings, registries: Registries, pages: Sequence[Card], assets: Sequence[str], _: Say
) -> Site:
    """The site record; ``pages`` are the static pages' cards in their order."""
    own = settings.newsroom
    imprint = imprint_lines(own.imprint, _)
    translated = _  # by another name: these messages stand in the table of taxonomies

    def link(title: str, save_as: str) -> Link:
        return Link(title, settings.base + addresses.to_url(save_as))

    return Site(
        name=settings.site_name,
        tagline=own.tagline,
        publisher=own.publisher,
        rights=own.rights,
        language=settings.language,
        address=settings.site_url,
        home=settings.base + "/",
        sections=_navigation(settings, registries.sections),
        pages=tuple(Link(card.title, settings.base + card.url) for card in pages),
        indexes={
            row.name: link(translated(row.title), addresses.index_page(row))
            for row in settings.taxonomies.indexes()
        },
        feeds=link(_("RSS feeds"), addresses.FEEDS),
        main_feeds=tuple(
            FeedFile(
                settings.site_name,
                link("", addresses.main_feed_file(form.ending)).url,
                form.media_type,
                form.label,
            )
            for form in feed_formats(own, None)
        ),
        imprint=imprint,
        imprint_everywhere=tuple(x for x in imprint if x.name in own.imprint_everywhere),
        search=link(_("Search"), addresses.SEARCH) if own.search else Link("", ""),
        assets={name: f"{settings.base}/theme/{name}" for name in sorted(assets)},
        icons=_icons(settings, assets),
        extra=extensions.template_globals(settings),
    )


def _icons(settings: Settings, assets: Sequence[str]) -> dict[str, str]:
    """What pages link to of all that is made of the logo."""
    linked = (icons.VECTOR, icons.APPLE, icons.MANIFEST)
    return {name: f"{settings.base}/{name}" for name in linked if icons.LOGO in assets}


def _navigation(settings: Settings, sections: Sequence[Section]) -> tuple[NavSection, ...]:
    def nav(section: Section) -> NavSection:
        parents = (section.parent,) if section.parent else ()
        folder = addresses.list_folder(SECTION, section.slug, parents)
        children = [child for child in sections if child.parent == section.slug]
        return NavSection(
            section.slug,
            in_style(section.name, settings.newsroom.tone_style),
            f"{settings.base}/{folder}/",
            tuple(nav(child) for child in in_order(children)),
        )

    return tuple(nav(section) for section in in_order(sections) if not section.parent)


def in_order(sections: Sequence[Section]) -> list[Section]:
    """Sections by their order, then as they stand in the registry."""
    return sorted(sections, key=lambda section: section.order)
