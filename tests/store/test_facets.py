# SPDX-License-Identifier: AGPL-3.0-or-later
"""Facets: a change of a card concerns just those readers who see what has changed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from newsroom.model import Article, Body, Card, Correction, Photo
from newsroom.store.facets import LEVELS, Facet, Teaser, changed, facet, whole
from newsroom.store.reads import (
    CARD,
    COUNT,
    DATED,
    HEADLINE,
    ITEM,
    LINK,
    LOCATION,
    NOTES,
    PICTURED,
    RESULT,
    TITLE,
    WHOLE,
)

DATE = datetime(2025, 4, 22, 2, 15, tzinfo=UTC)
CARD_OF = Card("a.md", 5, "/a.html", "Bài", DATE, "cong-doan", image=Photo("images/a.webp", "chữ"))
ARTICLE = Article(CARD_OF, Body())
PANELS = (HEADLINE, PICTURED, DATED)

# Whom a change of each field concerns, besides the article's own page.
CONCERNS: dict[str, tuple[Any, set[int]]] = {
    "url": ("/b.html", {CARD, LOCATION, ITEM, LINK, TITLE, RESULT, *PANELS}),
    "title": ("Bài khác", {CARD, ITEM, TITLE, RESULT, *PANELS}),
    "date": (DATE.replace(hour=3), {CARD, LOCATION, ITEM, RESULT, DATED}),
    "section": ("doi-song", {CARD, ITEM, RESULT}),
    "parents": (("cong-doan",), set()),
    "units": (("quan-dong-da",), {RESULT}),
    "authors": (("Minh Khôi",), {ITEM, RESULT}),
    "author_slugs": (("minh-khoi",), set()),
    "kicker": ("Dòng dẫn", {CARD, ITEM, TITLE, RESULT, *PANELS}),
    "summary": ("Sapo.", {CARD, ITEM, RESULT}),
    "dateline": ("(LĐTĐ)", {CARD, ITEM}),
    "tags": (("An toàn",), {ITEM}),
    "image": (Photo("images/b.webp"), {CARD, LOCATION, ITEM, RESULT, PICTURED, DATED}),
    "updated": (DATE, {LOCATION, ITEM}),
    "dossier": ("tet", set()),
    "excerpt": ("Đầu bài.", {ITEM, RESULT}),
    "identity": ("bai-1", {ITEM}),
    "terms": ({"chu-de": ("x",)}, set()),
    "preview": (True, {CARD, *PANELS}),
    "sponsored": (True, {CARD, *PANELS}),
}


def test_every_field_of_a_card_is_accounted_for() -> None:
    assert CONCERNS.keys() | {"path", "key"} == set(Card.__struct_fields__)
    for type_ in LEVELS:
        # Of the section, panels know whether there is one.
        assert set(type_.__struct_fields__) <= {*Card.__struct_fields__, "filed"}, type_


@pytest.mark.parametrize("field", CONCERNS)
def test_a_change_concerns_those_who_see_it(field: str) -> None:
    value, concerned = CONCERNS[field]
    card = msgspec.structs.replace(CARD_OF, **{field: value})
    touch = changed(ARTICLE, msgspec.structs.replace(ARTICLE, card=card), body=False)
    # What feeds know it by is no part of the whole.
    own: set[int] = {WHOLE} if field != "identity" else set()
    assert touch == sum(1 << level for level in concerned | own)


def test_the_name_of_a_file_concerns_its_article_alone() -> None:
    card = msgspec.structs.replace(CARD_OF, path="b.md")
    other = msgspec.structs.replace(ARTICLE, card=card)
    assert changed(ARTICLE, other, body=False) == 1 << WHOLE


def test_a_static_page_that_becomes_an_article_concerns_panels() -> None:
    page = msgspec.structs.replace(ARTICLE, card=msgspec.structs.replace(CARD_OF, section=""))
    touch = changed(page, ARTICLE, body=False)
    assert all(touch >> level & 1 for level in (CARD, *PANELS))


@pytest.mark.parametrize("photo", [{"alt": "khác"}, {"caption": "khác"}, {"credit": "khác"}])
def test_words_of_a_picture_concern_its_article_alone(photo: dict[str, str]) -> None:
    image = msgspec.structs.replace(CARD_OF.image, **photo)
    card = msgspec.structs.replace(CARD_OF, image=image)
    other = msgspec.structs.replace(ARTICLE, card=card)
    assert changed(ARTICLE, other, body=False) == 1 << WHOLE


def test_what_is_no_part_of_a_card() -> None:
    assert changed(ARTICLE, ARTICLE, body=False) == 0
    assert changed(ARTICLE, ARTICLE, body=True) == 1 << WHOLE
    noted = msgspec.structs.replace(ARTICLE, corrections=(Correction(DATE.date(), "x"),))
    assert changed(ARTICLE, noted, body=False) == 1 << WHOLE | 1 << NOTES


def test_an_old_address_concerns_no_reader_of_the_article() -> None:
    moved = msgspec.structs.replace(ARTICLE, aliases=("/cu/",))
    assert changed(ARTICLE, moved, body=False) == 0
    assert whole(moved) == ARTICLE
    named = msgspec.structs.replace(CARD_OF, identity="/cu/")  # which feeds know it by
    moved = msgspec.structs.replace(moved, card=named)
    assert changed(ARTICLE, moved, body=False) == 1 << ITEM


@pytest.mark.parametrize("type_", LEVELS)
def test_a_facet_holds_no_more_than_it_names(type_: type[Facet]) -> None:
    found = facet(type_, CARD_OF)
    image = getattr(found, "image", None)
    assert image is None or image.__struct_fields__ == ("src", "shape")
    assert len({COUNT, *LEVELS.values()}) == 1 + len(LEVELS)
    assert not hasattr(facet(Teaser, CARD_OF), "updated")
