# SPDX-License-Identifier: AGPL-3.0-or-later
"""What gathering does for the editors' picks, and for pictures that have gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping

from newsroom.arrange.memberships import PICKS, PICKS_SLOT
from newsroom.arrange.statics import refusal_of
from newsroom.arrange.update import Update
from newsroom.model import Registries
from newsroom.store import articles
from newsroom.store.sources import STATIC


def put_picks(
    connection: sqlite3.Connection, update: Update, registries: Registries, data: str
) -> None:
    """The editors' *Nên xem* as a dated list, for windows on article pages."""
    wanted = {}
    for path in registries.slots.get(PICKS_SLOT, ()):
        row = articles.find(connection, path)
        if row is not None and row.live and row.article and not row.article.card.sponsored:
            wanted[row.article.card.key] = row.id
    update.lists.touches.cause = f"{data}slots.yaml"
    current = update.lists.items(PICKS)
    for own, touch in update.changed.items():
        if own in current:
            update.lists.touches.add(PICKS, own, touch)
    for key in current.keys() - wanted.keys():
        update.lists.take(PICKS, key)
    for key in wanted.keys() - current.keys():
        update.lists.put(PICKS, key, wanted[key])


def lost_pictures(
    connection: sqlite3.Connection,
    kind: Callable[[str], str],
    removed: Mapping[str, str],
    faulty: Iterable[str],
) -> frozenset[str]:
    """Pictures that are gone though articles that are as they were still have them."""
    lost = {path for path, kind in removed.items() if kind == STATIC}
    for path in faulty:
        row = articles.find(connection, path)
        image = row.entry.image if row is not None else None
        refused = image and refusal_of(connection, image.src)
        if image and (refused or kind(image.src) != STATIC):
            lost.add(image.src)
    return frozenset(lost)
