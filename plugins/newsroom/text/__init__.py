# SPDX-License-Identifier: AGPL-3.0-or-later
"""Vietnamese text: one definition for slugs, search, related stories, sorting and dates.

Every module here is pure, uses the standard library only, and knows nothing of what the text is
about. `normalise.clean` belongs at the door; the other functions expect text that went through it.
"""
