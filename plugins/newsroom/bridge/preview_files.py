# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the preview sends files that a build may replace at any moment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from tornado.web import HTTPError, StaticFileHandler

_CHUNK = 1 << 16


def _refuse_others(root: Path, found: Path) -> None:
    """Files that begin with a dot are none of the site's, nor is what a link leads out to."""
    names = found.relative_to(root.absolute()).parts
    hidden = any(name.startswith(".") and name != ".well-known" for name in names)
    if hidden or not found.resolve().is_relative_to(root.resolve()):
        raise HTTPError(404)


class PreviewFiles(StaticFileHandler):
    """Sends each file as one build has written it, whole.

    Tornado takes a file's size by its path and opens the path again for its bytes: a file
    replaced in between is sent at its predecessor's length. Here the
    file is opened once, and what is open stays as it is. Answers have neither ETag nor
    Last-Modified (whole seconds are too coarse to tell two builds apart), and none is a 304.
    """

    _file: BinaryIO | None = None

    def set_default_headers(self) -> None:
        """A browser keeps nothing."""
        self.set_header("Cache-Control", "no-store")

    @classmethod
    def get_absolute_path(cls, root: str, path: str) -> str:
        """Where the file of this address would be.

        Raises:
            HTTPError: 404, no file's name is like that.
        """
        if "\0" in path:
            raise HTTPError(404)
        return super().get_absolute_path(root, path)

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """Find the file and open it.

        Raises:
            HTTPError: 404, there is no such file (any more); 403, it is none to serve.
        """
        try:
            found = super().validate_absolute_path(root, absolute_path)
            if found is not None:
                _refuse_others(Path(root), Path(found))
                self._file = open(found, "rb")  # noqa: PTH123, SIM115 - until on_finish
        except (OSError, ValueError):  # removed since it was found; a name that no file can have
            raise HTTPError(404) from None
        return found

    def get_content_size(self) -> int:
        """The open file's length in bytes."""
        assert self._file is not None
        return os.fstat(self._file.fileno()).st_size

    def get_content(  # type: ignore[override] # of this request's file, not of any path's
        self, abspath: str, start: int | None = None, end: int | None = None
    ) -> Iterator[bytes]:
        """The open file's bytes from ``start`` up to ``end``, in pieces."""
        assert self._file is not None
        self._file.seek(start or 0)
        left = (self.get_content_size() if end is None else end) - (start or 0)
        while left > 0 and (chunk := self._file.read(min(left, _CHUNK))):
            left -= len(chunk)
            yield chunk

    def get_modified_time(self) -> None:
        """No Last-Modified."""

    def compute_etag(self) -> None:
        """No ETag."""

    def should_return_304(self) -> bool:
        """Never."""
        return False

    def on_finish(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
