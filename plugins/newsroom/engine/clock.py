# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one clock: it decides what is due, and nothing else."""

from __future__ import annotations

import os
import time

from newsroom.errors import SettingsError
from newsroom.messages import _


def now() -> int:
    """Epoch seconds: SOURCE_DATE_EPOCH if the environment has it, else the time.

    Raises:
        SettingsError: SOURCE_DATE_EPOCH is not a whole number.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return int(time.time())
    try:
        return int(text)
    except ValueError:
        message = _("SOURCE_DATE_EPOCH must be a whole number of seconds, not {text}.")
        raise SettingsError(message.format(text=text)) from None
