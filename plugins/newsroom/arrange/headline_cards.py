# SPDX-License-Identifier: AGPL-3.0-or-later
"""Title cards among the pages: which there are, and the one that a story is shared with.

A story without a picture has a card of its headline, once it is younger than the settings say;
an older one has that of its section.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from newsroom.blobs import blob_id
from newsroom.errors import cannot_write
from newsroom.model import Article, Card, Copy, Section
from newsroom.pictures.card_look import TitleCard, file_of, file_of_section
from newsroom.pictures.plan import FOLDER
from newsroom.settings import Settings
from newsroom.store.pages import Claim
from newsroom.text.headlines import tied

TITLE_CARD, SECTION_CARD = "title_card", "section_card"
"""The kinds of pages that cards are."""


def sharing(card: Card, sections: Mapping[str, Section], settings: Settings) -> str:
    """The file of the card that a story is shared with; "" if it has a picture, or there is none.

    Its date is by the paper's clock.
    """
    since = settings.newsroom.title_cards
    if since is None or card.image is not None or card.preview or not card.filed:
        return ""
    look = settings.cards
    if look is None or card.date.date() < since:
        return file_of_section(card.section)
    return file_of(of_story(card, sections.get(card.section), settings), look, card.path)


def of_story(card: Card, section: Section | None, settings: Settings) -> TitleCard:
    """What stands on a story's card."""
    label = card.kicker or (section.name if section else "")
    return TitleCard(tied(card.title), label, settings.site_name)


def title_card(article: Article | None) -> Iterator[Claim]:
    """The page of a story's own card, if it has one."""
    if article is None or not article.sharing:
        return
    if article.sharing != file_of_section(article.card.section):
        yield Claim(TITLE_CARD, article.card.path, article.sharing)


def kept_card(settings: Settings, card: TitleCard, save_as: str) -> Copy | None:
    """A story's card, drawn once and kept where renditions are; None if none is drawn any more.

    Raises:
        OutputError: there is no room to keep it.
    """
    from newsroom.pictures.cards import draw  # noqa: PLC0415 - few builds draw any
    from newsroom.pictures.renditions import Renditions  # noqa: PLC0415 - likewise

    look = settings.cards
    if look is None:
        return None
    kept, name = Renditions(settings.cache), save_as.removeprefix(FOLDER)
    found = kept.read(name)
    if found is None:
        try:
            kept.put(name, draw(card, look, settings.theme))
        except OSError as error:
            raise cannot_write(kept.path(name), error) from error
        found = kept.read(name)
    return Copy(found[0], blob_id(found[1])) if found else None
