# SPDX-License-Identifier: AGPL-3.0-or-later
"""What templates see: the theme's typed contract.

Every template gets ``site`` (a `Site`) and ``page`` (a `Page`), and the variables that
``docs/theme.md`` lists for it, which are made of the records below and nothing else. URLs are
ready for ``href`` (they carry the path of SITEURL); text is plain text, escaped by the template
engine; ``ArticleView.body`` alone is sanitised HTML, already marked safe.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from markupsafe import Markup

from newsroom.pages.offered import sources
from newsroom.pictures.plan import Offers
from newsroom.text.headlines import full_title


class Link(msgspec.Struct, frozen=True):
    """A titled link; an empty ``url`` is the place where the reader is."""

    title: str
    url: str


class Picture(msgspec.Struct, frozen=True):
    """A picture; its pixels are 0 when unknown, ``offers`` its renditions (or None)."""

    src: str
    width: int = 0
    height: int = 0
    alt: str = ""
    caption: str = ""
    credit: str = ""
    offers: Offers | None = None

    def sources(self, slot: str) -> Markup:
        """The beginning of a ``<picture>``; its ``<img>`` and end follow. "" without renditions."""
        return sources(self.offers, slot) if self.offers else Markup()


class Story(msgspec.Struct, frozen=True):
    """A card, ready to show. ``image`` is decorative in a card (``alt`` empty): the title names it.

    ``day`` is "22/04/2025", ``moment`` "22/04/2025 09:15", ``iso`` the machine form. A story of
    another site (``host``) has nothing but ``url`` and ``title``.

    On an article's page a story has what its panel shows, so that no page is rendered for more:
    ``summary`` and ``dateline`` in *Tin khác* (and *Nên xem* with ``recommended_sapo``), no date
    in *Nên xem*, under the sapo no ``image`` either, and a ``section`` only where a ``summary`` is.
    What it hasn't is empty.
    """

    url: str
    title: str
    kicker: str
    summary: str
    dateline: str
    iso: str
    day: str
    moment: str
    section: Link
    image: Picture | None
    host: str = ""

    @property
    def full_title(self) -> str:
        """The headline after its kicker, for where the kicker has no line of its own."""
        return full_title(self.kicker, self.title)


class NavSection(msgspec.Struct, frozen=True):
    """A section in the navigation, with its sub-sections."""

    slug: str
    title: str
    url: str
    children: tuple[NavSection, ...] = ()


class FeedFile(msgspec.Struct, frozen=True):
    """A feed in one of its formats: its own title, its URL, media type, and the format's name."""

    title: str
    url: str
    type: str
    label: str


class ImprintLine(msgspec.Struct, frozen=True):
    """A line of the imprint; ``title`` may be empty, and ``url`` is for calling or writing."""

    name: str
    title: str
    text: str
    url: str = ""


class BannerView(msgspec.Struct, frozen=True):
    """Advertising of ``name``: a picture (``image.alt`` tells it) that leads to ``url``."""

    name: str
    url: str
    image: Picture


class Site(msgspec.Struct, frozen=True):
    """What is the same on every page.

    ``home`` is the front page's URL, ``address`` the absolute SITEURL (may be empty), ``assets``
    maps a theme file (``css/site.css``) to its URL, ``pages`` are the static pages. ``indexes`` are
    the pages of all terms of a taxonomy, by its name ("tag", "district", "author", "year",
    "corrections", and those that the site has added), in the order of the foot of pages.
    ``extra`` is what extensions have for all templates, by their names.
    ``imprint`` are all lines of the imprint, ``imprint_everywhere`` those for every page.
    ``search`` has no URL where the site has none; ``icons`` are URLs by file ("favicon.svg",
    "apple-touch-icon.png", "manifest.webmanifest"), none where the theme has no logo.
    """

    name: str
    tagline: str
    publisher: str
    rights: str
    language: str
    address: str
    home: str
    sections: tuple[NavSection, ...]
    pages: tuple[Link, ...]
    indexes: dict[str, Link]
    feeds: Link
    main_feeds: tuple[FeedFile, ...]
    assets: dict[str, str]
    imprint: tuple[ImprintLine, ...] = ()
    imprint_everywhere: tuple[ImprintLine, ...] = ()
    extra: dict[str, Any] = {}
    search: Link = Link("", "")
    icons: dict[str, str] = {}


class Page(msgspec.Struct, frozen=True):
    """What is particular to a page, for ``<head>`` and the breadcrumb.

    ``canonical`` is absolute when SITEURL is set; ``crumbs`` lead from the front page to here,
    the last has no URL; ``section`` is the slug of the top section, to mark it in the navigation.
    ``feeds`` are the page's own, beside the whole site's (``site.main_feeds``): one in each of its
    formats. ``published`` and ``updated`` are ISO dates, and ``authors`` have absolute URLs, on
    articles only, but for the front page's ``updated``; ``sponsored`` is paid content. ``data`` is
    the page's JSON-LD, safe in a ``script`` element.
    """

    kind: str
    title: str
    description: str
    url: str
    canonical: str
    image: str = ""
    crumbs: tuple[Link, ...] = ()
    feeds: tuple[FeedFile, ...] = ()
    section: str = ""
    indexed: bool = True
    published: str = ""
    updated: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[Link, ...] = ()
    image_width: int = 0
    image_height: int = 0
    image_alt: str = ""
    data: Markup = Markup()
    sponsored: bool = False


class CorrectionNote(msgspec.Struct, frozen=True):
    """One correction: "05/05/2025", the machine date, and plain text."""

    day: str
    iso: str
    text: str


class UnitView(msgspec.Struct, frozen=True):
    """An administrative unit; ``validity`` is a phrase such as "đến 30/06/2025", or empty."""

    name: str
    url: str
    kind: str
    validity: str
    count: int = 0


class Byline(msgspec.Struct, frozen=True):
    """An author; ``bio`` and ``photo`` only where a profile exists."""

    name: str
    url: str
    full_name: str = ""
    bio: str = ""
    photo: Picture | None = None
    count: int = 0


class Filed(msgspec.Struct, frozen=True):
    """What an article is filed under in a taxonomy that the site has added."""

    title: str
    terms: tuple[Link, ...]


class ArticleView(msgspec.Struct, frozen=True):
    """An article in full. ``long_date`` is "Thứ Ba, 22/04/2025 09:15 (GMT+7)".

    ``tags``, ``units`` and ``authors`` may be empty; ``filed`` is one for each taxonomy of the
    site's own; ``source`` may be None, or have no URL; ``minutes`` is the reading time;
    ``address`` the absolute address, for print and sharing; ``sponsored`` is paid content, whose
    kicker begins with its label. ``section`` is the one it is in, ``preview`` tells that it is not
    published. ``extra`` is what extensions have added to it, by their names.
    """

    title: str
    kicker: str
    summary: str
    dateline: str
    iso: str
    long_date: str
    updated_iso: str
    updated_date: str
    image: Picture | None
    body: Markup
    minutes: int
    authors: tuple[Byline, ...]
    units: tuple[UnitView, ...]
    tags: tuple[Link, ...]
    source: Link | None
    dossier: Link | None
    corrections: tuple[CorrectionNote, ...]
    address: str
    has_embed: bool
    section: Link
    filed: tuple[Filed, ...] = ()
    extra: dict[str, Any] = {}
    sponsored: bool = False
    preview: bool = False


class Panels(msgspec.Struct, frozen=True):
    """The four panels of an article page; no story twice, an empty panel is left out.

    ``in_lead`` 3 stories under the sapo, ``related`` 5 (Có thể bạn quan tâm), ``recommended`` 7
    (Nên xem; with sapos if ``recommended_sapo``), ``more`` 10 (Tin khác). The two URLs lead to
    fragments with today's stories. ``onward`` leads to the article's section and units
    where few stories are related to it.
    """

    in_lead: tuple[Story, ...] = ()
    related: tuple[Story, ...] = ()
    recommended: tuple[Story, ...] = ()
    more: tuple[Story, ...] = ()
    recommended_url: str = ""
    more_url: str = ""
    recommended_sapo: bool = False
    onward: tuple[Link, ...] = ()


class Pager(msgspec.Struct, frozen=True):
    """Links between the pages of a list; numbers count from the oldest and never change.

    ``number`` is this page's number, 0 on the front of the list.
    """

    number: int = 0
    newer: Link | None = None
    older: Link | None = None
    front: Link | None = None


class Latest(msgspec.Struct, frozen=True):
    """A story among the newest: "09:15", "22/04", and its year if that is not the newest one's."""

    story: Story
    time: str
    day: str
    year: str


class SectionBlock(msgspec.Struct, frozen=True):
    """A section on the front page: its newest stories, the first one shown larger."""

    section: NavSection
    stories: tuple[Story, ...]


class TermLink(msgspec.Struct, frozen=True):
    """A term of a taxonomy with its number of articles."""

    title: str
    url: str
    count: int


class TermGroup(msgspec.Struct, frozen=True):
    """Terms under one initial ("C", "Đ", "#")."""

    initial: str
    terms: tuple[TermLink, ...]


class UnitGroup(msgspec.Struct, frozen=True):
    """Units of one kind ("Quận", "Phường"; may be empty), in Vietnamese order."""

    title: str
    units: tuple[UnitView, ...]


class UnitEra(msgspec.Struct, frozen=True):
    """Units under one heading: those of today, those that ended on a day, those of elsewhere.

    ``id`` is that of the heading.
    """

    id: str
    title: str
    groups: tuple[UnitGroup, ...]


class UnitStories(msgspec.Struct, frozen=True):
    """The newest stories of a unit, on the page of another one that has none of its own."""

    unit: UnitView
    stories: tuple[Story, ...]


class CalendarDay(msgspec.Struct, frozen=True):
    """A cell of a calendar; ``url`` is empty when nothing was published that day.

    ``shown`` marks the day whose page it is. ``count`` is 0 on the page of a day, which does not
    follow the numbers.
    """

    date: date
    url: str
    count: int
    shown: bool = False


class Month(msgspec.Struct, frozen=True):
    """A month: "Tháng 4/2025", "Tháng 4", its page, its number of articles, and its calendar.

    ``weeks`` are rows of seven, Monday first. The first page of a month has all its weeks, with
    None for days of other months; the page of a day has the week of that day, whole. ``count`` is
    told with the calendar and by a year, and is 0 elsewhere.
    """

    title: str
    name: str
    url: str
    count: int
    weeks: tuple[tuple[CalendarDay | None, ...], ...] = ()


class Year(msgspec.Struct, frozen=True):
    """A year of the archive with its twelve months (a month without articles has no URL)."""

    title: str
    url: str
    count: int
    months: tuple[Month, ...]


class FeedLink(msgspec.Struct, frozen=True):
    """A page whose news feeds carry, and these: one in each of its formats."""

    title: str
    page: str
    files: tuple[FeedFile, ...]


class FeedGroup(msgspec.Struct, frozen=True):
    """Feeds of one kind (sections, districts …), or the page of all terms that have one each."""

    title: str
    feeds: tuple[FeedLink, ...]
    index: Link = Link("", "")


class Corrected(msgspec.Struct, frozen=True):
    """An article with its corrections, for the corrections page."""

    story: Story
    corrections: tuple[CorrectionNote, ...]
