# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where links and pictures lead: one form for each kind of target, and a record of them.

=============================================  =============================================
an editor writes                               the body holds
=============================================  =============================================
``{filename}/a/b.md`` ``|filename|../b.md``     ``{filename}a/b.md``, from the content folder
``b.md``, ``../b.md``, ``/a/b.md`` (links)      the same
``{static}/images/x.webp`` ``{attach}x.pdf``    ``{static}images/x.webp``
``/images/x.pdf`` ``images/x.pdf``              the same: from the content folder
``./x.webp``, ``../x.webp``                     the same: from the article's folder
``/2025/04/x.html``, ``/tag/x/``, ``x.html``    ``{address}/2025/04/x.html`` (links)
``https://<our host><our prefix>/…``            the same, or ``{static}…`` for a file
``https:`` ``http:`` ``mailto:`` ``tel:``       unchanged
``vnexpress.net/a``, ``a@example.org``, ``09…`` with the scheme that they lack (links)
``#y``                                         unchanged (links): a place of this body
=============================================  =============================================

As in Pelican, a path after ``{filename}``, ``{static}`` or ``{attach}`` starts from the article's
folder unless it begins with a slash. Fragments are kept, queries of our own files are not.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote, urlsplit

from newsroom.messages import _
from newsroom.model import Reference
from newsroom.read.markup.lines import Lines
from newsroom.read.markup.mending import is_host, is_mail, mended
from newsroom.read.own_site import ANYWHERE, OwnSite
from newsroom.read.paths import canonical, check_foreign
from newsroom.read.report import Report, shown
from newsroom.text.normalise import nfc
from newsroom.text.suggest import GUESSED, nearest

_MARKED = re.compile(r"(?:\{([^{}]*)\}|\|([^|]*)\|)(.*)", re.DOTALL)
_KINDS = {"filename": "article", "static": "static", "attach": "static"}
# All before the colon, even what is no scheme for a browser ("java script:"): it is no path either.
_SCHEME = re.compile(r"([^/?#:]*):")
_LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_PICTURE_SCHEMES = frozenset({"http", "https"})
_SOURCE = re.compile(r"[^?#]*\.(?:md|markdown)(?:[?#]|$)", re.IGNORECASE)

# Endings of files that are put beside articles; an address on the site may end so, too, and is
# the same file then. With another ending a path without a slash before it is a file's all the
# same, unless pages are called so.
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|csv|epub|zip|rar|7z|webp|png|jpe?g|gif|svg|avif|hei[cf]|hif|"
    r"mp[34]|ogg|oga|m4a|wav|opus|webm)",
    re.IGNORECASE,
)
_PAGE = re.compile(r"\.(?:[a-z]?html?|php\d?|aspx?|jsp|cgi|rss|xml|json|inc)", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")

# Browsers drop line breaks and tabs anywhere in an address, and controls and spaces at its ends.
_DROPPED = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_BAD = re.compile('[\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff<>:"|?*\\\\#]')

# Text has no "<" of its own: see `newsroom.read.markup.serialise`.
_PLACE = re.compile(r'<[^<>]* id="([^"]*)"')


class _NowhereError(Exception):
    """An address that leads nowhere; the message says why."""


class Addresses:
    """The addresses in one body. ``path`` is the article's source, from the content folder."""

    def __init__(
        self, path: str, lines: Lines, report: Report, own_site: OwnSite = ANYWHERE
    ) -> None:
        self._folder = path.split("/")[:-1]
        self._lines = lines
        self._report = report
        self._own_site = own_site
        self._places: list[tuple[str, int]] = []
        self.found: list[Reference] = []

    def link(self, written: str) -> str:
        """The address that a link should have, or "" (and something told) for none."""
        return self._resolve(written, "link")

    def picture(self, written: str, use: str = "picture") -> str:
        """The address of a picture, a media file or its poster, or "" (and an error) for none."""
        return self._resolve(written, use)

    def check_places(self, html: str) -> None:
        """Tell of links within the body (``#y``) to what the finished body does not have."""
        names = places_in(html) if self._places else ()
        guessed = 0
        for fragment, line in self._places:
            if fragment not in names and fragment != "top":  # which browsers know by themselves
                guessed += 1
                guess = nearest(fragment, names) if guessed <= GUESSED else []
                message = _('"#{name}" leads to no heading of this article{guess}')
                told = message.format(name=shown(fragment), guess=_near(guess))
                self._report.warning(line, told, code="missing-heading")

    # ------------------------------------------------------------------------------ kinds

    def _resolve(self, written: str, use: str) -> str:
        try:
            return self._classify(_DROPPED.sub("", written).strip(), written, use)
        except _NowhereError as refused:
            self._report.error(self._lines.of(written), str(refused))
            return ""

    def _classify(self, address: str, written: str, use: str) -> str:
        if marked := _MARKED.match(address):
            kind = _kind(marked[1] or marked[2] or "", address)
            return self._file(kind, marked[3], written, use, from_root=marked[3].startswith("/"))
        address = address.replace("\\", "/")
        if use == "link" or "//" in address or address.lower().startswith("www."):
            address = mended(address)
        if address.startswith("//"):
            address = f"https:{address}"
        if scheme := _SCHEME.match(address):
            return self._with_scheme(scheme[1].lower(), address, written, use)
        if use != "link":
            beside = address.startswith(("./", "../"))
            return self._file("static", address, written, use, from_root=not beside)
        return self._inside(address, written)

    def _with_scheme(self, scheme: str, address: str, written: str, use: str) -> str:
        if scheme not in (_LINK_SCHEMES if use == "link" else _PICTURE_SCHEMES):
            message = _('"{address}": addresses may begin with https:, http:, mailto: or tel:')
            raise _NowhereError(message.format(address=shown(address)))
        if scheme == "mailto" and not is_mail(address):
            self._doubt(_('"{address}" is no e-mail address; check it'), written)
        if scheme in _PICTURE_SCHEMES:
            path = self._own_site.path_of(address)
            if path is not None and use != "link":
                return self._file("static", path, written, use, from_root=True)
            if path is not None:
                return self._inside(path, written)
            if use != "link":
                self._check_foreign(address, written)
            self._check_host(address, written)
        return address.replace(" ", "%20")

    def _check_foreign(self, address: str, written: str) -> None:
        try:
            message = check_foreign(address, self._own_site)
        except ValueError as refused:
            raise _NowhereError(str(refused)) from refused
        if message:
            self._report.warning(self._lines.of(written), message, code="foreign-picture")

    def _check_host(self, address: str, written: str) -> None:
        try:
            host = urlsplit(address).hostname or ""
        except ValueError:
            host = ""
        if not is_host(host):
            self._doubt(_('"{address}" names no website; check the address'), written)

    def _inside(self, address: str, written: str) -> str:
        """A link within the site: to a source, a file, an address, or a place of this body."""
        path = re.split("[?#]", address, maxsplit=1)[0]
        if _SOURCE.match(address):
            return self._file("article", address, written, from_root=address.startswith("/"))
        if not path and address.startswith("#"):
            if fragment := unquote(address[1:]):
                self._places.append((fragment, self._lines.of(written)))
            return address.replace(" ", "%20")
        ending = _ENDING.search(path)
        beside = path.startswith(("./", "../"))
        if ending and _is_file(ending[0], path):
            return self._file("static", address, written, from_root=not beside)
        if not beside:
            return self._address(address, written)
        message = _(
            '"{address}" starts from the page that it stands on, which may move; write the path '
            "of the file, or the address from the first / on"
        )
        self._doubt(message, written)
        return ""

    # ----------------------------------------------------------------------------- targets

    def _address(self, address: str, written: str) -> str:
        """An own address, from the site's root."""
        address, hash_, fragment = address.partition("#")
        if self._own_site.is_elsewhere(address):
            return f"{address}{hash_}{fragment}".replace(" ", "%20")
        target = canonical(self._own_site.within(address))
        line = self._lines.of(written)
        self.found.append(Reference("address", target, line, "link", unquote(fragment)))
        return f"{{address}}{target}{hash_}{fragment}".replace('"', "%22")

    def _file(
        self, kind: str, address: str, written: str, use: str = "link", *, from_root: bool
    ) -> str:
        path, hash_, fragment = address.partition("#")
        target = self._path(nfc(unquote(path.partition("?")[0])), written, from_root)
        line = self._lines.of(written)
        self.found.append(Reference(kind, target, line, use, unquote(fragment)))
        marker = "{filename}" if kind == "article" else "{static}"
        return f"{marker}{target}{hash_}{fragment}"

    def _path(self, path: str, written: str, from_root: bool) -> str:
        """``path`` from the content folder, without "." and ".."."""
        parts = [] if from_root else list(self._folder)
        for part in path.replace("\\", "/").split("/"):
            if part == ".." and not parts:
                message = _('"{address}" leaves the content folder')
                raise _NowhereError(message.format(address=shown(written)))
            if part == "..":
                parts.pop()
            elif part not in ("", "."):
                parts.append(part)
        target = "/".join(parts)
        if _BAD.search(target) or not path.strip("/. "):
            message = _('"{address}" is not the path of a file')
            raise _NowhereError(message.format(address=shown(written)))
        return target

    def _doubt(self, message: str, written: str) -> None:
        told = message.format(address=shown(written))
        self._report.warning(self._lines.of(written), told, code="unlikely-address")


def _is_file(ending: str, path: str) -> bool:
    """Whether a path is that of a file, and not of a page."""
    if _PAGE.fullmatch(ending):
        return False
    return _FILE.fullmatch(ending) is not None or not path.startswith("/")


def places_in(html: str) -> list[str]:
    """What links can lead to within a finished body."""
    return [unescape(name) for name in _PLACE.findall(html)]


def _near(guess: list[str]) -> str:
    """The end of a message: the heading that was probably meant, or what to do."""
    if guess:
        return _('; did you mean "{guess}"?').format(guess=f"#{guess[0]}")
    return _("; mend what follows the #, or delete it")


def _kind(marker: str, address: str) -> str:
    kind = _KINDS.get(marker.strip().lower())
    if kind:
        return kind
    guess = nearest(marker, _KINDS)
    message = _('"{address}": no such link; did you mean {{{guess}}}?').format(
        address=shown(address), guess=guess[0] if guess else "filename"
    )
    raise _NowhereError(message)
