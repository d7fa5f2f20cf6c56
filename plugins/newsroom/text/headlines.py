# SPDX-License-Identifier: AGPL-3.0-or-later
"""Headlines as they are told away from their page."""

from __future__ import annotations

_LONGEST = 100
"""A longer kicker (in characters) is a sentence of its own and would hide the headline."""


def full_title(kicker: str, title: str) -> str:
    """The headline after its kicker: "Liên đoàn Lao động huyện Phú Xuyên: Chú trọng …".

    Without the kicker a headline is often of no place. It is left out where the headline begins
    with it, or where it is too long to stand before one.
    """
    lead = kicker.strip().removesuffix(":").rstrip()
    if not lead or len(lead) > _LONGEST or title.casefold().startswith(lead.casefold()):
        return title
    return f"{lead} {title}" if lead[-1] in ".!?…" else f"{lead}: {title}"
