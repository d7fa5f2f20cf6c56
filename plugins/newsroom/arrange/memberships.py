# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which lists an article is on, and where."""

from __future__ import annotations

from datetime import datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from newsroom import taxonomies
from newsroom.arrange.order import order_key
from newsroom.model import Article, Card
from newsroom.store.reads import Key
from newsroom.taxonomies import AUTHOR, DAY, DOSSIER, MONTH, SECTION, TAG, UNIT, YEAR
from newsroom.text.slug import slugify

ALL = "all"
BY_PATH = "path"
LEADING = "leading"
PICKS = "picks"

# The slots of slots.yaml, which editors fill by hand.
PICKS_SLOT = "nen-xem"
FRONT_SLOT = "trang-nhat"
CORRECTIONS = taxonomies.CORRECTIONS.name

tag_slug = lru_cache(maxsize=65536)(slugify)


def memberships(article: Article, zone: ZoneInfo) -> dict[str, Key]:
    """Every list that a live article is on, with its key there.

    Dated lists have the article's own key; ``path`` is by path; ``corrections`` is by the day of
    the newest correction.
    """
    card = article.card
    lists: dict[str, Key] = {BY_PATH: card.path}
    if card.section:
        lists.update(dict.fromkeys(dated_lists(card, zone), card.key))
    if article.corrections:
        lists[CORRECTIONS] = _correction_key(article, zone)
    return lists


def dated_lists(card: Card, zone: ZoneInfo) -> list[str]:
    """The names of the dated lists that a card is on."""
    day = card.date.astimezone(zone).date().isoformat()
    names = [ALL, *map(SECTION.list_name, (card.section, *card.parents))]
    names += map(UNIT.list_name, card.units)
    names += map(AUTHOR.list_name, card.author_slugs)
    names += [TAG.list_name(tag_slug(tag)) for tag in card.tags]
    names += [YEAR.list_name(day[:4]), MONTH.list_name(day[:7]), DAY.list_name(day)]
    if card.dossier:
        names.append(DOSSIER.list_name(card.dossier))
    names += [f"{name}/{tag_slug(term)}" for name in card.terms for term in card.terms[name]]
    if leads(card):
        names.append(LEADING)
    return names


def leads(card: Card) -> bool:
    """Whether a story may fill *Nên xem* and the front page: with an editor's photo and a sapo.

    And it is not paid.
    """
    chosen = card.image is not None and not card.image.origin
    return chosen and bool(card.summary) and not card.sponsored


def spellings(card: Card) -> dict[str, str]:
    """How the card spells the terms whose name is free text: list name → spelling."""
    found = {
        AUTHOR.list_name(slug): name
        for slug, name in zip(card.author_slugs, card.authors, strict=True)
    }
    found.update((TAG.list_name(tag_slug(tag)), tag) for tag in card.tags)
    found.update((f"{n}/{tag_slug(term)}", term) for n in card.terms for term in card.terms[n])
    return found


def _correction_key(article: Article, zone: ZoneInfo) -> int:
    newest = max(correction.date for correction in article.corrections)
    return order_key(datetime.combine(newest, time(), zone), article.card.path)
