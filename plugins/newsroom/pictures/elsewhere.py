# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a picture lies: among our files, or at another site."""


def is_elsewhere(src: str) -> bool:
    """Whether a picture's source is a whole address, not a path under the content folder."""
    return src.startswith("https:")
