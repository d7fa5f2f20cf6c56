# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that pages refer to: copies of static files of the content folder and of the theme."""

from __future__ import annotations

from newsroom.model import Copy, StaticFile
from newsroom.pages.kinds import Kind
from newsroom.pages.present import Presenter
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader


def static(ask: Reader, make: Presenter, claim: Claim) -> Copy | None:
    """A static file of the content folder, without what it tells beside what it shows."""
    from newsroom.metadata.strip import cuts_or_none  # noqa: PLC0415 - few builds copy anything

    file = ask.record("static", claim.key, StaticFile)
    if file is None:
        return None
    return Copy(make.settings.content / (file.name or claim.key), file.digest, cuts_or_none)


def theme(ask: Reader, make: Presenter, claim: Claim) -> Copy | None:
    """A static file of the theme; of two folders with the same file the last one wins."""
    file = ask.record("theme", claim.key, StaticFile)
    folders = [make.settings.theme / folder for folder in make.settings.theme_static]
    found = [path for folder in folders if (path := folder / claim.key).is_file()]
    return Copy((found or folders)[-1], file.digest) if file else None


def rendition(ask: Reader, make: Presenter, claim: Claim) -> Copy | None:
    """A rendition: a copy of what the store of renditions has, or gets now."""
    from newsroom.arrange.renditions import kept_rendition  # noqa: PLC0415 - few builds make any

    file = ask.record("static", claim.key, StaticFile)
    found = kept_rendition(make.settings, file, claim) if file else None
    # What could not be made is the source itself; one that has changed is left to the next build.
    return found or static(ask, make, claim)


KINDS = (
    Kind("rendition", rendition),
    Kind("static", static),
    Kind("theme", theme),
)
