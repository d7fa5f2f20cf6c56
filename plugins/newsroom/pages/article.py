# SPDX-License-Identifier: AGPL-3.0-or-later
"""An article's own page."""

from __future__ import annotations

import msgspec

from newsroom.arrange import addresses
from newsroom.model import Article, Card, Dossier, Unit
from newsroom.pages.body import fill_addresses
from newsroom.pages.kinds import Kind, Rendered
from newsroom.pages.panels import choose_panels
from newsroom.pages.present import Presenter, minutes
from newsroom.pages.title_cards import of_article
from newsroom.pages.videos import videos
from newsroom.pages.views import ArticleView, Byline, FeedFile, Filed, Link, Page, Panels, Picture
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.taxonomies import DOSSIER, SECTION
from newsroom.text.dates import long_form
from newsroom.text.headlines import full_title


def compose(ask: Reader, make: Presenter, claim: Claim) -> Rendered | None:
    """The page of the article whose source the claim names."""
    stored = ask.article(claim.key)
    if stored is None:
        return None
    section = stored.card.section
    above = make.top_section(section)
    own = make.settings.newsroom
    cards = choose_panels(ask, stored, own, above if above != section else "")
    is_short = len(cards.related) < own.panel_related
    panels = Panels(
        make.panel(cards.in_lead),
        make.panel(cards.related),
        make.stories(cards.recommended),
        make.stories(cards.more),
        make.url(addresses.fragment_file()),
        make.url(addresses.fragment_file(cards.section)),
        own.panel_recommended_sapo,
        _onward(ask, make, stored.card) if is_short else (),
    )
    picture = make.picture(ask, stored.card.image)
    page = _page(make, stored, picture)
    article = _article(ask, make, stored, page, picture)
    return "article.html", {
        "page": make.told(page, *videos(make, page, article.body)),
        "article": article,
        "panels": panels,
    }


def _article(
    ask: Reader, make: Presenter, stored: Article, page: Page, picture: Picture | None
) -> ArticleView:
    card = stored.card
    local = make.local(card.date)
    bylines = zip(card.author_slugs, card.authors, strict=True)
    return ArticleView(
        title=card.title,
        kicker=card.kicker,
        summary=card.summary,
        dateline=card.dateline,
        iso=page.published,
        long_date=long_form(local),
        updated_iso=page.updated,
        updated_date=long_form(make.local(card.updated)) if card.updated else "",
        image=picture if picture and card.image and card.image.lead else None,
        body=fill_addresses(ask, make, stored.body.html, paid=card.sponsored),
        minutes=minutes(stored.body.words),
        # Without the profile: its page has it, and a new biography leaves articles alone.
        authors=tuple(Byline(name, make.author_url(slug)) for slug, name in bylines),
        units=tuple(make.unit(ask, slug) for slug in card.units),
        tags=tuple(make.tag(tag) for tag in card.tags),
        sponsored=card.sponsored,
        source=Link(stored.source.name, stored.source.url) if stored.source else None,
        dossier=_dossier(ask, make, card.dossier),
        corrections=make.notes(stored.corrections),
        address=make.absolute(page.url),
        has_embed=stored.body.has_embed,
        section=make.section(card.section),
        preview=card.preview,
        filed=_filed(make, card),
        extra=stored.extra,
    )


def _filed(make: Presenter, card: Card) -> tuple[Filed, ...]:
    """What it is filed under in the taxonomies that the site has added."""
    return tuple(
        Filed(make.title(row), tuple(make.term(row, name) for name in card.terms[row.name]))
        for row in make.table.added
        if row.name in card.terms
    )


def _onward(ask: Reader, make: Presenter, card: Card) -> tuple[Link, ...]:
    """The section of a story and its units, unless these are the whole city or country."""
    units = [ask.record("districts", slug, Unit) for slug in card.units]
    shown = [make.unit_view(unit) for unit in units if unit and not unit.is_everywhere]
    links = [make.section(card.section), *(Link(unit.name, unit.url) for unit in shown)]
    return tuple(link for link in links if link.url)


def _dossier(ask: Reader, make: Presenter, slug: str) -> Link | None:
    dossier = ask.record(DOSSIER.registry, slug, Dossier) if slug else None
    return Link(dossier.name, make.list_url(DOSSIER.list_name(slug))) if dossier else None


def _feeds(make: Presenter, section: str) -> tuple[FeedFile, ...]:
    """Those of the article's section, if it has some."""
    if section not in make.fed_sections:
        return ()
    return make.feeds(SECTION.list_name(section), make.section(section).title)


def _page(make: Presenter, stored: Article, picture: Picture | None) -> Page:
    card = stored.card
    image = card.image.src if card.image else ""
    if picture and picture.offers and (found := picture.offers.shared):
        # Whoever shares it shows this; the picture's own address may be of any size and shape.
        image = found.file
        picture = msgspec.structs.replace(picture, width=found.width, height=found.height)
    elif shown := of_article(stored):
        image, picture = shown.src, shown
    bylines = zip(card.author_slugs, card.authors, strict=True)
    updated = make.local(card.updated).isoformat(timespec="seconds") if card.updated else ""
    return make.page(
        "article",
        full_title(card.kicker, card.title),
        "",
        crumb=card.title,
        url=make.base + card.url,
        description=card.summary or card.excerpt,
        crumbs=make.section_crumbs(card.section, inclusive=True),
        feeds=_feeds(make, card.section),
        image=image,
        section=make.top_section(card.section),
        indexed=not card.preview,
        published=make.local(card.date).isoformat(timespec="seconds"),
        updated=updated,
        tags=card.tags,
        authors=tuple(Link(name, make.absolute(make.author_url(slug))) for slug, name in bylines),
        picture=picture,
        sponsored=card.sponsored,
    )


KIND = Kind("article", compose, ("article.html",))
