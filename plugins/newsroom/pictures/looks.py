# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was found out about pictures, kept under ``CACHE_PATH`` by their digests.

To find it out a picture has to be decoded, which of a phone's photo takes half a second; so a clean
build, or another output folder, would decode an archive again. What is kept counts for the same
code and the same decoders alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

import msgspec

from newsroom import metadata, model
from newsroom.blobs import blob_id
from newsroom.model import Refusal
from newsroom.pictures.decode import PictureError
from newsroom.pictures.inspect import Inspected, inspect
from newsroom.pictures.make import encoders
from newsroom.pictures.recipe import stem
from newsroom.pictures.renditions import Renditions

FOLDER = "looks"


class _Look(msgspec.Struct, frozen=True, array_like=True):
    """``asked`` is all that the answer depends on besides the picture."""

    asked: str
    found: Inspected | None = None
    refusal: Refusal | None = None


class Looks:
    """The looks under a site's cache folder."""

    def __init__(self, cache_folder: Path) -> None:
        self._kept = Renditions(cache_folder, folder=FOLDER)

    def look(
        self, digest: bytes, read: Callable[[], bytes], most: int, *, attentive: bool
    ) -> Inspected:
        """What is known of a picture, or is found out now (see `newsroom.pictures.inspect`).

        ``read`` gives its bytes, which may be others than those of its digest (git's) by now.

        Raises:
            PictureError: nothing can be made of it.
        """
        name, asked = _name(digest), f"{most} {attentive} {_work()}"
        look = self._known(name)
        if look is None or look.asked != asked:
            data = read()
            look = _looked(data, most, asked, attentive=attentive)
            if blob_id(data) == digest:
                with suppress(OSError):  # another build looks again
                    self._kept.put(name, msgspec.msgpack.encode(look))
        if look.found is None:
            refusal = look.refusal or Refusal("undecodable")
            raise PictureError(refusal.reason, *refusal.values)
        return look.found

    def _known(self, name: str) -> _Look | None:
        kept = self._kept.read(name)
        try:
            return msgspec.msgpack.decode(kept[1], type=_Look) if kept else None
        except msgspec.DecodeError:
            return None

    def prune(self, wanted: Iterable[bytes]) -> None:
        """Keep those of the pictures with these digests."""
        self._kept.prune({_name(digest) for digest in wanted})


def _looked(data: bytes, most: int, asked: str, *, attentive: bool) -> _Look:
    try:
        return _Look(asked, inspect(data, most, attentive=attentive))
    except PictureError as error:
        return _Look(asked, refusal=error.refusal)


def _name(digest: bytes) -> str:
    found = stem(digest)
    return f"{found[:2]}/{found}"


@cache
def _work() -> str:
    """The code that looks at pictures, and the libraries that decode them."""
    folders = (Path(__file__).parent, Path(metadata.__file__ or "").parent)
    files = [*(path for folder in folders for path in folder.glob("*.py")), Path(model.__file__)]
    digest = blake2b(encoders().encode(), digest_size=16)
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()
