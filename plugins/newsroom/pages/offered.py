# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a picture is offered as, in HTML: it stands on many pages, and is written once."""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from newsroom.model import Shape
from newsroom.pictures.plan import Offers, Slot, sets


def sources(offers: Offers, slot: str) -> Markup:
    """What stands before an ``<img>`` in a slot: the beginning of a ``<picture>``."""
    return _sources(offers.shape, offers.slot(slot), offers.base)


@lru_cache(8192)
def _sources(shape: Shape, slot: Slot, base: str) -> Markup:
    source = Markup('<source type="{}" srcset="{}" sizes="{}">')
    found = [source.format(one.type, one.srcset, slot.sizes) for one in sets(shape, slot, base)]
    return Markup("<picture>") + Markup("").join(found)
