# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ctrl-C under Pelican's command line, which takes it for a good end: exit status 0."""

from __future__ import annotations

import sys

from newsroom.engine import interrupts


def heed_in_a_build() -> None:
    """Heed signals if Pelican's command line is at work on one build.

    Whoever watches or serves (``--autoreload``, ``--listen``) ends by Ctrl-C, and ends well.
    """
    host = sys.modules.get("pelican")
    main = getattr(getattr(host, "main", None), "__code__", None)
    frame = sys._getframe()
    while frame.f_back is not None and main is not None:
        frame = frame.f_back
        if frame.f_code is main:
            options = frame.f_locals.get("args")
            if not (getattr(options, "autoreload", 0) or getattr(options, "listen", 0)):
                interrupts.heed()
            return
