# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of the data folder: read once, for what they say and for their digests."""

from __future__ import annotations

from collections.abc import Mapping

from newsroom.blobs import FileTooLargeError, blob_id, read_file, state_of
from newsroom.engine.scan import ScannedFile
from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.settings import Settings
from newsroom.store.sources import DATA, KnownFile

# Bytes. Room for some 20,000 topics with their old addresses; YAML takes twenty times its size in
# memory, and a registry is read whole.
LARGEST = 1 << 20
# What begins a line or a part of one: half a million empty records take 6 s and 570 MB.
_PARTS, _MOST = b"\n\r{[,", 150_000


def told_size(error: FileTooLargeError) -> str:
    """What is wrong with a registry that is too large."""
    message = _("The file has {size} MiB; a registry has {limit} at most.")
    return message.format(size=f"{error.size / (1 << 20):.1f}", limit=LARGEST >> 20)


def read_data(
    settings: Settings, found: Mapping[str, ScannedFile], problems: Problems
) -> tuple[dict[str, bytes], dict[str, KnownFile]]:
    """The bytes of the files that were ``found``, and what was seen of each, by path."""
    files, seen = {}, {}
    for path, file in sorted(found.items()):
        if file.kind == DATA:
            try:
                stat, data = read_file(settings.content / (file.name or path), LARGEST)
            except FileTooLargeError as error:
                problems.error(path, 0, told_size(error))
                files[path] = b""  # it is there
                continue
            except OSError as error:
                problems.error(path, 0, str(error.strerror or error))
                continue
            if (parts := sum(data.count(sign) for sign in _PARTS)) > _MOST:
                message = _("The file has {count} lines and parts; a registry has {limit} at most.")
                problems.error(path, 0, message.format(count=parts, limit=_MOST))
            state = state_of(stat, trusted=settings.newsroom.trust_ctime)
            files[path] = data if parts <= _MOST else b""
            seen[path] = KnownFile(path, DATA, len(data), state, blob_id(data))
    return files, seen
