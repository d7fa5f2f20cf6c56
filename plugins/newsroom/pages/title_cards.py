# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is shown where a story without a picture is shared: a card of its headline or its section.

The page of a section is shared with its card, too.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsroom.arrange.headline_cards import SECTION_CARD, TITLE_CARD, kept_card, of_story
from newsroom.model import Article, Copy, Section
from newsroom.pages.kinds import Kind, Listed
from newsroom.pages.present import Presenter
from newsroom.pages.views import Picture
from newsroom.pictures.card_look import SIZE, TitleCard, file_of_section
from newsroom.settings import Settings
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.taxonomies import SECTION


def of_article(article: Article) -> Picture | None:
    """The card that an article is shared with, where it has no picture."""
    return Picture(article.sharing, *SIZE, article.card.title) if article.sharing else None


def of_section(section: Section, settings: Settings) -> Picture | None:
    """The card that a section's page is shared with."""
    if settings.newsroom.title_cards is None:
        return None
    return Picture(file_of_section(section.slug), *SIZE, section.name)


def title_card(ask: Reader, make: Presenter, claim: Claim) -> Copy | None:
    """The card of a story."""
    stored = ask.article(claim.key)
    if stored is None:
        return None
    section = ask.record("sections", stored.card.section, Section)
    return kept_card(make.settings, of_story(stored.card, section, make.settings), claim.save_as)


def section_card(ask: Reader, make: Presenter, claim: Claim) -> bytes | None:
    """The card of a section."""
    from newsroom.pictures.cards import draw  # noqa: PLC0415 - few builds draw any

    section, look = ask.record("sections", claim.key, Section), make.settings.cards
    if section is None or look is None:
        return None
    return draw(TitleCard(section.name, "", make.settings.site_name), look, make.settings.theme)


def _of_list(listed: Listed, settings: Settings) -> Iterable[Claim]:
    if listed.row.name == SECTION.name and settings.newsroom.title_cards is not None:
        yield Claim(SECTION_CARD, listed.slug, file_of_section(listed.slug))


KINDS = (Kind(TITLE_CARD, title_card), Kind(SECTION_CARD, section_card, of_list=_of_list))
