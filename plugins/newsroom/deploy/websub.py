# SPDX-License-Identifier: AGPL-3.0-or-later
"""WebSub: the hub is told which feeds have changed, and tells their subscribers at once.

W3C WebSub leaves it to hub and publisher how that is said (§7). What hubs understand is the form of
its forerunner, PubSubHubbub 0.4: a POST of ``hub.mode=publish`` with the feed's address.
"""

from __future__ import annotations

import http.client
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import msgspec

from newsroom.arrange.addresses import to_url
from newsroom.arrange.memberships import ALL
from newsroom.errors import NewsroomError
from newsroom.messages import _
from newsroom.model import parted
from newsroom.settings import Settings
from newsroom.store import journal, pages
from newsroom.store.database import connect
from newsroom.taxonomies import SECTION

_PLACE = "hub:"  # before the hub's address, among the places that the journal tells
_PATIENCE = 10  # seconds that a hub may take for an answer
_BUSY = 429


class HubError(NewsroomError):
    """The hub could not be told; the next time it is told of the same feeds again."""


class Pinged(msgspec.Struct, frozen=True):
    """The addresses that the hub was told of, and those that it refused, each with its answer.

    ``first``: what has changed was not known, so it was told of the leading feeds.
    """

    told: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    first: bool = False

    @property
    def refusals(self) -> list[str]:
        """What is to be said of the refused ones."""
        message = _("warning: ") + _("The hub has refused {feed}.")
        return [message.format(feed=feed) for feed in self.refused]


def said(done: Pinged) -> list[str]:
    """What is to be said of those that the hub was told of."""
    if done.first:
        message = _(
            "What has changed is not known, so the hub was told of the {count} feeds of the site "
            "and of sections."
        )
        return [message.format(count=len(done.told))]
    if not done.told:
        return [] if done.refused else [_("No feed has changed since the hub was told.")]
    return [_("The hub was told of {count} changed feeds.").format(count=len(done.told))]


def ping(site: Settings, store: Path) -> Pinged:
    """Tell the hub of the feeds that have changed since it was last told.

    The store's journal knows which; when it does not (the first time, and with a new store), the
    feeds of the whole site and of sections are told of.

    Raises:
        HubError: no hub or no SITEURL is set, nothing was built, or the hub can't be reached.
    """
    hub = site.newsroom.hub
    if not hub:
        raise HubError(_("No hub is set; NEWSROOM_HUB names one."))
    if not site.has_origin:
        raise HubError(_("SITEURL is empty, so feeds have no address that a hub could read."))
    if not store.is_file():
        raise HubError(_("Nothing was built yet; build or publish the site first."))
    with closing(connect(store)) as connection:
        place = _PLACE + hub
        journal.forget_others(connection, place, _PLACE)
        told = journal.since(connection, place)
        files = _changed(connection, told.paths)
    done = _tell(hub, [f"{site.origin}{site.base}{to_url(file)}" for file in files])
    with closing(connect(store)) as connection:
        journal.heard(connection, place, told)
    return msgspec.structs.replace(done, first=told.paths is None)


def _changed(connection: sqlite3.Connection, paths: Iterable[str] | None) -> list[str]:
    """The files of the feeds among these; of all, those whose list is the site's or a section's."""
    feeds = pages.feeds(connection)
    if paths is None:
        return [file for file, name in feeds.items() if parted(name)[0] in _LEADING]
    return [file for file in paths if file in feeds]


_LEADING = (ALL, SECTION.name)


class _Stays(HTTPRedirectHandler):
    """Follows nothing: a POST that is led elsewhere would arrive as a GET."""

    def redirect_request(self, *_arguments: object) -> None:
        """Nothing is asked instead."""


def _tell(hub: str, addresses: Iterable[str]) -> Pinged:
    told, refused = [], []
    opener = build_opener(_Stays)
    for address in addresses:
        # Hubs differ in which of the two they look for.
        fields = {"hub.mode": "publish", "hub.url": address, "hub.topic": address}
        request = Request(hub, urlencode(fields).encode())
        try:
            opener.open(request, timeout=_PATIENCE).close()
        except HTTPError as error:
            if error.code >= http.client.INTERNAL_SERVER_ERROR or error.code == _BUSY:
                raise _unreached(hub, f"{error.code} {error.reason}") from error
            refused.append(f"{address} ({error.code} {error.reason})")
        except (OSError, http.client.HTTPException) as error:
            raise _unreached(hub, str(getattr(error, "reason", "") or error)) from error
        else:
            told.append(address)
    return Pinged(tuple(told), tuple(refused))


def _unreached(hub: str, reason: str) -> HubError:
    message = _(
        "The hub {hub} was not told of all changed feeds ({reason}). Subscribers get them later, "
        "by asking themselves; `newsroom ping` tells it again."
    )
    return HubError(message.format(hub=hub, reason=reason))
