# SPDX-License-Identifier: AGPL-3.0-or-later
"""The four panels of an article page: which stories, in which order, no story twice.

Related stories are hand-picked ones, then mates of the same dossier, then those of
`newsroom.related`; a story that nothing relates to this one is never shown as related.
*Nên xem* and *Tin khác* are windows at or before the article's own date, so that old pages don't
change with each day's news; of the editors' picks, those of the week before it. A sub-section of
few stories is followed by its section. What stands above is left out of what follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import msgspec

from newsroom.arrange.memberships import LEADING, PICKS
from newsroom.arrange.order import first_key
from newsroom.model import Article, Card, Elsewhere
from newsroom.settings import Newsroom
from newsroom.store.facets import Dated, Headline, Pictured, Teaser
from newsroom.store.reader import Reader
from newsroom.taxonomies import DOSSIER, SECTION

_RECENT = timedelta(days=7)
"""So long before an article a pick may be dated that its page shows: one story that is picked
concerns the articles of a week. Open pages show all picks (`newsroom.pages.fragments`)."""


class PanelCards(msgspec.Struct, frozen=True):
    """The cards of the four panels; each holds what its panel shows.

    ``section`` is the one whose newest stories may take the place of ``more``.
    """

    in_lead: list[Headline | Elsewhere]
    related: list[Headline | Elsewhere]
    recommended: Sequence[Headline]
    more: list[Teaser]
    section: str


def choose_panels(ask: Reader, article: Article, sizes: Newsroom, above: str = "") -> PanelCards:
    """The panels of ``article``; short lists give short panels, empty ones none.

    ``above`` is the section that the article's own belongs to, if it does to any.
    """
    own = article.card
    seen = {own.path}
    close = _close(ask, article, sizes)
    seen.update(card.path for card in close if isinstance(card, Headline))
    recommended = _recommended(ask, own, sizes, seen)
    seen.update(card.path for card in recommended)
    more = ask.around(SECTION.list_name(own.section), own.key, sizes.panel_more, seen, type_=Teaser)
    section = own.section
    if above and len(more) < sizes.panel_more:
        section = above
        seen.update(card.path for card in more)
        room = sizes.panel_more - len(more)
        more += ask.around(SECTION.list_name(above), own.key, room, seen, type_=Teaser)
    first = _in_lead(article, sizes)
    return PanelCards(close[:first], close[first:], recommended, more, section)


def _in_lead(article: Article, sizes: Newsroom) -> int:
    """How many stories stand under the sapo: as many as the editor says, or the site."""
    return sizes.panel_in_lead if article.in_lead is None else article.in_lead


def _room(article: Article, sizes: Newsroom) -> int:
    """How many stories the two panels have together.

    What an editor puts under the sapo is taken from the other panel, and nothing is added to it: a
    fragment must have enough for whatever a page shows (`newsroom.pages.fragments`).
    """
    room = sizes.panel_in_lead + sizes.panel_related
    return min(room, _in_lead(article, sizes) + sizes.panel_related)


def _close(ask: Reader, article: Article, sizes: Newsroom) -> list[Headline | Elsewhere]:
    own, room = article.card, _room(article, sizes)
    chosen: dict[str, Headline | Elsewhere] = dict(_picked(ask, article))
    chosen |= {card.path: card for card in _dossier(ask, own, sizes) if card.path not in chosen}
    chosen.pop(own.path, None)
    first = _in_lead(article, sizes)
    cards = list(chosen.values())[:room]
    cards = [*cards[:first], *(_dated(ask, card) for card in cards[first:])]
    types = [Headline if place < first else Dated for place in range(len(cards), room)]
    return [*cards, *ask.related(own.path, types, chosen.keys())]


def _dated(ask: Reader, card: Headline | Elsewhere) -> Headline | Elsewhere:
    """A chosen story for the panel that shows dates."""
    if isinstance(card, Elsewhere):
        return card
    return ask.facet(card.path, Dated) or card


def _picked(ask: Reader, article: Article) -> Iterator[tuple[str, Headline | Elsewhere]]:
    """What the editor has chosen, by path or address."""
    for picked in article.related:
        if isinstance(picked, Elsewhere):
            yield picked.url, picked
        elif (card := ask.facet(picked, Headline)) and may_be_picked(card):
            yield card.path, card


def may_be_picked(card: Headline) -> bool:
    """Whether a story may be shown by an editor's choice: readers may see it, and nobody paid."""
    return card.filed and not card.preview and not card.sponsored


def _dossier(ask: Reader, own: Card, sizes: Newsroom) -> list[Dated]:
    if not own.dossier:
        return []
    mates = ask.around(DOSSIER.list_name(own.dossier), own.key, sizes.panel_in_lead, type_=Dated)
    return [card for card in mates if not card.sponsored]


def _recommended(ask: Reader, own: Card, sizes: Newsroom, seen: set[str]) -> Sequence[Headline]:
    type_: type[Pictured] = Teaser if sizes.panel_recommended_sapo else Pictured
    week = first_key(own.date - _RECENT)
    picks = ask.before(PICKS, own.key, sizes.panel_recommended, seen, type_=type_, down_to=week)
    room, seen = sizes.panel_recommended - len(picks), seen | {card.path for card in picks}
    return picks + ask.around(LEADING, own.key, room, seen, type_=type_)
