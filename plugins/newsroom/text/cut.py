# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cutting texts short."""

from __future__ import annotations


def shorten(text: str, limit: int = 300) -> str:
    """Return *text* in one line of at most *limit* characters and "…", cut after a word."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[:limit].rsplit(" ", 1)[0].rstrip(",;:.–- ") + "…"
