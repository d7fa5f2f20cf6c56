# SPDX-License-Identifier: AGPL-3.0-or-later
"""Messages to editors: English in the code, Vietnamese on the screen.

Every message is a gettext msgid in English; ``locale/vi`` holds the Vietnamese. Vietnamese is
what an editor sees unless the environment asks for English (``LANG=en``): the newsroom writes
Vietnamese, and a build machine's ``LANG=C`` says nothing about who reads its messages.
"""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

LOCALE_DIR = Path(__file__).parent / "locale"
DOMAIN = "newsroom"


def language() -> str:
    """The language of editors' messages: ``"en"`` when the environment names it, else ``"vi"``.

    The order of the variables is gettext's own (LANGUAGE, LC_ALL, LC_MESSAGES, LANG).
    """
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "en" if value.lower().startswith("en") else "vi"
    return "vi"


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE_DIR, languages=[lang], fallback=True)


def _(message: str) -> str:
    """``message`` in the editor's language; placeholders are filled in afterwards."""
    return _catalogue(language()).gettext(message)
