# SPDX-License-Identifier: AGPL-3.0-or-later
"""The front page: the lead story, the editors' slots, the latest of every section."""

from __future__ import annotations

from newsroom.advertising import FRONT_BANNERS
from newsroom.arrange import addresses
from newsroom.arrange.memberships import ALL, FRONT_SLOT, LEADING, PICKS_SLOT
from newsroom.pages.banners import banners
from newsroom.pages.kinds import Kind, Rendered, one
from newsroom.pages.panels import may_be_picked
from newsroom.pages.present import Presenter
from newsroom.pages.views import Latest, NavSection, SectionBlock
from newsroom.store.facets import Teaser
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.taxonomies import SECTION
from newsroom.text.dates import day_form, weekday

_SECONDARY = 4


def compose(ask: Reader, make: Presenter, claim: Claim) -> Rendered:
    """The front page; no story stands twice above the section blocks."""
    own = make.settings.newsroom
    top = _top(ask)
    shown = {card.path for card in top}
    recommended = _fresh(_slot(ask, PICKS_SLOT), shown)[: own.panel_recommended]
    shown |= {card.path for card in recommended}
    room = own.home_latest + len(shown)
    newest = ask.newest(ALL, room)
    latest = _fresh(newest, shown)[: own.home_latest]
    issue = make.local(newest[0].date) if newest else None
    page = make.page(
        "home",
        make.site.name,
        addresses.HOME,
        description=own.description,
        updated=issue.isoformat(timespec="seconds") if issue else "",
    )
    return "home.html", {
        "page": page,
        "lead": make.story(top[0]) if top else None,
        "secondary": make.stories(top[1 : 1 + _SECONDARY]),
        "latest": tuple(_latest(make, card, issue.year) for card in latest) if issue else (),
        "issued": f"{weekday(issue)}, {day_form(issue)}" if issue else "",
        "recommended": make.stories(recommended),
        "banners": banners(ask, make, FRONT_BANNERS),
        "blocks": tuple(
            block for nav in make.site.sections for block in _block(ask, make, nav, top)
        ),
    }


def _top(ask: Reader) -> list[Teaser]:
    """The lead and what stands beside it.

    That is the editors' choice, filled up with leading stories; in a paper of few pictures, with
    the newest that have a sapo, and in a young one with the newest.
    """
    size = 1 + _SECONDARY
    chosen = _slot(ask, FRONT_SLOT)[:size]
    for name in (LEADING, ALL):
        if len(chosen) < size:
            paths = {card.path for card in chosen}
            newest = [c for c in _fresh(ask.newest(name, 2 * size), paths) if not c.sponsored]
            told = [card for card in newest if card.summary]
            chosen += (told or newest[: not chosen])[: size - len(chosen)]
    return chosen


def _slot(ask: Reader, name: str) -> list[Teaser]:
    cards = [ask.card(path) for path in ask.records(f"slot/{name}", str)]
    return [card for card in cards if card and may_be_picked(card)]


def _fresh(cards: list[Teaser], shown: set[str]) -> list[Teaser]:
    return [card for card in cards if card.path not in shown]


def _latest(make: Presenter, card: Teaser, year: int) -> Latest:
    day = make.local(card.date)
    own = "" if day.year == year else str(day.year)
    return Latest(make.story(card), f"{day:%H:%M}", f"{day:%d/%m}", own)


def _block(ask: Reader, make: Presenter, nav: NavSection, top: list[Teaser]) -> list[SectionBlock]:
    """A section's newest stories, without those that lead the page."""
    size, above = make.settings.newsroom.home_block, {card.path for card in top}
    cards = _fresh(ask.newest(SECTION.list_name(nav.slug), size + len(above)), above)[:size]
    return [SectionBlock(nav, make.stories(cards))] if cards else []


KIND = Kind("home", compose, ("home.html",), of_site=one("home", addresses.HOME))
