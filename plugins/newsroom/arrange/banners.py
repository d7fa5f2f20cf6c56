# SPDX-License-Identifier: AGPL-3.0-or-later
"""Banners by the clock: those of `banners.yaml` that stand in a slot of the theme now.

As nothing that is composed may ask for the time, arranging puts down who stands where, as a list of
records for each slot, and from when to when that is so: pages that show a slot are composed again
when its banners change, and at no other moment.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from newsroom.advertising import BANNER_SLOTS, Banner
from newsroom.store import records
from newsroom.store.reads import Touches

CLOCK, SPAN = "banners", "span"
"""The list of records, and the one record in it."""

_FIRST, _LAST = -(2**62), 2**62

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Banner).decode


class Span(msgspec.Struct, frozen=True, array_like=True):
    """From when (epoch seconds) the same banners stand in the slots, and until when."""

    since: int = _FIRST
    until: int = _LAST


def slot_list(slot: str) -> str:
    """The list of the banners that stand in a slot."""
    return f"banner/{slot}"


def put_banners(
    connection: sqlite3.Connection,
    banners: Iterable[Banner],
    now: int,
    zone: ZoneInfo,
    touches: Touches,
) -> tuple[set[str], set[str]]:
    """Put down which banners stand where at ``now``.

    Returns the pictures of these, and those of what stood there before.
    """
    before, shown = set(), set()
    ends = {each: _ends(each, zone) for each in banners}
    for slot in BANNER_SLOTS:
        name = slot_list(slot)
        before |= {_decode(data).image for data in records.values(connection, name)}
        here = [b for b, (low, high) in ends.items() if b.slot == slot and low <= now < high]
        shown |= {banner.image for banner in here}
        kept = {banner.slug: _encode(banner) for banner in here}
        records.replace_records(connection, name, kept, touches)
    moments = sorted({moment for pair in ends.values() for moment in pair})
    since = max((moment for moment in moments if moment <= now), default=_FIRST)
    until = min((moment for moment in moments if moment > now), default=_LAST)
    span = Span(since, until)
    value = None if span == Span() else _encode(span)
    records.put_record(connection, CLOCK, SPAN, value, touches)
    return shown, before


def is_past(connection: sqlite3.Connection, now: int) -> bool:
    """Whether other banners stand in the slots by now (epoch seconds) than were put down."""
    span = _span(connection)
    return not span.since <= now < span.until


def next_change(connection: sqlite3.Connection) -> int | None:
    """When (epoch seconds) a banner comes or goes next, if any does."""
    until = _span(connection).until
    return None if until == _LAST else until


def _span(connection: sqlite3.Connection) -> Span:
    data = records.get(connection, CLOCK, SPAN)
    return Span() if data is None else msgspec.msgpack.decode(data, type=Span)


def _ends(banner: Banner, zone: ZoneInfo) -> tuple[int, int]:
    """The first moment (epoch seconds) of a banner and the first after it."""
    first, last = banner.valid_from, banner.valid_to
    until = _midnight(last + timedelta(days=1), zone) if last and last < date.max else _LAST
    return _midnight(first, zone) if first else _FIRST, until


def _midnight(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp())
