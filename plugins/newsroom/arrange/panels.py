"""The four panels of an article page: which stories, in which order, no story twice.

Related stories are hand-picked ones, then mates of the same dossier, then those of
`newsroom.arrange.related`; a story that nothing relates to this one is never shown as related.
*Nên xem* and *Tin khác* are windows at or before the article's own date, so that old pages don't
change with each day's news, read wide enough to be full after dropping what already stands above.
"""

from __future__ import annotations

import msgspec

from newsroom.arrange.articles import is_preview
from newsroom.arrange.memberships import LEADING, PICKS
from newsroom.model import Article, Card
from newsroom.settings import Newsroom
from newsroom.store.reader import Reader


class PanelCards(msgspec.Struct, frozen=True):
    """The cards of the four panels."""

    in_lead: list[Card]
    related: list[Card]
    recommended: list[Card]
    more: list[Card]


class _Page:
    """What the page shows already."""

    def __init__(self, own: Card) -> None:
        self._seen = {own.path}

    def take(self, cards: list[Card], size: int) -> list[Card]:
        taken: list[Card] = []
        for card in cards:
            if len(taken) == size:
                break
            if card.path not in self._seen:
                self._seen.add(card.path)
                taken.append(card)
        return taken

    def __len__(self) -> int:
        return len(self._seen)


def choose_panels(ask: Reader, article: Article, sizes: Newsroom) -> PanelCards:
    """The panels of ``article``; short lists give short panels, empty ones none."""
    page, own = _Page(article.card), article.card
    close = page.take(_close(ask, article, sizes), sizes.panel_in_lead + sizes.panel_related)
    in_lead, related = close[: sizes.panel_in_lead], close[sizes.panel_in_lead :]
    recommended = page.take(_recommended(ask, own, sizes, len(page)), sizes.panel_recommended)
    room = sizes.panel_more + len(page)
    more = page.take(ask.around(f"section/{own.section}", own.key, room), sizes.panel_more)
    return PanelCards(in_lead, related, recommended, more)


def _close(ask: Reader, article: Article, sizes: Newsroom) -> list[Card]:
    own = article.card
    chosen = {card.path: card for card in (*_picked(ask, article), *_series(ask, own, sizes))}
    chosen.pop(own.path, None)
    room = sizes.panel_in_lead + sizes.panel_related - len(chosen)
    return [*chosen.values(), *ask.related(own.path, room, chosen.keys())]


def _picked(ask: Reader, article: Article) -> list[Card]:
    cards = [ask.card(path) for path in article.related]
    return [card for card in cards if card and card.section and not is_preview(card)]


def _series(ask: Reader, own: Card, sizes: Newsroom) -> list[Card]:
    if not own.series:
        return []
    return ask.around(f"series/{own.series}", own.key, sizes.panel_in_lead)


def _recommended(ask: Reader, own: Card, sizes: Newsroom, shown: int) -> list[Card]:
    room = sizes.panel_recommended + shown
    picks = ask.before(PICKS, own.key, room)
    if len(picks) >= room:
        return picks
    return picks + ask.around(LEADING, own.key, room)
