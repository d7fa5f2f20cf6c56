# SPDX-License-Identifier: AGPL-3.0-or-later
"""From an entry to the article that the store keeps."""

from __future__ import annotations

from datetime import UTC, datetime

from newsroom import address_words as words
from newsroom.arrange import addresses
from newsroom.arrange.headline_cards import sharing
from newsroom.arrange.memberships import tag_slug
from newsroom.arrange.order import order_key
from newsroom.model import Article, Card, Entry
from newsroom.read.paths import canonical
from newsroom.read.resolve import RegistryIndex, Resolution
from newsroom.settings import Settings
from newsroom.taxonomies import SECTION
from newsroom.text.fold import key
from newsroom.text.headlines import full_title
from newsroom.text.tones import in_style


def is_live(entry: Entry, now: int) -> bool:
    """Whether readers may see the entry at ``now`` (epoch seconds)."""
    if entry.status != "published":
        return False
    begun = entry.date is None or entry.date.timestamp() <= now
    return begun and (entry.expires is None or entry.expires.timestamp() > now)


def make_article(
    entry: Entry, place: Resolution, index: RegistryIndex, settings: Settings, *, live: bool
) -> Article:
    """The article of an entry whose names are resolved; its body is the entry's."""
    card = _card(entry, place, index, settings, live=live)
    return Article(
        card=card,
        body=entry.body,
        related=entry.related,
        corrections=tuple(sorted(entry.corrections, key=lambda c: c.date)),
        source=entry.source,
        aliases=entry.aliases if live else (),
        in_lead=entry.in_lead,
        extra=entry.extra,
        sharing=sharing(card, index.sections, settings),
    )


def make_page(entry: Entry, settings: Settings, *, live: bool) -> Article:
    """The record of a static page."""
    url = addresses.page_url(entry, settings) if live else _preview(entry)
    card = Card(
        path=entry.path,
        key=0,
        url=url,
        title=entry.title,
        date=entry.date or _EPOCH,
        section="",
        kicker=entry.kicker,
        summary=entry.summary,
        image=entry.image,
        updated=entry.updated,
        excerpt=entry.body.excerpt,
        preview=not live,
    )
    return Article(card, entry.body, aliases=entry.aliases if live else ())


def _card(
    entry: Entry, place: Resolution, index: RegistryIndex, settings: Settings, *, live: bool
) -> Card:
    date = entry.date or _EPOCH
    style = settings.newsroom.tone_style
    # As the registry spells them, if it knows them; once, by whichever of their names.
    bylines = {
        _author_slug(name, index): in_style(index.author_name(name), style)
        for name in entry.authors
    }
    return Card(
        path=entry.path,
        key=order_key(date, entry.path),
        url=addresses.article_url(entry, place.section, settings) if live else _preview(entry),
        title=entry.title,
        date=date,
        section=place.section,
        parents=place.parents,
        units=place.units,
        authors=tuple(bylines.values()),
        author_slugs=tuple(bylines),
        kicker=_kicker(entry, settings),
        summary=entry.summary,
        dateline=_dateline(entry, settings),
        tags=tuple(in_style(tag, style) for tag in entry.tags),
        image=entry.image,
        updated=entry.updated,
        dossier=place.dossier,
        excerpt=entry.body.excerpt,
        terms={
            name: tuple(in_style(term, style) for term in terms)
            for name, terms in entry.terms.items()
        },
        preview=not live,
        identity=_identity(entry, place.section, index, settings),
        sponsored=entry.sponsored,
    )


def _kicker(entry: Entry, settings: Settings) -> str:
    """The line above the headline; that of paid content is its label, wherever it is named.

    The editor's kicker comes behind it where both are short enough to stand before a headline.
    """
    if not entry.sponsored:
        return entry.kicker
    label = settings.newsroom.sponsored_label
    both = f"{label} – {entry.kicker}" if entry.kicker else label
    return both if full_title(both, entry.title) != entry.title else label


def _dateline(entry: Entry, settings: Settings) -> str:
    """What the sapo opens with: what the editor says, or else what the paper does."""
    if not entry.dateline:
        return settings.newsroom.dateline if entry.summary else ""
    return "" if key(entry.dateline) in _NO_DATELINE else entry.dateline


_NO_DATELINE = ("không", "none", "-")


def _identity(entry: Entry, section: str, index: RegistryIndex, settings: Settings) -> str:
    """What feeds know an article by, wherever it stands; "": by its address.

    It follows from the file, and from the registry of sections, alone. Whoever changes an address
    writes the old one down, as the last of ``aliases``, and the first of them is the address that
    the story had at the beginning; so is ``former`` of a section that addresses name.
    """
    if entry.id or entry.aliases:
        return entry.id or canonical(entry.aliases[0])
    if entry.url or not addresses.names_section(settings):
        return ""
    former = addresses.redirect_files(index.sections[section].former)
    oldest = next(addresses.former_slugs(SECTION, former), "")
    return f"/{addresses.article_file(entry, oldest, settings)}" if oldest else ""


def _author_slug(name: str, index: RegistryIndex) -> str:
    # Bylines come back, those without a record, too: their slugs are kept like those of tags.
    return index.author_slug(name) if key(name) in index.authors else tag_slug(name)


def preview_file(entry: Entry) -> str:
    """The output file of a draft's preview."""
    folder = entry.path.rpartition("/")[0]
    return "/".join(part for part in (words.PREVIEWS, folder, f"{entry.slug}.html") if part)


def _preview(entry: Entry) -> str:
    return addresses.to_url(preview_file(entry))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
