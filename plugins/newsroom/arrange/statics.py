# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which files of the content folder are published: those that something visible refers to.

A file has its copy in the output while one of these names it: an article or a page that readers
may see (in a preview, a draft), the record of an author or a dossier that has a page, the
settings. So no picture is out before its story, and none stays when the last story has gone.
What is asked again in a build is only what its changes concern.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from fnmatch import translate

import msgspec

from newsroom.arrange.references import file_of, pictures
from newsroom.arrange.renditions import claims
from newsroom.arrange.update import Update
from newsroom.model import Refusal, Registries, StaticFile
from newsroom.pictures.heif import own_address
from newsroom.read.own_site import OwnSite
from newsroom.read.paths import own_site_of
from newsroom.settings import Settings
from newsroom.store import mentions, owners
from newsroom.store.owners import Owner
from newsroom.store.pages import Claim
from newsroom.store.records import REFUSED, STATIC, get, keys, put_record
from newsroom.taxonomies import AUTHOR


class Statics:
    """The files of one build; `want` is called when all else is arranged."""

    def __init__(self, connection: sqlite3.Connection, settings: Settings, update: Update) -> None:
        self._db = connection
        self._update = update
        self._settings = settings
        self._named = NamedFiles(settings, update.own_site)
        self._concerned: set[str] = set()
        self.refused: frozenset[str] = frozenset()
        """The files that this build has refused."""
        self.put_pictures: frozenset[str] = frozenset()
        """The pictures that are new or were read again of which there are renditions."""

    def put(
        self, path: str, file: StaticFile | None = None, refusal: Refusal | None = None
    ) -> None:
        """A file is new or was read again: it may be published or not; or it is gone (neither)."""
        touches = self._update.lists.touches
        touches.cause = path
        for name, record in ((STATIC, file), (REFUSED, refusal)):
            value = None if record is None else msgspec.msgpack.encode(record)
            put_record(self._db, name, path, value, touches)
        self._concerned.add(path)
        self.put_pictures |= {path} if file is not None and file.kind else set()
        if refusal is not None:
            self.refused |= {path}

    def targets_refused(self) -> list[str]:
        """What references to the files that this build has refused name: paths and addresses."""
        return sorted({*self.refused, *(f"/{path}" for path in self.refused)})

    def concern(self, paths: Iterable[str]) -> None:
        """What refers to these files has changed; they may be others than files."""
        self._concerned.update(paths)

    def concern_all(self) -> None:
        """Whatever refers to any file may have changed."""
        self._concerned.update(keys(self._db, STATIC))

    def concern_pictures(self, *registries: Registries) -> None:
        """The pictures of these registries are concerned."""
        for each in registries:
            self.concern(path for path, _name in pictures(each, self._update.own_site))

    def want(
        self,
        registries: Registries,
        pages_of: Callable[[str, int], Sequence[Claim]],
        banners: Collection[str],
    ) -> None:
        """Have each file that is concerned published, or not; when all else is arranged.

        ``pages_of`` gives the pages of a list by its length: authors and dossiers may have none.
        ``banners`` are the pictures of those that stand in a slot.
        """
        update = self._update
        self.concern(update.referred)
        known = pictures(registries, update.own_site)
        self.concern(path for path, name in known if name in update.lists.counts)
        length = update.lists.length
        faces = {path for path, name in known if AUTHOR.has(name)}
        shown = {path for path, name in known if pages_of(name, length(name))} | set(banners)
        for path in sorted(self._concerned):
            is_file = get(self._db, STATIC, path) is not None
            seen = path in shown or mentions.is_visible(self._db, path)
            out = seen or path in self._named
            if is_file and not out:
                update.collisions.hold(path)
            wanted = [Claim(STATIC, path, path)] if is_file and out else []
            # Nothing shows what the settings alone name, unless under another name.
            if wanted and (seen or own_address(path) != path):
                wanted = self._claims(path, people=path in faces)
            update.want(Owner(owners.STATIC, path), wanted)

    def _claims(self, path: str, *, people: bool) -> list[Claim]:
        """The pages of a file that is published: itself, or what stands for it, and renditions."""
        original = Claim(STATIC, path, path)
        found = claims(self._db, self._settings, path, people=people)
        if path in self._named:
            return [original, *(claim for claim in found if claim.save_as != path)]
        own = own_address(path)
        return found if any(claim.save_as == own for claim in found) else [original, *found]


class NamedFiles:
    """The files that are published whoever refers to them, since the settings say so."""

    def __init__(self, settings: Settings, own_site: OwnSite) -> None:
        own = settings.newsroom
        self._paths = {*settings.static_paths, file_of(own.image, own_site)}
        self._always = re.compile("|".join(map(translate, own.static_always)) or r"(?!)").match

    def __contains__(self, path: str) -> bool:
        return path in self._paths or self._always(path) is not None


def unused(connection: sqlite3.Connection, settings: Settings, registries: Registries) -> list[str]:
    """The files that nothing refers to, not even what nobody may see yet."""
    own_site = own_site_of(settings)
    named = NamedFiles(settings, own_site)
    shown = {path for path, _name in pictures(registries, own_site)}
    shown |= {banner.image for banner in registries.banners}
    return [
        path
        for path in keys(connection, STATIC)
        if path not in shown
        and path not in named
        and not mentions.of_target(connection, path)
        and not mentions.of_target(connection, f"/{path}")
    ]


def refusal_of(connection: sqlite3.Connection, path: str) -> Refusal | None:
    """Why a file is not published, if it was refused."""
    data = get(connection, REFUSED, path)
    return None if data is None else msgspec.msgpack.decode(data, type=Refusal)
