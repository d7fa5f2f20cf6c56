# SPDX-License-Identifier: AGPL-3.0-or-later
"""The four panels of an article page: which stories, in which order, no story twice.

Related stories are hand-picked ones, then mates of the same dossier, then those of
`newsroom.related`; a story that nothing relates to this one is never shown as related.
*Nên xem* and *Tin khác* are windows at or before the article's own date, so that old pages don't
change with each day's news; of the editors' picks, those of the week before it. What stands above
is left out of what follows.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec

from newsroom.arrange.memberships import LEADING, PICKS
from newsroom.arrange.order import first_key
from newsroom.model import Article, Card
from newsroom.settings import Newsroom
from newsroom.store.facets import Teaser
from newsroom.store.reader import Reader

_RECENT = timedelta(days=7)
"""So long before an article a pick may be dated that its page shows: one story that is picked
concerns the articles of a week. Open pages show all picks (`newsroom.pages.fragments`)."""


class PanelCards(msgspec.Struct, frozen=True):
    """The cards of the four panels."""

    in_lead: list[Teaser]
    related: list[Teaser]
    recommended: list[Teaser]
    more: list[Teaser]


def choose_panels(ask: Reader, article: Article, sizes: Newsroom) -> PanelCards:
    """The panels of ``article``; short lists give short panels, empty ones none."""
    own = article.card
    seen = {own.path}
    close = _close(ask, article, sizes)
    seen.update(card.path for card in close)
    recommended = _recommended(ask, own, sizes, seen)
    seen.update(card.path for card in recommended)
    more = ask.around(f"section/{own.section}", own.key, sizes.panel_more, seen)
    in_lead, related = close[: sizes.panel_in_lead], close[sizes.panel_in_lead :]
    return PanelCards(in_lead, related, recommended, more)


def _close(ask: Reader, article: Article, sizes: Newsroom) -> list[Teaser]:
    own = article.card
    chosen = {card.path: card for card in (*_picked(ask, article), *_series(ask, own, sizes))}
    chosen.pop(own.path, None)
    room = sizes.panel_in_lead + sizes.panel_related
    cards = list(chosen.values())[:room]
    return cards + ask.related(own.path, room - len(cards), chosen.keys())


def _picked(ask: Reader, article: Article) -> list[Teaser]:
    cards = [ask.card(path) for path in article.related]
    return [card for card in cards if card and card.section and not card.preview]


def _series(ask: Reader, own: Card, sizes: Newsroom) -> list[Teaser]:
    if not own.series:
        return []
    return ask.around(f"series/{own.series}", own.key, sizes.panel_in_lead)


def _recommended(ask: Reader, own: Card, sizes: Newsroom, seen: set[str]) -> list[Teaser]:
    week = first_key(own.date - _RECENT)
    picks = ask.before(PICKS, own.key, sizes.panel_recommended, seen, down_to=week)
    room = sizes.panel_recommended - len(picks)
    return picks + ask.around(LEADING, own.key, room, seen | {card.path for card in picks})
