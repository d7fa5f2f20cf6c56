# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the store's records to what templates show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING, Any

import msgspec

from newsroom.arrange import addresses
from newsroom.arrange.memberships import tag_slug
from newsroom.model import Author, Correction, Elsewhere, Photo, Shape, StaticFile, Unit
from newsroom.pages.structured import describe
from newsroom.pages.views import (
    Byline,
    CorrectionNote,
    FeedFile,
    Link,
    NavSection,
    Page,
    Pager,
    Picture,
    Site,
    Story,
    UnitView,
)
from newsroom.pictures.heif import own_address
from newsroom.pictures.plan import Offers, shape_of
from newsroom.pictures.recipe import is_elsewhere
from newsroom.publish.formats import FORMATS, Format
from newsroom.settings import Newsroom, Settings
from newsroom.store.facets import BareThumbnail, Dated, Headline, Item, Pictured, Teaser
from newsroom.store.reader import Reader
from newsroom.taxonomies import AUTHOR, SECTION, TAG, UNIT, Taxonomy
from newsroom.text.cut import shorten
from newsroom.text.dates import day_form, short_form

if TYPE_CHECKING:
    from newsroom.publish.feed import FeedItem

_STORIES_KEPT = 20_000
_NO_SECTION = Link("", "")


class Presenter:
    """Makes view records; one for a whole run of page functions."""

    def __init__(
        self, settings: Settings, shown: Mapping[str, Any], say: Callable[[str], str]
    ) -> None:
        """``shown``: the ``site``, and the slugs of the sections that have a feed (``fed``)."""
        site: Site = shown["site"]
        self.settings = settings
        self.table = settings.taxonomies
        self.fed_sections = frozenset(shown["fed"])
        self.site = site
        self.say = say
        self.base = settings.base
        self.origin = settings.origin
        self.zone = settings.zone
        self.sections = {nav.slug: nav for nav in _flat(site.sections)}
        self.parents = {c.slug: nav for nav in _flat(site.sections) for c in nav.children}
        self._list_urls: dict[str, str] = {}
        self._feeds: dict[str, tuple[str, tuple[FeedFile, ...]]] = {}
        self.feed_items: dict[str, tuple[Item, StaticFile | None, str, FeedItem]] = {}
        self._stories: dict[tuple[str, type[Headline]], tuple[Headline, Story]] = {}

    # --------------------------------------------------------------------------- addresses

    def url(self, save_as: str) -> str:
        """The URL of a file of the output, for ``href``."""
        return self.base + addresses.to_url(save_as)

    def absolute(self, url: str) -> str:
        """An absolute URL; without SITEURL the URL as it is."""
        return url if url.startswith("https:") else self.origin + url

    def list_url(self, name: str) -> str:
        """The URL of a list's front page (kept: an article page has some ten of them)."""
        known = self._list_urls.get(name)
        if known is None:
            known = self._list_urls[name] = self.url(addresses.list_page(self.folder(name)))
        return known

    def author_url(self, slug: str) -> str:
        """The URL of an author's page."""
        return self.list_url(AUTHOR.list_name(slug))

    def folder(self, name: str) -> str:
        """The folder of a list's pages.

        Raises:
            LookupError: such a list has no pages.
        """
        found = self.table.of_list(name)
        if found is None:
            raise LookupError(name)
        row, slug = found
        above: tuple[str, ...] = ()
        if row is SECTION and slug in self.parents:
            above = (self.parents[slug].slug,)
        return addresses.list_folder(row, slug, above)

    def feed_url(self, name: str, form: Format) -> str:
        """The URL of a list's feed in a format."""
        found = self.table.of_list(name)
        if found is None:
            return self.url(addresses.main_feed_file(form.ending))
        return self.url(addresses.feed_file(*found, form.ending))

    def row_of(self, name: str) -> Taxonomy | None:
        """The taxonomy of a list; None of the list of all stories."""
        found = self.table.of_list(name)
        return found[0] if found else None

    def feed_title(self, name: str, title: str) -> str:
        """What the feed of a list is called, in itself and wherever it is announced."""
        return f"{title} - {self.site.name}" if self.row_of(name) else self.site.name

    def feeds(self, name: str, title: str) -> tuple[FeedFile, ...]:
        """The feeds of a list called ``title`` (kept: a section's stand on all its articles)."""
        known = self._feeds.get(name)
        if known is None or known[0] != title:
            called = self.feed_title(name, title)
            forms = feed_formats(self.settings.newsroom, self.row_of(name))
            files = tuple(
                FeedFile(called, self.feed_url(name, form), form.media_type, form.label)
                for form in forms
            )
            known = self._feeds[name] = title, files
        return known[1]

    def title(self, row: Taxonomy) -> str:
        """What the terms of a taxonomy are called together."""
        translated = self.say  # by another name: the message stands in the table of taxonomies
        return translated(row.title)

    # ------------------------------------------------------------------------------- cards

    def stories(self, cards: Iterable[Headline]) -> tuple[Story, ...]:
        """Stories of cards, in their order."""
        return tuple([self.story(card) for card in cards])

    def panel(self, cards: Iterable[Headline | Elsewhere]) -> tuple[Story, ...]:
        """Stories of a panel, some of which other sites may have."""
        return tuple([elsewhere(c) if isinstance(c, Elsewhere) else self.story(c) for c in cards])

    def story(self, card: Headline) -> Story:
        """The story of a card (kept: a card stands on some thirty pages)."""
        place = card.path, type(card)
        known = self._stories.get(place)
        if known is not None and known[0] is card:
            return known[1]
        if len(self._stories) > _STORIES_KEPT:
            self._stories.clear()
        story = self._story(card)
        self._stories[place] = (card, story)
        return story

    def _story(self, card: Headline) -> Story:
        image = card.image if isinstance(card, Pictured) else None
        local = self.local(card.date) if isinstance(card, Dated) else None
        told = card if isinstance(card, Teaser) else None
        return Story(
            url=self.base + card.url,
            title=card.title,
            kicker=card.kicker,
            summary=told.summary if told else "",
            dateline=told.dateline if told else "",
            iso=local.isoformat(timespec="seconds") if local else "",
            day=day_form(local.date()) if local else "",
            moment=short_form(local) if local else "",
            section=self.section(told.section) if told else _NO_SECTION,
            image=self._thumbnail(image) if image else None,
        )

    def local(self, moment: datetime) -> datetime:
        """A moment in the paper's time zone."""
        return moment.astimezone(self.zone)

    def section(self, slug: str) -> Link:
        """The link of a section."""
        nav = self.sections.get(slug)
        return Link(nav.title, nav.url) if nav else Link(slug, "")

    # ---------------------------------------------------------------------------- pictures

    def image_url(self, src: str) -> str:
        """The URL of a picture under the content folder, or the https URL itself."""
        return src if is_elsewhere(src) else self.url(own_address(src))

    def picture(self, ask: Reader, photo: Photo | None) -> Picture | None:
        """A picture with its size, and with its renditions."""
        if photo is None:
            return None
        file = self.file(ask, photo.src)
        offers = self.offers(shape_of(file)) if file else None
        return Picture(
            offers.src if offers else self.image_url(photo.src),
            file.width if file else 0,
            file.height if file else 0,
            *(photo.alt, photo.caption, photo.credit, offers),
        )

    def offers(self, shape: Shape | None) -> Offers | None:
        """A picture's renditions."""
        return Offers(shape, self.settings.slots, self.base) if shape else None

    def _thumbnail(self, image: BareThumbnail) -> Picture:
        offers = self.offers(image.shape)
        return Picture(offers.src if offers else self.image_url(image.src), offers=offers)

    @staticmethod
    def file(ask: Reader, src: str) -> StaticFile | None:
        """What is known of a picture of ours; None of one that is elsewhere."""
        return None if is_elsewhere(src) else ask.record("static", src, StaticFile)

    def size(self, ask: Reader, src: str) -> tuple[int, int]:
        """Width and height of a picture in pixels, (0, 0) when unknown."""
        file = self.file(ask, src)
        return (file.width, file.height) if file else (0, 0)

    # ------------------------------------------------------------------------------- names

    def tag(self, name: str) -> Link:
        """The link of a tag."""
        return self.term(TAG, name)

    def term(self, row: Taxonomy, name: str) -> Link:
        """The link of a term that articles spell."""
        return Link(name, self.list_url(row.list_name(tag_slug(name))))

    def unit(self, ask: Reader, slug: str, count: int = 0) -> UnitView:
        """An administrative unit."""
        unit = ask.record("districts", slug, Unit) or Unit(slug, slug)
        return self.unit_view(unit, count)

    def unit_view(self, unit: Unit, count: int = 0) -> UnitView:
        """The view of a district record."""
        return UnitView(
            unit.name,
            self.list_url(UNIT.list_name(unit.slug)),
            unit.kind,
            self._validity(unit),
            count,
        )

    def _validity(self, unit: Unit) -> str:
        if unit.valid_to:
            return self.say("until %s") % day_form(unit.valid_to)
        return self.say("since %s") % day_form(unit.valid_from) if unit.valid_from else ""

    def byline(self, ask: Reader, slug: str, name: str, count: int = 0) -> Byline:
        """A byline, with its profile if it has one."""
        profile = ask.record("authors", slug, Author)
        url = self.author_url(slug)
        if profile is None:
            return Byline(name, url, count=count)
        photo = self.picture(ask, Photo(profile.photo)) if profile.photo else None
        return Byline(profile.name, url, profile.full_name, profile.bio, photo, count)

    @staticmethod
    def notes(corrections: Iterable[Correction]) -> tuple[CorrectionNote, ...]:
        """Corrections, oldest first."""
        return tuple(
            CorrectionNote(day_form(note.date), note.date.isoformat(), note.text)
            for note in corrections
        )

    # -------------------------------------------------------------------------------- page

    def page(
        self,
        kind: str,
        title: str,
        save_as: str,
        *,
        crumb: str = "",
        description: str = "",
        crumbs: Iterable[Link] = (),
        feeds: tuple[FeedFile, ...] = (),
        url: str = "",
        image: str = "",
        section: str = "",
        indexed: bool = True,
        canonical: bool = True,
        published: str = "",
        updated: str = "",
        tags: tuple[str, ...] = (),
        authors: tuple[Link, ...] = (),
        picture: Picture | None = None,
        sponsored: bool = False,
    ) -> Page:
        """The page record; ``crumb`` is its name in the breadcrumb, if that is not its title."""
        here = url or self.url(save_as)
        shared = image or self.settings.newsroom.image
        made = Page(
            kind=kind,
            title=title,
            description=shorten(description),
            url=here,
            canonical=self.origin + here if canonical and self.origin else "",
            image=self.absolute(self.image_url(shared)) if shared else "",
            crumbs=self._crumbs(crumbs, crumb or title) if kind != "home" else (),
            feeds=feeds,
            section=section,
            indexed=indexed,
            published=published,
            updated=updated,
            tags=tags,
            authors=authors,
            sponsored=sponsored,
        )
        return self._shared(made, picture or Picture(""))

    def told(self, page: Page, *nodes: dict[str, Any]) -> Page:
        """A page that tells machines these nodes of JSON-LD, too, if it tells them any."""
        found = [node for node in nodes if node]
        if not (found and page.data):
            return page
        own = self.settings.newsroom
        data = describe(page, self.site, self.origin, own, *found)
        return msgspec.structs.replace(page, data=data)

    def _shared(self, page: Page, picture: Picture) -> Page:
        """A page with what machines are told of it, besides what people see."""
        return msgspec.structs.replace(
            page,
            data=describe(page, self.site, self.origin, self.settings.newsroom),
            image_width=picture.width,
            image_height=picture.height,
            image_alt=picture.alt,
        )

    def _crumbs(self, between: Iterable[Link], title: str) -> tuple[Link, ...]:
        return (Link(self.say("Home"), self.site.home), *between, Link(title, ""))

    def section_crumbs(self, slug: str, *, inclusive: bool) -> list[Link]:
        """The sections above (and, if ``inclusive``, at) a section, from the top."""
        found = [self.section(slug)] if inclusive else []
        above = self.parents.get(slug)
        while above is not None:
            found.insert(0, Link(above.title, above.url))
            above = self.parents.get(above.slug)
        return found

    def top_section(self, slug: str) -> str:
        """The slug of the top section that a section belongs to."""
        while slug in self.parents:
            slug = self.parents[slug].slug
        return slug

    # ------------------------------------------------------------------------------- lists

    def pager(self, ask: Reader, name: str, number: int) -> Pager | None:
        """The pager of a list's front (0) or numbered page.

        The front holds the newest full page and what came after it; its older neighbour is the
        page before that. Numbers count from the oldest and never change.
        """
        size = self.settings.page_size
        if number == 0:
            last = ask.count(name) // size - 1
            return Pager(older=self._numbered(name, last)) if last > 0 else None
        # The newest full page is the front's: page n + 1 has a file once page n + 2 is full.
        newer = number + 1 if ask.has_page(name, number + 2, size) else 0
        older = self._numbered(name, number - 1) if number > 1 else None
        return Pager(number, self._numbered(name, newer), older, self._numbered(name, 0))

    def _numbered(self, name: str, number: int) -> Link:
        title = self.say("Page %d") % number if number else self.say("Newest")
        return Link(title, self.url(addresses.list_page(self.folder(name), number)))


def elsewhere(picked: Elsewhere) -> Story:
    """A story of another site: a headline, and where it is."""
    return Story(picked.url, picked.title, "", "", "", "", "", "", Link("", ""), None, picked.host)


def feed_formats(own: Newsroom, row: Taxonomy | None) -> tuple[Format, ...]:
    """The formats of a list's feeds, by its taxonomy; None: of the whole site's."""
    names = own.feed_formats if row is None or row is SECTION else own.term_feed_formats
    return tuple(FORMATS[name] for name in dict.fromkeys(names))


def feed_size(own: Newsroom, row: Taxonomy | None) -> int:
    """How many articles a list's feeds carry."""
    return own.feed_items if row is None or row is SECTION else own.term_feed_items


def _flat(sections: Iterable[NavSection]) -> list[NavSection]:
    return [nav for top in sections for nav in (top, *_flat(top.children))]


def minutes(words: int) -> int:
    """Reading time of so many syllables: Vietnamese is read at some 300 a minute."""
    return max(1, ceil(words / 300))
