# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every feed that there is: the page for people, and the list for feed readers."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from newsroom.arrange import addresses
from newsroom.arrange.memberships import ALL
from newsroom.model import RECORDS
from newsroom.pages.kinds import Kind, Rendered, one
from newsroom.pages.present import Presenter, feed_formats
from newsroom.pages.views import FeedGroup, FeedLink
from newsroom.publish.opml import FeedOutline, OutlineGroup, write_opml
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.store.reads import COUNT
from newsroom.taxonomies import SECTION, Taxonomy


def index(ask: Reader, make: Presenter, claim: Claim) -> Rendered:
    """Every feed that there is, in groups."""
    page = make.page(
        "feeds",
        make.site.feeds.title,
        addresses.FEEDS,
        description=make.say(
            "Copy an address into a feed reader to receive new articles as they appear."
        ),
    )
    return "feeds.html", {
        "page": page,
        "groups": tuple(groups(ask, make)),
        "opml": make.url(addresses.OPML),
        "origin": make.origin,
    }


def opml(ask: Reader, make: Presenter, claim: Claim) -> bytes:
    """The listed feeds for a reader to take in at once, each in its first format."""
    found = [
        OutlineGroup(
            group.title,
            tuple(
                FeedOutline(
                    feed.files[0].title,
                    make.absolute(feed.files[0].url),
                    make.absolute(feed.page),
                )
                for feed in group.feeds
            ),
        )
        for group in groups(ask, make)
        if group.feeds
    ]
    return write_opml(make.site.name, found)


def groups(ask: Reader, make: Presenter) -> list[FeedGroup]:
    """All feeds by taxonomy; the whole site's comes first.

    What articles name freely (topics, pen names) grows with them, and is told by the page of all
    its terms alone: each of these has its feed. So this page is as long as the registries.
    """
    site = make.site
    whole = FeedLink(site.name, site.home, make.feeds(ALL, site.name))
    found = [FeedGroup(make.say("Whole site"), (whole,))]
    for row in make.table.rows:
        if row.fed and row.spelled and row.name in site.indexes:
            if feed_formats(make.settings.newsroom, row):
                found.append(FeedGroup(make.title(row), (), site.indexes[row.name]))
        elif row.fed:
            found.append(FeedGroup(make.title(row), tuple(_feeds(ask, make, row))))
    kept = [
        msgspec.structs.replace(group, feeds=tuple(feed for feed in group.feeds if feed.files))
        for group in found
    ]
    return [group for group in kept if group.feeds or group.index.url]


def _feeds(ask: Reader, make: Presenter, row: Taxonomy) -> Iterable[FeedLink]:
    for title, name in _fed(ask, make, row):
        yield FeedLink(title, make.list_url(name), make.feeds(name, title))


def _fed(ask: Reader, make: Presenter, row: Taxonomy) -> Iterable[tuple[str, str]]:
    """The titles and names of a taxonomy's lists that have a feed."""
    if row is SECTION:
        for slug, nav in make.sections.items():
            if slug in make.fed_sections:
                yield nav.title, row.list_name(slug)
    elif row.registry and not row.spelled:  # in the registry's order
        used = {term.slug for term in ask.terms(row.name, COUNT)}
        for record in ask.records(row.registry, RECORDS[row.registry]):
            if record.slug in used:
                yield record.name, row.list_name(record.slug)
    else:
        for term in ask.terms(row.name, COUNT):
            yield term.name, row.list_name(term.slug)


KINDS = (
    Kind("feeds", index, ("feeds.html",), of_site=one("feeds", addresses.FEEDS)),
    Kind("opml", opml, of_site=one("opml", addresses.OPML)),
)
