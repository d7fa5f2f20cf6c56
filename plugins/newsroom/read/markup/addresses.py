# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where links and pictures lead: one form for each kind of target, and a record of them.

=============================================  =============================================
an editor writes                               the body holds
=============================================  =============================================
``{filename}/a/b.md`` ``|filename|../b.md``     ``{filename}a/b.md``, from the content folder
``b.md``, ``../b.md``, ``/a/b.md`` (links)      the same
``{static}/images/x.webp`` ``{attach}x.pdf``    ``{static}images/x.webp``
``/images/x.webp`` ``images/x.webp`` (pictures) the same: from the content folder
``./x.webp``, ``../x.webp`` (pictures)          the same: from the article's folder
``https:`` ``http:`` ``mailto:`` ``tel:``       unchanged
``/2025/04/x.html``, ``x.html``, ``#y``         unchanged (links)
=============================================  =============================================

As in Pelican, a path after ``{filename}``, ``{static}`` or ``{attach}`` starts from the article's
folder unless it begins with a slash. Fragments are kept, queries of our own files are not.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from newsroom.messages import _
from newsroom.model import Reference
from newsroom.read.markup.lines import Lines
from newsroom.read.report import Report, shown
from newsroom.text.normalise import nfc
from newsroom.text.suggest import nearest

_MARKED = re.compile(r"(?:\{([^{}]*)\}|\|([^|]*)\|)(.*)", re.DOTALL)
_KINDS = {"filename": "article", "static": "static", "attach": "static"}
# All before the colon, even what is no scheme for a browser ("java script:"): it is no path either.
_SCHEME = re.compile(r"([^/?#:]*):")
_LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_PICTURE_SCHEMES = frozenset({"http", "https"})
_SOURCE = re.compile(r"[^?#]*\.(?:md|markdown)(?:[?#]|$)", re.IGNORECASE)

# Browsers drop line breaks and tabs anywhere in an address, and controls and spaces at its ends.
_DROPPED = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_BAD = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\#]')


class _RefusedError(Exception):
    """An address that leads nowhere; the message says why."""


class Addresses:
    """The addresses in one body. ``path`` is the article's source, from the content folder."""

    def __init__(self, path: str, lines: Lines, report: Report) -> None:
        self._folder = path.split("/")[:-1]
        self._lines = lines
        self._report = report
        self.found: list[Reference] = []

    def link(self, written: str) -> str:
        """The address that a link should have, or "" (and an error) for none."""
        return self._resolve(written, picture=False)

    def picture(self, written: str) -> str:
        """The address that a picture or a media file should have, or "" (and an error) for none."""
        return self._resolve(written, picture=True)

    def _resolve(self, written: str, *, picture: bool) -> str:
        try:
            return self._classify(_DROPPED.sub("", written).strip(), written, picture)
        except _RefusedError as refused:
            self._report.error(self._lines.of(written), str(refused))
            return ""

    def _classify(self, address: str, written: str, picture: bool) -> str:
        if marked := _MARKED.match(address):
            kind = _kind(marked[1] or marked[2] or "", address)
            return self._own(kind, marked[3], written, from_root=marked[3].startswith("/"))
        address = address.replace("\\", "/")
        if scheme := _SCHEME.match(address):
            return _foreign(scheme[1].lower(), address, picture)
        if address.startswith("//"):
            return _foreign("https", "https:" + address, picture)
        if picture:
            beside = address.startswith(("./", "../"))
            return self._own("static", address, written, from_root=not beside)
        if _SOURCE.match(address):
            return self._own("article", address, written, from_root=address.startswith("/"))
        return address.replace(" ", "%20")

    def _own(self, kind: str, address: str, written: str, *, from_root: bool) -> str:
        path, hash_, fragment = address.partition("#")
        target = self._path(nfc(unquote(path.partition("?")[0])), written, from_root)
        self.found.append(Reference(kind, target, self._lines.of(written)))
        marker = "{filename}" if kind == "article" else "{static}"
        return f"{marker}{target}{hash_}{fragment}"

    def _path(self, path: str, written: str, from_root: bool) -> str:
        """``path`` from the content folder, without "." and ".."."""
        parts = [] if from_root else list(self._folder)
        for part in path.replace("\\", "/").split("/"):
            if part == ".." and not parts:
                message = _('"{address}" leaves the content folder')
                raise _RefusedError(message.format(address=shown(written)))
            if part == "..":
                parts.pop()
            elif part not in ("", "."):
                parts.append(part)
        target = "/".join(parts)
        if _BAD.search(target) or not path.strip("/. "):
            message = _('"{address}" is not the path of a file')
            raise _RefusedError(message.format(address=shown(written)))
        return target


def _kind(marker: str, address: str) -> str:
    kind = _KINDS.get(marker.strip().lower())
    if kind:
        return kind
    guess = nearest(marker, _KINDS)
    message = _('"{address}": no such link; did you mean {{{guess}}}?').format(
        address=shown(address), guess=guess[0] if guess else "filename"
    )
    raise _RefusedError(message)


def _foreign(scheme: str, address: str, picture: bool) -> str:
    if scheme not in (_PICTURE_SCHEMES if picture else _LINK_SCHEMES):
        message = _('"{address}": addresses may begin with https:, http:, mailto: or tel:')
        raise _RefusedError(message.format(address=shown(address)))
    return address.replace(" ", "%20")
